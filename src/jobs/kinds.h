/* SPDX-License-Identifier: EUPL-1.2 */
/* Every kind of work the worker knows. A handler is idempotent: it may be
 * killed at any point and is then called again with the same job. */
#pragma once

#include "domain/act.h"
#include "store/jobs.h"

struct job_kind {
	const char *name;
	/* act->school is open for jobs of a school store. OK: done. ERR_BUSY,
	 * ERR_IO, ERR_DB: tried again later. Anything else: given up. *why
	 * (in the act's arena, no personal data) is shown to the operator. */
	enum err (*run)(
	    struct act *act, const struct job *job, const char **why);
	/* What is kept of the payload once it is done; NULL: all of it. */
	const char *(*rest)(struct act *act, const struct job *job);
};

/* NULL: unknown kind. */
const struct job_kind *job_kind_find(const char *name);

/* mail.c */
enum err mail_run(struct act *act, const struct job *job, const char **why);
/* A letter that left for a mail server leaves no link behind. */
const char *mail_rest(struct act *act, const struct job *job);

/* access.c: the letter after "forgotten password"; the school's half of what
 * an administrator did to somebody's access. */
enum err forgot_run(struct act *act, const struct job *job, const char **why);
enum err access_event_run(
    struct act *act, const struct job *job, const char **why);
enum err access_merge_run(
    struct act *act, const struct job *job, const char **why);

/* joining.c */
enum err open_institution_run(
    struct act *act, const struct job *job, const char **why);
enum err report_statistics_run(
    struct act *act, const struct job *job, const char **why);
enum err publish_statistics_run(
    struct act *act, const struct job *job, const char **why);
