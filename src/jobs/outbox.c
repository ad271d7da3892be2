/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

static enum err
fault(const char *what)
{
	log_line(LOG_ERROR, "outbox", "what", what, "errno", strerror(errno),
	    NULL);
	return ERR_IO;
}

static enum err
make_folders(struct arena *arena, const char *state)
{
	static const char *const names[] = {
	    "outbox", "outbox/tmp", "outbox/new", "outbox/cur"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (mkdir(arena_printf(arena, "%s/%s", state, names[i]),
			0700) &&
		    errno != EEXIST)
			return fault("mkdir");
	return OK;
}

static enum err
write_file(const char *path, const void *p, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	const char *at = p;

	if (fd < 0)
		return fault("open");
	while (len) {
		ssize_t n = write(fd, at, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			close(fd);
			return fault("write");
		}
		at += n;
		len -= (size_t)n;
	}
	if (fsync(fd)) {
		close(fd);
		return fault("fsync");
	}
	close(fd);
	return OK;
}

static enum err
sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0 || fsync(fd)) {
		if (fd >= 0)
			close(fd);
		return fault("fsync folder");
	}
	close(fd);
	return OK;
}

enum err
outbox_write(struct arena *arena, const char *state, const char *name,
    const void *p, size_t len)
{
	const char *tmp = arena_printf(arena, "%s/outbox/tmp/%s", state, name);
	const char *to = arena_printf(arena, "%s/outbox/new/%s", state, name);
	enum err err;

	if ((err = make_folders(arena, state)))
		return err;
	if ((err = write_file(tmp, p, len)))
		return err;
	if (rename(tmp, to))
		return fault("rename");
	return sync_folder(arena_printf(arena, "%s/outbox/new", state));
}
