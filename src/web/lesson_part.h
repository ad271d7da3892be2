/* SPDX-License-Identifier: EUPL-1.2 */
/* The lesson page: showing it (lesson_show.c, lesson_plan.c, lesson_roll.c) and
 * reading what was sent (page_lesson.c). */
#pragma once

#include "domain/lesson_record.h"
#include "web/page.h"

/* What was sent, when a save was not whole; every pointer may be NULL. */
struct lesson_sent {
	const struct lesson_form *form;
	const struct lesson_saved *saved; /* NULL: nothing was saved */
	unsigned faults;
	bool stale; /* somebody else edited the lesson meanwhile */
};

/* status 0 = 200. */
void lesson_show(struct page *p, const struct lesson_view *view,
    const struct lesson_sent *sent, int status);

/* What the parts of the page work on. */
struct lesson_page {
	struct page *p;
	const struct lesson_view *view;
	const struct lesson_sent *sent; /* .form NULL: fresh */
	struct lesson_draft draft;	/* what the fields show */
};
void lesson_plan(struct lesson_page *l); /* topic, homework, date ... */
void lesson_roll(struct lesson_page *l); /* presence and marks */
