/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/join_form.h"

#include <stdlib.h>
#include <string.h>

#include "base/codes.h"
#include "domain/request_link.h"
#include "domain/review_part.h"
#include "domain/throttle.h"

/* A department of education sends the forms of a whole community from one
 * address; more than that in an hour is a machine. */
#define ADDRESS_FREE 20
#define COMMUNITY_FREE 40
#define MAILBOX_FREE 3
#define ASKED_FREE 20
/* A mailbox can wait for an hour; an address or a community is not one person,
 * and nobody must be able to shut it for the others. */
#define MAILBOX_CAP_S 3600
#define SHARED_CAP_S 600
#define SOURCE "form"
#define NUMBER_DIGITS_MAX 15

/* ---- is it right? ---------------------------------------------------------
 */

/* A form can ask at once what a reviewer would have to ask by letter, but what
 * is only unusual (a foreign phone, no patronymic) is not refused. */
static bool
is_wrong(const struct request_field *f, enum field_id field, bool branch)
{
	const enum flag flag = place_flag_parse(f->flag);

	if (flag == FLAG_MISSING)
		return field != FIELD_EDRPOU || !branch;
	if (flag == FLAG_AMBIGUOUS)
		return field == FIELD_REGION || field == FIELD_COMMUNITY ||
		       strcmp(f->why, "one_word") == 0 ||
		       strcmp(f->why, "initials") == 0;
	return flag == FLAG_INVALID;
}

static enum err
check(struct act *act, const struct join_form *form,
    struct join_form_fault *fault)
{
	enum err err;

	*fault = (struct join_form_fault){0};
	if ((err = request_check(act, &form->typed, SOURCE, fault->fields)))
		return err;
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (is_wrong(&fault->fields[i], (enum field_id)i, form->branch))
			fault->wrong |= 1u << i;
	fault->entitled = !form->entitled;
	if (!fault->wrong && !fault->entitled)
		return OK;
	if ((fault->wrong & (1u << FIELD_COMMUNITY)) &&
	    (err = codifier_suggest(act, fault->fields[FIELD_REGION].code,
		 fault->fields[FIELD_COMMUNITY].value, fault->choices,
		 &fault->choices_n)))
		return err;
	return ERR_INVALID;
}

static const char *
community_key(const struct request_field *c)
{
	return c->code ? c->code : c->value;
}

/* A community is counted when a request of it is confirmed (count_confirmed),
 * so that forms nobody answers for cannot close it. */
static enum err
count(struct act *act, const struct join_form *form,
    struct join_form_fault *fault)
{
	enum err err;

	if ((err = throttle_count(act, "join.address",
		 throttle_address(act->arena, form->peer), ADDRESS_FREE,
		 SHARED_CAP_S, &fault->wait_s)))
		return err;
	if ((err = throttle_waits(act, "join.community",
		 community_key(&fault->fields[FIELD_COMMUNITY]),
		 &fault->wait_s)))
		return err;
	return throttle_count(act, "join.mailbox",
	    fault->fields[FIELD_EMAIL].value, MAILBOX_FREE, MAILBOX_CAP_S,
	    &fault->wait_s);
}

/* After the request is in the queue: it is never refused for this. */
static enum err
count_confirmed(struct act *act, const struct request_field *fields, size_t n)
{
	const struct request_field *c =
	    request_check_find(fields, n, FIELD_COMMUNITY);
	int64_t wait_s;
	enum err err;

	if (!c)
		return OK;
	err = throttle_count(act, "join.community", community_key(c),
	    COMMUNITY_FREE, SHARED_CAP_S, &wait_s);
	return err == ERR_LIMIT ? OK : err;
}

/* ---- sending --------------------------------------------------------------
 */

static enum err
insert(struct act *act, const struct join_form *form,
    const struct request_field *fields, struct request *row)
{
	bool inserted;
	enum err err;

	*row = (struct request){
	    .state = "unconfirmed",
	    .kind = fields[FIELD_KIND].value,
	    .source = SOURCE,
	    .received_at = act->now,
	    .changed_at = act->now,
	    .sender = fields[FIELD_EMAIL].value,
	    .lang = i18n_code(form->lang),
	};
	if ((err = requests_insert(act->registry, act->arena, row,
		 fields[FIELD_NAME].value, &inserted)))
		return err;
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if ((err = request_fields_set(
			 act->registry, row->request, &fields[i])))
			return err;
	return OK;
}

enum err
join_form_send(struct act *act, const struct join_form *form,
    struct join_form_fault *fault)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct review_letter letter = {.template = "request_confirm"};
	struct request row;
	enum err err;

	act->actor = (struct actor){0};
	if ((err = check(act, form, fault)) || (err = count(act, form, fault)))
		return err;
	letter.to = fault->fields[FIELD_EMAIL].value;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = insert(act, form, fault->fields, &row)))
		return err;
	if ((err = request_link_make(act, row.request, REQUEST_LINK_CONFIRM,
		 letter.to, &letter.url)))
		return err;
	if ((err = review_write(
		 act, &row, &letter, fault->fields[FIELD_NAME].value)))
		return err;
	if ((err = review_note(act, &row,
		 &(struct review_done){
		     .step = "sent", .old_state = "unconfirmed"})))
		return err;
	return act_commit(act);
}

/* ---- links ----------------------------------------------------------------
 */

static enum err
open_link(struct act *act, const char *token, const char *purpose,
    struct join_form_opened *out, int64_t *link)
{
	struct access_link_row found;
	enum err err;

	if ((err = request_link_find(act, token, purpose, &found)))
		return err;
	*link = found.link;
	*out = (struct join_form_opened){.address = found.email};
	err = requests_find(
	    act->registry, act->arena, found.request, &out->request);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_EXPIRED : err;
	if ((err = request_fields_list(act->registry, act->arena, found.request,
		 &out->fields, &out->n)))
		return err;
	out->name = request_check_value(out->fields, out->n, FIELD_NAME);
	return OK;
}

enum err
join_form_confirmable(
    struct act *act, const char *token, struct join_form_opened *out)
{
	int64_t link;
	enum err err = open_link(act, token, REQUEST_LINK_CONFIRM, out, &link);

	if (err)
		return err;
	return review_has_state(&out->request, "unconfirmed") ? OK
							      : ERR_EXPIRED;
}

enum err
join_form_confirm(struct act *act, const char *token, int64_t *number)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct review_letter letter = {.template = "request_received"};
	struct join_form_opened o;
	int64_t link;
	enum err err;

	act->actor = (struct actor){0};
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = open_link(act, token, REQUEST_LINK_CONFIRM, &o, &link)))
		return err;
	if (!review_has_state(&o.request, "unconfirmed"))
		return ERR_EXPIRED;
	if ((err = access_links_use(act->registry, link, act->now)))
		return err;
	o.request.state = "new";
	if ((letter.to = review_address(&o.request, o.fields, o.n)) &&
	    (err = review_write(act, &o.request, &letter, o.name)))
		return err;
	if ((err = review_note(act, &o.request,
		 &(struct review_done){
		     .step = "confirmed", .old_state = "unconfirmed"})))
		return err;
	if ((err = act_commit(act)))
		return err;
	*number = o.request.request;
	return count_confirmed(act, o.fields, o.n);
}

static bool
waits_for_sender(const struct request *row)
{
	return review_has_state(row, "new") ||
	       review_has_state(row, "returned");
}

/* What the reviewer asked for last. */
static enum err
read_note(struct act *act, struct join_form_opened *o)
{
	struct request_step *steps;
	size_t n;
	enum err err;

	if ((err = request_steps_list(
		 act->registry, act->arena, o->request.request, &steps, &n)))
		return err;
	for (size_t i = 0; i < n && !o->note; i++)
		if (strcmp(steps[i].act, "returned") == 0)
			o->note = steps[i].note;
	return OK;
}

enum err
join_form_completable(
    struct act *act, const char *token, struct join_form_opened *out)
{
	int64_t link;
	enum err err = open_link(act, token, REQUEST_LINK_COMPLETE, out, &link);

	if (err)
		return err;
	if (!waits_for_sender(&out->request))
		return ERR_EXPIRED;
	out->wrong = request_check_open(
	    out->fields, out->n, out->request.parent_inst != 0);
	return read_note(act, out);
}

/* The invitation goes to this address, and only the old one is known to be
 * theirs: the reviewer has to look at it. */
static void
check_address(const struct join_form_opened *o, const char *confirmed,
    struct request_field *email)
{
	if (strcmp(email->value,
		request_check_value(o->fields, o->n, FIELD_EMAIL)) == 0 ||
	    (confirmed && strcmp(email->value, confirmed) == 0))
		return;
	email->flag = place_flag_name(FLAG_AMBIGUOUS);
	email->why = "changed_address";
}

/* Where a value stood in the letter stays beside the new one. */
static enum err
write_fields(struct act *act, const struct join_form_opened *o,
    struct request_field *checked, struct buf *changes)
{
	enum err err;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct request_field *old =
		    request_check_find(o->fields, o->n, (enum field_id)i);

		if (old && strcmp(old->value, checked[i].value) == 0 &&
		    strcmp(old->flag, checked[i].flag) == 0)
			continue;
		if (old) {
			checked[i].at = old->at;
			checked[i].len = old->len;
		}
		buf_addf(changes, "%s%s: %s → %s", changes->len ? "\n" : "",
		    checked[i].field, old && *old->value ? old->value : "—",
		    *checked[i].value ? checked[i].value : "—");
		if ((err = request_fields_set(
			 act->registry, o->request.request, &checked[i])))
			return err;
	}
	return requests_set_name(act->registry, act->arena, o->request.request,
	    checked[FIELD_NAME].value);
}

enum err
join_form_complete(struct act *act, const char *token,
    const struct join_form *form, struct join_form_fault *fault)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct join_form_opened o;
	struct buf changes;
	const char *old;
	int64_t link;
	enum err err;

	act->actor = (struct actor){0};
	buf_init(&changes, act->arena, 256);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = open_link(act, token, REQUEST_LINK_COMPLETE, &o, &link)))
		return err;
	if (!waits_for_sender(&o.request))
		return ERR_EXPIRED;
	if ((err = check(act, form, fault)))
		return err;
	if ((err = access_links_use(act->registry, link, act->now)))
		return err;
	check_address(&o, o.address, &fault->fields[FIELD_EMAIL]);
	if ((err = write_fields(act, &o, fault->fields, &changes)))
		return err;
	old = o.request.state;
	o.request.state = "new";
	o.request.kind = fault->fields[FIELD_KIND].value;
	if ((err = review_note(act, &o.request,
		 &(struct review_done){.step = "completed",
		     .old_state = old,
		     .note = changes.len ? changes.p : NULL})))
		return err;
	return act_commit(act);
}

/* ---- how far it has come --------------------------------------------------
 */

static int64_t
number_of(const char *typed)
{
	size_t n;

	if (!typed)
		return 0;
	typed += strspn(typed, " ");
	n = strspn(typed, "0123456789");
	if (n == 0 || n > NUMBER_DIGITS_MAX ||
	    typed[n + strspn(typed + n, " ")])
		return 0;
	return strtoll(typed, NULL, 10);
}

static bool
is_theirs(const struct request *row, const struct request_field *fields,
    size_t n, const char *email)
{
	return strcmp(request_check_value(fields, n, FIELD_EMAIL), email) ==
		   0 ||
	       (row->sender && strcmp(row->sender, email) == 0);
}

enum err
join_form_ask(struct act *act, const char *number, const char *email,
    const char *peer, struct join_form_state *out, int64_t *wait_s)
{
	struct request_field *fields;
	struct request row;
	const char *lower;
	size_t n;
	enum err err;

	if ((err = throttle_count(act, "join.ask",
		 throttle_address(act->arena, peer), ASKED_FREE, SHARED_CAP_S,
		 wait_s)))
		return err;
	if (!email || !codes_email_valid(email))
		return ERR_NOT_FOUND;
	lower = codes_email_lower(act->arena, email);
	if ((err = requests_find(
		 act->registry, act->arena, number_of(number), &row)))
		return err;
	if ((err = request_fields_list(
		 act->registry, act->arena, row.request, &fields, &n)))
		return err;
	/* A letter that was none is answered by nobody. */
	if (!is_theirs(&row, fields, n, lower) ||
	    review_has_state(&row, "not_a_request"))
		return ERR_NOT_FOUND;
	*out = (struct join_form_state){
	    .number = row.request,
	    .received_at = row.received_at,
	    .changed_at = row.changed_at,
	    .state = row.state,
	    .passed = row.passed_at != 0,
	};
	return OK;
}
