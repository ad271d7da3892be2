/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything done in one's name, newest first. */
#include <string.h>

#include "base/clock.h"
#include "domain/ledger.h"
#include "domain/own_events.h"
#include "domain/presence.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/school.h"

#define DAYS 14
#define SHOWN 100
#define DAY_S 86400

static const char *
presence_words(struct html *h, const char *value)
{
	struct presence p;

	if (!value || presence_read(value, &p))
		return NULL;
	return school_presence(h, &p);
}

/* The object in a word or two. */
static const char *
what(struct html *h, const struct own_event *e)
{
	if (!strcmp(e->what, "mark"))
		return _("mark");
	if (!strcmp(e->what, "att"))
		return _("attendance");
	if (!strcmp(e->what, "day"))
		return _("absence announced");
	if (!strcmp(e->what, "lesson"))
		return e->new ? _("lesson record") : _("lesson taken back");
	if (!strcmp(e->what, "column"))
		return e->new ? _("column") : _("column removed");
	return _("other entry");
}

static void
values(struct html *h, const struct own_event *e)
{
	const bool att = !strcmp(e->what, "att");
	const char *old = att ? presence_words(h, e->old) : e->old;
	const char *new = att ? presence_words(h, e->new) : e->new;

	if (!att && strcmp(e->what, "mark"))
		return;
	if (old)
		html(h, "<del>{}</del> → ", old);
	html(h, "<b>{}</b>", new ? new : "—");
}

static void
event(struct html *h, const struct own_event *e)
{
	html(h,
	    "<tr><td class='num' data-l='{}'>{}</td><td data-l='{}'>{}</td>"
	    "<td data-l='{}'>{}{}{}</td><td data-l='{}'>{}</td>"
	    "<td data-l='{}'>",
	    _("When"), clock_stamp(h->arena, e->at), _("What"), what(h, e),
	    _("Journal"), e->subject, *e->subject ? ", " : "", e->label,
	    _("Pupil"), e->name, _("Value"));
	values(h, e);
	if (e->kind == EVENT_LATE)
		html(h, " <span class='soft small'>{}</span>",
		    _("entered later"));
	html(h, "</td></tr>\n");
}

void
page_mine(struct page *p)
{
	struct html *h = &p->html;
	struct own_event *events;
	const bool teaches = p->act->actor.role & ROLES_TEACHING;
	size_t n;
	enum err err;

	if ((err = own_events_list(
		 p->act, p->act->now - DAYS * DAY_S, &events, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = _("In your name"),
			    .sub = _("The last 14 days"),
			    .menu = "today",
			    .back_href = teaches ? page_path(p, "/today")
						 : page_path(p, "/overview"),
			    .back_text = teaches ? _("Today") : _("Overview")});
	if (!n) {
		layout_empty(p, _("Nothing has been written in your name"),
		    _("Marks, attendance and lessons that you enter stand"
		      " here."),
		    NULL, NULL);
		layout_end(p);
		return;
	}
	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>\n"
	    "<thead><tr><th scope='col' class='num'>{}</th><th scope='col'>{}"
	    "</th><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th></tr></thead>\n<tbody>\n",
	    _("In your name"), _("When"), _("What"), _("Journal"), _("Pupil"),
	    _("Value"));
	for (size_t i = 0; i < n && i < SHOWN; i++)
		event(h, &events[i]);
	html(h, "</tbody></table>\n");
	if (n > SHOWN)
		html(h, "<p class='soft'>{}</p>\n",
		    FILL(h->arena, _("Shown are the latest {n} entries."),
			{"n", html_id(h, SHOWN)}));
	layout_end(p);
}
