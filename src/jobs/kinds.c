/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/kinds.h"

#include <string.h>

static const struct job_kind kinds[] = {
	{"mail", mail_run, mail_rest},
	{"forgot", forgot_run, NULL},
	{"access_event", access_event_run, NULL},
	{"access_merge", access_merge_run, NULL},
	{"open_institution", open_institution_run, NULL},
	{"report_statistics", report_statistics_run, NULL},
	{"publish_statistics", publish_statistics_run, NULL},
};

const struct job_kind *
job_kind_find(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}
