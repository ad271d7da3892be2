/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/json.h"
#include "domain/access.h"
#include "domain/account.h"
#include "jobs/kinds.h"

enum err
forgot_run(struct act *act, const struct job *job, const char **why)
{
	AUTO_JSON struct json *doc = NULL;
	const char *email, *lang;

	if (json_parse(job->payload, strlen(job->payload), &doc) ||
	    !(email = json_text(doc, "email")) ||
	    !(lang = json_text(doc, "lang"))) {
		*why = "payload";
		return ERR_CORRUPT;
	}
	return account_forgot_send(act, job->job, email, lang);
}

enum err
access_event_run(struct act *act, const struct job *job, const char **why)
{
	AUTO_JSON struct json *doc = NULL;
	int64_t inst;
	enum err err;

	if (json_parse(job->payload, strlen(job->payload), &doc) ||
	    !json_int(doc, "inst", &inst)) {
		*why = "payload";
		return ERR_CORRUPT;
	}
	if (!act->school && (err = act_open_school(act, inst)))
		return err;
	return access_tell_school(act, job->payload);
}

enum err
access_merge_run(struct act *act, const struct job *job, const char **why)
{
	AUTO_JSON struct json *doc = NULL;
	int64_t from, into;

	if (json_parse(job->payload, strlen(job->payload), &doc) ||
	    !json_int(doc, "from", &from) || !json_int(doc, "into", &into)) {
		*why = "payload";
		return ERR_CORRUPT;
	}
	return access_merge(act, job->inst, from, into);
}
