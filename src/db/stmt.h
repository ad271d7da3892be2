/* SPDX-License-Identifier: EUPL-1.2 */
/* Checks of a statement that need no database, and the cache of prepared
 * statements that every handle has. Private to this layer. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "db/engine.h"

/* Longer lists of parameters are a design fault, not a need. */
#define STMT_PARAMS_MAX 64
#define STMT_COLUMNS_MAX 64

/* Name, letters, $n in order of first appearance and as many as letters, no
 * other kind of placeholder, no double quotes, one statement. NULL, or what is
 * wrong in a few words. */
const char *stmt_fault(const struct stmt *stmt);

/* NULL, or what is wrong with these arguments for stmt->params. */
const char *stmt_args_fault(
    const struct stmt *stmt, const struct arg *args, size_t n);

/* limit prepared statements, least recently used ones go first. */
struct stmt_cache *stmt_cache_new(size_t limit);
/* Finalizes everything. */
void stmt_cache_free(
    struct stmt_cache *cache, void (*finalize)(struct prepared *p));
/* The cached one, now the newest, or NULL. */
struct prepared *stmt_cache_get(
    struct stmt_cache *cache, const struct stmt *stmt);
/* An empty place for stmt, which is not in the cache yet; something unused is
 * finalized if need be. The place counts only after stmt_cache_put. */
struct prepared *stmt_cache_place(
    struct stmt_cache *cache, void (*finalize)(struct prepared *p));
void stmt_cache_put(
    struct stmt_cache *cache, struct prepared *p, const struct stmt *stmt);
/* Those with an open cursor, one after the other: *i starts at 0. */
struct prepared *stmt_cache_next_open(struct stmt_cache *cache, size_t *i);
/* Finalizes the least recently used until at most keep are left; none may
 * have an open cursor. */
void stmt_cache_trim(struct stmt_cache *cache, size_t keep,
    void (*finalize)(struct prepared *p));
size_t stmt_cache_count(const struct stmt_cache *cache);
