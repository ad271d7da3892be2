/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/people_part.h"

#include "base/text.h"
#include "store/days.h"
#include "store/row.h"

struct person
people_row(struct arena *arena, const struct rows *rows)
{
	return (struct person){
	    .id = rows_int(rows, 0),
	    .surname = row_copy(arena, rows, 1),
	    .given = row_copy(arena, rows, 2),
	    .patronymic = row_copy(arena, rows, 3),
	    .birth_on = days_column(rows, 4),
	    .sex = row_copy(arena, rows, 5),
	    .email = row_copy(arena, rows, 6),
	    .phone = row_copy(arena, rows, 7),
	    .note = row_copy(arena, rows, 8),
	    .log_id = row_copy(arena, rows, 9),
	    .left_on = days_column(rows, 10),
	    .merged_into = rows_int(rows, 11),
	    .created_at = rows_int(rows, 12),
	};
}

static const struct stmt find STMT = {
    .name = "people.find",
    .params = "ii",
    .columns = PEOPLE_LETTERS,
    .sql = "SELECT " PEOPLE_COLUMNS " FROM person p"
	   " WHERE p.inst = $1 AND p.person = $2",
};

enum err
people_find(struct db *db, struct arena *arena, int64_t inst, int64_t id,
    struct person *person)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(id))))
		return err;
	*person = people_row(arena, &rows);
	return OK;
}

static const struct stmt all STMT = {
    .name = "people.all",
    .params = "ii",
    .columns = PEOPLE_LETTERS,
    .sql = "SELECT " PEOPLE_COLUMNS " FROM person p WHERE p.inst = $1"
	   " AND p.merged_into IS NULL ORDER BY p.person LIMIT $2",
};

static const struct stmt count_all STMT = {
    .name = "people.count_all",
    .params = "i",
    .columns = "i",
    .sql = "SELECT count(*) FROM person WHERE inst = $1"
	   " AND merged_into IS NULL",
};

static enum err
people_take(struct arena *arena, struct rows *rows, struct person *list,
    size_t max, size_t *n)
{
	size_t got = 0;
	enum err err = OK;

	while (got < max && !(err = rows_next(rows)))
		list[got++] = people_row(arena, rows);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}

enum err
people_all(struct db *db, struct arena *arena, int64_t inst,
    struct person **people, size_t *n)
{
	AUTO_ROWS struct rows count = {0};
	AUTO_ROWS struct rows rows = {0};
	struct person *list;
	int64_t max;
	enum err err;

	if ((err = db_one(db, &count_all, &count, A_INT(inst))))
		return err;
	max = rows_int(&count, 0);
	if (max > PEOPLE_MAX)
		max = PEOPLE_MAX;
	list = arena_array(arena, (size_t)max, sizeof(*list));
	if ((err = db_query(db, &all, &rows, A_INT(inst), A_INT(max))))
		return err;
	if ((err = people_take(arena, &rows, list, (size_t)max, n)))
		return err;
	*people = list;
	return OK;
}

static const struct stmt alike STMT = {
    .name = "people.alike",
    .params = "iii",
    .columns = PEOPLE_LETTERS,
    .sql = "SELECT " PEOPLE_COLUMNS " FROM person p JOIN person q"
	   " ON q.inst = p.inst AND q.person <> p.person"
	   " AND (q.name_fold = p.name_fold OR q.email = p.email)"
	   " WHERE q.inst = $1 AND q.person = $2 AND p.merged_into IS NULL"
	   " ORDER BY p.name_sort, p.person LIMIT $3",
};

#define ALIKE_MAX 20

enum err
people_alike(struct db *db, struct arena *arena, int64_t inst, int64_t id,
    struct person **people, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct person *list = arena_array(arena, ALIKE_MAX, sizeof(*list));
	enum err err;

	if ((err = db_query(
		 db, &alike, &rows, A_INT(inst), A_INT(id), A_INT(ALIKE_MAX))))
		return err;
	if ((err = people_take(arena, &rows, list, ALIKE_MAX, n)))
		return err;
	*people = list;
	return OK;
}

const char *
people_full_name(struct arena *arena, const struct person *p)
{
	if (!p->patronymic[0])
		return arena_printf(arena, "%s %s", p->surname, p->given);
	return arena_printf(
	    arena, "%s %s %s", p->surname, p->given, p->patronymic);
}

static const char *
sort_key(struct arena *arena, const struct person *p)
{
	return text_sort_key(arena,
	    arena_printf(arena, "%s" TEXT_NAME_BREAK "%s" TEXT_NAME_BREAK "%s",
		p->surname, p->given, p->patronymic));
}

static const struct stmt insert STMT = {
    .name = "people.insert",
    .params = "iisssssIsSSSsIi",
    .columns = "",
    .sql = "INSERT INTO person (inst, person, surname, given, patronymic,"
	   " name_fold, name_sort, birth_on, sex, email, phone, note, log_id,"
	   " left_on, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9,"
	   " $10, $11, $12, $13, $14, $15) ON CONFLICT DO NOTHING",
};

enum err
people_insert(struct db *db, struct arena *arena, int64_t inst,
    const struct person *p, bool *inserted)
{
	const char *name = people_full_name(arena, p);
	int64_t changed = 0;
	enum err err;

	err = db_run(db, &insert, &changed, A_INT(inst), A_INT(p->id),
	    A_TEXT(p->surname), A_TEXT(p->given), A_TEXT(p->patronymic),
	    A_TEXT(text_fold(arena, name)), A_TEXT(sort_key(arena, p)),
	    days_arg(p->birth_on), A_TEXT(p->sex), A_TEXT(p->email),
	    A_TEXT(p->phone), A_TEXT(p->note), A_TEXT(p->log_id),
	    days_arg(p->left_on), A_INT(p->created_at));
	if (err)
		return err;
	*inserted = changed == 1;
	return OK;
}

static const struct stmt update STMT = {
    .name = "people.update",
    .params = "sssssIsSSSIii",
    .columns = "",
    .sql = "UPDATE person SET surname = $1, given = $2, patronymic = $3,"
	   " name_fold = $4, name_sort = $5, birth_on = $6, sex = $7,"
	   " email = $8, phone = $9, note = $10, left_on = $11"
	   " WHERE inst = $12 AND person = $13",
};

enum err
people_update(
    struct db *db, struct arena *arena, int64_t inst, const struct person *p)
{
	const char *name = people_full_name(arena, p);
	int64_t changed = 0;
	enum err err;

	err = db_run(db, &update, &changed, A_TEXT(p->surname),
	    A_TEXT(p->given), A_TEXT(p->patronymic),
	    A_TEXT(text_fold(arena, name)), A_TEXT(sort_key(arena, p)),
	    days_arg(p->birth_on), A_TEXT(p->sex), A_TEXT(p->email),
	    A_TEXT(p->phone), A_TEXT(p->note), days_arg(p->left_on),
	    A_INT(inst), A_INT(p->id));
	if (err)
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt set_left STMT = {
    .name = "people.set_left",
    .params = "Iii",
    .columns = "",
    .sql = "UPDATE person SET left_on = $1 WHERE inst = $2"
	   " AND person = $3",
};

enum err
people_set_left(struct db *db, int64_t inst, int64_t id, int64_t left_on)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &set_left, &changed, days_arg(left_on),
		 A_INT(inst), A_INT(id))))
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "people.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM person WHERE inst = $1 AND person = $2",
};

enum err
people_delete(struct db *db, int64_t inst, int64_t id)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(id));
}

static const struct stmt record STMT = {
    .name = "people.record",
    .params = "ii",
    .columns = "iiiiii",
    .sql = "SELECT"
	   " (SELECT count(*) FROM mark WHERE inst = $1 AND pupil = $2),"
	   " (SELECT count(*) FROM attendance WHERE inst = $1 AND pupil = $2)"
	   " + (SELECT count(*) FROM day_absence WHERE inst = $1"
	   " AND pupil = $2),"
	   " (SELECT count(*) FROM lesson l JOIN journal_teacher t"
	   " ON t.inst = l.inst AND t.journal = l.journal WHERE l.inst = $1"
	   " AND t.person = $2 AND l.created_by = $2),"
	   " (SELECT count(*) FROM journal_teacher WHERE inst = $1"
	   " AND person = $2),"
	   " (SELECT count(*) FROM class_teacher WHERE inst = $1"
	   " AND person = $2),"
	   " (SELECT count(*) FROM enrolment WHERE inst = $1 AND pupil = $2)",
};

enum err
people_record(
    struct db *db, int64_t inst, int64_t id, struct people_record *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &record, &rows, A_INT(inst), A_INT(id))))
		return err;
	*out = (struct people_record){
	    .marks = rows_int(&rows, 0),
	    .attendance = rows_int(&rows, 1),
	    .lessons = rows_int(&rows, 2),
	    .journals = rows_int(&rows, 3),
	    .classes = rows_int(&rows, 4),
	    .enrolments = rows_int(&rows, 5),
	};
	return OK;
}
