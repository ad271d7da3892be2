/* SPDX-License-Identifier: EUPL-1.2 */
/* The history of a mark: a page, and the same as JSON for F4 in the grid. */
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "domain/ledger.h"
#include "domain/mark_history.h"
#include "web/app.h"
#include "web/journal_part.h"
#include "web/pages.h"
#include "web/school.h"

static const char *
step_text(struct html *h, const struct mark_step *s)
{
	switch (s->kind) {
	case EVENT_FIRST:
		return _("first entry");
	case EVENT_LATE:
		return _("first entry, entered later");
	case EVENT_REMOVAL:
		return _("the mark was taken away");
	default:
		return s->old ? _("change") : _("entered again");
	}
}

static const char *
author(struct html *h, const struct mark_step *s)
{
	const char *role = app_role_text(h->lang, role_parse(s->role));

	if (!*s->who)
		return role;
	return arena_printf(h->arena, "%s, %s", s->who, role);
}

static void
step(struct html *h, const struct mark_step *s)
{
	html(h, "<li><span class='val'>");
	if (s->old)
		html(h, "<del><span class='vh'>{} </span>{}</del> → ",
		    tc(h->lang, "mark", "was"), s->old);
	html(h,
	    "{}</span><b>{}</b><span>{}</span><span class='soft'>{}</span>"
	    "</li>\n",
	    s->new ? s->new : "—", clock_stamp(h->arena, s->at), author(h, s),
	    step_text(h, s));
}

static void
as_json(struct page *p, const struct mark_history *m)
{
	struct html *h = &p->html;
	struct json_out o = {.out = &p->res->body};

	p->res->content_type = "application/json";
	json_open(&o, '{');
	json_put_text(&o, "pupil", m->pupil);
	json_put_text(&o, "column", school_column(h, &m->column));
	json_key(&o, "steps");
	json_open(&o, '[');
	for (size_t i = 0; i < m->n; i++) {
		const struct mark_step *s = &m->steps[i];

		json_open(&o, '{');
		json_put_text(&o, "old", s->old);
		json_put_text(&o, "new", s->new);
		json_put_text(&o, "at", clock_stamp(h->arena, s->at));
		json_put_text(&o, "who", author(h, s));
		json_put_text(&o, "what", step_text(h, s));
		json_close(&o, '}');
	}
	json_close(&o, ']');
	json_close(&o, '}');
}

void
page_mark(struct page *p)
{
	struct html *h = &p->html;
	const struct mark_key key = {p->ids[0], p->ids[1], p->ids[2]};
	const bool family =
	    ((unsigned)p->act->actor.role & (ROLE_PUPIL | ROLE_GUARDIAN)) != 0;
	struct mark_history m;
	enum err err;

	if ((err = mark_history_find(p->act, key, &m))) {
		page_error(p, err);
		return;
	}
	if (p->req->accept &&
	    !strncmp(p->req->accept, "application/json", 16)) {
		as_json(p, &m);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = _("History of the mark"),
		   .sub = arena_printf(h->arena, "%s · %s · %s", m.pupil,
		       m.journal.name, school_column(h, &m.column)),
		   .menu = family ? "diary" : "journals",
		   .back_href = family ? page_path(p, "/diary?pupil=%lld",
					     (long long)key.pupil)
				       : journal_href(p, key.journal, ""),
		   .back_text = family ? _("Diary") : _("Journal"),
		   .width = LAYOUT_PROSE});
	html(h, "<ol class='history'>\n");
	for (size_t i = 0; i < m.n; i++)
		step(h, &m.steps[i]);
	html(h, "</ol>\n<p class='soft small'>{}</p>\n",
	    _("No entry of the history can be changed or removed without a"
	      " trace."));
	layout_end(p);
}
