/* SPDX-License-Identifier: EUPL-1.2 */
/* «Класи»: the list, and the card of one class. */
#include <string.h>

#include "base/clock.h"
#include "domain/classroom.h"
#include "domain/naming.h"
#include "domain/person.h"
#include "web/office.h"
#include "web/pages.h"

#define TEACHER_CHOICES_MAX 1000

static const char *
label_error(struct html *h, enum err err)
{
	if (err == ERR_INVALID)
		return _("A class is written as a number and a letter: 5-А.");
	if (err == ERR_EXISTS)
		return _("There is such a class this year already.");
	return NULL;
}

/* ---- the list ------------------------------------------------------------ */

static void
class_line_show(struct page *p, const struct class_line *line)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row'><a href='{}'>{}</a> "
	    "<span class='soft'>{}</span></th>",
	    page_path(p, "/classes/%lld", (long long)line->class.id),
	    line->class.label, line->class.note);
	html(h, "<td class='num' data-l='{}'>{}</td>", _("Pupils"),
	    html_num(h, line->pupils));
	html(h, "<td class='num' data-l='{}'>{}</td>", _("Journals"),
	    html_num(h, line->journals));
	html(h, "<td data-l='{}'>{}</td></tr>\n", _("Class teacher"),
	    line->teacher ? naming_short(h->arena, line->surname, line->given,
				line->patronymic)
			  : "");
}

static void
class_lines_show(struct page *p, const struct class_line *lines, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th>"
	    "<th scope='col' class='num'>{}</th>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>{}</th></tr>"
	    "</thead><tbody>\n",
	    _("Classes"), _("Class"), _("Pupils"), _("Journals"),
	    _("Class teacher"));
	for (size_t i = 0; i < n; i++)
		class_line_show(p, &lines[i]);
	html(h, "</tbody></table>\n");
	office_export_links(p, page_path(p, "/classes/export"));
}

static void
add_show(struct page *p, enum err fault)
{
	struct html *h = &p->html;
	struct field label = {.name = "label",
	    .label = _("Class"),
	    .hint = _("For example 5-А"),
	    .value = office_text(p, "label"),
	    .error = label_error(h, fault),
	    .width = 1};
	struct field note = {.name = "note",
	    .label = _("Note"),
	    .hint = _("For example: inclusive"),
	    .value = office_text(p, "note"),
	    .width = 2};

	html(h,
	    "<section class='card' aria-labelledby='n-h'><h2 "
	    "id='n-h'>{}</h2>\n",
	    _("Add a class"));
	form_errors(p, (const struct field *[]){&label}, 1);
	form_open(p, page_path(p, "/classes"), FORM_ROW);
	form_field(p, &label);
	form_field(p, &note);
	form_button(p, "main", NULL, NULL, _("Add"));
	form_end(p);
	html(h, "</section>\n");
}

static void
list_show(struct page *p, enum err fault)
{
	struct html *h = &p->html;
	struct academic_year year;
	struct class_line *lines;
	bool builds = p->act->actor.role & OFFICE_BUILDS;
	size_t n;
	enum err err;

	if ((err = classroom_list(p->act, &year, &lines, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = _("Classes"),
		   .sub = FILL(h->arena, _("{year} academic year"),
		       {"year", office_year(h, year.year)}),
		   .menu = "classes",
		   .status = fault ? 422 : 0,
		   .actions = (struct layout_action[]){{page_path(p, "/year"),
		       _("Calendar"), ""}},
		   .actions_n = builds ? 1 : 0});
	if (n)
		class_lines_show(p, lines, n);
	else
		layout_empty(p, _("There are no classes yet"),
		    _("They appear by themselves when a list of pupils is "
		      "uploaded."),
		    page_path(p, "/import"), _("Upload a list"));
	if (builds)
		add_show(p, fault);
	layout_end(p);
}

void
page_classes(struct page *p)
{
	struct html *h = &p->html;
	int64_t id;
	enum err err;

	if (p->req->method != HTTP_POST) {
		list_show(p, OK);
		return;
	}
	err = classroom_add(
	    p->act, office_text(p, "label"), office_text(p, "note"), &id);
	office_after(p, err, list_show, page_path(p, "/classes"),
	    _("The class has been added."));
}

void
page_classes_export(struct page *p)
{
	struct html *h = &p->html;
	enum table_format format = office_format(p);
	struct academic_year year;
	struct class_line *lines;
	struct table_writer *w;
	size_t n;
	enum err err;

	if ((err = classroom_list(p->act, &year, &lines, &n))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, format, _("Classes"));
	table_write_text(w, _("Class"));
	table_write_text(w, _("Note"));
	table_write_text(w, _("Pupils"));
	table_write_text(w, _("Journals"));
	table_write_text(w, _("Class teacher"));
	table_write_row_end(w);
	for (size_t i = 0; i < n; i++) {
		table_write_text(w, lines[i].class.label);
		table_write_text(w, lines[i].class.note);
		table_write_number(w, lines[i].pupils);
		table_write_number(w, lines[i].journals);
		table_write_text(
		    w, lines[i].teacher
			   ? people_full_name(h->arena,
				 &(struct person){.surname = lines[i].surname,
				     .given = lines[i].given,
				     .patronymic = lines[i].patronymic})
			   : NULL);
		table_write_row_end(w);
	}
	office_send(p, w, format, _("Classes"));
}

/* ---- one class ----------------------------------------------------------- */

static void
pupils_show(struct page *p, const struct classroom *room)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='p-h'><h2 "
	    "id='p-h'>{}</h2>\n",
	    _("Pupils"));
	if (!room->pupils_n)
		html(h, "<p class='soft'>{}</p>\n",
		    _("Nobody is in this class yet."));
	if (room->pupils_n)
		html(h,
		    "<table class='table stack'><caption class='vh'>{}"
		    "</caption><thead><tr><th scope='col' class='num'>№</th>"
		    "<th scope='col'>{}</th><th scope='col' class='num'>{}"
		    "</th></tr></thead><tbody>\n",
		    _("Pupils"), _("Name"), _("Born"));
	for (size_t i = 0; i < room->pupils_n; i++) {
		const struct person *person = &room->pupils[i].person;

		html(h,
		    "<tr><td class='num' data-l='№'>{}</td>"
		    "<th scope='row'><a href='{}'>{}</a></th>"
		    "<td class='num' data-l='{}'>{}</td></tr>\n",
		    html_num(h, (int64_t)i + 1),
		    page_path(p, "/people/%lld", (long long)person->id),
		    people_full_name(h->arena, person), _("Born"),
		    office_day(h, person->birth_on));
	}
	if (room->pupils_n) {
		html(h, "</tbody></table>\n");
		office_export_links(p, page_path(p, "/classes/%lld/export",
					   (long long)room->class.id));
	}
	html(h, "</section>\n");
}

static void
teacher_show(struct page *p, const struct classroom *room)
{
	struct html *h = &p->html;
	struct choice choices[TEACHER_CHOICES_MAX];
	struct person *teachers;
	const char *now = "0";
	size_t n, count = 0;

	html(h,
	    "<section class='card' aria-labelledby='t-h'><h2 "
	    "id='t-h'>{}</h2>\n",
	    _("Class teacher"));
	html(h, "<dl class='facts'>");
	for (size_t i = 0; i < room->teachers_n; i++) {
		const struct class_teacher *t = &room->teachers[i];

		if (t->ends_on == DAY_NONE)
			now = html_id(h, t->person);
		html(h, "<dt>{}</dt><dd>{}{}{}</dd>",
		    naming_short(h->arena, t->surname, t->given, t->patronymic),
		    office_day(h, t->starts_on),
		    t->ends_on == DAY_NONE ? "" : "–",
		    office_day(h, t->ends_on));
	}
	html(h, "</dl>\n");
	if (room->may_write &&
	    classroom_teachers(p->act, &teachers, &n) == OK) {
		choices[count++] = (struct choice){"0", _("nobody"), NULL};
		for (size_t i = 0; i < n && count < TEACHER_CHOICES_MAX; i++)
			choices[count++] =
			    (struct choice){html_id(h, teachers[i].id),
				people_full_name(h->arena, &teachers[i]), NULL};
		form_open(p,
		    page_path(
			p, "/classes/%lld/teacher", (long long)room->class.id),
		    0);
		form_select(p,
		    &(struct field){.name = "person",
			.label = _("Who leads the class"),
			.value = now},
		    choices, count);
		form_field(p,
		    &(struct field){.name = "day",
			.label = _("From which day"),
			.type = "date",
			.value = office_day_field(h, clock_day_at(p->act->now)),
			.width = 2});
		form_close(p, _("Save"));
	}
	html(h, "</section>\n");
}

static void
journals_show(struct page *p, const struct classroom *room)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='j-h'><h2 id='j-h'>{}</h2>"
	    "<ul>\n",
	    _("Journals"));
	for (size_t i = 0; i < room->journals_n; i++)
		html(h, "<li>{} <span class='soft'>{}</span></li>\n",
		    room->journals[i].name, room->journals[i].part);
	html(h, "</ul>\n");
	if (!room->journals_n)
		html(h, "<p class='soft'>{}</p>\n", _("No journals yet."));
	if (room->may_write)
		html(h, "<p><a class='btn mini' href='{}'>{}</a></p>\n",
		    page_path(p, "/journals/setup"), _("Set up journals"));
	html(h, "</section>\n");
}

static void
rename_show(struct page *p, const struct classroom *room, enum err fault)
{
	struct html *h = &p->html;
	struct field label = {.name = "label",
	    .label = _("Class"),
	    .value = fault ? office_text(p, "label") : room->class.label,
	    .error = label_error(h, fault),
	    .width = 1};

	html(h,
	    "<section class='card' aria-labelledby='r-h'><h2 "
	    "id='r-h'>{}</h2>\n",
	    _("Name and note"));
	form_open(
	    p, page_path(p, "/classes/%lld", (long long)room->class.id), 0);
	form_field(p, &label);
	form_field(
	    p, &(struct field){.name = "note",
		   .label = _("Note"),
		   .value = fault ? office_text(p, "note") : room->class.note});
	html(h, "<p class='row'>");
	form_button(p, "", "do", "rename", _("Save"));
	if (!room->pupils_n && !room->journals_n)
		form_button(p, "risk", "do", "remove", _("Remove the class"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

static void
class_show(struct page *p, enum err fault)
{
	struct html *h = &p->html;
	struct classroom room;
	enum err err;

	if ((err = classroom_open(p->act, p->ids[0], &room))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){.title = room.class.label,
			    .sub = room.class.note,
			    .menu = "classes",
			    .back_href = page_path(p, "/classes"),
			    .back_text = _("Classes"),
			    .status = fault ? 422 : 0});
	html(h, "<div class='side'><div class='flow'>\n");
	pupils_show(p, &room);
	html(h, "</div><div class='flow'>\n");
	teacher_show(p, &room);
	journals_show(p, &room);
	if (room.may_write)
		rename_show(p, &room, fault);
	html(h, "</div></div>\n");
	layout_end(p);
}

void
page_class(struct page *p)
{
	struct html *h = &p->html;
	enum err err;

	if (p->req->method != HTTP_POST) {
		class_show(p, OK);
		return;
	}
	if (strcmp(office_text(p, "do"), "remove") == 0) {
		err = classroom_remove(p->act, p->ids[0]);
		office_after(p, err, NULL, page_path(p, "/classes"),
		    _("The class has been removed."));
		return;
	}
	err = classroom_rename(
	    p->act, p->ids[0], office_text(p, "label"), office_text(p, "note"));
	office_after(p, err, class_show,
	    page_path(p, "/classes/%lld", (long long)p->ids[0]),
	    _("The class has been saved."));
}

void
page_class_teacher(struct page *p)
{
	struct html *h = &p->html;
	int64_t day;
	enum err err;

	if (!office_date(p, "day", &day) || day == DAY_NONE)
		day = clock_day_at(p->act->now);
	err = classroom_set_teacher(
	    p->act, p->ids[0], office_number(p, "person"), day);
	office_after(p, err, NULL,
	    page_path(p, "/classes/%lld", (long long)p->ids[0]),
	    _("The class teacher has been saved."));
}

void
page_class_export(struct page *p)
{
	struct html *h = &p->html;
	enum table_format format = office_format(p);
	struct classroom room;
	struct table_writer *w;
	enum err err;

	if ((err = classroom_open(p->act, p->ids[0], &room))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, format, room.class.label);
	table_write_text(w, _("Class"));
	table_write_text(w, _("Surname"));
	table_write_text(w, _("Given name"));
	table_write_text(w, _("Patronymic"));
	table_write_text(w, _("Date of birth"));
	table_write_row_end(w);
	for (size_t i = 0; i < room.pupils_n; i++) {
		const struct person *person = &room.pupils[i].person;

		table_write_text(w, room.class.label);
		table_write_text(w, person->surname);
		table_write_text(w, person->given);
		table_write_text(w, person->patronymic);
		if (person->birth_on == DAY_NONE)
			table_write_text(w, NULL);
		else
			table_write_date(w, person->birth_on);
		table_write_row_end(w);
	}
	office_send(p, w, format, room.class.label);
}
