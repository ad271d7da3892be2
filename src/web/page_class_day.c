/* SPDX-License-Identifier: EUPL-1.2 */
/* The class teacher's page: who is absent today, reasons in one tap. Head and
 * deputy read it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/class_day.h"
#include "domain/lessons_book.h"
#include "domain/roll_call.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

static bool
leads(const struct class_day *d)
{
	for (size_t i = 0; i < d->classes_n; i++)
		if (d->classes[i].class == d->class.class)
			return true;
	return false;
}

static void
open_form(
    struct page *p, const struct class_day *d, const char *act, int64_t pupil)
{
	struct html *h = &p->html;

	form_open(p, page_path(p, "/my-class/%s", act), FORM_ROW);
	form_hidden(p, "pupil", html_id(h, pupil));
	form_hidden(p, "day", clock_iso(h->arena, d->day));
	form_hidden(p, "class", html_id(h, d->class.class));
}

/* One button a reason: the tap is the answer. */
static void
reasons(struct page *p, const struct class_day *d,
    const struct class_day_line *line)
{
	static const enum presence_reason list[] = {
	    REASON_ILLNESS, REASON_VALID, REASON_NONE, REASON_UNKNOWN};
	struct html *h = &p->html;

	open_form(p, d, "reason", line->pupil.pupil);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		html(h,
		    "<button class='btn mini' name='reason' value='{}'"
		    " aria-pressed='{}'>{}</button> ",
		    presence_reason_name(list[i]),
		    line->reason == list[i] ? "true" : "false",
		    school_reason(h, list[i]));
	form_end(p);
}

static void
codes(struct html *h, const struct class_day *d,
    const struct class_day_line *line)
{
	for (size_t i = 0; i < d->lessons_n; i++) {
		const struct lesson *l = &d->lessons[i];
		const char *code =
		    presence_code(h->arena, &line->at[i].presence, true);

		html(h, "<td class='num' data-l='{}'>{}</td>",
		    arena_printf(
			h->arena, "%lld. %s", (long long)l->number, l->subject),
		    line->at[i].recorded && *code ? code
						  : (l->taken_at ? "·" : "?"));
	}
}

static const char *
announced_text(struct html *h, const struct class_day_line *line)
{
	if (!line->from_number)
		return _("announced: all day");
	return FILL(h->arena, _("announced: from lesson {n}"),
	    {"n", html_id(h, line->from_number)});
}

static void
absent_row(struct page *p, const struct class_day *d,
    const struct class_day_line *line)
{
	struct html *h = &p->html;

	html(h, "<tr><th scope='row'><a href='{}'>{} {}</a>",
	    page_path(p, "/diary?pupil=%lld", (long long)line->pupil.pupil),
	    line->pupil.surname, line->pupil.given);
	if (line->announced)
		html(h, "<br><small class='soft'>{}</small>",
		    announced_text(h, line));
	html(h, "</th>");
	codes(h, d, line);
	html(h, "<td data-l='{}'>", _("Reason"));
	if ((line->absent || line->announced) && leads(d))
		reasons(p, d, line);
	else if (line->absent || line->announced)
		html(h, "{}", school_reason(h, line->reason));
	if (line->announced && leads(d)) {
		open_form(p, d, "present", line->pupil.pupil);
		form_button(p, "", NULL, NULL, _("Take the announcement back"));
		form_end(p);
	}
	html(h, "</td></tr>\n");
}

static void
absent(struct page *p, const struct class_day *d)
{
	struct html *h = &p->html;

	if (!d->absent && !d->late) {
		layout_note(p, "", _("No absences are recorded"),
		    d->lessons_n ? _("“?” stands where attendance has not"
				     " been taken yet.")
				 : _("No lesson of this day is recorded"
				     " yet."));
		return;
	}
	html(h,
	    "<div class='over' tabindex='0' role='region' aria-label='{}'>"
	    "<table class='table stack'><caption class='vh'>{}</caption>\n"
	    "<thead><tr><th scope='col'>{}</th>",
	    _("Absences"), _("Absences"), _("Pupil"));
	for (size_t i = 0; i < d->lessons_n; i++)
		html(h,
		    "<th scope='col' class='num'><abbr title='{}'>{}</abbr>"
		    "</th>",
		    d->lessons[i].subject, html_id(h, d->lessons[i].number));
	html(h, "<th scope='col'>{}</th></tr></thead>\n<tbody>\n", _("Reason"));
	for (size_t i = 0; i < d->n; i++)
		if (d->lines[i].absent || d->lines[i].announced ||
		    d->lines[i].late)
			absent_row(p, d, &d->lines[i]);
	html(h, "</tbody></table></div>\n");
}

/* A call from home before lessons: choose the pupil and from which lesson. */
static void
announce(struct page *p, const struct class_day *d)
{
	struct html *h = &p->html;
	struct choice *pupils = arena_array(h->arena, d->n, sizeof(*pupils));
	struct choice numbers[LESSON_NUMBER_MAX + 1];
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		if (!d->lines[i].announced)
			pupils[n++] =
			    (struct choice){html_id(h, d->lines[i].pupil.pupil),
				arena_printf(h->arena, "%s %s",
				    d->lines[i].pupil.surname,
				    d->lines[i].pupil.given),
				NULL};
	numbers[0] = (struct choice){"0", _("all day"), NULL};
	for (int64_t i = 1; i <= LESSON_NUMBER_MAX; i++)
		numbers[i] = (struct choice){html_id(h, i),
		    FILL(h->arena, _("from lesson {n}"), {"n", html_id(h, i)}),
		    NULL};
	html(h,
	    "<section class='card' aria-labelledby='an'><h2 id='an'>{}"
	    "</h2>\n<p class='soft'>{}</p>\n",
	    _("Announce an absence"),
	    _("Teachers of later lessons will see it proposed; it becomes an"
	      " absence when they take attendance."));
	form_open(p, page_path(p, "/my-class/absent"), FORM_ROW);
	form_hidden(p, "day", clock_iso(h->arena, d->day));
	form_hidden(p, "class", html_id(h, d->class.class));
	form_select(p,
	    &(struct field){.name = "pupil", .label = _("Pupil"), .width = 2},
	    pupils, n);
	form_select(p,
	    &(struct field){.name = "from", .label = _("Absent"), .width = 2},
	    numbers, LESSON_NUMBER_MAX + 1);
	form_close(p, _("Announce"));
	html(h, "</section>\n");
}

static const char *
day_href(struct page *p, const struct class_day *d, int64_t day)
{
	return page_path(p, "/my-class?class=%lld&day=%s",
	    (long long)d->class.class, clock_iso(p->html.arena, day));
}

static void
show(struct page *p, const struct class_day *d)
{
	struct html *h = &p->html;
	struct layout_tab *tabs =
	    arena_array(h->arena, d->classes_n, sizeof(*tabs));

	layout_begin(p,
	    &(struct layout){.title = FILL(h->arena, _("Class {class}"),
				 {"class", d->class.label}),
		.sub = school_weekday(h, d->day),
		.menu = "my-class",
		.actions =
		    (const struct layout_action[]){
			{day_href(p, d, d->day - 1), "←", "mini"},
			{day_href(p, d, school_today(p)), _("Today"), "mini"},
			{day_href(p, d, d->day + 1), "→", "mini"}},
		.actions_n = 3});
	for (size_t i = 0; i < d->classes_n; i++)
		tabs[i] =
		    (struct layout_tab){page_path(p, "/my-class?class=%lld",
					    (long long)d->classes[i].class),
			d->classes[i].label, NULL,
			d->classes[i].class == d->class.class};
	if (d->classes_n > 1)
		layout_tabs(p, _("Classes"), tabs, d->classes_n);
	html(h,
	    "<dl class='stats'><div><dt>{}</dt><dd>{}</dd></div>"
	    "<div><dt>{}</dt><dd>{}</dd></div><div><dt>{}</dt><dd>{}</dd>"
	    "</div><div><dt>{}</dt><dd>{}</dd></div></dl>\n",
	    _("Pupils"), html_num(h, (int64_t)d->n), _("Absent"),
	    html_num(h, (int64_t)d->absent), _("Reason not known"),
	    html_num(h, (int64_t)d->unexplained), _("Late"),
	    html_num(h, (int64_t)d->late));
	absent(p, d);
	if (leads(d))
		announce(p, d);
	layout_end(p);
}

void
page_class_day(struct page *p)
{
	struct html *h = &p->html;
	struct class_day day;
	enum err err = class_day_read(
	    p->act, school_number(p, "class", 0), school_day(p), &day);

	if (err == ERR_NOT_FOUND && !http_field(p->req, "class"))
		page_refuse(p, 404, _("You do not lead a class"),
		    _("Class teachers are named by the administrator of the"
		      " institution."));
	else if (err)
		page_error(p, err);
	else
		show(p, &day);
}

static void
back(struct page *p, enum err err, const char *notice)
{
	if (err)
		page_error(p, err);
	else
		page_go(p,
		    page_path(p, "/my-class?class=%lld&day=%s",
			(long long)school_number(p, "class", 0),
			clock_iso(p->html.arena, school_day(p))),
		    notice);
}

void
page_class_reason(struct page *p)
{
	struct html *h = &p->html;
	const char *reason = http_post(p->req, "reason");
	int64_t changed;

	back(p,
	    roll_call_reason(p->act, school_number(p, "pupil", 0),
		school_day(p), presence_reason_parse(reason ? reason : ""),
		&changed),
	    _("The reason is written."));
}

void
page_class_absent(struct page *p)
{
	struct html *h = &p->html;
	const struct day_draft draft = {
	    .pupil = school_number(p, "pupil", 0),
	    .day = school_day(p),
	    .from_number = school_number(p, "from", 0),
	};

	back(p, roll_call_announce(p->act, &draft),
	    _("The absence is announced."));
}

void
page_class_present(struct page *p)
{
	struct html *h = &p->html;

	back(p,
	    roll_call_unannounce(
		p->act, school_number(p, "pupil", 0), school_day(p)),
	    _("The announcement is taken back."));
}
