/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

static enum err
failed(const char *what, const char *path)
{
	log_line(LOG_ERROR, "file_failed", "call", what, "path", path, "error",
	    strerrorname_np(errno), NULL);
	return ERR_IO;
}

enum err
files_create(const char *path)
{
	int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

	if (fd < 0 && errno == EEXIST)
		return ERR_EXISTS;
	if (fd < 0)
		return failed("create", path);
	close(fd);
	return OK;
}

enum err
files_folder(const char *path)
{
	if (mkdir(path, 0700) == 0 || errno == EEXIST)
		return OK;
	return failed("mkdir", path);
}

bool
files_exist(const char *path)
{
	return access(path, F_OK) == 0;
}

static enum err
sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	enum err err = OK;

	if (fd < 0)
		return failed("open", path);
	if (fsync(fd) < 0)
		err = failed("fsync", path);
	close(fd);
	return err;
}

enum err
files_sync_folder(const char *path)
{
	return sync_path(path, O_DIRECTORY);
}

enum err
files_place(const char *from, const char *to)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *slash = strrchr(to, '/');
	const char *folder =
	    slash == to ? "/"
	    : slash	? arena_strndup(arena, to, (size_t)(slash - to))
			: ".";
	enum err err;

	if ((err = sync_path(from, 0)))
		return err;
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) < 0) {
		if (errno == EEXIST)
			return ERR_EXISTS;
		return failed("rename", to);
	}
	return files_sync_folder(folder);
}

enum err
files_lock(const char *path, int *fd)
{
	int lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	if (lock < 0)
		return failed("open", path);
	while (flock(lock, LOCK_EX) < 0) {
		if (errno == EINTR)
			continue;
		close(lock);
		return failed("flock", path);
	}
	*fd = lock;
	return OK;
}

enum err
files_hold(const char *path, bool alone, int *fd)
{
	int lock = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0600);

	if (lock < 0)
		return failed("open", path);
	if (flock(lock, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) < 0) {
		enum err err =
		    errno == EWOULDBLOCK ? ERR_BUSY : failed("flock", path);

		close(lock);
		return err;
	}
	*fd = lock;
	return OK;
}

void
files_unlock_at(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}
