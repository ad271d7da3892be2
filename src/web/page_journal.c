/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal's grid: pupils x columns. Cells are text; with a script the
 * focused one becomes a field, without it the head of a column leads to the
 * column's own form. Sizes count here: 30 x 40 cells stay under 70 kB. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "web/form.h"
#include "web/journal_part.h"
#include "web/pages.h"
#include "web/school.h"

/* Ground of a column: work (pale), thematic and dateless (sunk). */
static char
ground(const struct column *c)
{
	if (!c->lesson)
		return !strcmp(c->kind, "notebook") ? 'k' : 't';
	return strcmp(c->kind, "lesson") ? 'k' : ' ';
}

static void
column_grounds(struct html *h, const struct journal_view *v)
{
	html(h, "<colgroup><col>");
	for (size_t c = 0; c < v->columns_n; c++)
		switch (ground(&v->columns[c])) {
		case 'k':
			html(h, "<col class=k>");
			break;
		case 't':
			html(h, "<col class=t>");
			break;
		default:
			html(h, "<col>");
		}
	html(h, "</colgroup>\n");
}

/* How many columns from `c` on are of one month. */
static size_t
month_span(const struct journal_view *v, size_t c)
{
	const struct date first = clock_date(v->columns[c].day);
	size_t n = 1;

	while (c + n < v->columns_n) {
		const struct date d = clock_date(v->columns[c + n].day);

		if (d.month != first.month || d.year != first.year)
			break;
		n++;
	}
	return n;
}

static void
month_row(struct html *h, const struct journal_view *v)
{
	html(h,
	    "<tr><th class='name' rowspan='2' scope='col'>{} <span>· {}</span>"
	    "</th>",
	    _("Pupils"), html_id(h, (int64_t)v->roster_n));
	for (size_t c = 0, n; c < v->columns_n; c += n) {
		n = month_span(v, c);
		html(h, "<th colspan='{}' scope='colgroup'>{}</th>",
		    html_id(h, (int64_t)n),
		    clock_month_name(i18n_code(h->lang),
			clock_date(v->columns[c].day).month));
	}
	html(h, "</tr>\n");
}

/* "23" over "Mon" or the kind of work; the link is the way without a script,
 * data-col the column's number for it. */
static void
column_head(struct page *p, const struct journal_view *v,
    const struct column *c, int64_t today)
{
	struct html *h = &p->html;
	const char *kind = school_kind_short(h, c->kind);
	const char *top, *under;

	if (c->lesson) {
		top = html_id(h, clock_date(c->day).day);
		under = *kind ? kind
			      : clock_weekday_short(
				    i18n_code(h->lang), clock_weekday(c->day));
	} else {
		top = kind;
		under = "";
	}
	html(h,
	    "<th scope='col' data-col='{}'{}><a href='{}'><abbr title='{}'>{}"
	    "</abbr><small>{}</small></a></th>",
	    html_id(h, c->col),
	    c->lesson && c->day == today ? " id=today class=open" : "",
	    journal_column_href(p, v->journal.journal, c->col),
	    c->lesson && !c->taken_at && c->day <= today
		? arena_printf(h->arena, "%s, %s", school_column(h, c),
		      _("attendance not recorded"))
		: school_column(h, c),
	    top, under);
}

static void
grid_head(struct page *p, const struct journal_view *v)
{
	const int64_t today = school_today(p);
	struct html *h = &p->html;

	column_grounds(h, v);
	html(h, "<thead>\n");
	month_row(h, v);
	html(h, "<tr>");
	for (size_t c = 0; c < v->columns_n; c++)
		column_head(p, v, &v->columns[c], today);
	html(h, "</tr>\n</thead>\n");
}

/* A changed mark carries its sign and the word for it. */
static void
cell(struct html *h, const struct journal_cell *cell, bool term)
{
	if (!cell->mark && !*cell->code && !cell->changed) {
		buf_adds(h->out, term ? "<td class=t></td>" : "<td></td>");
		return;
	}
	/* Nearly all of a page's cells: one call each. */
	if (!*cell->code && !cell->changed && !term) {
		html(h, "<td>{}</td>", cell->mark);
		return;
	}
	buf_adds(h->out, term ? "<td class=t" : "<td");
	buf_adds(h->out, cell->changed ? " data-c>" : ">");
	if (*cell->code)
		html(h, "<i>{}</i>", cell->code);
	if (cell->mark && *cell->code)
		html(h, "<b>{}</b>", cell->mark);
	else if (cell->mark)
		html(h, "{}", cell->mark);
	if (cell->changed)
		html(h, "<span class=vh> {}</span>", _("changed"));
	buf_adds(h->out, "</td>");
}

static void
pupil_row(struct page *p, const struct journal_view *v, size_t i, size_t cut)
{
	struct html *h = &p->html;
	const struct roster_line *line = &v->roster[i];

	html(h, "<tr><th scope='row' data-p='{}'><b>{}</b>{} {}<span>{}</span>",
	    html_id(h, line->pupil), html_id(h, (int64_t)i + 1), line->surname,
	    arena_strndup(h->arena, line->given, cut), line->given + cut);
	if (line->ends_on && line->ends_on < school_today(p))
		html(h, " <small class=soft>{}</small>",
		    FILL(h->arena, _("left {date}"),
			{"date", school_day_month(h, line->ends_on)}));
	html(h, "</th>");
	for (size_t c = 0; c < v->columns_n; c++)
		cell(h, journal_page_cell(v, i, c),
		    ground(&v->columns[c]) == 't');
	html(h, "</tr>\n");
}

static void
grid(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;
	const size_t *cuts =
	    journal_name_cuts(h->arena, v->roster, v->roster_n);
	const char *name = FILL(h->arena, _("Marks: {journal}"),
	    {"journal", school_journal(h, v->journal.name, v->journal.label,
			    v->journal.part)});

	html(h,
	    "<div class='pane' tabindex='0' role='region' aria-label='{}'>\n"
	    "<table class='grid' aria-label='{}'>\n",
	    _("Page of the journal, scrolls sideways"), name);
	grid_head(p, v);
	html(h, "<tbody>\n");
	for (size_t i = 0; i < v->roster_n; i++)
		pupil_row(p, v, i, cuts[i]);
	html(h, "</tbody></table></div>\n");
}

static void
months(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;

	if (v->columns_all <= v->columns_n)
		return;
	html(h, "<nav class='row noprint' aria-label='{}'>", _("Months"));
	for (size_t i = 0; i < v->months_n; i++) {
		const struct journal_month *m = &v->months[i];

		html(h, "<a class='btn mini' href='{}'{}>{}</a> ",
		    journal_href(p, v->journal.journal,
			arena_printf(
			    h->arena, "?month=%04d-%02d", m->year, m->month)),
		    m->shown ? " aria-current=true" : "",
		    clock_month_name(i18n_code(h->lang), m->month));
	}
	html(h, "<a class='btn mini' href='{}'>{}</a></nav>\n",
	    journal_href(p, v->journal.journal, ""), _("Latest"));
}

/* Words for the script: states of a cell and what it says beside the grid. */
static void
words(struct html *h)
{
	html(h,
	    "<template id='words'"
	    " data-pending='{}' data-saved='{}' data-refused='{}'"
	    " data-clash='{}' data-changed='{}'",
	    _("saving…"), _("saved"), _("not saved"), _("two different values"),
	    _("changed"));
	html(h,
	    " data-at='{}' data-waiting='{}' data-both='{}' data-keep='{}'"
	    " data-put='{}' data-close='{}' data-offline='{}' data-alone='{}'",
	    _("Saved at {time}."), _("Waiting: {n}."),
	    _("While you were entering {mine}, {theirs} was written in this"
	      " cell ({who}, {time}). Which one is to stay?"),
	    _("Keep {value}"), _("Write {value}"), _("Close"),
	    _("What you enter stays on this page and is sent as soon as the"
	      " connection is back."),
	    _("No connection"));
	html(h,
	    " data-history='{}' data-nothing='{}' data-undone='{}'"
	    " data-empty='{}' data-lost='{}'></template>\n",
	    _("History of the mark"), _("No mark has been here yet."),
	    _("Undone: {cell}."), _("empty"),
	    _("The page is too old to save. Copy what is marked here and"
	      " reload the page."));
}

static void
legend(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;

	html(h,
	    "<div class='all legend' role='group' aria-label='{}'>"
	    "<span><b><i>н</i><u>8</u></b>{}</span>"
	    "<span><b data-c>9</b>{}</span>",
	    _("Signs in the cells"), _("absence and mark"), _("changed"));
	if (v->may_write)
		html(h,
		    "<span class='keys'><b data-s='pending'>10</b>{}</span>"
		    "<span class='keys'><b data-s='saved'>8</b>{}</span>"
		    "<span class='keys'><b data-s='refused'>13</b>{}</span>"
		    "<span class='keys'><b data-s='clash'><u>9</u><u>8</u></b>"
		    "{}</span>",
		    _("saving…"), _("saved"), _("not saved"),
		    _("two different values"));
	html(h, "<span>{}</span></div>\n",
	    _("н absence · хв illness · пп valid reason · бп no valid reason"
	      " · зп10 late by ten minutes"));
}

/* One key and what it does. */
static void
key(struct html *h, const char *name, const char *does)
{
	html(h, "<dt><kbd>{}</kbd></dt><dd>{}</dd>", name, does);
}

/* Stands beside the grid until something is to be said there. */
static void
how_to_enter(struct html *h)
{
	html(h,
	    "<div class='flow noprint' id='aside'>\n"
	    "<section class='panel keys' id='how'><h2>{}</h2><p "
	    "class='small'>{}"
	    "</p><dl class='facts'>",
	    _("How to enter"),
	    _("Choose a cell and type: a number from 1 to 12 or a code."
	      " Codes are understood with a Latin layout too."));
	key(h, "Enter ↓", _("save and go down"));
	key(h, "F2", _("edit what stands there"));
	key(h, "Del", _("clear"));
	key(h, "Esc", _("leave as it was"));
	key(h, "F4", _("history of the mark"));
	key(h, "Ctrl+Z", _("undo"));
	html(h, "</dl><noscript><p>{}</p></noscript></section></div>\n",
	    _("Without scripts: open a column by its date to enter marks."));
}

static void
add_dateless(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;

	html(h, "<details class='more noprint'><summary>{}</summary>\n",
	    _("Add a column without a date"));
	form_open(p, journal_href(p, v->journal.journal, "/columns"), FORM_ROW);
	form_select(p,
	    &(struct field){
		.name = "kind", .label = _("Kind of work"), .width = 2},
	    (const struct choice[]){
		{"notebook", school_kind(h, "notebook"), NULL},
		{"thematic", school_kind(h, "thematic"), NULL}},
	    2);
	form_field(p, &(struct field){.name = "title",
			  .label = _("Title"),
			  .maxlength = 60,
			  .width = 2});
	form_close(p, _("Add"));
	html(h, "</details>\n");
}

static void
empty(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;

	layout_empty(p, _("There are no lessons here yet"),
	    v->may_write
		? _("Create the first lesson: its date, topic and attendance.")
		: _("As soon as the teacher records a lesson, it stands"
		    " here."),
	    NULL, NULL);
}

static void
desk(struct page *p, const struct journal_view *v)
{
	struct html *h = &p->html;

	html(h, "<div class='desk{}' id='desk'",
	    v->may_write ? " has-panel" : "");
	if (v->may_write)
		html(h,
		    " data-cells='{}' data-marks='{}' data-csrf='{}'"
		    " data-seen='{}'",
		    journal_href(p, v->journal.journal, "/cells"),
		    journal_href(p, v->journal.journal, "/marks"), p->csrf,
		    html_id(h, v->seen));
	html(h, ">\n");
	html(h, "<div class='all row'>");
	months(p, v);
	html(h, "<p class='state' role='status' id='state'></p></div>\n");
	grid(p, v);
	if (v->may_write)
		how_to_enter(h);
	legend(p, v);
	html(h, "</div>\n");
	if (v->may_write)
		words(h);
}

/* "2026-11" */
static void
asked_month(struct page *p, int *year, int *month)
{
	const char *text = http_field(p->req, "month");
	char *end;

	*year = *month = 0;
	if (!text || strlen(text) != 7 || text[4] != '-')
		return;
	*year = (int)strtol(text, &end, 10);
	if (end == text + 4)
		*month = (int)strtol(text + 5, &end, 10);
	if (*month < 1 || *month > 12)
		*year = *month = 0;
}

void
page_journal(struct page *p)
{
	struct journal_view view;
	int year, month;
	enum err err;

	asked_month(p, &year, &month);
	if ((err = journal_page_read(p->act, p->ids[0], year, month, &view))) {
		page_error(p, err);
		return;
	}
	journal_begin(p, &view, JOURNAL_MARKS,
	    view.may_write && view.columns_n ? "journal.js" : NULL);
	if (view.columns_n)
		desk(p, &view);
	else
		empty(p, &view);
	if (view.may_write)
		add_dateless(p, &view);
	layout_end(p);
}
