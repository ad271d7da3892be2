/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/calendar_part.h"

#include "base/clock.h"
#include "domain/naming.h"

#define ROMAN_MAX 12

void
calendar_tabs(struct page *p, int64_t year, enum calendar_tab current)
{
	struct html *h = &p->html;
	const char *const paths[] = {"", "/dates", "/bells", "/shifts"};
	const char *const texts[] = {
	    _("Calendar"), _("Dates and terms"), _("Bells"), _("Shifts")};
	struct layout_tab tabs[4];

	for (size_t i = 0; i < 4; i++)
		tabs[i] = (struct layout_tab){
		    .href = page_path(
			p, "/year%s?year=%lld", paths[i], (long long)year),
		    .text = texts[i],
		    .current = i == (size_t)current};
	layout_tabs(p, _("School year"), tabs, 4);
}

const char *
calendar_kind_text(struct html *h, enum calendar_kind kind)
{
	switch (kind) {
	case CALENDAR_HOLIDAY:
		return _("Break");
	case CALENDAR_DAYOFF:
		return _("Day off");
	case CALENDAR_WORKDAY:
		return _("Day moved");
	case CALENDAR_REMOTE:
		return _("Remote lessons");
	}
	return "";
}

const char *
calendar_entry_text(struct html *h, const struct calendar_entry *e)
{
	if (e->kind == CALENDAR_WORKDAY)
		return FILL(h->arena, _("By the timetable: {weekday}"),
		    {"weekday", clock_weekday_long(
				    i18n_code(h->lang), (int)e->as_weekday)});
	return *e->name ? e->name : calendar_kind_text(h, e->kind);
}

const char *
calendar_range(struct html *h, int64_t from, int64_t to)
{
	const struct date d = clock_date(from);

	if (from == to)
		return clock_short(h->arena, from);
	return arena_printf(h->arena, "%02d.%02d–%s", d.day, d.month,
	    clock_short(h->arena, to));
}

const char *
calendar_classes(struct html *h, const struct calendar_entry *e)
{
	struct buf b;

	buf_init(&b, h->arena, 32);
	for (size_t i = 0; i < e->classes_n; i++)
		buf_addf(&b, "%s%s", i ? ", " : "", e->labels[i]);
	return b.p;
}

const char *
calendar_term(struct html *h, enum year_periods periods, int64_t term)
{
	static const char *const roman[] = {"I", "II", "III", "IV", "V", "VI",
	    "VII", "VIII", "IX", "X", "XI", "XII"};
	const char *n = html_id(h, term);

	switch (periods) {
	case PERIODS_TRIMESTER:
		return FILL(h->arena, _("Trimester {n}"), {"n", n});
	case PERIODS_MODULE:
		return FILL(h->arena, _("Module {n}"), {"n", n});
	case PERIODS_SEMESTER:
		break;
	}
	if (term >= 1 && term <= ROMAN_MAX)
		n = roman[term - 1];
	return FILL(h->arena, _("Term {n}"), {"n", n});
}

const char *
calendar_why_text(struct html *h, const struct calendar_day *d)
{
	switch (d->why) {
	case CALENDAR_OUTSIDE:
		return _("This day is outside the academic year.");
	case CALENDAR_BETWEEN:
		return _("This day is between terms.");
	case CALENDAR_WEEKEND:
		return _("A weekend.");
	case CALENDAR_FREE:
		if (!*d->free->name)
			return _("A day off.");
		return FILL(h->arena, _("No lessons: {name}."),
		    {"name", d->free->name});
	case CALENDAR_WORKS:
		break;
	}
	return NULL;
}

const char *
calendar_how_text(struct html *h, const struct calendar_day *d)
{
	const char *how = NULL, *note = d->moved ? d->moved->name : "";

	if (d->moved)
		how = arena_printf(h->arena, "%s. %s%s",
		    calendar_entry_text(h, d->moved), note, *note ? "." : "");
	if (!d->remote)
		return how;
	note = *d->remote->name
		   ? FILL(h->arena, _("Lessons are remote: {note}."),
			 {"note", d->remote->name})
		   : _("Lessons are remote.");
	return how ? arena_printf(h->arena, "%s %s", how, note) : note;
}

const char *
calendar_time(struct html *h, int64_t minutes)
{
	return arena_printf(h->arena, "%02lld:%02lld", (long long)minutes / 60,
	    (long long)minutes % 60);
}

const char *
calendar_room(struct html *h, const char *name)
{
	/* «каб. 12», but «спортзал». */
	if (*name < '0' || *name > '9')
		return name;
	return FILL(h->arena, _("room {name}"), {"name", name});
}

const char *
calendar_when(
    struct html *h, int64_t starts_min, int64_t ends_min, const char *room)
{
	const char *time = ends_min ? arena_printf(h->arena, "%s–%s",
					  calendar_time(h, starts_min),
					  calendar_time(h, ends_min))
				    : "";

	if (!*room)
		return time;
	return arena_printf(h->arena, "%s%s%s", time, *time ? " · " : "",
	    calendar_room(h, room));
}

/* ---- taking back --------------------------------------------------------- */

static const char *
what_text(struct html *h, const struct year_undo_line *c)
{
	switch (c->what) {
	case UNDO_DATES:
		return _("Dates of the year");
	case UNDO_ENTRY:
		return *c->name ? c->name : calendar_kind_text(h, c->kind);
	case UNDO_BELLS:
		return _("Bells");
	case UNDO_SHIFTS:
		return _("Shifts");
	case UNDO_SLOT:
		return _("Timetable");
	case UNDO_COPY:
		return _("Last year’s calendar");
	}
	return "";
}

static const char *
verb_text(struct html *h, enum year_undo_verb verb)
{
	switch (verb) {
	case UNDO_ADDED:
		return tc(h->lang, "change", NC_("change", "added"));
	case UNDO_CHANGED:
		return tc(h->lang, "change", NC_("change", "changed"));
	case UNDO_REMOVED:
		return tc(h->lang, "change", NC_("change", "removed"));
	}
	return "";
}

void
calendar_changes(struct page *p, const struct year_undo_line *changes, size_t n)
{
	struct html *h = &p->html;

	if (!n)
		return;
	html(h,
	    "<details class='more noprint'><summary>{}</summary>"
	    "<ul class='list boxed'>\n",
	    _("Recent changes"));
	for (size_t i = 0; i < n; i++) {
		const struct year_undo_line *c = &changes[i];

		html(h,
		    "<li class='undo'><div><b>{}</b>: {}<small>{}, {}"
		    "</small></div>",
		    what_text(h, c), verb_text(h, c->verb),
		    naming_short(h->arena, c->surname, c->given, c->patronymic),
		    clock_stamp(h->arena, c->at));
		form_open(p, page_path(p, "/year/undo"), FORM_ROW);
		form_hidden(p, "change", html_id(h, c->change));
		html(h,
		    "<button class='btn mini'>{}<span class='vh'>: {}</span>"
		    "</button>",
		    _("Undo"), what_text(h, c));
		form_end(p);
		html(h, "</li>\n");
	}
	html(h, "</ul></details>\n");
}
