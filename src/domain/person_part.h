/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of person only. */
#pragma once

#include "domain/person.h"

bool person_reads(const struct act *act);
CHECKED enum err person_permit(const struct act *act);
/* As person_permit, but a secretary only over somebody who has held no roles
 * but these: who leads the institution, or teaches, is not theirs to shut out,
 * nor are such rights to be had by merging. */
CHECKED enum err person_permit_over(
    struct act *act, int64_t id, unsigned roles);
/* ERR_CONFLICT when nobody but this person is an administrator. */
CHECKED enum err person_admin_stays(struct act *act, int64_t id);
/* EVENT_STRUCTURE about person/<log id>. Names are no part of the event: only
 * which kinds of things changed. */
CHECKED enum err person_note(struct act *act, const struct person *person,
    const char *old, const char *new);
