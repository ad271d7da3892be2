/* SPDX-License-Identifier: EUPL-1.2 */
/* Announcing absences under an open write, for roll_call.c and
 * lesson_record.c. */
#pragma once

#include "domain/lessons_part.h"
#include "domain/roll_call.h"

/* Absences announced for the lesson's day become absences of the lesson, where
 * nothing is recorded for the pupil yet. */
CHECKED enum err roll_call_write_announced(
    struct gradebook_work *work, const struct lesson *lesson);

/* Announces; nothing happens where the same is announced already. Only who
 * leads the class sets a reason. */
CHECKED enum err roll_call_write_announce(struct act *act,
    const struct day_draft *draft, const char *log_id, bool leads);

/* Takes an announced absence back if its latest event is still `seq`;
 * ERR_NOT_FOUND: it is not, or there is none. */
CHECKED enum err roll_call_write_unannounce(
    struct act *act, int64_t pupil, int64_t day, int64_t seq);
