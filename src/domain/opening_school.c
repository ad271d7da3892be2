/* SPDX-License-Identifier: EUPL-1.2 */
/* The first rows of a school store: dates of the year as a proposal, the usual
 * subjects, and the person who administers. */
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "domain/opening_part.h"
#include "domain/person.h"
#include "domain/request_check.h"
#include "domain/school_year.h"
#include "domain/statistics.h"
#include "domain/subject.h"
#include "store/settings.h"

#define NAME_PARTS_MAX 6

static bool
ends_with(const char *s, const char *end)
{
	size_t n = strlen(s), m = strlen(end);

	return n > m && strcmp(s + n - m, end) == 0;
}

static bool
is_patronymic(const char *word)
{
	return ends_with(word, "ич") || ends_with(word, "івна") ||
	       ends_with(word, "ївна");
}

/* "Ґалаґан Єлизавета Іванівна" or "Єлизавета Іванівна Ґалаґан"; a name without
 * a patronymic is read with the surname first. */
static void
split_name(struct arena *arena, const char *name, struct person *person)
{
	const char *part[NAME_PARTS_MAX] = {"", "", ""};
	size_t n = 0;

	while (*name && n < NAME_PARTS_MAX) {
		size_t len = strcspn(name, " ");

		/* What is too much for three parts stays with the last. */
		if (n == 2)
			len = strlen(name);
		part[n++] = arena_strndup(arena, name, len);
		name += len;
		name += strspn(name, " ");
	}
	person->surname = part[0];
	person->given = part[1];
	person->patronymic = part[2];
	if (n == 3 && is_patronymic(part[1]) && !is_patronymic(part[2])) {
		person->surname = part[2];
		person->given = part[0];
		person->patronymic = part[1];
	}
}

static const char *
phone_of(const struct opening *o)
{
	const char *phone = request_check_value(o->fields, o->n, FIELD_PHONE);

	return *phone ? phone : NULL;
}

static enum err
add_admin(struct act *act, const struct opening *o, int64_t *id)
{
	const struct role_row role = {.role = "admin",
	    .starts_on = clock_day_at(act->now),
	    .ends_on = DAY_NONE};
	struct person person = {
	    .birth_on = DAY_NONE,
	    .sex = "",
	    .email = request_check_value(o->fields, o->n, FIELD_EMAIL),
	    .phone = phone_of(o),
	    .left_on = DAY_NONE,
	    .created_at = act->now,
	};
	bool added;
	enum err err;

	split_name(act->arena,
	    request_check_value(o->fields, o->n, FIELD_PERSON), &person);
	if ((err = person_insert(act, &person, 't')))
		return err;
	if ((err = roles_add(
		 act->school, act->actor.inst, person.id, &role, &added)))
		return err;
	*id = person.id;
	return OK;
}

static enum err
add_year(struct act *act)
{
	const struct academic_year year =
	    school_year_proposal(school_year_of(clock_day_at(act->now)));

	return years_set(act->school, act->actor.inst, &year);
}

static enum err
add_subjects(struct act *act)
{
	int64_t id;
	bool added;
	enum err err;

	for (size_t i = 0; i < subject_seeds_n; i++)
		if ((err = subject_ensure(
			 act, subject_seeds[i].name, &id, &added)))
			return err;
	return OK;
}

static enum err
add_settings(struct act *act, const struct opening *o, int64_t admin)
{
	const int64_t inst = act->actor.inst;
	enum err err;

	if ((err = settings_set_school(
		 act->school, inst, OPENING_SETTING_KIND, o->institution.kind)))
		return err;
	if ((err = settings_set_school(act->school, inst,
		 OPENING_SETTING_JOINED,
		 arena_printf(
		     act->arena, "%lld", (long long)o->institution.joined_on))))
		return err;
	/* Last, though in the same transaction: this one says "done". */
	return settings_set_school(act->school, inst, OPENING_SETTING_ADMIN,
	    arena_printf(act->arena, "%lld", (long long)admin));
}

enum err
opening_school(struct act *act, const struct opening *o)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *there;
	int64_t admin;
	enum err err;

	if ((err = act_begin_school(tx)))
		return err;
	/* Again under the lock: a second worker may have been faster. */
	err = settings_school(act->school, act->arena, act->actor.inst,
	    OPENING_SETTING_ADMIN, &there);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = add_year(act)) || (err = add_subjects(act)) ||
	    (err = add_admin(act, o, &admin)) ||
	    (err = add_settings(act, o, admin)))
		return err;
	if ((err = statistics_report_soon(act)))
		return err;
	if ((err = ledger_append(act,
		 &(struct event){
		     .kind = EVENT_STRUCTURE,
		     .object = arena_printf(act->arena, "institution/%lld",
			 (long long)act->actor.inst),
		     .new = "opened",
		     .prev = -1,
		 },
		 NULL)))
		return err;
	return act_commit(act);
}
