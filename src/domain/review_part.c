/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/review_part.h"

#include <string.h>

#include "base/codes.h"
#include "base/text.h"
#include "domain/ledger.h"
#include "domain/request_link.h"
#include "domain/work.h"

bool
review_has_state(const struct request *row, const char *state)
{
	return strcmp(row->state, state) == 0;
}

enum err
review_begin(struct act *act, int64_t request, struct request *row)
{
	enum err err;

	if ((err = act_begin_registry(act)))
		return err;
	if ((err = requests_find(act->registry, act->arena, request, row)))
		return err;
	return review_has_state(row, "unconfirmed") ? ERR_NOT_FOUND : OK;
}

/* The event names states and codes; what people write about people stands in
 * the note, of which the history keeps a commitment only. */
static enum err
append(
    struct act *act, const struct request *row, const struct review_done *done)
{
	const bool moved = strcmp(done->old_state, row->state) != 0;

	return ledger_append(act,
	    &(struct event){
		.kind = EVENT_REGISTRY,
		.object = arena_printf(
		    act->arena, "request/%lld", (long long)row->request),
		.old = moved ? done->old_state : NULL,
		.new = moved ? row->state : done->step,
		.reason = done->reason,
		.note = done->note,
		.prev = -1,
	    },
	    NULL);
}

enum err
review_note(
    struct act *act, struct request *row, const struct review_done *done)
{
	const bool moved = strcmp(done->old_state, row->state) != 0;
	enum err err;

	row->changed_at = act->now;
	if ((err = requests_update(act->registry, row, done->old_state)))
		return err;
	if ((err = request_steps_add(act->registry, row->request,
		 &(struct request_step){
		     .at = act->now,
		     .account = act->actor.account,
		     .act = done->step,
		     .old_state = moved ? done->old_state : NULL,
		     .new_state = moved ? row->state : NULL,
		     .note = done->note,
		 })))
		return err;
	return append(act, row, done);
}

enum err
review_text(struct act *act, const char *typed, const char **out)
{
	if (!typed || text_clean(act->arena, typed, strlen(typed),
			  REVIEW_NOTE_BYTES_MAX, true, out))
		return ERR_INVALID;
	return **out ? OK : ERR_INVALID;
}

const char *
review_address(
    const struct request *row, const struct request_field *fields, size_t n)
{
	const char *email = request_check_value(fields, n, FIELD_EMAIL);

	if (codes_email_valid(email))
		return email;
	return row->sender && codes_email_valid(row->sender) ? row->sender
							     : NULL;
}

const char *
review_called(struct act *act, const struct request *row,
    const struct request_field *fields, size_t n)
{
	const char *name = request_check_value(fields, n, FIELD_NAME);

	return *name ? name
		     : arena_printf(
			   act->arena, "№ %lld", (long long)row->request);
}

enum err
review_write(struct act *act, const struct request *row,
    const struct review_letter *l, const char *institution)
{
	return work_mail(act,
	    &(struct mail_work){
		.template = l->template,
		.to = l->to,
		.lang = row->lang,
		.key = l->key,
		.in_reply_to = row->message_id,
	    },
	    WORK_HOLES({"number", arena_printf(act->arena, "%lld",
				      (long long)row->request)},
		{"institution", institution},
		{"date", request_link_until(act, row->lang)},
		{"note", l->note ? l->note : ""},
		{"list", l->list ? l->list : ""},
		{"link", l->url ? l->url : ""}));
}

unsigned
review_may(const struct act *act, const struct request *row, bool did)
{
	const bool passed = row->passed_at != 0;
	const bool own = row->reviewer && row->reviewer == act->actor.account;
	unsigned may = 0;

	if (act->actor.role == ROLE_REVIEWER) {
		if (review_has_state(row, "new"))
			may |= REVIEW_TAKE | REVIEW_APART;
		if (review_has_state(row, "returned") ||
		    (review_has_state(row, "in_review") && !passed && !own))
			may |= REVIEW_TAKE;
		if (review_has_state(row, "in_review") && !passed && own)
			may |= REVIEW_EDIT | REVIEW_RETURN | REVIEW_PASS |
			       REVIEW_REJECT | REVIEW_APART | REVIEW_ATTACH;
		if (review_has_state(row, "not_a_request") ||
		    review_has_state(row, "expired"))
			may |= REVIEW_REOPEN;
	}
	if (act->actor.role == ROLE_APPROVER && passed && !did &&
	    review_has_state(row, "in_review"))
		may |= REVIEW_APPROVE | REVIEW_BACK | REVIEW_REJECT |
		       REVIEW_ATTACH;
	if ((act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER)) &&
	    review_has_state(row, "invited"))
		may |= REVIEW_INVITE;
	return may;
}

enum err
review_code_taken(struct act *act, const char *diso_id, bool *taken)
{
	struct institution rows[INSTITUTIONS_ALIKE_MAX];
	size_t n;
	enum err err;

	*taken = false;
	if (!diso_id || !*diso_id)
		return OK;
	if ((err = institutions_alike(
		 act->registry, act->arena, diso_id, NULL, NULL, rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		*taken |= strcmp(rows[i].state, "closed") != 0;
	return OK;
}
