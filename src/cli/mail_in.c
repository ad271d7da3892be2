/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/mail_in.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/child.h"
#include "base/log.h"

/* As ejournal-mime: one byte more tells that it is too big. */
#define LETTER_BYTES_MAX (10UL * 1024 * 1024)
/* The record holds the letter's files, decoded, and its texts. */
#define RECORD_BYTES_MAX (64UL * 1024 * 1024)
/* Its own limit of CPU time is 20 s; a loaded machine needs longer. */
#define CHILD_SECONDS 120
/* What is read and thrown away of an endless letter before it is refused. */
#define DRAIN_BYTES_MAX (1024L * 1024 * 1024)

/* The first bytes in *kept, all of them counted: a mail server whose pipe
 * breaks would send a bounce. */
static enum err
read_all(struct arena *arena, int fd, struct bytes *kept, int64_t *size)
{
	char *p = arena_alloc(arena, LETTER_BYTES_MAX + 1), rest[65536];
	size_t len = 0;

	*size = 0;
	while (*size < DRAIN_BYTES_MAX) {
		bool full = len == LETTER_BYTES_MAX + 1;
		ssize_t n = full
				? read(fd, rest, sizeof(rest))
				: read(fd, p + len, LETTER_BYTES_MAX + 1 - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			log_line(LOG_ERROR, "letter_not_read", "error",
			    strerrorname_np(errno), NULL);
			return ERR_IO;
		}
		if (n == 0)
			break;
		*size += n;
		if (!full)
			len += (size_t)n;
	}
	*kept = (struct bytes){p, len};
	return OK;
}

/* The letter as a file without a name, for the child. */
static enum err
to_file(struct bytes bytes, int *fd)
{
	const char *p = bytes.p;
	size_t left = bytes.len;

	*fd = memfd_create("letter", MFD_CLOEXEC);
	while (*fd >= 0 && left) {
		ssize_t n = write(*fd, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		p += n;
		left -= (size_t)n;
	}
	if (*fd >= 0 && left == 0 && lseek(*fd, 0, SEEK_SET) == 0)
		return OK;
	log_line(LOG_ERROR, "letter_not_kept", "error", strerrorname_np(errno),
	    NULL);
	if (*fd >= 0)
		close(*fd);
	return ERR_IO;
}

/* How a reader ended that gave no record: by the letter's fault, or ours. */
static enum err
judge_end(const struct child_end *end, struct letter *letter)
{
	if (!end->late && !end->too_much && end->code > 0) {
		/* It says so itself when it cannot work here at all. */
		log_line(LOG_ERROR, "letter_reader_failed", "code",
		    log_num(end->code), NULL);
		return ERR_IO;
	}
	log_line(LOG_WARN, "letter_hostile", "code", log_num(end->code), "late",
	    end->late ? "1" : "0", NULL);
	letter_refused(LETTER_HOSTILE,
	    end->late	    ? "time"
	    : end->too_much ? "output"
	    : end->code	    ? "crash"
			    : "record",
	    letter);
	return OK;
}

static enum err
read_letter(struct arena *arena, struct bytes bytes, struct letter *letter)
{
	struct child child = {.path = child_path(arena, "ejournal-mime"),
	    .output_max = RECORD_BYTES_MAX,
	    .seconds = CHILD_SECONDS};
	struct child_end end;
	enum err err;

	if ((err = to_file(bytes, &child.input)))
		return err;
	err = child_run(arena, &child, &end);
	close(child.input);
	if (err)
		return err;
	if (end.code == 0 && !end.late && !end.too_much &&
	    letter_parse(arena, end.output.p, end.output.len, letter) == OK)
		return OK;
	return judge_end(&end, letter);
}

enum err
mail_in_take(struct act *act, int fd, const char *envelope_sender,
    struct intake_result *result)
{
	struct letter *letter = arena_alloc(act->arena, sizeof(*letter));
	struct intake_mail mail = {
	    .letter = letter, .envelope_sender = envelope_sender};
	enum err err;

	if ((err = read_all(act->arena, fd, &mail.original, &mail.size)))
		return err;
	if ((err = read_letter(act->arena, mail.original, letter)))
		return err;
	err = intake_store(act, &mail, result);
	if (err != ERR_INVALID && err != ERR_LIMIT && err != ERR_CORRUPT)
		return err;
	/* What is in it cannot be written down: then that it came is. */
	log_line(
	    LOG_WARN, "letter_not_stored_whole", "error", err_name(err), NULL);
	letter_refused(LETTER_HOSTILE, "content", letter);
	return intake_store(act, &mail, result);
}
