/* SPDX-License-Identifier: EUPL-1.2 */
/* Where the stores of a test lie. Files in the test's own folder; or, when
 * EJ_TEST_PG names a cluster (tests/pg.sh), one PostgreSQL database of this
 * process with the registry in its default schema and one shard, `school`. It
 * is used as the app role, so that grants and row-level security are in force
 * in every test. Every test of a process has the database to itself, one after
 * the other, and it is dropped at the end. */
#pragma once

#include "db/db.h"

bool place_is_postgres(void);

/* A new installation without any rows; state is a folder that is there. What
 * an earlier test left in the process's database is gone. */
void place_create(const char *state);

/* The place of an installation that place_create made, also in a process
 * forked since then. */
struct db_place place_of(const char *state);

/* One store alone, as the app would have it: inst 0 is the registry, otherwise
 * the store of that school, made by place_create but not entered anywhere. */
CHECKED enum err place_open(const char *state, int64_t inst, struct db **db);
/* The same store as its owner, who may do more than the app. */
CHECKED enum err place_open_owner(
    const char *state, int64_t inst, struct db **db);

/* Ends every connection of the app to the process's database, as an operator or
 * a network may, and waits until they are gone; nothing where the stores are
 * files. May be called from another
 * thread than the rest. */
void place_end_connections(void);
