/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables import and import_row: a list read from a file, kept between the dry
 * run and the writing, and afterwards for the undo. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define IMPORTS_MAX 200 /* in a list, latest first */

struct import {
	int64_t id;
	const char *kind; /* pupils staff */
	const char *file_name, *file_hash;
	const char *charset, *separator; /* "" for XLSX */
	const char *mapping;		 /* names of columns, comma between */
	const char *state;		 /* draft applied undone */
	int64_t created_by, created_at;
	int64_t applied_at, undone_at; /* 0 = not */
	const char *summary; /* counts and what is needed for the undo */
	int64_t seq;	     /* of its latest event, -1 = none */
};

struct import_row {
	int64_t number;	    /* of the row in the file */
	const char *cells;  /* texts, U+001F between */
	const char *choice; /* head skip accept "" */
	const char *result; /* what was written, for the undo */
};

CHECKED enum err imports_insert(
    struct db *db, int64_t inst, const struct import *import);
CHECKED enum err imports_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t id, struct import *import);
CHECKED enum err imports_list(struct db *db, struct arena *arena, int64_t inst,
    struct import **list, size_t *n);
/* mapping, state, applied_at, undone_at, summary, seq. */
CHECKED enum err imports_update(
    struct db *db, int64_t inst, const struct import *import);
CHECKED enum err imports_old_drafts(
    struct db *db, int64_t inst, int64_t before, bool *any);
/* Drafts made before `before`, and one draft. With their rows. */
CHECKED enum err imports_delete_drafts(
    struct db *db, int64_t inst, int64_t before);
CHECKED enum err imports_delete_draft(struct db *db, int64_t inst, int64_t id);

CHECKED enum err imports_row_insert(
    struct db *db, int64_t inst, int64_t import, const struct import_row *row);
CHECKED enum err imports_row_update(
    struct db *db, int64_t inst, int64_t import, const struct import_row *row);
/* All, in the order of numbers. */
CHECKED enum err imports_rows(struct db *db, struct arena *arena, int64_t inst,
    int64_t import, struct import_row **rows, size_t *n);
/* Deletes the rows of an import that was undone: what was a mistake does not
 * stay. */
CHECKED enum err imports_rows_forget(
    struct db *db, int64_t inst, int64_t import);
