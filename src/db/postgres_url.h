/* SPDX-License-Identifier: EUPL-1.2 */
/* Variants of a postgresql:// URL. Private to this layer. */
#pragma once

#include "base/arena.h"

/* The part of a shard's URL that says: a schema of the registry's database. */
#define POSTGRES_SCHEMA "schema:"

/* The same database as user; what the URL says about the user is overruled. */
const char *postgres_url_user(
    struct arena *arena, const char *url, const char *user);
/* The same with one more setting of the session ("search_path", "school").
 * Both are words of Latin letters, digits and '_'. */
const char *postgres_url_setting(
    struct arena *arena, const char *url, const char *name, const char *value);
/* What to connect to for a shard: its URL, or the registry's with a schema. */
const char *postgres_url_shard(
    struct arena *arena, const char *registry, const char *shard);
