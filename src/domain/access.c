/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/access.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/access_part.h"
#include "domain/invitations.h"
#include "domain/school_year.h"
#include "store/classes.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/list.h"
#include "store/memberships.h"
#include "store/settings.h"

#define SETTING_FROM_GRADE "pupil_accounts_from_grade"
#define STAFF_MAX 5000

/* ---- what is known about each person's access -----------------------------
 */

struct known {
	struct membership_row *members; /* by person */
	size_t members_n;
	struct access_link_row *links; /* the latest first */
	size_t links_n;
};

static enum err
read_known(struct act *act, struct known *known)
{
	enum err err;

	if ((err = memberships_inst(act->registry, act->arena, act->actor.inst,
		 &known->members, &known->members_n)))
		return err;
	return access_links_live(act->registry, act->arena, act->actor.inst,
	    act->now, &known->links, &known->links_n);
}

static int
by_person(const void *key, const void *row)
{
	const int64_t person = *(const int64_t *)key;
	const struct membership_row *m = row;

	return (person > m->person) - (person < m->person);
}

static void
set_state(const struct known *known, struct access_line *line)
{
	const struct membership_row *m = NULL;

	if (known->members_n)
		m = bsearch(&line->person, known->members, known->members_n,
		    sizeof(*m), by_person);
	if (m) {
		line->state = strcmp(m->state, "active") ? ACCESS_SUSPENDED
							 : ACCESS_ACTIVE;
		return;
	}
	line->state = ACCESS_NONE;
	for (size_t i = 0; i < known->links_n; i++) {
		const struct access_link_row *l = &known->links[i];

		if (l->person != line->person)
			continue;
		if (!strcmp(l->purpose, link_purpose_name(LINK_SLIP)))
			line->state = ACCESS_SLIP;
		else if (l->email)
			line->state = ACCESS_INVITED;
		else
			continue;
		line->until_on = clock_day_at(l->expires_at);
		return;
	}
}

static unsigned
parse_roles(struct arena *arena, const char *list)
{
	char *copy = arena_strdup(arena, list), *at = copy, *word;
	unsigned roles = 0;

	while ((word = strsep(&at, ",")))
		roles |= (unsigned)role_parse(word);
	return roles;
}

enum err
access_from_grade(struct act *act, int64_t *grade)
{
	const char *value;
	enum err err = settings_school(act->school, act->arena, act->actor.inst,
	    SETTING_FROM_GRADE, &value);

	if (err && err != ERR_NOT_FOUND)
		return err;
	*grade = err ? act->config->pupil_accounts_from_grade
		     : strtoll(value, NULL, 10);
	return OK;
}

/* ---- lists ----------------------------------------------------------------
 */

enum err
access_staff(struct act *act, struct access_line **lines, size_t *n)
{
	const struct people_query query = {
	    .group = PEOPLE_STAFF,
	    .day = clock_day_at(act->now),
	    .limit = STAFF_MAX,
	};
	struct people_line *people;
	struct access_line *out;
	struct known known;
	int64_t total;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = read_known(act, &known)))
		return err;
	if ((err = people_list(act->school, act->arena, act->actor.inst, &query,
		 &people, n, &total)))
		return err;
	out = arena_array(act->arena, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++) {
		const struct person *p = &people[i].person;

		out[i] = (struct access_line){
		    .person = p->id,
		    .name = people_full_name(act->arena, p),
		    .detail = "",
		    .email = p->email,
		    .roles = parse_roles(act->arena, people[i].roles),
		    .birth_known = p->birth_on != DAY_NONE,
		};
		set_state(&known, &out[i]);
	}
	*lines = out;
	return OK;
}

static enum err
add_guardians(struct act *act, const struct known *known, struct list *list,
    const struct person *pupil)
{
	struct guardian_line *guardians;
	size_t n;
	enum err err;

	if ((err = guardians_of(act->school, act->arena, act->actor.inst,
		 pupil->id, &guardians, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct person *p = &guardians[i].person;
		struct access_line *line;

		if (guardians[i].link.restricted)
			continue;
		line = list_add(list);
		*line = (struct access_line){
		    .person = p->id,
		    .name = people_full_name(act->arena, p),
		    .detail = people_full_name(act->arena, pupil),
		    .email = p->email,
		    .roles = ROLE_GUARDIAN,
		    .birth_known = pupil->birth_on != DAY_NONE,
		};
		set_state(known, line);
	}
	return OK;
}

enum err
access_class(struct act *act, int64_t class_id, const char **label,
    struct access_line **lines, size_t *n)
{
	struct list list = {.arena = act->arena, .size = sizeof(**lines)};
	struct enrolment_line *pupils;
	struct access_line *line;
	struct class class;
	struct known known;
	int64_t from;
	size_t pupils_n;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = classes_find(
		 act->school, act->arena, act->actor.inst, class_id, &class)))
		return err;
	if ((err = access_from_grade(act, &from)))
		return err;
	if ((err = read_known(act, &known)))
		return err;
	if ((err = enrolments_class(act->school, act->arena, act->actor.inst,
		 class_id, clock_day_at(act->now), &pupils, &pupils_n)))
		return err;
	for (size_t i = 0; i < pupils_n; i++) {
		const struct person *p = &pupils[i].person;

		line = list_add(&list);
		*line = (struct access_line){
		    .person = p->id,
		    .name = people_full_name(act->arena, p),
		    .detail = class.label,
		    .email = p->email,
		    .roles = ROLE_PUPIL,
		    .young = class.grade < from,
		    .birth_known = p->birth_on != DAY_NONE,
		};
		set_state(&known, line);
		if ((err = add_guardians(act, &known, &list, p)))
			return err;
	}
	*label = class.label;
	*lines = (struct access_line *)list.p;
	*n = list.n;
	return OK;
}

enum err
access_classes(struct act *act, struct access_class_count **classes, size_t *n)
{
	const int64_t today = clock_day_at(act->now);
	struct class_line *lines;
	struct access_class_count *out;
	struct academic_year year;
	bool set;
	enum err err;

	if (act->actor.role != ROLE_ADMIN)
		return ERR_DENIED;
	if ((err = school_year_at(act, today, &year, &set)))
		return err;
	if ((err = classes_list(act->school, act->arena, act->actor.inst,
		 year.year, today, &lines, n)))
		return err;
	out = arena_array(act->arena, *n, sizeof(*out));
	for (size_t i = 0; i < *n; i++)
		out[i] = (struct access_class_count){
		    .class = lines[i].class.id,
		    .label = lines[i].class.label,
		    .pupils = lines[i].pupils,
		};
	*classes = out;
	return OK;
}

enum err
access_counts(struct act *act, struct access_counts *counts)
{
	struct access_counts out = {0};
	struct access_line *lines;
	struct known known;
	size_t n, members = 0;
	enum err err;

	if ((err = access_staff(act, &lines, &n)))
		return err;
	if ((err = read_known(act, &known)))
		return err;
	out.staff = (int64_t)n;
	for (size_t i = 0; i < n; i++)
		out.staff_active += lines[i].state == ACCESS_ACTIVE ||
				    lines[i].state == ACCESS_SUSPENDED;
	for (size_t i = 0; i < known.members_n; i++)
		members += i == 0 || known.members[i].person !=
					 known.members[i - 1].person;
	out.families_active = (int64_t)members - out.staff_active;
	out.invited = (int64_t)known.links_n;
	*counts = out;
	return OK;
}
