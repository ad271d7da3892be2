/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/originals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/log.h"
#include "db/files.h"

#define HASH_DIGITS (2 * HASH_BYTES)

static enum err
failed(const char *what)
{
	log_line(LOG_ERROR, "original_failed", "call", what, "error",
	    strerrorname_np(errno), NULL);
	return ERR_IO;
}

static const char *
folder(struct arena *arena, const char *state)
{
	return arena_printf(arena, "%s/originals", state);
}

/* Hashes come from the registry; what is no hash must not become a path. */
static bool
is_hash(const char *hash)
{
	return strlen(hash) == HASH_DIGITS &&
	       strspn(hash, "0123456789abcdef") == HASH_DIGITS;
}

static const char *
hash_of(struct arena *arena, const void *p, size_t len)
{
	uint8_t hash[HASH_BYTES];

	crypt_sha256_one(p, len, hash);
	return crypt_hex(arena, hash, sizeof(hash));
}

static enum err
write_all(int fd, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed("write");
		p += n;
		len -= (size_t)n;
	}
	return OK;
}

/* Two that write the same original at once each have a file of their own. */
static enum err
write_new(struct arena *arena, const char *path, const void *p, size_t len,
    const char **name)
{
	char *file = arena_printf(arena, "%s.XXXXXX", path);
	int fd = mkostemp(file, O_CLOEXEC);
	enum err err;

	if (fd < 0)
		return failed("create");
	err = write_all(fd, p, len);
	if (close(fd) < 0 && !err)
		err = failed("close");
	if (err)
		unlink(file);
	*name = file;
	return err;
}

enum err
originals_put(struct arena *arena, const char *state, const void *p, size_t len,
    const char **hash)
{
	const char *name, *path, *made = NULL;
	enum err err;

	if (len > ORIGINALS_BYTES_MAX)
		return ERR_LIMIT;
	name = hash_of(arena, p, len);
	path = arena_printf(arena, "%s/%s", folder(arena, state), name);
	if ((err = files_folder(folder(arena, state))))
		return err;
	if (!files_exist(path)) {
		if ((err = write_new(arena, path, p, len, &made)))
			return err;
		err = files_place(made, path);
		if (err)
			unlink(made);
		if (err && err != ERR_EXISTS)
			return err;
	}
	*hash = name;
	return OK;
}

static enum err
read_all(struct arena *arena, int fd, struct bytes *out)
{
	struct stat st;
	size_t at = 0, len;
	char *p;

	if (fstat(fd, &st) < 0)
		return failed("stat");
	if (!S_ISREG(st.st_mode) || st.st_size > ORIGINALS_BYTES_MAX)
		return ERR_CORRUPT;
	len = (size_t)st.st_size;
	p = arena_alloc(arena, len + 1);
	while (at < len) {
		ssize_t n = read(fd, p + at, len - at);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return failed("read");
		if (n == 0)
			break;
		at += (size_t)n;
	}
	*out = (struct bytes){p, at};
	return OK;
}

enum err
originals_read(
    struct arena *arena, const char *state, const char *hash, struct bytes *out)
{
	struct bytes bytes;
	enum err err;
	int fd;

	if (!is_hash(hash))
		return ERR_NOT_FOUND;
	fd = open(arena_printf(arena, "%s/%s", folder(arena, state), hash),
	    O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno == ENOENT)
		return ERR_NOT_FOUND;
	if (fd < 0)
		return failed("open");
	err = read_all(arena, fd, &bytes);
	close(fd);
	if (err)
		return err;
	if (strcmp(hash_of(arena, bytes.p, bytes.len), hash) != 0) {
		log_line(LOG_ERROR, "original_damaged", "hash", hash, NULL);
		return ERR_CORRUPT;
	}
	*out = bytes;
	return OK;
}

enum err
originals_delete(struct arena *arena, const char *state, const char *hash)
{
	if (!is_hash(hash))
		return ERR_NOT_FOUND;
	if (unlink(arena_printf(arena, "%s/%s", folder(arena, state), hash)) <
	    0)
		return errno == ENOENT ? OK : failed("unlink");
	return files_sync_folder(folder(arena, state));
}
