/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/lessons_book.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/lessons_part.h"

const char *const lessons_book_kinds[] = {"lesson", "oral", "independent",
    "control", "practical", "laboratory", "test", "dictation", "essay",
    "project", NULL};
const char *const lessons_book_dateless[] = {"notebook", "thematic", NULL};

enum err
lessons_book_find(struct act *act, int64_t journal, int64_t lesson,
    struct journal *out, struct lesson *found)
{
	enum err err;

	if ((err = actor_may_read_journal(act, journal, out)))
		return err;
	if ((err = lessons_find(act->school, act->arena, act->actor.inst,
		 journal, lesson, found)))
		return err;
	return found->removed_at ? ERR_NOT_FOUND : OK;
}

enum err
lessons_book_save(struct act *act, const struct lesson_draft *asked,
    unsigned *faults, int64_t *lesson)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct lesson_draft draft = *asked;
	struct gradebook_work work;
	struct lesson written;
	enum err err;

	*faults = 0;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, draft.journal, &work)))
		return err;
	if ((err = lessons_check(&work, &draft, faults)))
		return err;
	if ((err = lessons_write_draft(&work, &draft, false, &written)))
		return err;
	if (draft.lesson && draft.kind &&
	    (err = lessons_write_kind(&work, draft.lesson, draft.kind)))
		return err;
	*lesson = written.lesson;
	return act->appended ? act_commit(tx) : OK;
}

static enum err
marks_stand(struct gradebook_work *work, int64_t col)
{
	struct act *act = work->act;
	int64_t marks;
	enum err err;

	if ((err = columns_marks(act->school, act->actor.inst,
		 work->journal.journal, col, &marks)))
		return err;
	return marks ? ERR_EXISTS : OK;
}

static enum err
remove_column(struct gradebook_work *work, const struct column *old)
{
	struct column next = *old;
	enum err err;

	if ((err = marks_stand(work, old->col)))
		return err;
	next.removed_at = work->act->now;
	return lessons_put_column(work, old, &next);
}

enum err
lessons_remove(struct gradebook_work *work, const struct lesson *old)
{
	struct act *act = work->act;
	struct lesson next = *old;
	struct column *columns;
	size_t n;
	enum err err;

	if ((err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 old->journal, old->lesson, &columns, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if ((err = remove_column(work, &columns[i])))
			return err;
	next.removed_at = act->now;
	return lessons_put(work, old, &next, NULL);
}

enum err
lessons_book_take_back(struct act *act, int64_t journal, int64_t lesson)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct lesson old;
	enum err err;

	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, journal, &work)))
		return err;
	if ((err = lessons_standing(&work, lesson, &old)))
		return err;
	if ((err = lessons_remove(&work, &old)))
		return err;
	return act_commit(tx);
}

static enum err
place_column(struct gradebook_work *work, const struct column_draft *draft,
    struct column *column)
{
	struct act *act = work->act;
	struct column *columns;
	struct lesson lesson;
	size_t n;
	enum err err;

	if (!draft->lesson) {
		if (!lessons_is_one_of(lessons_book_dateless, draft->kind) ||
		    !lessons_in_year(work->journal.year, draft->day))
			return ERR_INVALID;
		column->day = draft->day;
		/* After the day's lessons. */
		column->number = LESSON_NUMBER_MAX + 1;
		return OK;
	}
	if (!lessons_is_one_of(lessons_book_kinds, draft->kind))
		return ERR_INVALID;
	if ((err = lessons_standing(work, draft->lesson, &lesson)))
		return err;
	if ((err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 draft->journal, draft->lesson, &columns, &n)))
		return err;
	if (n >= COLUMNS_A_LESSON_MAX)
		return ERR_LIMIT;
	column->lesson = lesson.lesson;
	column->day = lesson.day;
	column->number = lesson.number;
	column->ord = n ? columns[n - 1].ord + 1 : 0;
	return OK;
}

enum err
lessons_book_add_column(
    struct act *act, const struct column_draft *draft, int64_t *col)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct column column = {.journal = draft->journal, .kind = draft->kind};
	struct gradebook_work work;
	enum err err;

	if (text_clean(act->arena, draft->title, strlen(draft->title),
		COLUMN_TITLE_MAX, false, &column.title))
		return ERR_INVALID;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, draft->journal, &work)))
		return err;
	if ((err = place_column(&work, draft, &column)))
		return err;
	if ((err = lessons_put_column(&work, NULL, &column)))
		return err;
	*col = column.col;
	return act_commit(tx);
}

static enum err
find_column(struct gradebook_work *work, int64_t col, struct column *out)
{
	struct act *act = work->act;
	enum err err;

	if ((err = columns_find(act->school, act->arena, act->actor.inst,
		 work->journal.journal, col, out)))
		return err;
	return out->removed_at ? ERR_NOT_FOUND : OK;
}

enum err
lessons_book_name_column(struct act *act, int64_t journal, int64_t col,
    const char *kind, const char *title)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct column old, next;
	enum err err;

	if (text_clean(act->arena, title, strlen(title), COLUMN_TITLE_MAX,
		false, &title))
		return ERR_INVALID;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, journal, &work)))
		return err;
	if ((err = find_column(&work, col, &old)))
		return err;
	if (!lessons_is_one_of(
		old.lesson ? lessons_book_kinds : lessons_book_dateless, kind))
		return ERR_INVALID;
	if (!strcmp(old.kind, kind) && !strcmp(old.title, title))
		return OK;
	next = old;
	next.kind = kind;
	next.title = title;
	if ((err = lessons_put_column(&work, &old, &next)))
		return err;
	return act_commit(tx);
}

enum err
lessons_book_remove_column(struct act *act, int64_t journal, int64_t col)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct column old, *columns;
	size_t n = 0;
	enum err err;

	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, journal, &work)))
		return err;
	if ((err = find_column(&work, col, &old)))
		return err;
	if (old.lesson &&
	    (err = columns_list_lesson(act->school, act->arena, act->actor.inst,
		 journal, old.lesson, &columns, &n)))
		return err;
	if (old.lesson && n < 2)
		return ERR_INVALID;
	if ((err = remove_column(&work, &old)))
		return err;
	return act_commit(tx);
}
