/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/subjects.h"

#include "base/text.h"
#include "store/days.h"
#include "store/list.h"
#include "store/people.h"

#define COLUMNS "s.subject, s.name, s.field, s.removed_at"
#define LETTERS "issI"

static struct subject
row_read(struct arena *arena, const struct rows *rows)
{
	return (struct subject){
	    .id = rows_int(rows, 0),
	    .name = arena_strdup(arena, rows_text(rows, 1)),
	    .field = arena_strdup(arena, rows_text(rows, 2)),
	    .removed_at = rows_int(rows, 3),
	};
}

static const struct stmt find STMT = {
    .name = "subjects.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM subject s WHERE s.inst = $1"
	   " AND s.subject = $2",
};

enum err
subjects_find(struct db *db, struct arena *arena, int64_t inst, int64_t id,
    struct subject *subject)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(id))))
		return err;
	*subject = row_read(arena, &rows);
	return OK;
}

static const struct stmt find_name STMT = {
    .name = "subjects.find_name",
    .params = "is",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM subject s WHERE s.inst = $1"
	   " AND s.name_fold = $2",
};

enum err
subjects_find_name(struct db *db, struct arena *arena, int64_t inst,
    const char *name, struct subject *subject)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find_name, &rows, A_INT(inst),
		 A_TEXT(text_fold(arena, name)))))
		return err;
	*subject = row_read(arena, &rows);
	return OK;
}

static const struct stmt list STMT = {
    .name = "subjects.list",
    .params = "iii",
    .columns = LETTERS "i",
    .sql = "SELECT " COLUMNS ", (SELECT count(*) FROM journal j"
	   " WHERE j.inst = s.inst AND j.subject = s.subject"
	   " AND j.removed_at IS NULL) FROM subject s WHERE s.inst = $1"
	   " AND (s.removed_at IS NULL OR $2 = 1)"
	   " ORDER BY s.name_sort, s.subject LIMIT $3",
};

enum err
subjects_list(struct db *db, struct arena *arena, int64_t inst, bool removed,
    struct subject **subjects, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct subject)};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst),
		 A_INT(removed ? 1 : 0), A_INT(SUBJECTS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct subject *s = list_add(&got);

		*s = row_read(arena, &rows);
		s->journals = rows_int(&rows, 4);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*subjects = (struct subject *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt insert STMT = {
    .name = "subjects.insert",
    .params = "iisssI"
	      "s",
    .columns = "",
    .sql = "INSERT INTO subject (inst, subject, name, name_fold, name_sort,"
	   " removed_at, field) VALUES ($1, $2, $3, $4, $5, $6, $7)",
};

enum err
subjects_insert(
    struct db *db, struct arena *arena, int64_t inst, const struct subject *s)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(s->id),
	    A_TEXT(s->name), A_TEXT(text_fold(arena, s->name)),
	    A_TEXT(text_sort_key(arena, s->name)), days_arg_zero(s->removed_at),
	    A_TEXT(s->field));
}

static const struct stmt update STMT = {
    .name = "subjects.update",
    .params = "ssssIii",
    .columns = "",
    .sql = "UPDATE subject SET name = $1, name_fold = $2, name_sort = $3,"
	   " field = $4, removed_at = $5 WHERE inst = $6 AND subject = $7",
};

enum err
subjects_update(
    struct db *db, struct arena *arena, int64_t inst, const struct subject *s)
{
	int64_t changed = 0;
	enum err err;

	err = db_run(db, &update, &changed, A_TEXT(s->name),
	    A_TEXT(text_fold(arena, s->name)),
	    A_TEXT(text_sort_key(arena, s->name)), A_TEXT(s->field),
	    days_arg_zero(s->removed_at), A_INT(inst), A_INT(s->id));
	if (err)
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "subjects.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM subject WHERE inst = $1 AND subject = $2",
};

enum err
subjects_delete(struct db *db, int64_t inst, int64_t id)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(id));
}

static const struct stmt teachers STMT = {
    .name = "subjects.teachers",
    .params = "iii",
    .columns = "iisss",
    .sql = "SELECT t.person, t.subject, p.surname, p.given, p.patronymic"
	   " FROM teacher_subject t JOIN person p ON p.inst = t.inst"
	   " AND p.person = t.person WHERE t.inst = $1"
	   " AND (p.left_on IS NULL OR p.left_on >= $2)"
	   " AND p.merged_into IS NULL"
	   " ORDER BY p.name_sort, t.person, t.subject LIMIT $3",
};

enum err
subjects_teachers(struct db *db, struct arena *arena, int64_t inst, int64_t day,
    struct subject_teacher **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct subject_teacher)};
	enum err err;

	if ((err = db_query(db, &teachers, &rows, A_INT(inst), A_INT(day),
		 A_INT(PEOPLE_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct subject_teacher *t = list_add(&got);

		t->person = rows_int(&rows, 0);
		t->subject = rows_int(&rows, 1);
		t->surname = arena_strdup(arena, rows_text(&rows, 2));
		t->given = arena_strdup(arena, rows_text(&rows, 3));
		t->patronymic = arena_strdup(arena, rows_text(&rows, 4));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct subject_teacher *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt taught STMT = {
    .name = "subjects.taught",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM teacher_subject t JOIN subject s"
	   " ON s.inst = t.inst AND s.subject = t.subject"
	   " WHERE t.inst = $1 AND t.person = $2"
	   " ORDER BY s.name_sort LIMIT $3",
};

enum err
subjects_taught(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, struct subject **subjects, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct subject)};
	enum err err;

	if ((err = db_query(db, &taught, &rows, A_INT(inst), A_INT(person),
		 A_INT(SUBJECTS_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct subject *)list_add(&got) = row_read(arena, &rows);
	if (err != ERR_NOT_FOUND)
		return err;
	*subjects = (struct subject *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt teacher_add STMT = {
    .name = "subjects.teacher_add",
    .params = "iii",
    .columns = "",
    .sql = "INSERT INTO teacher_subject (inst, person, subject)"
	   " VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
};

enum err
subjects_teacher_add(
    struct db *db, int64_t inst, int64_t person, int64_t subject, bool *added)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &teacher_add, &changed, A_INT(inst),
		 A_INT(person), A_INT(subject))))
		return err;
	if (added)
		*added = changed == 1;
	return OK;
}

static const struct stmt teacher_delete STMT = {
    .name = "subjects.teacher_delete",
    .params = "iii",
    .columns = "",
    .sql = "DELETE FROM teacher_subject WHERE inst = $1 AND person = $2"
	   " AND subject = $3",
};

enum err
subjects_teacher_delete(
    struct db *db, int64_t inst, int64_t person, int64_t subject)
{
	return db_run(db, &teacher_delete, NULL, A_INT(inst), A_INT(person),
	    A_INT(subject));
}
