/* SPDX-License-Identifier: EUPL-1.2 */
/* The Institute's queue of the demo: letters come in, are read, reviewed,
 * returned, approved, all through the domain and at their time. */
#include <string.h>

#include "base/clock.h"
#include "cli/demo.h"
#include "domain/intake.h"
#include "domain/opening.h"
#include "domain/review.h"
#include "store/accounts.h"

#define HOUR_S 3600
#define US "journal@demo.example"

struct queue {
	struct act *act;
	struct actor reviewer, approver;
};

static const struct actor program = {.role = ROLE_SYSTEM, .log_id = "-"};

static enum err
find_actor(struct act *act, const struct demo_accounts *accounts,
    enum role role, struct actor *out)
{
	struct account_row row;
	enum err err = ERR_NOT_FOUND;

	for (size_t i = 0; i < accounts->n && err; i++)
		if (!strcmp(accounts->list[i].role, role_name(role)))
			err = accounts_by_name(act->registry, act->arena,
			    accounts->list[i].email, &row);
	if (err)
		return err;
	*out = (struct actor){
	    .account = row.account,
	    .role = role,
	    .log_id = row.log_id,
	    .name = row.name,
	};
	return OK;
}

/* As the process that reads letters would give it. */
static void
read_letter(struct act *act, const struct demo_letter *l, struct letter *out)
{
	letter_refused(LETTER_OK, "", out);
	out->from = l->from;
	out->from_name = l->from_name;
	out->return_path = l->from;
	out->to = US;
	out->subject = l->subject;
	out->date = clock_rfc5322(act->arena, act->now);
	out->message_id =
	    arena_printf(act->arena, "%lld.%s", (long long)act->now, l->from);
	out->n = 1;
	out->parts[0] =
	    (struct letter_part){.text = l->text, .len = strlen(l->text)};
}

static enum err
take_in(
    struct act *act, const struct demo_letter *l, struct intake_result *result)
{
	struct letter *letter = arena_alloc(act->arena, sizeof(*letter));
	struct intake_mail mail = {
	    .letter = letter, .envelope_sender = l->from};
	const char *original;

	read_letter(act, l, letter);
	original = arena_printf(act->arena,
	    "From: %s <%s>\r\nTo: <" US ">\r\nSubject: %s\r\nDate: %s\r\n"
	    "Message-ID: <%s>\r\nMIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: 8bit\r\n\r\n%s",
	    l->from_name, l->from, l->subject, letter->date, letter->message_id,
	    l->text);
	mail.original = (struct bytes){original, strlen(original)};
	mail.size = (int64_t)mail.original.len;
	return intake_store(act, &mail, result);
}

/* Who does it, and how much later. */
static struct act *
as(struct queue *q, const struct actor *actor, int64_t later_s)
{
	q->act->actor = *actor;
	q->act->now += later_s;
	return q->act;
}

static enum err
approve(struct queue *q, int64_t request, const char *who)
{
	const struct review_proof proof = {
	    .kind = "call", .phone = "+380463121547", .who = who};
	struct review_request seen;
	enum err err;

	if ((err = review_approve(
		 as(q, &q->approver, 20 * HOUR_S), request, &proof)) ||
	    (err = review_open(q->act, request, &seen)))
		return err;
	return opening_run(as(q, &program, 60), seen.request.inst);
}

static enum err
work_on(struct queue *q, const struct demo_letter *l, int64_t request)
{
	enum err err;

	if (l->fate == DEMO_WAITS)
		return OK;
	if ((err = review_take(as(q, &q->reviewer, 2 * HOUR_S), request)))
		return err;
	as(q, &q->reviewer, HOUR_S / 4);
	switch (l->fate) {
	case DEMO_RETURNED:
		return review_return(q->act, request, l->note);
	case DEMO_REJECTED:
		return review_reject(q->act, request, l->note);
	case DEMO_PASSED:
		return review_pass(q->act, request);
	case DEMO_INVITED:
		if ((err = review_pass(q->act, request)))
			return err;
		return approve(q, request, l->note);
	default:
		return OK;
	}
}

enum err
demo_requests_make(struct demo *demo, const struct demo_accounts *accounts)
{
	struct act *act = &demo->cli->act;
	struct queue q = {.act = act};
	struct intake_result result;
	enum err err;

	if ((err = find_actor(act, accounts, ROLE_REVIEWER, &q.reviewer)) ||
	    (err = find_actor(act, accounts, ROLE_APPROVER, &q.approver)))
		return err;
	for (size_t i = 0; i < demo_letters_n; i++) {
		const struct demo_letter *l = &demo_letters[i];

		act->actor = program;
		act->now = clock_instant(
		    demo->today - l->days_ago, l->hour, l->minute);
		if ((err = take_in(act, l, &result)) ||
		    (err = work_on(&q, l, result.first)))
			return err;
		act_close_school(act);
	}
	act->actor = program;
	return OK;
}
