/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/access_links.h"

#include "store/counters.h"
#include "store/list.h"
#include "store/row.h"

static struct arg
or_null(int64_t id)
{
	return id ? A_INT(id) : A_NULL();
}

static const struct stmt insert STMT = {
    .name = "access_links.insert",
    .params = "ibsIIISSIIiIii",
    .columns = "",
    .sql = "INSERT INTO access_link (link, hash, purpose, account, inst,"
	   " person, role, email, request, slip, created_at, created_by,"
	   " expires_at, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8,"
	   " $9, $10, $11, $12, $13, $14)",
};

enum err
access_links_insert(struct db *db, struct access_link_row *row)
{
	int64_t link;
	enum err err;

	if ((err = counters_next(db, 0, "access_link", &link)))
		return err;
	if ((err = db_run(db, &insert, NULL, A_INT(link),
		 A_BYTES(row->hash, HASH_BYTES), A_TEXT(row->purpose),
		 or_null(row->account), or_null(row->inst),
		 or_null(row->person), A_TEXT(row->role), A_TEXT(row->email),
		 or_null(row->request), or_null(row->slip),
		 A_INT(row->created_at), or_null(row->created_by),
		 A_INT(row->expires_at), A_INT(0))))
		return err;
	row->link = link;
	return OK;
}

#define COLUMNS                                                                \
	"link, hash, purpose, account, inst, person, role, email, request,"    \
	" slip, created_at, created_by, expires_at, used_at, dead_at,"         \
	" attempts"
#define LETTERS "ibsIIISSIIiIiIIi"

static enum err
read_row(
    const struct rows *rows, struct arena *arena, struct access_link_row *out)
{
	struct access_link_row row = {
	    .link = rows_int(rows, 0),
	    .purpose = row_copy(arena, rows, 2),
	    .account = rows_int(rows, 3),
	    .inst = rows_int(rows, 4),
	    .person = rows_int(rows, 5),
	    .role = row_copy(arena, rows, 6),
	    .email = row_copy(arena, rows, 7),
	    .request = rows_int(rows, 8),
	    .slip = rows_int(rows, 9),
	    .created_at = rows_int(rows, 10),
	    .created_by = rows_int(rows, 11),
	    .expires_at = rows_int(rows, 12),
	    .used_at = rows_int(rows, 13),
	    .dead_at = rows_int(rows, 14),
	    .attempts = rows_int(rows, 15),
	};
	enum err err;

	if ((err = row_copy_bytes(rows, 1, row.hash, HASH_BYTES)))
		return err;
	*out = row;
	return OK;
}

static const struct stmt by_hash STMT = {
    .name = "access_links.by_hash",
    .params = "b",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM access_link WHERE hash = $1",
};

enum err
access_links_by_hash(struct db *db, struct arena *arena,
    const uint8_t hash[HASH_BYTES], struct access_link_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_hash, &rows, A_BYTES(hash, HASH_BYTES))))
		return err;
	return read_row(&rows, arena, row);
}

static const struct stmt find STMT = {
    .name = "access_links.find",
    .params = "i",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM access_link WHERE link = $1",
};

enum err
access_links_find(struct db *db, struct arena *arena, int64_t link,
    struct access_link_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(link))))
		return err;
	return read_row(&rows, arena, row);
}

static const struct stmt use STMT = {
    .name = "access_links.use",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE access_link SET used_at = $1 WHERE link = $2"
	   " AND used_at IS NULL AND dead_at IS NULL AND expires_at > $1",
};

enum err
access_links_use(struct db *db, int64_t link, int64_t now)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &use, &changed, A_INT(now), A_INT(link))))
		return err;
	return changed == 1 ? OK : ERR_EXPIRED;
}

static const struct stmt one_try STMT = {
    .name = "access_links.try",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE access_link SET attempts = attempts + 1,"
	   " dead_at = CASE WHEN attempts + 1 >= $1 THEN $2"
	   " ELSE dead_at END WHERE link = $3",
};

enum err
access_links_try(struct db *db, int64_t link, int64_t max, int64_t now)
{
	return db_run(db, &one_try, NULL, A_INT(max), A_INT(now), A_INT(link));
}

static const struct stmt kill STMT = {
    .name = "access_links.kill",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE link = $2"
	   " AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill(struct db *db, int64_t link, int64_t now)
{
	return db_run(db, &kill, NULL, A_INT(now), A_INT(link));
}

static const struct stmt kill_person STMT = {
    .name = "access_links.kill_person",
    .params = "iiis",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE inst = $2"
	   " AND person = $3 AND purpose = $4"
	   " AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill_person(struct db *db, int64_t inst, int64_t person,
    const char *purpose, int64_t now)
{
	return db_run(db, &kill_person, NULL, A_INT(now), A_INT(inst),
	    A_INT(person), A_TEXT(purpose));
}

static const struct stmt kill_account STMT = {
    .name = "access_links.kill_account",
    .params = "iis",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE account = $2"
	   " AND purpose = $3 AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill_account(
    struct db *db, int64_t account, const char *purpose, int64_t now)
{
	return db_run(db, &kill_account, NULL, A_INT(now), A_INT(account),
	    A_TEXT(purpose));
}

static const struct stmt kill_email STMT = {
    .name = "access_links.kill_email",
    .params = "iss",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE email = $2"
	   " AND purpose = $3 AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill_email(
    struct db *db, const char *email, const char *purpose, int64_t now)
{
	return db_run(
	    db, &kill_email, NULL, A_INT(now), A_TEXT(email), A_TEXT(purpose));
}

static const struct stmt kill_purpose STMT = {
    .name = "access_links.kill_purpose",
    .params = "is",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE purpose = $2"
	   " AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill_purpose(struct db *db, const char *purpose, int64_t now)
{
	return db_run(db, &kill_purpose, NULL, A_INT(now), A_TEXT(purpose));
}

static const struct stmt kill_request STMT = {
    .name = "access_links.kill_request",
    .params = "iis",
    .columns = "",
    .sql = "UPDATE access_link SET dead_at = $1 WHERE request = $2"
	   " AND purpose = $3 AND used_at IS NULL AND dead_at IS NULL",
};

enum err
access_links_kill_request(
    struct db *db, int64_t request, const char *purpose, int64_t now)
{
	return db_run(db, &kill_request, NULL, A_INT(now), A_INT(request),
	    A_TEXT(purpose));
}

static enum err
read_all(struct rows *rows, struct arena *arena, struct access_link_row **out,
    size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(**out)};
	enum err err;

	while (!(err = rows_next(rows)))
		if ((err = read_row(rows, arena, list_add(&list))))
			return err;
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct access_link_row *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt live STMT = {
    .name = "access_links.live",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM access_link WHERE inst = $1"
	   " AND used_at IS NULL AND dead_at IS NULL AND expires_at > $2"
	   " ORDER BY link DESC LIMIT $3",
};

enum err
access_links_live(struct db *db, struct arena *arena, int64_t inst, int64_t now,
    struct access_link_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &live, &rows, A_INT(inst), A_INT(now),
		 A_INT(ACCESS_LINKS_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt live_purpose STMT = {
    .name = "access_links.live_purpose",
    .params = "sii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM access_link WHERE purpose = $1"
	   " AND used_at IS NULL AND dead_at IS NULL AND expires_at > $2"
	   " ORDER BY link DESC LIMIT $3",
};

enum err
access_links_live_purpose(struct db *db, struct arena *arena,
    const char *purpose, int64_t now, struct access_link_row **rows_out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &live_purpose, &rows, A_TEXT(purpose),
		 A_INT(now), A_INT(ACCESS_LINKS_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt sweep STMT = {
    .name = "access_links.sweep",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM access_link WHERE link IN (SELECT link"
	   " FROM access_link WHERE expires_at < $1 ORDER BY link LIMIT 500)",
};

enum err
access_links_sweep(struct db *db, int64_t before)
{
	return db_run(db, &sweep, NULL, A_INT(before));
}
