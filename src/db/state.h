/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the embedded stores lie in the data folder:
 *     STATE/registry.db
 *     STATE/school/00000012.db    institution 12
 * Private to this layer. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* The number has to fit the name's eight digits. */
#define STATE_INST_MAX 99999999

const char *state_registry_path(struct arena *arena, const char *state);
const char *state_school_path(
    struct arena *arena, const char *state, int64_t inst);

/* A complete school store under its name, or nothing: a kill at any moment
 * leaves at most a file that the next call sweeps away. */
CHECKED enum err state_create_school(const char *state, int64_t inst);

/* Institutions that have a store, ascending. */
CHECKED enum err state_schools(
    const char *state, struct arena *arena, int64_t **inst, size_t *n);
