/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/outbox.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define NAME_MAX_LEN 48

static enum err
fault(const char *what)
{
	log_line(LOG_ERROR, "outbox", "what", what, "errno",
	    strerrorname_np(errno), NULL);
	return ERR_IO;
}

static bool
name_ok(const char *name)
{
	size_t len = strlen(name);

	return len > 4 && len < NAME_MAX_LEN &&
	       !strcmp(name + len - 4, ".eml") && *name != '.' &&
	       strspn(name, "0123456789abcdefghijklmnopqrstuvwxyz.") == len;
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

/* A folder that is made is also forced to the disk under its name. */
static enum err
make_folders(struct arena *arena, const char *state)
{
	static const char *const names[] = {
	    "outbox", "outbox/tmp", "outbox/new", "outbox/cur"};
	bool made = false;
	enum err err;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!mkdir(arena_printf(arena, "%s/%s", state, names[i]), 0700))
			made = true;
		else if (errno != EEXIST)
			return fault("mkdir");
	}
	if (!made)
		return OK;
	if ((err = sync_folder(arena_printf(arena, "%s/outbox", state))))
		return err;
	return sync_folder(state);
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

enum err
outbox_write(struct arena *arena, const char *state, const char *name,
    const void *p, size_t len)
{
	const char *tmp = arena_printf(arena, "%s/outbox/tmp/%s", state, name);
	const char *to = arena_printf(arena, "%s/outbox/new/%s", state, name);
	enum err err;

	if (!name_ok(name) || len > OUTBOX_LETTER_BYTES_MAX)
		return ERR_INVALID;
	if ((err = make_folders(arena, state)))
		return err;
	if ((err = write_file(tmp, p, len)))
		return err;
	if (rename(tmp, to))
		return fault("rename");
	return sync_folder(arena_printf(arena, "%s/outbox/new", state));
}

static int
newest_first(const void *a, const void *b)
{
	const struct outbox_entry *x = a, *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1;
	return -strverscmp(x->name, y->name);
}

enum err
outbox_list(struct arena *arena, const char *state, size_t max,
    struct outbox_entry **out, size_t *n, size_t *total)
{
	struct outbox_entry *all =
	    arena_array(arena, OUTBOX_LIST_MAX, sizeof(*all));
	DIR *folder = opendir(arena_printf(arena, "%s/outbox/new", state));
	const struct dirent *entry;
	size_t got = 0;

	*out = all;
	*n = *total = 0;
	if (!folder)
		return errno == ENOENT ? OK : fault("opendir");
	while (got < OUTBOX_LIST_MAX && (entry = readdir(folder))) {
		struct stat st;

		if (!name_ok(entry->d_name) ||
		    fstatat(dirfd(folder), entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) ||
		    !S_ISREG(st.st_mode))
			continue;
		all[got++] = (struct outbox_entry){
		    arena_strdup(arena, entry->d_name), st.st_mtime};
	}
	closedir(folder);
	qsort(all, got, sizeof(*all), newest_first);
	*total = got;
	*n = got < max ? got : max;
	return OK;
}

enum err
outbox_read(struct arena *arena, const char *state, const char *name,
    const char **p, size_t *len)
{
	char *text;
	size_t n;
	FILE *f;

	if (!name_ok(name))
		return ERR_NOT_FOUND;
	f = fopen(arena_printf(arena, "%s/outbox/new/%s", state, name), "re");
	if (!f)
		return errno == ENOENT ? ERR_NOT_FOUND : fault("open");
	text = arena_alloc(arena, OUTBOX_LETTER_BYTES_MAX + 1);
	n = fread(text, 1, OUTBOX_LETTER_BYTES_MAX, f);
	if (ferror(f)) {
		fclose(f);
		return fault("read");
	}
	fclose(f);
	text[n] = '\0';
	*p = text;
	*len = n;
	return OK;
}

bool
outbox_has(struct arena *arena, const char *state, const char *name)
{
	return name_ok(name) &&
	       access(arena_printf(arena, "%s/outbox/new/%s", state, name),
		   R_OK) == 0;
}

void
outbox_remove(struct arena *arena, const char *state, const char *name)
{
	if (name_ok(name))
		unlink(arena_printf(arena, "%s/outbox/new/%s", state, name));
}
