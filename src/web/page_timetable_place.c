/* SPDX-License-Identifier: EUPL-1.2 */
/* One lesson of the timetable: placing it, changing it, taking it out. */
#include <string.h>

#include "base/clock.h"
#include "web/pages.h"
#include "web/school.h"
#include "web/timetable_part.h"

#define JOURNALS_CHOICES_MAX 100
#define WEEKDAYS 6
#define DAYS_OF_WEEK 7

struct place_page {
	struct page *p;
	struct timetable_view v; /* of the class */
	int64_t class;
	struct slot_draft draft;
	const char *from, *until; /* as typed */
	struct slot_refusal refusal;
	bool removed; /* somebody took it out meanwhile */
	struct room *rooms;
	size_t rooms_n;
};

static const char *
fault(struct place_page *e, unsigned bit, const char *text)
{
	return e->refusal.faults & bit ? text : NULL;
}

/* ---- the form ------------------------------------------------------------ */

static void
journal_select(struct place_page *e, const struct field *f)
{
	struct html *h = &e->p->html;
	struct choice choices[JOURNALS_CHOICES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < e->v.journals_n && n < JOURNALS_CHOICES_MAX;
	     i++) {
		const struct journal *j = &e->v.journals[i];

		choices[n++] = (struct choice){html_id(h, j->journal),
		    *j->part
			? arena_printf(h->arena, "%s, %s", j->name, j->part)
			: j->name,
		    NULL};
	}
	form_select(e->p, f, choices, n);
}

static void
place_selects(struct place_page *e)
{
	struct html *h = &e->p->html;
	struct choice days[WEEKDAYS], numbers[BELLS_NUMBERS];

	for (int i = 0; i < WEEKDAYS; i++)
		days[i] = (struct choice){html_id(h, i + 1),
		    clock_weekday_long(i18n_code(h->lang), i + 1), NULL};
	for (int i = 0; i < BELLS_NUMBERS; i++)
		numbers[i] =
		    (struct choice){html_id(h, i), html_id(h, i), NULL};
	html(h, "<div class='pairs'>\n");
	form_select(e->p,
	    &(struct field){.name = "weekday",
		.label = _("Day"),
		.value = html_id(h, e->draft.weekday),
		.error = fault(e, SLOT_PLACE,
		    _("Choose a day of the week and a lesson from 0 to 9.")),
		.width = 2},
	    days, WEEKDAYS);
	form_select(e->p,
	    &(struct field){.name = "number",
		.label = _("Lesson no."),
		.value = html_id(h, e->draft.number),
		.width = 1},
	    numbers, BELLS_NUMBERS);
	form_select(e->p,
	    &(struct field){.name = "week",
		.label = _("Weeks"),
		.value = html_id(h, e->draft.week),
		.width = 2},
	    (const struct choice[]){{"0", _("every week"), NULL},
		{"1", _("week A"), NULL}, {"2", _("week B"), NULL}},
	    3);
	html(h, "</div>\n");
}

static void
room_field(struct place_page *e, const struct field *f)
{
	struct html *h = &e->p->html;

	form_field(e->p, f);
	html(h, "<datalist id='rooms'>");
	for (size_t i = 0; i < e->rooms_n; i++)
		html(h, "<option value='{}'>", e->rooms[i].name);
	html(h, "</datalist>\n");
}

static void
clashes(struct place_page *e)
{
	struct html *h = &e->p->html;

	if (e->removed)
		layout_note(e->p, "err", _("This lesson is no longer there"),
		    _("Somebody took it out meanwhile. Saving again is not "
		      "possible; add it anew."));
	if (!e->refusal.clashes_n)
		return;
	html(h, "<section class='note err' role='alert'><h2>{}</h2><ul>\n",
	    _("Not saved: at this time"));
	for (size_t i = 0; i < e->refusal.clashes_n; i++) {
		const struct slot_clash *c = &e->refusal.clashes[i];

		html(h, "<li>{}: <a href='{}'>{}</a></li>\n",
		    timetable_clash_text(h, c->clash),
		    timetable_href(
			e->p, TIMETABLE_CLASS, c->with.at.class, e->draft.from),
		    timetable_lesson_text(h, &c->with));
	}
	html(h, "</ul><p>{}</p></section>\n",
	    _("Choose another time or room, or move that lesson first. One "
	      "teacher may give one subject to several classes together: in "
	      "one room."));
}

/* The other subgroup, or the other week, at the same time. */
static void
another(struct place_page *e)
{
	struct html *h = &e->p->html;

	if (e->draft.slot)
		html(h, "<p><a href='{}'>{}</a></p>\n",
		    page_path(e->p,
			"/timetable/place?class=%lld&weekday=%lld&number=%lld"
			"&week=%d&day=%s",
			(long long)e->class, (long long)e->draft.weekday,
			(long long)e->draft.number,
			e->draft.week == WEEK_A	  ? WEEK_B
			: e->draft.week == WEEK_B ? WEEK_A
						  : WEEK_EVERY,
			clock_iso(h->arena, e->v.monday)),
		    _("Add another lesson at this time: a subgroup, the other "
		      "week"));
}

static void
fields(struct place_page *e, const struct field *f)
{
	struct html *h = &e->p->html;

	journal_select(e, &f[0]);
	place_selects(e);
	room_field(e, &f[1]);
	html(h, "<div class='pairs'>\n");
	form_field(e->p, &f[2]);
	form_field(e->p, &f[3]);
	html(h, "</div>\n");
}

static void
buttons(struct place_page *e)
{
	struct html *h = &e->p->html;

	html(h, "<p class='row'>");
	form_button(e->p, "main", "do", "save", _("Save"));
	if (e->draft.slot)
		form_button(e->p, "risk", "do", "remove",
		    _("Take out from this day on"));
	else
		form_button(e->p, "", "do", "next",
		    _("Save and go to the next lesson"));
	html(h, "</p>");
}

static void
show(struct place_page *e)
{
	struct page *p = e->p;
	struct html *h = &p->html;
	const struct field f[] = {
	    {.name = "journal",
		.label = _("Journal"),
		.value = html_id(h, e->draft.journal),
		.error = fault(e, SLOT_JOURNAL | SLOT_PERSON,
		    _("Choose a journal of this class."))},
	    {.name = "room",
		.label = _("Room"),
		.hint = _("Number or name; may be left empty"),
		.value = e->draft.room,
		.error = fault(e, SLOT_ROOM,
		    _("A room’s name has letters or digits, at most 30.")),
		.list = "rooms",
		.maxlength = 30,
		.autocomplete = "off",
		.width = 2},
	    {.name = "from",
		.label = _("From which day"),
		.type = "date",
		.value = e->from,
		.error = fault(
		    e, SLOT_FROM, _("The day lies in this academic year.")),
		.required = true,
		.width = 2},
	    {.name = "until",
		.label = _("Last day"),
		.hint = _("Empty: to the end of the year. A date makes the "
			  "timetable a temporary one."),
		.type = "date",
		.value = e->until,
		.error = fault(e, SLOT_UNTIL,
		    _("The last day is not before the first one and lies in "
		      "this academic year.")),
		.width = 2},
	};
	const struct field *const all[] = {&f[0], &f[1], &f[2], &f[3]};
	const bool bad = e->refusal.faults || e->refusal.clashes_n;

	layout_begin(p,
	    &(struct layout){.title = FILL(h->arena, _("Timetable {class}"),
				 {"class", e->v.name}),
		.sub = e->draft.slot ? _("Change a lesson") : _("Add a lesson"),
		.menu = "timetable",
		.back_href =
		    timetable_href(p, TIMETABLE_CLASS, e->class, e->v.monday),
		.back_text = e->v.name,
		.width = LAYOUT_PROSE,
		.status = bad || e->removed ? (bad ? 422 : 409) : 0});
	clashes(e);
	form_errors(p, all, 4);
	form_open(p, page_path(p, "/timetable/place"), 0);
	form_hidden(p, "class", html_id(h, e->class));
	form_hidden(p, "day", clock_iso(h->arena, e->v.monday));
	if (e->draft.slot)
		form_hidden(p, "slot", html_id(h, e->draft.slot));
	fields(e, f);
	buttons(e);
	form_end(p);
	another(e);
	layout_end(p);
}

/* ---- reading ------------------------------------------------------------- */

static const struct timetable_lesson *
find_lesson(const struct timetable *t, int64_t slot)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->lessons[i].at.slot.slot == slot)
			return &t->lessons[i];
	return NULL;
}

/* What the form begins with: the lesson, or an empty place. */
static enum err
begin(struct place_page *e)
{
	struct page *p = e->p;
	struct html *h = &p->html;
	const int64_t slot = office_number(p, "slot");
	const struct timetable_lesson *l = NULL;
	enum err err;

	e->class = office_number(p, "class");
	if ((err = timetable_place_read(p->act, slot, school_day(p), &e->class,
		 &e->v, &e->rooms, &e->rooms_n)))
		return err;
	if (slot && !(l = find_lesson(&e->v.timetable, slot)))
		return ERR_NOT_FOUND;
	e->draft = (struct slot_draft){.weekday = office_number(p, "weekday"),
	    .number = office_number(p, "number"),
	    .week = office_number(p, "week"),
	    .room = "",
	    .from = timetable_from(school_today(p), &e->v.timetable.year),
	    .until = DAY_NONE};
	if (e->v.monday > e->draft.from)
		e->draft.from = e->v.monday;
	if (l) {
		const struct slot *s = &l->at.slot;

		e->draft.slot = slot;
		e->draft.journal = s->journal;
		e->draft.weekday = s->weekday;
		e->draft.number = s->number;
		e->draft.week = s->week;
		e->draft.room = l->at.room_name;
		if (s->starts_on > e->draft.from)
			e->draft.from = s->starts_on;
		if (s->ends_on)
			e->draft.until = s->ends_on;
	}
	e->from = office_day_field(h, e->draft.from);
	e->until = office_day_field(h, e->draft.until);
	return OK;
}

/* False: a date is none, and the fault says which. */
static bool
read_form(struct place_page *e)
{
	struct page *p = e->p;
	struct slot_draft *d = &e->draft;
	unsigned faults = 0;

	d->journal = office_number(p, "journal");
	d->weekday = office_number(p, "weekday");
	d->number = school_number(p, "number", -1);
	d->week = office_number(p, "week");
	d->room = office_text(p, "room");
	e->from = office_text(p, "from");
	e->until = office_text(p, "until");
	if (!office_date(p, "from", &d->from) || d->from == DAY_NONE)
		faults |= SLOT_FROM;
	if (!office_date(p, "until", &d->until))
		faults |= SLOT_UNTIL;
	e->refusal.faults = faults;
	return !faults;
}

/* A day of the week in which the change is to be seen. */
static int64_t
shown_on(const struct place_page *e)
{
	const int64_t today = school_today(e->p);
	int64_t day = e->v.monday + e->draft.weekday - 1;

	if (day < today && today < e->v.monday + DAYS_OF_WEEK)
		day += DAYS_OF_WEEK;
	if (e->draft.from <= day)
		return e->v.monday;
	return e->draft.from +
	       (e->draft.weekday - clock_weekday(e->draft.from) +
		   DAYS_OF_WEEK) %
		   DAYS_OF_WEEK;
}

static void
after(struct place_page *e)
{
	struct page *p = e->p;
	struct html *h = &p->html;
	const int64_t next = e->draft.number + 1;

	if (!strcmp(office_text(p, "do"), "next") && next < BELLS_NUMBERS)
		page_go(p,
		    page_path(p,
			"/timetable/place?class=%lld&weekday=%lld&number=%lld"
			"&day=%s",
			(long long)e->class, (long long)e->draft.weekday,
			(long long)next, clock_iso(h->arena, e->v.monday)),
		    _("The lesson has been saved."));
	else
		page_go(p,
		    timetable_href(p, TIMETABLE_CLASS, e->class, shown_on(e)),
		    _("The timetable has been saved."));
}

static void
save(struct place_page *e)
{
	struct page *p = e->p;
	const bool removes = !strcmp(office_text(p, "do"), "remove");
	enum err err;

	if (!read_form(e)) {
		show(e);
		return;
	}
	if (removes && e->draft.slot)
		err = timetable_remove(p->act, e->draft.slot, e->draft.from);
	else
		err = timetable_place(p->act, &e->draft, &e->refusal);
	e->removed = err == ERR_NOT_FOUND;
	if (err == ERR_INVALID || err == ERR_CONFLICT || e->removed)
		show(e);
	else if (err)
		page_error(p, err);
	else
		after(e);
}

void
page_timetable_place(struct page *p)
{
	struct html *h = &p->html;
	struct place_page e = {.p = p};
	enum err err = begin(&e);

	/* The form was open in another window while the lesson went. */
	if (err == ERR_NOT_FOUND && p->req->method == HTTP_POST &&
	    office_number(p, "slot"))
		page_refuse(p, 409, _("This lesson is no longer there"),
		    _("Somebody took it out or changed it meanwhile. Open the "
		      "timetable anew; nothing has been changed now."));
	else if (err)
		page_error(p, err);
	else if (p->req->method == HTTP_POST)
		save(&e);
	else
		show(&e);
}
