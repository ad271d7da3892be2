/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/columns.h"

#include "store/list.h"

#define COLUMNS                                                                \
	" m.journal, m.col, m.lesson, m.kind, m.title, m.day, m.number,"       \
	" m.ord, m.scale, m.seq, m.created_at, m.removed_at"
#define LETTERS "iiIssiiisiiI"
#define COLUMNS_N 12

static void
read_row(struct rows *rows, struct arena *arena, struct column *out)
{
	*out = (struct column){
	    .journal = rows_int(rows, 0),
	    .col = rows_int(rows, 1),
	    .lesson = rows_int(rows, 2),
	    .kind = arena_strdup(arena, rows_text(rows, 3)),
	    .title = arena_strdup(arena, rows_text(rows, 4)),
	    .day = rows_int(rows, 5),
	    .number = rows_int(rows, 6),
	    .ord = rows_int(rows, 7),
	    .scale = arena_strdup(arena, rows_text(rows, 8)),
	    .seq = rows_int(rows, 9),
	    .created_at = rows_int(rows, 10),
	    .removed_at = rows_int(rows, 11),
	};
}

static const struct stmt find STMT = {
    .name = "columns.find",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT" COLUMNS " FROM mark_column m WHERE m.inst = $1"
	   " AND m.journal = $2 AND m.col = $3",
};

enum err
columns_find(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t col, struct column *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &find, &rows, A_INT(inst), A_INT(journal), A_INT(col))))
		return err;
	read_row(&rows, arena, out);
	return OK;
}

static const struct stmt insert STMT = {
    .name = "columns.insert",
    .params = "iiiIssiiisii",
    .columns = "",
    .sql = "INSERT INTO mark_column (inst, journal, col, lesson, kind, title,"
	   " day, number, ord, scale, seq, created_at, removed_at)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, NULL)",
};

enum err
columns_insert(struct db *db, int64_t inst, const struct column *column)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(column->journal),
	    A_INT(column->col),
	    column->lesson ? A_INT(column->lesson) : A_NULL(),
	    A_TEXT(column->kind), A_TEXT(column->title), A_INT(column->day),
	    A_INT(column->number), A_INT(column->ord), A_TEXT(column->scale),
	    A_INT(column->seq), A_INT(column->created_at));
}

static const struct stmt update STMT = {
    .name = "columns.update",
    .params = "ssiiiiIiiii",
    .columns = "",
    .sql = "UPDATE mark_column SET kind = $1, title = $2, day = $3,"
	   " number = $4, ord = $5, seq = $6, removed_at = $7"
	   " WHERE inst = $8 AND journal = $9 AND col = $10 AND seq = $11",
};

enum err
columns_update(
    struct db *db, int64_t inst, const struct column *column, int64_t seen)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_TEXT(column->kind),
		 A_TEXT(column->title), A_INT(column->day),
		 A_INT(column->number), A_INT(column->ord), A_INT(column->seq),
		 column->removed_at ? A_INT(column->removed_at) : A_NULL(),
		 A_INT(inst), A_INT(column->journal), A_INT(column->col),
		 A_INT(seen))))
		return err;
	return changed ? OK : ERR_CONFLICT;
}

static const struct stmt list_days STMT = {
    .name = "columns.list",
    .params = "iiii",
    .columns = LETTERS "II",
    .sql = "SELECT" COLUMNS ", l.hours, l.taken_at FROM mark_column m"
	   " LEFT JOIN lesson l ON l.inst = m.inst AND l.journal = m.journal"
	   " AND l.lesson = m.lesson"
	   " WHERE m.inst = $1 AND m.journal = $2 AND m.day >= $3"
	   " AND m.day <= $4 AND m.removed_at IS NULL"
	   " ORDER BY m.day, m.number, m.ord, m.col LIMIT 1000",
};

enum err
columns_list(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t from, int64_t to, struct column **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {.arena = arena, .size = sizeof(struct column)};
	enum err err;

	if ((err = db_query(db, &list_days, &rows, A_INT(inst), A_INT(journal),
		 A_INT(from), A_INT(to))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct column *column = list_add(&list);

		read_row(&rows, arena, column);
		column->hours = rows_int(&rows, COLUMNS_N);
		column->taken_at = rows_int(&rows, COLUMNS_N + 1);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct column *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt list_lesson STMT = {
    .name = "columns.list_lesson",
    .params = "iii",
    .columns = LETTERS,
    /* Through the index by day: a lesson and its columns share the place. */
    .sql = "SELECT" COLUMNS " FROM lesson l"
	   " JOIN mark_column m ON m.inst = l.inst AND m.journal = l.journal"
	   " AND m.day = l.day AND m.number = l.number AND m.lesson = l.lesson"
	   " WHERE l.inst = $1 AND l.journal = $2 AND l.lesson = $3"
	   " AND m.removed_at IS NULL ORDER BY m.ord, m.col LIMIT 100",
};

enum err
columns_list_lesson(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t lesson, struct column **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {.arena = arena, .size = sizeof(struct column)};
	enum err err;

	if ((err = db_query(db, &list_lesson, &rows, A_INT(inst),
		 A_INT(journal), A_INT(lesson))))
		return err;
	while (!(err = rows_next(&rows)))
		read_row(&rows, arena, list_add(&list));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct column *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt move STMT = {
    .name = "columns.move",
    .params = "iiiii",
    .columns = "",
    .sql = "UPDATE mark_column SET day = $1, number = $2"
	   " WHERE inst = $3 AND journal = $4 AND lesson = $5",
};

enum err
columns_move(struct db *db, int64_t inst, int64_t journal, int64_t lesson,
    int64_t day, int64_t number)
{
	return db_run(db, &move, NULL, A_INT(day), A_INT(number), A_INT(inst),
	    A_INT(journal), A_INT(lesson));
}

static const struct stmt marks STMT = {
    .name = "columns.marks",
    .params = "iii",
    .columns = "i",
    .sql = "SELECT count(*) FROM mark WHERE inst = $1 AND journal = $2"
	   " AND col = $3 AND value IS NOT NULL",
};

enum err
columns_marks(
    struct db *db, int64_t inst, int64_t journal, int64_t col, int64_t *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &marks, &rows, A_INT(inst), A_INT(journal), A_INT(col))))
		return err;
	*out = rows_int(&rows, 0);
	return OK;
}
