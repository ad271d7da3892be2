/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists from a spreadsheet: choosing a file, lists loaded before, and the acts
 * on a list under way. The dry run itself is page_import_show.c. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/roster.h"
#include "web/import_text.h"
#include "web/office.h"
#include "web/pages.h"

#define ACCEPTED ".xlsx,.csv,.txt,text/csv"
/* Columns on the form of the mapping: as many as a file may have. */
#define NAME_MAX_BYTES 16

static const char *
list_path(struct page *p, const char *rest)
{
	return page_path(p, "/import/%lld%s", (long long)p->ids[0], rest);
}

/* ---- choosing a file ----------------------------------------------------- */

static void
upload_show(struct page *p, const char *error)
{
	struct html *h = &p->html;
	struct choice kinds[] = {
	    {"pupils", _("Pupils and their parents"),
		_("Class, surname, given name; also date of birth, parents, "
		  "their phone and e-mail")},
	    {"staff", _("Staff"),
		_("Surname, given name; also subjects, post, phone, "
		  "e-mail")},
	};
	const char *kind = office_text(p, "kind");
	struct field file = {.name = "file",
	    .label = _("File"),
	    .hint = _("XLSX or CSV, up to 10 MB. The first row names the "
		      "columns."),
	    .type = "file",
	    .accept = ACCEPTED,
	    .error = error,
	    .required = true};

	html(h,
	    "<section class='card' aria-labelledby='u-h'><h2 id='u-h'>{}</h2>"
	    "<p>{}</p>\n",
	    _("Choose a list"),
	    _("First the file is only checked: you see every row and decide. "
	      "Nothing is written before that."));
	form_errors(p, (const struct field *[]){&file}, 1);
	form_open(p, page_path(p, "/import"), FORM_UPLOAD);
	form_radios(p,
	    &(struct field){.name = "kind",
		.label = _("Who is in the list"),
		.value = kind[0] ? kind : "pupils"},
	    kinds, 2);
	form_field(p, &file);
	form_close(p, _("Check without writing"));
	html(h, "</section>\n");
}

static const char *
state_text(struct page *p, const struct import *import, const char **kind)
{
	struct html *h = &p->html;

	*kind = "";
	if (strcmp(import->state, "applied") == 0) {
		*kind = "ok";
		return _("written");
	}
	if (strcmp(import->state, "undone") == 0)
		return _("taken back");
	*kind = "warn";
	return p->act->now - import->created_at > ROSTER_DRAFT_S
		   ? _("expired")
		   : _("being checked");
}

static void
history_show(struct page *p, const struct import *list, size_t n)
{
	struct html *h = &p->html;

	if (!n)
		return;
	html(h,
	    "<section class='card' aria-labelledby='l-h'><h2 id='l-h'>{}</h2>"
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th></tr></thead>"
	    "<tbody>\n",
	    _("Lists loaded before"), _("Lists loaded before"), _("File"),
	    _("Who is in the list"), _("When"), _("State"));
	for (size_t i = 0; i < n; i++) {
		const char *kind, *state = state_text(p, &list[i], &kind);

		html(h, "<tr><th scope='row'><a href='{}'>{}</a></th>",
		    page_path(p, "/import/%lld", (long long)list[i].id),
		    list[i].file_name[0] ? list[i].file_name : _("File"));
		html(h, "<td data-l='{}'>{}</td>", _("Who is in the list"),
		    strcmp(list[i].kind, "staff") == 0 ? _("Staff")
						       : _("Pupils"));
		html(h, "<td class='num' data-l='{}'>{}</td><td data-l='{}'>",
		    _("When"), clock_stamp(h->arena, list[i].created_at),
		    _("State"));
		layout_chip(h, kind, state);
		html(h, "</td></tr>\n");
	}
	html(h, "</tbody></table></section>\n");
}

static void
start_show(struct page *p, const char *error)
{
	struct html *h = &p->html;
	struct import *list;
	size_t n;
	enum err err;

	if ((err = roster_list(p->act, &list, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = _("Upload a list"),
			    .menu = "import",
			    .width = LAYOUT_PROSE,
			    .status = error ? 422 : 0});
	upload_show(p, error);
	history_show(p, list, n);
	layout_end(p);
}

void
page_import(struct page *p)
{
	start_show(p, NULL);
}

void
page_import_upload(struct page *p)
{
	struct html *h = &p->html;
	const struct http_field *file = http_file(p->req, "file");
	struct table_problem problem = {TABLE_FINE, 0, 0};
	enum roster_kind kind = strcmp(office_text(p, "kind"), "staff") == 0
				    ? ROSTER_STAFF
				    : ROSTER_PUPILS;
	int64_t id;
	enum err err;

	if (!file || !file->file.len) {
		start_show(p, _("Choose a file first."));
		return;
	}
	err = roster_upload(
	    p->act, kind, file->filename, file->file, &id, &problem);
	if (err && problem.fault != TABLE_FINE)
		start_show(p, import_problem(h, &problem));
	else if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/import/%lld", (long long)id), NULL);
}

/* ---- acts on a list ------------------------------------------------------ */

static void
back(struct page *p, enum err err, const char *notice)
{
	if (err)
		page_error(p, err);
	else
		page_go(p, list_path(p, ""), notice);
}

void
page_import_map(struct page *p)
{
	struct html *h = &p->html;
	enum roster_column columns[TABLE_COLUMNS_MAX];
	size_t n = 0;
	char name[NAME_MAX_BYTES];
	enum err err;

	for (; n < TABLE_COLUMNS_MAX; n++) {
		const char *value;

		snprintf(name, sizeof(name), "c%zu", n);
		if (!(value = http_field(p->req, name)))
			break;
		columns[n] = roster_column_parse(value);
	}
	err = roster_map(p->act, p->ids[0], columns, n);
	if (err == ERR_INVALID)
		page_refuse(p, 422, _("Two columns have the same meaning"),
		    _("Nothing has been changed. Go back and leave each "
		      "meaning to one column only."));
	else
		back(p, err, _("The columns have been set."));
}

/* Ticks of the page: all rows of a kind at once. */
static size_t
decisions_read(struct page *p, struct roster_decision *d)
{
	static const struct {
		const char *name;
		enum roster_state state;
		enum roster_choice choice;
	} ticks[] = {
	    {"repair", ROSTER_REPAIR, ROSTER_ACCEPT},
	    {"change", ROSTER_CHANGE, ROSTER_ACCEPT},
	    {"keep", ROSTER_CHANGE, ROSTER_SKIP},
	    {"repeat", ROSTER_REPEAT, ROSTER_SKIP},
	    {"error", ROSTER_ERROR, ROSTER_SKIP},
	};
	size_t n = 0;

	for (size_t i = 0; i < sizeof(ticks) / sizeof(ticks[0]); i++)
		if (http_post(p->req, ticks[i].name))
			d[n++] = (struct roster_decision){
			    0, ticks[i].state, ticks[i].choice};
	return n;
}

void
page_import_decide(struct page *p)
{
	struct roster_decision d[5];
	size_t n = decisions_read(p, d);
	int64_t row = office_number(p, "row");

	if (row) {
		const char *act = office_text(p, "do");

		d[0] = (struct roster_decision){row, 0,
		    strcmp(act, "accept") == 0 ? ROSTER_ACCEPT
		    : strcmp(act, "skip") == 0 ? ROSTER_SKIP
					       : ROSTER_UNDECIDED};
		n = 1;
	}
	back(p, n ? roster_decide(p->act, p->ids[0], d, n) : OK, NULL);
}

void
page_import_mend(struct page *p)
{
	struct html *h = &p->html;
	const char *cells[TABLE_COLUMNS_MAX];
	char name[NAME_MAX_BYTES];
	size_t n = 0;

	for (; n < TABLE_COLUMNS_MAX; n++) {
		snprintf(name, sizeof(name), "c%zu", n);
		if (!(cells[n] = http_field(p->req, name)))
			break;
	}
	back(p, roster_mend(p->act, p->ids[0], p->ids[1], cells, n),
	    FILL(h->arena, _("Row {row} has been changed and checked again."),
		{"row", html_num(h, p->ids[1])}));
}

void
page_import_discard(struct page *p)
{
	struct html *h = &p->html;
	enum err err = roster_discard(p->act, p->ids[0]);

	if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/import"),
		    _("The list has been put away. Nothing was written."));
}

void
page_import_apply(struct page *p)
{
	struct html *h = &p->html;
	struct roster_decision d[5];
	struct roster_done done;
	size_t n = decisions_read(p, d);
	enum err err = OK;

	/* The ticks beside the button belong to the same decision. */
	if (n)
		err = roster_decide(p->act, p->ids[0], d, n);
	if (!err)
		err = roster_apply(p->act, p->ids[0], &done);
	if (err == ERR_INVALID)
		page_go(p, list_path(p, ""),
		    _("Nothing has been written yet: some rows still wait for "
		      "your decision."));
	else if (err == ERR_CONFLICT)
		page_go(p, list_path(p, ""), NULL);
	else
		back(p, err, _("The list has been written."));
}

void
page_import_undo(struct page *p)
{
	struct html *h = &p->html;
	enum roster_hold hold = ROSTER_FREE;
	enum err err = roster_undo(p->act, p->ids[0], &hold);

	if (err && hold != ROSTER_FREE)
		page_refuse(p, 409, _("This list cannot be taken back"),
		    import_hold(h, hold));
	else
		back(p, err,
		    _("The list has been taken back: everything is as it was "
		      "before."));
}

void
page_import_issues(struct page *p)
{
	struct html *h = &p->html;
	enum table_format format = office_format(p);
	struct table_writer *w;
	struct roster roster;
	enum err err;

	if ((err = roster_open(p->act, p->ids[0], &roster))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, format, _("What to correct"));
	table_write_text(w, _("Row"));
	table_write_text(w, _("Column"));
	table_write_text(w, _("In the file"));
	table_write_text(w, _("Explanation"));
	table_write_row_end(w);
	for (size_t i = 0; i < roster.issues_n; i++) {
		table_write_number(w, roster.issues[i].number);
		table_write_text(w, import_column(h, roster.issues[i].column));
		table_write_text(w, import_value(h, &roster.issues[i]));
		table_write_text(w, import_issue(h, &roster.issues[i]));
		table_write_row_end(w);
	}
	office_send(p, w, format, _("What to correct"));
}
