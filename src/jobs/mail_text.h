/* SPDX-License-Identifier: EUPL-1.2 */
/* The texts of all letters: one table of templates, subject and body, in the
 * reader's language with named holes. */
#pragma once

#include "base/arena.h"
#include "base/i18n.h"

/* ERR_NOT_FOUND: no such template. {institute}, {contact} and {site} are
 * filled for every letter; the rest comes from the job. */
CHECKED enum err mail_text(struct arena *arena, enum lang lang,
    const char *name, const struct hole *holes, size_t n,
    const char **subject, const char **body);
