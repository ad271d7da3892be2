/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/marks.h"

#include "store/list.h"
#include "store/row.h"

static const struct stmt find STMT = {
    .name = "marks.find",
    .params = "iiii",
    .columns = "Sii",
    .sql = "SELECT value, seq, changes FROM mark WHERE inst = $1"
	   " AND journal = $2 AND col = $3 AND pupil = $4",
};

enum err
marks_find(struct db *db, struct arena *arena, int64_t inst,
    struct mark_key key, struct mark *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(key.journal),
		 A_INT(key.col), A_INT(key.pupil))))
		return err;
	*out = (struct mark){
	    .col = key.col,
	    .pupil = key.pupil,
	    .value = row_copy(arena, &rows, 0),
	    .seq = rows_int(&rows, 1),
	    .changes = rows_int(&rows, 2),
	};
	return OK;
}

/* Compare and set: a row that is newer than what was seen stays. */
static const struct stmt set STMT = {
    .name = "marks.set",
    .params = "iiiiSii",
    .columns = "",
    .sql = "INSERT INTO mark (inst, journal, col, pupil, value, seq, changes)"
	   " VALUES ($1, $2, $3, $4, $5, $6, 0)"
	   " ON CONFLICT (inst, journal, col, pupil) DO UPDATE"
	   " SET value = EXCLUDED.value, seq = EXCLUDED.seq,"
	   " changes = mark.changes + 1 WHERE mark.seq = $7",
};

enum err
marks_set(struct db *db, int64_t inst, struct mark_key key, const char *value,
    int64_t seq, int64_t seen)
{
	return db_send_sure(db, &set, A_INT(inst), A_INT(key.journal),
	    A_INT(key.col), A_INT(key.pupil), A_TEXT(value), A_INT(seq),
	    A_INT(seen));
}

static const struct stmt list_columns STMT = {
    .name = "marks.list",
    .params = "iiii",
    .columns = "iiSii",
    .sql = "SELECT col, pupil, value, changes, seq FROM mark"
	   " WHERE inst = $1 AND journal = $2 AND col >= $3 AND col <= $4"
	   " ORDER BY col, pupil LIMIT 20000",
};

/* A fifth less work a row, and a page has a thousand. */
static const struct stmt list_values STMT = {
    .name = "marks.list_values",
    .params = "iiii",
    .columns = "iiSi",
    .sql = "SELECT col, pupil, value, changes FROM mark"
	   " WHERE inst = $1 AND journal = $2 AND col >= $3 AND col <= $4"
	   " ORDER BY col, pupil LIMIT 20000",
};

static enum err
read_list(struct rows *rows, struct arena *arena, bool with_seq,
    struct mark **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(struct mark)};
	enum err err;

	while (!(err = rows_next(rows))) {
		struct mark *mark = list_add(&list);

		mark->col = rows_int(rows, 0);
		mark->pupil = rows_int(rows, 1);
		mark->value = row_copy(arena, rows, 2);
		mark->changes = rows_int(rows, 3);
		mark->seq = with_seq ? rows_int(rows, 4) : -1;
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct mark *)(void *)list.p;
	*n = list.n;
	return OK;
}

enum err
marks_list(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t col_from, int64_t col_to, struct mark **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_columns, &rows, A_INT(inst),
		 A_INT(journal), A_INT(col_from), A_INT(col_to))))
		return err;
	return read_list(&rows, arena, true, out, n);
}

enum err
marks_list_values(struct db *db, struct arena *arena, int64_t inst,
    int64_t journal, int64_t col_from, int64_t col_to, struct mark **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_values, &rows, A_INT(inst),
		 A_INT(journal), A_INT(col_from), A_INT(col_to))))
		return err;
	return read_list(&rows, arena, false, out, n);
}

#define OF_PUPIL                                                               \
	"SELECT k.col, k.pupil, k.value, k.seq, k.changes, m.journal,"         \
	" m.lesson, m.kind, m.title, m.day, m.number, s.name, j.part, c.label"
#define OF_PUPIL_LETTERS "iiSiiiIssiisss"
#define NAMES                                                                  \
	" JOIN class c ON c.inst = j.inst AND c.class = j.class"               \
	" JOIN subject s ON s.inst = j.inst AND s.subject = j.subject"

static enum err
read_of_pupil(struct rows *rows, struct arena *arena,
    struct mark_of_pupil **out, size_t *n)
{
	struct list list = {
	    .arena = arena, .size = sizeof(struct mark_of_pupil)};
	enum err err;

	while (!(err = rows_next(rows))) {
		struct mark_of_pupil *m = list_add(&list);

		m->mark = (struct mark){
		    .col = rows_int(rows, 0),
		    .pupil = rows_int(rows, 1),
		    .value = row_copy(arena, rows, 2),
		    .seq = rows_int(rows, 3),
		    .changes = rows_int(rows, 4),
		};
		m->journal = rows_int(rows, 5);
		m->lesson = rows_int(rows, 6);
		m->kind = arena_strdup(arena, rows_text(rows, 7));
		m->title = arena_strdup(arena, rows_text(rows, 8));
		m->day = rows_int(rows, 9);
		m->number = rows_int(rows, 10);
		m->subject = arena_strdup(arena, rows_text(rows, 11));
		m->part = arena_strdup(arena, rows_text(rows, 12));
		m->label = arena_strdup(arena, rows_text(rows, 13));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct mark_of_pupil *)(void *)list.p;
	*n = list.n;
	return OK;
}

/* A week has few columns and a pupil many marks: go through the columns, in
 * this order (see lessons.c). */
static const struct stmt list_pupil STMT = {
    .name = "marks.list_pupil",
    .params = "iiii",
    .columns = OF_PUPIL_LETTERS,
    .sql = OF_PUPIL
    " FROM enrolment e CROSS JOIN journal j CROSS JOIN mark_column m"
    " JOIN mark k ON k.inst = m.inst AND k.journal = m.journal"
    " AND k.col = m.col AND k.pupil = e.pupil" NAMES
    " WHERE e.inst = $1 AND e.pupil = $2 AND j.inst = e.inst"
    " AND j.class = e.class AND m.inst = j.inst"
    " AND m.journal = j.journal AND m.day >= $3 AND m.day <= $4"
    " AND m.day >= e.starts_on"
    " AND (e.ends_on IS NULL OR m.day <= e.ends_on)"
    " AND m.removed_at IS NULL AND j.removed_at IS NULL"
    " ORDER BY m.day, m.number, m.journal, m.ord, m.col LIMIT 1000",
};

enum err
marks_list_pupil(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t from, int64_t to, struct mark_of_pupil **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_pupil, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(from), A_INT(to))))
		return err;
	return read_of_pupil(&rows, arena, out, n);
}

#define FROM_MARKS                                                             \
	" FROM mark k"                                                         \
	" JOIN mark_column m ON m.inst = k.inst AND m.journal = k.journal"     \
	" AND m.col = k.col"                                                   \
	" JOIN journal j ON j.inst = k.inst AND j.journal = k.journal" NAMES

static const struct stmt list_subjects STMT = {
    .name = "marks.list_subjects",
    .params = "iiii",
    .columns = OF_PUPIL_LETTERS,
    .sql = OF_PUPIL FROM_MARKS
    " WHERE k.inst = $1 AND k.pupil = $2 AND m.day >= $3 AND m.day <= $4"
    " AND m.removed_at IS NULL AND j.removed_at IS NULL"
    " ORDER BY s.name_sort, j.part, m.journal, m.day, m.number, m.ord,"
    " m.col LIMIT 5000",
};

enum err
marks_list_subjects(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t from, int64_t to, struct mark_of_pupil **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_subjects, &rows, A_INT(inst),
		 A_INT(pupil), A_INT(from), A_INT(to))))
		return err;
	return read_of_pupil(&rows, arena, out, n);
}

static const struct stmt list_changed STMT = {
    .name = "marks.list_changed",
    .params = "iii",
    .columns = OF_PUPIL_LETTERS,
    .sql = OF_PUPIL FROM_MARKS
    " JOIN event_content v ON v.inst = k.inst AND v.seq = k.seq"
    " WHERE k.inst = $1 AND k.pupil = $2 AND k.changes > 0"
    " AND v.at >= $3 AND m.removed_at IS NULL AND j.removed_at IS NULL"
    " ORDER BY k.seq DESC LIMIT 20",
};

enum err
marks_list_changed(struct db *db, struct arena *arena, int64_t inst,
    int64_t pupil, int64_t since, struct mark_of_pupil **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_changed, &rows, A_INT(inst), A_INT(pupil),
		 A_INT(since))))
		return err;
	return read_of_pupil(&rows, arena, out, n);
}
