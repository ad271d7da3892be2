/* SPDX-License-Identifier: EUPL-1.2 */
/* The Institute's queue of the demo: letters come in, are read, reviewed,
 * returned, approved, all through the domain and at their time. */
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/demo.h"
#include "domain/intake.h"
#include "domain/join_form.h"
#include "domain/opening.h"
#include "domain/review.h"
#include "store/accounts.h"
#include "store/jobs.h"

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

/* The newest letter's link, as its reader would click on it. */
static enum err
last_link(struct act *act, const char **token)
{
	AUTO_JSON struct json *doc = NULL;
	struct job job;
	const char *link;
	size_t n;
	enum err err;

	if ((err = jobs_list(
		 act->registry, act->arena, 0, "mail", NULL, 1, &job, &n)))
		return err;
	if (!n || json_parse(job.payload, strlen(job.payload), &doc) ||
	    !(link = json_text(json_member(doc, "fields"), "link")))
		return ERR_CORRUPT;
	*token = arena_strdup(act->arena, strrchr(link, '/') + 1);
	return OK;
}

static enum err
send_form(struct demo *demo)
{
	static const struct join_form form = {
	    .typed = {{
		[FIELD_REGION] = "Черкаська область",
		[FIELD_COMMUNITY] = "Уманська",
		[FIELD_NAME] = "Уманський ліцей № 6 Уманської міської ради",
		[FIELD_DISO] = "143207",
		[FIELD_EDRPOU] = "21380202",
		[FIELD_PERSON] = "Діденко Оксана Віталіївна",
		[FIELD_EMAIL] = "uman-lyceum6@demo.example",
		[FIELD_PHONE] = "04744 3-22-10",
		[FIELD_KIND] = "school",
	    }},
	    .entitled = true,
	    .lang = LANG_UK,
	    .peer = "127.0.0.1",
	};
	struct act *act = &demo->cli->act;
	struct join_form_fault fault;
	const char *token;
	int64_t number;
	enum err err;

	act->actor = (struct actor){0};
	act->now = clock_instant(demo->today - 1, 11, 20);
	if ((err = join_form_send(act, &form, &fault)) ||
	    (err = last_link(act, &token)))
		return err;
	act->now += HOUR_S / 6;
	return join_form_confirm(act, token, &number);
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
	err = send_form(demo);
	act->actor = program;
	return err;
}
