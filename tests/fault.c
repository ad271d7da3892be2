/* SPDX-License-Identifier: EUPL-1.2 */
#include "fault.h"

#include <stdio.h>

#include "db/engine.h"

/* One plan and one engine for the whole test: the engine's functions are given
 * nothing in which they could find their own. */
static struct {
	const struct db_engine *real;
	struct db_engine engine;
	enum fault fault;
	int skip, times;
} plan;

static bool
hits(enum fault fault)
{
	if (plan.fault != fault || plan.times == 0)
		return false;
	if (plan.skip > 0) {
		plan.skip--;
		return false;
	}
	plan.times--;
	return true;
}

static enum err
fails(struct db *db, enum err err)
{
	snprintf(db->message, sizeof(db->message), "as the test wants it");
	return err;
}

static enum err
begin(struct db *db, bool write)
{
	if (write && hits(FAULT_BEGIN))
		return fails(db, ERR_AGAIN);
	return plan.real->begin(db, write);
}

static enum err
bind(struct db *db, struct prepared *p, const struct arg *args, size_t n)
{
	if (hits(p->writes ? FAULT_WRITE : FAULT_READ))
		return fails(db, ERR_AGAIN);
	return plan.real->bind(db, p, args, n);
}

static enum err
commit(struct db *db)
{
	enum err err;

	if (db->tx != DB_TX_WRITE)
		return plan.real->commit(db);
	if (hits(FAULT_COMMIT))
		return fails(db, ERR_AGAIN);
	if (hits(FAULT_LOST))
		return fails(db, ERR_UNSURE);
	if (!hits(FAULT_DONE))
		return plan.real->commit(db);
	err = plan.real->commit(db);
	return err ? err : fails(db, ERR_UNSURE);
}

void
fault_in(struct db *db)
{
	if (db->engine == &plan.engine)
		return;
	plan.real = db->engine;
	plan.engine = *db->engine;
	plan.engine.begin = begin;
	plan.engine.bind = bind;
	plan.engine.commit = commit;
	db->engine = &plan.engine;
}

void
fault_plan(enum fault fault, int skip, int times)
{
	plan.fault = fault;
	plan.skip = skip;
	plan.times = times;
}

int
fault_left(void)
{
	return plan.times;
}
