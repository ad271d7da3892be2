/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of a lesson: topic, homework, date, number, kind of work. */
#include "web/lesson_part.h"

#include <string.h>

#include "domain/lessons_book.h"
#include "base/clock.h"
#include "web/form.h"
#include "web/school.h"

#define KINDS_MAX 16
#define NUMBERS (LESSON_NUMBER_MAX + 1)

static const char *
fault(struct lesson_page *l, unsigned bit, const char *text)
{
	return l->sent->faults & bit ? text : NULL;
}

static void
number_field(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	struct choice choices[NUMBERS];
	const char *error = fault(l, LESSON_PLACE,
	    _("This journal already has a lesson with that date and number."
	      " Choose another number, or open that lesson."));

	for (int i = 0; i < NUMBERS; i++) {
		choices[i].value = choices[i].text = html_id(h, i);
		choices[i].hint = NULL;
	}
	form_select(l->p,
	    &(struct field){.name = "number",
		.label = _("Lesson no."),
		.value = html_id(h, l->draft.number),
		.error = error ? error
			       : fault(l, LESSON_NUMBER,
				     _("A lesson’s number is from 0 to 9.")),
		.width = 1},
	    choices, NUMBERS);
}

static void
when_fields(struct lesson_page *l)
{
	struct html *h = &l->p->html;

	html(h, "<div class='pairs'>\n");
	form_field(l->p,
	    &(struct field){.name = "day",
		.label = _("Date"),
		.type = "date",
		.value = l->draft.day ? clock_iso(h->arena, l->draft.day) : "",
		.error = fault(l, LESSON_DAY,
		    _("Such a date is not in this school year. Example:"
		      " 23.11.2026.")),
		.required = true,
		.width = 2});
	number_field(l);
	form_select(l->p,
	    &(struct field){.name = "hours",
		.label = _("Hours"),
		.value = html_id(h, l->draft.hours),
		.error =
		    fault(l, LESSON_HOURS, _("A lesson has one or two hours.")),
		.width = 1},
	    (const struct choice[]){{"1", _("1 (one lesson)"), NULL},
		{"2", _("2 (double lesson)"), NULL}},
	    2);
	html(h, "</div>\n");
}

static void
kind_field(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	struct choice choices[KINDS_MAX];
	size_t n;

	for (n = 0; lessons_book_kinds[n] && n < KINDS_MAX; n++)
		choices[n] = (struct choice){lessons_book_kinds[n],
		    school_kind(h, lessons_book_kinds[n]), NULL};
	form_select(l->p,
	    &(struct field){.name = "kind",
		.label = _("Marks are given for"),
		.value = l->draft.kind,
		.error = fault(
		    l, LESSON_KIND, _("Choose a kind of work from the list.")),
		.width = 2},
	    choices, n);
}

static void
due_field(struct lesson_page *l)
{
	struct html *h = &l->p->html;

	form_field(l->p,
	    &(struct field){.name = "due",
		.label = _("Homework is due on"),
		.type = "date",
		.value =
		    l->draft.due_on ? clock_iso(h->arena, l->draft.due_on) : "",
		.error = fault(l, LESSON_DUE,
		    _("The due date is not before the lesson and at most four"
		      " months later.")),
		.width = 2});
}

void
lesson_plan(struct lesson_page *l)
{
	struct html *h = &l->p->html;
	const unsigned more = LESSON_DAY | LESSON_NUMBER | LESSON_PLACE |
			      LESSON_HOURS | LESSON_KIND;
	const bool open = !l->view->lesson.lesson || (l->sent->faults & more);

	html(h, "<div class='plan card flow'>\n");
	form_field(l->p, &(struct field){.name = "topic",
			     .label = _("Topic"),
			     .type = "textarea",
			     .value = l->draft.topic,
			     .maxlength = 500,
			     .error = fault(l, LESSON_TOPIC,
				 _("The topic is at most 500 letters."))});
	form_field(l->p, &(struct field){.name = "homework",
			     .label = _("Homework"),
			     .type = "textarea",
			     .value = l->draft.homework,
			     .maxlength = 1500,
			     .error = fault(l, LESSON_HOMEWORK,
				 _("The homework is at most 1500 letters."))});
	due_field(l);
	html(h,
	    "<details class='more'{}><summary>{}</summary><div"
	    " class='flow'>\n",
	    open ? " open" : "", _("Date, number, kind of work"));
	when_fields(l);
	kind_field(l);
	html(h, "</div></details>\n</div>\n");
}
