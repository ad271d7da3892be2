/* SPDX-License-Identifier: EUPL-1.2 */
/* The codes of reading and checking a list, as sentences: what is wrong, where
 * and what to do. */
#pragma once

#include "domain/roster.h"
#include "web/html.h"

/* "Дата народження" */
const char *import_column(struct html *h, enum roster_column column);
/* Why a file cannot be read. */
const char *import_problem(struct html *h, const struct table_problem *problem);
/* Why this cell or row. */
const char *import_issue(struct html *h, const struct roster_issue *issue);
/* What stood in the file: «31.02.2015», «порожньо». */
const char *import_value(struct html *h, const struct roster_issue *issue);
/* Why a list cannot be taken back. */
const char *import_hold(struct html *h, enum roster_hold hold);
/* "windows-1251, табуляція" */
const char *import_format(struct html *h, const struct import *import);
