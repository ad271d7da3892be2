/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/own_events.h"

#include <stdlib.h>
#include <string.h>

#include "domain/naming.h"
#include "domain/own_part.h"
#include "store/events.h"
#include "store/journals.h"
#include "store/rosters.h"

void
own_events_split(
    struct arena *arena, const char *object, const char **what, int64_t ids[3])
{
	const char *p = strchr(object, '/');
	char *end;

	ids[0] = ids[1] = ids[2] = 0;
	*what = object;
	if (!p)
		return;
	*what = arena_strndup(arena, object, (size_t)(p - object));
	p++;
	if (!strncmp(p, "day.", 4)) {
		*what = "day";
		p += 4;
	}
	for (int i = 0; i < 3 && *p; i++) {
		ids[i] = strtoll(p, &end, 10);
		if (*end != '.')
			break;
		p = end + 1;
	}
}

/* A page names few journals and pupils many times. */
struct names {
	struct journal *journals;
	size_t journals_n;
	struct roster_name *people;
	size_t people_n, cap;
};

static enum err
name_journal(struct act *act, struct names *names, struct own_event *e)
{
	struct journal *j;
	enum err err;

	for (size_t i = 0; i < names->journals_n; i++)
		if (names->journals[i].journal == e->journal) {
			e->label = names->journals[i].label;
			e->subject = names->journals[i].name;
			return OK;
		}
	j = &names->journals[names->journals_n];
	err = journals_find(
	    act->school, act->arena, act->actor.inst, e->journal, 0, 0, j);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	names->journals_n++;
	e->label = j->label;
	e->subject = j->name;
	return OK;
}

static enum err
name_pupil(struct act *act, struct names *names, struct own_event *e)
{
	struct roster_name *name;
	enum err err;

	for (size_t i = 0; i < names->people_n; i++)
		if (names->people[i].person == e->pupil) {
			name = &names->people[i];
			e->name = naming_pupil(
			    act->arena, name->surname, name->given);
			return OK;
		}
	name = &names->people[names->people_n];
	err = rosters_name_of(
	    act->school, act->arena, act->actor.inst, e->pupil, name);
	if (err == ERR_NOT_FOUND)
		return OK;
	if (err)
		return err;
	names->people_n++;
	e->name = naming_pupil(act->arena, name->surname, name->given);
	return OK;
}

static enum err
describe(struct act *act, struct names *names, const struct event_row *row,
    struct own_event *e)
{
	int64_t ids[3];
	enum err err = OK;

	*e = (struct own_event){.seq = row->seq,
	    .at = row->at,
	    .kind = (int)row->kind,
	    .role = row->role,
	    .old = row->old,
	    .new = row->new,
	    .label = "",
	    .subject = "",
	    .name = "",
	    .lesson = row->lesson};
	own_events_split(act->arena, row->object, &e->what, ids);
	if (!strcmp(e->what, "day")) {
		e->pupil = ids[0];
		e->unit = ids[1];
	} else if (!strcmp(e->what, "mark") || !strcmp(e->what, "att") ||
		   !strcmp(e->what, "lesson") || !strcmp(e->what, "column")) {
		e->journal = ids[0];
		e->unit = ids[1];
		e->pupil = ids[2];
	}
	if (e->journal)
		err = name_journal(act, names, e);
	if (!err && e->pupil)
		err = name_pupil(act, names, e);
	return err;
}

enum err
own_events_list(
    struct act *act, int64_t since, struct own_event **events, size_t *n)
{
	struct event_row *rows =
	    arena_array(act->arena, OWN_EVENTS_MAX, sizeof(*rows));
	struct names names = {
	    .journals = arena_array(
		act->arena, OWN_EVENTS_MAX + 1, sizeof(*names.journals)),
	    .people = arena_array(
		act->arena, OWN_EVENTS_MAX + 1, sizeof(*names.people)),
	};
	enum err err;

	if (!act->actor.person || !act->actor.log_id)
		return ERR_DENIED;
	if ((err = events_by_actor(act->school, act->arena, act->actor.inst,
		 act->actor.log_id, since, OWN_EVENTS_MAX, rows, n)))
		return err;
	*events = arena_array(act->arena, *n, sizeof(**events));
	for (size_t i = 0; i < *n; i++)
		if ((err = describe(act, &names, &rows[i], &(*events)[i])))
			return err;
	return OK;
}

enum err
own_events_count(struct act *act, int64_t since, struct own_count *out)
{
	struct event_row *rows =
	    arena_array(act->arena, OWN_EVENTS_MAX, sizeof(*rows));
	size_t n;
	enum err err;

	*out = (struct own_count){0};
	if (!act->actor.person || !act->actor.log_id)
		return ERR_DENIED;
	if ((err = events_by_actor(act->school, act->arena, act->actor.inst,
		 act->actor.log_id, since, OWN_EVENTS_MAX, rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		const char *object = rows[i].object;
		const bool mark = !strncmp(object, "mark/", 5);

		out->all++;
		out->marks += mark && rows[i].prev < 0;
		out->changes += mark && rows[i].prev >= 0;
		out->absences += !strncmp(object, "att/", 4);
		out->lessons +=
		    !strncmp(object, "lesson/", 7) && rows[i].prev < 0;
	}
	return OK;
}
