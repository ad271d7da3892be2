/* SPDX-License-Identifier: EUPL-1.2 */
/* Every component of docs/look.md on static pages, with real lengths: classes
 * of 35, double surnames, 30 columns. For eyes, screenshots and axe-core. */
#pragma once

#include "web/page.h"

struct kitchen_page {
	const char *file;
	enum role role;
	const char *path;
	void (*show)(struct page *p);
};

void kitchen_parts(struct page *p);
void kitchen_forms(struct page *p);
void kitchen_queue(struct page *p);
void kitchen_start(struct page *p);
void kitchen_slips(struct page *p);
void kitchen_journal(struct page *p);
void kitchen_lesson(struct page *p);
void kitchen_diary(struct page *p);
void kitchen_today(struct page *p);

struct kitchen_pupil {
	const char *surname, *initial, *rest;
};
#define KITCHEN_PUPILS 35
extern const struct kitchen_pupil kitchen_pupils[KITCHEN_PUPILS];
