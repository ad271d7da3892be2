/* SPDX-License-Identifier: EUPL-1.2 */
/* ejournal-mime: one letter on standard input, one record on standard output.
 * Started by `ejournal intake`; GLib and GMime live only here, and nothing of
 * this process can touch the school's data. */
#include <errno.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"
#include "mime/charset.h"
#include "mime/message.h"
#include "mime/sandbox.h"

/* One byte more than allowed tells that it is too big. */
#define READ_MAX (MESSAGE_BYTES_MAX + 1)

static enum err
read_all(char *p, size_t *len)
{
	*len = 0;
	while (*len < READ_MAX) {
		ssize_t n = read(STDIN_FILENO, p + *len, READ_MAX - *len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return ERR_IO;
		if (n == 0)
			break;
		*len += (size_t)n;
	}
	return OK;
}

static enum err
write_all(const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return ERR_IO;
		p += n;
		len -= (size_t)n;
	}
	return OK;
}

int
main(void)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct charset_modules modules;
	struct buf record;
	char *letter;
	size_t len;
	enum err err;

	message_prepare();
	charset_prepare(&modules);
	if (sandbox_enter())
		return EX_OSERR;
	letter = arena_alloc(arena, READ_MAX + 1);
	if (read_all(letter, &len))
		return EX_NOINPUT;
	buf_init(&record, arena, len + 4096);
	message_read(arena, letter, len, &record);
	err = write_all(record.p, record.len);
	charset_finish(&modules);
	message_finish();
	return err ? EX_IOERR : EX_OK;
}
