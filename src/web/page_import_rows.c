/* SPDX-License-Identifier: EUPL-1.2 */
/* The lower half of the dry run: how the columns were understood, the first
 * rows that are ready, one row to correct by hand. */
#include <string.h>

#include "domain/roster.h"
#include "web/import_text.h"
#include "web/office.h"
#include "web/page_import.h"
#include "web/pages.h"

#define READY_SHOWN 3

static const char *
list_path(struct page *p, const char *rest)
{
	return page_path(p, "/import/%lld%s", (long long)p->ids[0], rest);
}

const struct roster_row *
page_import_row_at(const struct roster *r, int64_t number)
{
	size_t low = 0, high = r->rows_n;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (r->rows[mid].number < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low < r->rows_n && r->rows[low].number == number ? &r->rows[low]
								: NULL;
}

/* ---- columns ------------------------------------------------------------- */

static size_t
meanings_fill(struct html *h, enum roster_kind kind, struct choice *choices)
{
	size_t n = 0;

	for (enum roster_column c = ROSTER_IGNORE; c < ROSTER_COLUMNS; c++)
		if (c == ROSTER_IGNORE || roster_column_fits(kind, c))
			choices[n++] = (struct choice){
			    roster_column_name(c), import_column(h, c), NULL};
	return n;
}

static void
missing_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	struct buf b;

	if (!r->missing_n)
		return;
	buf_init(&b, h->arena, 64);
	for (size_t i = 0; i < r->missing_n; i++) {
		if (i)
			buf_adds(&b, ", ");
		buf_adds(&b, import_column(h, r->missing[i]));
	}
	html(h, "<p><strong class='wrong'>{}</strong></p>\n",
	    FILL(h->arena,
		_("Not found: {columns}. Say which column of the file it is."),
		{"columns", b.p}));
}

void
page_import_columns(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	struct choice choices[ROSTER_COLUMNS];
	size_t n = meanings_fill(h, r->kind, choices);

	html(h,
	    "<section class='card' aria-labelledby='m-h'><h2 "
	    "id='m-h'>{}</h2>\n",
	    _("How the columns are understood"));
	missing_show(p, r);
	form_open(p, list_path(p, "/columns"), 0);
	html(h, "<div class='pairs'>\n");
	for (size_t i = 0; i < r->columns_n; i++)
		form_select(p,
		    &(struct field){
			.name = arena_printf(h->arena, "c%zu", i),
			.label = r->headings[i][0]
				     ? r->headings[i]
				     : FILL(h->arena, _("Column {n}"),
					   {"n", html_num(h, (int64_t)i + 1)}),
			.value = roster_column_name(r->columns[i]),
		    },
		    choices, n);
	html(h, "</div><p class='row'>");
	form_button(p, r->missing_n ? "main" : "", NULL, NULL,
	    _("Check again with these columns"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

/* ---- ready rows ---------------------------------------------------------- */

static void
ready_row(struct page *p, const struct roster *r, const struct roster_row *row)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><td class='num' data-l='{}'>{}</td>"
	    "<th scope='row'>{} {} {}</th>",
	    _("Row"), html_id(h, row->number), row->surname, row->given,
	    row->patronymic);
	if (r->kind == ROSTER_STAFF) {
		html(h, "<td data-l='{}'>{}</td><td data-l='{}'>{}</td></tr>\n",
		    _("Subjects"), row->subjects_n ? row->subjects[0] : "",
		    _("E-mail"), row->email);
		return;
	}
	html(h, "<td data-l='{}'>{}</td><td data-l='{}'>", _("Class"),
	    row->class, _("Parents"));
	for (size_t i = 0; i < row->guardians_n; i++)
		html(h, "{}{} {}", i ? ", " : "", row->guardians[i].surname,
		    row->guardians[i].given);
	html(h, "</td></tr>\n");
}

void
page_import_ready(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	bool staff = r->kind == ROSTER_STAFF;
	size_t shown = 0;

	if (!r->counts[ROSTER_READY])
		return;
	html(h,
	    "<section class='card' aria-labelledby='g-h'><h2 id='g-h'>{}</h2>"
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col' class='num'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th></tr></thead><tbody>\n",
	    FILL(h->arena, _("Ready rows: the first {n} of {total}"),
		{"n", html_num(h, r->counts[ROSTER_READY] < READY_SHOWN
				      ? (int64_t)r->counts[ROSTER_READY]
				      : READY_SHOWN)},
		{"total", html_num(h, (int64_t)r->counts[ROSTER_READY])}),
	    _("Ready rows"), _("Row"), _("Name"),
	    staff ? _("Subjects") : _("Class"),
	    staff ? _("E-mail") : _("Parents"));
	for (size_t i = 0; i < r->rows_n && shown < READY_SHOWN; i++) {
		if (r->rows[i].state != ROSTER_READY)
			continue;
		ready_row(p, r, &r->rows[i]);
		shown++;
	}
	html(h, "</tbody></table></section>\n");
}

/* ---- one row to correct -------------------------------------------------- */

static const char *
cell_error(struct page *p, const struct roster *r, int64_t number,
    enum roster_column column)
{
	for (size_t i = 0; i < r->issues_n; i++)
		if (r->issues[i].number == number &&
		    r->issues[i].column == column)
			return import_issue(&p->html, &r->issues[i]);
	return NULL;
}

void
page_import_row(struct page *p)
{
	struct html *h = &p->html;
	const struct roster_row *row;
	struct roster r;
	enum err err;

	if ((err = roster_open(p->act, p->ids[0], &r))) {
		page_error(p, err);
		return;
	}
	if (!(row = page_import_row_at(&r, p->ids[1])) ||
	    strcmp(r.import.state, "draft") != 0) {
		page_error(p, ERR_NOT_FOUND);
		return;
	}
	layout_begin(p, &(struct layout){.title = FILL(h->arena, _("Row {row}"),
					     {"row", html_id(h, row->number)}),
			    .menu = "import",
			    .back_href = list_path(p, ""),
			    .back_text = _("All rows"),
			    .width = LAYOUT_PROSE});
	form_open(p,
	    list_path(
		p, arena_printf(h->arena, "/row/%lld", (long long)row->number)),
	    0);
	for (size_t i = 0; i < r.columns_n; i++)
		form_field(p,
		    &(struct field){
			.name = arena_printf(h->arena, "c%zu", i),
			.label = r.headings[i][0]
				     ? r.headings[i]
				     : FILL(h->arena, _("Column {n}"),
					   {"n", html_num(h, (int64_t)i + 1)}),
			.value = i < row->n ? row->cells[i] : "",
			.error =
			    r.columns[i] == ROSTER_IGNORE
				? NULL
				: cell_error(p, &r, row->number, r.columns[i]),
		    });
	form_close(p, _("Save the row"));
	html(h, "<p class='soft'>{}</p>\n",
	    _("The file on your computer stays as it is: only this check is "
	      "changed."));
	layout_end(p);
}
