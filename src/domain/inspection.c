/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/inspection.h"

#include "base/clock.h"
#include "store/roles.h"

static bool
holds_today(const struct role_row *row, int64_t today)
{
	return role_parse(row->role) == ROLE_INSPECTOR &&
	       row->starts_on <= today &&
	       (row->ends_on == DAY_NONE || row->ends_on >= today);
}

enum err
inspection_read(struct act *act, struct inspection *out)
{
	struct role_row *rows;
	size_t n;
	enum err err;

	if (!act->actor.person || act->actor.role != ROLE_INSPECTOR)
		return ERR_DENIED;
	if ((err = roles_list(act->school, act->arena, act->actor.inst,
		 act->actor.person, &rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (!holds_today(&rows[i], clock_day_at(act->now)))
			continue;
		*out = (struct inspection){
		    .purpose = rows[i].post ? rows[i].post : "",
		    .starts_on = rows[i].starts_on,
		    .ends_on = rows[i].ends_on,
		};
		return OK;
	}
	return ERR_DENIED;
}
