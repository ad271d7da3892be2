/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading an event's object, for own_events.c and take_back.c. */
#pragma once

#include "base/arena.h"

/* "mark/12.34.56" into "mark" and its numbers; "att/day.56.20780" (pupil, day)
 * is "day". */
void own_events_split(
    struct arena *arena, const char *object, const char **what, int64_t ids[3]);
