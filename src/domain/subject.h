/* SPDX-License-Identifier: EUPL-1.2 */
/* What is taught: a list that each school edits, seeded with the subjects that
 * schools have, each in its field of study (освітня галузь). */
#pragma once

#include "domain/act.h"
#include "store/subjects.h"

#define SUBJECT_NAME_BYTES_MAX 150

/* Codes of fields: "language" "math" "nature" "society" "civic" "health"
 * "informatics" "technology" "arts" "sport" "" (several or none). */
struct subject_seed {
	const char *name, *field;
};
extern const struct subject_seed subject_seeds[];
extern const size_t subject_seeds_n;

extern const char *const subject_fields[];
extern const size_t subject_fields_n;
bool subject_field_known(const char *code);

/* Is this a name of the seed list, typed in any way? */
bool subject_is_known(struct arena *arena, const char *name);
/* The seed's spelling and field for a name, or NULL. */
const struct subject_seed *subject_seed_find(
    struct arena *arena, const char *name);

/* Reading is left to the route's permission; writing needs ROLE_ADMIN or
 * ROLE_DEPUTY or ROLE_HEAD. */
CHECKED enum err subject_list(
    struct act *act, bool removed, struct subject **subjects, size_t *n);
CHECKED enum err subject_find(
    struct act *act, int64_t id, struct subject *subject);
/* Adds those of the seed list that are not there. One event. *added may be 0:
 * then nothing is written. */
CHECKED enum err subject_seed(struct act *act, int64_t *added);
/* ERR_INVALID: empty, too long, no such field. ERR_EXISTS: that name is
 * there. A removed subject of that name comes back. */
CHECKED enum err subject_add(
    struct act *act, const char *name, const char *field, int64_t *id);
CHECKED enum err subject_change(
    struct act *act, int64_t id, const char *name, const char *field);
/* Only one without journals in use: ERR_CONFLICT otherwise. */
CHECKED enum err subject_remove(struct act *act, int64_t id);
CHECKED enum err subject_restore(struct act *act, int64_t id);

/* For imports, inside their transaction: finds by name (bringing back a
 * removed one) or adds. *added: it is new. */
CHECKED enum err subject_ensure(
    struct act *act, const char *name, int64_t *id, bool *added);
