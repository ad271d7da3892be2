/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/board.h"

#include <string.h>

#include "web/form.h"
#include "web/menu.h"

/* The sign is the letter Є in journal cells; its bar is the red of a margin. */
#define SIGN                                                                   \
	"<svg viewBox='0 0 23 29' aria-hidden='true' focusable='false'>"       \
	"<path d='M6 0h5v5H6zm6 0h5v5h-5zm6 0h5v5h-5zM0 6h5v5H0zm0 12h5v5H0z"  \
	"m6 6h5v5H6zm6 0h5v5h-5zm6 0h5v5h-5z'/>"                               \
	"<path class='yes' d='M0 12h5v5H0zm6 0h5v5H6zm6 0h5v5h-5z'/></svg>"

bool
board_has_menu(struct page *p)
{
	const struct menu_item *items[MENU_MAX];
	size_t n = 0;

	if (p->person_name)
		menu_items(p->act->actor.role, items, &n);
	return n > 0;
}

static void
menu_bar(struct page *p, const struct layout *l)
{
	struct html *h = &p->html;
	const struct menu_item *items[MENU_MAX];
	size_t n;

	menu_items(p->act->actor.role, items, &n);
	if (!n)
		return;
	html(h, "<nav class='menu' aria-label='{}'><ul>\n", _("Main menu"));
	for (size_t i = 0; i < n; i++) {
		bool here = l->menu && !strcmp(l->menu, items[i]->key);

		html(h, "<li{}><a href='{}'{}>{}</a></li>\n",
		    items[i]->far ? " class=far" : "", menu_path(p, items[i]),
		    here ? " aria-current=page" : "", _(items[i]->text));
	}
	html(h, "</ul></nav>\n");
}

/* What does not fit the phone's bar. */
static void
far_items(struct page *p)
{
	struct html *h = &p->html;
	const struct menu_item *items[MENU_MAX];
	size_t n, far = 0;

	menu_items(p->act->actor.role, items, &n);
	for (size_t i = 0; i < n; i++) {
		if (!items[i]->far)
			continue;
		if (!far++)
			html(h, "<ul class='only-phone'>\n");
		html(h, "<li><a href='{}'>{}</a></li>\n",
		    menu_path(p, items[i]), _(items[i]->text));
	}
	if (far)
		html(h, "</ul>\n");
}

/* Another mode is another right to write: a POST, never a link. */
static void
switch_to(struct page *p, const struct page_mode *m)
{
	struct html *h = &p->html;

	html(h, "<li><form method='post' action='/mode'>");
	form_tokens(p);
	form_hidden(p, "mode", m->value);
	html(h, "<button>{}</button></form></li>\n", m->name);
}

static void
modes(struct page *p)
{
	struct html *h = &p->html;

	if (!p->modes_n)
		return;
	html(h, "<div><p id='modes'>{}</p><ul aria-labelledby='modes'>\n",
	    _("You work as"));
	for (size_t i = 0; i < p->modes_n; i++) {
		const struct page_mode *m = &p->modes[i];

		if (m->value) {
			switch_to(p, m);
			continue;
		}
		html(h, "<li><a href='{}'{}>{}", m->href,
		    m->current ? " aria-current=true" : "", m->name);
		if (m->institution && *m->institution)
			html(h, " <small>{}</small>", m->institution);
		html(h, "</a></li>\n");
	}
	html(h, "</ul></div>\n");
}

static void
sign_out(struct page *p)
{
	struct html *h = &p->html;

	html(h, "<form method='post' action='/sign-out'>");
	form_tokens(p);
	html(h, "<button>{}</button></form>\n", _("Sign out"));
}

static void
who(struct page *p)
{
	struct html *h = &p->html;

	if (!p->person_name) {
		if (strcmp(p->req->path, "/sign-in") != 0)
			html(h, "<a class='who' href='/sign-in'>{}</a>\n",
			    _("Sign in"));
		return;
	}
	html(h,
	    "<details class='who'>\n<summary><span class='badge' "
	    "aria-hidden='true'>{}</span><span><span class='vh'>{} </span>{} ",
	    layout_initials(h, p->person_name), _("Signed in:"),
	    p->person_name);
	if (p->role_text && *p->role_text)
		html(h, "<small>{}</small>", p->role_text);
	html(h, "</span></summary>\n<div>\n");
	if (p->institution_name && !p->modes_n)
		html(h, "<p>{}</p>\n", p->institution_name);
	far_items(p);
	modes(p);
	html(h,
	    "<ul><li><a href='/account'>{}</a></li>"
	    "<li><a href='/help'>{}</a></li></ul>\n",
	    _("My data and sessions"), _("Help"));
	if (p->shared_computer && p->act->actor.inst > 0 &&
	    (p->act->actor.role & ROLES_TEACHING))
		html(h, "<ul><li><a href='{}'>{}</a></li></ul>\n",
		    page_path(p, "/session"), _("Written in this session"));
	if (p->csrf)
		sign_out(p);
	html(h, "</div>\n</details>\n");
}

void
board_put(struct page *p, const struct layout *l)
{
	struct html *h = &p->html;

	html(h,
	    "<header class='top'><div class='wrap{}'>\n"
	    "<a class='brand' href='/'>" SIGN
	    "<span class='word'>" BOARD_PRODUCT "</span>",
	    l->width == LAYOUT_WIDE ? " wide" : "");
	if (p->act->config->demo)
		html(h, " <span class='demo'>{}</span>", _("DEMO"));
	html(h, "</a>\n");
	if (p->person_name)
		menu_bar(p, l);
	who(p);
	html(h, "</div></header>\n");
}
