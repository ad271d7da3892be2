/* SPDX-License-Identifier: EUPL-1.2 */
/* «Предмети»: the list that each school edits. */
#include <string.h>

#include "domain/subject.h"
#include "web/office.h"
#include "web/pages.h"

#define FIELD_CHOICES_MAX 16

static size_t
fields_fill(struct html *h, struct choice *choices)
{
	size_t n = 0;

	choices[n++] = (struct choice){"", office_field(h, ""), NULL};
	for (size_t i = 0; i < subject_fields_n; i++)
		choices[n++] = (struct choice){subject_fields[i],
		    office_field(h, subject_fields[i]), NULL};
	return n;
}

static const char *
name_error(struct html *h, enum err err)
{
	if (err == ERR_INVALID)
		return _("Write the name of the subject.");
	if (err == ERR_EXISTS)
		return _("There is such a subject already.");
	return NULL;
}

static void
subject_form(struct page *p, const char *path, const struct subject *s,
    enum err fault, const char *button)
{
	struct html *h = &p->html;
	struct choice choices[FIELD_CHOICES_MAX];
	size_t n = fields_fill(h, choices);
	struct field name = {.name = "name",
	    .label = _("Subject"),
	    .value = fault ? office_text(p, "name") : s->name,
	    .error = name_error(h, fault),
	    .width = 2};

	form_errors(p, (const struct field *[]){&name}, 1);
	form_open(p, path, FORM_ROW);
	form_field(p, &name);
	form_select(p,
	    &(struct field){.name = "field",
		.label = _("Field of study"),
		.value = fault ? office_text(p, "field") : s->field,
		.width = 2},
	    choices, n);
	form_button(p, "main", NULL, NULL, button);
	form_end(p);
}

static void
act_button(
    struct page *p, const struct subject *s, const char *act, const char *text)
{
	struct html *h = &p->html;

	form_open(
	    p, page_path(p, "/subjects/%lld", (long long)s->id), FORM_ROW);
	html(h, "<button class='btn mini' name='do' value='{}'>{}</button>",
	    act, text);
	form_end(p);
}

static void
subject_line(struct page *p, const struct subject *s, bool builds)
{
	struct html *h = &p->html;

	html(h, "<tr><th scope='row'>");
	if (builds && !s->removed_at)
		html(h, "<a href='{}'>{}</a>",
		    page_path(p, "/subjects/%lld", (long long)s->id), s->name);
	else
		html(h, "{}", s->name);
	html(h, "</th><td data-l='{}'>{}</td>", _("Field of study"),
	    office_field(h, s->field));
	html(h, "<td class='num' data-l='{}'>{}</td><td>", _("Journals"),
	    html_num(h, s->journals));
	if (builds && s->removed_at)
		act_button(p, s, "restore", _("Bring back"));
	else if (builds && !s->journals)
		act_button(p, s, "remove", _("Remove"));
	html(h, "</td></tr>\n");
}

static void
subjects_show(struct page *p, const struct subject *list, size_t n,
    bool removed, bool builds)
{
	struct html *h = &p->html;
	size_t shown = 0;

	for (size_t i = 0; i < n; i++)
		shown += (list[i].removed_at != 0) == removed;
	if (!shown)
		return;
	if (removed)
		html(h, "<details class='more'><summary>{}</summary>\n",
		    _("Removed subjects"));
	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>"
	    "<span class='vh'>{}</span></th></tr></thead><tbody>\n",
	    removed ? _("Removed subjects") : _("Subjects"), _("Subject"),
	    _("Field of study"), _("Journals"), _("Action"));
	for (size_t i = 0; i < n; i++)
		if ((list[i].removed_at != 0) == removed)
			subject_line(p, &list[i], builds);
	html(h, "</tbody></table>\n");
	if (removed)
		html(h, "</details>\n");
}

static void
seed_show(struct page *p, bool empty)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='s-h'>"
	    "<h2 id='s-h'>{}</h2><p>{}</p>\n",
	    _("Usual subjects"),
	    _("Adds the subjects that schools have, each in its field of "
	      "study. What is here already stays as it is."));
	form_open(p, page_path(p, "/subjects/seed"), 0);
	html(h, "<p class='row'>");
	form_button(
	    p, empty ? "main" : "", NULL, NULL, _("Add the usual subjects"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

static void
list_show(struct page *p, enum err fault)
{
	struct html *h = &p->html;
	bool builds = p->act->actor.role & OFFICE_BUILDS;
	const struct subject none = {.name = "", .field = ""};
	struct subject *list;
	size_t n;
	enum err err;

	if ((err = subject_list(p->act, true, &list, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = _("Subjects"),
			    .menu = "subjects",
			    .status = fault ? 422 : 0});
	if (builds && n == 0)
		seed_show(p, true);
	if (builds) {
		html(h,
		    "<section class='card' aria-labelledby='n-h'>"
		    "<h2 id='n-h'>{}</h2>\n",
		    _("Add a subject"));
		subject_form(
		    p, page_path(p, "/subjects"), &none, fault, _("Add"));
		html(h, "</section>\n");
	}
	subjects_show(p, list, n, false, builds);
	subjects_show(p, list, n, true, builds);
	if (builds && n > 0)
		seed_show(p, false);
	layout_end(p);
}

void
page_subjects(struct page *p)
{
	struct html *h = &p->html;
	int64_t id;
	enum err err;

	if (p->req->method != HTTP_POST) {
		list_show(p, OK);
		return;
	}
	err = subject_add(
	    p->act, office_text(p, "name"), office_text(p, "field"), &id);
	office_after(p, err, list_show, page_path(p, "/subjects"),
	    _("The subject has been added."));
}

void
page_subjects_seed(struct page *p)
{
	struct html *h = &p->html;
	int64_t added;
	enum err err;

	if ((err = subject_seed(p->act, &added))) {
		page_error(p, err);
		return;
	}
	page_go(p, page_path(p, "/subjects"),
	    FILL(h->arena, _("Subjects added: {n}."),
		{"n", html_num(h, added)}));
}

static void
edit_show(struct page *p, enum err fault)
{
	struct html *h = &p->html;
	struct subject s;
	enum err err;

	if ((err = subject_find(p->act, p->ids[0], &s))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = s.name,
			    .menu = "subjects",
			    .back_href = page_path(p, "/subjects"),
			    .back_text = _("Subjects"),
			    .width = LAYOUT_PROSE,
			    .status = fault ? 422 : 0});
	subject_form(p, page_path(p, "/subjects/%lld", (long long)s.id), &s,
	    fault, _("Save"));
	html(h, "<p class='soft'>{}</p>\n",
	    _("The new name appears in all journals of this subject."));
	layout_end(p);
}

void
page_subject(struct page *p)
{
	struct html *h = &p->html;
	const char *act = office_text(p, "do");
	enum err err;

	if (p->req->method != HTTP_POST) {
		edit_show(p, OK);
		return;
	}
	if (strcmp(act, "remove") == 0)
		err = subject_remove(p->act, p->ids[0]);
	else if (strcmp(act, "restore") == 0)
		err = subject_restore(p->act, p->ids[0]);
	else
		err = subject_change(p->act, p->ids[0], office_text(p, "name"),
		    office_text(p, "field"));
	office_after(p, err, edit_show, page_path(p, "/subjects"),
	    _("The subject has been saved."));
}
