/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/opening.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/invitations.h"
#include "domain/opening_part.h"
#include "domain/request_check.h"
#include "domain/review_part.h"
#include "domain/statistics.h"
#include "domain/work.h"
#include "store/counters.h"
#include "store/institutions.h"
#include "store/settings.h"

/* A number once given is never given again; those that were given out without
 * the counter (a demo country) are passed over. */
static enum err
next_number(struct act *act, int64_t *inst)
{
	struct institution there;
	enum err err;

	do {
		if ((err = counters_next(
			 act->registry, 0, "institution", inst)))
			return err;
		err =
		    institutions_find(act->registry, act->arena, *inst, &there);
	} while (!err);
	return err == ERR_NOT_FOUND ? OK : err;
}

static const char *
or_null(const char *s)
{
	return *s ? s : NULL;
}

static enum err
add_job(struct act *act, int64_t inst)
{
	struct buf b;
	struct json_out o = {.out = &b};

	buf_init(&b, act->arena, 40);
	json_open(&o, '{');
	json_put_int(&o, "inst", inst);
	json_close(&o, '}');
	return work_add(act, OPENING_JOB,
	    arena_printf(act->arena, "open.%lld", (long long)inst), b.p, 0);
}

enum err
opening_start(struct act *act, struct request *row,
    const struct request_field *f, size_t n)
{
	const struct request_field *community =
	    request_check_find(f, n, FIELD_COMMUNITY);
	const struct region *region =
	    regions_match(request_check_value(f, n, FIELD_REGION));
	struct institution inst = {
	    .kind = row->kind,
	    .name = request_check_value(f, n, FIELD_NAME),
	    .community = community ? community->code : NULL,
	    .diso_id = or_null(request_check_value(f, n, FIELD_DISO)),
	    .edrpou = or_null(request_check_value(f, n, FIELD_EDRPOU)),
	    .parent = row->parent_inst,
	    .request = row->request,
	    .state = "invited",
	    .joined_on = clock_day_at(act->now),
	    .created_at = act->now,
	};
	bool taken;
	enum err err;

	assert(act->writing == act->registry);
	if (!region || !*inst.name || !request_kind_known(inst.kind))
		return ERR_INVALID;
	inst.region = region->number;
	/* Asked before: a failed insert would end the transaction. */
	if ((err = review_code_taken(act, inst.diso_id, &taken)))
		return err;
	if (taken)
		return ERR_EXISTS;
	if ((err = next_number(act, &inst.inst)))
		return err;
	if ((err = institutions_insert(act->registry, act->arena, &inst)))
		return err;
	if ((err = add_job(act, inst.inst)))
		return err;
	row->inst = inst.inst;
	return OK;
}

/* ---- the steps ------------------------------------------------------------
 */

static enum err
read_request(struct act *act, struct opening *o)
{
	enum err err;

	if ((err = requests_find(act->registry, act->arena,
		 o->institution.request, &o->request)))
		return err;
	return request_fields_list(
	    act->registry, act->arena, o->request.request, &o->fields, &o->n);
}

enum err
opening_read(struct act *act, int64_t inst, struct opening *o)
{
	enum err err;

	*o = (struct opening){0};
	if ((err = institutions_find(
		 act->registry, act->arena, inst, &o->institution)))
		return err;
	return o->institution.request ? read_request(act, o) : ERR_INVALID;
}

/* The school's handle, for a system's act in that school. */
static enum err
enter(struct act *act, int64_t inst)
{
	enum err err;

	if (act->school && act->actor.inst == inst)
		return OK;
	assert(!act->school);
	err = act_open_school(act, inst);
	if (!err)
		act->actor.inst = inst;
	return err;
}

static enum err
admin_of(struct act *act, int64_t inst, int64_t *person)
{
	const char *value;
	enum err err;

	if ((err = settings_school(
		 act->school, act->arena, inst, OPENING_SETTING_ADMIN, &value)))
		return err;
	*person = strtoll(value, NULL, 10);
	return OK;
}

static enum err
order_invitation(
    struct act *act, const struct opening *o, int64_t person, const char *key)
{
	const char *email = request_check_value(o->fields, o->n, FIELD_EMAIL);

	return invitations_order(act,
	    &(struct link_order){
		.purpose = LINK_ADMIN,
		.inst = o->institution.inst,
		.person = person,
		.request = o->request.request,
		.email = email,
		.lang = o->request.lang,
		.template = "admin",
		.institution = o->institution.name,
		.key = key,
	    },
	    NULL, NULL);
}

static enum err
invite(struct act *act, struct opening *o)
{
	AUTO_ROLLBACK struct act *tx = act;
	int64_t person;
	enum err err;

	if ((err = admin_of(act, o->institution.inst, &person)))
		return err;
	if ((err = act_begin_registry(tx)))
		return err;
	/* Again under the lock: a second worker may have been faster. */
	if ((err = read_request(act, o)))
		return err;
	if (!review_has_state(&o->request, "approved"))
		return OK;
	if ((err = order_invitation(act, o, person,
		 arena_printf(act->arena, "admin.%lld",
		     (long long)o->institution.inst))))
		return err;
	o->request.state = "invited";
	if ((err = review_note(act, &o->request,
		 &(struct review_done){
		     .step = "invited", .old_state = "approved"})))
		return err;
	return act_commit(act);
}

/* Where it stands: looked up, never remembered. */
static enum err
look(struct act *act, const struct opening *o, enum opening_step *step)
{
	const int64_t inst = o->institution.inst;
	int64_t person;
	enum err err;

	*step = OPENING_DONE;
	if (!review_has_state(&o->request, "approved"))
		return OK;
	err = enter(act, inst);
	if (err == ERR_NOT_FOUND) {
		*step = OPENING_STORE;
		return OK;
	}
	if (err)
		return err;
	err = admin_of(act, inst, &person);
	*step = err == ERR_NOT_FOUND ? OPENING_SCHOOL : OPENING_INVITE;
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
opening_step(struct act *act, int64_t inst, enum opening_step *next)
{
	enum opening_step step;
	struct opening o;
	enum err err;

	if ((err = opening_read(act, inst, &o)))
		return err;
	if ((err = look(act, &o, &step)))
		return err;
	switch (step) {
	case OPENING_STORE:
		err = db_create_school(act->pool, inst);
		break;
	case OPENING_SCHOOL:
		err = opening_school(act, &o);
		break;
	case OPENING_INVITE:
		err = invite(act, &o);
		break;
	case OPENING_DONE:
		break;
	}
	if (!err)
		*next = step == OPENING_DONE ? step : step + 1;
	return err;
}

enum err
opening_run(struct act *act, int64_t inst)
{
	enum opening_step next = OPENING_STORE;
	enum err err = OK;

	while (!err && next != OPENING_DONE)
		err = opening_step(act, inst, &next);
	return err;
}

/* ---- afterwards -----------------------------------------------------------
 */

enum err
opening_invite_again(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct opening o;
	struct request row;
	int64_t person;
	AUTO_DB struct db *school = NULL;
	const char *value;
	enum err err;

	if (!(act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER)))
		return ERR_DENIED;
	if ((err = requests_find(act->registry, act->arena, request, &row)))
		return err;
	if (!review_has_state(&row, "invited"))
		return ERR_CONFLICT;
	if ((err = opening_read(act, row.inst, &o)))
		return err;
	if ((err = db_take_school(
		 act->pool, row.inst, OPENING_WAIT_MS, &school)))
		return err;
	if ((err = settings_school(
		 school, act->arena, row.inst, OPENING_SETTING_ADMIN, &value)))
		return err;
	person = strtoll(value, NULL, 10);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = read_request(act, &o)))
		return err;
	if (!review_has_state(&o.request, "invited"))
		return ERR_CONFLICT;
	if ((err = order_invitation(act, &o, person, NULL)))
		return err;
	if ((err = review_note(act, &o.request,
		 &(struct review_done){
		     .step = "invited_again", .old_state = "invited"})))
		return err;
	return act_commit(act);
}

enum err
opening_accepted(struct act *act, int64_t inst)
{
	struct institution row;
	struct request request;
	enum err err;

	assert(act->writing == act->registry);
	if ((err = institutions_find(act->registry, act->arena, inst, &row)))
		return err;
	if (strcmp(row.state, "invited") != 0)
		return OK;
	if ((err = institutions_set_state(act->registry, inst, "active")))
		return err;
	if ((err = statistics_publish_soon(act)))
		return err;
	if (!row.request)
		return OK;
	if ((err = requests_find(
		 act->registry, act->arena, row.request, &request)))
		return err;
	if (!review_has_state(&request, "invited"))
		return OK;
	request.state = "active";
	return review_note(act, &request,
	    &(struct review_done){.step = "activated", .old_state = "invited"});
}
