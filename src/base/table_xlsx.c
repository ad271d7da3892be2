/* SPDX-License-Identifier: EUPL-1.2 */
/* The package of an XLSX file (ECMA-376): which sheet is the first that a
 * person sees, the texts that cells share, the formats that make a number a
 * date. */
#include "base/table_xlsx.h"

#include <stdlib.h>
#include <string.h>

#define PARTS_MAX 64
/* Spreadsheets reach 30 to 1 with repeated rows. */
#define RATIO_MAX 200
#define PART_NAME_MAX 200

static const struct zip_limits limits = {
    .parts_max = PARTS_MAX,
    .inflated_bytes_max = TABLE_INFLATED_BYTES_MAX,
    .ratio_max = RATIO_MAX,
};

enum err
xlsx_text_add(struct xlsx_text *t, const char *s, size_t len)
{
	if (len > sizeof(t->s) - t->len)
		return ERR_LIMIT;
	memcpy(t->s + t->len, s, len);
	t->len += len;
	return OK;
}

static enum err
feed(void *ctx, const void *p, size_t len, bool last)
{
	return xml_feed(ctx, p, len, last);
}

enum err
xlsx_part(struct xlsx *x, const char *name, const struct xml_events *events,
    void *ctx)
{
	AUTO_XML struct xml *xml = xml_new(events, ctx);

	return zip_read(x->zip, name, feed, xml);
}

/* ---- relations: from an id or a type to the name of a part --------------- */

struct relation {
	const char *id, *type, *target;
};

struct relations {
	struct arena *arena;
	struct relation list[PARTS_MAX];
	size_t n;
};

static enum err
relation_start(void *ctx, const char *name, const char **attrs)
{
	struct relations *r = ctx;
	const char *id = xml_attr(attrs, "Id");
	const char *type = xml_attr(attrs, "Type");
	const char *target = xml_attr(attrs, "Target");

	if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
		return OK;
	if (r->n == PARTS_MAX)
		return ERR_LIMIT;
	r->list[r->n++] = (struct relation){
	    .id = arena_strdup(r->arena, id),
	    .type = arena_strdup(r->arena, type),
	    .target = arena_strdup(r->arena, target),
	};
	return OK;
}

static enum err
nothing_end(void *ctx, const char *name)
{
	(void)ctx;
	(void)name;
	return OK;
}

static const struct xml_events relation_events = {
    .start = relation_start, .end = nothing_end};

/* The relations of a part lie beside it: xl/workbook.xml has
 * xl/_rels/workbook.xml.rels. */
static enum err
relations_read(struct xlsx *x, const char *part, struct relations *r)
{
	const char *slash = strrchr(part, '/');
	const char *base = slash ? slash + 1 : part;
	const char *name = arena_printf(
	    x->arena, "%.*s_rels/%s.rels", (int)(base - part), part, base);
	enum err err;

	r->arena = x->arena;
	r->n = 0;
	err = xlsx_part(x, name, &relation_events, r);
	return err == ERR_NOT_FOUND ? OK : err;
}

static bool
ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), end_len = strlen(end);

	return len >= end_len && strcmp(s + len - end_len, end) == 0;
}

/* A target is relative to the folder of its source, or begins with '/'.
 * Leading "../" is followed once: writers put xl/worksheets beside xl. */
static const char *
target_of(struct arena *arena, const char *source, const char *target)
{
	const char *slash = strrchr(source, '/');
	int folder = slash ? (int)(slash + 1 - source) : 0;

	if (target[0] == '/')
		return target + 1;
	if (strncmp(target, "../", 3) == 0)
		return target + 3;
	return arena_printf(arena, "%.*s%s", folder, source, target);
}

/* By the end of its type: the transitional and the strict form of the
 * standard differ only before it. */
static const char *
related(struct relations *r, const char *source, const char *type)
{
	size_t i;

	for (i = 0; i < r->n; i++) {
		if (ends_with(r->list[i].type, type))
			return target_of(r->arena, source, r->list[i].target);
	}
	return NULL;
}

/* ---- the workbook: the first visible sheet ------------------------------- */

struct workbook {
	struct xlsx *x;
	struct relations relations;
	const char *part;
	const char *sheet_part, *sheet_name;
};

static bool
is_true(const char *s)
{
	return s && (strcmp(s, "1") == 0 || strcmp(s, "true") == 0);
}

static void
sheet_seen(struct workbook *w, const char **attrs)
{
	const char *state = xml_attr(attrs, "state");
	const char *name = xml_attr(attrs, "name");
	const char *id = xml_attr(attrs, "r:id");
	struct relations *r = &w->relations;
	size_t i;

	if (!id)
		id = xml_attr(attrs, "id");
	if (w->sheet_part || !id || (state && strcmp(state, "visible") != 0))
		return;
	for (i = 0; i < r->n; i++) {
		/* A sheet may also be a chart: no cells. */
		if (strcmp(r->list[i].id, id) != 0 ||
		    !ends_with(r->list[i].type, "/worksheet"))
			continue;
		w->sheet_part = target_of(r->arena, w->part, r->list[i].target);
		w->sheet_name = arena_strdup(r->arena, name ? name : "");
	}
}

static enum err
workbook_start(void *ctx, const char *name, const char **attrs)
{
	struct workbook *w = ctx;

	if (strcmp(name, "workbookPr") == 0)
		w->x->date1904 = is_true(xml_attr(attrs, "date1904"));
	if (strcmp(name, "sheet") == 0)
		sheet_seen(w, attrs);
	return OK;
}

static const struct xml_events workbook_events = {
    .start = workbook_start, .end = nothing_end};

/* ---- shared strings ------------------------------------------------------ */

struct strings {
	struct xlsx *x;
	size_t cap;
	bool in_item, in_text, in_phonetic;
	struct xlsx_text text;
};

static enum err
strings_start(void *ctx, const char *name, const char **attrs)
{
	struct strings *s = ctx;

	(void)attrs;
	if (strcmp(name, "si") == 0) {
		s->in_item = true;
		s->text.len = 0;
	} else if (strcmp(name, "rPh") == 0) {
		s->in_phonetic = true;
	} else if (strcmp(name, "t") == 0) {
		s->in_text = s->in_item && !s->in_phonetic;
	}
	return OK;
}

static enum err
string_add(struct strings *s)
{
	struct xlsx *x = s->x;

	if (x->strings_n == XLSX_STRINGS_MAX)
		return ERR_LIMIT;
	if (x->strings_n == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 256;
		const char **more = arena_array(x->arena, cap, sizeof(*more));

		if (x->strings_n)
			memcpy(more, x->strings, x->strings_n * sizeof(*more));
		x->strings = more;
		s->cap = cap;
	}
	x->strings[x->strings_n++] =
	    arena_strndup(x->arena, s->text.s, s->text.len);
	return OK;
}

static enum err
strings_end(void *ctx, const char *name)
{
	struct strings *s = ctx;

	if (strcmp(name, "t") == 0)
		s->in_text = false;
	else if (strcmp(name, "rPh") == 0)
		s->in_phonetic = false;
	else if (strcmp(name, "si") == 0) {
		s->in_item = false;
		return string_add(s);
	}
	return OK;
}

static enum err
strings_text(void *ctx, const char *p, size_t len)
{
	struct strings *s = ctx;

	return s->in_text ? xlsx_text_add(&s->text, p, len) : OK;
}

static const struct xml_events strings_events = {
    .start = strings_start, .end = strings_end, .text = strings_text};

/* ---- styles: which cell formats are dates -------------------------------- */

struct styles {
	struct xlsx *x;
	long dates[XLSX_FORMATS_MAX]; /* ids of formats that are dates */
	size_t dates_n;
	bool in_cells;
};

/* A day or a year outside quoted text, brackets and escapes. "General", "0.00",
 * "[Red]0", "h:mm" have none; "dd.mm.yyyy", "[$-422]d mmmm yyyy" do. */
static bool
format_is_date(const char *s)
{
	for (; *s; s++) {
		if (*s == '\\' || *s == '_' || *s == '*') {
			if (!s[1])
				return false;
			s++;
		} else if (*s == '"' || *s == '[') {
			const char *end = strchr(s + 1, *s == '[' ? ']' : '"');

			if (!end)
				return false;
			s = end;
		} else if (strchr("dDyY", *s)) {
			return true;
		}
	}
	return false;
}

/* Formats built into the standard: 14-17 and 22 everywhere, 27-36 and 50-58
 * in East Asian settings. */
static bool
builtin_is_date(long id)
{
	return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) ||
	       (id >= 34 && id <= 36) || (id >= 50 && id <= 58);
}

static bool
number_format_is_date(const struct styles *s, long id)
{
	size_t i;

	for (i = 0; i < s->dates_n; i++) {
		if (s->dates[i] == id)
			return true;
	}
	return builtin_is_date(id);
}

static enum err
styles_start(void *ctx, const char *name, const char **attrs)
{
	struct styles *s = ctx;
	const char *id = xml_attr(attrs, "numFmtId");
	const char *code = xml_attr(attrs, "formatCode");

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = true;
	if (strcmp(name, "numFmt") == 0 && id && code && format_is_date(code)) {
		if (s->dates_n == XLSX_FORMATS_MAX)
			return ERR_LIMIT;
		s->dates[s->dates_n++] = strtol(id, NULL, 10);
	}
	if (strcmp(name, "xf") == 0 && s->in_cells) {
		if (s->x->styles_n == XLSX_STYLES_MAX)
			return ERR_LIMIT;
		s->x->style_dates[s->x->styles_n++] =
		    id && number_format_is_date(s, strtol(id, NULL, 10));
	}
	return OK;
}

static enum err
styles_end(void *ctx, const char *name)
{
	struct styles *s = ctx;

	if (strcmp(name, "cellXfs") == 0)
		s->in_cells = false;
	return OK;
}

static const struct xml_events styles_events = {
    .start = styles_start, .end = styles_end};

/* ---- the whole ----------------------------------------------------------- */

static enum err
workbook_read(struct xlsx *x, struct workbook *w)
{
	struct relations *root = arena_alloc(x->arena, sizeof(*root));
	enum err err;

	if ((err = relations_read(x, "", root)))
		return err;
	w->x = x;
	w->part = related(root, "", "/officeDocument");
	if (!w->part)
		w->part = "xl/workbook.xml";
	if ((err = relations_read(x, w->part, &w->relations)))
		return err;
	return xlsx_part(x, w->part, &workbook_events, w);
}

static enum err
strings_read(struct xlsx *x, struct workbook *w)
{
	const char *part = related(&w->relations, w->part, "/sharedStrings");
	struct strings *s;
	enum err err;

	if (!part)
		return OK;
	s = arena_alloc(x->arena, sizeof(*s));
	s->x = x;
	if ((err = xlsx_part(x, part, &strings_events, s)))
		return err;
	x->clean = arena_array(x->arena, x->strings_n, sizeof(*x->clean));
	return OK;
}

static enum err
styles_read(struct xlsx *x, struct workbook *w)
{
	const char *part = related(&w->relations, w->part, "/styles");
	struct styles *s;

	if (!part)
		return OK;
	s = arena_alloc(x->arena, sizeof(*s));
	s->x = x;
	x->style_dates =
	    arena_array(x->arena, XLSX_STYLES_MAX, sizeof(*x->style_dates));
	return xlsx_part(x, part, &styles_events, s);
}

/* A ZIP without a workbook is some other thing (a document, an archive of
 * photos); a workbook without its parts is damaged. */
static enum err
package_read(struct xlsx *x, struct table *table)
{
	struct workbook *w = arena_alloc(x->arena, sizeof(*w));
	enum err err;

	err = workbook_read(x, w);
	if (err == ERR_NOT_FOUND)
		return table_build_fail(
		    x->build, ERR_INVALID, TABLE_OTHER_KIND, 0, 0);
	if (err)
		return err;
	if (!w->sheet_part)
		return table_build_fail(
		    x->build, ERR_INVALID, TABLE_NO_SHEET, 0, 0);
	if ((err = strings_read(x, w)))
		return err;
	if ((err = styles_read(x, w)))
		return err;
	if ((err = xlsx_sheet_read(x, w->sheet_part)))
		return err;
	x->build->row = 0;
	return table_build_text(
	    x->build, 0, w->sheet_name, strlen(w->sheet_name), &table->sheet);
}

enum err
table_xlsx_read(struct arena *arena, const void *p, size_t len,
    struct table *table, struct table_problem *problem)
{
	AUTO_ZIP struct zip *zip = NULL;
	struct table_builder *build = arena_alloc(arena, sizeof(*build));
	struct xlsx x = {.arena = arena, .build = build};
	enum err err;

	table_build_begin(build, arena, problem);
	table->format = "xlsx";
	err = zip_open(arena, p, len, &limits, &zip);
	if (!err) {
		x.zip = zip;
		err = package_read(&x, table);
	}
	if (!err)
		return table_build_end(build, table);
	/* Named already where the fault has a place. */
	if (problem->fault != TABLE_FINE)
		return err;
	problem->fault = err == ERR_LIMIT ? TABLE_HOSTILE : TABLE_BROKEN;
	return err == ERR_LIMIT ? ERR_LIMIT : ERR_INVALID;
}
