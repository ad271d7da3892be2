/* SPDX-License-Identifier: EUPL-1.2 */
/* Attendance. A lesson's attendance is taken once, by somebody, at some time;
 * until then diary and sums say "not recorded", never present. A pupil may be
 * announced absent for a day, or from a lesson on: that is a proposal to the
 * lessons whose attendance is not taken yet. Reasons are entered by the class
 * teacher. */
#pragma once

#include "domain/gradebook.h"

/* Takes the attendance of one lesson in one tap: announced absences become
 * absences, nothing else is changed. Again: OK, nothing happens. ERR_INVALID:
 * the lesson has not been yet. */
CHECKED enum err roll_call_take(
    struct act *act, int64_t journal, int64_t lesson);

/* Announces an absence. By the class teacher (journal 0), or by who teaches
 * the pupil's class in `journal`. from_number 0 = all day. */
struct day_draft {
	int64_t journal, pupil, day, from_number;
	enum presence_reason reason; /* class teacher only */
};
CHECKED enum err roll_call_announce(
    struct act *act, const struct day_draft *draft);
/* Takes an announced absence back; absences already recorded at lessons stay.
 * ERR_NOT_FOUND: there is none. */
CHECKED enum err roll_call_unannounce(
    struct act *act, int64_t pupil, int64_t day);

/* The reason of all absences of a pupil on a day, in one tap. *changed counts
 * lessons. Only the class teacher; ERR_NOT_FOUND for pupils of others. */
CHECKED enum err roll_call_reason(struct act *act, int64_t pupil, int64_t day,
    enum presence_reason reason, int64_t *changed);
