/* SPDX-License-Identifier: EUPL-1.2 */
/* A database that fails when told to: the engine of a handle with a few of its
 * functions replaced, for single moments that nobody can hit from outside. What
 * a real server does that goes away is tested with a real one. */
#pragma once

#include "db/db.h"

enum fault {
	FAULT_NONE,
	FAULT_BEGIN,  /* ERR_AGAIN when a write begins */
	FAULT_WRITE,  /* ERR_AGAIN at a statement that writes */
	FAULT_READ,   /* ERR_AGAIN at a statement that reads */
	FAULT_COMMIT, /* ERR_AGAIN at the commit, which is not done */
	FAULT_LOST,   /* ERR_UNSURE at the commit; nothing was written */
	FAULT_DONE,   /* ERR_UNSURE at the commit; all was written */
};

/* The handle can fail from now on; in a pool it stays so. */
void fault_in(struct db *db);
/* After `skip` moments of this kind the next `times` ones fail, over all
 * handles together. */
void fault_plan(enum fault fault, int skip, int times);
/* How many of them have not come yet. */
int fault_left(void);
