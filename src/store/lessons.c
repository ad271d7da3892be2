/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/lessons.h"

#include "store/list.h"

#define COLUMNS                                                                \
	" l.journal, l.lesson, l.day, l.number, l.hours, l.topic,"             \
	" l.homework, l.due_on, l.taken_at, l.taken_by, l.created_at,"         \
	" l.created_by, l.seq, l.removed_at"
#define LETTERS "iiiiissIIIiiiI"
#define COLUMNS_N 14
#define NAMES ", c.label, s.name, j.part, j.class"
#define NAMES_N 4
#define JOURNALS                                                               \
	" JOIN class c ON c.inst = j.inst AND c.class = j.class"               \
	" JOIN subject s ON s.inst = j.inst AND s.subject = j.subject"

/* From a few journals to their lessons of some days, in this order: without
 * figures about its tables SQLite would rather read all days of the school.
 * CROSS JOIN keeps the order there and means nothing more anywhere. */
#define TO_LESSONS " CROSS JOIN lesson l" JOURNALS
#define OF_LESSONS " AND l.inst = j.inst AND l.journal = j.journal"

static void
read_row(struct rows *rows, struct arena *arena, struct lesson *out)
{
	*out = (struct lesson){
	    .journal = rows_int(rows, 0),
	    .lesson = rows_int(rows, 1),
	    .day = rows_int(rows, 2),
	    .number = rows_int(rows, 3),
	    .hours = rows_int(rows, 4),
	    .topic = arena_strdup(arena, rows_text(rows, 5)),
	    .homework = arena_strdup(arena, rows_text(rows, 6)),
	    .due_on = rows_int(rows, 7),
	    .taken_at = rows_int(rows, 8),
	    .taken_by = rows_int(rows, 9),
	    .created_at = rows_int(rows, 10),
	    .created_by = rows_int(rows, 11),
	    .seq = rows_int(rows, 12),
	    .removed_at = rows_int(rows, 13),
	};
}

static void
read_names(struct rows *rows, struct arena *arena, struct lesson *out)
{
	out->label = arena_strdup(arena, rows_text(rows, COLUMNS_N));
	out->subject = arena_strdup(arena, rows_text(rows, COLUMNS_N + 1));
	out->part = arena_strdup(arena, rows_text(rows, COLUMNS_N + 2));
	out->class = rows_int(rows, COLUMNS_N + 3);
}

static const struct stmt find STMT = {
    .name = "lessons.find",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT" COLUMNS " FROM lesson l WHERE l.inst = $1"
	   " AND l.journal = $2 AND l.lesson = $3",
};

enum err
lessons_find(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t lesson, struct lesson *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &find, &rows, A_INT(inst), A_INT(journal), A_INT(lesson))))
		return err;
	read_row(&rows, arena, out);
	return OK;
}

/* 0 in memory is NULL in the row. */
static struct arg
or_null(int64_t n)
{
	return n ? A_INT(n) : A_NULL();
}

static const struct stmt insert STMT = {
    .name = "lessons.insert",
    .params = "iiiiiissIIIiii",
    .columns = "",
    .sql = "INSERT INTO lesson (inst, journal, lesson, day, number, hours,"
	   " topic, homework, due_on, taken_at, taken_by, created_at,"
	   " created_by, seq, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7,"
	   " $8, $9, $10, $11, $12, $13, $14, NULL)",
};

enum err
lessons_insert(struct db *db, int64_t inst, const struct lesson *lesson)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(lesson->journal),
	    A_INT(lesson->lesson), A_INT(lesson->day), A_INT(lesson->number),
	    A_INT(lesson->hours), A_TEXT(lesson->topic),
	    A_TEXT(lesson->homework), or_null(lesson->due_on),
	    or_null(lesson->taken_at), or_null(lesson->taken_by),
	    A_INT(lesson->created_at), A_INT(lesson->created_by),
	    A_INT(lesson->seq));
}

static const struct stmt update STMT = {
    .name = "lessons.update",
    .params = "iiissIIIiIiiii",
    .columns = "",
    .sql = "UPDATE lesson SET day = $1, number = $2, hours = $3, topic = $4,"
	   " homework = $5, due_on = $6, taken_at = $7, taken_by = $8,"
	   " seq = $9, removed_at = $10 WHERE inst = $11 AND journal = $12"
	   " AND lesson = $13 AND seq = $14",
};

enum err
lessons_update(
    struct db *db, int64_t inst, const struct lesson *lesson, int64_t seen)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_INT(lesson->day),
		 A_INT(lesson->number), A_INT(lesson->hours),
		 A_TEXT(lesson->topic), A_TEXT(lesson->homework),
		 or_null(lesson->due_on), or_null(lesson->taken_at),
		 or_null(lesson->taken_by), A_INT(lesson->seq),
		 or_null(lesson->removed_at), A_INT(inst),
		 A_INT(lesson->journal), A_INT(lesson->lesson), A_INT(seen))))
		return err;
	return changed ? OK : ERR_CONFLICT;
}

static enum err
read_list(struct rows *rows, struct arena *arena, bool names,
    struct lesson **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(struct lesson)};
	enum err err;

	while (!(err = rows_next(rows))) {
		struct lesson *lesson = list_add(&list);

		read_row(rows, arena, lesson);
		if (names)
			read_names(rows, arena, lesson);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct lesson *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt list_journal STMT = {
    .name = "lessons.list",
    .params = "iiii",
    .columns = LETTERS,
    .sql = "SELECT" COLUMNS " FROM lesson l WHERE l.inst = $1"
	   " AND l.journal = $2 AND l.day >= $3 AND l.day <= $4"
	   " AND l.removed_at IS NULL"
	   " ORDER BY l.day, l.number, l.lesson LIMIT 1000",
};

enum err
lessons_list(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t from, int64_t to, struct lesson **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_journal, &rows, A_INT(inst),
		 A_INT(journal), A_INT(from), A_INT(to))))
		return err;
	return read_list(&rows, arena, false, out, n);
}

static const struct stmt list_taught STMT = {
    .name = "lessons.list_taught",
    .params = "iiiii",
    .columns = LETTERS "sssi",
    .sql = "SELECT" COLUMNS NAMES
	   " FROM journal_teacher t CROSS JOIN journal j" TO_LESSONS
	   " WHERE t.inst = $1 AND t.person = $2"
	   " AND j.inst = t.inst AND j.journal = t.journal" OF_LESSONS
	   " AND t.starts_on <= $3 AND (t.ends_on IS NULL OR t.ends_on >= $3)"
	   " AND j.removed_at IS NULL AND l.day >= $4 AND l.day <= $5"
	   " AND l.removed_at IS NULL"
	   " ORDER BY l.day, l.number, l.journal, l.lesson LIMIT 1000",
};

enum err
lessons_list_taught(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, int64_t today, int64_t from, int64_t to,
    struct lesson **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_taught, &rows, A_INT(inst), A_INT(person),
		 A_INT(today), A_INT(from), A_INT(to))))
		return err;
	return read_list(&rows, arena, true, out, n);
}

static const struct stmt list_class STMT = {
    .name = "lessons.list_class",
    .params = "iiii",
    .columns = LETTERS "sssi",
    .sql = "SELECT" COLUMNS NAMES " FROM journal j" TO_LESSONS
	   " WHERE j.inst = $1 AND j.class = $2" OF_LESSONS
	   " AND j.removed_at IS NULL AND l.day >= $3 AND l.day <= $4"
	   " AND l.removed_at IS NULL"
	   " ORDER BY l.day, l.number, l.journal, l.lesson LIMIT 1000",
};

enum err
lessons_list_class(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, int64_t from, int64_t to, struct lesson **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_class, &rows, A_INT(inst), A_INT(class),
		 A_INT(from), A_INT(to))))
		return err;
	return read_list(&rows, arena, true, out, n);
}

static const struct stmt list_school STMT = {
    .name = "lessons.list_school",
    .params = "ii",
    .columns = LETTERS "sssi",
    .sql =
	"SELECT" COLUMNS NAMES " FROM lesson l"
	" JOIN journal j ON j.inst = l.inst AND j.journal = l.journal" JOURNALS
	" WHERE l.inst = $1 AND l.day = $2"
	" AND l.removed_at IS NULL AND j.removed_at IS NULL"
	" ORDER BY c.label_sort, l.number, l.journal, l.lesson LIMIT 1000",
};

enum err
lessons_list_school(struct db *db, struct arena *arena, int64_t inst,
    int64_t day, struct lesson **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_school, &rows, A_INT(inst), A_INT(day))))
		return err;
	return read_list(&rows, arena, true, out, n);
}

/* A pupil sees the lessons of a class for the days of enrolment only. */
#define OF_PUPIL " FROM enrolment e CROSS JOIN journal j" TO_LESSONS
#define PUPIL_IS                                                               \
	" WHERE e.inst = $1 AND e.pupil = $2"                                  \
	" AND j.inst = e.inst AND j.class = e.class" OF_LESSONS

static const struct stmt list_pupil STMT = {
    .name = "lessons.list_pupil",
    .params = "iiii",
    .columns = LETTERS "sssiSIS",
    .sql = "SELECT" COLUMNS NAMES ", a.state, a.minutes, a.reason" OF_PUPIL
	   " LEFT JOIN attendance a ON a.inst = l.inst"
	   " AND a.journal = l.journal AND a.lesson = l.lesson"
	   " AND a.pupil = e.pupil" PUPIL_IS " AND l.day >= $3"
	   " AND l.day <= $4 AND l.day >= e.starts_on"
	   " AND (e.ends_on IS NULL OR l.day <= e.ends_on)"
	   " AND l.removed_at IS NULL AND j.removed_at IS NULL"
	   " ORDER BY l.day, l.number, l.journal, l.lesson LIMIT 1000",
};

enum err
lessons_list_pupil(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t from, int64_t to, struct lesson_of_pupil **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {
	    .arena = arena, .size = sizeof(struct lesson_of_pupil)};
	enum err err;

	if ((err = db_query(db, &list_pupil, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(from), A_INT(to))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct lesson_of_pupil *l = list_add(&list);
		const char *state = rows_text(&rows, COLUMNS_N + NAMES_N);
		const char *reason = rows_text(&rows, COLUMNS_N + NAMES_N + 2);

		read_row(&rows, arena, &l->lesson);
		read_names(&rows, arena, &l->lesson);
		l->state = arena_strdup(arena, state ? state : "");
		l->minutes = rows_int(&rows, COLUMNS_N + NAMES_N + 1);
		l->reason = arena_strdup(arena, reason ? reason : "");
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct lesson_of_pupil *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt list_due STMT = {
    .name = "lessons.list_due",
    .params = "iiiii",
    .columns = LETTERS "sssi",
    .sql = "SELECT" COLUMNS NAMES OF_PUPIL PUPIL_IS " AND l.day >= $3"
	   " AND l.due_on >= $4 AND l.due_on <= $5 AND l.day <= $5"
	   " AND l.day >= e.starts_on"
	   " AND (e.ends_on IS NULL OR l.day <= e.ends_on)"
	   " AND l.removed_at IS NULL AND j.removed_at IS NULL"
	   " AND l.homework <> ''"
	   " ORDER BY l.due_on, s.name_sort, l.journal, l.lesson LIMIT 1000",
};

enum err
lessons_list_due(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t given_from, int64_t from, int64_t to,
    struct lesson **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_due, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(given_from), A_INT(from), A_INT(to))))
		return err;
	return read_list(&rows, arena, true, out, n);
}
