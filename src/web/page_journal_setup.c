/* SPDX-License-Identifier: EUPL-1.2 */
/* Making journals: one great table of ticks, classes by subjects; and for one
 * subject, who teaches it in which class. */
#include <stdlib.h>
#include <string.h>

#include "domain/journal_setup.h"
#include "domain/naming.h"
#include "web/office.h"
#include "web/pages.h"

#define TEACHER_CHOICES_MAX 1000

static const struct journal *
journal_at(const struct journal_setup *s, int64_t class, int64_t subject)
{
	for (size_t i = 0; i < s->journals_n; i++)
		if (s->journals[i].class == class &&
		    s->journals[i].subject == subject &&
		    !s->journals[i].part[0])
			return &s->journals[i];
	return NULL;
}

static bool
is_held(const struct journal_setup *s, int64_t journal)
{
	for (size_t i = 0; i < s->holders_n; i++)
		if (s->holders[i].journal == journal)
			return true;
	return false;
}

/* ---- all subjects -------------------------------------------------------- */

static void
matrix_cell(struct page *p, const struct journal_setup *s,
    const struct subject *subject, const struct class *class)
{
	struct html *h = &p->html;
	const struct journal *j = journal_at(s, class->id, subject->id);
	const char *where =
	    arena_printf(h->arena, "%s, %s", subject->name, class->label);

	if (!j)
		html(h,
		    "<td class='num'><label><input type='checkbox' name='make' "
		    "value='{}-{}' aria-label='{}'></label></td>",
		    html_id(h, class->id), html_id(h, subject->id), where);
	else if (is_held(s, j->journal))
		html(h,
		    "<td class='num'><span aria-hidden='true'>✓</span>"
		    "<span class='vh'>{}</span></td>",
		    _("there is a journal"));
	else
		html(h,
		    "<td class='num'><span aria-hidden='true'>?</span>"
		    "<span class='vh'>{}</span></td>",
		    _("no teacher yet"));
}

static void
matrix_row(struct page *p, const struct journal_setup *s,
    const struct subject *subject)
{
	struct html *h = &p->html;

	html(h, "<tr><th scope='row'><a href='{}'>{}</a></th>",
	    page_path(p, "/journals/setup/%lld", (long long)subject->id),
	    subject->name);
	for (size_t i = 0; i < s->classes_n; i++)
		matrix_cell(p, s, subject, &s->classes[i].class);
	html(h, "</tr>\n");
}

static void
matrix_show(struct page *p, const struct journal_setup *s)
{
	struct html *h = &p->html;

	html(h, "<p class='soft'>{}</p>\n",
	    _("Tick what is taught where and save: the journals are made at "
	      "once. If one teacher only teaches a subject by the staff list, "
	      "the journal is given to this teacher; the others are chosen "
	      "under the name of the subject."));
	/* As wide as the page: a school has thirty classes. */
	html(h, "<form class='flow' method='post' action='{}'>",
	    page_path(p, "/journals/setup"));
	form_tokens(p);
	html(h,
	    "<div class='over' tabindex='0' role='region' aria-label='{}'>\n"
	    "<table class='table'><caption class='vh'>{}</caption><thead><tr>"
	    "<th scope='col'>{}</th>",
	    _("Table of journals, scrolls"), _("Subjects by classes"),
	    _("Subject"));
	for (size_t i = 0; i < s->classes_n; i++)
		html(h, "<th scope='col' class='num'>{}</th>",
		    s->classes[i].class.label);
	html(h, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < s->subjects_n; i++)
		matrix_row(p, s, &s->subjects[i]);
	html(h, "</tbody></table></div>\n");
	html(h, "<p class='small soft'>✓ {} · ? {}</p>\n",
	    _("there is a journal"), _("no teacher yet"));
	form_close(p, _("Make the ticked journals"));
}

void
page_journal_setup(struct page *p)
{
	struct html *h = &p->html;
	struct journal_setup s;
	enum err err;

	if ((err = journal_setup_open(p->act, &s))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = _("Set up journals"),
			    .sub = FILL(h->arena, _("{year} academic year"),
				{"year", office_year(h, s.year.year)}),
			    .menu = "journals",
			    .width = LAYOUT_WIDE});
	if (!s.classes_n)
		layout_empty(p, _("There are no classes yet"),
		    _("Journals are made when there are classes and "
		      "subjects."),
		    page_path(p, "/classes"), _("Classes"));
	else if (!s.subjects_n)
		layout_empty(p, _("There are no subjects yet"),
		    _("Journals are made when there are classes and "
		      "subjects."),
		    page_path(p, "/subjects"), _("Subjects"));
	else
		matrix_show(p, &s);
	layout_end(p);
}

/* "12-7": class and subject. */
static bool
tick_parse(const char *s, struct journal_setup_tick *tick)
{
	char *end;

	if (strlen(s) > 30 || strspn(s, "0123456789-") != strlen(s))
		return false;
	tick->class = strtoll(s, &end, 10);
	if (*end != '-')
		return false;
	tick->subject = strtoll(end + 1, &end, 10);
	tick->teacher = JOURNAL_SETUP_PROPOSED;
	return *end == '\0';
}

static void
made(struct page *p, enum err err, int64_t n, const char *path)
{
	struct html *h = &p->html;

	if (err)
		page_error(p, err);
	else
		page_go(p, path,
		    n ? FILL(h->arena, _("Journals made: {n}."),
			    {"n", html_num(h, n)})
		      : _("The teachers have been saved."));
}

void
page_journal_setup_make(struct page *p)
{
	struct journal_setup_tick *ticks =
	    arena_array(p->html.arena, JOURNAL_SETUP_MAX, sizeof(*ticks));
	size_t n = 0, at = 0;
	const char *value;
	int64_t count = 0;

	while (
	    n < JOURNAL_SETUP_MAX && (value = http_each(p->req, "make", &at)))
		if (tick_parse(value, &ticks[n]))
			n++;
	if (!n) {
		page_go(p, page_path(p, "/journals/setup"), NULL);
		return;
	}
	made(p, journal_setup_make(p->act, "", ticks, n, &count), count,
	    page_path(p, "/journals/setup"));
}

/* ---- one subject --------------------------------------------------------- */

static size_t
teachers_fill(
    struct page *p, const struct journal_setup *s, struct choice *choices)
{
	struct html *h = &p->html;
	size_t n = 0;

	choices[n++] = (struct choice){"0", _("nobody"), NULL};
	for (size_t i = 0; i < s->teachers_n && n < TEACHER_CHOICES_MAX; i++)
		choices[n++] = (struct choice){html_id(h, s->teachers[i].id),
		    people_full_name(h->arena, &s->teachers[i]), NULL};
	return n;
}

static void
holders_show(
    struct page *p, const struct journal_setup *s, const struct journal *j)
{
	struct html *h = &p->html;

	for (size_t i = 0; i < s->holders_n; i++) {
		const struct journal_teacher *held = &s->holders[i];

		if (held->journal != j->journal)
			continue;
		form_open(p,
		    page_path(p, "/journals/setup/%lld/teacher",
			(long long)j->journal),
		    FORM_ROW);
		form_hidden(p, "person", html_id(h, held->person));
		form_hidden(p, "subject", html_id(h, j->subject));
		html(h, "<span>{}</span><button class='btn mini'>{}</button>",
		    naming_short(
			h->arena, held->surname, held->given, held->patronymic),
		    _("No longer teaches"));
		form_end(p);
	}
}

static void
holders_table(struct page *p, const struct journal_setup *s, int64_t subject)
{
	struct html *h = &p->html;
	bool any = false;

	for (size_t i = 0; i < s->journals_n; i++) {
		const struct journal *j = &s->journals[i];

		if (j->subject != subject)
			continue;
		if (!any)
			html(h,
			    "<section class='card' aria-labelledby='j-h'>"
			    "<h2 id='j-h'>{}</h2><table class='table stack'>"
			    "<caption class='vh'>{}</caption><thead><tr>"
			    "<th scope='col'>{}</th><th scope='col'>{}</th>"
			    "<th scope='col'><span class='vh'>{}</span></th>"
			    "</tr></thead><tbody>\n",
			    _("Journals of this subject"),
			    _("Journals of this subject"), _("Class"),
			    _("Teachers"), _("Action"));
		any = true;
		html(h,
		    "<tr><th scope='row'>{} <span class='soft'>{}</span>"
		    "</th><td data-l='{}'>",
		    j->label, j->part, _("Teachers"));
		holders_show(p, s, j);
		html(h, "</td><td>");
		form_open(p,
		    page_path(p, "/journals/setup/%lld/remove",
			(long long)j->journal),
		    FORM_ROW);
		form_hidden(p, "subject", html_id(h, subject));
		html(h, "<button class='btn mini'>{}</button>",
		    _("Take out of use"));
		form_end(p);
		html(h, "</td></tr>\n");
	}
	if (any)
		html(h, "</tbody></table></section>\n");
}

static void
assign_show(struct page *p, const struct journal_setup *s, int64_t subject)
{
	struct html *h = &p->html;
	struct choice choices[TEACHER_CHOICES_MAX];
	size_t n = teachers_fill(p, s, choices);

	html(h,
	    "<section class='card' aria-labelledby='a-h'><h2 "
	    "id='a-h'>{}</h2>\n",
	    _("Give the subject to a teacher"));
	form_open(
	    p, page_path(p, "/journals/setup/%lld", (long long)subject), 0);
	form_select(p,
	    &(struct field){.name = "teacher",
		.label = _("Teacher"),
		.value = html_id(h, journal_setup_proposed(s, subject)),
		.width = 2},
	    choices, n);
	html(h, "<fieldset><legend>{}</legend><div class='row'>\n",
	    _("In which classes"));
	for (size_t i = 0; i < s->classes_n; i++) {
		const struct class *class = &s->classes[i].class;
		const struct journal *j = journal_at(s, class->id, subject);

		form_tick(p, "class", html_id(h, class->id), class->label, NULL,
		    j && !is_held(s, j->journal));
	}
	html(h, "</div></fieldset>\n");
	form_field(p,
	    &(struct field){.name = "part",
		.label = _("Subgroup"),
		.hint = _("Leave empty for the whole class. A subgroup has a "
			  "journal of its own: write, for example, group 1."),
		.width = 2,
		.maxlength = 20});
	form_close(p, _("Save"));
	html(h, "</section>\n");
}

static const struct subject *
subject_at(const struct journal_setup *s, int64_t id)
{
	for (size_t i = 0; i < s->subjects_n; i++)
		if (s->subjects[i].id == id)
			return &s->subjects[i];
	return NULL;
}

void
page_journal_setup_subject(struct page *p)
{
	struct html *h = &p->html;
	const struct subject *subject;
	struct journal_setup s;
	enum err err;

	if ((err = journal_setup_open(p->act, &s))) {
		page_error(p, err);
		return;
	}
	if (!(subject = subject_at(&s, p->ids[0]))) {
		page_error(p, ERR_NOT_FOUND);
		return;
	}
	layout_begin(p, &(struct layout){.title = subject->name,
			    .sub = FILL(h->arena, _("{year} academic year"),
				{"year", office_year(h, s.year.year)}),
			    .menu = "journals",
			    .back_href = page_path(p, "/journals/setup"),
			    .back_text = _("Set up journals")});
	assign_show(p, &s, subject->id);
	holders_table(p, &s, subject->id);
	layout_end(p);
}

void
page_journal_setup_assign(struct page *p)
{
	struct journal_setup_tick *ticks =
	    arena_array(p->html.arena, JOURNAL_SETUP_MAX, sizeof(*ticks));
	int64_t teacher = office_number(p, "teacher"), count = 0;
	const char *path =
	    page_path(p, "/journals/setup/%lld", (long long)p->ids[0]);
	size_t n = 0, at = 0;
	const char *value;

	while (
	    n < JOURNAL_SETUP_MAX && (value = http_each(p->req, "class", &at)))
		ticks[n++] = (struct journal_setup_tick){
		    strtoll(value, NULL, 10), p->ids[0], teacher};
	if (!n) {
		page_go(p, path, NULL);
		return;
	}
	made(p,
	    journal_setup_make(
		p->act, office_text(p, "part"), ticks, n, &count),
	    count, path);
}

static void
back_to_subject(struct page *p, enum err err, const char *notice)
{
	if (err)
		page_error(p, err);
	else
		page_go(p,
		    page_path(p, "/journals/setup/%lld",
			(long long)office_number(p, "subject")),
		    notice);
}

void
page_journal_setup_teacher(struct page *p)
{
	struct html *h = &p->html;

	back_to_subject(p,
	    journal_setup_leave(p->act, p->ids[0], office_number(p, "person")),
	    _("The teacher no longer keeps this journal."));
}

void
page_journal_setup_remove(struct page *p)
{
	struct html *h = &p->html;

	back_to_subject(p, journal_setup_remove(p->act, p->ids[0]),
	    _("The journal is out of use. Its entries stay in the history."));
}
