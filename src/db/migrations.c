/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/migrations.h"

#include <string.h>
#include <time.h>

#include "base/crypt.h"
#include "base/log.h"
#include "db/engine.h"

#define TEXT_OF(symbol)                                                        \
	extern const char _binary_##symbol##_start[];                          \
	extern const char _binary_##symbol##_end[]
#define STEP(n, symbol)                                                        \
	{                                                                      \
		.version = (n), .name = #symbol,                               \
		.start = _binary_##symbol##_start,                             \
		.end = _binary_##symbol##_end                                  \
	}

TEXT_OF(0001_registry_sql);
TEXT_OF(0002_shards_sql);
TEXT_OF(0001_school_sql);
TEXT_OF(0002_year_sql);
TEXT_OF(0003_timetable_import_sql);

/* A new step goes to the end here and to sql/meson.build. */
static const struct migration registry[] = {
    STEP(1, 0001_registry_sql),
    STEP(2, 0002_shards_sql),
};
static const struct migration school[] = {
    STEP(1, 0001_school_sql),
    STEP(2, 0002_year_sql),
    STEP(3, 0003_timetable_import_sql),
};

const struct migration *
migrations_of(enum db_kind kind, size_t *n)
{
	if (kind == DB_SCHOOL) {
		*n = sizeof(school) / sizeof(school[0]);
		return school;
	}
	*n = sizeof(registry) / sizeof(registry[0]);
	return registry;
}

int64_t
db_schema_latest(enum db_kind kind)
{
	size_t n;

	migrations_of(kind, &n);
	return (int64_t)n;
}

enum err
db_schema_look(enum db_kind kind, const char *path, int64_t *version)
{
	struct db *db;
	enum err err;

	/* The way to a server may lead through a pooler. */
	if ((err = db_open_bare(kind, path, false,
		 db_is_url(path) ? DB_USE_UNPREPARED : DB_USE_ALONE, &db)))
		return err;
	*version = db_schema_version(db);
	db_close(db);
	return OK;
}

/* Portable like every migration. */
static const char own_table[] =
    "CREATE TABLE IF NOT EXISTS schema_migration (\n"
    "\tversion BIGINT NOT NULL PRIMARY KEY,\n"
    "\tname TEXT NOT NULL,\n"
    "\tapplied_at BIGINT NOT NULL,\n"
    "\tsha256 BYTEA NOT NULL\n"
    ");\n";

static const struct stmt list STMT = {
    .name = "schema_migrations.list",
    .params = "",
    .columns = "ib",
    .sql = "SELECT version, sha256 FROM schema_migration ORDER BY version"
	   " LIMIT 1000",
};

static const struct stmt last STMT = {
    .name = "schema_migrations.last",
    .params = "",
    .columns = "i",
    .sql = "SELECT COALESCE(max(version), 0) FROM schema_migration",
};

static const struct stmt add STMT = {
    .name = "schema_migrations.add",
    .params = "isib",
    .columns = "",
    .sql = "INSERT INTO schema_migration (version, name, applied_at, sha256)"
	   " VALUES ($1, $2, $3, $4)",
};

static void
hash_of(const struct migration *step, uint8_t out[HASH_BYTES])
{
	crypt_sha256_one(step->start, (size_t)(step->end - step->start), out);
}

static enum err
refuse(const char *why, int64_t version)
{
	log_line(LOG_ERROR, "db_schema_refused", "error", why, "version",
	    log_num(version), NULL);
	return ERR_INVALID;
}

/* *version becomes the last applied one; every applied text is compared. */
static enum err
check_applied(
    struct db *db, const struct migration *steps, size_t n, int64_t *version)
{
	AUTO_ROWS struct rows rows = {0};
	uint8_t hash[HASH_BYTES];
	struct bytes stored;
	int64_t v, at = 0;
	enum err err;

	if ((err = db_query(db, &list, &rows)))
		return err;
	while (!(err = rows_next(&rows))) {
		v = rows_int(&rows, 0);
		if (v != at + 1)
			return refuse("a version is missing", at + 1);
		if (v > (int64_t)n)
			return refuse(
			    "the store is newer than this program", v);
		hash_of(&steps[v - 1], hash);
		stored = rows_bytes(&rows, 1);
		if (stored.len != HASH_BYTES ||
		    memcmp(stored.p, hash, HASH_BYTES) != 0)
			return refuse(
			    "an applied migration has another text", v);
		at = v;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*version = at;
	return OK;
}

/* When a step ran is a note for the operator. No rule depends on it, so the
 * host's clock is good enough and opening a store needs no `now`. */
static int64_t
host_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec;
}

static enum err
apply_inside(struct db *db, const struct migration *step)
{
	uint8_t hash[HASH_BYTES];
	enum err err;

	hash_of(step, hash);
	if ((err = db_script(
		 db, step->start, (size_t)(step->end - step->start))))
		return err;
	return db_run(db, &add, NULL, A_INT(step->version), A_TEXT(step->name),
	    A_INT(host_seconds()), A_BYTES(hash, sizeof(hash)));
}

/* One step, if another process has not done it meanwhile. */
static enum err
apply_next(struct db *db, const struct migration *steps, size_t n, bool *done,
    int *applied)
{
	int64_t version;
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	if ((err = db_script(db, own_table, sizeof(own_table) - 1)) ||
	    (err = check_applied(db, steps, n, &version))) {
		db_rollback(db);
		return err;
	}
	*done = version == (int64_t)n;
	if (*done) {
		db_rollback(db);
		return OK;
	}
	if ((err = apply_inside(db, &steps[version]))) {
		db_rollback(db);
		return err;
	}
	if ((err = db_commit(db)))
		return err;
	/* A new store, of which a backup makes thousands, is no news. */
	log_line(version == *applied ? LOG_DEBUG : LOG_INFO, "db_migrated",
	    "step", steps[version].name, NULL);
	++*applied;
	return OK;
}

enum err
migrations_apply(
    struct db *db, const struct migration *steps, size_t n, int *applied)
{
	bool done = false;
	int count = 0;
	int64_t version = 0;
	enum err err = OK;

	/* The common case, a store of today, takes no lock. */
	if (db_schema_version(db) > 0) {
		if ((err = check_applied(db, steps, n, &version)))
			return err;
		done = version == (int64_t)n;
	}
	while (!done && !err)
		err = apply_next(db, steps, n, &done, &count);
	if (applied)
		*applied = count;
	return err;
}

enum err
db_migrate(struct db *db, int *applied)
{
	const struct migration *steps;
	size_t n;

	steps = migrations_of(db->kind, &n);
	return migrations_apply(db, steps, n, applied);
}

enum err
migrations_check(struct db *db)
{
	const struct migration *steps;
	int64_t version = 0;
	size_t n;
	enum err err;

	steps = migrations_of(db->kind, &n);
	if (db_schema_version(db) == 0)
		return ERR_NOT_FOUND;
	if ((err = check_applied(db, steps, n, &version)))
		return err;
	if (version == (int64_t)n)
		return OK;
	return refuse(
	    "the schema is older than this program, run: ejournal migrate",
	    version);
}

int64_t
db_schema_version(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	/* A store that was only just created has no such table. */
	if (db_prepare_only(db, &last) || db_one(db, &last, &rows))
		return 0;
	return rows_int(&rows, 0);
}
