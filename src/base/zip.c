/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/zip.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <minizip/unzip.h>

#define PIECE_BYTES 32768
#define NAME_BYTES_MAX 256
/* Small parts of zeros have any ratio and do no harm. */
#define RATIO_FROM_BYTES (1u << 20)

struct memory {
	const char *p;
	size_t len, at;
};

struct zip {
	struct memory memory;
	struct zip_limits limits;
	unzFile file;
	size_t inflated;
};

static voidpf
memory_open(voidpf opaque, const void *name, int mode)
{
	(void)name;
	if ((mode & ZLIB_FILEFUNC_MODE_READWRITEFILTER) !=
	    ZLIB_FILEFUNC_MODE_READ)
		return NULL;
	return opaque;
}

static uLong
memory_read(voidpf opaque, voidpf stream, void *out, uLong size)
{
	struct memory *m = stream;
	size_t left = m->len - m->at;

	(void)opaque;
	if (size > left)
		size = (uLong)left;
	memcpy(out, m->p + m->at, size);
	m->at += size;
	return size;
}

static uLong
memory_write(voidpf opaque, voidpf stream, const void *p, uLong size)
{
	(void)opaque;
	(void)stream;
	(void)p;
	(void)size;
	return 0;
}

static ZPOS64_T
memory_tell(voidpf opaque, voidpf stream)
{
	(void)opaque;
	return ((struct memory *)stream)->at;
}

static long
memory_seek(voidpf opaque, voidpf stream, ZPOS64_T offset, int origin)
{
	struct memory *m = stream;
	size_t from = origin == ZLIB_FILEFUNC_SEEK_CUR	 ? m->at
		      : origin == ZLIB_FILEFUNC_SEEK_END ? m->len
							 : 0;

	(void)opaque;
	if (offset > m->len - from)
		return -1;
	m->at = from + (size_t)offset;
	return 0;
}

static int
memory_done(voidpf opaque, voidpf stream)
{
	(void)opaque;
	(void)stream;
	return 0;
}

enum err
zip_open(struct arena *arena, const void *p, size_t len,
    const struct zip_limits *limits, struct zip **zip)
{
	struct zip *z = arena_alloc(arena, sizeof(*z));
	unz_global_info64 info;
	zlib_filefunc64_def io = {
	    .zopen64_file = memory_open,
	    .zread_file = memory_read,
	    .zwrite_file = memory_write,
	    .ztell64_file = memory_tell,
	    .zseek64_file = memory_seek,
	    .zclose_file = memory_done,
	    .zerror_file = memory_done,
	    .opaque = &z->memory,
	};

	z->memory = (struct memory){p, len, 0};
	z->limits = *limits;
	z->file = unzOpen2_64("", &io);
	if (!z->file)
		return ERR_INVALID;
	if (unzGetGlobalInfo64(z->file, &info) != UNZ_OK) {
		unzClose(z->file);
		return ERR_INVALID;
	}
	if (info.number_entry > limits->parts_max) {
		unzClose(z->file);
		return ERR_LIMIT;
	}
	*zip = z;
	return OK;
}

void
zip_close(struct zip **zip)
{
	if (*zip)
		unzClose((*zip)->file);
	*zip = NULL;
}

bool
zip_has(struct zip *zip, const char *name)
{
	return unzLocateFile(zip->file, name, 1) == UNZ_OK;
}

static enum err
pieces_read(
    struct zip *zip, const unz_file_info64 *info, zip_take *take, void *ctx)
{
	char piece[PIECE_BYTES];
	size_t part = 0;
	enum err err;
	int n;

	while ((n = unzReadCurrentFile(zip->file, piece, sizeof(piece))) > 0) {
		part += (size_t)n;
		zip->inflated += (size_t)n;
		if (zip->inflated > zip->limits.inflated_bytes_max)
			return ERR_LIMIT;
		if (part > RATIO_FROM_BYTES &&
		    part / zip->limits.ratio_max > info->compressed_size)
			return ERR_LIMIT;
		if ((err = take(ctx, piece, (size_t)n, false)))
			return err;
	}
	if (n < 0)
		return ERR_INVALID;
	return take(ctx, "", 0, true);
}

enum err
zip_read(struct zip *zip, const char *name, zip_take *take, void *ctx)
{
	unz_file_info64 info;
	enum err err;

	if (strlen(name) > NAME_BYTES_MAX || !zip_has(zip, name))
		return ERR_NOT_FOUND;
	if (unzGetCurrentFileInfo64(
		zip->file, &info, NULL, 0, NULL, 0, NULL, 0) != UNZ_OK)
		return ERR_INVALID;
	/* Bit 0: encrypted. */
	if (info.flag & 1 || unzOpenCurrentFile(zip->file) != UNZ_OK)
		return ERR_INVALID;
	err = pieces_read(zip, &info, take, ctx);
	/* Closing compares the checksum of a part read to its end. */
	if (unzCloseCurrentFile(zip->file) != UNZ_OK && !err)
		err = ERR_INVALID;
	return err;
}
