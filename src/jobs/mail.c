/* SPDX-License-Identifier: EUPL-1.2 */
/* The job "mail": text from its template, written as RFC 5322, sent by SMTP or
 * laid into the outbox. */
#include <string.h>

#include "base/json.h"
#include "base/log.h"
#include "base/mail_message.h"
#include "base/outbox.h"
#include "domain/bounce.h"
#include "jobs/kinds.h"
#include "jobs/mail_text.h"
#include "jobs/smtp.h"

#define HOLES_MAX 20

struct filling {
	struct arena *arena;
	struct hole holes[HOLES_MAX];
	size_t n;
};

static void
fill(void *context, const char *key, const char *value)
{
	struct filling *f = context;

	if (f->n < HOLES_MAX)
		f->holes[f->n++] = (struct hole){key, value};
}

static const char *
file_name(struct act *act, const struct job *job)
{
	return arena_printf(act->arena, "%lld.%lld.eml", (long long)job->inst,
	    (long long)job->job);
}

static enum err
deliver(struct act *act, const struct job *job, const char *to,
    const char *letter, size_t len, const char **why)
{
	const struct config *config = act->config;
	struct smtp_result result;
	enum err err;

	if (!*config->smtp_url) {
		err = outbox_write(act->arena, config->state,
		    file_name(act, job), letter, len);
		*why = err ? "the outbox could not be written" : NULL;
		return err;
	}
	err = smtp_send(config,
	    mail_message_address(act->arena, config->mail_from), to, letter,
	    len, &result);
	if (!err) {
		/* It may have been laid there before there was a server. */
		outbox_remove(act->arena, config->state, file_name(act, job));
		return OK;
	}
	*why = arena_strdup(act->arena, result.text);
	log_line(LOG_WARN, "mail_not_sent", "inst", log_num(job->inst), "job",
	    log_num(job->job), "reply", log_num(result.code), "permanent",
	    result.permanent ? "1" : "0", NULL);
	return err;
}

/* Whom it went to and what it was, without what filled it: the link in it is a
 * secret of the reader alone. In the outbox it is needed to be sent later. */
const char *
mail_rest(struct act *act, const struct job *job)
{
	AUTO_JSON struct json *doc = NULL;
	static const char *const kept[] = {
	    "template", "to", "lang", "in_reply_to"};
	struct buf b;
	struct json_out o = {.out = &b};

	if (!*act->config->smtp_url ||
	    json_parse(job->payload, strlen(job->payload), &doc))
		return NULL;
	buf_init(&b, act->arena, 256);
	json_open(&o, '{');
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (json_text(doc, kept[i]))
			json_put_text(&o, kept[i], json_text(doc, kept[i]));
	json_close(&o, '}');
	return b.p;
}

enum err
mail_run(struct act *act, const struct job *job, const char **why)
{
	AUTO_JSON struct json *doc = NULL;
	struct filling f = {.arena = act->arena};
	struct mail_message m = {.at = act->now};
	const char *letter, *template, *lang;
	size_t len;
	enum err err;

	*why = "the payload does not read";
	if ((err = json_parse(job->payload, strlen(job->payload), &doc)))
		return err;
	template = json_text(doc, "template");
	lang = json_text(doc, "lang");
	m.to = json_text(doc, "to");
	if (!template || !lang || !m.to)
		return ERR_INVALID;
	json_each_text(json_member(doc, "fields"), fill, &f);
	fill(&f, "institute", act->config->institute);
	fill(&f, "contact", act->config->contact);
	fill(&f, "site", act->config->public_url);
	*why = "there is no such letter, or something it says is missing";
	if ((err = mail_text(act->arena, i18n_parse(lang), template, f.holes,
		 f.n, &m.subject, &m.body)))
		return err;
	m.from =
	    arena_printf(act->arena, "E-Journal <%s>", act->config->mail_from);
	*why = "the registry could not be read";
	if ((err = bounce_message_id(act, job->inst, job->job, &m.message_id)))
		return err;
	m.in_reply_to = json_text(doc, "in_reply_to");
	*why = "the address or a header was refused";
	if ((err = mail_message_write(act->arena, &m, &letter, &len)))
		return err;
	*why = NULL;
	return deliver(act, job, m.to, letter, len, why);
}
