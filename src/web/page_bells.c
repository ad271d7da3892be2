/* SPDX-License-Identifier: EUPL-1.2 */
/* Bells by shift and day of the week, and the shift of each class. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "web/calendar_part.h"
#include "web/pages.h"

#define BREAKS_MAX (BELLS_NUMBERS - 1)
#define LESSON_MIN 45

struct bells_page {
	struct page *p;
	struct calendar_view view;
	int64_t shift, weekday;
	const char *starts[BELLS_NUMBERS], *ends[BELLS_NUMBERS];
	struct bell_check check;
	bool fault, planned, plan_fault;
};

static const char *
weekday_text(struct html *h, int64_t weekday)
{
	if (weekday == 0)
		return _("every day");
	return clock_weekday_long(i18n_code(h->lang), (int)weekday);
}

static const char *
bells_href(struct bells_page *b, int64_t shift, int64_t weekday)
{
	return page_path(b->p, "/year/bells?year=%lld&shift=%lld&weekday=%lld",
	    (long long)b->view.year.year, (long long)shift, (long long)weekday);
}

/* Which bells the form below is about. */
static void
choose(struct bells_page *b)
{
	struct html *h = &b->p->html;
	struct layout_tab tabs[BELLS_SHIFTS_MAX];
	struct layout_tab days[BELLS_WEEKDAYS];

	for (int i = 0; i < BELLS_SHIFTS_MAX; i++)
		tabs[i] = (struct layout_tab){
		    .href = bells_href(b, i + 1, b->weekday),
		    .text = FILL(
			h->arena, _("Shift {n}"), {"n", html_id(h, i + 1)}),
		    .current = i + 1 == b->shift};
	for (int i = 0; i < BELLS_WEEKDAYS - 1; i++)
		days[i] =
		    (struct layout_tab){.href = bells_href(b, b->shift, i),
			.text = weekday_text(h, i),
			.count = b->view.bells.days[b->shift - 1][i].set ? "•"
									 : NULL,
			.current = i == b->weekday};
	layout_tabs(b->p, _("Shifts"), tabs, BELLS_SHIFTS_MAX);
	layout_tabs(b->p, _("Days"), days, BELLS_WEEKDAYS - 1);
}

static const char *
fault_text(struct html *h, enum bell_fault fault)
{
	if (fault == BELL_HALF)
		return _("Enter both times, as 08:30, or none.");
	if (fault == BELL_ORDER)
		return _("The lesson ends after it begins, and begins after "
			 "the one before has ended.");
	return NULL;
}

static void
bell_row(struct bells_page *b, int n)
{
	struct html *h = &b->p->html;
	const char *no = html_id(h, n);
	const char *why = fault_text(h, b->check.fault[n]);

	html(h, "<tr><th scope='row' class='num'>{}</th><td>", no);
	if (why)
		html(h, "<strong class='wrong' id='e{}'>{}</strong>", no, why);
	/* Not type=time: where the device is set to English it asks for AM and
	 * PM, and a school day crosses noon. */
	html(h,
	    "<div class='cellform'><input name='s{}' value='{}' class='num' "
	    "size='5' maxlength='5' inputmode='numeric' autocomplete='off' "
	    "aria-label='{}'",
	    no, b->starts[n],
	    FILL(h->arena, _("Lesson {n} begins"), {"n", no}));
	if (why)
		html(h, " aria-invalid='true' aria-describedby='e{}'", no);
	html(h,
	    "> <span aria-hidden='true'>–</span> <input name='e{}' "
	    "value='{}' class='num' size='5' maxlength='5' "
	    "inputmode='numeric' autocomplete='off' aria-label='{}'>"
	    "</div></td></tr>\n",
	    no, b->ends[n], FILL(h->arena, _("Lesson {n} ends"), {"n", no}));
}

static void
bells_form(struct bells_page *b)
{
	struct page *p = b->p;
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='b-h'><h2 id='b-h'>{}: {}"
	    "</h2>\n",
	    FILL(h->arena, _("Shift {n}"), {"n", html_id(h, b->shift)}),
	    weekday_text(h, b->weekday));
	if (b->fault)
		layout_note(p, "err", _("The bells are not saved"),
		    _("The reason stands beside each lesson. What you typed "
		      "is kept."));
	if (b->planned)
		layout_note(p, "", _("Not saved yet"),
		    _("Look through the times, correct what differs, save."));
	form_open(p, page_path(p, "/year/bells"), 0);
	form_hidden(p, "year", html_id(h, b->view.year.year));
	form_hidden(p, "shift", html_id(h, b->shift));
	form_hidden(p, "weekday", html_id(h, b->weekday));
	html(h,
	    "<table class='table'><caption>{}</caption><thead><tr>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>{}</th></tr>"
	    "</thead><tbody>\n",
	    b->weekday
		? _("Only where this day differs from the others. Empty rows: "
		    "no such lesson; all empty: the bells of every day.")
		: _("Empty rows: no such lesson."),
	    _("Lesson"), _("Begins and ends"));
	for (int i = 0; i < BELLS_NUMBERS; i++)
		bell_row(b, i);
	html(h, "</tbody></table>\n");
	form_close(p, _("Save the bells"));
	html(h, "</section>\n");
}

static void
plan_form(struct bells_page *b)
{
	struct page *p = b->p;
	struct html *h = &p->html;
	const bool post = p->req->method == HTTP_POST;

	html(h,
	    "<section class='card' aria-labelledby='p-h'><h2 id='p-h'>{}"
	    "</h2>\n",
	    _("Count the times"));
	form_open(p, page_path(p, "/year/bells"), 0);
	form_hidden(p, "year", html_id(h, b->view.year.year));
	form_hidden(p, "shift", html_id(h, b->shift));
	form_hidden(p, "weekday", html_id(h, b->weekday));
	html(h, "<div class='pairs'>\n");
	form_field(p, &(struct field){.name = "first",
			  .label = _("First bell"),
			  .inputmode = "numeric",
			  .value = post ? office_text(p, "first") : "08:30",
			  .width = 1});
	form_field(p, &(struct field){.name = "number",
			  .label = _("It is lesson"),
			  .inputmode = "numeric",
			  .value = post ? office_text(p, "number") : "1",
			  .width = 1});
	form_field(p, &(struct field){.name = "minutes",
			  .label = _("A lesson’s minutes"),
			  .inputmode = "numeric",
			  .value = post ? office_text(p, "minutes")
					: html_id(h, LESSON_MIN),
			  .width = 1});
	html(h, "</div>\n");
	form_field(p,
	    &(struct field){.name = "breaks",
		.label = _("Breaks, minutes"),
		.hint = _("One number after each lesson but the last"),
		.value = post ? office_text(p, "breaks") : "10 10 20 20 10 10",
		.error = b->plan_fault
			     ? _("This does not give a school day. Example: "
				 "first bell 08:30, 45 minutes, breaks 10 10 "
				 "20 10.")
			     : NULL});
	html(h, "<p class='row'>");
	form_button(p, "", "do", "plan", _("Fill in the times"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

static void
bells_show(struct bells_page *b)
{
	struct page *p = b->p;
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = _("Bells"),
			    .sub = FILL(h->arena, _("{year} academic year"),
				{"year", office_year(h, b->view.year.year)}),
			    .menu = "calendar",
			    .status = b->fault || b->plan_fault ? 422 : 0});
	calendar_tabs(p, b->view.year.year, CALENDAR_TAB_BELLS);
	choose(b);
	html(h, "<div class='side'>\n");
	bells_form(b);
	plan_form(b);
	html(h, "</div>\n");
	layout_end(p);
}

/* ---- reading ------------------------------------------------------------- */

/* "08:30", "8.30", "0830" as minutes; 0 when empty, -1 when it is no time. */
static int64_t
read_time(const char *s)
{
	int hour, minute, n = 0;

	if (!*s)
		return 0;
	if ((sscanf(s, "%2d%*1[:.]%2d%n", &hour, &minute, &n) != 2 &&
		(strlen(s) != 4 ||
		    sscanf(s, "%2d%2d%n", &hour, &minute, &n) != 2)) ||
	    s[n] || hour < 0 || hour > 23 || minute < 0 || minute > 59)
		return -1;
	return hour * 60 + minute;
}

static void
texts_of(struct bells_page *b, const struct bell_day *day)
{
	struct html *h = &b->p->html;

	for (int i = 0; i < BELLS_NUMBERS; i++) {
		b->starts[i] =
		    day->ends[i] ? calendar_time(h, day->starts[i]) : "";
		b->ends[i] = day->ends[i] ? calendar_time(h, day->ends[i]) : "";
	}
}

static void
read_bells(struct bells_page *b, struct bell_day *day)
{
	struct arena *arena = b->p->html.arena;

	for (int i = 0; i < BELLS_NUMBERS; i++) {
		b->starts[i] = office_text(b->p, arena_printf(arena, "s%d", i));
		b->ends[i] = office_text(b->p, arena_printf(arena, "e%d", i));
		day->starts[i] = read_time(b->starts[i]);
		day->ends[i] = read_time(b->ends[i]);
	}
}

static void
plan_bells(struct bells_page *b)
{
	struct page *p = b->p;
	int64_t breaks[BREAKS_MAX + 1];
	struct bell_plan plan = {.first = office_number(p, "number"),
	    .starts_min = read_time(office_text(p, "first")),
	    .minutes = office_number(p, "minutes"),
	    .breaks = breaks};
	char *word,
	    *rest = arena_strdup(p->html.arena, office_text(p, "breaks"));
	struct bell_day day;

	while ((word = strsep(&rest, " ,;")) && plan.breaks_n <= BREAKS_MAX)
		if (*word)
			breaks[plan.breaks_n++] =
			    strspn(word, "0123456789") == strlen(word)
				? strtol(word, NULL, 10)
				: -1;
	if (plan.breaks_n <= BREAKS_MAX && calendar_edit_plan(&plan, &day)) {
		b->planned = true;
		texts_of(b, &day);
	} else {
		b->plan_fault = true;
	}
}

static void
bells_save(struct bells_page *b)
{
	struct page *p = b->p;
	struct html *h = &p->html;
	struct bell_day day = {.set = false};
	enum err err;

	read_bells(b, &day);
	err = calendar_edit_bells(
	    p->act, b->view.year.year, b->shift, b->weekday, &day, &b->check);
	if (err == ERR_INVALID) {
		b->fault = true;
		bells_show(b);
	} else if (err) {
		page_error(p, err);
	} else {
		page_go(p, bells_href(b, b->shift, b->weekday),
		    _("The bells have been saved."));
	}
}

void
page_bells(struct page *p)
{
	struct bells_page b = {.p = p,
	    .shift = office_number(p, "shift"),
	    .weekday = office_number(p, "weekday")};
	enum err err;

	if (b.shift < 1 || b.shift > BELLS_SHIFTS_MAX)
		b.shift = 1;
	if (b.weekday >= BELLS_WEEKDAYS)
		b.weekday = 0;
	if ((err = calendar_view_read(
		 p->act, office_number(p, "year"), &b.view))) {
		page_error(p, err);
		return;
	}
	texts_of(&b, &b.view.bells.days[b.shift - 1][b.weekday]);
	if (p->req->method != HTTP_POST) {
		bells_show(&b);
	} else if (!strcmp(office_text(p, "do"), "plan")) {
		plan_bells(&b);
		bells_show(&b);
	} else {
		bells_save(&b);
	}
}
