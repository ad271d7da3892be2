/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/timetable_file.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/calendar.h"

#define HEADING_ROWS_MAX 10
#define WEEK 7

enum column {
	COLUMN_NONE,
	COLUMN_CLASS,
	COLUMN_SUBJECT,
	COLUMN_TEACHER,
	COLUMN_ROOM,
	COLUMN_DAY,
	COLUMN_NUMBER,
	COLUMN_WEEK,
	COLUMNS
};

/* Headings as text_fold() leaves them. The English ones are those of FET. */
static const struct {
	const char *heading;
	enum column column;
} headings[] = {
    {"клас", COLUMN_CLASS},
    {"класи", COLUMN_CLASS},
    {"група", COLUMN_CLASS},
    {"students sets", COLUMN_CLASS},
    {"class", COLUMN_CLASS},
    {"предмет", COLUMN_SUBJECT},
    {"навчальний предмет", COLUMN_SUBJECT},
    {"дисципліна", COLUMN_SUBJECT},
    {"subject", COLUMN_SUBJECT},
    {"учитель", COLUMN_TEACHER},
    {"вчитель", COLUMN_TEACHER},
    {"викладач", COLUMN_TEACHER},
    {"teachers", COLUMN_TEACHER},
    {"teacher", COLUMN_TEACHER},
    {"кабінет", COLUMN_ROOM},
    {"аудиторія", COLUMN_ROOM},
    {"room", COLUMN_ROOM},
    {"день", COLUMN_DAY},
    {"день тижня", COLUMN_DAY},
    {"day", COLUMN_DAY},
    {"урок", COLUMN_NUMBER},
    {"номер уроку", COLUMN_NUMBER},
    {"уроку", COLUMN_NUMBER},
    {"номер", COLUMN_NUMBER},
    {"пара", COLUMN_NUMBER},
    {"hour", COLUMN_NUMBER},
    {"lesson", COLUMN_NUMBER},
    {"тиждень", COLUMN_WEEK},
    {"week", COLUMN_WEEK},
};

static enum column
column_of(struct arena *arena, const char *heading)
{
	const char *fold = text_fold(arena, heading);

	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		if (!strcmp(headings[i].heading, fold))
			return headings[i].column;
	return COLUMN_NONE;
}

int64_t
timetable_file_weekday(struct arena *arena, const char *text)
{
	static const char *const langs[] = {"uk", "en"};
	const char *fold = text_fold(arena, text);

	if (fold[0] >= '1' && fold[0] <= '7' && !fold[1])
		return fold[0] - '0';
	for (int day = 1; day <= WEEK; day++)
		for (int i = 0; i < 2; i++)
			if (!strcmp(
				fold, text_fold(arena,
					  clock_weekday_long(langs[i], day))) ||
			    !strcmp(fold, text_fold(arena, clock_weekday_short(
							       langs[i], day))))
				return day;
	return 0;
}

/* "3", "3 урок", "3-й": a time of day ("08:30") is no number. */
static int64_t
number_of(const char *text)
{
	if (text[0] < '0' || text[0] > '9' ||
	    (text[1] >= '0' && text[1] <= '9') || strchr(text, ':'))
		return -1;
	return text[0] - '0';
}

static int64_t
week_of(struct arena *arena, const char *text)
{
	const char *fold = text_fold(arena, text);

	if (!strcmp(fold, "а") || !strcmp(fold, "a") ||
	    !strcmp(fold, "тиждень а") || !strcmp(fold, "week a"))
		return WEEK_A;
	if (!strcmp(fold, "б") || !strcmp(fold, "b") ||
	    !strcmp(fold, "тиждень б") || !strcmp(fold, "week b"))
		return WEEK_B;
	return WEEK_EVERY;
}

/* ---- a table ------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	const struct table *table;
	int at[COLUMNS]; /* -1 = not there */
	struct timetable_row *rows;
	size_t n, cap;
};

static size_t
recognise(struct reading *r, const struct table_row *row)
{
	size_t found = 0;

	for (int i = 0; i < COLUMNS; i++)
		r->at[i] = -1;
	for (size_t i = 0; i < row->n; i++) {
		enum column c = column_of(r->arena, row->cells[i]);

		if (c == COLUMN_NONE || r->at[c] >= 0)
			continue;
		r->at[c] = (int)i;
		found++;
	}
	return found;
}

static const char *
cell(const struct reading *r, size_t at, enum column column)
{
	if (r->at[column] < 0)
		return "";
	return table_cell(r->table, at, (size_t)r->at[column]);
}

/* One lesson of "7-А+7-Б" is a lesson of each. */
static enum err
add_row(struct reading *r, size_t at)
{
	const char *day = cell(r, at, COLUMN_DAY);
	const char *number = cell(r, at, COLUMN_NUMBER);
	char *rest = arena_strdup(r->arena, cell(r, at, COLUMN_CLASS));
	char *class;

	if (!*rest && !*cell(r, at, COLUMN_SUBJECT))
		return OK;
	while ((class = strsep(&rest, "+"))) {
		if (r->n == r->cap)
			return ERR_LIMIT;
		r->rows[r->n++] =
		    (struct timetable_row){.line = r->table->rows[at].number,
			.class = class,
			.subject = cell(r, at, COLUMN_SUBJECT),
			.teacher = cell(r, at, COLUMN_TEACHER),
			.room = cell(r, at, COLUMN_ROOM),
			.weekday = timetable_file_weekday(r->arena, day),
			.number = number_of(number),
			.week = week_of(r->arena, cell(r, at, COLUMN_WEEK)),
			.day_text = day,
			.number_text = number};
	}
	return OK;
}

static enum err
read_table(struct reading *r, struct table_problem *problem)
{
	const struct table *t = r->table;
	size_t head = 0, best = 0;
	enum err err;

	for (size_t i = 0; i < t->rows_n && i < HEADING_ROWS_MAX; i++) {
		size_t found = recognise(r, &t->rows[i]);

		if (found > best) {
			best = found;
			head = i;
		}
	}
	if (t->rows_n)
		recognise(r, &t->rows[head]);
	if (r->at[COLUMN_CLASS] < 0 || r->at[COLUMN_SUBJECT] < 0 ||
	    r->at[COLUMN_DAY] < 0 || r->at[COLUMN_NUMBER] < 0) {
		*problem = (struct table_problem){.fault = TABLE_EMPTY};
		return ERR_INVALID;
	}
	for (size_t i = head + 1; i < t->rows_n; i++)
		if ((err = add_row(r, i))) {
			*problem = (struct table_problem){
			    .fault = TABLE_ROWS, .row = t->rows[i].number};
			return err;
		}
	return OK;
}

/* An XML file begins with "<", perhaps after a mark of its encoding. */
static bool
is_xml(struct bytes file)
{
	const unsigned char *p = file.p;
	size_t i = file.len >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf
		       ? 3
		       : 0;

	while (i < file.len &&
	       (p[i] == ' ' || p[i] == '\n' || p[i] == '\r' || p[i] == '\t'))
		i++;
	return i < file.len && p[i] == '<';
}

enum err
timetable_file_read(struct arena *arena, struct bytes file,
    struct timetable_row **rows, size_t *n, struct table_problem *problem)
{
	struct reading r = {.arena = arena, .cap = TIMETABLE_ROWS_MAX};
	enum err err;

	*problem = (struct table_problem){TABLE_FINE, 0, 0};
	if (file.len > TIMETABLE_FILE_BYTES_MAX) {
		problem->fault = TABLE_FILE_SIZE;
		return ERR_LIMIT;
	}
	if (is_xml(file))
		return timetable_file_fet(arena, file, rows, n, problem);
	if ((err = table_read(arena, file.p, file.len, &r.table, problem)))
		return err;
	r.rows = arena_array(arena, r.cap, sizeof(*r.rows));
	if ((err = read_table(&r, problem)))
		return err;
	if (r.n == 0) {
		problem->fault = TABLE_EMPTY;
		return ERR_INVALID;
	}
	*rows = r.rows;
	*n = r.n;
	return OK;
}
