/* SPDX-License-Identifier: EUPL-1.2 */
/* What a teacher typed about a lesson, checked and made a row. */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/lessons_part.h"

/* Where no academic year has been entered yet: from August to July. */
#define YEAR_FIRST_MONTH 8

bool
lessons_is_one_of(const char *const *list, const char *kind)
{
	for (; kind && *list; list++)
		if (!strcmp(*list, kind))
			return true;
	return false;
}

bool
lessons_in_year(int64_t year, int64_t day)
{
	const struct date first = {(int)year, YEAR_FIRST_MONTH, 1};
	const struct date next = {(int)year + 1, YEAR_FIRST_MONTH, 1};

	return day >= clock_days(first) && day < clock_days(next);
}

static unsigned
check_texts(struct arena *arena, struct lesson_draft *draft)
{
	unsigned faults = 0;

	if (text_clean(arena, draft->topic, strlen(draft->topic),
		LESSON_TOPIC_MAX, false, &draft->topic))
		faults |= LESSON_TOPIC;
	if (text_clean(arena, draft->homework, strlen(draft->homework),
		LESSON_HOMEWORK_MAX, true, &draft->homework))
		faults |= LESSON_HOMEWORK;
	return faults;
}

static enum err
check_place(struct gradebook_work *work, const struct lesson_draft *draft,
    unsigned *faults)
{
	struct act *act = work->act;
	struct lesson *same_day;
	size_t n;
	enum err err;

	if ((err = lessons_list(act->school, act->arena, act->actor.inst,
		 draft->journal, draft->day, draft->day, &same_day, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (same_day[i].number == draft->number &&
		    same_day[i].lesson != draft->lesson)
			*faults |= LESSON_PLACE;
	return OK;
}

enum err
lessons_check(
    struct gradebook_work *work, struct lesson_draft *draft, unsigned *faults)
{
	enum err err;

	*faults = check_texts(work->act->arena, draft);
	if (!lessons_in_year(work->journal.year, draft->day))
		*faults |= LESSON_DAY;
	if (draft->number < 0 || draft->number > LESSON_NUMBER_MAX)
		*faults |= LESSON_NUMBER;
	if (draft->hours < 1 || draft->hours > LESSON_HOURS_MAX)
		*faults |= LESSON_HOURS;
	if (draft->due_on &&
	    (draft->due_on < draft->day ||
		draft->due_on > draft->day + LESSON_DUE_DAYS_MAX))
		*faults |= LESSON_DUE;
	if (draft->kind && !lessons_is_one_of(lessons_book_kinds, draft->kind))
		*faults |= LESSON_KIND;
	if ((err = check_place(work, draft, faults)))
		return err;
	return *faults ? ERR_INVALID : OK;
}

enum err
lessons_standing(
    struct gradebook_work *work, int64_t lesson, struct lesson *out)
{
	struct act *act = work->act;
	enum err err;

	if ((err = lessons_find(act->school, act->arena, act->actor.inst,
		 work->journal.journal, lesson, out)))
		return err;
	return out->removed_at ? ERR_NOT_FOUND : OK;
}

static bool
same_lesson(const struct lesson *a, const struct lesson *b)
{
	return a->day == b->day && a->number == b->number &&
	       a->hours == b->hours && a->due_on == b->due_on &&
	       a->taken_at == b->taken_at && !strcmp(a->topic, b->topic) &&
	       !strcmp(a->homework, b->homework);
}

enum err
lessons_write_draft(struct gradebook_work *work,
    const struct lesson_draft *draft, bool take, struct lesson *out)
{
	struct lesson old, next = {.journal = draft->journal};
	enum err err;

	if (draft->lesson) {
		if ((err = lessons_standing(work, draft->lesson, &old)))
			return err;
		next = old;
	}
	next.day = draft->day;
	next.number = draft->number;
	next.hours = draft->hours;
	next.topic = draft->topic;
	next.homework = draft->homework;
	next.due_on = draft->due_on;
	if (take && !next.taken_at) {
		next.taken_at = work->act->now;
		next.taken_by = work->act->actor.person;
	}
	if (draft->lesson && same_lesson(&old, &next)) {
		*out = old;
		return OK;
	}
	if (draft->lesson && old.seq > draft->seen)
		return ERR_CONFLICT;
	err =
	    lessons_put(work, draft->lesson ? &old : NULL, &next, draft->kind);
	if (!err)
		*out = next;
	return err;
}

enum err
lessons_write_kind(
    struct gradebook_work *work, int64_t lesson, const char *kind)
{
	struct act *act = work->act;
	struct column *columns, next;
	size_t n;
	enum err err;

	if ((err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 work->journal.journal, lesson, &columns, &n)))
		return err;
	if (!n || !strcmp(columns[0].kind, kind))
		return OK;
	next = columns[0];
	next.kind = kind;
	return lessons_put_column(work, &columns[0], &next);
}
