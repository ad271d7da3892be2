/* SPDX-License-Identifier: EUPL-1.2 */
/* Words and small pieces that the pages of journal and diary share. */
#pragma once

#include "base/table.h"
#include "domain/gradebook.h"
#include "domain/journal_page.h"
#include "web/page.h"

/* Today in Kyiv, and the ?day= of the request (today if it is not a date of
 * the years around). */
int64_t school_today(const struct page *p);
int64_t school_day(struct page *p);
/* A number in a form or query; `otherwise` when it is not one. */
int64_t school_number(struct page *p, const char *name, int64_t otherwise);
/* A date field, "" = none. False: it is no date. */
bool school_date(struct page *p, const char *name, int64_t *day);

/* "control work", and the abbreviation of a column's head. */
const char *school_kind(struct html *h, const char *kind);
const char *school_kind_short(struct html *h, const char *kind);
/* "23.11, control work: dictation": a column in words. */
const char *school_column(struct html *h, const struct column *column);
/* "Lesson 2" */
const char *school_lesson_no(struct html *h, int64_t number);
/* "Algebra, 7-А" and, with a subgroup, "English, 7-А, п1". */
const char *school_journal(
    struct html *h, const char *subject, const char *label, const char *part);
/* "Monday, 23 November", with a capital. */
const char *school_weekday(struct html *h, int64_t day);
/* "23.11" */
const char *school_day_month(struct html *h, int64_t day);

/* Why a cell was not saved, and what to do. */
const char *school_why(struct html *h, const struct gradebook_result *result);
/* Presence in words: "absence, illness", "late by 10 minutes". */
const char *school_presence(struct html *h, const struct presence *presence);
const char *school_reason(struct html *h, enum presence_reason reason);

/* A UUID of a form: what was sent, or a new one. */
const char *school_uuid(struct page *p);

/* Sends a finished table as a file to be kept; name without extension. */
void school_download(struct page *p, enum table_format format,
    const struct bytes *file, const char *name);
