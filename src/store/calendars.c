/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/calendars.h"

#include <string.h>

#include "store/list.h"
#include "store/row.h"

/* A row an entry and class. */
#define ROWS_MAX (CALENDARS_MAX * 20)

static const char *const kind_names[CALENDAR_KINDS] = {
    "holiday", "dayoff", "workday", "remote"};

const char *
calendars_kind_name(enum calendar_kind kind)
{
	return kind_names[kind];
}

bool
calendars_kind_parse(const char *name, enum calendar_kind *kind)
{
	for (int i = 0; i < CALENDAR_KINDS; i++)
		if (!strcmp(kind_names[i], name)) {
			*kind = (enum calendar_kind)i;
			return true;
		}
	return false;
}

#define COLUMNS                                                                \
	"e.entry, e.kind, e.starts_on, e.ends_on, e.as_weekday,"               \
	" e.name, k.class, c.label"
#define TABLES                                                                 \
	" FROM calendar_entry e LEFT JOIN calendar_class k"                    \
	" ON k.inst = e.inst AND k.entry = e.entry LEFT JOIN class c"          \
	" ON c.inst = k.inst AND c.class = k.class"
#define LETTERS "isiiisIS"

static void
add_class(
    struct arena *arena, struct calendar_entry *entry, const struct rows *rows)
{
	if (rows_null(rows, 6) || entry->classes_n == CALENDARS_CLASSES_MAX)
		return;
	if (!entry->classes) {
		entry->classes = arena_array(
		    arena, CALENDARS_CLASSES_MAX, sizeof(*entry->classes));
		entry->labels = arena_array(
		    arena, CALENDARS_CLASSES_MAX, sizeof(*entry->labels));
	}
	entry->labels[entry->classes_n] = row_copy_or_empty(arena, rows, 7);
	entry->classes[entry->classes_n++] = rows_int(rows, 6);
}

/* Rows of one entry follow each other. */
static enum err
entries_read(struct arena *arena, struct rows *rows,
    struct calendar_entry **out, size_t *n)
{
	struct list got = {arena, .size = sizeof(struct calendar_entry)};
	struct calendar_entry *entry = NULL;
	enum err err;

	while (!(err = rows_next(rows))) {
		if (!entry || entry->entry != rows_int(rows, 0)) {
			entry = list_add(&got);
			entry->entry = rows_int(rows, 0);
			if (!calendars_kind_parse(
				rows_text(rows, 1), &entry->kind))
				return ERR_CORRUPT;
			entry->starts_on = rows_int(rows, 2);
			entry->ends_on = rows_int(rows, 3);
			entry->as_weekday = rows_int(rows, 4);
			entry->name = arena_strdup(arena, rows_text(rows, 5));
		}
		add_class(arena, entry, rows);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct calendar_entry *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt list STMT = {
    .name = "calendars.list",
    .params = "iiii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE e.inst = $1 AND e.ends_on >= $2"
	   " AND e.starts_on <= $3 ORDER BY e.starts_on, e.entry,"
	   " c.label_sort, k.class LIMIT $4",
};

enum err
calendars_list(struct db *db, struct arena *arena, int64_t inst, int64_t from,
    int64_t to, struct calendar_entry **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(from),
		 A_INT(to), A_INT(ROWS_MAX))))
		return err;
	return entries_read(arena, &rows, out, n);
}

static const struct stmt find STMT = {
    .name = "calendars.find",
    .params = "iii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS TABLES " WHERE e.inst = $1 AND e.entry = $2"
	   " ORDER BY c.label_sort, k.class LIMIT $3",
};

enum err
calendars_find(struct db *db, struct arena *arena, int64_t inst, int64_t entry,
    struct calendar_entry *out)
{
	AUTO_ROWS struct rows rows = {0};
	struct calendar_entry *got;
	size_t n;
	enum err err;

	if ((err = db_query(db, &find, &rows, A_INT(inst), A_INT(entry),
		 A_INT(CALENDARS_CLASSES_MAX))) ||
	    (err = entries_read(arena, &rows, &got, &n)))
		return err;
	if (n == 0)
		return ERR_NOT_FOUND;
	*out = got[0];
	return OK;
}

static const struct stmt set STMT = {
    .name = "calendars.set",
    .params = "iisiiis",
    .columns = "",
    .sql = "INSERT INTO calendar_entry (inst, entry, kind, starts_on,"
	   " ends_on, as_weekday, name) VALUES ($1, $2, $3, $4, $5, $6, $7)"
	   " ON CONFLICT (inst, entry) DO UPDATE SET kind = EXCLUDED.kind,"
	   " starts_on = EXCLUDED.starts_on, ends_on = EXCLUDED.ends_on,"
	   " as_weekday = EXCLUDED.as_weekday, name = EXCLUDED.name",
};

static const struct stmt classes_delete STMT = {
    .name = "calendars.classes_delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM calendar_class WHERE inst = $1 AND entry = $2",
};

static const struct stmt class_add STMT = {
    .name = "calendars.class_add",
    .params = "iii",
    .columns = "",
    .sql = "INSERT INTO calendar_class (inst, entry, class)"
	   " VALUES ($1, $2, $3) ON CONFLICT (inst, entry, class) DO NOTHING",
};

enum err
calendars_put(struct db *db, int64_t inst, const struct calendar_entry *e)
{
	enum err err;

	if ((err = db_run(db, &set, NULL, A_INT(inst), A_INT(e->entry),
		 A_TEXT(kind_names[e->kind]), A_INT(e->starts_on),
		 A_INT(e->ends_on), A_INT(e->as_weekday), A_TEXT(e->name))) ||
	    (err = db_run(
		 db, &classes_delete, NULL, A_INT(inst), A_INT(e->entry))))
		return err;
	for (size_t i = 0; i < e->classes_n; i++)
		if ((err = db_run(db, &class_add, NULL, A_INT(inst),
			 A_INT(e->entry), A_INT(e->classes[i]))))
			return err;
	return OK;
}

static const struct stmt delete STMT = {
    .name = "calendars.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM calendar_entry WHERE inst = $1 AND entry = $2",
};

enum err
calendars_delete(struct db *db, int64_t inst, int64_t entry)
{
	enum err err;

	if ((err = db_run(
		 db, &classes_delete, NULL, A_INT(inst), A_INT(entry))))
		return err;
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(entry));
}
