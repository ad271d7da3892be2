/* SPDX-License-Identifier: EUPL-1.2 */
/* Is what somebody typed into a request right? The public form, the sender's
 * completion and the reviewer's corrections are judged alike, and in the same
 * words as a letter (extract.h). Nothing is mended in silence. */
#pragma once

#include "domain/act.h"
#include "domain/extract.h"
#include "store/request_fields.h"

/* As typed; NULL or "" = not given. kind: school vocational pre_higher
 * higher; "" = read from the name. community may also be a КАТОТТГ code, region
 * its first two digits. */
struct request_typed {
	const char *value[FIELD_COUNT];
};

/* Fills one row a field. why, where the flag is not ok: the words of place.h
 * and extract.h, and "not_digits", "length", "check_digit", "not_an_address",
 * "not_a_number", "foreign", "too_long", "unreadable", "from_name",
 * "no_such_kind"; "changed_address" comes from a completion. Fails only when the codifier cannot be read. */
CHECKED enum err request_check(struct act *act,
    const struct request_typed *typed, const char *source,
    struct request_field out[FIELD_COUNT]);

/* Set of 1 << enum field_id: values that are missing, invalid or ambiguous, so
 * that nobody can be let in on them. A branch has no EDRPOU code of its own. */
unsigned request_check_open(
    const struct request_field *fields, size_t n, bool branch);
/* The field's row (ord 0), or NULL. */
const struct request_field *request_check_find(
    const struct request_field *fields, size_t n, enum field_id field);
/* Its value, "" when there is none. */
const char *request_check_value(
    const struct request_field *fields, size_t n, enum field_id field);

/* The digit that would be right as the eighth of an EDRPOU code of which the
 * first seven are given; -1: they are no digits. */
int request_check_edrpou_digit(const char *s);

/* The four kinds, for forms. */
#define REQUEST_KINDS_N 4
extern const char *const request_kinds[REQUEST_KINDS_N];
bool request_kind_known(const char *kind);
