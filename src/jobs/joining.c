/* SPDX-License-Identifier: EUPL-1.2 */
/* Second halves of joining: opening an institution, the public figures. */
#include <string.h>

#include "base/json.h"
#include "domain/opening.h"
#include "domain/statistics.h"
#include "jobs/kinds.h"

enum err
open_institution_run(struct act *act, const struct job *job, const char **why)
{
	AUTO_JSON struct json *doc = NULL;
	int64_t inst;

	if (json_parse(job->payload, strlen(job->payload), &doc) ||
	    !json_int(doc, "inst", &inst)) {
		*why = "payload";
		return ERR_CORRUPT;
	}
	return opening_run(act, inst);
}

enum err
report_statistics_run(struct act *act, const struct job *job, const char **why)
{
	(void)job;
	(void)why;
	return statistics_report_run(act);
}

enum err
publish_statistics_run(struct act *act, const struct job *job, const char **why)
{
	(void)job;
	(void)why;
	return statistics_publish_run(act);
}
