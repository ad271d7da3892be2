/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of person only. */
#pragma once

#include "domain/person.h"

bool person_reads(const struct act *act);
CHECKED enum err person_permit(const struct act *act);
/* EVENT_STRUCTURE about person/<log id>. Names are no part of the event: only
 * which kinds of things changed. */
CHECKED enum err person_note(struct act *act, const struct person *person,
    const char *old, const char *new);
