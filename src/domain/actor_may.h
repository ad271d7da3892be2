/* SPDX-License-Identifier: EUPL-1.2 */
/* The fine question of every domain function: may THIS person do THIS? The
 * coarse one is the route's permission.
 *
 * A journal is read by its teachers, the class teacher of its class, the head
 * and deputies, and written only by those who teach it today - never by an
 * administrator, head or deputy. What a person may not read does not exist for
 * them (ERR_NOT_FOUND); what they may read but not write is ERR_DENIED, and so
 * is everything here for a role that has no business with marks. */
#pragma once

#include "domain/act.h"
#include "store/journals.h"

/* Today in Kyiv. */
int64_t actor_today(const struct act *act);

CHECKED enum err actor_may_read_journal(
    struct act *act, int64_t journal, struct journal *out);
/* A removed journal is read by head and deputy only and written by nobody. */
CHECKED enum err actor_may_write_journal(
    struct act *act, int64_t journal, struct journal *out);

/* Today's absences of a class with their reasons, and setting the reasons:
 * the class teacher; reading also head and deputy. */
CHECKED enum err actor_may_lead_class(struct act *act, int64_t class);
CHECKED enum err actor_may_read_class(struct act *act, int64_t class);

/* A diary: the pupil's own, an own child's whose access is not restricted;
 * class teacher, head and deputy. */
CHECKED enum err actor_may_read_diary(struct act *act, int64_t pupil);

/* Reasons of illness: class teacher, head and deputy, family. */
bool actor_sees_illness(const struct act *act, const struct journal *journal);
