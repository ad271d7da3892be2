/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry of the calendar: a break, a day off, a moved day, remote lessons.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/school_year.h"
#include "web/calendar_part.h"
#include "web/pages.h"

#define WEEKDAYS 6

struct entry_page {
	struct page *p;
	struct calendar_entry entry;
	unsigned faults;
	struct calendar_view view; /* for the classes */
};

static const char *
fault(struct entry_page *e, unsigned bit, const char *text)
{
	return e->faults & bit ? text : NULL;
}

static const char *
day_value(struct entry_page *e, const char *name, int64_t day)
{
	/* What was typed comes back as it was typed. */
	if (e->p->req->method == HTTP_POST)
		return office_text(e->p, name);
	return office_day_field(&e->p->html, day);
}

static struct field
first_day(struct entry_page *e)
{
	struct html *h = &e->p->html;
	const char *taken = fault(e, CALENDAR_FAULT_TAKEN,
	    _("The calendar says this of one of these days already. Open that "
	      "entry and change it."));

	return (struct field){.name = "starts_on",
	    .label = e->entry.kind == CALENDAR_WORKDAY
			 ? _("Which day is worked")
			 : _("First day"),
	    .type = "date",
	    .value = day_value(e, "starts_on", e->entry.starts_on),
	    .error = taken ? taken
			   : fault(e, CALENDAR_FAULT_FROM,
				 _("Enter a date of this year or the next. "
				   "Example: 26.10.2026.")),
	    .required = true,
	    .width = 2};
}

static struct field
last_day(struct entry_page *e)
{
	struct html *h = &e->p->html;

	return (struct field){.name = "ends_on",
	    .label = _("Last day"),
	    .hint = _("Empty: one day"),
	    .type = "date",
	    .value = day_value(e, "ends_on", e->entry.ends_on),
	    .error = fault(e, CALENDAR_FAULT_TO,
		_("The last day is not before the first one and at most half "
		  "a year later.")),
	    .width = 2};
}

static struct field
name_field(struct entry_page *e)
{
	struct html *h = &e->p->html;
	const bool holiday = e->entry.kind == CALENDAR_HOLIDAY;

	return (struct field){.name = "name",
	    .label = holiday ? _("Name of the break") : _("Note"),
	    .hint = holiday ? _("For example: autumn break")
		    : e->entry.kind == CALENDAR_REMOTE
			? _("For example: quarantine, order and date")
			: _("For example: the order and its date"),
	    .value = e->entry.name,
	    .error = fault(e, CALENDAR_FAULT_NAME,
		_("Write a name of at most 100 letters.")),
	    .maxlength = 100};
}

static struct field
weekday_field(struct entry_page *e)
{
	struct html *h = &e->p->html;

	return (struct field){.name = "as_weekday",
	    .label = _("By the timetable of which day"),
	    .value = html_id(h, e->entry.as_weekday),
	    .error = fault(
		e, CALENDAR_FAULT_WEEKDAY, _("Choose a day of the week.")),
	    .width = 2};
}

static void
weekday_select(struct entry_page *e, const struct field *f)
{
	struct html *h = &e->p->html;
	struct choice choices[WEEKDAYS];

	for (int i = 0; i < WEEKDAYS; i++)
		choices[i] = (struct choice){html_id(h, i + 1),
		    clock_weekday_long(i18n_code(h->lang), i + 1), NULL};
	form_select(e->p, f, choices, WEEKDAYS);
}

static void
classes_ticks(struct entry_page *e)
{
	struct html *h = &e->p->html;

	html(h,
	    "<details class='more'{}><summary>{}</summary>"
	    "<fieldset><legend class='vh'>{}</legend><p class='hint'>{}</p>"
	    "<div class='ticks'>\n",
	    e->entry.classes_n || e->faults & CALENDAR_FAULT_CLASS ? " open"
								   : "",
	    _("Only for some classes"), _("Classes"),
	    _("Without a tick it holds for the whole institution."));
	if (e->faults & CALENDAR_FAULT_CLASS)
		html(h, "<strong class='wrong'>{}</strong>\n",
		    _("One of these classes is no longer there."));
	for (size_t i = 0; i < e->view.classes_n; i++) {
		const struct class *class = &e->view.classes[i].class;

		form_tick(e->p, "class", html_id(h, class->id), class->label,
		    NULL,
		    e->entry.classes_n &&
			calendar_applies(&e->entry, class->id));
	}
	html(h, "</div></fieldset></details>\n");
}

static const char *
action(struct entry_page *e)
{
	if (e->entry.entry)
		return page_path(
		    e->p, "/year/entry/%lld", (long long)e->entry.entry);
	return page_path(e->p, "/year/entry");
}

static void
show(struct entry_page *e)
{
	struct page *p = e->p;
	struct html *h = &p->html;
	const bool moved = e->entry.kind == CALENDAR_WORKDAY;
	const struct field first = first_day(e), last = last_day(e),
			   name = name_field(e), weekday = weekday_field(e);
	const struct field *const all[] = {
	    &first, moved ? &weekday : &last, &name};

	layout_begin(p, &(struct layout){.title = calendar_kind_text(
					     &e->p->html, e->entry.kind),
			    .menu = "calendar",
			    .back_href = page_path(p, "/year"),
			    .back_text = _("Calendar"),
			    .width = LAYOUT_PROSE,
			    .status = e->faults ? 422 : 0});
	form_errors(p, all, 3);
	form_open(p, action(e), 0);
	form_hidden(p, "kind", calendars_kind_name(e->entry.kind));
	html(h, "<div class='pairs'>\n");
	form_field(p, &first);
	if (moved)
		weekday_select(e, &weekday);
	else
		form_field(p, &last);
	html(h, "</div>\n");
	form_field(p, &name);
	if (e->view.classes_n)
		classes_ticks(e);
	html(h, "<p class='row'>");
	form_button(p, "main", "do", "save", _("Save"));
	if (e->entry.entry)
		form_button(p, "risk", "do", "remove", _("Remove"));
	html(h, "</p>");
	form_end(p);
	layout_end(p);
}

static enum err
read_form(struct entry_page *e)
{
	struct page *p = e->p;
	const struct http_request *req = p->req;
	struct calendar_entry *entry = &e->entry;

	if (!calendars_kind_parse(office_text(p, "kind"), &entry->kind))
		return ERR_NOT_FOUND;
	if (!office_date(p, "starts_on", &entry->starts_on))
		entry->starts_on = DAY_NONE;
	/* A date that is none lies before every first day. */
	if (!office_date(p, "ends_on", &entry->ends_on))
		entry->ends_on = 0;
	entry->as_weekday = office_number(p, "as_weekday");
	entry->name = office_text(p, "name");
	entry->classes = arena_array(
	    p->html.arena, CALENDARS_CLASSES_MAX, sizeof(*entry->classes));
	entry->classes_n = 0;
	for (size_t i = req->query_n; i < req->fields_n; i++)
		if (!strcmp(req->fields[i].name, "class") &&
		    entry->classes_n < CALENDARS_CLASSES_MAX)
			entry->classes[entry->classes_n++] =
			    strtoll(req->fields[i].value, NULL, 10);
	return OK;
}

/* The calendar on which the entry is to be seen. */
static const char *
shown_on(struct entry_page *e)
{
	const int64_t day = e->entry.starts_on;

	return day == DAY_NONE ? page_path(e->p, "/year")
			       : page_path(e->p, "/year?year=%lld",
				     (long long)school_year_of(day));
}

static void
save(struct entry_page *e)
{
	struct page *p = e->p;
	struct html *h = &p->html;
	enum err err;

	if (!(err = read_form(e)))
		err = calendar_edit_save(p->act, &e->entry, &e->faults, NULL);
	if (err == ERR_INVALID)
		err = calendar_view_read(p->act, 0, &e->view);
	if (err)
		page_error(p, err);
	else if (e->faults)
		show(e);
	else
		page_go(p, shown_on(e), _("The calendar has been saved."));
}

static void
remove_one(struct entry_page *e)
{
	struct html *h = &e->p->html;
	enum err err = calendar_edit_remove(e->p->act, e->entry.entry);

	if (err)
		page_error(e->p, err);
	else
		page_go(e->p, page_path(e->p, "/year"),
		    _("Removed from the calendar. “Recent changes” brings it "
		      "back."));
}

void
page_calendar_entry(struct page *p)
{
	struct entry_page e = {.p = p,
	    .entry = {.entry = p->ids[0],
		.starts_on = DAY_NONE,
		.ends_on = DAY_NONE,
		.name = ""}};
	enum err err = OK;

	if (p->req->method == HTTP_POST) {
		if (e.entry.entry && !strcmp(office_text(p, "do"), "remove"))
			remove_one(&e);
		else
			save(&e);
		return;
	}
	if (e.entry.entry)
		err = calendar_edit_find(p->act, e.entry.entry, &e.entry);
	else if (!calendars_kind_parse(office_text(p, "kind"), &e.entry.kind))
		e.entry.kind = CALENDAR_HOLIDAY;
	if (!err)
		err = calendar_view_read(p->act, 0, &e.view);
	if (err)
		page_error(p, err);
	else
		show(&e);
}
