/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/diary_part.h"

#include <string.h>

#include "base/clock.h"
#include "web/layout.h"
#include "web/school.h"

bool
diary_open(struct page *p, int64_t *pupil)
{
	struct html *h = &p->html;
	enum err err =
	    diary_choose(p->act, school_number(p, "pupil", 0), pupil);

	if (!err)
		return true;
	if (err == ERR_NOT_FOUND && !http_field(p->req, "pupil"))
		page_refuse(p, 404, _("There is no diary to open"),
		    _("The school links guardians with pupils. Please ask the"
		      " class teacher."));
	else
		page_error(p, err);
	return false;
}

static bool
family(struct page *p)
{
	return ((unsigned)p->act->actor.role & (ROLE_PUPIL | ROLE_GUARDIAN)) !=
	       0;
}

const char *
diary_name(struct page *p, const struct roster_child *child)
{
	if (family(p))
		return child->given;
	return arena_printf(
	    p->html.arena, "%s %s", child->surname, child->given);
}

void
diary_kids(struct page *p, int64_t pupil, const char *page)
{
	struct html *h = &p->html;
	struct diary_child *children;
	size_t n;

	/* Without the list the diary itself still stands. */
	if (diary_children(p->act, pupil, &children, &n) || n < 2)
		return;
	html(h, "<nav class='kids noprint' aria-label='{}'>\n", _("Children"));
	for (size_t i = 0; i < n; i++) {
		const struct diary_child *c = &children[i];

		html(h,
		    "<a href='/s/{}/diary{}?pupil={}'{}><span class='badge'"
		    " aria-hidden='true'>{}</span><span><b>{}</b><small>{}{}{}"
		    "</small></span></a>\n",
		    html_id(h, c->inst), page, html_id(h, c->pupil),
		    c->current ? " aria-current=true" : "",
		    layout_initials(h, c->given), c->given, c->label,
		    *c->label && *c->institution ? " · " : "", c->institution);
	}
	html(h, "</nav>\n");
}

static void
mark_value(struct html *h, const struct diary_mark *m)
{
	const char *value = m->at.mark.value;

	for (size_t i = m->steps_n; i-- > 0;)
		if (m->steps[i].old)
			html(h, "<del><span class='vh'>{} </span>{}</del> → ",
			    tc(h->lang, "mark", "was"), m->steps[i].old);
	if (m->steps_n)
		html(h, "<ins><span class='vh'>{} </span>{}</ins>",
		    tc(h->lang, "mark", "now"), value ? value : _("no mark"));
	else
		html(h, "{}", value ? value : "");
}

void
diary_mark(struct page *p, const struct diary_mark *m)
{
	struct html *h = &p->html;
	const char *kind = school_kind(h, m->at.kind);
	const char *title =
	    *m->at.title ? arena_printf(h->arena, "%s: %s", kind, m->at.title)
			 : kind;

	if (!m->at.mark.value && !m->steps_n)
		return;
	html(h, "<a class='m{}' href='{}' title='{}'>",
	    m->steps_n ? " chg" : "",
	    page_path(p, "/journals/%lld/marks/%lld/%lld",
		(long long)m->at.journal, (long long)m->at.mark.col,
		(long long)m->at.mark.pupil),
	    title);
	mark_value(h, m);
	html(h, "</a>");
	if (strcmp(m->at.kind, "lesson"))
		html(h, "<small>{}</small>", title);
}

static void
part(struct html *h, struct buf *out, const char *text, int64_t n)
{
	if (!n)
		return;
	if (out->len)
		buf_adds(out, ", ");
	buf_adds(out, FILL(h->arena, text, {"n", html_id(h, n)}));
}

void
diary_sum(struct html *h, const struct attendance_sum *s)
{
	struct buf reasons;

	if (!s->lessons)
		return;
	buf_init(&reasons, h->arena, 128);
	part(h, &reasons, _("illness {n}"), s->illness);
	part(h, &reasons, _("valid reason {n}"), s->valid);
	part(h, &reasons, _("security reason {n}"), s->security);
	part(h, &reasons, _("no valid reason {n}"), s->none);
	part(h, &reasons, _("reason not known {n}"), s->unknown);
	html(h, "<p class='soft'>{}",
	    FILL(h->arena, _("Lessons: {all}. Missed: {n}"),
		{"all", html_id(h, s->lessons)}, {"n", html_id(h, s->absent)}));
	if (reasons.len)
		html(h, " ({})", reasons.p);
	html(h, ".");
	if (s->late)
		html(h, " {}",
		    FILL(
			h->arena, _("Late: {n}."), {"n", html_id(h, s->late)}));
	if (s->not_recorded)
		html(h, " {}",
		    FILL(h->arena, _("Attendance not recorded: {n}."),
			{"n", html_id(h, s->not_recorded)}));
	html(h, "</p>\n");
}
