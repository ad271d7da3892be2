/* SPDX-License-Identifier: EUPL-1.2 */
/* The dry run: what is wrong by row and column and what will happen; and, once
 * written, what was done. */
#include <string.h>

#include "base/clock.h"
#include "domain/roster.h"
#include "web/import_text.h"
#include "web/office.h"
#include "web/page_import.h"
#include "web/pages.h"

/* Shown on the page; all of them are in the file of corrections. */
#define ISSUES_SHOWN 300

static const char *
list_path(struct page *p, const char *rest)
{
	return page_path(p, "/import/%lld%s", (long long)p->ids[0], rest);
}

/* ---- the summary --------------------------------------------------------- */

static const char *
title_text(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	int64_t wrong = (int64_t)r->undecided_n;

	if (r->missing_n)
		return _("Some columns are not recognised");
	if (wrong)
		return FILL(h->arena,
		    n_("{n} row waits for your decision",
			"{n} rows wait for your decision", wrong),
		    {"n", html_num(h, wrong)});
	if (r->writable)
		return _("The list can be written");
	return _("There is nothing to write");
}

static void
summary_line(struct page *p, const char *label, size_t n)
{
	struct html *h = &p->html;

	if (n)
		html(h, "<div><dt>{}</dt><dd>{}</dd></div>", label,
		    html_num(h, (int64_t)n));
}

static void
summary_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	bool bad = r->missing_n || r->undecided[ROSTER_ERROR];

	html(h, "<section class='note {}'><h2>{}</h2><p>{}</p>\n",
	    bad		     ? "err"
	    : r->undecided_n ? "warn"
	    : r->writable    ? "ok"
			     : "",
	    title_text(p, r),
	    r->missing_n || r->undecided_n || r->writable
		? _("Nothing has been written yet.")
		: _("Everybody of this list is here already, and nothing "
		    "differs."));
	html(h, "<dl class='stats'>");
	summary_line(p, _("rows in all"), r->rows_n);
	summary_line(p, _("ready"), r->counts[ROSTER_READY]);
	summary_line(p, _("here already"), r->counts[ROSTER_PRESENT]);
	summary_line(p, _("differ from the cards"), r->counts[ROSTER_CHANGE]);
	summary_line(p, _("to be repaired"), r->counts[ROSTER_REPAIR]);
	summary_line(p, _("repeats"), r->counts[ROSTER_REPEAT]);
	summary_line(p, _("with errors"), r->counts[ROSTER_ERROR]);
	html(h, "</dl>\n");
	if (r->repaired_letters)
		html(h, "<p>{}</p>\n",
		    FILL(h->arena,
			_("Latin letters replaced by the same Ukrainian ones, "
			  "rows: {n}. Look at them before writing."),
			{"n", html_num(h, (int64_t)r->repaired_letters)}));
	html(h, "</section>\n");
}

/* ---- issues -------------------------------------------------------------- */

static void
fate_show(struct page *p, const struct roster_row *row)
{
	struct html *h = &p->html;

	if (row->choice == ROSTER_SKIP) {
		layout_chip(h, "", _("skipped"));
		return;
	}
	switch (row->state) {
	case ROSTER_ERROR:
		layout_chip(h, "err", _("error"));
		break;
	case ROSTER_REPEAT:
		layout_chip(h, "warn", _("repeat"));
		break;
	case ROSTER_REPAIR:
		layout_chip(h, row->choice ? "ok" : "warn",
		    row->choice ? _("will be repaired") : _("repair"));
		break;
	default:
		layout_chip(h, row->choice ? "ok" : "warn",
		    row->choice ? _("will be changed") : _("differs"));
		break;
	}
}

static void
decide_button(struct page *p, const char *act, const char *text)
{
	html(&p->html,
	    "<button class='btn mini' name='do' value='{}'>{}</button>", act,
	    text);
}

static void
row_acts(struct page *p, const struct roster_row *row)
{
	struct html *h = &p->html;

	html(h, "<td>");
	form_open(p, list_path(p, "/decide"), FORM_ROW);
	form_hidden(p, "row", html_id(h, row->number));
	if (row->choice != ROSTER_UNDECIDED) {
		decide_button(p, "undecide", _("Decide again"));
	} else {
		if (row->state == ROSTER_REPAIR)
			decide_button(p, "accept", _("Agree"));
		if (row->state == ROSTER_CHANGE)
			decide_button(p, "accept", _("Change"));
		decide_button(p, "skip", _("Skip"));
	}
	html(h, "<a class='btn mini' href='{}'>{}</a>",
	    list_path(
		p, arena_printf(h->arena, "/row/%lld", (long long)row->number)),
	    _("Correct"));
	form_end(p);
	html(h, "</td>");
}

static void
issue_show(struct page *p, const struct roster *r,
    const struct roster_issue *issue, bool first)
{
	struct html *h = &p->html;
	const struct roster_row *row = page_import_row_at(r, issue->number);

	html(h,
	    "<tr><td class='num' data-l='{}'>{}</td><th scope='row'>{}</th>"
	    "<td data-l='{}'><span class='bad'>{}</span></td>"
	    "<td data-l='{}'>{}</td>",
	    _("Row"), html_id(h, issue->number),
	    import_column(h, issue->column), _("In the file"),
	    import_value(h, issue), _("Explanation"), import_issue(h, issue));
	/* What is decided about a row stands beside its first line. */
	if (!first || !row) {
		html(h, "<td></td><td></td></tr>\n");
		return;
	}
	html(h, "<td data-l='{}'>", _("What happens"));
	fate_show(p, row);
	html(h, "</td>");
	row_acts(p, row);
	html(h, "</tr>\n");
}

static void
issues_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	int64_t last = 0;
	size_t shown = r->issues_n;

	if (!r->issues_n)
		return;
	if (shown > ISSUES_SHOWN)
		shown = ISSUES_SHOWN;
	html(h,
	    "<section class='card' aria-labelledby='e-h'><h2 id='e-h'>{}</h2>"
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col' class='num'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th>",
	    _("What to look at"), _("By rows of the file"), _("Row"),
	    _("Column"), _("In the file"), _("Explanation"));
	html(h,
	    "<th scope='col'>{}</th><th scope='col'><span class='vh'>{}"
	    "</span></th></tr></thead><tbody>\n",
	    _("What happens"), _("Action"));
	for (size_t i = 0; i < shown; i++) {
		issue_show(p, r, &r->issues[i], r->issues[i].number != last);
		last = r->issues[i].number;
	}
	html(h, "</tbody></table>\n");
	if (r->issues_total > shown)
		html(h, "<p class='soft'>{}</p>\n",
		    FILL(h->arena,
			_("The first {shown} of {total} are shown; all of "
			  "them are in the file."),
			{"shown", html_num(h, (int64_t)shown)},
			{"total", html_num(h, (int64_t)r->issues_total)}));
	office_export_links(p, list_path(p, "/issues"));
	html(h, "</section>\n");
}

/* ---- the decision -------------------------------------------------------- */

static void
tick(struct page *p, const char *name, size_t n, const char *text)
{
	struct html *h = &p->html;

	if (n)
		form_tick(p, name, "1",
		    FILL(h->arena, text, {"n", html_num(h, (int64_t)n)}), NULL,
		    false);
}

static void
write_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	const size_t *open = r->undecided;

	html(h,
	    "<section class='card' aria-labelledby='w-h'><h2 "
	    "id='w-h'>{}</h2>\n",
	    _("Decide and write"));
	form_open(p, list_path(p, "/apply"), 0);
	tick(p, "repair", open[ROSTER_REPAIR],
	    _("Write with the repairs that are shown: {n}"));
	tick(p, "change", open[ROSTER_CHANGE],
	    _("Change the cards as the list says: {n}"));
	tick(p, "keep", open[ROSTER_CHANGE],
	    _("Leave the cards that differ as they are: {n}"));
	tick(p, "repeat", open[ROSTER_REPEAT], _("Skip repeats: {n}"));
	tick(p, "error", open[ROSTER_ERROR], _("Skip rows with errors: {n}"));
	html(h, "<p class='row'>");
	form_button(p, "main", NULL, NULL, _("Write"));
	html(h, "<span class='small soft'>{}</span></p>",
	    _("A written list can be taken back as a whole for 24 hours."));
	form_end(p);
	html(h, "<div class='row'>");
	html(h, "<a class='btn' href='{}'>{}</a>", page_path(p, "/import"),
	    _("Upload the corrected file"));
	form_open(p, list_path(p, "/discard"), FORM_ROW);
	form_button(p, "", NULL, NULL, _("Put the list away"));
	form_end(p);
	html(h, "</div></section>\n");
}

/* ---- written ------------------------------------------------------------- */

static void
done_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;
	struct roster_done d;

	if (roster_done(p->act, &r->import, &d))
		return;
	html(h, "<section class='note ok'><h2>{}</h2><dl class='stats'>\n",
	    _("The list has been written"));
	summary_line(p, _("new people"), (size_t)d.people);
	summary_line(p, _("cards changed"), (size_t)d.changed);
	summary_line(p, _("new parents"), (size_t)d.guardians);
	summary_line(p, _("new classes"), (size_t)d.classes);
	summary_line(p, _("new subjects"), (size_t)d.subjects);
	summary_line(p, _("skipped"), (size_t)d.skipped);
	summary_line(p, _("here already"), (size_t)d.present);
	html(h, "</dl>\n");
	if (p->act->now > d.undo_until) {
		html(h, "</section>\n");
		return;
	}
	html(h, "<p>{}</p>\n",
	    FILL(h->arena,
		_("If this is the wrong file, take the list back before "
		  "{time}."),
		{"time", clock_stamp(h->arena, d.undo_until)}));
	form_open(p, list_path(p, "/undo"), 0);
	html(h, "<p class='row'>");
	form_button(p, "risk", NULL, NULL, _("Take the list back"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

static void
next_show(struct page *p, const struct roster *r)
{
	struct html *h = &p->html;

	html(h, "<p class='row'>");
	if (r->kind == ROSTER_STAFF)
		html(h, "<a class='btn' href='{}'>{}</a>",
		    page_path(p, "/people?group=staff"), _("Staff"));
	else
		html(h, "<a class='btn' href='{}'>{}</a>",
		    page_path(p, "/classes"), _("Classes"));
	html(h, "<a class='btn' href='{}'>{}</a></p>\n",
	    page_path(p, "/import"), _("Another list"));
}

static const char *
page_title(struct page *p, const struct roster *r, bool draft)
{
	struct html *h = &p->html;

	if (r->kind == ROSTER_STAFF)
		return draft ? _("List of staff: the file is checked")
			     : _("List of staff");
	return draft ? _("List of pupils: the file is checked")
		     : _("List of pupils");
}

void
page_import_list(struct page *p)
{
	struct html *h = &p->html;
	struct roster r;
	bool draft;
	enum err err;

	if ((err = roster_open(p->act, p->ids[0], &r))) {
		page_error(p, err);
		return;
	}
	draft = strcmp(r.import.state, "draft") == 0;
	layout_begin(
	    p, &(struct layout){.title = page_title(p, &r, draft),
		   .sub = arena_printf(h->arena, "%s · %s", r.import.file_name,
		       import_format(h, &r.import)),
		   .menu = "import",
		   .back_href = page_path(p, "/import"),
		   .back_text = _("Upload a list")});
	if (draft) {
		summary_show(p, &r);
		issues_show(p, &r);
		if (!r.missing_n && (r.undecided_n || r.writable))
			write_show(p, &r);
		page_import_ready(p, &r);
		page_import_columns(p, &r);
	} else if (strcmp(r.import.state, "applied") == 0) {
		done_show(p, &r);
		next_show(p, &r);
	} else {
		layout_note(p, "", _("The list has been taken back"),
		    _("Everything is as it was before this list."));
		next_show(p, &r);
	}
	layout_end(p);
}
