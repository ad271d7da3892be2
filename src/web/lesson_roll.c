/* SPDX-License-Identifier: EUPL-1.2 */
/* The roll of a lesson: presence and marks of every pupil, a line each. */
#include "web/lesson_part.h"

#include <string.h>

#include "base/clock.h"
#include "web/school.h"

/* The value of a radio: "" present, "absent", "absent/illness", "late". */
static const char *
radio_value(const struct presence *p)
{
	if (p->state == PRESENCE_ABSENT && p->reason == REASON_ILLNESS)
		return "absent/illness";
	return p->state == PRESENCE_PRESENT ? ""
					    : presence_state_name(p->state);
}

static void
segment(struct html *h, const char *id, const char *value, const char *now,
    const char *sign, const char *word)
{
	html(h,
	    "<label><input type='radio' name='a{}' value='{}'{}><span"
	    " aria-hidden='true'>{}</span><span class='vh'>{}</span></label>",
	    id, value, strcmp(value, now) ? "" : " checked", sign, word);
}

static void
segments(struct lesson_page *l, const struct lesson_line *line,
    const struct presence *now)
{
	struct html *h = &l->p->html;
	const char *id = html_id(h, line->pupil.pupil);
	const bool reasons = l->view->journal.leads_class;
	const char *value = radio_value(now), *absent = "absent";
	const bool other =
	    now->state == PRESENCE_REMOTE || now->state == PRESENCE_ORDER;

	if (now->state == PRESENCE_ABSENT) {
		/* A reason without a button of its own goes round with the
		 * form, so that saving does not wipe it out. */
		if (reasons && now->reason != REASON_ILLNESS)
			absent = presence_canonical(h->arena, now);
		if (!reasons || now->reason != REASON_ILLNESS)
			value = absent;
	}
	html(h, "<fieldset class='seg'><legend class='vh'>{} {}: {}</legend>",
	    line->pupil.surname, line->pupil.given, _("presence"));
	segment(h, id, "", value, "є", _("presence"));
	segment(h, id, absent, value, "н", _("absence"));
	if (reasons)
		segment(h, id, "absent/illness", value, "хв", _("illness"));
	if (other)
		segment(h, id, value, value, presence_code(h->arena, now, true),
		    school_presence(h, now));
	segment(h, id, "late", value, "зп", _("late"));
	html(h, "</fieldset>");
}

/* Under the name, where the given name stands otherwise: nothing moves. */
static void
line_more(struct lesson_page *l, const struct lesson_line *line,
    const struct presence *now)
{
	struct html *h = &l->p->html;
	const char *id = html_id(h, line->pupil.pupil);

	html(h,
	    "<label class='if-late'>{} <input name='t{}' value='{}'"
	    " inputmode='numeric' maxlength='3' autocomplete='off'"
	    " aria-label='{} {}: {}'></label>",
	    _("min"), id, now->minutes ? html_id(h, now->minutes) : "",
	    line->pupil.surname, line->pupil.given, _("minutes late"));
	html(h,
	    "<label class='if-absent'><input type='checkbox' name='d{}'"
	    " value='1'><span>{}<span class='vh'>: {} {}</span></span>"
	    "</label>",
	    id, _("to the end of the day"), line->pupil.surname,
	    line->pupil.given);
}

static const struct gradebook_result *
failed(const struct gradebook_result *results, size_t n, int64_t pupil,
    int64_t col)
{
	for (size_t i = 0; i < n; i++)
		if (results[i].pupil == pupil &&
		    (!col || !results[i].col || results[i].col == col) &&
		    results[i].state >= CELL_REFUSED)
			return &results[i];
	return NULL;
}

static void
why(struct lesson_page *l, const struct gradebook_result *r)
{
	struct html *h = &l->p->html;
	const char *there = r->mark ? r->mark : r->code;

	if (r->state == CELL_CLASH)
		html(h, "<span class='why wrong'>{}</span>",
		    FILL(h->arena,
			_("Meanwhile {theirs} was written here ({who},"
			  " {time}). Check and save again."),
			{"theirs", *there ? there : _("empty")},
			{"who", r->who ? r->who : ""},
			{"time", clock_hm(h->arena, r->at)}));
	else
		html(h, "<span class='why wrong'>{}</span>", school_why(h, r));
}

/* What was typed into a mark's field, if the form came back. */
static const char *
typed_mark(
    struct lesson_page *l, int64_t pupil, int64_t col, const char *otherwise)
{
	const struct lesson_form *form = l->sent->form;

	for (size_t i = 0; form && i < form->cells_n; i++)
		if (form->cells[i].pupil == pupil &&
		    (form->cells[i].col == col || !form->cells[i].col))
			return form->cells[i].typed;
	return otherwise ? otherwise : "";
}

static void
mark_fields(struct lesson_page *l, const struct lesson_line *line,
    const struct gradebook_result **wrong)
{
	struct html *h = &l->p->html;
	const struct lesson_view *v = l->view;
	const size_t n = v->columns_n ? v->columns_n : 1;

	for (size_t c = 0; c < n; c++) {
		const int64_t col = v->columns_n ? v->columns[c].col : 0;
		const struct gradebook_result *r =
		    l->sent->saved
			? failed(l->sent->saved->cells, l->sent->form->cells_n,
			      line->pupil.pupil, col)
			: NULL;

		html(h,
		    "<label class='mk'{}><span class='vh'>{} {}: {}</span>"
		    "<input name='m{}.{}' value='{}' inputmode='numeric'"
		    " maxlength='4' autocomplete='off'{}></label>",
		    r ? " data-s=refused" : "", line->pupil.surname,
		    line->pupil.given,
		    v->columns_n ? school_column(h, &v->columns[c]) : _("mark"),
		    html_id(h, col), html_id(h, line->pupil.pupil),
		    typed_mark(l, line->pupil.pupil, col, line->marks[c].value),
		    r ? " aria-invalid=true" : "");
		if (r)
			*wrong = r;
	}
}

static struct presence
shown_presence(struct lesson_page *l, const struct lesson_line *line)
{
	const struct lesson_form *form = l->sent->form;

	for (size_t i = 0; form && i < form->roll_n; i++)
		if (form->roll[i].pupil == line->pupil.pupil)
			return form->roll[i].presence;
	return line->presence;
}

static void
pupil_line(struct lesson_page *l, size_t i)
{
	struct html *h = &l->p->html;
	const struct lesson_line *line = &l->view->lines[i];
	const struct presence now = shown_presence(l, line);
	const struct gradebook_result *wrong = NULL;

	html(h,
	    "<li><span class='no'>{}</span><span class='nm'><b>{}</b>"
	    " <span>{}</span>",
	    html_id(h, (int64_t)i + 1), line->pupil.surname, line->pupil.given);
	line_more(l, line, &now);
	if (line->proposed)
		html(h, "<em class='small soft'>{}</em>",
		    _("absence announced"));
	html(h, "</span>");
	segments(l, line, &now);
	mark_fields(l, line, &wrong);
	if (!wrong && l->sent->saved)
		wrong = failed(l->sent->saved->roll, l->sent->form->roll_n,
		    line->pupil.pupil, 0);
	if (wrong)
		why(l, wrong);
	html(h, "</li>\n");
}

/* Who only reads sees the facts, not fields. */
static void
read_line(struct lesson_page *l, size_t i)
{
	struct html *h = &l->p->html;
	const struct lesson_line *line = &l->view->lines[i];
	const bool illness = l->view->journal.leads_class ||
			     (l->p->act->actor.role & ROLES_LEADING);
	const char *code = presence_code(h->arena, &line->presence, illness);

	html(h,
	    "<li><span class='no'>{}</span><span class='nm'><b>{}</b>"
	    " <span>{}</span></span><span>",
	    html_id(h, (int64_t)i + 1), line->pupil.surname, line->pupil.given);
	if (line->recorded && *code)
		html(h, "<span class='m abs'>{}</span>", code);
	html(h, "</span><span>");
	for (size_t c = 0; c < l->view->columns_n; c++)
		if (line->marks[c].value)
			html(h, "<span class='m'>{}</span>",
			    line->marks[c].value);
	html(h, "</span></li>\n");
}

void
lesson_roll(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const struct lesson_view *v = l->view;

	if (!v->held) {
		html(h,
		    "<section class='note'><h2>{}</h2><p>{}</p>"
		    "</section>\n",
		    _("This lesson is ahead"),
		    _("Attendance and marks can be entered from its day"
		      " on."));
		return;
	}
	html(h, "<ol class='roll{}' aria-label='{}'>\n",
	    v->columns_n > 1 ? " wide" : "", _("Attendance and marks"));
	for (size_t i = 0; i < v->n; i++)
		if (v->may_write)
			pupil_line(l, i);
		else
			read_line(l, i);
	html(h, "</ol>\n");
}
