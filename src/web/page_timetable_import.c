/* SPDX-License-Identifier: EUPL-1.2 */
/* A timetable from a file: choosing it, looking through what it would do,
 * saying what its names mean, writing it. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/timetable_import.h"
#include "web/import_text.h"
#include "web/pages.h"
#include "web/timetable_part.h"

#define ACCEPTED ".csv,.xlsx,.fet,.txt,text/csv"
#define CHOICES_MAX 500
/* Rows shown of each fate; the count says how many there are. */
#define SHOWN_MAX 60

struct import_page {
	struct page *p;
	struct timetable_import im;
	const char *error; /* of the day, or of what is not ready */
};

/* ---- choosing a file ----------------------------------------------------- */

static void
upload_show(struct page *p, const char *error)
{
	struct html *h = &p->html;
	struct field file = {.name = "file",
	    .label = _("File"),
	    .hint = _("CSV or XLSX with a lesson a row: class, subject, "
		      "teacher, room, day, lesson number, week. Or FET: "
		      "…_data_and_timetable.fet, timetable.csv."),
	    .type = "file",
	    .accept = ACCEPTED,
	    .error = error,
	    .required = true};

	layout_begin(p, &(struct layout){.title = _("Timetable from a file"),
			    .menu = "timetable",
			    .back_href = page_path(p, "/timetable"),
			    .back_text = _("Timetable"),
			    .width = LAYOUT_PROSE,
			    .status = error ? 422 : 0});
	html(h, "<p>{}</p>\n",
	    _("First the file is only checked: you see what each lesson would "
	      "become. Nothing is written before that."));
	form_errors(p, (const struct field *[]){&file}, 1);
	form_open(p, page_path(p, "/timetable/import"), FORM_UPLOAD);
	form_field(p, &file);
	form_close(p, _("Check the file"));
	layout_end(p);
}

/* ---- the dry run --------------------------------------------------------- */

static const char *
fate_text(struct html *h, enum timetable_fate fate)
{
	switch (fate) {
	case FATE_READY:
		return _("Ready");
	case FATE_LEFT_OUT:
		return _("Left out, as you said");
	case FATE_CLASS:
		return _("No such class");
	case FATE_SUBJECT:
		return _("No such subject");
	case FATE_JOURNAL:
		return _("No journal of this class and subject");
	case FATE_PLACE:
		return _("Day or lesson number is not understood");
	case FATE_CLASH:
		return _("Clashes with another lesson");
	case FATE_SAME:
		return _("Said twice in the file");
	case FATES:
		break;
	}
	return "";
}

static void
counts(struct import_page *i)
{
	struct html *h = &i->p->html;

	html(h, "<dl class='stats'>");
	for (int f = 0; f < FATES; f++)
		if (i->im.counts[f])
			html(h, "<div><dt>{}</dt><dd>{}</dd></div>",
			    fate_text(h, (enum timetable_fate)f),
			    html_num(h, (int64_t)i->im.counts[f]));
	html(h, "<div><dt>{}</dt><dd>{}</dd></div></dl>\n",
	    _("Lessons that end by this"),
	    html_num(h, (int64_t)i->im.replaced));
}

static void
row(struct import_page *i, const struct timetable_import_row *r)
{
	struct html *h = &i->p->html;
	const char *lang = i18n_code(h->lang);

	html(h,
	    "<tr><td class='num' data-l='{}'>{}</td><th scope='row'>{}, {}"
	    "</th><td data-l='{}'>{}, {}</td><td>{}",
	    _("Row"), html_num(h, r->row.line), r->row.class, r->row.subject,
	    _("When"),
	    r->row.weekday ? clock_weekday_short(lang, (int)r->row.weekday)
			   : r->row.day_text,
	    r->row.number >= 0 ? html_id(h, r->row.number) : r->row.number_text,
	    r->row.teacher);
	if (r->with)
		html(h, " <span class='wrong'>{}: {}</span>",
		    timetable_clash_text(h, r->clash),
		    timetable_lesson_text(h, r->with));
	html(h, "</td></tr>\n");
}

static void
rows_of(struct import_page *i, enum timetable_fate fate)
{
	struct html *h = &i->p->html;
	size_t shown = 0;

	if (!i->im.counts[fate])
		return;
	html(h,
	    "<details class='more'{}><summary>{}: {}</summary>"
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col' class='num'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th></tr></thead><tbody>\n",
	    fate == FATE_CLASH || fate == FATE_PLACE ? " open" : "",
	    fate_text(h, fate), html_num(h, (int64_t)i->im.counts[fate]),
	    fate_text(h, fate), _("Row"), _("Lesson"), _("When"), _("Teacher"));
	for (size_t k = 0; k < i->im.n && shown < SHOWN_MAX; k++) {
		if (i->im.rows[k].fate != fate)
			continue;
		row(i, &i->im.rows[k]);
		shown++;
	}
	html(h, "</tbody></table></details>\n");
}

/* ---- names --------------------------------------------------------------- */

static void
names_of(struct import_page *i, const char *area, const char *legend,
    const struct timetable_name *names, size_t n, const struct choice *choices,
    size_t choices_n)
{
	struct html *h = &i->p->html;

	if (!n)
		return;
	html(h, "<fieldset><legend>{}</legend><div class='flow'>\n", legend);
	for (size_t k = 0; k < n; k++) {
		const char *id = arena_printf(h->arena, "%s%zu", area, k);

		form_hidden(
		    i->p, arena_printf(h->arena, "name-%s", id), names[k].name);
		form_select(i->p,
		    &(struct field){.name = id,
			.label = names[k].name,
			.hint = FILL(h->arena,
			    n_("{n} lesson", "{n} lessons",
				(long)names[k].rows),
			    {"n", html_num(h, names[k].rows)}),
			.value = "",
			.width = 2},
		    choices, choices_n);
	}
	html(h, "</div></fieldset>\n");
}

static void
names(struct import_page *i)
{
	struct html *h = &i->p->html;
	struct choice *choices =
	    arena_array(h->arena, CHOICES_MAX, sizeof(*choices));
	size_t n = 0;

	if (!i->im.classes_n && !i->im.subjects_n)
		return;
	html(h,
	    "<section class='card flow' aria-labelledby='n-h'><h2 id='n-h'>{}</h2>"
	    "<p>{}</p>\n",
	    _("What these names mean"),
	    _("Said once, it is remembered for the next file."));
	form_open(i->p, page_path(i->p, "/timetable/import/names"), 0);
	choices[n++] = (struct choice){"", _("not said yet"), NULL};
	choices[n++] = (struct choice){"0", _("leave its lessons out"), NULL};
	for (size_t k = 0; k < i->im.class_list_n && n < CHOICES_MAX; k++)
		choices[n++] =
		    (struct choice){html_id(h, i->im.class_list[k].class.id),
			i->im.class_list[k].class.label, NULL};
	names_of(i, "class", _("Classes"), i->im.classes, i->im.classes_n,
	    choices, n);
	n = 2;
	for (size_t k = 0; k < i->im.subject_list_n && n < CHOICES_MAX; k++)
		choices[n++] =
		    (struct choice){html_id(h, i->im.subject_list[k].id),
			i->im.subject_list[k].name, NULL};
	names_of(i, "subject", _("Subjects"), i->im.subjects, i->im.subjects_n,
	    choices, n);
	form_close(i->p, _("Save and check again"));
	html(h, "</section>\n");
}

/* ---- writing ------------------------------------------------------------- */

static void
apply_form(struct import_page *i)
{
	struct page *p = i->p;
	struct html *h = &p->html;
	const size_t ready = i->im.counts[FATE_READY];
	const bool whole = ready + i->im.counts[FATE_LEFT_OUT] == i->im.n;
	const struct field from = {.name = "from",
	    .label = _("From which day"),
	    .hint = _("Until then the timetable of these classes stays as it "
		      "is."),
	    .type = "date",
	    .value = p->req->method == HTTP_POST
			 ? office_text(p, "from")
			 : office_day_field(h, i->im.from),
	    .error = i->error,
	    .required = true,
	    .width = 2};

	html(h,
	    "<section class='card' aria-labelledby='w-h'><h2 id='w-h'>{}"
	    "</h2>\n",
	    _("Write the timetable"));
	form_errors(p, (const struct field *[]){&from}, 1);
	form_open(p, page_path(p, "/timetable/import/apply"), 0);
	if (ready) {
		form_field(p, &from);
		if (!whole)
			form_tick(p, "partly", "1",
			    _("Write only what is ready"),
			    _("The other rows of the file are not taken "
			      "over."),
			    false);
	}
	html(h, "<p class='row'>");
	if (ready)
		form_button(p, "main", "do", "apply",
		    FILL(h->arena,
			n_("Write {n} lesson", "Write {n} lessons",
			    (long)ready),
			{"n", html_num(h, (int64_t)ready)}));
	form_button(p, "", "do", "discard", _("Throw the file away"));
	html(h, "</p>");
	form_end(p);
	html(h, "</section>\n");
}

static void
show(struct import_page *i)
{
	struct page *p = i->p;
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = _("Timetable from a file"),
			    .sub = i->im.file_name,
			    .menu = "timetable",
			    .back_href = page_path(p, "/timetable"),
			    .back_text = _("Timetable"),
			    .status = i->error ? 422 : 0});
	layout_note(p, "", _("Nothing is written yet"), NULL);
	counts(i);
	names(i);
	for (int f = FATES - 1; f >= 0; f--)
		rows_of(i, (enum timetable_fate)f);
	apply_form(i);
	layout_end(p);
}

static void
show_or_ask(struct page *p, const char *error)
{
	struct import_page i = {.p = p, .error = error};
	enum err err = timetable_import_read(p->act, &i.im);

	if (err == ERR_NOT_FOUND)
		upload_show(p, NULL);
	else if (err)
		page_error(p, err);
	else
		show(&i);
}

/* ---- handlers ------------------------------------------------------------ */

void
page_timetable_import(struct page *p)
{
	show_or_ask(p, NULL);
}

void
page_timetable_import_upload(struct page *p)
{
	struct html *h = &p->html;
	const struct http_field *file = http_file(p->req, "file");
	struct table_problem problem = {TABLE_FINE, 0, 0};
	enum err err;

	if (!file || !file->file.len) {
		upload_show(p, _("Choose a file first."));
		return;
	}
	err = timetable_import_upload(
	    p->act, file->filename, file->file, &problem);
	if (err && problem.fault == TABLE_EMPTY)
		upload_show(p,
		    _("There is no timetable in this file. A table names the "
		      "columns class, subject, day and lesson; FET saves a "
		      "timetable only after generating one."));
	else if (err && problem.fault != TABLE_FINE)
		upload_show(p, import_problem(h, &problem));
	else if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/timetable/import"), NULL);
}

void
page_timetable_import_names(struct page *p)
{
	struct html *h = &p->html;
	static const char *const areas[] = {"class", "subject"};
	struct timetable_meaning *said = arena_array(
	    h->arena, (size_t)2 * TIMETABLE_NAMES_MAX, sizeof(*said));
	size_t n = 0;
	enum err err;

	for (int a = 0; a < 2; a++)
		for (int k = 0; k < TIMETABLE_NAMES_MAX; k++) {
			const char *id =
			    arena_printf(h->arena, "%s%d", areas[a], k);
			const char *name = office_text(
			    p, arena_printf(h->arena, "name-%s", id));

			if (*office_text(p, id))
				said[n++] = (struct timetable_meaning){
				    areas[a], name, office_number(p, id)};
		}
	if ((err = timetable_import_names(p->act, said, n)))
		page_error(p, err);
	else
		page_go(p, page_path(p, "/timetable/import"),
		    _("The names have been saved."));
}

static void
discard(struct page *p)
{
	struct html *h = &p->html;
	enum err err = timetable_import_discard(p->act);

	if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/timetable"),
		    _("The file has been thrown away. Nothing was written."));
}

void
page_timetable_import_apply(struct page *p)
{
	struct html *h = &p->html;
	size_t written;
	int64_t from;
	enum err err;

	if (!strcmp(office_text(p, "do"), "discard")) {
		discard(p);
		return;
	}
	if (!office_date(p, "from", &from) || from == DAY_NONE) {
		show_or_ask(p, _("The day lies in this academic year."));
		return;
	}
	err = timetable_import_apply(
	    p->act, from, *office_text(p, "partly") != '\0', &written);
	if (err == ERR_INVALID)
		show_or_ask(p, _("The day lies in this academic year."));
	else if (err == ERR_CONFLICT)
		show_or_ask(p,
		    _("Some rows are not ready. Mend them, or tick that only "
		      "the ready ones are written."));
	else if (err)
		page_error(p, err);
	else
		page_go(p, page_path(p, "/timetable"),
		    FILL(h->arena,
			n_("Written: {n} lesson. “Recent changes” takes it "
			   "back.",
			    "Written: {n} lessons. “Recent changes” takes "
			    "them back.",
			    (long)written),
			{"n", html_num(h, (int64_t)written)}));
}
