/* SPDX-License-Identifier: EUPL-1.2 */
/* Who may do what in a PostgreSQL database. Two roles: the owner makes and
 * migrates the tables; the app, as which server and worker connect, reads and
 * writes rows, but can neither change nor delete the history, and sees of a
 * shard only the institution that its transaction is for (row-level security).
 * This is the one place that knows it. Private to this layer. */
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "db/db.h"

/* As whom a handle speaks. */
CHECKED enum err postgres_roles_self(
    struct db *db, struct arena *arena, const char **role);

/* After every migration, by the owner: what app may do with each table, and
 * one policy for each school table that has none yet. Idempotent. app may be
 * the owner himself: then nothing is granted. */
CHECKED enum err postgres_roles_grant(struct db *db, const char *app);

/* Before a migration of a shard, by the owner: the policies are not for him
 * until postgres_roles_grant. A migration may have to change the rows of all
 * institutions, and has none of its own. For the app they hold all the time. */
CHECKED enum err postgres_roles_unforce(struct db *db);

/* Whether the handle may do no more than an app must. ERR_DENIED (logged, with
 * what to do) where it is a superuser, passes by row-level security, owns the
 * tables or may change the history. allowed: it is only noted. */
CHECKED enum err postgres_roles_check(struct db *db, bool allowed);

/* Whether this registry is a demo's, which everybody may see; and whether it is
 * anybody's at all. */
bool postgres_roles_demo(struct db *db);
bool postgres_roles_used(struct db *db);
/* As owner: drops the tables that migrations have made in the handle's schema,
 * and no others. */
CHECKED enum err postgres_roles_drop_all(struct db *db);
CHECKED enum err postgres_roles_analyze(struct db *db);

/* A role for a demo, of which the handle's own becomes a member. ERR_DENIED:
 * the handle's role may not make roles. */
CHECKED enum err postgres_roles_make(struct db *db, const char *role);

/* Makes a schema unless it is there. */
CHECKED enum err postgres_roles_schema(struct db *db, const char *schema);
