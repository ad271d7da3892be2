/* SPDX-License-Identifier: EUPL-1.2 */
/* One act: who does something, when, through which databases, in which arena.
 * It is the first argument of every domain function and all the context there
 * is: no mutable globals, no time(NULL), no random source below main.
 *
 * Writes: act_begin_school or act_begin_registry, the store's functions,
 * ledger_append, act_commit. A commit without an appended event is refused
 * (assert) for a write by a person: every write is in the history. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/config.h"
#include "base/crypt.h"
#include "base/err.h"
#include "db/db.h"

/* Role names are those of the ledger's content format. A session works in one
 * role at a time (working mode). Values are bits, so that a route's permission
 * is a set of them. */
enum role {
	ROLE_NONE = 0,
	ROLE_ADMIN = 1 << 0,
	ROLE_TEACHER = 1 << 1,
	ROLE_SUBSTITUTE = 1 << 2,
	ROLE_CLASS_TEACHER = 1 << 3,
	ROLE_DEPUTY = 1 << 4,
	ROLE_HEAD = 1 << 5,
	ROLE_SECRETARY = 1 << 6,
	ROLE_PUPIL = 1 << 7,
	ROLE_GUARDIAN = 1 << 8,
	ROLE_INSPECTOR = 1 << 9,
	ROLE_OPERATOR = 1 << 10,
	ROLE_REVIEWER = 1 << 11,
	ROLE_APPROVER = 1 << 12,
	ROLE_ANALYST = 1 << 13,
	ROLE_SUPPORT = 1 << 14,
	ROLE_SYSTEM = 1 << 15,
};
#define ROLES_INSTITUTE                                                       \
	(ROLE_OPERATOR | ROLE_REVIEWER | ROLE_APPROVER | ROLE_ANALYST |       \
	    ROLE_SUPPORT)
#define ROLES_TEACHING (ROLE_TEACHER | ROLE_SUBSTITUTE | ROLE_CLASS_TEACHER)
#define ROLES_LEADING (ROLE_HEAD | ROLE_DEPUTY)

/* "teacher", ...; NULL-safe back: ROLE_NONE for unknown names. */
const char *role_name(enum role role);
enum role role_parse(const char *name);

/* Who acts. All zero: nobody (public pages). */
struct actor {
	int64_t account;    /* registry; 0 = not signed in or system */
	int64_t session;    /* registry */
	int64_t inst;       /* 0 = the Institute itself */
	int64_t person;     /* in the school; 0 for the Institute's staff */
	enum role role;     /* the working mode */
	unsigned roles;     /* all roles held here today, for the role switch */
	const char *log_id; /* "t-17", "x-3", "-": the ledger's pseudonym */
	const char *name;   /* short name, for pages */
	const char *institution; /* its name, for pages; NULL = none */
};

struct act {
	const struct config *config;
	struct arena *arena;
	struct db_pool *pool;
	struct password_pool *passwords; /* NULL: no bound (command line) */
	struct db *registry;
	struct db *school; /* NULL outside an institution */
	struct rng *rng;
	int64_t now; /* Unix seconds */
	struct actor actor;
	/* Of the open write: */
	struct db *writing;
	int64_t write_inst; /* 0 = the registry's own log */
	int appended;
	int64_t log_size, log_at; /* valid once appended > 0 */
	struct act_batch *batch;  /* NULL: each write is its own transaction */
	bool work_added;	  /* nudge the worker after the commit */
	bool answer_kept;	  /* a repeat finds its answer (written.h) */
	/* Of the whole act, for whoever may do it once more: */
	int64_t commits; /* of handles given back; an unsure one counts */
	int64_t settled; /* unsure ones that a repeat finds out about */
	bool again;	 /* the database gave a transaction up */
	bool unsure;	 /* of a commit it is not known */
};

/* Takes a handle of the registry for the act; act_close gives everything
 * back. act_open_school: ERR_NOT_FOUND where no such institution is. */
CHECKED enum err act_open(struct act *act);
CHECKED enum err act_open_school(struct act *act, int64_t inst);
void act_close_school(struct act *act); /* the school's handle alone */
void act_close(struct act *act);

/* Opens the write transaction on the school store or on the registry. One at
 * a time. ERR_BUSY after the lane's wait. */
CHECKED enum err act_begin_school(struct act *act);
CHECKED enum err act_begin_registry(struct act *act);
/* Commits; on failure everything is rolled back. */
CHECKED enum err act_commit(struct act *act);
/* Rolls back the open write; allowed when nothing is open. */
void act_rollback(struct act *act);
/* After act_close: the database gave the act up (ERR_AGAIN), nothing of it has
 * been written, and so the whole of it may be done once more from the start
 * with a fresh act. A commit of which it is not known (ERR_UNSURE) stands in
 * the way, unless the write kept the answer to a client's UUID: then the repeat
 * finds that answer or writes for the first time. */
bool act_may_repeat(const struct act *act);

/* For AUTO_ROLLBACK: rolls back what act_commit did not commit. */
void act_rollback_at(struct act **act);
#define AUTO_ROLLBACK __attribute__((cleanup(act_rollback_at)))
/* Use: AUTO_ROLLBACK struct act *tx = act; before act_begin_... */

/* Many acts of one institution in one transaction, for building a demo or a
 * bench: between begin and commit each act_begin_school joins the open
 * transaction and act_commit leaves it open. An act that fails takes the whole
 * batch with it: roll it back. Never for what a person does. */
struct act_batch {
	bool head_held, broken; /* head_held: log_size and log_at are known */
};
CHECKED enum err act_batch_begin(struct act *act, struct act_batch *batch);
/* ERR_CONFLICT: an act of the batch was rolled back, and now all of it is. */
CHECKED enum err act_batch_commit(struct act *act);
/* Allowed when nothing is open. */
void act_batch_rollback(struct act *act);
