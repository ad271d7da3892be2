/* SPDX-License-Identifier: EUPL-1.2 */
/* The structure of a year as objects with canonical values, so that one way
 * writes them, records them and takes them back: dates, calendar entries,
 * bells, shifts, slots of the timetable. Objects and values are those of the
 * history (docs/history.md, section 5). For the domain's own files. */
#pragma once

#include "domain/act.h"
#include "domain/ledger.h"
#include "store/bells.h"
#include "store/calendars.h"
#include "store/slots.h"
#include "store/year_changes.h"
#include "store/years.h"

#define YEAR_NAME_BYTES_MAX 200

/* Value NULL: it is not there. A name is free text: never NULL, may be "". */
struct year_item {
	const char *object;
	const char *before, *before_name;
	const char *after, *after_name;
};

/* What stands now. */
CHECKED enum err year_items_read(
    struct act *act, const char *object, const char **value, const char **name);

/* Inside the open write: brings every object to `after`, appends one event,
 * keeps the change for undo and commits. Objects that are so already are left
 * out; when none is left, nothing is written. `event` has kind, and for several
 * items object, old and new; for one they are the item's. *change (may be
 * NULL) gets the number to undo it with, 0 = nothing was to be done. */
CHECKED enum err year_items_commit(struct act *act, const char *area,
    struct year_item *items, size_t n, const struct event *event,
    int64_t *change);

/* Items of a change as they were kept. */
CHECKED enum err year_items_parse(
    struct arena *arena, const char *text, struct year_item **items, size_t *n);

/* Canonical values. */
const char *year_items_year(
    struct arena *arena, const struct academic_year *year);
const char *year_items_entry(
    struct arena *arena, const struct calendar_entry *entry);
const char *year_items_bells(
    struct arena *arena, const struct bell_day *day); /* NULL: none */
const char *year_items_slot(struct arena *arena, const struct slot *slot);
