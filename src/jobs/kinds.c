/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/kinds.h"

#include <string.h>

static const struct job_kind kinds[] = {
	{"mail", mail_run},
	{"forgot", forgot_run},
	{"access_event", access_event_run},
	{"open_institution", open_institution_run},
	{"report_statistics", report_statistics_run},
	{"publish_statistics", publish_statistics_run},
};

const struct job_kind *
job_kind_find(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].name, name))
			return &kinds[i];
	return NULL;
}
