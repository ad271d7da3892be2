/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/backup.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/log.h"
#include "db/files.h"
#include "domain/backup_part.h"
#include "store/events.h"
#include "store/institutions.h"
#include "store/settings.h"

#define ID_BYTES 8
#define WAIT_MS 60000

static const char *
inside(struct arena *arena, int64_t inst)
{
	/* "./school/00000012.db" without its dot. */
	return db_store_path(arena, ".", inst) + 2;
}

/* What the copy knows of itself; nobody else has it open. */
static enum err
look_into(const char *path, int64_t inst, struct backup_file *file)
{
	int64_t last_at;
	struct db *db;
	enum err err;

	if ((err = db_open(inst ? DB_SCHOOL : DB_REGISTRY, path, false, &db)))
		return err;
	file->inst = inst;
	file->schema = db_schema_version(db);
	err = events_head(db, inst, &file->log_size, &last_at);
	db_close(db);
	return err;
}

static enum err
copy_store(struct act *act, struct db *db, int64_t inst, const char *to,
    struct backup_list *list)
{
	const char *path = db_store_path(act->arena, to, inst);
	struct backup_file file = {.path = inside(act->arena, inst)};
	enum err err;

	if ((err = db_copy(db, path)) || (err = look_into(path, inst, &file)) ||
	    (err = backup_measure(act->arena, to, &file)))
		return err;
	backup_list_add(act->arena, list, file);
	return OK;
}

/* Stores of institutions that came after the registry's copy are left out: it
 * does not know them. */
static enum err
copy_schools(struct act *act, const char *to, struct backup_list *list)
{
	struct db *known = NULL;
	int64_t *inst;
	size_t n;
	enum err err;

	if ((err = db_pool_schools(act->pool, act->arena, &inst, &n)) ||
	    (err = db_open(
		 DB_REGISTRY, db_store_path(act->arena, to, 0), false, &known)))
		return err;
	for (size_t i = 0; !err && i < n; i++) {
		AUTO_DB struct db *db = NULL;
		struct institution row;

		err = institutions_find(known, act->arena, inst[i], &row);
		if (err == ERR_NOT_FOUND) {
			err = OK;
			continue;
		}
		if (!err &&
		    !(err = db_take_school(act->pool, inst[i], WAIT_MS, &db)))
			err = copy_store(act, db, inst[i], to, list);
	}
	db_close(known);
	return err;
}

static enum err
copy_plain(struct act *act, const char *to, struct backup_list *list)
{
	const char *state = act->config->state;
	struct backup_list found = {0};
	enum err err;

	if ((err = backup_walk(act->arena, state, false, &found)))
		return err;
	for (size_t i = 0; i < found.n; i++) {
		struct backup_file file = found.files[i];
		const char *from =
		    arena_printf(act->arena, "%s/%s", state, file.path);

		if ((err = backup_folders(act->arena, to, file.path)))
			return err;
		err = backup_copy(act->arena, from,
		    arena_printf(act->arena, "%s/%s", to, file.path), &file);
		if (err == ERR_NOT_FOUND)
			continue; /* sent or deleted meanwhile */
		if (err)
			return err;
		backup_list_add(act->arena, list, file);
	}
	return OK;
}

static enum err
prepare_folder(struct act *act, const char *to)
{
	enum err err;

	if (!backup_folder_empty(to))
		return ERR_EXISTS;
	if ((err = files_folder(to)))
		return err;
	return files_folder(arena_printf(act->arena, "%s/school", to));
}

/* A note for the operator, so the host's clock is good enough. */
static int64_t
host_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec;
}

static void
sum_up(struct backup_report *report, const struct backup_manifest *m)
{
	for (size_t i = 0; i < m->list.n; i++) {
		report->bytes += m->list.files[i].size;
		if (m->list.files[i].inst == BACKUP_PLAIN)
			report->files++;
		else
			report->stores++;
	}
	report->id = m->id;
	report->at = m->started_at;
}

static enum err
remember(struct act *act, int64_t at)
{
	return settings_set_registry(act->registry, SETTING_BACKUP,
	    arena_printf(act->arena, "%lld", (long long)at));
}

enum err
backup_make(struct act *act, const char *to, struct backup_report *report)
{
	struct backup_manifest m = {
	    .program = EJOURNAL_VERSION, .started_at = act->now};
	uint8_t id[ID_BYTES];
	enum err err;

	*report = (struct backup_report){0};
	act->rng->fill(act->rng, id, sizeof(id));
	m.id = crypt_hex(act->arena, id, sizeof(id));
	if ((err = prepare_folder(act, to)) ||
	    (err = copy_store(act, act->registry, 0, to, &m.list)) ||
	    (err = copy_schools(act, to, &m.list)) ||
	    (err = copy_plain(act, to, &m.list)))
		return err;
	m.finished_at = host_seconds();
	if ((err = backup_manifest_write(act->arena, to, &m)))
		return err;
	sum_up(report, &m);
	log_line(LOG_INFO, "backup_made", "id", m.id, "bytes",
	    log_num(report->bytes), NULL);
	return remember(act, m.finished_at);
}

enum err
backup_last(struct act *act, int64_t *at)
{
	const char *value;
	enum err err;

	if ((err = settings_registry(
		 act->registry, act->arena, SETTING_BACKUP, &value)))
		return err;
	*at = strtoll(value, NULL, 10);
	return OK;
}
