/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "base/wake.h"
#include "cli/doctor.h"
#include "domain/backup.h"
#include "domain/installation.h"
#include "store/events.h"
#include "store/institutions.h"
#include "store/jobs.h"
#include "store/settings.h"
#include "store/shards.h"

#define WAIT_MS 10000
#define OLDEST_S 3600 /* due so long ago, nobody works */
#define BACKUP_S (2 * 86400)
#define CLOCK_BACK_S 60

/* ---- schemas
 * ------------------------------------------------------------------- */

/* Of one database, at a path or behind a URL. */
static bool
schema_of(struct doctor *d, enum db_kind kind, const char *about,
    const char *path, int64_t *older)
{
	int64_t version;

	if (db_schema_look(kind, path, &version)) {
		doctor_say(d, FINDING_MEND, about,
		    arena_printf(d->arena, "%s cannot be opened", path),
		    *d->config->database_url
			? "see the lines above; is the server there, and may"
			  " this role connect?"
			: "see the lines above; restore it from a backup");
		return false;
	}
	if (version > db_schema_latest(kind)) {
		doctor_say(d, FINDING_MEND, about,
		    "is of a newer program than this one",
		    "install the newer program again");
		return false;
	}
	*older += version < db_schema_latest(kind);
	return true;
}

/* The stores that are files of their own. */
static bool
schemas_of_files(
    struct doctor *d, const struct db_place *place, size_t *n, int64_t *older)
{
	struct db_pool *pool;
	int64_t *inst;
	bool sound = true;

	if (db_pool_open(place, &pool))
		return false;
	if (db_pool_schools(pool, d->arena, &inst, n))
		*n = 0;
	db_pool_close(pool);
	for (size_t i = 0; i < *n; i++)
		sound = schema_of(d, DB_SCHOOL,
			    arena_printf(d->arena, "school store %lld",
				(long long)inst[i]),
			    db_store_path(d->arena, d->config->state, inst[i]),
			    older) &&
			sound;
	return sound;
}

static bool
schemas_of_shards(
    struct doctor *d, const struct db_place *place, size_t *n, int64_t *older)
{
	struct db *db = NULL;
	struct db_pool *pool;
	struct shard *shards;
	bool sound = true;

	/* The pool says which role may do too much. */
	if (db_pool_open(place, &pool)) {
		doctor_say(d, FINDING_MEND, "database role",
		    "the registry is refused",
		    "see the line above; docs/operators.md has the roles");
		return false;
	}
	if (db_take_registry(pool, &db) ||
	    shards_list(db, d->arena, &shards, n))
		*n = 0;
	db_give_at(&db);
	db_pool_close(pool);
	if (!*n)
		doctor_say(d, FINDING_MEND, "shards",
		    "there is none: no institution can begin",
		    "ejournal shard add URL");
	for (size_t i = 0; i < *n; i++)
		sound =
		    schema_of(d, DB_SCHOOL,
			arena_printf(
			    d->arena, "shard %lld", (long long)shards[i].shard),
			db_shard_url(d->arena, place, shards[i].url), older) &&
		    sound;
	return sound;
}

bool
doctor_schemas(struct doctor *d)
{
	const struct db_place place = db_place_of(d->config);
	const bool files = db_place_is_files(&place);
	int64_t older = 0;
	bool sound = schema_of(d, DB_REGISTRY, "registry",
	    files ? db_store_path(d->arena, d->config->state, 0)
		  : place.registry_url,
	    &older);
	size_t n = 0;

	/* The registry's version is right when it is not to be migrated. */
	if (sound && !older)
		sound = files ? schemas_of_files(d, &place, &n, &older)
			      : schemas_of_shards(d, &place, &n, &older);
	if (older)
		doctor_say(d, FINDING_NOTE, "schema",
		    arena_printf(d->arena,
			"%lld databases are of an older program",
			(long long)older),
		    "make a backup, then: ejournal migrate");
	else if (sound)
		doctor_say(d, FINDING_OK, "schema",
		    arena_printf(d->arena,
			files ? "registry and %zu school stores are of this"
				" program"
			      : "registry and %zu shards are of this program",
			n),
		    NULL);
	return sound && !older;
}

/* ---- unfinished work
 * --------------------------------------------------------------- */

struct work {
	int64_t ready, failed, oldest;
};

static void
count_jobs(struct db *db, int64_t inst, struct work *w)
{
	int64_t n, oldest;

	if (!jobs_count(db, inst, "ready", &n, &oldest) && n) {
		w->ready += n;
		if (!w->oldest || oldest < w->oldest)
			w->oldest = oldest;
	}
	if (!jobs_count(db, inst, "failed", &n, &oldest))
		w->failed += n;
}

static void
say_work(struct doctor *d, const struct work *w)
{
	const bool worker = wake_heard(d->config->state);
	const int64_t age = w->oldest ? d->now - w->oldest : 0;

	if (!worker)
		doctor_say(d, FINDING_MEND, "worker",
		    "does not run: letters and second halves wait",
		    "start: ejournal worker");
	else
		doctor_say(d, FINDING_OK, "worker", "runs", NULL);
	if (age > OLDEST_S)
		doctor_say(d, FINDING_MEND, "work",
		    arena_printf(d->arena,
			"%lld jobs wait, the oldest for %lld minutes",
			(long long)w->ready, (long long)age / 60),
		    "look into the worker's log");
	else
		doctor_say(d, FINDING_OK, "work",
		    arena_printf(
			d->arena, "%lld jobs wait", (long long)w->ready),
		    NULL);
	if (w->failed)
		doctor_say(d, FINDING_MEND, "work",
		    arena_printf(d->arena, "%lld jobs were given up",
			(long long)w->failed),
		    "the operator's pages show why and try them again");
}

/* ---- each store
 * ------------------------------------------------------------------------ */

/* A clock that was set back gives events the time of the last one. */
static void
check_time(struct doctor *d, struct db *db, int64_t inst)
{
	int64_t size, last_at;

	if (events_head(db, inst, &size, &last_at) ||
	    last_at <= d->now + CLOCK_BACK_S)
		return;
	doctor_say(d, FINDING_MEND, "clock",
	    arena_printf(d->arena,
		"is behind the last event of institution %lld (%s)",
		(long long)inst, clock_stamp(d->arena, last_at)),
	    "set it right");
}

static void
check_stores(struct doctor *d, struct cli *cli, struct work *work)
{
	int64_t *inst, unknown = 0;
	size_t n;

	if (db_pool_schools(cli->pool, d->arena, &inst, &n))
		return;
	for (size_t i = 0; i < n; i++) {
		AUTO_DB struct db *db = NULL;
		struct institution row;

		if (institutions_find(
			cli->act.registry, d->arena, inst[i], &row))
			unknown++;
		if (db_take_school(cli->pool, inst[i], WAIT_MS, &db))
			continue;
		count_jobs(db, inst[i], work);
		check_time(d, db, inst[i]);
	}
	if (unknown)
		doctor_say(d, FINDING_MEND, "school stores",
		    arena_printf(d->arena,
			"%lld are of institutions that the registry does not"
			" know",
			(long long)unknown),
		    "files of different backups may have been mixed: restore"
		    " a whole one");
}

/* ---- the installation
 * -------------------------------------------------------------------- */

static void
check_backup(struct doctor *d, struct cli *cli)
{
	int64_t at;

	if (backup_last(&cli->act, &at))
		doctor_say(d, FINDING_MEND, "backup", "there was none yet",
		    "run daily: ejournal backup --state DIR --to NEW_DIR, and"
		    " carry it to another machine");
	else if (d->now - at > BACKUP_S)
		doctor_say(d, FINDING_MEND, "backup",
		    arena_printf(d->arena, "the last one is of %s",
			clock_stamp(d->arena, at)),
		    "run it daily");
	else
		doctor_say(d, FINDING_OK, "backup",
		    arena_printf(d->arena, "the last one is of %s",
			clock_stamp(d->arena, at)),
		    NULL);
}

static void
check_icu(struct doctor *d, struct cli *cli)
{
	const char *version;

	if (settings_registry(
		cli->act.registry, d->arena, SETTING_ICU, &version))
		version = "-";
	if (strcmp(version, text_icu_version()))
		doctor_say(d, FINDING_MEND, "sorting",
		    arena_printf(d->arena,
			"names are stored in the order of ICU %s, this"
			" program has %s",
			version, text_icu_version()),
		    "stop the server, then: ejournal migrate");
	else
		doctor_say(d, FINDING_OK, "sorting",
		    arena_printf(d->arena, "ICU %s", version), NULL);
}

void
doctor_data(struct doctor *d, struct cli *cli)
{
	struct work work = {0};

	if (installation_ready(&cli->act)) {
		doctor_say(d, FINDING_MEND, "installation",
		    "was not made by ejournal init", "run ejournal init");
		return;
	}
	if (installation_is_demo(&cli->act))
		doctor_say(d, FINDING_NOTE, "installation",
		    "is a demo: anybody may be shown its passwords", NULL);
	check_icu(d, cli);
	count_jobs(cli->act.registry, 0, &work);
	check_time(d, cli->act.registry, 0);
	check_stores(d, cli, &work);
	say_work(d, &work);
	check_backup(d, cli);
}
