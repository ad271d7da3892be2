/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/shards.h"

#include "store/list.h"
#include "store/row.h"

static const struct stmt next STMT = {
    .name = "shards.next",
    .params = "",
    .columns = "i",
    .sql = "SELECT COALESCE(max(shard), 0) + 1 FROM shard",
};

static const struct stmt insert STMT = {
    .name = "shards.insert",
    .params = "isSsi",
    .columns = "",
    .sql = "INSERT INTO shard (shard, url, owner_url, state, added_at)"
	   " VALUES ($1, $2, $3, $4, $5)",
};

enum err
shards_insert(struct db *db, struct shard *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &next, &rows)))
		return err;
	row->shard = rows_int(&rows, 0);
	return db_run(db, &insert, NULL, A_INT(row->shard), A_TEXT(row->url),
	    A_TEXT(row->owner_url), A_TEXT(row->state), A_INT(row->added_at));
}

static void
read_row(struct arena *arena, const struct rows *rows, struct shard *row)
{
	*row = (struct shard){
	    .shard = rows_int(rows, 0),
	    .url = arena_strdup(arena, rows_text(rows, 1)),
	    .owner_url = row_copy(arena, rows, 2),
	    .state = arena_strdup(arena, rows_text(rows, 3)),
	    .added_at = rows_int(rows, 4),
	};
}

static const struct stmt find STMT = {
    .name = "shards.find",
    .params = "i",
    .columns = "isSsi",
    .sql = "SELECT shard, url, owner_url, state, added_at FROM shard"
	   " WHERE shard = $1",
};

enum err
shards_find(
    struct db *db, struct arena *arena, int64_t shard, struct shard *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(shard))))
		return err;
	read_row(arena, &rows, row);
	return OK;
}

static const struct stmt by_url STMT = {
    .name = "shards.by_url",
    .params = "s",
    .columns = "isSsi",
    .sql = "SELECT shard, url, owner_url, state, added_at FROM shard"
	   " WHERE url = $1",
};

enum err
shards_by_url(
    struct db *db, struct arena *arena, const char *url, struct shard *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_url, &rows, A_TEXT(url))))
		return err;
	read_row(arena, &rows, row);
	return OK;
}

static const struct stmt set_state STMT = {
    .name = "shards.set_state",
    .params = "si",
    .columns = "",
    .sql = "UPDATE shard SET state = $1 WHERE shard = $2",
};

enum err
shards_set_state(struct db *db, int64_t shard, const char *state)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(
		 db, &set_state, &changed, A_TEXT(state), A_INT(shard))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt list STMT = {
    .name = "shards.list",
    .params = "i",
    .columns = "isSsii",
    .sql = "SELECT s.shard, s.url, s.owner_url, s.state, s.added_at,"
	   " (SELECT count(*) FROM school_place p WHERE p.shard = s.shard)"
	   " FROM shard s ORDER BY s.shard LIMIT $1",
};

enum err
shards_list(struct db *db, struct arena *arena, struct shard **out, size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(struct shard)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(SHARDS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct shard *row = list_add(&all);

		read_row(arena, &rows, row);
		row->institutions = rows_int(&rows, 5);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct shard *)all.p;
	*n = all.n;
	return OK;
}
