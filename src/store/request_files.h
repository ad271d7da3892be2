/* SPDX-License-Identifier: EUPL-1.2 */
/* Table request_file: attachments of a letter and what a reviewer added; the
 * bytes lie in files by hash (store/originals.h). */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define REQUEST_FILES_MAX 50 /* of one request */

struct request_file {
	int64_t ord; /* from 1 */
	const char *name;
	const char *type; /* as the sender called it; never believed */
	int64_t size;
	const char *hash;
};

/* Gives the row its number in the request. ERR_LIMIT: REQUEST_FILES_MAX. */
CHECKED enum err request_files_insert(
    struct db *db, int64_t request, struct request_file *row);
CHECKED enum err request_files_list(struct db *db, struct arena *arena,
    int64_t request, struct request_file **rows, size_t *n);
CHECKED enum err request_files_find(struct db *db, struct arena *arena,
    int64_t request, int64_t ord, struct request_file *row);
CHECKED enum err request_files_delete(struct db *db, int64_t request);
/* Whether any request still has a file with these bytes. */
CHECKED enum err request_files_used(
    struct db *db, const char *hash, bool *used);
