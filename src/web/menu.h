/* SPDX-License-Identifier: EUPL-1.2 */
/* The menu of each working mode, as one table. */
#pragma once

#include "web/page.h"

struct menu_item {
	const char *key;  /* what a page names as struct layout.menu */
	const char *text; /* msgid */
	const char *path; /* ":inst" stands for the actor's institution */
	unsigned roles;	  /* set of enum role */
	bool far;	  /* on a phone in the person's menu, not in the bar */
};

/* The items of a role in order; *n of them, at most MENU_MAX. */
#define MENU_MAX 8
void menu_items(
    enum role role, const struct menu_item *items[MENU_MAX], size_t *n);
/* The item's address for this actor, in the page's arena. */
const char *menu_path(struct page *p, const struct menu_item *item);
