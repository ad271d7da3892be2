/* SPDX-License-Identifier: EUPL-1.2 */
/* How far a new institution has come: the administrator's first page. */
#pragma once

#include "domain/access.h"

enum checklist_step {
	STEP_STAFF,
	STEP_CLASSES,
	STEP_PUPILS,
	STEP_SUBJECTS,
	STEP_JOURNALS,
	STEP_CALENDAR,
	STEP_ACCESS,
	/* Journals work without one: the last. */
	STEP_TIMETABLE,
	STEP_COUNT
};
struct checklist {
	int64_t staff, staff_active, classes, without_teacher, pupils;
	int64_t subjects, journals, families_active, invited;
	int64_t entries; /* of the year's calendar: breaks, days off, ... */
	int64_t slots;	 /* of the timetable, today */
	bool done[STEP_COUNT];
	enum checklist_step next; /* STEP_COUNT: everything is done */
	int64_t year;		  /* 2026 is 2026/2027 */
};
CHECKED enum err checklist_read(struct act *act, struct checklist *checklist);
