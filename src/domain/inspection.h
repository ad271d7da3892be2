/* SPDX-License-Identifier: EUPL-1.2 */
/* The first page of a person who inspects: what the inspection is for and how
 * long it lasts. Nothing of the institution's data is read here. */
#pragma once

#include "domain/act.h"

struct inspection {
	const char *purpose;	    /* "" = not named */
	int64_t starts_on, ends_on; /* ends_on DAY_NONE = no end set */
};

/* ROLE_INSPECTOR, of one's own. ERR_DENIED. */
CHECKED enum err inspection_read(struct act *act, struct inspection *out);
