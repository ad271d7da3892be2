/* SPDX-License-Identifier: EUPL-1.2 */
/* A copy of the whole installation while it is in use, and the way back.
 *
 * The copy's folder is laid out like a data folder: registry.db,
 * school/<8 digits>.db and every other lasting file (settings, original mails,
 * outbox). MANIFEST.json names each with size, SHA-256, schema version and log
 * size and is written last: without it there is no backup. SHA256SUMS holds the
 * same sums for sha256sum(1).
 *
 * No transaction spans the stores, so the registry is copied first and what
 * came between its copy and a school's is done again: a restore puts jobs that
 * were running, or were done since the backup began, back into the queue. They
 * are idempotent; letters alone are not sent twice. A restore also ends all
 * sessions and says in every history that it happened (kind 0x22): what was
 * written after the backup is lost, and nobody shall have to guess it. */
#pragma once

#include "domain/act.h"

#define BACKUP_MANIFEST "MANIFEST.json"
#define BACKUP_SUMS "SHA256SUMS"

struct backup_report {
	const char *id; /* 16 hex digits */
	int64_t at;	/* when it began */
	int64_t stores, files, bytes;
	int64_t jobs;	   /* put back into the queue by a restore */
	const char *aside; /* where --force put what was there, or NULL */
	const char *fault; /* one plain English sentence, or NULL */
};

/* ERR_EXISTS: `to` is there and not empty. Other faults are in the report or
 * logged. */
CHECKED enum err backup_make(
    struct act *act, const char *to, struct backup_report *report);

/* When the last backup ended; ERR_NOT_FOUND: there was none. */
CHECKED enum err backup_last(struct act *act, int64_t *at);

/* Makes the data folder config->state out of `from`. act has no databases open
 * (pool and registry NULL). force: what is in the folder goes into its
 * subfolder before-restore-<now>. With a database_url the databases behind it,
 * which must be empty, take the stores. ERR_EXISTS: it is not empty; ERR_BUSY: in
 * use; ERR_INVALID: `from` is no whole backup, or a mix of two; `fault` says
 * which file. On failure the folder is as it was. */
CHECKED enum err backup_restore(struct act *act, const char *from, bool force,
    struct backup_report *report);
