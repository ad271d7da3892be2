/* SPDX-License-Identifier: EUPL-1.2 */
/* Choosing the working mode: one person, several roles, one at a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/session.h"
#include "web/app.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/form.h"

/* "12.34.teacher" */
static const char *
mode_value(struct page *p, const struct session_mode *m)
{
	return arena_printf(p->act->arena, "%lld.%lld.%s", (long long)m->inst,
	    (long long)m->person, role_name(m->role));
}

static bool
mode_parse(const char *s, struct session_mode *m)
{
	char *end;

	if (!s)
		return false;
	m->inst = strtoll(s, &end, 10);
	if (*end != '.')
		return false;
	m->person = strtoll(end + 1, &end, 10);
	if (*end != '.')
		return false;
	m->role = role_parse(end + 1);
	return m->role != ROLE_NONE;
}

static bool
is_current(const struct page *p, const struct session_mode *m)
{
	return p->session->role == m->role && p->session->inst == m->inst &&
	       p->session->person == m->person;
}

static void
one_mode(struct page *p, const struct session_mode *m)
{
	struct html *h = &p->html;
	const bool here = is_current(p, m);

	html(h, "<section class='card'><h2>{}{}{}</h2>\n",
	    app_role_text(h->lang, m->role), m->detail[0] ? " " : "",
	    m->detail);
	html(h, "<p class='soft'>{}</p>\n",
	    m->institution[0] ? m->institution : layout_institute(p));
	form_open(p, "/mode", FORM_ROW);
	form_hidden(p, "mode", mode_value(p, m));
	form_button(p, here ? "main" : "", NULL, NULL,
	    here ? _("Continue in this mode") : _("Work in this mode"));
	form_end(p);
	html(h, "</section>\n");
}

static void
no_modes(struct page *p)
{
	struct html *h = &p->html;

	layout_empty(p, _("No working mode is open to you today"),
	    _("Either your institution has ended the access, or it has to"
	      " confirm it after a new password was set with an access card."
	      " The administrator of the institution can help."),
	    "/account", _("My data and sessions"));
}

void
page_mode(struct page *p)
{
	struct html *h = &p->html;
	struct session_mode *modes;
	size_t n;
	enum err err = session_modes(p->act, p->session, &modes, &n);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){
		   .title = _("Working mode"),
		   .sub = n > 1 ? _("You hold several roles. Each is worked in"
				    " by itself.")
				: NULL,
		   .width = LAYOUT_PROSE,
	       });
	if (n == 0)
		no_modes(p);
	for (size_t i = 0; i < n; i++)
		one_mode(p, &modes[i]);
	layout_end(p);
}

void
page_mode_post(struct page *p)
{
	struct session_mode mode = {0};
	enum err err = ERR_INVALID;

	if (mode_parse(http_post(p->req, "mode"), &mode))
		err = session_choose(p->act, p->session, mode);
	if (err == ERR_SIGN_IN)
		page_go(p, "/sign-in/again?to=%2Fmode", NULL);
	else if (err)
		page_error(p, err);
	else
		page_go(
		    p, session_home(p->act->arena, mode.role, mode.inst), NULL);
}
