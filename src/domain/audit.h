/* SPDX-License-Identifier: EUPL-1.2 */
/* Proving that the tables are what the history says: numbers without gaps,
 * every event gives its own fingerprint again, time never goes back, and every
 * mark and attendance item equals its last event ("state = fold of the log").
 */
#pragma once

#include "domain/act.h"

struct audit_report {
	int64_t events, erased, marks, attendance;
	int64_t faults;
	const char *first_fault; /* one plain English sentence, or NULL */
};

/* Checks one log: inst 0 is the registry's. Reads in one snapshot, in pieces;
 * memory grows with the number of cells ever written (about 100 bytes each).
 * OK even when faults were found: they stand in the report. */
CHECKED enum err audit_verify(
    struct act *act, int64_t inst, struct audit_report *report);
