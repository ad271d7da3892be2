/* SPDX-License-Identifier: EUPL-1.2 */
/* The administrator gives access: staff, or a class with its families. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/access.h"
#include "domain/slips.h"
#include "web/app.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

static void
put_state(struct page *p, const struct access_line *line)
{
	struct html *h = &p->html;
	const char *until =
	    line->until_on ? clock_short(h->arena, line->until_on) : "";

	switch (line->state) {
	case ACCESS_ACTIVE:
		layout_chip(h, "ok", _("has access"));
		return;
	case ACCESS_SUSPENDED:
		layout_chip(h, "warn", _("to be confirmed"));
		return;
	case ACCESS_INVITED:
		layout_chip(h, "now",
		    FILL(
			h->arena, _("invited, until {date}"), {"date", until}));
		return;
	case ACCESS_SLIP:
		layout_chip(h, "now",
		    FILL(h->arena, _("card printed, until {date}"),
			{"date", until}));
		return;
	case ACCESS_NONE:
		if (line->young)
			html(h, "<span class='soft small'>{}</span>",
			    _("through the parents"));
		else if (!line->birth_known && !line->email)
			layout_chip(h, "warn", _("no e-mail, no birth date"));
		else
			layout_chip(h, "", _("no access yet"));
		return;
	}
}

/* A small form of one button for one person. */
static void
button_for(struct page *p, const char *path, const char *back,
    const struct access_line *line, const char *text)
{
	struct html *h = &p->html;

	form_open(p, page_path(p, "/access/%s", path), FORM_ROW);
	form_hidden(p, "back", back);
	form_hidden(p, "person", html_id(h, line->person));
	html(h,
	    "<button class='btn mini'>{}<span class='vh'>: {}</span>"
	    "</button>\n",
	    text, line->name);
	form_end(p);
}

static void
put_actions(struct page *p, const char *back, const struct access_line *line)
{
	struct html *h = &p->html;
	const bool has =
	    line->state == ACCESS_ACTIVE || line->state == ACCESS_SUSPENDED;

	html(h, "<td><div class='row'>");
	if (line->state == ACCESS_SUSPENDED)
		button_for(p, "resume", back, line, _("Confirm"));
	if (!has && line->email && !line->young)
		button_for(p, "invite", back, line,
		    line->state == ACCESS_INVITED ? _("Send again")
						  : _("Invite by e-mail"));
	if (line->birth_known && !line->young)
		button_for(p, "slips", back, line,
		    has				 ? _("Card for a new password")
		    : line->state == ACCESS_SLIP ? _("Print a new card")
						 : _("Print a card"));
	html(h, "</div></td>");
}

static void
put_line(struct page *p, const char *back, const struct access_line *line)
{
	struct html *h = &p->html;

	html(h, "<tr><th scope='row'>{}", line->name);
	if (line->roles == ROLE_GUARDIAN)
		html(h, "<br><span class='soft small'>{}: {}</span>",
		    _("parent"), line->detail);
	html(h, "</th><td data-l='{}'>{}</td><td data-l='{}'>", _("E-mail"),
	    line->email ? line->email : "", _("Access"));
	put_state(p, line);
	html(h, "</td>");
	put_actions(p, back, line);
	html(h, "</tr>\n");
}

static void
put_table(
    struct page *p, const char *back, const struct access_line *lines, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption><thead>"
	    "<tr><th scope='col'>{}</th><th scope='col'>{}</th><th scope='col'>"
	    "{}</th><th scope='col'>{}</th></tr></thead><tbody>\n",
	    _("Access"), _("Name"), _("E-mail"), _("Access"), _("Action"));
	for (size_t i = 0; i < n; i++)
		put_line(p, back, &lines[i]);
	html(h, "</tbody></table>\n");
}

/* All who can be invited or get a card in one go. */
static void
put_all(
    struct page *p, const char *back, const struct access_line *lines, size_t n)
{
	struct html *h = &p->html;
	size_t letters = 0, cards = 0;

	for (size_t i = 0; i < n; i++) {
		if (lines[i].state != ACCESS_NONE || lines[i].young)
			continue;
		letters += lines[i].email != NULL;
		cards += lines[i].birth_known;
	}
	if (!letters && !cards)
		return;
	html(h, "<div class='row'>\n");
	if (letters) {
		form_open(p, page_path(p, "/access/invite"), FORM_ROW);
		form_hidden(p, "back", back);
		form_button(p, "main", "all", "1",
		    FILL(h->arena, _("Invite all who have an e-mail: {n}"),
			{"n", html_num(h, (int64_t)letters)}));
		form_end(p);
	}
	if (cards) {
		form_open(p, page_path(p, "/access/slips"), FORM_ROW);
		form_hidden(p, "back", back);
		form_button(p, letters ? "" : "main", "all", "1",
		    FILL(h->arena, _("Print cards for all without access: {n}"),
			{"n", html_num(h, (int64_t)cards)}));
		form_end(p);
	}
	html(h, "</div>\n");
}

static void
put_tabs(struct page *p, int64_t class)
{
	struct html *h = &p->html;
	struct access_class_count *classes;
	struct layout_tab *tabs;
	size_t n;

	if (access_classes(p->act, &classes, &n))
		return;
	tabs = arena_array(h->arena, n + 1, sizeof(*tabs));
	tabs[0] = (struct layout_tab){
	    page_path(p, "/access"), _("Staff"), NULL, class == 0};
	for (size_t i = 0; i < n; i++)
		tabs[i + 1] =
		    (struct layout_tab){page_path(p, "/access/class/%lld",
					    (long long)classes[i].class),
			classes[i].label, html_num(h, classes[i].pupils),
			classes[i].class == class};
	layout_tabs(p, _("Whose access"), tabs, n + 1);
}

static void
show(struct page *p, const char *title, int64_t class, const char *back,
    const struct access_line *lines, size_t n)
{
	struct html *h = &p->html;

	layout_begin(
	    p, &(struct layout){
		   .title = title,
		   .sub = _("By letter, or by a printed card with a one-time"
			    " code. Nobody here sees or sets a password."),
		   .menu = "start",
		   .back_href = page_path(p, "/start"),
		   .back_text = _("Start"),
	       });
	put_tabs(p, class);
	if (n == 0) {
		layout_empty(p, _("Nobody is here yet"),
		    _("Upload a list or add people by hand, then give them"
		      " access."),
		    page_path(p, "/import"), _("Upload a list"));
	} else {
		put_all(p, back, lines, n);
		put_table(p, back, lines, n);
	}
	layout_end(p);
}

void
page_access(struct page *p)
{
	struct html *h = &p->html;
	struct access_line *lines;
	size_t n;
	enum err err = access_staff(p->act, &lines, &n);

	if (err)
		page_error(p, err);
	else
		show(p, _("Access of the staff"), 0, "staff", lines, n);
}

void
page_access_class(struct page *p)
{
	struct html *h = &p->html;
	struct access_line *lines;
	const char *label;
	size_t n;
	enum err err = access_class(p->act, p->ids[0], &label, &lines, &n);

	if (err)
		page_error(p, err);
	else
		show(p,
		    FILL(h->arena, _("Access of class {class}"),
			{"class", label}),
		    p->ids[0], html_id(h, p->ids[0]), lines, n);
}

/* ---- acts -------------------------------------------------------------------
 */

/* Where the button was: the staff, or a class by its number. */
static const char *
way_back(struct page *p, int64_t *class)
{
	const char *back = http_post(p->req, "back");

	*class = back ? strtoll(back, NULL, 10) : 0;
	if (*class <= 0)
		return page_path(p, "/access");
	return page_path(p, "/access/class/%lld", (long long)*class);
}

static bool
qualifies(const struct access_line *line, bool by_letter)
{
	if (line->state != ACCESS_NONE || line->young)
		return false;
	return by_letter ? line->email != NULL : line->birth_known;
}

/* Everybody without access on the list the button stood on, once. */
static enum err
all_of(
    struct page *p, int64_t class, bool by_letter, int64_t **people, size_t *n)
{
	struct access_line *lines;
	const char *label;
	int64_t *out;
	size_t lines_n, got = 0;
	enum err err =
	    class > 0 ? access_class(p->act, class, &label, &lines, &lines_n)
		      : access_staff(p->act, &lines, &lines_n);

	if (err)
		return err;
	out = arena_array(p->act->arena, lines_n, sizeof(*out));
	for (size_t i = 0; i < lines_n; i++) {
		size_t k = 0;

		if (!qualifies(&lines[i], by_letter))
			continue;
		while (k < got && out[k] != lines[i].person)
			k++;
		if (k == got)
			out[got++] = lines[i].person;
	}
	*people = out;
	*n = got;
	return OK;
}

static enum err
chosen(
    struct page *p, int64_t class, bool by_letter, int64_t **people, size_t *n)
{
	const char *one = http_post(p->req, "person");

	if (!one)
		return all_of(p, class, by_letter, people, n);
	*people = arena_array(p->act->arena, 1, sizeof(**people));
	**people = strtoll(one, NULL, 10);
	*n = 1;
	return OK;
}

void
page_access_invite_post(struct page *p)
{
	struct html *h = &p->html;
	int64_t class, *people;
	const char *back = way_back(p, &class);
	size_t n, sent = 0;
	enum err err = chosen(p, class, true, &people, &n);

	if (!err && n == 1)
		err = access_invite(p->act, people[0]);
	else if (!err)
		err = access_invite_all(p->act, people, n, &sent);
	if (err == ERR_INVALID || err == ERR_DENIED || err == ERR_EXISTS)
		page_go(p, back,
		    _("No letter was sent: the person has access, has left,"
		      " is too young, or the address is not one."));
	else if (err)
		page_error(p, err);
	else
		page_go(p, back,
		    FILL(h->arena,
			n_("{n} invitation is on its way.",
			    "{n} invitations are on their way.",
			    (int64_t)(n == 1 ? 1 : sent)),
			{"n", html_num(h, (int64_t)(n == 1 ? 1 : sent))}));
}

void
page_access_resume_post(struct page *p)
{
	struct html *h = &p->html;
	int64_t class;
	const char *back = way_back(p, &class);
	const char *person = http_post(p->req, "person");
	enum err err =
	    access_resume(p->act, person ? strtoll(person, NULL, 10) : 0);

	if (err)
		page_error(p, err);
	else
		page_go(p, back, _("The access is confirmed."));
}

void
page_access_slips_post(struct page *p)
{
	int64_t class, *people;
	const char *back = way_back(p, &class);
	struct slip *slips;
	size_t n;
	enum err err = chosen(p, class, false, &people, &n);

	if (!err)
		err = slips_make(p->act, people, n, &slips);
	if (err)
		page_error(p, err);
	else
		page_slips_print(p, back, slips, n);
}
