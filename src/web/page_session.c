/* SPDX-License-Identifier: EUPL-1.2 */
/* What was written in this session, and taking all of it back: for the day
 * when somebody else sat down at a shared computer. */
#include "base/clock.h"
#include "domain/own_events.h"
#include "domain/session.h"
#include "domain/take_back.h"
#include "web/app.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

static void
put_count(struct html *h, const char *label, int64_t n)
{
	html(h, "<div><dt>{}</dt><dd>{}</dd></div>", label, html_num(h, n));
}

static void
put_counts(struct page *p, const struct own_count *c)
{
	struct html *h = &p->html;

	html(h, "<section class='card'><p>{}</p><dl class='stats'>",
	    FILL(h->arena, _("This session has been open since {when}."),
		{"when", clock_stamp(h->arena, p->session->created_at)}));
	put_count(h, _("Marks"), c->marks);
	put_count(h, _("Changed marks"), c->changes);
	put_count(h, _("Absences"), c->absences);
	put_count(h, _("Lesson records"), c->lessons);
	html(h, "</dl><p><a href='{}'>{}</a></p></section>\n",
	    page_path(p, "/mine"), _("Everything in your name, one by one"));
}

static void
put_take_back(struct page *p)
{
	struct html *h = &p->html;

	html(h, "<section class='note warn'><h2>{}</h2><p>{}</p>\n",
	    _("Was it somebody else?"),
	    _("Everything written in this session goes back to what it was"
	      " before. Both stay in the history: the entry and its being"
	      " taken back. All your sessions end; then set a new"
	      " password."));
	form_open(p, page_path(p, "/session"), FORM_ROW);
	form_button(
	    p, "risk", NULL, NULL, _("Take back everything of this session"));
	form_end(p);
	html(h, "</section>\n");
}

void
page_session(struct page *p)
{
	struct html *h = &p->html;
	struct own_count count;
	enum err err = own_events_count(p->act, p->session->created_at, &count);

	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Written in this session"),
			    .width = LAYOUT_PROSE,
			    .back_href = page_path(p, "/today"),
			    .back_text = _("Today"),
			});
	put_counts(p, &count);
	if (count.all > 0)
		put_take_back(p);
	layout_end(p);
}

void
page_session_post(struct page *p)
{
	struct html *h = &p->html;
	struct taken_back taken;
	enum err err = take_back_since(p->act, p->session->created_at, &taken);

	if (!err)
		err = session_end_all(p->act, p->session);
	if (err) {
		page_error(p, err);
		return;
	}
	app_set_session_cookie(p, NULL, 0);
	page_go(p, "/forgot",
	    FILL(h->arena,
		_("Taken back: {done}. Left, because somebody has written"
		  " over it: {left}. All your sessions have ended."),
		{"done", html_num(h, taken.done)},
		{"left", html_num(h, taken.left)}));
}
