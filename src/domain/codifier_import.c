/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/codifier_import.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "domain/regions.h"
#include "domain/review.h"
#include "store/places.h"

#define COLUMNS 7
#define LEVELS 5
#define COLUMN_CATEGORY 5
#define COLUMN_NAME 6
#define CODE_CHARS 19
#define DISTRICT_LEVEL 2
#define COMMUNITY_LEVEL 3
/* The arena is emptied after so many rows: folding a name leaves some behind.
 */
#define ROWS_A_TIME 2000

struct import {
	struct act *act;
	struct arena *arena;
	struct codifier_report *report;
	struct place_row *rows;
	int64_t *lines; /* of the file, where each row stands */
	const struct place_row **by_code;
	size_t n;
};

static enum err
refuse(struct import *im, enum codifier_fault fault, int64_t line)
{
	im->report->fault = fault;
	im->report->line = line;
	return ERR_INVALID;
}

/* ---- lines ---- */

/* Cuts a line into its cells. Quotation marks may enclose a cell; doubled ones
 * inside are one. false: another number of cells. */
static bool
split_line(char *line, char separator, char *cells[COLUMNS])
{
	size_t n = 0;

	for (char *p = line;; p++) {
		char *to = p, *start = p;
		bool quoted = *p == '"';

		if (n == COLUMNS)
			return false;
		for (p += quoted; *p; p++) {
			if (quoted && *p == '"' && *++p != '"')
				quoted = false;
			if (!*p || (!quoted && *p == separator))
				break;
			*to++ = *p;
		}
		cells[n++] = start;
		if (!*p) {
			*to = '\0';
			return n == COLUMNS;
		}
		*to = '\0';
	}
}

static enum err
to_text(struct import *im, struct bytes file, char **out)
{
	const char *text = file.p, *charset;
	size_t len = file.len;

	if (file.len > CODIFIER_FILE_BYTES_MAX)
		return refuse(im, CODIFIER_TOO_BIG, 0);
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	if (!text_is_utf8(text, len)) {
		charset = text_guess_charset(text, len);
		if (text_from_charset(
			im->arena, charset, text, len, &text, &len))
			return refuse(im, CODIFIER_CHARSET, 0);
	}
	if (memchr(text, '\0', len))
		return refuse(im, CODIFIER_CHARSET, 0);
	*out = arena_strndup(im->arena, text, len);
	return OK;
}

/* ---- one row ---- */

static bool
category_fits(const char *category, int64_t level)
{
	static const struct {
		const char *category;
		int64_t level;
	} known[] = {{"O", 1}, {"K", 1}, {"P", 2}, {"H", 3}, {"M", 4}, {"X", 4},
	    {"C", 4}, {"B", 5}};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i].category, category) == 0)
			return known[i].level == level;
	return false;
}

/* A city with the rights of a region is a community of its own. */
static bool
is_city(const struct region *region)
{
	return region->number[0] == '8';
}

static enum err
read_codes(struct import *im, char *cells[COLUMNS], struct place_row *row,
    int64_t line)
{
	const struct region *region;

	row->level = 0;
	for (int64_t i = 0; i < LEVELS; i++) {
		if (!cells[i][0])
			continue;
		/* Levels are filled from the first one on. */
		if (i != row->level || !codes_katottg_valid(cells[i]))
			return refuse(im, CODIFIER_CODE, line);
		row->level = i + 1;
	}
	if (row->level == 0)
		return refuse(im, CODIFIER_CODE, line);
	region = regions_find(cells[0]);
	if (!region || strcmp(region->code, cells[0]) != 0)
		return refuse(im, CODIFIER_REGION, line);
	row->region = region->code;
	row->code = cells[row->level - 1];
	for (int64_t i = row->level - 1; i > 0 && !row->parent; i--)
		if (strcmp(cells[i - 1], row->code) != 0)
			row->parent = cells[i - 1];
	/* The exclusion zone has towns without a community: their district and
	 * community columns repeat the region. */
	if (row->level >= COMMUNITY_LEVEL &&
	    (strcmp(cells[COMMUNITY_LEVEL - 1], cells[0]) != 0 ||
		is_city(region)))
		row->hromada = cells[COMMUNITY_LEVEL - 1];
	return OK;
}

static enum err
read_row(struct import *im, char *cells[COLUMNS], int64_t line)
{
	struct place_row *row = &im->rows[im->n];
	char *name = cells[COLUMN_NAME];
	enum err err;

	*row = (struct place_row){0};
	if ((err = read_codes(im, cells, row, line)))
		return err;
	row->category = cells[COLUMN_CATEGORY];
	if (!category_fits(row->category, row->level))
		return refuse(im, CODIFIER_CATEGORY, line);
	/* Trailing blanks are a known fault of the published file. */
	if (text_clean(im->arena, name, strlen(name), CODIFIER_NAME_BYTES_MAX,
		false, &row->name) ||
	    !row->name[0])
		return refuse(im, CODIFIER_NAME, line);
	if (row->category[0] == 'K')
		row->hromada = row->code;
	im->lines[im->n] = line;
	im->report->communities += strchr("HK", row->category[0]) != NULL;
	im->report->settlements += strchr("MXC", row->category[0]) != NULL;
	im->n++;
	return OK;
}

static char
separator_of(const char *line)
{
	size_t len = strcspn(line, "\r\n");

	return memchr(line, ';', len)	 ? ';'
	       : memchr(line, '\t', len) ? '\t'
					 : ',';
}

static enum err
read_rows(struct import *im, char *text)
{
	char separator = separator_of(text), *next;
	char *cells[COLUMNS];
	int64_t line = 1;
	enum err err;

	for (char *p = text; *p; p = next, line++) {
		size_t len = strcspn(p, "\n");

		next = p + len + (p[len] == '\n');
		if (len && p[len - 1] == '\r')
			len--;
		p[len] = '\0';
		if (len == 0)
			continue;
		if (im->n == CODIFIER_ROWS_MAX)
			return refuse(im, CODIFIER_TOO_BIG, line);
		if (!split_line(p, separator, cells))
			return refuse(im, CODIFIER_COLUMNS, line);
		/* The head of the table. */
		if (line == 1 && strncmp(cells[0], "UA", 2) != 0)
			continue;
		if ((err = read_row(im, cells, line)))
			return err;
	}
	return im->report->communities ? OK : refuse(im, CODIFIER_EMPTY, 0);
}

/* ---- the whole file ---- */

static int
by_code(const void *a, const void *b)
{
	const struct place_row *const *x = a, *const *y = b;

	return strcmp((*x)->code, (*y)->code);
}

static const struct place_row *
find_row(const struct import *im, const char *code)
{
	size_t low = 0, high = im->n;

	while (low < high) {
		size_t mid = (low + high) / 2;
		int order = strcmp(im->by_code[mid]->code, code);

		if (order == 0)
			return im->by_code[mid];
		if (order < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static int64_t
line_of(const struct import *im, const struct place_row *row)
{
	return im->lines[row - im->rows];
}

static enum err
check_whole(struct import *im)
{
	im->by_code = arena_array(im->arena, im->n, sizeof(*im->by_code));
	for (size_t i = 0; i < im->n; i++)
		im->by_code[i] = &im->rows[i];
	qsort(im->by_code, im->n, sizeof(*im->by_code), by_code);
	for (size_t i = 1; i < im->n; i++)
		if (by_code(&im->by_code[i - 1], &im->by_code[i]) == 0)
			return refuse(
			    im, CODIFIER_TWICE, line_of(im, im->by_code[i]));
	for (size_t i = 0; i < im->n; i++) {
		struct place_row *row = &im->rows[i];
		const struct place_row *up =
		    row->parent ? find_row(im, row->parent) : NULL;
		const struct place_row *hromada =
		    row->hromada ? find_row(im, row->hromada) : NULL;

		if ((row->parent && !up) ||
		    (row->hromada &&
			(!hromada || !strchr("HK", hromada->category[0]))))
			return refuse(im, CODIFIER_ORPHAN, im->lines[i]);
	}
	return OK;
}

static void
name_districts(struct import *im)
{
	for (size_t i = 0; i < im->n; i++) {
		const struct place_row *up = &im->rows[i];

		while (up && up->level > DISTRICT_LEVEL)
			up = up->parent ? find_row(im, up->parent) : NULL;
		if (up && up->level == DISTRICT_LEVEL && up != &im->rows[i])
			im->rows[i].district = up->name;
	}
}

static enum err
write_rows(struct import *im)
{
	AUTO_ARENA struct arena *scratch = arena_new();
	enum err err;

	if ((err = places_clear(im->act->registry)))
		return err;
	for (size_t i = 0; i < im->n; i++) {
		if (i % ROWS_A_TIME == 0)
			arena_reset(scratch);
		if ((err = places_set(
			 im->act->registry, scratch, &im->rows[i])))
			return err;
	}
	return OK;
}

static enum err
replace(struct import *im, struct bytes file)
{
	AUTO_ROLLBACK struct act *act = im->act;
	uint8_t hash[HASH_BYTES];
	int64_t before;
	enum err err;

	if ((err = act_begin_registry(act)))
		return err;
	if ((err = places_count(act->registry, &before)))
		return err;
	if ((int64_t)im->n < before / 2)
		return refuse(im, CODIFIER_SHRUNK, 0);
	if ((err = write_rows(im)))
		return err;
	crypt_sha256_one(file.p, file.len, hash);
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_SETTINGS,
		     .object = "codifier/katottg",
		     .new = arena_printf(act->arena, "%zu sha256:%s", im->n,
			 crypt_hex(act->arena, hash, sizeof(hash))),
		     .prev = -1},
		 NULL)))
		return err;
	im->report->removed = before - (int64_t)im->n;
	return act_commit(act);
}

enum err
codifier_import(
    struct act *act, struct bytes file, struct codifier_report *report)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct import im = {.act = act, .arena = arena, .report = report};
	char *text;
	enum err err;

	assert(act->actor.role == ROLE_SYSTEM);
	*report = (struct codifier_report){0};
	if ((err = to_text(&im, file, &text)))
		return err;
	im.rows = arena_array(arena, CODIFIER_ROWS_MAX, sizeof(*im.rows));
	im.lines = arena_array(arena, CODIFIER_ROWS_MAX, sizeof(*im.lines));
	if ((err = read_rows(&im, text)))
		return err;
	if ((err = check_whole(&im)))
		return err;
	name_districts(&im);
	if ((err = replace(&im, file)))
		return err;
	report->places = (int64_t)im.n;
	if (report->removed < 0)
		report->removed = 0;
	return review_recheck(act, &report->rechecked);
}
