/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing a lesson under an open write, for lessons_book.c, lesson_record.c,
 * roll_call.c and take_back.c. */
#pragma once

#include "domain/gradebook_part.h"
#include "domain/lessons_book.h"

bool lessons_is_one_of(const char *const *list, const char *kind);
/* From August to July: terms may be moved, a journal's year may not. */
bool lessons_in_year(int64_t year, int64_t day);
/* A lesson of the work's journal that was not taken back. */
CHECKED enum err lessons_standing(
    struct gradebook_work *work, int64_t lesson, struct lesson *out);

/* Cleans and checks a draft against the school year and the journal's other
 * lessons; `old` NULL = a new one. ERR_INVALID with *faults. */
CHECKED enum err lessons_check(
    struct gradebook_work *work, struct lesson_draft *draft, unsigned *faults);

/* Writes event and row; a new lesson with its column. `lesson` comes with the
 * values to be written and gets number and seq. `old` NULL = new. */
CHECKED enum err lessons_put(struct gradebook_work *work,
    const struct lesson *old, struct lesson *lesson, const char *kind);
/* A checked draft as a row: creates or edits, and takes attendance if asked
 * (who and when, once). Nothing is written where nothing differs.
 * ERR_CONFLICT: edited by somebody else after draft->seen. */
CHECKED enum err lessons_write_draft(struct gradebook_work *work,
    const struct lesson_draft *draft, bool take, struct lesson *out);
/* The kind of a lesson's first column. */
CHECKED enum err lessons_write_kind(
    struct gradebook_work *work, int64_t lesson, const char *kind);
/* Takes a lesson back with its columns. ERR_EXISTS: marks stand in it. */
CHECKED enum err lessons_remove(
    struct gradebook_work *work, const struct lesson *old);
/* Kind and title of an existing column, or its removal. */
CHECKED enum err lessons_put_column(struct gradebook_work *work,
    const struct column *old, struct column *column);

/* Turns the note of a lesson's event back into topic, homework, due date. */
void lessons_read_note(
    struct arena *arena, const char *note, struct lesson *lesson);
/* The same for the value; false: not a lesson's value. */
bool lessons_read_value(const char *value, struct lesson *lesson);
