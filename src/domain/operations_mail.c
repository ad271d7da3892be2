/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters, and trying again what failed. */
#include <string.h>

#include "base/codes.h"
#include "base/json.h"
#include "base/log.h"
#include "base/mail_message.h"
#include "base/outbox.h"
#include "domain/bounce.h"
#include "domain/ledger.h"
#include "domain/operations.h"
#include "domain/signin.h"
#include "domain/work.h"
#include "store/jobs.h"

static const char *
file_name(struct act *act, int64_t store, int64_t job)
{
	return arena_printf(
	    act->arena, "%lld.%lld.eml", (long long)store, (long long)job);
}

static bool
in_outbox(struct act *act, const struct job *job)
{
	return outbox_has(act->arena, act->config->state,
	    file_name(act, job->inst, job->job));
}

static bool
is_bounced(const struct job *job)
{
	return job->error &&
	       !strncmp(job->error, BOUNCE_PREFIX, strlen(BOUNCE_PREFIX));
}

/* ERR_NOT_FOUND, ERR_EXPIRED, ERR_CONFLICT: see operations_retry. */
static enum err
may_go_again(struct act *act, const struct job *job)
{
	AUTO_JSON struct json *doc = NULL;
	const bool mail = !strcmp(job->kind, "mail");

	if (!strcmp(job->state, "failed")) {
		if (mail &&
		    (json_parse(job->payload, strlen(job->payload), &doc) ||
			!json_member(doc, "fields")))
			return ERR_EXPIRED;
		return OK;
	}
	if (strcmp(job->state, "done") != 0 || !mail || !in_outbox(act, job))
		return ERR_NOT_FOUND;
	return *act->config->smtp_url ? OK : ERR_CONFLICT;
}

/* ---- trying again ----------------------------------------------------------
 */

static enum err
tell_history(struct act *act, int64_t store, int64_t job)
{
	return ledger_append(act,
	    &(struct event){
		.kind = EVENT_SETTINGS,
		.object = arena_printf(act->arena, "setting/job.%lld.%lld",
		    (long long)store, (long long)job),
		.new = "again",
		.prev = -1,
	    },
	    NULL);
}

/* The history lies in the registry and the job in a school: the history first,
 * for an act that is told and did not happen can be done once more. */
static enum err
again_in_school(struct act *act, struct act *school, int64_t store, int64_t id)
{
	AUTO_ROLLBACK struct act *tx = act;
	AUTO_ROLLBACK struct act *tx_school = school;
	struct job job;
	enum err err;

	if ((err = jobs_find(school->school, act->arena, store, id, &job)) ||
	    (err = may_go_again(act, &job)))
		return err;
	if ((err = act_begin_registry(tx)) ||
	    (err = tell_history(act, store, id)) || (err = act_commit(act)))
		return err;
	if ((err = act_begin_school(tx_school)) ||
	    (err = jobs_again(school->school, store, id, act->now)))
		return err;
	school->work_added = true;
	return act_commit(school);
}

static enum err
again_in_registry(struct act *act, int64_t id)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct job job;
	enum err err;

	if ((err = jobs_find(act->registry, act->arena, 0, id, &job)) ||
	    (err = may_go_again(act, &job)))
		return err;
	if ((err = act_begin_registry(tx)) ||
	    (err = jobs_again(act->registry, 0, id, act->now)) ||
	    (err = tell_history(act, 0, id)))
		return err;
	act->work_added = true;
	return act_commit(act);
}

enum err
operations_retry(struct act *act, int64_t store, int64_t job)
{
	struct act school = *act;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	if (store == 0)
		return again_in_registry(act, job);
	school.school = NULL;
	school.actor =
	    (struct actor){.inst = store, .role = ROLE_SYSTEM, .log_id = "-"};
	if ((err = act_open_school(&school, store)))
		return err;
	err = again_in_school(act, &school, store, job);
	act_close_school(&school);
	return err;
}

/* ---- letters ---------------------------------------------------------------
 */

static const char *const states[] = {
    [OPERATIONS_WAITING] = "ready",
    [OPERATIONS_SENT] = "done",
    [OPERATIONS_FAILED] = "failed",
};

static enum operations_fate
fate_of(struct act *act, const struct job *job)
{
	if (!strcmp(job->state, "failed"))
		return is_bounced(job) ? LETTER_BOUNCED : LETTER_FAILED;
	if (!strcmp(job->state, "done"))
		return in_outbox(act, job) ? LETTER_LAID : LETTER_SENT;
	return job->attempts ? LETTER_WAITS_AGAIN : LETTER_WAITS;
}

static void
read_letter(
    struct act *act, const struct job *job, struct operations_letter *out)
{
	AUTO_JSON struct json *doc = NULL;
	const char *template = NULL, *to = NULL, *error;

	if (!json_parse(job->payload, strlen(job->payload), &doc)) {
		template = json_text(doc, "template");
		to = json_text(doc, "to");
	}
	error = job->error ? job->error : "";
	*out = (struct operations_letter){
	    .store = job->inst,
	    .job = job->job,
	    .fate = fate_of(act, job),
	    .template = arena_strdup(act->arena, template ? template : ""),
	    .to = arena_strdup(act->arena, to ? to : ""),
	    .error = is_bounced(job) ? error + strlen(BOUNCE_PREFIX) : error,
	    .attempts = job->attempts,
	    .at = job->done_at ? job->done_at : job->created_at,
	    .next_at = job->run_at,
	    .again = may_go_again(act, job) == OK,
	};
}

enum err
operations_letters(struct act *act, enum operations_box box, int64_t offset,
    struct operations_letter **letters, size_t *n)
{
	const struct job_query query = {.kind = "mail",
	    .state = states[box],
	    .limit = OPERATIONS_PAGE,
	    .offset = offset};
	struct operations_letter *out;
	struct job *jobs;
	size_t got;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	if ((err = jobs_page(
		 act->registry, act->arena, 0, &query, &jobs, &got)))
		return err;
	out = arena_array(act->arena, got, sizeof(*out));
	for (size_t i = 0; i < got; i++)
		read_letter(act, &jobs[i], &out[i]);
	*letters = out;
	*n = got;
	return OK;
}

enum err
operations_letter_counts(struct act *act, int64_t counts[OPERATIONS_FAILED + 1])
{
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	for (size_t i = 0; i <= OPERATIONS_FAILED; i++)
		if ((err = jobs_count_kind(
			 act->registry, 0, "mail", states[i], &counts[i])))
			return err;
	return OK;
}

enum err
operations_text(
    struct act *act, int64_t store, int64_t job, struct operations_text *out)
{
	struct mail_shown shown;
	const char *letter;
	size_t len;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR || *act->config->smtp_url)
		return ERR_DENIED;
	if ((err = outbox_read(act->arena, act->config->state,
		 file_name(act, store, job), &letter, &len)))
		return err;
	if (mail_message_read(act->arena, letter, len, &shown))
		return ERR_CORRUPT;
	/* Whoever reads a link can use it: it is known who did. */
	log_line(LOG_INFO, "letter_shown", "account",
	    log_num(act->actor.account), "store", log_num(store), "job",
	    log_num(job), NULL);
	*out = (struct operations_text){
	    shown.to, shown.subject, shown.body};
	return OK;
}

enum err
operations_test_letter(struct act *act, const char *address, const char *lang)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	if (act->actor.role != ROLE_OPERATOR)
		return ERR_DENIED;
	address = signin_name(act->arena, address);
	if (!codes_email_valid(address))
		return ERR_INVALID;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = work_mail(act,
		 &(struct mail_work){
		     .template = "test", .to = address, .lang = lang},
		 NULL, 0)))
		return err;
	if ((err = ledger_append(act,
		 &(struct event){
		     .kind = EVENT_SETTINGS,
		     .object = "setting/mail",
		     .new = "test_letter",
		     .prev = -1,
		 },
		 NULL)))
		return err;
	return act_commit(act);
}
