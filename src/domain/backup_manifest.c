/* SPDX-License-Identifier: EUPL-1.2 */
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypt.h"
#include "base/json.h"
#include "db/files.h"
#include "domain/backup.h"
#include "domain/backup_part.h"

#define FORMAT "ejournal-backup/1"
#define HEX_DIGITS 64
#define PATH_BYTES_MAX 500

static void
put_file(struct json_out *o, const struct backup_file *f)
{
	json_open(o, '{');
	json_put_text(o, "path", f->path);
	json_put_int(o, "size", f->size);
	json_put_text(o, "sha256", f->sha256);
	if (f->inst != BACKUP_PLAIN) {
		json_put_int(o, "inst", f->inst);
		json_put_int(o, "schema", f->schema);
		json_put_int(o, "log_size", f->log_size);
	}
	json_close(o, '}');
	buf_addc(o->out, '\n');
}

static void
put_manifest(struct buf *out, const struct backup_manifest *m)
{
	struct json_out o = {.out = out};

	json_open(&o, '{');
	json_put_text(&o, "format", FORMAT);
	json_put_text(&o, "program", m->program);
	json_put_text(&o, "id", m->id);
	json_put_int(&o, "started_at", m->started_at);
	json_put_int(&o, "finished_at", m->finished_at);
	json_key(&o, "files");
	json_open(&o, '[');
	for (size_t i = 0; i < m->list.n; i++)
		put_file(&o, &m->list.files[i]);
	json_close(&o, ']');
	json_close(&o, '}');
	buf_addc(out, '\n');
}

/* A sum line of sha256sum(1): digits, two spaces, name. */
static void
put_sum(struct buf *out, const char *sha256, const char *path)
{
	buf_addf(out, "%s  %s\n", sha256, path);
}

enum err
backup_manifest_write(
    struct arena *arena, const char *folder, const struct backup_manifest *m)
{
	const char *path = arena_printf(arena, "%s/" BACKUP_MANIFEST, folder);
	const char *part = arena_printf(arena, "%s.part", path);
	uint8_t hash[HASH_BYTES];
	struct buf text, sums;
	enum err err;

	buf_init(&text, arena, 65536);
	buf_init(&sums, arena, 65536);
	put_manifest(&text, m);
	crypt_sha256_one(text.p, text.len, hash);
	put_sum(&sums, crypt_hex(arena, hash, sizeof(hash)), BACKUP_MANIFEST);
	for (size_t i = 0; i < m->list.n; i++)
		put_sum(&sums, m->list.files[i].sha256, m->list.files[i].path);
	if ((err = backup_write(arena_printf(arena, "%s/" BACKUP_SUMS, folder),
		 sums.p, sums.len)) ||
	    (err = backup_write(part, text.p, text.len)))
		return err;
	return files_place(part, path);
}

/* ---- reading
 * ------------------------------------------------------------------ */

static enum err
load(struct arena *arena, const char *path, char **text, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	size_t at = 0;
	ssize_t n = 1;

	if (fd < 0)
		return ERR_NOT_FOUND;
	if (fstat(fd, &st) < 0 || st.st_size > BACKUP_MANIFEST_BYTES_MAX) {
		close(fd);
		return ERR_LIMIT;
	}
	*len = (size_t)st.st_size;
	*text = arena_alloc(arena, *len + 1);
	while (at < *len && (n = read(fd, *text + at, *len - at)) > 0)
		at += (size_t)n;
	close(fd);
	return at == *len ? OK : ERR_IO;
}

/* A path that stays inside the folder. */
static bool
path_ok(const char *path)
{
	if (!path || !*path || strlen(path) > PATH_BYTES_MAX)
		return false;
	for (const char *s = path; *s; s += strcspn(s, "/"), s += *s == '/')
		if (*s == '/' || !strncmp(s, "../", 3) || !strcmp(s, "..") ||
		    !strncmp(s, "./", 2) || !strcmp(s, "."))
			return false;
	return path[strlen(path) - 1] != '/';
}

static bool
sum_ok(const char *s)
{
	return s && strlen(s) == HEX_DIGITS &&
	       strspn(s, "0123456789abcdef") == HEX_DIGITS;
}

static bool
read_file(struct arena *arena, const struct json *j, struct backup_file *f)
{
	*f = (struct backup_file){
	    .path = json_text(j, "path"),
	    .sha256 = json_text(j, "sha256"),
	    .inst = BACKUP_PLAIN,
	};
	if (!path_ok(f->path) || !sum_ok(f->sha256) ||
	    !json_int(j, "size", &f->size) || f->size < 0)
		return false;
	f->path = arena_strdup(arena, f->path);
	f->sha256 = arena_strdup(arena, f->sha256);
	if (!json_member(j, "inst"))
		return true;
	return json_int(j, "inst", &f->inst) && f->inst >= 0 &&
	       json_int(j, "schema", &f->schema) &&
	       json_int(j, "log_size", &f->log_size);
}

static enum err
read_json(struct arena *arena, const char *text, size_t len,
    struct backup_manifest *m)
{
	AUTO_JSON struct json *doc = NULL;
	const struct json *files;
	const char *format;

	if (json_parse(text, len, &doc))
		return ERR_INVALID;
	format = json_text(doc, "format");
	m->id = json_text(doc, "id");
	m->program = json_text(doc, "program");
	files = json_member(doc, "files");
	if (!format || strcmp(format, FORMAT) || !m->id || !path_ok(m->id) ||
	    strchr(m->id, '/') || !m->program ||
	    !json_int(doc, "started_at", &m->started_at) ||
	    !json_int(doc, "finished_at", &m->finished_at) || !files ||
	    json_size(files) > BACKUP_FILES_MAX)
		return ERR_INVALID;
	m->id = arena_strdup(arena, m->id);
	m->program = arena_strdup(arena, m->program);
	for (size_t i = 0; i < json_size(files); i++) {
		struct backup_file f;

		if (!read_file(arena, json_at(files, i), &f))
			return ERR_INVALID;
		backup_list_add(arena, &m->list, f);
	}
	return OK;
}

/* The manifest's own sum stands in the first line of the sums. */
static bool
sum_holds(const char *text, size_t len, const char *sums, struct arena *arena)
{
	uint8_t hash[HASH_BYTES];
	const char *line;

	crypt_sha256_one(text, len, hash);
	line = arena_printf(arena, "%s  " BACKUP_MANIFEST "\n",
	    crypt_hex(arena, hash, sizeof(hash)));
	return !strncmp(sums, line, strlen(line));
}

enum err
backup_manifest_read(struct arena *arena, const char *folder,
    struct backup_manifest *m, const char **fault)
{
	char *text, *sums;
	size_t len, sums_len;

	*m = (struct backup_manifest){0};
	if (load(arena, arena_printf(arena, "%s/" BACKUP_MANIFEST, folder),
		&text, &len) ||
	    load(arena, arena_printf(arena, "%s/" BACKUP_SUMS, folder), &sums,
		&sums_len)) {
		*fault = "there is no whole backup: " BACKUP_MANIFEST
			 " or " BACKUP_SUMS " is missing";
		return ERR_INVALID;
	}
	if (!sum_holds(text, len, sums, arena)) {
		*fault = BACKUP_MANIFEST " was changed: its sum is not the one"
					 " in " BACKUP_SUMS;
		return ERR_INVALID;
	}
	if (read_json(arena, text, len, m)) {
		*fault = BACKUP_MANIFEST " is not a manifest that this"
					 " program reads";
		return ERR_INVALID;
	}
	return OK;
}
