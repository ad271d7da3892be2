/* SPDX-License-Identifier: EUPL-1.2 */
/* Words that the pages of the timetable share. */
#pragma once

#include "domain/timetable_edit.h"
#include "web/calendar_part.h"

/* "week A", "" = every week. */
const char *timetable_week(struct html *h, int64_t week);
/* "Лисівка О. П., Ткаченко І. В."; "" where nobody teaches it yet. */
const char *timetable_teachers(
    struct html *h, const struct timetable_lesson *lesson);
/* What is double: "the class", "the teacher", "the room". */
const char *timetable_clash_text(struct html *h, unsigned clash);
/* "8-Б, algebra, room 12": the other lesson. */
const char *timetable_lesson_text(
    struct html *h, const struct timetable_lesson *lesson);
/* "/s/1/timetable/class/3?day=2026-11-23" */
const char *timetable_href(
    struct page *p, enum timetable_of of, int64_t id, int64_t day);
