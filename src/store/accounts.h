/* SPDX-License-Identifier: EUPL-1.2 */
/* Table account: a person's way to sign in, by e-mail or by a login the system
 * gave. name is kept for the Institute's staff only; the names of a school's
 * people stay in the school store. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

struct account_row {
	int64_t account;
	const char *email, *login; /* lower case; either may be NULL */
	const char *name, *log_id, *lang;
	const char *password; /* PHC string or NULL */
	int64_t password_at;
	const char *state; /* active suspended */
	int64_t created_at;
	bool factor; /* has a confirmed second factor */
};

CHECKED enum err accounts_insert(struct db *db, const struct account_row *row);
CHECKED enum err accounts_find(struct db *db, struct arena *arena,
    int64_t account, struct account_row *row);
/* By e-mail or by login, whichever `name` is; lower case already. */
CHECKED enum err accounts_by_name(struct db *db, struct arena *arena,
    const char *name, struct account_row *row);
CHECKED enum err accounts_set_password(
    struct db *db, int64_t account, const char *phc, int64_t now);
/* The same password under other parameters: nothing happens where another one
 * was set meanwhile. */
CHECKED enum err accounts_rehash(
    struct db *db, int64_t account, const char *old, const char *phc);
/* ERR_EXISTS ends the transaction: look with accounts_by_name first. */
CHECKED enum err accounts_set_email(
    struct db *db, int64_t account, const char *email);
CHECKED enum err accounts_set_lang(
    struct db *db, int64_t account, const char *lang);
CHECKED enum err accounts_set_name(
    struct db *db, int64_t account, const char *name);
CHECKED enum err accounts_set_state(
    struct db *db, int64_t account, const char *state);
/* How many there are at all: 0 means nobody has ever signed in. */
CHECKED enum err accounts_count(struct db *db, int64_t *n);
