/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/naming.h"

#include <string.h>

#include "base/text.h"
#include "store/rosters.h"

#define NBSP "\u00a0"

const char *
naming_short(struct arena *arena, const char *surname, const char *given,
    const char *patronymic)
{
	const char *g = text_initial(arena, given);
	const char *p = text_initial(arena, patronymic);

	if (!*g)
		return surname;
	if (!*p)
		return arena_printf(arena, "%s" NBSP "%s.", surname, g);
	return arena_printf(arena, "%s" NBSP "%s." NBSP "%s.", surname, g, p);
}

const char *
naming_pupil(struct arena *arena, const char *surname, const char *given)
{
	if (!*given)
		return surname;
	return arena_printf(arena, "%s %s", surname, given);
}

static enum err
answer(struct act *act, enum err err, const struct roster_name *row,
    const char **name)
{
	if (err == ERR_NOT_FOUND) {
		*name = "";
		return OK;
	}
	if (err)
		return err;
	*name =
	    naming_short(act->arena, row->surname, row->given, row->patronymic);
	return OK;
}

enum err
naming_author(struct act *act, const char *log_id, const char **name)
{
	struct roster_name row;

	if (!log_id || !strcmp(log_id, "-")) {
		*name = "";
		return OK;
	}
	return answer(act,
	    rosters_name(
		act->school, act->arena, act->actor.inst, log_id, &row),
	    &row, name);
}

enum err
naming_person(struct act *act, int64_t person, const char **name)
{
	struct roster_name row;

	return answer(act,
	    rosters_name_of(
		act->school, act->arena, act->actor.inst, person, &row),
	    &row, name);
}
