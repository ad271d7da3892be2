/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of a diary share. */
#pragma once

#include "domain/diary.h"
#include "web/page.h"

/* The children, one tap each; nothing where there is no choice. page is "" or
 * "/marks". */
void diary_kids(struct page *p, int64_t pupil, const char *page);
/* A mark: the value, or every value it had, the way to its history. */
void diary_mark(struct page *p, const struct diary_mark *mark);
/* Absences of a stretch in one line of words. */
void diary_sum(struct html *h, const struct attendance_sum *sum);
/* Whose diary: "Вікторія" for the family, the whole name for staff. */
const char *diary_name(struct page *p, const struct roster_child *child);
/* The pupil asked for (?pupil=) or the first one; false: answered. */
bool diary_open(struct page *p, int64_t *pupil);
