/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_place.h"

#include <string.h>

#include "base/log.h"
#include "db/engine.h"
#include "db/migrations.h"
#include "db/postgres_roles.h"
#include "db/postgres_url.h"

#define SHARDS_MAX 1000

static const struct stmt list_shards STMT = {
    .name = "postgres_place.list_shards",
    .params = "i",
    .columns = "isS",
    .sql = "SELECT shard, url, owner_url FROM shard ORDER BY shard LIMIT $1",
};

static const char *
owner_of(const struct db_place *place)
{
	return place->owner_url && *place->owner_url ? place->owner_url
						     : place->registry_url;
}

static enum err
role_of(struct arena *arena, const char *url, const char **role)
{
	struct db *db;
	enum err err;

	/* The app's way may lead through a pooler, which keeps no names. */
	if ((err = db_open_bare(
		 DB_REGISTRY, url, false, DB_USE_UNPREPARED, &db)))
		return err;
	err = postgres_roles_self(db, arena, role);
	db_close(db);
	return err;
}

/* The reason, which the engine has logged, is mostly this one. */
static enum err
owners_work(enum err err)
{
	if (err == ERR_DB)
		log_line(LOG_ERROR, "db_owner_failed", "todo",
		    "DATABASE_OWNER_URL (or shard add --owner) must name the"
		    " owner of database and tables",
		    NULL);
	return err;
}

/* One database: migrated, then its app's rights. url is for the owner. */
static enum err
migrate(enum db_kind kind, const char *url, const char *app)
{
	struct db *db;
	int64_t version;
	enum err err;

	if ((err = db_open_bare(kind, url, false, DB_USE_ALONE, &db)))
		return err;
	version = db_schema_version(db);
	if (kind == DB_SCHOOL && version > 0 &&
	    version < db_schema_latest(kind))
		err = postgres_roles_unforce(db);
	if (!err && !(err = db_migrate(db, NULL)))
		err = postgres_roles_grant(db, app);
	db_close(db);
	return owners_work(err);
}

enum err
postgres_place_registry(const struct db_place *place)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *app;
	enum err err;

	if ((err = role_of(arena, place->registry_url, &app)))
		return err;
	return migrate(DB_REGISTRY, owner_of(place), app);
}

static enum err
make_schema(const struct db_place *place, const char *schema)
{
	struct db *db;
	enum err err;

	if ((err = db_open_bare(
		 DB_REGISTRY, owner_of(place), false, DB_USE_ALONE, &db)))
		return err;
	err = postgres_roles_schema(db, schema);
	db_close(db);
	return owners_work(err);
}

/* For a shard whose owner is not named: he who owns the registry. */
static enum err
shard_owner(struct arena *arena, const struct db_place *place, const char *url,
    const char **out)
{
	const char *role;
	enum err err;

	if (!strncmp(url, POSTGRES_SCHEMA, strlen(POSTGRES_SCHEMA))) {
		*out = postgres_url_shard(arena, owner_of(place), url);
		return OK;
	}
	*out = url;
	if (owner_of(place) == place->registry_url)
		return OK;
	if ((err = role_of(arena, owner_of(place), &role)))
		return err;
	*out = postgres_url_user(arena, url, role);
	return OK;
}

enum err
db_shard_make(
    const struct db_place *place, const char *url, const char *owner_url)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const size_t len = strlen(POSTGRES_SCHEMA);
	const char *app;
	enum err err;

	if (!strncmp(url, POSTGRES_SCHEMA, len) &&
	    (err = make_schema(place, url + len)))
		return err;
	if (!owner_url || !*owner_url) {
		if ((err = shard_owner(arena, place, url, &owner_url)))
			return err;
	}
	if ((err = role_of(arena,
		 postgres_url_shard(arena, place->registry_url, url), &app)))
		return err;
	return migrate(DB_SCHOOL, owner_url, app);
}

const char *
db_shard_url(struct arena *arena, const struct db_place *place, const char *url)
{
	return postgres_url_shard(arena, place->registry_url, url);
}

struct shard {
	int64_t number;
	const char *url, *owner_url;
};

static enum err
read_shards(struct arena *arena, const struct db_place *place,
    struct shard *shards, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct db *db;
	enum err err;

	*n = 0;
	if ((err = db_open_bare(DB_REGISTRY, place->registry_url, false,
		 DB_USE_UNPREPARED, &db)))
		return err;
	err = db_query(db, &list_shards, &rows, A_INT(SHARDS_MAX));
	while (!err && !(err = rows_next(&rows)))
		shards[(*n)++] = (struct shard){
		    .number = rows_int(&rows, 0),
		    .url = arena_strdup(arena, rows_text(&rows, 1)),
		    .owner_url = rows_null(&rows, 2)
				     ? NULL
				     : arena_strdup(arena, rows_text(&rows, 2)),
		};
	rows_close(&rows);
	db_close(db);
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
db_place_migrate(const struct db_place *place, size_t *shards)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct shard *all = arena_array(arena, SHARDS_MAX, sizeof(*all));
	size_t n = 0;
	enum err err;

	*shards = 0;
	if (db_place_is_files(place))
		return OK;
	if ((err = postgres_place_registry(place)) ||
	    (err = read_shards(arena, place, all, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		err = db_shard_make(place, all[i].url, all[i].owner_url);
		if (err) {
			log_line(LOG_ERROR, "shard_not_migrated", "shard",
			    log_num(all[i].number), "code", err_name(err),
			    NULL);
			return err;
		}
	}
	*shards = n;
	return OK;
}

enum err
db_place_demo(struct arena *arena, struct db_place *place, const char *role)
{
	struct db *db;
	enum err err;

	if ((err = db_open_bare(
		 DB_REGISTRY, place->registry_url, false, DB_USE_ALONE, &db)))
		return err;
	if (db_schema_version(db) > 0 && postgres_roles_used(db) &&
	    !postgres_roles_demo(db))
		err = ERR_EXISTS;
	/* Making a role is a write like others and needs the registry's
	 * tables. */
	if (!err && !(err = db_migrate(db, NULL)))
		err = postgres_roles_make(db, role);
	db_close(db);
	if (err == ERR_DENIED) {
		place->any_role = true;
		return OK;
	}
	if (err)
		return err;
	place->owner_url = place->registry_url;
	place->registry_url =
	    postgres_url_setting(arena, place->registry_url, "role", role);
	return OK;
}

/* Something to be done by the owner of each database. */
static enum err
each_owned(const struct db_place *place, enum err (*act)(struct db *db))
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct shard *all = arena_array(arena, SHARDS_MAX, sizeof(*all));
	size_t n;
	enum err err = read_shards(arena, place, all, &n);

	for (size_t i = 0; !err && i <= n; i++) {
		const char *url = i < n ? all[i].owner_url : owner_of(place);
		struct db *db;

		if (!url)
			err = shard_owner(arena, place, all[i].url, &url);
		if (!err)
			err = db_open_bare(i < n ? DB_SCHOOL : DB_REGISTRY, url,
			    false, DB_USE_ALONE, &db);
		if (err)
			break;
		err = act(db);
		db_close(db);
	}
	return err;
}

enum err
db_place_analyze(const struct db_place *place)
{
	if (db_place_is_files(place))
		return OK;
	return each_owned(place, postgres_roles_analyze);
}

enum err
db_place_clear(const struct db_place *place)
{
	struct db *db;
	enum err err;

	if ((err = db_open_bare(
		 DB_REGISTRY, owner_of(place), false, DB_USE_ALONE, &db)))
		return err;
	if (!postgres_roles_demo(db))
		err = ERR_DENIED;
	db_close(db);
	return err ? err : each_owned(place, postgres_roles_drop_all);
}
