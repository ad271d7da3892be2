/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/record.h"

#include <string.h>

void
record_add(struct buf *out, const char *key, const char *p, size_t len)
{
	buf_adds(out, key);
	buf_addc(out, ' ');
	buf_addi(out, (long long)len);
	buf_addc(out, '\n');
	buf_add(out, p, len);
	buf_addc(out, '\n');
}

void
record_adds(struct buf *out, const char *key, const char *s)
{
	record_add(out, key, s, strlen(s));
}
