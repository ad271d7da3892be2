/* SPDX-License-Identifier: EUPL-1.2 */
/* What the rows of a timetable from elsewhere mean here. Private to
 * timetable_import.c. */
#pragma once

#include "domain/timetable_import.h"
#include "store/classes.h"
#include "store/subjects.h"

#define TIMETABLE_AREA_CLASS "class"
#define TIMETABLE_AREA_SUBJECT "subject"

/* Fills fate and lesson of every row, and everything counted from them.
 * t: what stands, from the day that the rows would begin. */
CHECKED enum err timetable_match(
    struct act *act, struct timetable *t, struct timetable_import *im);
/* Is that lesson of a class which the file is about? */
bool timetable_match_replaces(
    const struct timetable_import *im, const struct timetable_lesson *lesson);
