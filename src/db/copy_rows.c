/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/copy_rows.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/engine.h"
#include "db/files.h"
#include "db/stmt.h"

#define TABLES_MAX 128
#define KEY_MAX 8

/* Rows read at once: as many as make up about this many bytes. */
#define SLICE_ROWS_FIRST 64
#define SLICE_ROWS_MAX 2048
#define SLICE_BYTES_FEW (256 * 1024)
#define SLICE_BYTES_MANY (2 * 1024 * 1024)

/* The file is asked about itself. */
static const struct stmt tables STMT = {
    .name = "sqlite_copy.tables",
    .params = "i",
    .columns = "s",
    .sql = "SELECT name FROM sqlite_schema WHERE type = 'table'"
	   " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
	   " ORDER BY rowid LIMIT $1",
};

static const struct stmt columns STMT = {
    .name = "sqlite_copy.columns",
    .params = "s",
    .columns = "ssi",
    .sql = "SELECT name, type, pk FROM pragma_table_info($1) ORDER BY cid"
	   " LIMIT 64",
};

struct column {
	const char *name;
	char letter;
};

/* One table and how it is read and written. */
struct table {
	const char *name;
	struct column columns[STMT_COLUMNS_MAX];
	int columns_n;
	int key[KEY_MAX]; /* columns of the primary key */
	int key_n;
	struct stmt first, more, insert;
};

struct copy {
	struct arena *arena;
	struct db *from, *to;
	int64_t inst; /* 0: the registry, all rows */
	struct table *table;
	struct arg after[KEY_MAX]; /* the key of the last row */
	struct arena *slice;	   /* its texts */
	int64_t rows;
};

/* ---- the shape of a table ---- */

/* What belongs to this installation and not to its data. */
static bool
stays(const char *name)
{
	static const char *const names[] = {
	    "schema_migration", "shard", "school_place"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

static char
letter_of(const char *type)
{
	return !strcmp(type, "INTEGER") ? 'I'
	       : !strcmp(type, "BLOB")	? 'B'
					: 'S';
}

static enum err
read_columns(struct copy *c, struct db *file, struct table *t)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(file, &columns, &rows, A_TEXT(t->name))))
		return err;
	while (!(err = rows_next(&rows)) && t->columns_n < STMT_COLUMNS_MAX) {
		const int64_t pk = rows_int(&rows, 2);

		if (pk > KEY_MAX)
			return ERR_LIMIT;
		if (pk) {
			t->key[pk - 1] = t->columns_n;
			t->key_n++;
		}
		t->columns[t->columns_n++] = (struct column){
		    .name = arena_strdup(c->arena, rows_text(&rows, 0)),
		    .letter = letter_of(rows_text(&rows, 1))};
	}
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_LIMIT;
	/* Without a key there is no order to go on in. */
	return t->key_n ? OK : ERR_INVALID;
}

/* "a, b, c" of the columns; or of a key from its i-th part on. */
static const char *
names_of(struct arena *arena, const struct table *t, bool key, int from)
{
	const int n = key ? t->key_n : t->columns_n;
	struct buf b;

	buf_init(&b, arena, 256);
	for (int i = from; i < n; i++)
		buf_addf(&b, "%s%s", i > from ? ", " : "",
		    t->columns[key ? t->key[i] : i].name);
	return b.p;
}

/* "$2, $3, $4" */
static const char *
numbers(struct arena *arena, int first, int n)
{
	struct buf b;

	buf_init(&b, arena, 64);
	for (int i = 0; i < n; i++)
		buf_addf(&b, "%s$%d", i ? ", " : "", first + i);
	return b.p;
}

static const char *
letters(struct arena *arena, const struct table *t)
{
	char *s = arena_alloc(arena, (size_t)t->columns_n + 1);

	for (int i = 0; i < t->columns_n; i++)
		s[i] = t->columns[i].letter;
	s[t->columns_n] = '\0';
	return s;
}

/* A key of a school's table begins with the institution, which is given. */
static int
key_given(const struct copy *c)
{
	return c->inst ? 1 : 0;
}

static void
make_select(struct copy *c, struct table *t, bool more, struct stmt *out)
{
	struct arena *a = c->arena;
	const int given = key_given(c), rest = t->key_n - given;
	const char *where = "";
	char params[KEY_MAX + 2] = "";
	int n = 0;

	if (c->inst)
		params[n++] = 'i';
	if (more)
		for (int i = given; i < t->key_n; i++)
			params[n++] = t->columns[t->key[i]].letter;
	params[n++] = 'i';
	params[n] = '\0';
	if (c->inst && more)
		where = arena_printf(a, " WHERE inst = $1 AND (%s) > (%s)",
		    names_of(a, t, true, given), numbers(a, 2, rest));
	else if (c->inst)
		where = " WHERE inst = $1";
	else if (more)
		where = arena_printf(a, " WHERE (%s) > (%s)",
		    names_of(a, t, true, 0), numbers(a, 1, rest));
	*out = (struct stmt){
	    .name = arena_printf(a, "copy_rows.%s", t->name),
	    .params = arena_strdup(a, params),
	    .columns = letters(a, t),
	    .sql = arena_printf(a, "SELECT %s FROM %s%s ORDER BY %s LIMIT $%d",
		names_of(a, t, false, 0), t->name, where,
		names_of(a, t, true, 0), n),
	};
}

static void
make_insert(struct copy *c, struct table *t)
{
	struct arena *a = c->arena;
	/* Beginning to write has made this row already. */
	const bool head = !strcmp(t->name, "log_head");

	t->insert = (struct stmt){
	    .name = arena_printf(a, "copy_rows.add_%s", t->name),
	    .params = letters(a, t),
	    .columns = "",
	    .sql = arena_printf(a, "INSERT INTO %s (%s) VALUES (%s)%s", t->name,
		names_of(a, t, false, 0), numbers(a, 1, t->columns_n),
		head ? " ON CONFLICT (inst) DO UPDATE SET"
		       " size = excluded.size, last_at = excluded.last_at"
		     : ""),
	};
}

/* Tables in the order they were made: what a row refers to is there first. */
static enum err
read_tables(struct copy *c, struct db *file, struct table *all, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	int seen = 0;
	enum err err;

	*n = 0;
	if ((err = db_query(file, &tables, &rows, A_INT(TABLES_MAX))))
		return err;
	while (seen < TABLES_MAX && !(err = rows_next(&rows))) {
		seen++;
		if (!stays(rows_text(&rows, 0)))
			all[(*n)++].name =
			    arena_strdup(c->arena, rows_text(&rows, 0));
	}
	/* A copy without some of the tables would look whole. */
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_LIMIT;
	for (size_t i = 0; i < *n; i++) {
		struct table *t = &all[i];

		if ((err = read_columns(c, file, t)))
			return err;
		make_select(c, t, false, &t->first);
		make_select(c, t, true, &t->more);
		make_insert(c, t);
	}
	return OK;
}

/* ---- rows ---- */

static struct arg
value(const struct rows *rows, int col, char letter, int64_t *bytes)
{
	struct bytes b;
	const char *s;

	if (rows_null(rows, col))
		return A_NULL();
	if (letter == 'I')
		return A_INT(rows_int(rows, col));
	if (letter == 'S') {
		s = rows_text(rows, col);
		*bytes += (int64_t)strlen(s);
		return A_TEXT(s);
	}
	b = rows_bytes(rows, col);
	*bytes += (int64_t)b.len;
	return A_BYTES(b.p, b.len);
}

/* The row goes away with the next one; its key is needed once more. */
static void
keep_key(struct copy *c, const struct arg *row)
{
	const struct table *t = c->table;

	for (int i = 0; i < t->key_n; i++) {
		struct arg *kept = &c->after[i];

		*kept = row[t->key[i]];
		if (kept->type == 's')
			kept->s = arena_strdup(c->slice, kept->s);
		if (kept->type == 'b')
			kept->b.p = memcpy(arena_alloc(c->slice, kept->b.len),
			    kept->b.p, kept->b.len);
	}
}

static enum err
copy_row(struct copy *c, const struct rows *rows, int64_t *bytes)
{
	const struct table *t = c->table;
	struct arg row[STMT_COLUMNS_MAX];

	for (int i = 0; i < t->columns_n; i++)
		row[i] = value(rows, i, t->columns[i].letter, bytes);
	keep_key(c, row);
	return db_send_args(c->to, &t->insert, row, (size_t)t->columns_n);
}

static enum err
copy_slice(struct copy *c, bool more, int64_t limit, int64_t *n, int64_t *bytes)
{
	const struct table *t = c->table;
	struct arg args[KEY_MAX + 2];
	AUTO_ROWS struct rows rows = {0};
	size_t args_n = 0;
	enum err err;

	*n = *bytes = 0;
	if (c->inst)
		args[args_n++] = A_INT(c->inst);
	if (more)
		for (int i = key_given(c); i < t->key_n; i++)
			args[args_n++] = c->after[i];
	args[args_n++] = A_INT(limit);
	if ((err = db_query_args(
		 c->from, more ? &t->more : &t->first, &rows, args, args_n)))
		return err;
	/* Bound; the texts of the key before are of no use any more. */
	arena_reset(c->slice);
	while (!(err = rows_next(&rows))) {
		if ((err = copy_row(c, &rows, bytes)))
			return err;
		++*n;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
copy_table(struct copy *c, struct table *t)
{
	int64_t limit = SLICE_ROWS_FIRST, n, bytes;
	bool more = false;
	enum err err;

	c->table = t;
	do {
		if ((err = copy_slice(c, more, limit, &n, &bytes)))
			return err;
		c->rows += n;
		/* A key that is the institution alone has one row. */
		more = n == limit && t->key_n > key_given(c);
		if (bytes < SLICE_BYTES_FEW && limit < SLICE_ROWS_MAX)
			limit *= 2;
		else if (bytes > SLICE_BYTES_MANY && limit > 1)
			limit /= 2;
	} while (more);
	return OK;
}

/* ---- stores ---- */

static enum err
copy_tables(struct copy *c, struct table *all, size_t n)
{
	enum err err;

	if ((err = db_begin_read(c->from)))
		return err;
	if ((err = db_begin_write(c->to))) {
		db_rollback(c->from);
		return err;
	}
	for (size_t i = 0; !err && i < n; i++)
		err = copy_table(c, &all[i]);
	if (!err)
		err = db_commit(c->to);
	db_rollback(c->to);
	db_rollback(c->from);
	return err;
}

/* Between a file and another store, which one is which. */
static enum err
copy_rows(struct db *from, struct db *to, struct db *file, int64_t inst)
{
	AUTO_ARENA struct arena *arena = arena_new(), *slice = arena_new();
	struct table *all = arena_array(arena, TABLES_MAX, sizeof(*all));
	struct copy c = {.arena = arena,
	    .slice = slice,
	    .from = from,
	    .to = to,
	    .inst = inst};
	size_t n;
	enum err err;

	if (!(err = read_tables(&c, file, all, &n)))
		err = copy_tables(&c, all, n);
	/* The statements go with the arena. */
	db_trim(from, 0);
	db_trim(to, 0);
	return err;
}

static enum err
copy_into_part(struct db *db, const char *part)
{
	struct db *file;
	enum err err;

	if ((err = db_open(db->kind, part, true, &file)))
		return err;
	/* Forced to the disk as a whole, when it gets its name. */
	if (!(err = db_set_durable(file, false)))
		err = copy_rows(db, file, file, db->inst);
	db_close(file);
	return err;
}

enum err
copy_rows_to_file(struct db *db, const char *path)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *part = arena_printf(arena, "%s.part", path);
	enum err err;

	if (files_exist(path))
		return ERR_EXISTS;
	unlink(part);
	err = copy_into_part(db, part);
	if (err || (err = files_place(part, path))) {
		unlink(part);
		unlink(arena_printf(arena, "%s-wal", part));
		unlink(arena_printf(arena, "%s-shm", part));
	}
	return err;
}

enum err
db_fill(struct db *db, const char *path)
{
	struct db *file;
	enum err err;

	if ((err = db_open(db->kind, path, false, &file)))
		return err;
	err = copy_rows(file, db, file, db->inst);
	db_close(file);
	return err;
}
