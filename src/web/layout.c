/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/layout.h"

#include <string.h>

#include "base/text.h"
#include "web/assets.h"
#include "web/board.h"
#include "web/form.h"

const char *
layout_institute(struct page *p)
{
	struct html *h = &p->html;
	const char *name = p->act->config->institute;

	return name && *name ? name : _("Institute of Educational Analytics");
}

const char *
layout_initials(struct html *h, const char *name)
{
	const char *second = strchr(name, ' ');
	const char *bound = strstr(name, "\u00a0"); /* "Лисівка О. П." */

	if (bound && (!second || bound < second))
		second = bound + 1; /* of the two bytes of U+00A0 */
	return arena_printf(h->arena, "%s%s", text_initial(h->arena, name),
	    second ? text_initial(h->arena, second + 1) : "");
}

static void
document_head(struct page *p, const struct layout *l)
{
	struct html *h = &p->html;
	const char *theme = http_cookie(p->req, "theme");

	html(h, "<!doctype html>\n<html lang='{}'", i18n_code(h->lang));
	if (theme && (!strcmp(theme, "light") || !strcmp(theme, "dark")))
		html(h, " data-theme='{}'", theme);
	html(h,
	    ">\n<head>\n<meta charset='utf-8'>\n"
	    "<meta name='viewport' content='width=device-width, "
	    "initial-scale=1'>\n"
	    "<meta name='color-scheme' content='light dark'>\n"
	    "<meta name='theme-color' content='#1e3d34'>\n"
	    "<title>{} · " BOARD_PRODUCT "</title>\n",
	    l->title);
	html(h,
	    "<link rel='icon' href='{}' type='image/svg+xml'>\n"
	    "<link rel='stylesheet' href='{}'>\n",
	    asset_href("mark.svg"), asset_href("style.css"));
	if (l->script)
		html(h, "<script type='module' src='{}'></script>\n",
		    asset_href(l->script));
	html(h, "</head>\n<body class='{}{}'>\n",
	    board_has_menu(p) ? "has-menu" : "", l->task ? " task" : "");
	html(h, "<a class='skip' href='#main'>{}</a>\n", _("To the content"));
}

static void
head_line(struct page *p, const struct layout *l)
{
	struct html *h = &p->html;

	html(h, "<div class='head'><div><h1>{}</h1>", l->title);
	if (l->sub)
		html(h, "<p>{}</p>", l->sub);
	html(h, "</div>\n");
	if (l->actions_n) {
		html(h, "<div class='row noprint'>");
		for (size_t i = 0; i < l->actions_n; i++)
			html(h, "<a class='btn {}' href='{}'>{}</a>\n",
			    l->actions[i].kind ? l->actions[i].kind : "",
			    l->actions[i].href, l->actions[i].text);
		html(h, "</div>");
	}
	if (!l->head_open)
		layout_head_end(p);
}

void
layout_begin(struct page *p, const struct layout *l)
{
	struct html *h = &p->html;

	p->res->status = l->status ? l->status : 200;
	document_head(p, l);
	board_put(p, l);
	/* A headless page may have bands over the full width (front page). */
	html(h, "<main id='main' class='flow{}{}'>\n",
	    l->headless && l->width == LAYOUT_NORMAL ? "" : " wrap",
	    l->width == LAYOUT_WIDE    ? " wide"
	    : l->width == LAYOUT_PROSE ? " prose"
				       : "");
	if (p->notice)
		html(h, "<p class='said' role='status'>{}</p>\n", p->notice);
	if (l->back_href)
		html(h, "<a class='back' href='{}'>← {}</a>\n", l->back_href,
		    l->back_text);
	if (!l->headless)
		head_line(p, l);
}

void
layout_head_end(struct page *p)
{
	html(&p->html, "</div>\n");
}

/* A button that looks like a link: what changes a setting is a POST. */
static void
language_button(struct page *p, const char *code, const char *text)
{
	struct html *h = &p->html;

	html(h, "<form method='post' action='/language'>");
	form_tokens(p);
	form_hidden(p, "back", p->req->path);
	html(h,
	    "<button class='plain' name='lang' value='{}' lang='{}'>{}"
	    "</button></form>\n",
	    code, code, text);
}

static void
language(struct page *p)
{
	struct html *h = &p->html;
	bool uk = h->lang == LANG_UK;
	/* Each language is named in itself. */
	const char *text = uk ? "English" : "Українською";
	const char *code = uk ? "en" : "uk";

	/* Without a token (no route, no database) nothing can be posted. */
	if (!p->csrf)
		return;
	html(h, "<li>");
	language_button(p, code, text);
	html(h, "</li>\n");
}

void
layout_end(struct page *p)
{
	struct html *h = &p->html;

	html(h,
	    "</main>\n<footer class='foot'><div class='wrap'><ul>\n"
	    "<li><a href='/help'>{}</a></li>\n"
	    "<li><a href='/accessibility'>{}</a></li>\n"
	    "<li><a href='/privacy'>{}</a></li>\n",
	    _("Help"), _("Accessibility"), _("Your data"));
	language(p);
	html(h, "</ul>\n<p>{} {}</p>\n</div></footer>\n</body>\n</html>\n",
	    FILL(h->arena, _("Run by: {institute}."),
		{"institute", layout_institute(p)}),
	    _("Free for families and institutions. No advertisements, no "
	      "requests to other sites."));
}

void
layout_note(
    struct page *p, const char *kind, const char *title, const char *text)
{
	struct html *h = &p->html;

	html(h, "<section class='note{}{}'><h2>{}</h2>", *kind ? " " : "", kind,
	    title);
	if (text)
		html(h, "<p>{}</p>", text);
	html(h, "</section>\n");
}

void
layout_chip(struct html *h, const char *kind, const char *text)
{
	html(h, "<span class='chip{}{}'>{}</span>", *kind ? " " : "", kind,
	    text);
}

void
layout_empty(struct page *p, const char *title, const char *text,
    const char *href, const char *button)
{
	struct html *h = &p->html;

	html(h, "<section class='empty'><h2>{}</h2>", title);
	if (text)
		html(h, "<p class='soft'>{}</p>", text);
	if (href)
		html(h, "<p><a class='btn main' href='{}'>{}</a></p>", href,
		    button);
	html(h, "</section>\n");
}

void
layout_tabs(
    struct page *p, const char *label, const struct layout_tab *tabs, size_t n)
{
	struct html *h = &p->html;

	html(h, "<nav class='tabs' aria-label='{}'>\n", label);
	for (size_t i = 0; i < n; i++) {
		html(h, "<a href='{}'{}>{}", tabs[i].href,
		    tabs[i].current ? " aria-current=page" : "", tabs[i].text);
		if (tabs[i].count)
			html(h, " <span class='num'>{}</span>", tabs[i].count);
		html(h, "</a>\n");
	}
	html(h, "</nav>\n");
}

/* Page numbers shown beside the present one, on each side. */
#define PAGER_NEAR 2

/* The filters of a list stay as they are from page to page. */
static const char *
pager_href(struct page *p, const char *path, int64_t at)
{
	struct arena *a = p->html.arena;
	struct buf b;

	buf_init(&b, a, 128);
	buf_addf(&b, "%s?at=%lld", path, (long long)at);
	if (http_parse(p->req))
		return b.p;
	for (size_t i = 0; i < p->req->query_n; i++) {
		const struct http_field *f = &p->req->fields[i];

		if (strcmp(f->name, "at") != 0 && *f->value)
			buf_addf(&b, "&%s=%s", http_encode(a, f->name),
			    http_encode(a, f->value));
	}
	return b.p;
}

static void
pager_item(
    struct page *p, const char *path, int64_t page, int64_t here, int64_t per)
{
	struct html *h = &p->html;

	html(h, "<li><a href='{}'{}><span class='vh'>{} </span>{}</a></li>\n",
	    pager_href(p, path, page * per),
	    page == here ? " aria-current=page" : "", _("Page"),
	    html_num(h, page + 1));
}

void
layout_pager(
    struct page *p, const char *path, int64_t at, int64_t per, int64_t total)
{
	struct html *h = &p->html;
	int64_t last = total > 0 ? (total - 1) / per : 0, here = at / per;
	bool gap = false;

	if (last == 0)
		return;
	html(h, "<nav class='pager' aria-label='{}'><ul>\n", _("Pages"));
	for (int64_t i = 0; i <= last; i++) {
		int64_t away = i < here ? here - i : i - here;

		if (away <= PAGER_NEAR || i == 0 || i == last) {
			pager_item(p, path, i, here, per);
			gap = false;
			continue;
		}
		if (!gap)
			html(h, "<li aria-hidden='true'>…</li>\n");
		gap = true;
	}
	html(h, "</ul></nav>\n");
}
