/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/institutions.h"

#include "base/text.h"
#include "store/list.h"
#include "store/row.h"

#define LIST_MAX 200

static const struct stmt insert STMT = {
	.name = "institutions.insert", .params = "isssssSSSIIsii",
	.columns = "",
	.sql = "INSERT INTO institution (inst, kind, name, name_fold,"
	       " name_sort, region, community, diso_id, edrpou, parent,"
	       " request, state, joined_on, created_at) VALUES ($1, $2, $3,"
	       " $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
};

static struct arg
or_null(int64_t n)
{
	return n ? A_INT(n) : A_NULL();
}

enum err
institutions_insert(
    struct db *db, struct arena *arena, const struct institution *row)
{
	return db_run(db, &insert, NULL, A_INT(row->inst), A_TEXT(row->kind),
	    A_TEXT(row->name), A_TEXT(text_fold(arena, row->name)),
	    A_TEXT(text_sort_key_numeric(arena, row->name)),
	    A_TEXT(row->region), A_TEXT(row->community), A_TEXT(row->diso_id),
	    A_TEXT(row->edrpou), or_null(row->parent), or_null(row->request),
	    A_TEXT(row->state), A_INT(row->joined_on),
	    A_INT(row->created_at));
}

#define COLUMNS                                                               \
	"inst, kind, name, region, community, diso_id, edrpou, parent,"       \
	" request, state, joined_on, created_at"
#define LETTERS "isssSSSIIsii"

static void
read_row(struct rows *rows, struct arena *arena, struct institution *row)
{
	*row = (struct institution){
	    .inst = rows_int(rows, 0),
	    .kind = row_copy(arena, rows, 1),
	    .name = row_copy(arena, rows, 2),
	    .region = row_copy(arena, rows, 3),
	    .community = row_copy(arena, rows, 4),
	    .diso_id = row_copy(arena, rows, 5),
	    .edrpou = row_copy(arena, rows, 6),
	    .parent = rows_int(rows, 7),
	    .request = rows_int(rows, 8),
	    .state = row_copy(arena, rows, 9),
	    .joined_on = rows_int(rows, 10),
	    .created_at = rows_int(rows, 11),
	};
}

static const struct stmt find STMT = {
	.name = "institutions.find", .params = "i", .columns = LETTERS,
	.sql = "SELECT " COLUMNS " FROM institution WHERE inst = $1",
};

enum err
institutions_find(struct db *db, struct arena *arena, int64_t inst,
    struct institution *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst))))
		return err;
	read_row(&rows, arena, row);
	return OK;
}

static const struct stmt by_request STMT = {
	.name = "institutions.by_request", .params = "i", .columns = LETTERS,
	.sql = "SELECT " COLUMNS " FROM institution WHERE request = $1",
};

enum err
institutions_by_request(struct db *db, struct arena *arena, int64_t request,
    struct institution *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_request, &rows, A_INT(request))))
		return err;
	read_row(&rows, arena, row);
	return OK;
}

static const struct stmt set_state STMT = {
	.name = "institutions.set_state", .params = "si", .columns = "",
	.sql = "UPDATE institution SET state = $1 WHERE inst = $2",
};

enum err
institutions_set_state(struct db *db, int64_t inst, const char *state)
{
	return db_run(db, &set_state, NULL, A_TEXT(state), A_INT(inst));
}

static const struct stmt alike STMT = {
	.name = "institutions.alike", .params = "SSsi", .columns = LETTERS,
	.sql = "SELECT " COLUMNS " FROM institution"
	       " WHERE diso_id = $1 OR edrpou = $2 OR name_fold = $3"
	       " ORDER BY inst LIMIT $4",
};

enum err
institutions_alike(struct db *db, struct arena *arena, const char *diso_id,
    const char *edrpou, const char *name, struct institution *out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	*n = 0;
	if ((err = db_query(db, &alike, &rows,
		 A_TEXT(diso_id && *diso_id ? diso_id : NULL),
		 A_TEXT(edrpou && *edrpou ? edrpou : NULL),
		 A_TEXT(name && *name ? text_fold(arena, name) : "-"),
		 A_INT(INSTITUTIONS_ALIKE_MAX))))
		return err;
	while (*n < INSTITUTIONS_ALIKE_MAX && !(err = rows_next(&rows)))
		read_row(&rows, arena, &out[(*n)++]);
	return err == ERR_NOT_FOUND ? OK : err;
}

static const struct stmt branches STMT = {
    .name = "institutions.branches",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM institution WHERE parent = $1"
	   " ORDER BY name_sort, inst LIMIT $2",
};

enum err
institutions_branches(struct db *db, struct arena *arena, int64_t parent,
    int64_t max, struct institution **out, size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(**out)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &branches, &rows, A_INT(parent), A_INT(max))))
		return err;
	while (!(err = rows_next(&rows)))
		read_row(&rows, arena, list_add(&all));
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct institution *)all.p;
	*n = all.n;
	return OK;
}

/* The same conditions twice: $1..$5 in order of first appearance. strpos and
 * instr have other names on the two engines; LIKE over folded text holds no
 * wildcards of the typed words, because folding drops everything but letters,
 * digits and single spaces. */
#define WHERE                                                                 \
	" FROM institution"                                                   \
	" WHERE (kind = $1 OR CAST($1 AS TEXT) IS NULL)"                      \
	" AND (region = $2 OR CAST($2 AS TEXT) IS NULL)"                      \
	" AND (state = $3 OR CAST($3 AS TEXT) IS NULL)"                       \
	" AND (name_fold LIKE $4 OR CAST($4 AS TEXT) IS NULL"                      \
	" OR diso_id = $5 OR edrpou = $5)"

static const struct stmt count STMT = {
	.name = "institutions.count", .params = "SSSSS", .columns = "i",
	.sql = "SELECT count(*)" WHERE,
};

static const struct stmt list STMT = {
	.name = "institutions.list", .params = "SSSSSii", .columns = LETTERS,
	.sql = "SELECT " COLUMNS WHERE
	       " ORDER BY name_sort, inst LIMIT $6 OFFSET $7",
};

enum err
institutions_list(struct db *db, struct arena *arena,
    const struct institution_query *q, struct institution **out, size_t *n,
    int64_t *total)
{
	AUTO_ROWS struct rows counted = {0};
	AUTO_ROWS struct rows rows = {0};
	const char *like =
	    q->words && *q->words
		? arena_printf(arena, "%%%s%%", text_fold(arena, q->words))
		: NULL;
	int64_t limit = q->limit < LIST_MAX ? q->limit : LIST_MAX;
	enum err err;

	if ((err = db_one(db, &count, &counted, A_TEXT(q->kind),
		 A_TEXT(q->region), A_TEXT(q->state), A_TEXT(like),
		 A_TEXT(q->words))))
		return err;
	*total = rows_int(&counted, 0);
	if ((err = db_query(db, &list, &rows, A_TEXT(q->kind),
		 A_TEXT(q->region), A_TEXT(q->state), A_TEXT(like),
		 A_TEXT(q->words), A_INT(limit), A_INT(q->offset))))
		return err;
	*out = arena_array(arena, (size_t)limit, sizeof(**out));
	for (*n = 0; (int64_t)*n < limit && !(err = rows_next(&rows));)
		read_row(&rows, arena, &(*out)[(*n)++]);
	return err == ERR_NOT_FOUND ? OK : err;
}
