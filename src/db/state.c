/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/state.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "db/db.h"
#include "db/files.h"
#include "db/postgres_place.h"

#define NAME_DIGITS 8

const char *
state_registry_path(struct arena *arena, const char *state)
{
	return arena_printf(arena, "%s/registry.db", state);
}

const char *
state_school_path(struct arena *arena, const char *state, int64_t inst)
{
	assert(inst > 0 && inst <= STATE_INST_MAX);
	return arena_printf(arena, "%s/school/%08" PRId64 ".db", state, inst);
}

const char *
db_store_path(struct arena *arena, const char *state, int64_t inst)
{
	return inst ? state_school_path(arena, state, inst)
		    : state_registry_path(arena, state);
}

enum err
db_state_create(const struct db_place *place)
{
	const char *state = place->state;
	AUTO_ARENA struct arena *arena = arena_new();
	struct db *db;
	enum err err;

	if ((err = files_folder(state)))
		return err;
	if (!db_place_is_files(place))
		return postgres_place_registry(place);
	if ((err = files_folder(arena_printf(arena, "%s/school", state))))
		return err;
	/* Migrations are transactions, so a half-made registry is only an
	 * older one. */
	if ((err = db_open(
		 DB_REGISTRY, state_registry_path(arena, state), true, &db)))
		return err;
	db_close(db);
	return files_sync_folder(state);
}

static void
sweep(struct arena *arena, const char *path)
{
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};

	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		unlink(arena_printf(arena, "%s%s", path, ends[i]));
}

enum err
state_create_school(const char *state, int64_t inst)
{
	AUTO_ARENA struct arena *arena = arena_new();
	AUTO_FILES_LOCK int lock = -1;
	const char *path, *fresh;
	struct db *db;
	enum err err;

	if (inst <= 0 || inst > STATE_INST_MAX)
		return ERR_INVALID;
	path = state_school_path(arena, state, inst);
	fresh = arena_printf(arena, "%s.new", path);
	if (files_exist(path))
		return OK;
	/* The server and the worker may both be told to create it. */
	if ((err = files_lock(
		 arena_printf(arena, "%s/school/lock", state), &lock)))
		return err;
	if (files_exist(path))
		return OK;
	sweep(arena, fresh);
	if ((err = db_open(DB_SCHOOL, fresh, true, &db)))
		return err;
	/* Its only handle: closing empties the log into the file. */
	db_close(db);
	err = files_place(fresh, path);
	sweep(arena, fresh);
	return err == ERR_EXISTS ? OK : err;
}

/* "00000012.db" -> 12; 0 for any other name. */
static int64_t
inst_of(const char *name)
{
	if (strspn(name, "0123456789") != NAME_DIGITS ||
	    strcmp(name + NAME_DIGITS, ".db") != 0)
		return 0;
	return strtoll(name, NULL, 10);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

enum err
state_schools(const char *state, struct arena *arena, int64_t **inst, size_t *n)
{
	const char *path = arena_printf(arena, "%s/school", state);
	DIR *dir = opendir(path);
	size_t count = 0, room = 0;
	int64_t *list = NULL, id;
	struct dirent *entry;

	if (!dir) {
		log_line(LOG_ERROR, "file_failed", "call", "opendir", "path",
		    path, "error", strerrorname_np(errno), NULL);
		return ERR_IO;
	}
	while ((entry = readdir(dir)) != NULL) {
		if (!(id = inst_of(entry->d_name)))
			continue;
		if (count == room) {
			room = room ? room * 2 : 64;
			list = realloc(list, room * sizeof(*list));
			if (!list)
				abort();
		}
		list[count++] = id;
	}
	closedir(dir);
	if (count > 0)
		qsort(list, count, sizeof(*list), compare);
	*inst = arena_array(arena, count, sizeof(**inst));
	if (count > 0)
		memcpy(*inst, list, count * sizeof(*list));
	*n = count;
	free(list);
	return OK;
}
