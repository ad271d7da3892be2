/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/row.h"

#include <string.h>

const char *
row_copy(struct arena *arena, const struct rows *rows, int col)
{
	const char *s = rows_text(rows, col);

	return s ? arena_strdup(arena, s) : NULL;
}

const char *
row_copy_or_empty(struct arena *arena, const struct rows *rows, int col)
{
	const char *s = rows_text(rows, col);

	return s ? arena_strdup(arena, s) : "";
}

enum err
row_copy_bytes(const struct rows *rows, int col, void *to, size_t len)
{
	const struct bytes from = rows_bytes(rows, col);

	if (!from.p || from.len != len)
		return ERR_CORRUPT;
	memcpy(to, from.p, len);
	return OK;
}
