/* SPDX-License-Identifier: EUPL-1.2 */
/* `ejournal doctor`: one line a check. A check says what it found and, where
 * that is not as it should be, what to do. */
#pragma once

#include "cli/cli.h"

enum finding {
	FINDING_OK,
	FINDING_NOTE, /* may be meant so */
	FINDING_MEND,
};

struct doctor {
	struct arena *arena;
	const struct config *config;
	int64_t now;
	int notes, mends;
};

/* "mend  disk: 200 MiB are free" and, indented, what to do (NULL: nothing). */
void doctor_say(struct doctor *d, enum finding finding, const char *about,
    const char *what, const char *todo);

/* Whatever needs no database (doctor_host.c). */
void doctor_settings(struct doctor *d);
void doctor_folder(struct doctor *d);
void doctor_limits(struct doctor *d);
void doctor_clock(struct doctor *d);
void doctor_mail(struct doctor *d);

/* Schemas of all stores, without migrating any. False: a store cannot be
 * opened, or is of a newer program, so that nothing more can be asked. */
bool doctor_schemas(struct doctor *d);

/* Asks the open databases (doctor_data.c). */
void doctor_data(struct doctor *d, struct cli *cli);
