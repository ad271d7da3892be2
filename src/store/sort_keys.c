/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/sort_keys.h"

#include <stdbool.h>
#include <string.h>

#include "base/text.h"

#define PIECE 500

static const struct stmt people STMT = {
    .name = "sort_keys.people",
    .params = "iii",
    .columns = "is",
    /* As people.c makes its keys. */
    .sql = "SELECT person, surname || '" TEXT_NAME_BREAK
	   "' || given || '" TEXT_NAME_BREAK "' || patronymic FROM person"
	   " WHERE inst = $1 AND person > $2 ORDER BY person LIMIT $3",
};
static const struct stmt people_set STMT = {
    .name = "sort_keys.people_set",
    .params = "ssii",
    .columns = "",
    .sql = "UPDATE person SET name_fold = $1, name_sort = $2"
	   " WHERE inst = $3 AND person = $4",
};

static const struct stmt subjects STMT = {
    .name = "sort_keys.subjects",
    .params = "iii",
    .columns = "is",
    .sql = "SELECT subject, name FROM subject"
	   " WHERE inst = $1 AND subject > $2 ORDER BY subject LIMIT $3",
};
static const struct stmt subjects_set STMT = {
    .name = "sort_keys.subjects_set",
    .params = "ssii",
    .columns = "",
    .sql = "UPDATE subject SET name_fold = $1, name_sort = $2"
	   " WHERE inst = $3 AND subject = $4",
};

static const struct stmt classes STMT = {
    .name = "sort_keys.classes",
    .params = "iii",
    .columns = "is",
    .sql = "SELECT class, label FROM class"
	   " WHERE inst = $1 AND class > $2 ORDER BY class LIMIT $3",
};
/* A label has no folded form; the first value keeps all four alike. */
static const struct stmt classes_set STMT = {
    .name = "sort_keys.classes_set",
    .params = "ssii",
    .columns = "",
    .sql = "UPDATE class SET label_sort = CASE WHEN $1 = '' THEN label_sort"
	   " ELSE $2 END WHERE inst = $3 AND class = $4",
};

static const struct stmt rooms STMT = {
    .name = "sort_keys.rooms",
    .params = "iii",
    .columns = "is",
    .sql = "SELECT room, name FROM room"
	   " WHERE inst = $1 AND room > $2 ORDER BY room LIMIT $3",
};
static const struct stmt rooms_set STMT = {
    .name = "sort_keys.rooms_set",
    .params = "ssii",
    .columns = "",
    .sql = "UPDATE room SET name_fold = $1, name_sort = $2"
	   " WHERE inst = $3 AND room = $4",
};

static const struct stmt institutions STMT = {
    .name = "sort_keys.institutions",
    .params = "iii",
    .columns = "is",
    .sql = "SELECT inst, name FROM institution"
	   " WHERE inst >= $1 AND inst > $2 ORDER BY inst LIMIT $3",
};
static const struct stmt institutions_set STMT = {
    .name = "sort_keys.institutions_set",
    .params = "ssii",
    .columns = "",
    .sql = "UPDATE institution SET name_fold = $1, name_sort = $2"
	   " WHERE inst >= $3 AND inst = $4",
};

struct table {
	const struct stmt *list, *set;
	bool numeric; /* "№ 10" after "№ 2" */
};

static const struct table school[] = {
    {&people, &people_set, false},
    {&subjects, &subjects_set, false},
    {&classes, &classes_set, true},
    {&rooms, &rooms_set, true},
};
static const struct table registry[] = {
    {&institutions, &institutions_set, true},
};

struct row {
	int64_t id;
	const char *name;
};

static enum err
read_piece(struct db *db, struct arena *arena, const struct table *t,
    int64_t inst, int64_t after, struct row *out, size_t *got)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	*got = 0;
	if ((err = db_query(
		 db, t->list, &rows, A_INT(inst), A_INT(after), A_INT(PIECE))))
		return err;
	while (*got < PIECE && !(err = rows_next(&rows)))
		out[(*got)++] = (struct row){rows_int(&rows, 0),
		    arena_strdup(arena, rows_text(&rows, 1))};
	return err == ERR_NOT_FOUND ? OK : err;
}

/* The name as it is written: for the folded form. */
static const char *
in_one(struct arena *arena, const char *name)
{
	const size_t len = sizeof(TEXT_NAME_BREAK) - 1;
	char *out = arena_strdup(arena, name), *at = out;

	while ((at = strstr(at, TEXT_NAME_BREAK))) {
		*at = ' ';
		memmove(at + 1, at + len, strlen(at + len) + 1);
	}
	return out;
}

static enum err
rebuild_table(struct db *db, const struct table *t, int64_t inst, int64_t *n)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct row *rows = arena_array(arena, PIECE, sizeof(*rows));
	int64_t after = 0;
	size_t got = PIECE;
	enum err err = OK;

	while (!err && got == PIECE) {
		AUTO_ARENA struct arena *piece = arena_new();

		err = read_piece(db, piece, t, inst, after, rows, &got);
		for (size_t i = 0; !err && i < got; i++) {
			const char *name = rows[i].name;

			err = db_run(db, t->set, NULL,
			    A_TEXT(text_fold(piece, in_one(piece, name))),
			    A_TEXT(t->numeric
				       ? text_sort_key_numeric(piece, name)
				       : text_sort_key(piece, name)),
			    A_INT(inst), A_INT(rows[i].id));
			after = rows[i].id;
			++*n;
		}
	}
	return err;
}

enum err
sort_keys_rebuild(struct db *db, int64_t inst, int64_t *n)
{
	const struct table *tables = inst ? school : registry;
	const size_t count = inst ? sizeof(school) / sizeof(school[0])
				  : sizeof(registry) / sizeof(registry[0]);
	enum err err = OK;

	*n = 0;
	for (size_t i = 0; !err && i < count; i++)
		err = rebuild_table(db, &tables[i], inst, n);
	return err;
}
