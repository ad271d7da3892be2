/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/statistics.h"

#include "store/list.h"

static const struct stmt published STMT = {
    .name = "statistics.published",
    .params = "i",
    .columns = "ssiii",
    .sql = "SELECT region, kind, registered, active, published_at"
	   " FROM published_statistic ORDER BY region, kind LIMIT $1",
};

static enum err
read_rows(
    struct rows *rows, struct arena *arena, struct statistic **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(**out)};
	enum err err;

	while (!(err = rows_next(rows))) {
		struct statistic *s = list_add(&list);

		*s = (struct statistic){
		    .region = arena_strdup(arena, rows_text(rows, 0)),
		    .kind = arena_strdup(arena, rows_text(rows, 1)),
		    .registered = rows_int(rows, 2),
		    .active = rows_int(rows, 3),
		    .published_at = rows_int(rows, 4),
		};
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct statistic *)list.p;
	*n = list.n;
	return OK;
}

enum err
statistics_published(
    struct db *db, struct arena *arena, struct statistic **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &published, &rows, A_INT(STATISTICS_MAX))))
		return err;
	return read_rows(&rows, arena, out, n);
}

static const struct stmt sums STMT = {
    .name = "statistics.sums",
    .params = "i",
    .columns = "ssiii",
    .sql = "SELECT i.region, i.kind, count(*),"
	   " count(CASE WHEN s.journals > 0 THEN 1 END), 0"
	   " FROM institution i"
	   " LEFT JOIN institution_statistic s ON s.inst = i.inst"
	   " WHERE i.state = 'active' GROUP BY i.region, i.kind"
	   " ORDER BY i.region, i.kind LIMIT $1",
};

enum err
statistics_sums(
    struct db *db, struct arena *arena, struct statistic **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &sums, &rows, A_INT(STATISTICS_MAX))))
		return err;
	return read_rows(&rows, arena, out, n);
}

static const struct stmt publish STMT = {
    .name = "statistics.publish",
    .params = "ssiii",
    .columns = "",
    .sql = "INSERT INTO published_statistic (region, kind, registered,"
	   " active, published_at) VALUES ($1, $2, $3, $4, $5)"
	   " ON CONFLICT (region, kind) DO UPDATE SET"
	   " registered = excluded.registered, active = excluded.active,"
	   " published_at = excluded.published_at",
};

enum err
statistics_publish(struct db *db, const struct statistic *row)
{
	return db_run(db, &publish, NULL, A_TEXT(row->region),
	    A_TEXT(row->kind), A_INT(row->registered), A_INT(row->active),
	    A_INT(row->published_at));
}

static const struct stmt forget STMT = {
    .name = "statistics.forget",
    .params = "i",
    .columns = "",
    .sql = "DELETE FROM published_statistic WHERE published_at < $1",
};

enum err
statistics_forget(struct db *db, int64_t before)
{
	return db_run(db, &forget, NULL, A_INT(before));
}

/* A person with two roles of staff is one person. */
static const struct stmt count STMT = {
    .name = "statistics.count",
    .params = "ii",
    .columns = "iii",
    .sql = "SELECT (SELECT count(*) FROM journal j WHERE j.inst = $1"
	   "  AND j.removed_at IS NULL),"
	   " (SELECT count(DISTINCT r.person) FROM person_role r, person p"
	   "  WHERE r.inst = $1 AND r.role = 'pupil' AND r.starts_on <= $2"
	   "  AND (r.ends_on IS NULL OR r.ends_on >= $2)"
	   "  AND p.inst = r.inst AND p.person = r.person"
	   "  AND (p.left_on IS NULL OR p.left_on >= $2)),"
	   " (SELECT count(DISTINCT r.person) FROM person_role r, person p"
	   "  WHERE r.inst = $1 AND r.role NOT IN ('pupil', 'guardian')"
	   "  AND r.starts_on <= $2"
	   "  AND (r.ends_on IS NULL OR r.ends_on >= $2)"
	   "  AND p.inst = r.inst AND p.person = r.person"
	   "  AND (p.left_on IS NULL OR p.left_on >= $2))",
};

enum err
statistics_count(struct db *school, int64_t inst, int64_t day,
    struct institution_statistic *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(school, &count, &rows, A_INT(inst), A_INT(day))))
		return err;
	*out = (struct institution_statistic){
	    .journals = rows_int(&rows, 0),
	    .pupils = rows_int(&rows, 1),
	    .staff = rows_int(&rows, 2),
	};
	return OK;
}

static const struct stmt report STMT = {
    .name = "statistics.report",
    .params = "iiiii",
    .columns = "",
    .sql = "INSERT INTO institution_statistic (inst, journals, pupils,"
	   " staff, reported_at) VALUES ($1, $2, $3, $4, $5)"
	   " ON CONFLICT (inst) DO UPDATE SET journals = excluded.journals,"
	   " pupils = excluded.pupils, staff = excluded.staff,"
	   " reported_at = excluded.reported_at",
};

enum err
statistics_report(
    struct db *registry, int64_t inst, const struct institution_statistic *row)
{
	return db_run(registry, &report, NULL, A_INT(inst),
	    A_INT(row->journals), A_INT(row->pupils), A_INT(row->staff),
	    A_INT(row->reported_at));
}

static const struct stmt reported STMT = {
    .name = "statistics.reported",
    .params = "i",
    .columns = "iiii",
    .sql = "SELECT journals, pupils, staff, reported_at"
	   " FROM institution_statistic WHERE inst = $1",
};

enum err
statistics_reported(
    struct db *registry, int64_t inst, struct institution_statistic *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	err = db_one(registry, &reported, &rows, A_INT(inst));
	if (err && err != ERR_NOT_FOUND)
		return err;
	*out = (struct institution_statistic){0};
	if (!err)
		*out = (struct institution_statistic){
		    .journals = rows_int(&rows, 0),
		    .pupils = rows_int(&rows, 1),
		    .staff = rows_int(&rows, 2),
		    .reported_at = rows_int(&rows, 3),
		};
	return OK;
}

/* sum() of numbers is a numeric in PostgreSQL. */
static const struct stmt details STMT = {
    .name = "statistics.details",
    .params = "i",
    .columns = "ssiiiii",
    .sql = "SELECT i.region, i.kind, count(*),"
	   " count(CASE WHEN s.journals > 0 THEN 1 END),"
	   " CAST(coalesce(sum(s.journals), 0) AS BIGINT),"
	   " CAST(coalesce(sum(s.pupils), 0) AS BIGINT),"
	   " CAST(coalesce(sum(s.staff), 0) AS BIGINT)"
	   " FROM institution i"
	   " LEFT JOIN institution_statistic s ON s.inst = i.inst"
	   " WHERE i.state = 'active' GROUP BY i.region, i.kind"
	   " ORDER BY i.region, i.kind LIMIT $1",
};

enum err
statistics_details(struct db *db, struct arena *arena,
    struct statistic_detail **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(**out)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &details, &rows, A_INT(STATISTICS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct statistic_detail *d = list_add(&list);

		*d = (struct statistic_detail){
		    .region = arena_strdup(arena, rows_text(&rows, 0)),
		    .kind = arena_strdup(arena, rows_text(&rows, 1)),
		    .registered = rows_int(&rows, 2),
		    .active = rows_int(&rows, 3),
		    .journals = rows_int(&rows, 4),
		    .pupils = rows_int(&rows, 5),
		    .staff = rows_int(&rows, 6),
		};
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct statistic_detail *)list.p;
	*n = list.n;
	return OK;
}
