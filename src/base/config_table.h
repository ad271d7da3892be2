/* SPDX-License-Identifier: EUPL-1.2 */
/* Every setting: name, default, limits and comment. Only config.c includes
 * this; it reads the file and the environment by the same rows. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/config.h"

struct setting {
	const char *name;
	const char *comment;  /* sentences for the sample file */
	const char *fallback; /* the default, as it would be written */
	const char *env;      /* a second variable beside EJOURNAL_NAME */
	size_t offset;	      /* of the member of struct config */
	bool number;
	int64_t min, max; /* of a number; max bytes of a text */
	/* Further check of a text, NULL for none, and what it allows. */
	bool (*check)(const char *value);
	const char *allowed;
	const char *heading; /* begins a group of the sample file */
};

extern const struct setting config_settings[];
extern const size_t config_settings_n;
