/* SPDX-License-Identifier: EUPL-1.2 */
/* Is a first entry in time? The same or the next school day by the calendar of
 * the whole school; nothing taught before the institution joined is late. The
 * answer is the public class byte of the event. */
#pragma once

#include "domain/ledger.h"

/* The next day from Monday to Friday: no school day comes before it but a
 * Saturday. */
int64_t entry_next_school_day(int64_t day);

/* EVENT_FIRST or EVENT_LATE for something of `day` written now. The registry
 * is asked only where the answer depends on it. */
CHECKED enum err entry_kind(
    struct act *act, int64_t day, enum event_kind *kind);
