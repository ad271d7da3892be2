/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/access_event.h"

#include "store/accounts.h"

#define LOG_ID_RANGE 1000000000000000ULL

enum err
access_event(
    struct act *act, enum event_kind kind, const char *key, const char *new)
{
	return ledger_append(act,
	    &(struct event){
		.kind = kind,
		.object = arena_printf(act->arena, "access/%s", key),
		.new = new,
		.prev = -1,
	    },
	    NULL);
}

const char *
access_log_id(struct act *act, bool staff)
{
	return arena_printf(act->arena, "%s-%llu", staff ? "t" : "x",
	    (unsigned long long)rng_below(act->rng, LOG_ID_RANGE) + 1);
}

enum err
access_as_account(struct act *act, struct act *registry)
{
	struct account_row row;
	enum err err;

	*registry = *act;
	registry->actor.inst = 0;
	registry->actor.person = 0;
	if (act->actor.account == 0)
		return OK;
	if ((err = accounts_find(
		 act->registry, act->arena, act->actor.account, &row)))
		return err;
	registry->actor.log_id = row.log_id;
	return OK;
}
