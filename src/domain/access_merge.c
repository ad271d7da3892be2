/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/access.h"
#include "domain/invitations.h"
#include "domain/work.h"
#include "store/memberships.h"
#include "store/sessions.h"

enum err
access_merge_work(struct act *act, int64_t from, int64_t into)
{
	const char *payload = arena_printf(act->arena,
	    "{\"from\":%lld,\"into\":%lld}", (long long)from, (long long)into);

	return work_add(act, "access_merge",
	    arena_printf(act->arena, "access_merge.%lld", (long long)from),
	    payload, 0);
}

static enum err
end_links(struct act *act, int64_t inst, int64_t person)
{
	static const enum link_purpose purposes[] = {
	    LINK_ADMIN, LINK_MEMBER, LINK_SLIP, LINK_ENTRY};
	enum err err;

	for (size_t i = 0; i < sizeof(purposes) / sizeof(purposes[0]); i++)
		if ((err = access_links_kill_person(act->registry, inst, person,
			 link_purpose_name(purposes[i]), act->now)))
			return err;
	return OK;
}

/* The merging itself stands in the school's history; the directory follows in
 * silence. */
enum err
access_merge(struct act *act, int64_t inst, int64_t from, int64_t into)
{
	AUTO_ROLLBACK struct act *tx = NULL;
	struct act own = *act;
	enum err err;

	own.actor = (struct actor){.role = ROLE_SYSTEM};
	tx = &own;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = memberships_merge(act->registry, inst, from, into)) ||
	    (err = sessions_leave_person(act->registry, inst, from)) ||
	    (err = end_links(&own, inst, from)))
		return err;
	return act_commit(&own);
}
