/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/journals.h"

#include "store/list.h"

/* A person is to a journal what the tables say on the day; the leaving date
 * ends it at once. */
#define TEACHES                                                                \
	" CASE WHEN EXISTS (SELECT 1 FROM journal_teacher t"                   \
	" JOIN person p ON p.inst = t.inst AND p.person = t.person"            \
	" WHERE t.inst = j.inst AND t.journal = j.journal AND t.person = $1"   \
	" AND t.starts_on <= $2 AND (t.ends_on IS NULL OR t.ends_on >= $2)"    \
	" AND (p.left_on IS NULL OR p.left_on >= $2)) THEN 1 ELSE 0 END,"
#define LEADS                                                                  \
	" CASE WHEN EXISTS (SELECT 1 FROM class_teacher t"                     \
	" JOIN person p ON p.inst = t.inst AND p.person = t.person"            \
	" WHERE t.inst = j.inst AND t.class = j.class AND t.person = $1"       \
	" AND t.starts_on <= $2 AND (t.ends_on IS NULL OR t.ends_on >= $2)"    \
	" AND (p.left_on IS NULL OR p.left_on >= $2)) THEN 1 ELSE 0 END"
#define COLUMNS                                                                \
	" j.journal, j.year, j.class, j.subject, j.part, c.label, s.name,"     \
	" c.grade, c.label_sort, s.name_sort, j.removed_at"
#define FROM                                                                   \
	" FROM journal j"                                                      \
	" JOIN class c ON c.inst = j.inst AND c.class = j.class"               \
	" JOIN subject s ON s.inst = j.inst AND s.subject = j.subject"
#define ORDER                                                                  \
	" ORDER BY c.label_sort, s.name_sort, j.part, j.journal LIMIT 4000"

static void
read_row(struct rows *rows, struct arena *arena, int col, struct journal *out)
{
	out->journal = rows_int(rows, col);
	out->year = rows_int(rows, col + 1);
	out->class = rows_int(rows, col + 2);
	out->subject = rows_int(rows, col + 3);
	out->part = arena_strdup(arena, rows_text(rows, col + 4));
	out->label = arena_strdup(arena, rows_text(rows, col + 5));
	out->name = arena_strdup(arena, rows_text(rows, col + 6));
	out->grade = rows_int(rows, col + 7);
	out->label_sort = arena_strdup(arena, rows_text(rows, col + 8));
	out->name_sort = arena_strdup(arena, rows_text(rows, col + 9));
	out->removed_at = rows_int(rows, col + 10);
}

static const struct stmt find STMT = {
    .name = "journals.find",
    .params = "iiii",
    .columns = "iiiiiisssissI",
    .sql = "SELECT" TEACHES LEADS "," COLUMNS FROM
	   " WHERE j.inst = $3 AND j.journal = $4",
};

enum err
journals_find(struct db *db, struct arena *arena, int64_t inst, int64_t journal,
    int64_t person, int64_t day, struct journal *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(person), A_INT(day),
		 A_INT(inst), A_INT(journal))))
		return err;
	*out = (struct journal){
	    .teaches = rows_int(&rows, 0) == 1,
	    .leads_class = rows_int(&rows, 1) == 1,
	};
	read_row(&rows, arena, 2, out);
	return OK;
}

static const struct stmt insert STMT = {
    .name = "journals.insert",
    .params = "iiiiisi",
    .columns = "",
    .sql = "INSERT INTO journal (inst, journal, year, class, subject, part,"
	   " created_at, removed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
};

enum err
journals_insert(
    struct db *db, int64_t inst, const struct journal *journal, int64_t now)
{
	return db_run(db, &insert, NULL, A_INT(inst), A_INT(journal->journal),
	    A_INT(journal->year), A_INT(journal->class),
	    A_INT(journal->subject), A_TEXT(journal->part), A_INT(now));
}

static const struct stmt set_removed STMT = {
    .name = "journals.set_removed",
    .params = "Iii",
    .columns = "",
    .sql = "UPDATE journal SET removed_at = $1"
	   " WHERE inst = $2 AND journal = $3",
};

enum err
journals_set_removed(
    struct db *db, int64_t inst, int64_t journal, int64_t removed_at)
{
	int64_t changed;
	enum err err;

	if ((err = db_run(db, &set_removed, &changed,
		 removed_at ? A_INT(removed_at) : A_NULL(), A_INT(inst),
		 A_INT(journal))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt list_year STMT = {
    .name = "journals.list",
    .params = "ii",
    .columns = "iiiisssissI",
    .sql = "SELECT" COLUMNS FROM " WHERE j.inst = $1 AND j.year = $2"
	   " AND j.removed_at IS NULL" ORDER,
};

static const struct stmt list_class STMT = {
    .name = "journals.list_class",
    .params = "ii",
    .columns = "iiiisssissI",
    .sql = "SELECT" COLUMNS FROM " WHERE j.inst = $1 AND j.class = $2"
	   " AND j.removed_at IS NULL" ORDER,
};

static enum err
read_list(
    struct rows *rows, struct arena *arena, struct journal **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(struct journal)};
	enum err err;

	while (!(err = rows_next(rows)))
		read_row(rows, arena, 0, list_add(&list));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct journal *)(void *)list.p;
	*n = list.n;
	return OK;
}

enum err
journals_list(struct db *db, struct arena *arena, int64_t inst, int64_t year,
    struct journal **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_year, &rows, A_INT(inst), A_INT(year))))
		return err;
	return read_list(&rows, arena, out, n);
}

enum err
journals_list_class(struct db *db, struct arena *arena, int64_t inst,
    int64_t class, struct journal **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_class, &rows, A_INT(inst), A_INT(class))))
		return err;
	return read_list(&rows, arena, out, n);
}

static const struct stmt list_taught STMT = {
    .name = "journals.list_taught",
    .params = "iii",
    .columns = "iiiisssissI",
    .sql = "SELECT" COLUMNS FROM " JOIN journal_teacher t ON t.inst = j.inst"
	   " AND t.journal = j.journal"
	   " JOIN person p ON p.inst = t.inst AND p.person = t.person"
	   " WHERE t.inst = $1 AND t.person = $2 AND t.starts_on <= $3"
	   " AND (t.ends_on IS NULL OR t.ends_on >= $3)"
	   " AND (p.left_on IS NULL OR p.left_on >= $3)"
	   " AND j.removed_at IS NULL" ORDER,
};

enum err
journals_list_taught(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, int64_t day, struct journal **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_taught, &rows, A_INT(inst), A_INT(person),
		 A_INT(day))))
		return err;
	if ((err = read_list(&rows, arena, out, n)))
		return err;
	for (size_t i = 0; i < *n; i++)
		(*out)[i].teaches = true;
	return OK;
}

#define TEACHERS                                                               \
	"SELECT t.journal, t.person, t.starts_on, t.ends_on, p.surname,"       \
	" p.given, p.patronymic, p.log_id FROM journal_teacher t"              \
	" JOIN person p ON p.inst = t.inst AND p.person = t.person"

static const struct stmt teachers_one STMT = {
    .name = "journals.teachers",
    .params = "iii",
    .columns = "iiiIssss",
    .sql = TEACHERS " WHERE t.inst = $1 AND t.journal = $2"
		    " AND t.starts_on <= $3"
		    " AND (t.ends_on IS NULL OR t.ends_on >= $3)"
		    " AND (p.left_on IS NULL OR p.left_on >= $3)"
		    " ORDER BY t.journal, p.name_sort, t.person LIMIT 4000",
};

static const struct stmt teachers_year STMT = {
    .name = "journals.teachers_year",
    .params = "iii",
    .columns = "iiiIssss",
    .sql = TEACHERS " JOIN journal j ON j.inst = t.inst"
		    " AND j.journal = t.journal"
		    " WHERE t.inst = $1 AND j.year = $2 AND t.starts_on <= $3"
		    " AND (t.ends_on IS NULL OR t.ends_on >= $3)"
		    " AND (p.left_on IS NULL OR p.left_on >= $3)"
		    " ORDER BY t.journal, p.name_sort, t.person LIMIT 8000",
};

enum err
journals_teachers(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, int64_t journal, int64_t day, struct journal_teacher **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {
	    .arena = arena, .size = sizeof(struct journal_teacher)};
	enum err err;

	if ((err = db_query(db, journal ? &teachers_one : &teachers_year, &rows,
		 A_INT(inst), A_INT(journal ? journal : year), A_INT(day))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct journal_teacher *t = list_add(&list);

		t->journal = rows_int(&rows, 0);
		t->person = rows_int(&rows, 1);
		t->starts_on = rows_int(&rows, 2);
		t->ends_on = rows_int(&rows, 3);
		t->surname = arena_strdup(arena, rows_text(&rows, 4));
		t->given = arena_strdup(arena, rows_text(&rows, 5));
		t->patronymic = arena_strdup(arena, rows_text(&rows, 6));
		t->log_id = arena_strdup(arena, rows_text(&rows, 7));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct journal_teacher *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt teacher_add STMT = {
    .name = "journals.teacher_add",
    .params = "iiiiI",
    .columns = "",
    .sql = "INSERT INTO journal_teacher (inst, journal, person, starts_on,"
	   " ends_on) VALUES ($1, $2, $3, $4, $5)",
};

enum err
journals_teacher_add(struct db *db, int64_t inst, int64_t journal,
    int64_t person, int64_t starts_on, int64_t ends_on)
{
	return db_run(db, &teacher_add, NULL, A_INT(inst), A_INT(journal),
	    A_INT(person), A_INT(starts_on),
	    ends_on ? A_INT(ends_on) : A_NULL());
}

static const struct stmt teacher_end STMT = {
    .name = "journals.teacher_end",
    .params = "iiii",
    .columns = "",
    .sql = "UPDATE journal_teacher SET ends_on = $1 WHERE inst = $2"
	   " AND journal = $3 AND person = $4"
	   " AND (ends_on IS NULL OR ends_on > $1)",
};

enum err
journals_teacher_end(struct db *db, int64_t inst, int64_t journal,
    int64_t person, int64_t ends_on, int64_t *changed)
{
	return db_run(db, &teacher_end, changed, A_INT(ends_on), A_INT(inst),
	    A_INT(journal), A_INT(person));
}

static const struct stmt teacher_open STMT = {
    .name = "journals.teacher_open",
    .params = "iiii",
    .columns = "",
    .sql = "INSERT INTO journal_teacher (inst, journal, person, starts_on)"
	   " VALUES ($1, $2, $3, $4) ON CONFLICT (inst, journal, person,"
	   " starts_on) DO UPDATE SET ends_on = NULL",
};

enum err
journals_teacher_open(struct db *db, int64_t inst, int64_t journal,
    int64_t person, int64_t starts_on)
{
	return db_run(db, &teacher_open, NULL, A_INT(inst), A_INT(journal),
	    A_INT(person), A_INT(starts_on));
}

static const struct stmt find_removed STMT = {
    .name = "journals.find_removed",
    .params = "iiis",
    .columns = "i",
    .sql = "SELECT journal FROM journal WHERE inst = $1 AND class = $2"
	   " AND subject = $3 AND part = $4 AND removed_at IS NOT NULL",
};

enum err
journals_find_removed(struct db *db, int64_t inst, int64_t class,
    int64_t subject, const char *part, int64_t *journal)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find_removed, &rows, A_INT(inst), A_INT(class),
		 A_INT(subject), A_TEXT(part))))
		return err;
	*journal = rows_int(&rows, 0);
	return OK;
}
