/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/classes.h"

#include "base/text.h"
#include "store/days.h"
#include "store/list.h"
#include "store/row.h"

#define COLUMNS "c.class, c.year, c.grade, c.label, c.note, c.removed_at"
#define LETTERS "iiisSI"
#define WIDTH 6

static struct class row_read(struct arena *arena, const struct rows *rows)
{
	return (struct class){
	    .id = rows_int(rows, 0),
	    .year = rows_int(rows, 1),
	    .grade = rows_int(rows, 2),
	    .label = arena_strdup(arena, rows_text(rows, 3)),
	    .note = row_copy(arena, rows, 4),
	    .removed_at = rows_int(rows, 5),
	};
}

static const struct stmt find STMT = {
    .name = "classes.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM class c WHERE c.inst = $1"
	   " AND c.class = $2",
};

enum err
classes_find(struct db *db, struct arena *arena, int64_t inst, int64_t id,
    struct class *class)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(id))))
		return err;
	*class = row_read(arena, &rows);
	return OK;
}

static const struct stmt find_label STMT = {
    .name = "classes.find_label",
    .params = "iis",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM class c WHERE c.inst = $1"
	   " AND c.year = $2 AND c.label = $3",
};

enum err
classes_find_label(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, const char *label, struct class *class)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find_label, &rows, A_INT(inst), A_INT(year),
		 A_TEXT(label))))
		return err;
	*class = row_read(arena, &rows);
	return OK;
}

/* The latest of several class teachers of one day stands in the list. */
static const struct stmt list STMT = {
    .name = "classes.list",
    .params = "iiii",
    .columns = LETTERS "iiISSS",
    .sql = "SELECT " COLUMNS ", (SELECT count(DISTINCT e.pupil)"
	   " FROM enrolment e JOIN person q ON q.inst = e.inst"
	   " AND q.person = e.pupil WHERE e.inst = c.inst"
	   " AND e.class = c.class AND e.starts_on <= $1"
	   " AND (e.ends_on IS NULL OR e.ends_on >= $1)"
	   " AND (q.left_on IS NULL OR q.left_on >= $1)),"
	   " (SELECT count(*) FROM journal j WHERE j.inst = c.inst"
	   " AND j.class = c.class AND j.removed_at IS NULL),"
	   " p.person, p.surname, p.given, p.patronymic FROM class c"
	   " LEFT JOIN person p ON p.inst = c.inst AND p.person ="
	   " (SELECT t.person FROM class_teacher t WHERE t.inst = c.inst"
	   " AND t.class = c.class AND t.starts_on <= $1"
	   " AND (t.ends_on IS NULL OR t.ends_on >= $1)"
	   " ORDER BY t.starts_on DESC, t.person LIMIT 1)"
	   " WHERE c.inst = $2 AND c.year = $3 AND c.removed_at IS NULL"
	   " ORDER BY c.label_sort, c.class LIMIT $4",
};

enum err
classes_list(struct db *db, struct arena *arena, int64_t inst, int64_t year,
    int64_t day, struct class_line **lines, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct class_line)};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(day), A_INT(inst),
		 A_INT(year), A_INT(CLASSES_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct class_line *line = list_add(&got);

		line->class = row_read(arena, &rows);
		line->pupils = rows_int(&rows, WIDTH);
		line->journals = rows_int(&rows, WIDTH + 1);
		line->teacher = rows_int(&rows, WIDTH + 2);
		line->surname = row_copy_or_empty(arena, &rows, WIDTH + 3);
		line->given = row_copy_or_empty(arena, &rows, WIDTH + 4);
		line->patronymic = row_copy_or_empty(arena, &rows, WIDTH + 5);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*lines = (struct class_line *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt insert STMT = {
    .name = "classes.insert",
    .params = "iiissiSI",
    .columns = "",
    .sql = "INSERT INTO class (inst, class, year, label, label_sort, grade,"
	   " note, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
};

enum err
classes_insert(
    struct db *db, struct arena *arena, int64_t inst, const struct class *c)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(c->id),
	    A_INT(c->year), A_TEXT(c->label),
	    A_TEXT(text_sort_key_numeric(arena, c->label)), A_INT(c->grade),
	    A_TEXT(c->note), days_arg_zero(c->removed_at));
}

static const struct stmt update STMT = {
    .name = "classes.update",
    .params = "ssiSIii",
    .columns = "",
    .sql = "UPDATE class SET label = $1, label_sort = $2, grade = $3,"
	   " note = $4, removed_at = $5 WHERE inst = $6 AND class = $7",
};

enum err
classes_update(
    struct db *db, struct arena *arena, int64_t inst, const struct class *c)
{
	int64_t changed = 0;
	enum err err;

	err = db_run(db, &update, &changed, A_TEXT(c->label),
	    A_TEXT(text_sort_key_numeric(arena, c->label)), A_INT(c->grade),
	    A_TEXT(c->note), days_arg_zero(c->removed_at), A_INT(inst),
	    A_INT(c->id));
	if (err)
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "classes.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM class WHERE inst = $1 AND class = $2",
};

enum err
classes_delete(struct db *db, int64_t inst, int64_t id)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(id));
}

#define TEACHERS_MAX 50

static const struct stmt teachers STMT = {
    .name = "classes.teachers",
    .params = "iii",
    .columns = "iiIssss",
    .sql = "SELECT t.person, t.starts_on, t.ends_on, p.surname, p.given,"
	   " p.patronymic, p.log_id FROM class_teacher t JOIN person p"
	   " ON p.inst = t.inst AND p.person = t.person"
	   " WHERE t.inst = $1 AND t.class = $2"
	   " ORDER BY t.starts_on DESC, t.person LIMIT $3",
};

enum err
classes_teachers(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, struct class_teacher **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct class_teacher)};
	enum err err;

	if ((err = db_query(db, &teachers, &rows, A_INT(inst), A_INT(class),
		 A_INT(TEACHERS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct class_teacher *t = list_add(&got);

		t->person = rows_int(&rows, 0);
		t->starts_on = rows_int(&rows, 1);
		t->ends_on = days_column(&rows, 2);
		t->surname = row_copy_or_empty(arena, &rows, 3);
		t->given = row_copy_or_empty(arena, &rows, 4);
		t->patronymic = row_copy_or_empty(arena, &rows, 5);
		t->log_id = row_copy_or_empty(arena, &rows, 6);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct class_teacher *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt teacher_add STMT = {
    .name = "classes.teacher_add",
    .params = "iiii",
    .columns = "",
    .sql = "INSERT INTO class_teacher (inst, class, person, starts_on)"
	   " VALUES ($1, $2, $3, $4) ON CONFLICT (inst, class, person,"
	   " starts_on) DO UPDATE SET ends_on = NULL",
};

enum err
classes_teacher_add(struct db *db, int64_t inst, int64_t class, int64_t person,
    int64_t starts_on)
{
	return db_run(db, &teacher_add, NULL, A_INT(inst), A_INT(class),
	    A_INT(person), A_INT(starts_on));
}

static const struct stmt teacher_end STMT = {
    .name = "classes.teacher_end",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE class_teacher SET ends_on = $1 WHERE inst = $2"
	   " AND class = $3 AND ends_on IS NULL",
};

static const struct stmt teacher_drop STMT = {
    .name = "classes.teacher_drop",
    .params = "iii",
    .columns = "",
    .sql = "DELETE FROM class_teacher WHERE inst = $1 AND class = $2"
	   " AND starts_on > $3",
};

enum err
classes_teacher_end(struct db *db, int64_t inst, int64_t class, int64_t ends_on)
{
	enum err err;

	if ((err = db_run(db, &teacher_drop, NULL, A_INT(inst), A_INT(class),
		 A_INT(ends_on))))
		return err;
	return db_run(
	    db, &teacher_end, NULL, A_INT(ends_on), A_INT(inst), A_INT(class));
}
