/* SPDX-License-Identifier: EUPL-1.2 */
/* Table access_link: everything that is opened by a secret - invitations,
 * slips, confirmations. Only the SHA-256 of the secret is stored. */
#pragma once

#include "base/arena.h"
#include "base/crypt.h"
#include "db/db.h"

#define ACCESS_LINKS_MAX 5000 /* live ones of one institution */

/* purpose: operator staff admin member slip entry reset email resume; of
 * access requests: confirm complete. */
struct access_link_row {
	int64_t link;
	uint8_t hash[HASH_BYTES];
	const char *purpose;
	int64_t account, inst, person, request; /* 0: none */
	int64_t slip;	  /* entry: the slip that opened it */
	const char *role; /* staff: which one */
	const char *email;
	int64_t created_at, created_by, expires_at;
	int64_t used_at, dead_at; /* 0: not yet */
	int64_t attempts;
};

/* Gives the row its number. Needs an open write. */
CHECKED enum err access_links_insert(
    struct db *db, struct access_link_row *row);
CHECKED enum err access_links_by_hash(struct db *db, struct arena *arena,
    const uint8_t hash[HASH_BYTES], struct access_link_row *row);
CHECKED enum err access_links_find(struct db *db, struct arena *arena,
    int64_t link, struct access_link_row *row);
/* ERR_EXPIRED when it is used, dead or over already: who comes second loses,
 * also when both come at once. */
CHECKED enum err access_links_use(struct db *db, int64_t link, int64_t now);
/* One wrong try more; the link dies at `max`. */
CHECKED enum err access_links_try(
    struct db *db, int64_t link, int64_t max, int64_t now);
CHECKED enum err access_links_kill(struct db *db, int64_t link, int64_t now);
/* The older ones die when a new one is made. */
CHECKED enum err access_links_kill_person(struct db *db, int64_t inst,
    int64_t person, const char *purpose, int64_t now);
CHECKED enum err access_links_kill_account(
    struct db *db, int64_t account, const char *purpose, int64_t now);
CHECKED enum err access_links_kill_email(
    struct db *db, const char *email, const char *purpose, int64_t now);
CHECKED enum err access_links_kill_purpose(
    struct db *db, const char *purpose, int64_t now);
CHECKED enum err access_links_kill_request(
    struct db *db, int64_t request, const char *purpose, int64_t now);
/* Live links of an institution's people, the latest first. */
CHECKED enum err access_links_live(struct db *db, struct arena *arena,
    int64_t inst, int64_t now, struct access_link_row **rows, size_t *n);
/* Forgets up to 500 whose time was over before `before`, used or not. */
CHECKED enum err access_links_sweep(struct db *db, int64_t before);
/* Live links of one purpose (invited staff of the Institute). */
CHECKED enum err access_links_live_purpose(struct db *db, struct arena *arena,
    const char *purpose, int64_t now, struct access_link_row **rows, size_t *n);
