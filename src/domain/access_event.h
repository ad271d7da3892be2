/* SPDX-License-Identifier: EUPL-1.2 */
/* What happens to somebody's access, as the history tells it. Objects are
 * "access/<pseudonym>" in the registry's log and "access/<person>" in a
 * school's; values are the words below, never addresses or codes. */
#pragma once

#include "domain/act.h"
#include "domain/ledger.h"

/* new: created, member_added, password_changed, password_reset, email_changed,
 * factor_set, factor_removed, recovery_codes_made, recovery_code_used,
 * sessions_ended, suspended, resumed, role_<name>_invited, role_<name>_given,
 * role_<name>_ended, link_made, link_ended, slip_made, slip_opened. */
CHECKED enum err access_event(
    struct act *act, enum event_kind kind, const char *key, const char *new);

/* A new pseudonym for an account in the registry's log: "t-<n>" for the
 * Institute's staff, "x-<n>" for others; random, never derived. */
const char *access_log_id(struct act *act, bool staff);

/* A school's person writes to the registry under the account's pseudonym, not
 * under the one the school's log knows: the two must not be joined by whoever
 * sees only the logs. Gives a copy of the act for one registry write. ERR_DB
 * or ERR_NOT_FOUND when the account cannot be read. */
CHECKED enum err access_as_account(struct act *act, struct act *registry);
