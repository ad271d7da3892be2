/* SPDX-License-Identifier: EUPL-1.2 */
/* The frame of every page: board on top, menu of the working mode (a bar under
 * the thumb on phones), who works as what, footer; and the pieces pages are
 * made of. Pages bring only their own content. */
#pragma once

#include "web/page.h"

enum layout_width { LAYOUT_NORMAL, LAYOUT_WIDE, LAYOUT_PROSE };

/* A link beside the h1; kind as in form_button. */
struct layout_action {
	const char *href, *text, *kind;
};

struct layout {
	const char *title; /* of the document and, unless headless, the h1 */
	const char *sub;   /* line under the h1, or NULL */
	const char *menu;  /* key of the current menu item, or NULL */
	const char *back_href, *back_text; /* way back above the h1, or NULL */
	enum layout_width width;
	bool headless;	    /* the page writes its own h1 */
	bool task;	    /* own action bar: no bottom menu on phones */
	const char *script; /* asset name of an ES module, "journal.js" */
	int status;	    /* 0 = 200 */
	/* Right side of the head line. */
	const struct layout_action *actions;
	size_t actions_n;
	bool head_open; /* the page writes on there, then layout_head_end() */
};
void layout_begin(struct page *p, const struct layout *layout);
void layout_head_end(struct page *p);
void layout_end(struct page *p);

/* Who runs the installation, for sentences: the setting `institute`, or the
 * Institute's own name. */
const char *layout_institute(struct page *p);

/* Two letters for a badge: "Лисівка О. П." -> "ЛО". */
const char *layout_initials(struct html *h, const char *name);

/* A note: kind is "", "ok", "warn" or "err". Text may be NULL. */
void layout_note(
    struct page *p, const char *kind, const char *title, const char *text);
/* A chip: "ok", "warn", "err", "now" or "". */
void layout_chip(struct html *h, const char *kind, const char *text);
/* Empty state: a sentence, what to do next, a button (href may be NULL). */
void layout_empty(struct page *p, const char *title, const char *text,
    const char *href, const char *button);

struct layout_tab {
	const char *href, *text, *count; /* count may be NULL */
	bool current;
};
void layout_tabs(
    struct page *p, const char *label, const struct layout_tab *tabs, size_t n);
/* Pages of a long list: "1 2 3 ...", keeps the query `q`. The path may have a
 * query of its own. */
void layout_pager(
    struct page *p, const char *path, int64_t at, int64_t per, int64_t total);
