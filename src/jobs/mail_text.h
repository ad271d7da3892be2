/* SPDX-License-Identifier: EUPL-1.2 */
/* The texts of all letters: one table of templates, subject and body, in the
 * reader's language with named holes. */
#pragma once

#include "base/arena.h"
#include "base/i18n.h"

/* ERR_NOT_FOUND: no such template. ERR_INVALID: a hole of it is not among
 * those given; an invitation without its link must not go out. {institute},
 * {contact} and {site} are filled for every letter; the rest comes from the
 * job, and domain/work.c knows which. */
CHECKED enum err mail_text(struct arena *arena, enum lang lang,
    const char *name, const struct hole *holes, size_t n,
    const char **subject, const char **body);

/* The i-th template, NULL after the last: for tests. */
const char *mail_text_name(size_t i);
