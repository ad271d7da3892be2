/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/checklist.h"

#include "base/clock.h"
#include "domain/school_year.h"
#include "store/calendars.h"
#include "store/classes.h"
#include "store/journals.h"
#include "store/people.h"
#include "store/slots.h"
#include "store/subjects.h"

static enum err
count_people(struct act *act, enum people_group group, int64_t *total)
{
	const struct people_query query = {
	    .group = group,
	    .day = clock_day_at(act->now),
	    .limit = 1,
	};
	struct people_line *lines;
	size_t n;

	return people_list(act->school, act->arena, act->actor.inst, &query,
	    &lines, &n, total);
}

static enum err
count_classes(struct act *act, struct checklist *c)
{
	struct class_line *lines;
	size_t n;
	enum err err;

	if ((err = classes_list(act->school, act->arena, act->actor.inst,
		 c->year, clock_day_at(act->now), &lines, &n)))
		return err;
	c->classes = (int64_t)n;
	for (size_t i = 0; i < n; i++)
		c->without_teacher += lines[i].teacher == 0;
	return OK;
}

static enum err
count_rest(struct act *act, struct checklist *c)
{
	struct subject *subjects;
	struct journal *journals;
	size_t n;
	enum err err;

	if ((err = subjects_list(act->school, act->arena, act->actor.inst,
		 false, &subjects, &n)))
		return err;
	c->subjects = (int64_t)n;
	if ((err = journals_list(act->school, act->arena, act->actor.inst,
		 c->year, &journals, &n)))
		return err;
	c->journals = (int64_t)n;
	return OK;
}

static enum err
count_year(
    struct act *act, const struct academic_year *year, struct checklist *c)
{
	int64_t day = clock_day_at(act->now);
	struct calendar_entry *entries;
	size_t n;
	enum err err;

	if ((err = calendars_list(act->school, act->arena, act->actor.inst,
		 year->starts_on, year->ends_on, &entries, &n)))
		return err;
	c->entries = (int64_t)n;
	/* In summer the timetable of the year to come is looked for. */
	if (day < year->starts_on)
		day = year->starts_on;
	return slots_count(
	    act->school, act->actor.inst, year->year, day, &c->slots);
}

enum err
checklist_read(struct act *act, struct checklist *checklist)
{
	struct checklist c = {0};
	struct academic_year year;
	struct access_counts counts;
	bool set;
	enum err err;

	if ((err = school_year_at(act, clock_day_at(act->now), &year, &set)))
		return err;
	c.year = year.year;
	if ((err = access_counts(act, &counts)) ||
	    (err = count_people(act, PEOPLE_STAFF, &c.staff)) ||
	    (err = count_people(act, PEOPLE_PUPILS, &c.pupils)) ||
	    (err = count_classes(act, &c)) || (err = count_rest(act, &c)) ||
	    (err = count_year(act, &year, &c)))
		return err;
	c.staff_active = counts.staff_active;
	c.families_active = counts.families_active;
	c.invited = counts.invited;
	/* The administrator alone is not yet a staff. */
	c.done[STEP_STAFF] = c.staff > 1;
	c.done[STEP_CLASSES] = c.classes > 0;
	c.done[STEP_PUPILS] = c.pupils > 0;
	c.done[STEP_SUBJECTS] = c.subjects > 0;
	c.done[STEP_JOURNALS] = c.journals > 0;
	c.done[STEP_CALENDAR] = c.entries > 0;
	c.done[STEP_TIMETABLE] = c.slots > 0;
	c.done[STEP_ACCESS] = c.staff_active > 1 && c.families_active > 0;
	while (c.next < STEP_COUNT && c.done[c.next])
		c.next++;
	*checklist = c;
	return OK;
}
