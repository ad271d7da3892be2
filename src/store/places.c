/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/places.h"

#include "base/text.h"
#include "store/row.h"

static const struct stmt set STMT = {
    .name = "places.set",
    .params = "ssSSisssS",
    .columns = "",
    .sql = "INSERT INTO place (code, region, parent, hromada, level,"
	   " category, name, name_fold, district)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
	   " ON CONFLICT (code) DO UPDATE SET region = excluded.region,"
	   " parent = excluded.parent, hromada = excluded.hromada,"
	   " level = excluded.level, category = excluded.category,"
	   " name = excluded.name, name_fold = excluded.name_fold,"
	   " district = excluded.district",
};

enum err
places_set(struct db *db, struct arena *arena, const struct place_row *row)
{
	return db_run(db, &set, NULL, A_TEXT(row->code), A_TEXT(row->region),
	    A_TEXT(row->parent), A_TEXT(row->hromada), A_INT(row->level),
	    A_TEXT(row->category), A_TEXT(row->name),
	    A_TEXT(text_fold(arena, row->name)), A_TEXT(row->district));
}

static const struct stmt clear STMT = {
    .name = "places.clear",
    .params = "",
    .columns = "",
    .sql = "DELETE FROM place",
};

enum err
places_clear(struct db *db)
{
	return db_run(db, &clear, NULL);
}

static const struct stmt count STMT = {
    .name = "places.count",
    .params = "",
    .columns = "i",
    .sql = "SELECT count(*) FROM place",
};

enum err
places_count(struct db *db, int64_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &count, &rows)))
		return err;
	*n = rows_int(&rows, 0);
	return OK;
}

/* The settlements of a community share the first nine signs of its code. */
#define COLUMNS                                                                \
	"p.code, p.region, p.parent, p.hromada, h.name, p.level, p.category,"  \
	" p.name, p.district, (SELECT s.category || s.name FROM place s WHERE" \
	" s.code >= substr(p.code, 1, 9) AND s.code < substr(p.code, 1, 9)"    \
	" || 'Z' AND s.hromada = p.code AND s.category IN ('M', 'X', 'C')"     \
	" ORDER BY s.code LIMIT 1)"
#define LETTERS "ssSSSissSS"

static void
read_row(const struct rows *rows, struct arena *arena, struct place_row *row)
{
	*row = (struct place_row){
	    .code = row_copy(arena, rows, 0),
	    .region = row_copy(arena, rows, 1),
	    .parent = row_copy(arena, rows, 2),
	    .hromada = row_copy(arena, rows, 3),
	    .hromada_name = row_copy(arena, rows, 4),
	    .level = rows_int(rows, 5),
	    .category = row_copy(arena, rows, 6),
	    .name = row_copy(arena, rows, 7),
	    .district = row_copy(arena, rows, 8),
	    .seat = row_copy(arena, rows, 9),
	};
}

static enum err
read_some(struct rows *rows, struct arena *arena, size_t max,
    struct place_row *out, size_t *n)
{
	size_t got = 0;
	enum err err = OK;

	while (got < max && !(err = rows_next(rows)))
		read_row(rows, arena, &out[got++]);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}

static const struct stmt find STMT = {
    .name = "places.find",
    .params = "s",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS
	   " FROM place p LEFT JOIN place h ON h.code = p.hromada"
	   " WHERE p.code = $1",
};

enum err
places_find(
    struct db *db, struct arena *arena, const char *code, struct place_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_TEXT(code))))
		return err;
	read_row(&rows, arena, row);
	return OK;
}

static const struct stmt named STMT = {
    .name = "places.named",
    .params = "sSi",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS
	   " FROM place p LEFT JOIN place h ON h.code = p.hromada"
	   " WHERE p.name_fold = $1"
	   " AND p.category IN ('H', 'K', 'M', 'X', 'C')"
	   " AND (p.region = $2 OR CAST($2 AS TEXT) IS NULL)"
	   " ORDER BY p.level, p.code LIMIT $3",
};

enum err
places_named(struct db *db, struct arena *arena, const char *region,
    const char *name, size_t max, struct place_row *out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &named, &rows, A_TEXT(text_fold(arena, name)),
		 A_TEXT(region), A_INT((int64_t)max))))
		return err;
	return read_some(&rows, arena, max, out, n);
}

/* U+FFFF sorts after every letter in both engines' byte order. */
static const struct stmt begin_with STMT = {
    .name = "places.begin",
    .params = "Sssi",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS
	   " FROM place p LEFT JOIN place h ON h.code = p.hromada"
	   " WHERE p.code IN (SELECT q.hromada FROM place q"
	   "  WHERE (q.region = $1 OR CAST($1 AS TEXT) IS NULL)"
	   "  AND q.name_fold >= $2 AND q.name_fold < $3)"
	   " ORDER BY CASE WHEN p.name_fold >= $2 AND p.name_fold < $3"
	   " THEN 0 ELSE 1 END, p.name_fold, p.code LIMIT $4",
};

enum err
places_begin(struct db *db, struct arena *arena, const char *region,
    const char *begin, size_t max, struct place_row *out, size_t *n)
{
	const char *fold = text_fold(arena, begin);
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &begin_with, &rows, A_TEXT(region),
		 A_TEXT(fold),
		 A_TEXT(arena_printf(arena, "%s\xef\xbf\xbf", fold)),
		 A_INT((int64_t)max))))
		return err;
	return read_some(&rows, arena, max, out, n);
}
