/* SPDX-License-Identifier: EUPL-1.2 */
/* A demo school's calendar, as most have it: breaks, days off, a Saturday
 * worked, a class on quarantine, bells of one or two shifts. */
#include "base/clock.h"
#include "cli/demo.h"
#include "domain/calendar_edit.h"

/* Days of the school year: months 1..8 lie in its second calendar year. */
static const struct demo_entry {
	enum calendar_kind kind;
	int month, day, to_month, to_day, as_weekday;
	const char *name;
	bool first_class; /* only for the first class of the school */
} entries[] = {
    {CALENDAR_HOLIDAY, 10, 26, 11, 1, 0, "Осінні канікули", false},
    {CALENDAR_HOLIDAY, 12, 25, 1, 10, 0, "Зимові канікули", false},
    {CALENDAR_HOLIDAY, 3, 22, 3, 28, 0, "Весняні канікули", false},
    {CALENDAR_HOLIDAY, 2, 15, 2, 21, 0, "Додаткові канікули", true},
    {CALENDAR_WORKDAY, 11, 28, 11, 28, 5, "Наказ від 16.11 № 87-од", false},
    {CALENDAR_DAYOFF, 12, 18, 12, 18, 0, "Навчання педагогів", false},
    {CALENDAR_REMOTE, 12, 7, 12, 11, 0, "Карантин, наказ від 04.12 № 92-од",
	true},
};

static int64_t
day_of(const struct demo *demo, int month, int day)
{
	const int year = (int)demo->year + (month < 9);

	return clock_days((struct date){year, month, day});
}

/* What the table says, without asking a store. */
int
demo_calendar_weekday(const struct demo *demo, int64_t day)
{
	int weekday = clock_weekday(day) <= 5 ? clock_weekday(day) : 0;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		const struct demo_entry *e = &entries[i];

		if (e->first_class || day < day_of(demo, e->month, e->day) ||
		    day > day_of(demo, e->to_month, e->to_day))
			continue;
		if (e->kind == CALENDAR_WORKDAY)
			weekday = e->as_weekday;
		else if (e->kind != CALENDAR_REMOTE)
			weekday = 0;
	}
	return weekday;
}

static enum err
add_entries(struct demo *demo, struct demo_school *s)
{
	struct act *act = &demo->cli->act;

	for (size_t i = 0; i < sizeof(entries) / sizeof(entries[0]); i++) {
		const struct demo_entry *e = &entries[i];
		struct calendar_entry draft = {
		    .kind = e->kind,
		    .starts_on = day_of(demo, e->month, e->day),
		    .ends_on = day_of(demo, e->to_month, e->to_day),
		    .as_weekday = e->as_weekday,
		    .name = e->name,
		    .classes = &s->classes[0].id,
		    .classes_n = e->first_class ? 1 : 0,
		};
		unsigned faults;
		enum err err = calendar_edit_save(act, &draft, &faults, NULL);

		if (err)
			return err;
	}
	return OK;
}

static enum err
add_bells(struct demo *demo, int64_t shift, int64_t first_min)
{
	static const int64_t breaks[] = {10, 15, 20, 15, 10, 10, 10};
	struct bell_plan plan = {.first = 1,
	    .starts_min = first_min,
	    .minutes = 45,
	    .breaks = breaks,
	    .breaks_n = 7};
	struct bell_check check;
	struct bell_day day;

	if (!calendar_edit_plan(&plan, &day))
		return ERR_INVALID;
	return calendar_edit_bells(
	    &demo->cli->act, demo->year, shift, 0, &day, &check);
}

void
demo_calendar_act(struct demo *demo, const struct demo_school *s)
{
	struct act *act = &demo->cli->act;

	act->now = clock_instant(demo->year_from, 8, 0);
	act->actor = (struct actor){.inst = s->inst,
	    .person = s->deputy,
	    .role = ROLE_DEPUTY,
	    .log_id = s->deputy_log_id};
}

enum err
demo_calendar_make(struct demo *demo, struct demo_school *s)
{
	enum err err;

	if (!s->classes_n)
		return OK; /* registered, has not begun */
	demo_calendar_act(demo, s);
	if ((err = add_entries(demo, s)))
		return err;
	return add_bells(demo, 1, 8 * 60 + 30);
}
