/* SPDX-License-Identifier: EUPL-1.2 */
/* Table request_field: what a request says of the institution, each value with
 * how sure it is and where in the letter it stands. Fields: region community
 * name diso_id edrpou person email phone (ord 0), other_phone (ord 0, 1, ...)
 * and kind, which is read from the name; sender tells whether a letter came
 * from the institution itself. A missing one has the value "". */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define REQUEST_FIELDS_MAX 64 /* rows of one request */

struct request_field {
	const char *field;
	int64_t ord;
	const char *value; /* wrong input is kept */
	const char *flag;  /* ok missing invalid ambiguous derived unchecked */
	const char *code;  /* КАТОТТГ of region and community, or NULL */
	int64_t confidence; /* 0..100 */
	int64_t at, len;    /* bytes of the letter's shown text; len 0: none */
	const char *why;    /* "" or a word that the page explains */
	const char *source; /* mail form review */
};

/* Writes or replaces the row (request, field, ord). */
CHECKED enum err request_fields_set(
    struct db *db, int64_t request, const struct request_field *field);
CHECKED enum err request_fields_delete(
    struct db *db, int64_t request, const char *field, int64_t ord);
/* By field and ord; at most REQUEST_FIELDS_MAX. */
CHECKED enum err request_fields_list(struct db *db, struct arena *arena,
    int64_t request, struct request_field **fields, size_t *n);
/* Requests whose community waits for the codifier, after `after`, ascending;
 * at most 200 numbers. */
#define REQUEST_FIELDS_UNCHECKED_MAX 200
CHECKED enum err request_fields_unchecked(struct db *db, int64_t after,
    int64_t out[REQUEST_FIELDS_UNCHECKED_MAX], size_t *n);
