/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/review.h"

#include <string.h>

#include "domain/request_link.h"
#include "domain/review_part.h"

/* The request, and whether this actor may do this with it. Who could do it in
 * another state of the request is told so. */
static enum err
begin_may(
    struct act *act, int64_t request, unsigned wanted, struct request *row)
{
	bool did;
	enum err err;

	if (!(act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER)))
		return ERR_DENIED;
	if ((err = review_begin(act, request, row)))
		return err;
	if ((err = request_steps_reviewed(
		 act->registry, request, act->actor.account, &did)))
		return err;
	did |= row->reviewer == act->actor.account;
	if (review_may(act, row, did) & wanted)
		return OK;
	if (review_has_state(row, "in_review"))
		return ERR_DENIED;
	return ERR_CONFLICT;
}

/* The end of every step: the state it leads to, the event, the commit. */
static enum err
finish(struct act *act, struct request *row, const char *state,
    const char *step, const char *note)
{
	const struct review_done done = {
	    .step = step, .old_state = row->state, .note = note};
	enum err err;

	row->state = state;
	if ((err = review_note(act, row, &done)))
		return err;
	return act_commit(act);
}

enum err
review_take(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request row;
	enum err err;

	if (act->actor.role != ROLE_REVIEWER)
		return ERR_DENIED;
	if ((err = begin_may(tx, request, REVIEW_TAKE, &row)))
		return err;
	row.reviewer = act->actor.account;
	row.passed_at = 0;
	if ((err = request_link_end(act, request)))
		return err;
	return finish(act, &row, "in_review", "taken", NULL);
}

enum err
review_return(struct act *act, int64_t request, const char *typed)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_field *fields;
	struct request row;
	struct review_letter letter = {.template = "request_returned"};
	size_t n;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_RETURN, &row)))
		return err;
	if ((err = review_text(act, typed, &letter.note)))
		return err;
	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	if (!(letter.to = review_address(&row, fields, n)))
		return ERR_NOT_FOUND;
	if ((err = request_link_make(
		 act, request, REQUEST_LINK_COMPLETE, letter.to, &letter.url)))
		return err;
	if ((err = review_write(
		 act, &row, &letter, review_called(act, &row, fields, n))))
		return err;
	return finish(act, &row, "returned", "returned", letter.note);
}

enum err
review_pass(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_field *fields;
	struct request row;
	size_t n;
	bool taken;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_PASS, &row)))
		return err;
	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	if (request_check_open(fields, n, row.parent_inst != 0))
		return ERR_INVALID;
	if ((err = review_code_taken(
		 act, request_check_value(fields, n, FIELD_DISO), &taken)))
		return err;
	if (taken)
		return ERR_EXISTS;
	row.passed_at = act->now;
	return finish(act, &row, "in_review", "passed", NULL);
}

enum err
review_back(struct act *act, int64_t request, const char *typed)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request row;
	const char *note;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_BACK, &row)))
		return err;
	if ((err = review_text(act, typed, &note)))
		return err;
	row.passed_at = 0;
	return finish(act, &row, "in_review", "sent_back", note);
}

enum err
review_reject(struct act *act, int64_t request, const char *typed)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_field *fields;
	struct request row;
	struct review_letter letter = {.template = "request_rejected"};
	size_t n;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_REJECT, &row)))
		return err;
	if ((err = review_text(act, typed, &letter.note)))
		return err;
	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	if ((letter.to = review_address(&row, fields, n)) &&
	    (err = review_write(
		 act, &row, &letter, review_called(act, &row, fields, n))))
		return err;
	row.passed_at = 0;
	return finish(act, &row, "rejected", "rejected", letter.note);
}

enum err
review_apart(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request row;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_APART, &row)))
		return err;
	if ((err = request_link_end(act, request)))
		return err;
	return finish(act, &row, "not_a_request", "set_apart", NULL);
}

enum err
review_reopen(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request row;
	enum err err;

	if ((err = begin_may(tx, request, REVIEW_REOPEN, &row)))
		return err;
	return finish(act, &row, "new", "reopened", NULL);
}
