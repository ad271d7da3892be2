/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/overview.h"

#include "base/clock.h"
#include "domain/journal_page.h"
#include "store/attendance.h"
#include "store/classes.h"

static void
count_lesson(struct overview *out, const struct lesson *lesson)
{
	for (size_t i = 0; i < out->n; i++) {
		struct overview_class *c = &out->classes[i];

		if (c->class != lesson->class)
			continue;
		c->lessons++;
		c->taken += lesson->taken_at != 0;
		c->without_topic += !*lesson->topic;
		return;
	}
}

static enum err
read_day(struct act *act, struct overview *out)
{
	const struct date d = clock_date(out->day);
	const int64_t year = d.month >= 8 ? d.year : d.year - 1;
	struct class_line *classes;
	struct lesson *lessons;
	struct attendance_absent *absent;
	size_t lessons_n, absent_n;
	enum err err;

	if ((err = classes_list(act->school, act->arena, act->actor.inst, year,
		 out->day, &classes, &out->n)) ||
	    (err = lessons_list_school(act->school, act->arena, act->actor.inst,
		 out->day, &lessons, &lessons_n)) ||
	    (err = attendance_absent_classes(act->school, act->arena,
		 act->actor.inst, out->day, &absent, &absent_n)))
		return err;
	out->classes = arena_array(act->arena, out->n, sizeof(*out->classes));
	for (size_t i = 0; i < out->n; i++)
		out->classes[i] =
		    (struct overview_class){.class = classes[i].class.id,
			.label = classes[i].class.label,
			.pupils = classes[i].pupils};
	for (size_t i = 0; i < lessons_n; i++)
		count_lesson(out, &lessons[i]);
	for (size_t i = 0; i < out->n; i++) {
		struct overview_class *c = &out->classes[i];

		for (size_t k = 0; k < absent_n; k++)
			if (absent[k].class == c->class)
				c->absent = absent[k].pupils;
		out->pupils += c->pupils;
		out->lessons += c->lessons;
		out->taken += c->taken;
		out->without_topic += c->without_topic;
		out->absent += c->absent;
	}
	return OK;
}

enum err
overview_read(struct act *act, int64_t day, struct overview *out)
{
	enum err err;

	*out = (struct overview){.day = day};
	if (!act->actor.person || !((unsigned)act->actor.role & ROLES_LEADING))
		return ERR_DENIED;
	if ((err = db_begin_read(act->school)))
		return err;
	err = read_day(act, out);
	db_rollback(act->school);
	return err;
}
