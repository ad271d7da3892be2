/* SPDX-License-Identifier: EUPL-1.2 */
/* What the two parts of the opening share. */
#pragma once

#include "domain/opening.h"
#include "store/institutions.h"

#define OPENING_WAIT_MS 2000

struct opening {
	struct institution institution;
	struct request request;
	struct request_field *fields;
	size_t n;
};
CHECKED enum err opening_read(struct act *act, int64_t inst, struct opening *o);

/* Fills the new school store in one transaction; act->school is open. */
CHECKED enum err opening_school(struct act *act, const struct opening *o);
