/* SPDX-License-Identifier: EUPL-1.2 */
/* Lessons and marks through the domain, for tests of domain and pages. */
#pragma once

#include "fixture.h"

#include "domain/gradebook.h"
#include "domain/lesson_record.h"
#include "domain/lessons_book.h"
#include "store/events.h"

/* A lesson by the journal's teacher (who acts afterwards); its first column
 * has the lesson's number as long as no other columns were added. */
static inline int64_t
fixture_lesson(struct fixture *f, int64_t journal, int64_t day, int64_t number,
    const char *topic)
{
	const struct lesson_draft draft = {.journal = journal,
	    .seen = -1,
	    .day = day,
	    .number = number,
	    .hours = 1,
	    .topic = topic,
	    .homework = ""};
	unsigned faults;
	int64_t lesson = 0;

	fixture_as(f,
	    journal == FX_J_UKRAINIAN ? FX_CLASS_TEACHER : FX_ALGEBRA_TEACHER,
	    ROLE_TEACHER);
	assert_int_equal(
	    lessons_book_save(&f->act, &draft, &faults, &lesson), OK);
	return lesson;
}

/* The latest event of the log. */
static inline int64_t
fixture_newest(struct fixture *f)
{
	int64_t size, at;

	assert_int_equal(
	    events_head(f->act.school, f->act.actor.inst, &size, &at), OK);
	return size - 1;
}

static inline struct gradebook_result
fixture_cell(struct fixture *f, int64_t journal, int64_t col, int64_t pupil,
    const char *typed)
{
	const struct gradebook_cell cell = {
	    col, pupil, typed, fixture_newest(f)};
	struct gradebook_result result = {0};

	assert_int_equal(gradebook_save(&f->act, journal, fixture_uuid(f),
			     &cell, 1, &result),
	    OK);
	return result;
}
