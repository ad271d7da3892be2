/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/timetable_part.h"

#include "base/clock.h"
#include "domain/naming.h"

const char *
timetable_week(struct html *h, int64_t week)
{
	if (week == WEEK_A)
		return _("week A");
	return week == WEEK_B ? _("week B") : "";
}

const char *
timetable_teachers(struct html *h, const struct timetable_lesson *l)
{
	struct buf b;

	buf_init(&b, h->arena, 48);
	for (size_t i = 0; i < l->teachers_n; i++)
		buf_addf(&b, "%s%s", i ? ", " : "",
		    naming_short(h->arena, l->teachers[i].surname,
			l->teachers[i].given, l->teachers[i].patronymic));
	return b.p;
}

const char *
timetable_clash_text(struct html *h, unsigned clash)
{
	if (clash & CLASH_CLASS)
		return _("the class has another lesson");
	if (clash & CLASH_TEACHER)
		return _("the teacher has another lesson");
	return _("the room is taken");
}

const char *
timetable_lesson_text(struct html *h, const struct timetable_lesson *l)
{
	struct buf b;
	const char *teachers = timetable_teachers(h, l);

	buf_init(&b, h->arena, 64);
	buf_addf(&b, "%s, %s", l->at.label, l->at.name);
	if (*l->at.part)
		buf_addf(&b, ", %s", l->at.part);
	if (*teachers)
		buf_addf(&b, ", %s", teachers);
	if (*l->at.room_name)
		buf_addf(&b, ", %s", calendar_room(h, l->at.room_name));
	if (l->at.slot.week)
		buf_addf(&b, ", %s", timetable_week(h, l->at.slot.week));
	return b.p;
}

const char *
timetable_href(struct page *p, enum timetable_of of, int64_t id, int64_t day)
{
	static const char *const names[] = {"class", "teacher", "room"};

	return page_path(p, "/timetable/%s/%lld?day=%s", names[of],
	    (long long)id, clock_iso(p->html.arena, day));
}
