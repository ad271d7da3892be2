/* SPDX-License-Identifier: EUPL-1.2 */
/* The pieces of backup and restore. Private to backup*.c. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/act.h"

/* A country's schools and their mails. */
#define BACKUP_FILES_MAX 2000000
#define BACKUP_MANIFEST_BYTES_MAX (512 << 20)

#define BACKUP_PLAIN (-1) /* inst of what is no database */

struct backup_file {
	const char *path; /* inside the folder */
	int64_t size;
	const char *sha256;
	int64_t inst; /* 0 registry, > 0 a school, BACKUP_PLAIN */
	int64_t schema, log_size;
};

struct backup_list {
	struct backup_file *files;
	size_t n, cap;
};

struct backup_manifest {
	const char *id, *program;
	int64_t started_at, finished_at;
	struct backup_list list;
};

void backup_list_add(
    struct arena *arena, struct backup_list *list, struct backup_file file);

/* ---- files (backup_files.c); what fails is logged --------------------------
 */

/* Paths of the lasting files of a data folder, without the databases and
 * without what belongs to a running process. everything: really all files. */
CHECKED enum err backup_walk(struct arena *arena, const char *folder,
    bool everything, struct backup_list *list);
/* Copies to a new file, made with its folders, forced to the disk; fills size
 * and sha256 of what was written. ERR_NOT_FOUND: it went away meanwhile. */
CHECKED enum err backup_copy(struct arena *arena, const char *from,
    const char *to, struct backup_file *file);
CHECKED enum err backup_measure(
    struct arena *arena, const char *folder, struct backup_file *file);
CHECKED enum err backup_write(const char *path, const void *p, size_t len);
/* The folders above a path inside a folder. */
CHECKED enum err backup_folders(
    struct arena *arena, const char *folder, const char *path);
bool backup_folder_empty(const char *path);
CHECKED enum err backup_remove(const char *folder);

/* ---- the manifest (backup_manifest.c) --------------------------------------
 */

CHECKED enum err backup_manifest_write(struct arena *arena, const char *folder,
    const struct backup_manifest *manifest);
/* *fault: why it is refused. */
CHECKED enum err backup_manifest_read(struct arena *arena, const char *folder,
    struct backup_manifest *manifest, const char **fault);

/* ---- databases behind a URL (backup_fill.c) --------------------------------
 */

/* Puts the stores of a restored folder into the empty databases of the
 * settings, and takes them out of the folder. act has no databases open.
 * *fault: why they are refused. */
CHECKED enum err backup_fill(struct act *act, const char *stage,
    const struct backup_manifest *manifest, const char **fault);
