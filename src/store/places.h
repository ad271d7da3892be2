/* SPDX-License-Identifier: EUPL-1.2 */
/* Table place: the codifier КАТОТТГ as it was last imported. Empty before that:
 * then only the built-in regions are known. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct place_row {
	const char *code, *region; /* region: code of the first level */
	const char *parent;	   /* NULL at the first level */
	const char *hromada;	   /* code of the community, NULL above it */
	const char *hromada_name;  /* read only */
	int64_t level;
	const char *category; /* O K P H M X C B */
	const char *name;
	const char *district; /* name of the district, NULL: none */
	const char *seat;     /* read only, of a community: its first
			       * settlement, which is its centre, with its
			       * category in front: "XМиколаївка" */
};

/* Writes or replaces by code; folds the name. */
CHECKED enum err places_set(
    struct db *db, struct arena *arena, const struct place_row *row);
/* Before the whole codifier is written anew. */
CHECKED enum err places_clear(struct db *db);
CHECKED enum err places_count(struct db *db, int64_t *n);
CHECKED enum err places_find(struct db *db, struct arena *arena,
    const char *code, struct place_row *row);
/* Communities, cities with the rights of a region and settlements of this
 * name, the former first; region NULL: of all. At most max. */
CHECKED enum err places_named(struct db *db, struct arena *arena,
    const char *region, const char *name, size_t max, struct place_row *out,
    size_t *n);
/* Communities (and such cities) whose name, or the name of one of whose
 * settlements, begins like this, by name; each once. region NULL: of all. */
CHECKED enum err places_begin(struct db *db, struct arena *arena,
    const char *region, const char *begin, size_t max, struct place_row *out,
    size_t *n);
