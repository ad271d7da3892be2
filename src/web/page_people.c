/* SPDX-License-Identifier: EUPL-1.2 */
/* «Люди»: who is here, found by any beginning of any part of the name. */
#include <string.h>

#include "base/clock.h"
#include "domain/person.h"
#include "web/office.h"
#include "web/pages.h"

static const struct {
	const char *key, *text;
	enum people_group group;
} groups[] = {
    {"all", N_("Everybody"), PEOPLE_ALL},
    {"staff", N_("Staff"), PEOPLE_STAFF},
    {"pupils", N_("Pupils"), PEOPLE_PUPILS},
    {"parents", N_("Parents"), PEOPLE_GUARDIANS},
    {"left", N_("Left"), PEOPLE_LEFT},
};
#define GROUPS (sizeof(groups) / sizeof(groups[0]))

static size_t
group_at(struct page *p)
{
	const char *key = office_text(p, "group");

	for (size_t i = 0; i < GROUPS; i++)
		if (strcmp(groups[i].key, key) == 0)
			return i;
	return 0;
}

static const char *
group_path(struct page *p, size_t group, const char *rest)
{
	return page_path(p, "/people%s?group=%s", rest, groups[group].key);
}

static const char *
with_query(struct page *p, const char *path)
{
	const char *q = office_text(p, "q");

	if (!q[0])
		return path;
	return arena_printf(
	    p->html.arena, "%s&q=%s", path, http_encode(p->html.arena, q));
}

static void
tabs_show(struct page *p, size_t group, int64_t total)
{
	struct html *h = &p->html;
	struct layout_tab tabs[GROUPS];

	for (size_t i = 0; i < GROUPS; i++)
		tabs[i] = (struct layout_tab){
		    .href = with_query(p, group_path(p, i, "")),
		    .text = _(groups[i].text),
		    .count = i == group ? html_num(h, total) : NULL,
		    .current = i == group,
		};
	layout_tabs(p, _("Whom to show"), tabs, GROUPS);
}

static void
search_show(struct page *p, size_t group)
{
	struct html *h = &p->html;

	html(h, "<form class='row' role='search' action='{}'>",
	    page_path(p, "/people"));
	form_hidden(p, "group", groups[group].key);
	form_field(p, &(struct field){.name = "q",
			  .label = _("Surname or given name"),
			  .value = office_text(p, "q"),
			  .type = "search",
			  .autocomplete = "off",
			  .width = 2,
			  .spell_off = true});
	form_button(p, "", NULL, NULL, _("Find"));
	form_end(p);
}

static void
contacts_show(struct html *h, const struct person *person)
{
	html(h, "<td data-l='{}'>", _("Phone, e-mail"));
	if (person->phone)
		html(h, "<span class='num'>{}</span> ", person->phone);
	if (person->email)
		html(h, "<span>{}</span>", person->email);
	html(h, "</td>");
}

static void
line_show(struct page *p, const struct people_line *line)
{
	struct html *h = &p->html;
	const struct person *person = &line->person;

	html(h, "<tr><th scope='row'><a href='{}'>{}</a></th>",
	    page_path(p, "/people/%lld", (long long)person->id),
	    people_full_name(h->arena, person));
	html(h, "<td data-l='{}'>{}</td>", _("Class"), line->class);
	html(h, "<td data-l='{}'>{}</td>", _("Who"),
	    office_roles(h, line->roles));
	html(h, "<td class='num' data-l='{}'>{}</td>", _("Born"),
	    office_day(h, person->birth_on));
	contacts_show(h, person);
	html(h, "</tr>\n");
}

static void
lines_show(struct page *p, const struct people_line *lines, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col' class='num'>{}</th>"
	    "<th scope='col'>{}</th></tr></thead><tbody>\n",
	    _("People"), _("Name"), _("Class"), _("Who"), _("Born"),
	    _("Phone, e-mail"));
	for (size_t i = 0; i < n; i++)
		line_show(p, &lines[i]);
	html(h, "</tbody></table>\n");
}

static void
nobody_show(struct page *p)
{
	struct html *h = &p->html;

	if (office_text(p, "q")[0])
		layout_empty(p, _("Nobody is called so"),
		    _("The beginning of the surname or given name is enough. "
		      "Apostrophes and capital letters do not matter."),
		    NULL, NULL);
	else
		layout_empty(p, _("Nobody is here yet"),
		    _("Upload a list from a spreadsheet: it is checked before "
		      "anything is written."),
		    page_path(p, "/import"), _("Upload a list"));
}

void
page_people(struct page *p)
{
	struct html *h = &p->html;
	size_t group = group_at(p), n;
	struct people_query query = {.group = groups[group].group,
	    .words = office_text(p, "q"),
	    .day = clock_day_at(p->act->now),
	    .limit = PERSON_PAGE,
	    .offset = office_number(p, "at")};
	struct people_line *lines;
	bool writes = p->act->actor.role & OFFICE_WRITES;
	int64_t total;
	enum err err;

	if ((err = person_list(p->act, &query, &lines, &n, &total))) {
		page_error(p, err);
		return;
	}
	layout_begin(
	    p, &(struct layout){.title = _("People"),
		   .menu = "people",
		   .script = "search.js",
		   .actions =
		       (struct layout_action[]){{page_path(p, "/people/new"),
						    _("Add a person"), "main"},
			   {page_path(p, "/import"), _("Upload a list"), ""}},
		   .actions_n = writes ? 2 : 0});
	search_show(p, group);
	html(h, "<div id='results' class='flow'>\n");
	tabs_show(p, group, total);
	html(h, "<p class='vh' role='status'>{}</p>\n",
	    FILL(h->arena, _("Found: {n}"), {"n", html_num(h, total)}));
	if (n)
		lines_show(p, lines, n);
	else
		nobody_show(p);
	layout_pager(
	    p, group_path(p, group, ""), query.offset, PERSON_PAGE, total);
	if (n)
		office_export_links(
		    p, with_query(p, group_path(p, group, "/export")));
	html(h, "</div>\n");
	layout_end(p);
}

static void
export_row(
    struct table_writer *w, struct html *h, const struct people_line *line)
{
	const struct person *person = &line->person;

	table_write_text(w, line->class);
	table_write_text(w, person->surname);
	table_write_text(w, person->given);
	table_write_text(w, person->patronymic);
	if (person->birth_on == DAY_NONE)
		table_write_text(w, NULL);
	else
		table_write_date(w, person->birth_on);
	table_write_text(w, person->sex[0] ? office_sex(h, person->sex) : NULL);
	table_write_text(w, person->email);
	table_write_text(w, person->phone);
	table_write_text(w, office_roles(h, line->roles));
	table_write_row_end(w);
}

void
page_people_export(struct page *p)
{
	struct html *h = &p->html;
	size_t group = group_at(p), n;
	enum table_format format = office_format(p);
	struct people_query query = {.group = groups[group].group,
	    .words = office_text(p, "q"),
	    .day = clock_day_at(p->act->now),
	    .limit = TABLE_ROWS_MAX - 1};
	struct people_line *lines;
	struct table_writer *w;
	int64_t total;
	enum err err;

	if ((err = person_list(p->act, &query, &lines, &n, &total))) {
		page_error(p, err);
		return;
	}
	w = table_writer_new(h->arena, format, _(groups[group].text));
	/* The headings that an import knows: a list goes out and in again. */
	table_write_text(w, _("Class"));
	table_write_text(w, _("Surname"));
	table_write_text(w, _("Given name"));
	table_write_text(w, _("Patronymic"));
	table_write_text(w, _("Date of birth"));
	table_write_text(w, _("Form of address"));
	table_write_text(w, _("E-mail"));
	table_write_text(w, _("Phone"));
	table_write_text(w, _("Who"));
	table_write_row_end(w);
	for (size_t i = 0; i < n; i++)
		export_row(w, h, &lines[i]);
	office_send(p, w, format, _(groups[group].text));
}
