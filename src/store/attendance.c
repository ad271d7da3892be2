/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/attendance.h"

#include "store/list.h"

/* Compare and set, as for marks. */
static const struct stmt set STMT = {
    .name = "attendance.set",
    .params = "iiiisisii",
    .columns = "",
    .sql = "INSERT INTO attendance (inst, journal, lesson, pupil, state,"
	   " minutes, reason, seq) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
	   " ON CONFLICT (inst, journal, lesson, pupil) DO UPDATE"
	   " SET state = EXCLUDED.state, minutes = EXCLUDED.minutes,"
	   " reason = EXCLUDED.reason, seq = EXCLUDED.seq"
	   " WHERE attendance.seq = $9",
};

enum err
attendance_set(struct db *db, int64_t inst, int64_t journal,
    const struct attendance *row, int64_t seen)
{
	return db_send_sure(db, &set, A_INT(inst), A_INT(journal),
	    A_INT(row->lesson), A_INT(row->pupil), A_TEXT(row->state),
	    A_INT(row->minutes), A_TEXT(row->reason), A_INT(row->seq),
	    A_INT(seen));
}

#define COLUMNS                                                                \
	"SELECT a.lesson, a.pupil, a.state, a.minutes, a.reason, a.seq,"       \
	" a.journal FROM "
#define LETTERS "iisisii"

static void
read_row(struct rows *rows, struct arena *arena, struct attendance *out)
{
	*out = (struct attendance){
	    .lesson = rows_int(rows, 0),
	    .pupil = rows_int(rows, 1),
	    .state = arena_strdup(arena, rows_text(rows, 2)),
	    .minutes = rows_int(rows, 3),
	    .reason = arena_strdup(arena, rows_text(rows, 4)),
	    .seq = rows_int(rows, 5),
	    .journal = rows_int(rows, 6),
	};
}

static const struct stmt find STMT = {
    .name = "attendance.find",
    .params = "iiii",
    .columns = LETTERS,
    .sql = COLUMNS "attendance a WHERE a.inst = $1 AND a.journal = $2"
		   " AND a.lesson = $3 AND a.pupil = $4",
};

enum err
attendance_find(struct db *db, struct arena *arena, int64_t inst,
    struct attendance_key key, struct attendance *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(key.journal),
		 A_INT(key.lesson), A_INT(key.pupil))))
		return err;
	read_row(&rows, arena, out);
	return OK;
}

static enum err
read_list(
    struct rows *rows, struct arena *arena, struct attendance **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(struct attendance)};
	enum err err;

	while (!(err = rows_next(rows)))
		read_row(rows, arena, list_add(&list));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct attendance *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt list_lessons STMT = {
    .name = "attendance.list",
    .params = "iiii",
    .columns = LETTERS,
    .sql = COLUMNS "attendance a WHERE a.inst = $1 AND a.journal = $2"
		   " AND a.lesson >= $3 AND a.lesson <= $4"
		   " ORDER BY a.lesson, a.pupil LIMIT 20000",
};

enum err
attendance_list(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t lesson_from, int64_t lesson_to,
    struct attendance **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_lessons, &rows, A_INT(inst),
		 A_INT(journal), A_INT(lesson_from), A_INT(lesson_to))))
		return err;
	return read_list(&rows, arena, out, n);
}

static const struct stmt list_class STMT = {
    .name = "attendance.list_class",
    .params = "iiii",
    .columns = LETTERS,
    .sql = COLUMNS "journal j CROSS JOIN lesson l CROSS JOIN attendance a"
		   " WHERE j.inst = $1 AND j.class = $2 AND l.inst = j.inst"
		   " AND l.journal = j.journal AND a.inst = l.inst"
		   " AND a.journal = l.journal AND a.lesson = l.lesson"
		   " AND l.day >= $3"
		   " AND l.day <= $4 AND l.removed_at IS NULL"
		   " AND j.removed_at IS NULL"
		   " ORDER BY l.day, l.number, a.journal, a.lesson, a.pupil"
		   " LIMIT 20000",
};

enum err
attendance_list_class(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, int64_t from, int64_t to, struct attendance **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_class, &rows, A_INT(inst), A_INT(class),
		 A_INT(from), A_INT(to))))
		return err;
	return read_list(&rows, arena, out, n);
}

/* CAST: the sum of BIGINT is a numeric in PostgreSQL. "Away by order" and
 * "remote" are no missed lessons. A row of a lesson whose attendance was not
 * taken (a day's absence recorded early) does not count as recorded. */
#define SUM(what)                                                              \
	", CAST(COALESCE(SUM(CASE WHEN " what                                  \
	" THEN l.hours ELSE 0 END), 0) AS BIGINT)"
#define ABSENT(more) SUM("a.state = 'absent'" more)
#define SUMS                                                                   \
	SUM("l.taken_at IS NULL AND a.state IS NULL")                          \
	ABSENT("")                                                             \
	ABSENT(" AND a.reason = 'illness'")                                    \
	ABSENT(" AND a.reason = 'valid'")                                      \
	ABSENT(" AND a.reason = 'none'")                                       \
	ABSENT(" AND a.reason IN ('', 'unknown')")                             \
	ABSENT(" AND a.reason = 'security'")                                   \
	SUM("a.state = 'late'")

static const struct stmt sum STMT = {
    .name = "attendance.sum_pupil",
    .params = "iiii",
    .columns = "iiiiiiiii",
    .sql = "SELECT CAST(COALESCE(SUM(l.hours), 0) AS BIGINT)" SUMS
	   " FROM enrolment e CROSS JOIN journal j CROSS JOIN lesson l"
	   " LEFT JOIN attendance a ON a.inst = l.inst"
	   " AND a.journal = l.journal AND a.lesson = l.lesson"
	   " AND a.pupil = e.pupil"
	   " WHERE e.inst = $1 AND e.pupil = $2 AND j.inst = e.inst"
	   " AND j.class = e.class AND l.inst = j.inst"
	   " AND l.journal = j.journal AND l.day >= $3"
	   " AND l.day <= $4 AND l.day >= e.starts_on"
	   " AND (e.ends_on IS NULL OR l.day <= e.ends_on)"
	   " AND l.removed_at IS NULL AND j.removed_at IS NULL",
};

enum err
attendance_sum_pupil(struct db *db, int64_t inst, int64_t pupil, int64_t from,
    int64_t to, struct attendance_sum *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &sum, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(from), A_INT(to))))
		return err;
	*out = (struct attendance_sum){
	    .lessons = rows_int(&rows, 0),
	    .not_recorded = rows_int(&rows, 1),
	    .absent = rows_int(&rows, 2),
	    .illness = rows_int(&rows, 3),
	    .valid = rows_int(&rows, 4),
	    .none = rows_int(&rows, 5),
	    .unknown = rows_int(&rows, 6),
	    .security = rows_int(&rows, 7),
	    .late = rows_int(&rows, 8),
	};
	return OK;
}

static const struct stmt absent_classes STMT = {
    .name = "attendance.absent_classes",
    .params = "ii",
    .columns = "ii",
    .sql = "SELECT j.class, count(DISTINCT a.pupil) FROM lesson l"
	   " JOIN journal j ON j.inst = l.inst AND j.journal = l.journal"
	   " JOIN attendance a ON a.inst = l.inst AND a.journal = l.journal"
	   " AND a.lesson = l.lesson"
	   " WHERE l.inst = $1 AND l.day = $2 AND l.removed_at IS NULL"
	   " AND j.removed_at IS NULL AND a.state = 'absent'"
	   " GROUP BY j.class ORDER BY j.class LIMIT 1000",
};

enum err
attendance_absent_classes(struct db *db, struct arena *arena, int64_t inst,
    int64_t day, struct attendance_absent **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {
	    .arena = arena, .size = sizeof(struct attendance_absent)};
	enum err err;

	if ((err = db_query(
		 db, &absent_classes, &rows, A_INT(inst), A_INT(day))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct attendance_absent *a = list_add(&list);

		a->class = rows_int(&rows, 0);
		a->pupils = rows_int(&rows, 1);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct attendance_absent *)(void *)list.p;
	*n = list.n;
	return OK;
}
