/* SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/log.h"
#include "db/files.h"
#include "domain/backup.h"
#include "domain/backup_part.h"

#define DEPTH_MAX 8
#define COPY_BYTES (1 << 20)
#define REMOVE_FILES_OPEN 16

static enum err
failed(const char *what, const char *path)
{
	log_line(LOG_ERROR, "file_failed", "call", what, "path", path, "error",
	    strerrorname_np(errno), NULL);
	return ERR_IO;
}

void
backup_list_add(
    struct arena *arena, struct backup_list *list, struct backup_file file)
{
	if (list->n == list->cap) {
		const size_t cap = list->cap ? list->cap * 2 : 64;
		struct backup_file *files =
		    arena_array(arena, cap, sizeof(*files));

		if (list->n)
			memcpy(files, list->files, list->n * sizeof(*files));
		list->files = files;
		list->cap = cap;
	}
	list->files[list->n++] = file;
}

/* ---- walking ---------------------------------------------------------------
 */

static bool
ends_with(const char *s, const char *end)
{
	const size_t len = strlen(s), n = strlen(end);

	return len >= n && !strcmp(s + len - n, end);
}

/* Databases are copied through the engine; the rest belongs to whoever runs
 * just now, or to an earlier restore. */
static bool
passes_by(const char *name)
{
	static const char *const ends[] = {".db", "-wal", "-shm", "-journal",
	    ".new", ".part", ".lock", ".sock", ".pid"};
	static const char *const names[] = {"lock", "tmp", "in-use"};

	if (name[0] == '.' || !strncmp(name, "before-restore-", 15))
		return true;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (ends_with(name, ends[i]))
			return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

/* Folders still to be read, relative to the walked one. */
struct folders {
	const char **list;
	size_t n, cap;
};

static void
push(struct arena *arena, struct folders *f, const char *path)
{
	if (f->n == f->cap) {
		const size_t cap = f->cap ? f->cap * 2 : 16;
		const char **list = arena_array(arena, cap, sizeof(*list));

		if (f->n)
			memcpy(list, f->list, f->n * sizeof(*list));
		f->list = list;
		f->cap = cap;
	}
	f->list[f->n++] = path;
}

static size_t
depth_of(const char *path)
{
	size_t n = 0;

	for (; *path; path++)
		n += *path == '/';
	return n;
}

static enum err
read_folder(struct arena *arena, const char *root, const char *folder,
    bool everything, struct folders *todo, struct backup_list *list)
{
	const char *path = arena_printf(arena, "%s/%s", root, folder);
	DIR *dir = opendir(path);
	struct dirent *entry;
	struct stat st;

	if (!dir)
		return failed("opendir", path);
	while ((entry = readdir(dir)) != NULL) {
		const char *name = entry->d_name, *inside;

		if (!strcmp(name, ".") || !strcmp(name, "..") ||
		    (!everything && passes_by(name)))
			continue;
		inside = *folder ? arena_printf(arena, "%s/%s", folder, name)
				 : arena_strdup(arena, name);
		if (fstatat(dirfd(dir), name, &st, AT_SYMLINK_NOFOLLOW))
			continue; /* went away meanwhile */
		if (S_ISDIR(st.st_mode) && depth_of(inside) < DEPTH_MAX)
			push(arena, todo, inside);
		else if (S_ISREG(st.st_mode) && list->n < BACKUP_FILES_MAX)
			backup_list_add(arena, list,
			    (struct backup_file){.path = inside,
				.size = st.st_size,
				.inst = BACKUP_PLAIN});
	}
	closedir(dir);
	return OK;
}

enum err
backup_walk(struct arena *arena, const char *folder, bool everything,
    struct backup_list *list)
{
	struct folders todo = {0};
	enum err err = OK;

	push(arena, &todo, "");
	while (!err && todo.n > 0)
		err = read_folder(arena, folder, todo.list[--todo.n],
		    everything, &todo, list);
	return err;
}

/* ---- one file ---------------------------------------------------------------
 */

enum err
backup_folders(struct arena *arena, const char *folder, const char *path)
{
	enum err err = OK;

	for (const char *s = strchr(path, '/'); !err && s;
	     s = strchr(s + 1, '/'))
		err = files_folder(arena_printf(
		    arena, "%s/%.*s", folder, (int)(s - path), path));
	return err;
}

static void
close_at(int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define AUTO_FD __attribute__((cleanup(close_at)))

/* Sums what is on the disk, not what was meant to be. */
static enum err
sum(struct arena *arena, int fd, const char *path, struct backup_file *file)
{
	uint8_t hash[HASH_BYTES];
	struct stat st;
	void *p = NULL;

	if (fstat(fd, &st) < 0)
		return failed("fstat", path);
	if (st.st_size > 0) {
		p = mmap(
		    NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (p == MAP_FAILED)
			return failed("mmap", path);
	}
	crypt_sha256_one(p ? p : "", (size_t)st.st_size, hash);
	if (p)
		munmap(p, (size_t)st.st_size);
	file->size = st.st_size;
	file->sha256 = crypt_hex(arena, hash, sizeof(hash));
	return OK;
}

enum err
backup_measure(
    struct arena *arena, const char *folder, struct backup_file *file)
{
	const char *path = arena_printf(arena, "%s/%s", folder, file->path);
	AUTO_FD int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (fd < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : failed("open", path);
	return sum(arena, fd, path, file);
}

static enum err
pump(int in, int out, const char *from, const char *to)
{
	ssize_t n;

	while ((n = copy_file_range(in, NULL, out, NULL, COPY_BYTES, 0)) > 0)
		continue;
	if (n == 0)
		return OK;
	/* Not between these two file systems: by hand. */
	if (errno == EXDEV || errno == EINVAL || errno == ENOSYS ||
	    errno == EOPNOTSUPP) {
		char block[65536];

		if (lseek(in, 0, SEEK_SET) < 0 || lseek(out, 0, SEEK_SET) < 0)
			return failed("lseek", from);
		while ((n = read(in, block, sizeof(block))) > 0)
			if (write(out, block, (size_t)n) != n)
				return failed("write", to);
	}
	return n < 0 ? failed("copy", to) : OK;
}

enum err
backup_copy(struct arena *arena, const char *from, const char *to,
    struct backup_file *file)
{
	AUTO_FD int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	AUTO_FD int out = -1;
	enum err err;

	if (in < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : failed("open", from);
	out = open(to, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
	if (out < 0)
		return failed("create", to);
	if ((err = pump(in, out, from, to)))
		return err;
	if (fsync(out) < 0)
		return failed("fsync", to);
	return sum(arena, out, to, file);
}

enum err
backup_write(const char *path, const void *p, size_t len)
{
	AUTO_FD int fd =
	    open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
	const char *at = p;

	if (fd < 0)
		return failed("create", path);
	while (len > 0) {
		ssize_t n = write(fd, at, len);

		if (n <= 0)
			return failed("write", path);
		at += n;
		len -= (size_t)n;
	}
	return fsync(fd) < 0 ? failed("fsync", path) : OK;
}

/* ---- folders
 * ----------------------------------------------------------------- */

bool
backup_folder_empty(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	bool empty = true;

	if (!dir)
		return errno == ENOENT;
	while (empty && (entry = readdir(dir)) != NULL)
		empty = !strcmp(entry->d_name, ".") ||
			!strcmp(entry->d_name, "..") ||
			!strcmp(entry->d_name, "in-use") ||
			!strcmp(entry->d_name, "lost+found");
	closedir(dir);
	return empty;
}

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *where)
{
	(void)st;
	(void)type;
	(void)where;
	return remove(path);
}

enum err
backup_remove(const char *folder)
{
	if (nftw(folder, remove_one, REMOVE_FILES_OPEN, FTW_DEPTH | FTW_PHYS) <
		0 &&
	    errno != ENOENT)
		return failed("remove", folder);
	return OK;
}
