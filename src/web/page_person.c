/* SPDX-License-Identifier: EUPL-1.2 */
/* The card of one person. What it lets one do is in page_person_acts.c, the
 * form in page_person_form.c. */
#include <string.h>

#include "base/clock.h"
#include "domain/classroom.h"
#include "domain/person.h"
#include "web/office.h"
#include "web/page_person.h"
#include "web/pages.h"

/* Found people to choose a guardian from. */
#define FOUND_MAX 10

static void
fact(struct html *h, const char *label, const char *value)
{
	if (value && value[0])
		html(h, "<dt>{}</dt><dd>{}</dd>\n", label, value);
}

static const char *
subjects_text(struct html *h, const struct person_card *card)
{
	struct buf b;

	buf_init(&b, h->arena, 64);
	for (size_t i = 0; i < card->subjects_n; i++) {
		if (i)
			buf_adds(&b, ", ");
		buf_adds(&b, card->subjects[i].name);
	}
	return b.p;
}

static void
facts_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;
	const struct person *person = &card->person;

	html(h,
	    "<section class='card' aria-labelledby='f-h'><h2 id='f-h'>{}</h2>"
	    "<dl class='facts'>\n",
	    _("Card"));
	fact(h, _("Date of birth"), office_day(h, person->birth_on));
	fact(h, _("Form of address"),
	    person->sex[0] ? office_sex(h, person->sex) : "");
	fact(h, _("E-mail"), person->email);
	fact(h, _("Phone"), person->phone);
	fact(h, _("Subjects"), subjects_text(h, card));
	fact(h, _("Note"), person->note);
	fact(h, _("Last day here"), office_day(h, person->left_on));
	html(h, "</dl></section>\n");
}

static const char *
stretch(struct html *h, int64_t from, int64_t to)
{
	if (to == DAY_NONE)
		return FILL(
		    h->arena, _("from {date}"), {"date", office_day(h, from)});
	return arena_printf(
	    h->arena, "%s–%s", office_day(h, from), office_day(h, to));
}

static void
path_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;

	if (!card->steps_n)
		return;
	html(h,
	    "<section class='card' aria-labelledby='c-h'><h2 id='c-h'>{}</h2>"
	    "<dl class='facts'>\n",
	    _("Classes"));
	for (size_t i = 0; i < card->steps_n; i++)
		html(h,
		    "<dt><a href='{}'>{}</a></dt><dd>{}"
		    " <span class='soft'>{}</span></dd>\n",
		    page_path(
			p, "/classes/%lld", (long long)card->steps[i].class),
		    card->steps[i].label,
		    stretch(
			h, card->steps[i].starts_on, card->steps[i].ends_on),
		    office_year(h, card->steps[i].year));
	html(h, "</dl></section>\n");
}

static void
family_line(struct page *p, const struct guardian_line *line,
    const char *detail, int64_t pupil)
{
	struct html *h = &p->html;
	const struct person *person = &line->person;

	html(h,
	    "<tr><th scope='row'><a href='{}'>{}</a></th>"
	    "<td data-l='{}'>{}</td><td data-l='{}'>",
	    page_path(p, "/people/%lld", (long long)person->id),
	    people_full_name(h->arena, person), _("Who"), detail, _("Phone"));
	html(h, "<span class='num'>{}</span> {}", person->phone, person->email);
	html(h, "</td><td>");
	if (pupil) {
		form_open(p,
		    page_path(p, "/people/%lld/guardian", (long long)pupil),
		    FORM_ROW);
		form_hidden(p, "guardian", html_id(h, person->id));
		form_hidden(p, "do", "end");
		html(
		    h, "<button class='btn mini'>{}</button>", _("Disconnect"));
		form_end(p);
	}
	html(h, "</td></tr>\n");
}

static void
family_head(struct page *p, const char *id, const char *title)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='{}'><h2 id='{}'>{}</h2>\n",
	    id, id, title);
}

static void
family_table(struct page *p, const struct guardian_line *lines, size_t n,
    bool children, int64_t pupil)
{
	struct html *h = &p->html;

	if (!n)
		return;
	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col'>{}</th><th scope='col'><span class='vh'>{}</span>"
	    "</th></tr></thead><tbody>\n",
	    children ? _("Children") : _("Parents"), _("Name"),
	    children ? _("Class") : _("Who"), _("Phone"), _("Action"));
	for (size_t i = 0; i < n; i++)
		family_line(p, &lines[i],
		    children ? lines[i].class
			     : office_relation(h, lines[i].link.relation),
		    pupil);
	html(h, "</tbody></table>\n");
}

static void
found_show(struct page *p, int64_t pupil)
{
	struct html *h = &p->html;
	struct people_query query = {.words = office_text(p, "find"),
	    .day = clock_day_at(p->act->now),
	    .limit = FOUND_MAX};
	struct people_line *lines;
	int64_t total;
	size_t n;

	if (!query.words[0] || person_list(p->act, &query, &lines, &n, &total))
		return;
	if (!n)
		html(h, "<p class='soft'>{}</p>\n",
		    _("Nobody is called so. Add a new person."));
	for (size_t i = 0; i < n; i++) {
		if (lines[i].person.id == pupil)
			continue;
		form_open(p,
		    page_path(p, "/people/%lld/guardian", (long long)pupil),
		    FORM_ROW);
		form_hidden(p, "guardian", html_id(h, lines[i].person.id));
		form_hidden(p, "do", "link");
		html(h,
		    "<span><b>{}</b> <span class='soft'>{} {}</span></span>",
		    people_full_name(h->arena, &lines[i].person),
		    office_roles(h, lines[i].roles), lines[i].person.phone);
		html(h, "<button class='btn mini'>{}</button>", _("Connect"));
		form_end(p);
	}
}

static void
guardians_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;
	int64_t id = card->person.id;

	family_head(p, "g-h", _("Parents"));
	family_table(p, card->guardians, card->guardians_n, false,
	    card->may_write ? id : 0);
	if (!card->guardians_n)
		html(h, "<p class='soft'>{}</p>\n",
		    _("Nobody is connected with the child yet."));
	if (card->may_write) {
		html(h, "<p><a class='btn mini' href='{}'>{}</a></p>\n",
		    page_path(p, "/people/new?role=guardian&pupil=%lld",
			(long long)id),
		    _("Add a parent"));
		form_open(p, page_path(p, "/people/%lld", (long long)id),
		    FORM_GET | FORM_ROW);
		form_field(
		    p, &(struct field){.name = "find",
			   .label = _("Connect somebody who is here already"),
			   .hint = _("Beginning of the surname"),
			   .value = office_text(p, "find"),
			   .type = "search",
			   .autocomplete = "off",
			   .width = 2});
		form_button(p, "", NULL, NULL, _("Find"));
		form_end(p);
		found_show(p, id);
	}
	html(h, "</section>\n");
}

static void
journals_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;

	if (!card->journals_n)
		return;
	html(h,
	    "<section class='card' aria-labelledby='j-h'><h2 id='j-h'>{}</h2>"
	    "<ul>\n",
	    _("Journals"));
	for (size_t i = 0; i < card->journals_n; i++)
		html(h, "<li>{} · {} <span class='soft'>{}</span></li>\n",
		    card->journals[i].label, card->journals[i].name,
		    card->journals[i].part);
	html(h, "</ul></section>\n");
}

/* Where invitations and slips are made for this person. */
static const char *
access_path(struct page *p, const struct person_card *card)
{
	for (size_t i = 0; i < card->steps_n; i++)
		if (card->steps[i].ends_on == DAY_NONE)
			return page_path(p, "/access/class/%lld",
			    (long long)card->steps[i].class);
	return page_path(p, "/access");
}

static void
children_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;

	if (!card->pupils_n)
		return;
	family_head(p, "k-h", _("Children"));
	family_table(p, card->pupils, card->pupils_n, true, 0);
	html(h, "</section>\n");
}

static void
alike_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;

	if (!card->alike_n || !card->may_write)
		return;
	html(h,
	    "<section class='note warn' aria-labelledby='a-h'>"
	    "<h2 id='a-h'>{}</h2><p>{}</p>\n",
	    _("Possibly the same person"),
	    _("If these entries are one person, they can be joined: roles, "
	      "classes and family move to this card."));
	for (size_t i = 0; i < card->alike_n; i++) {
		const struct person *other = &card->alike[i];

		form_open(p,
		    page_path(
			p, "/people/%lld/merge", (long long)card->person.id),
		    FORM_ROW);
		form_hidden(p, "from", html_id(h, other->id));
		html(h, "<a href='{}'>{}</a> <span class='soft'>{} {}</span>",
		    page_path(p, "/people/%lld", (long long)other->id),
		    people_full_name(h->arena, other),
		    office_day(h, other->birth_on), other->email);
		html(h, "<button class='btn mini'>{}</button>",
		    _("Join into this card"));
		form_end(p);
	}
	html(h, "</section>\n");
}

static const char *
roles_text(struct html *h, const struct person_card *card, int64_t today)
{
	struct buf b;

	buf_init(&b, h->arena, 64);
	for (size_t i = 0; i < card->roles_n; i++) {
		const struct role_row *r = &card->roles[i];

		if (r->ends_on != DAY_NONE && r->ends_on < today)
			continue;
		if (b.len)
			buf_adds(&b, " · ");
		buf_adds(&b, office_role(h, r->role));
		if (r->post)
			buf_addf(&b, " (%s)", r->post);
	}
	return b.p;
}

static bool
is_pupil(const struct person_card *card)
{
	return card->person.log_id[0] == 'p' || card->steps_n > 0;
}

void
page_person(struct page *p)
{
	struct html *h = &p->html;
	struct person_card card;
	const char *edit;
	enum err err;

	if ((err = person_card(p->act, p->ids[0], &card))) {
		page_error(p, err);
		return;
	}
	if (card.person.merged_into) {
		page_go(p,
		    page_path(
			p, "/people/%lld", (long long)card.person.merged_into),
		    NULL);
		return;
	}
	edit = page_path(p, "/people/%lld/edit", (long long)card.person.id);
	layout_begin(p,
	    &(struct layout){.title = people_full_name(h->arena, &card.person),
		.sub = roles_text(h, &card, clock_day_at(p->act->now)),
		.menu = "people",
		.back_href = page_path(p, "/people"),
		.back_text = _("People"),
		.actions = (struct layout_action[]){{edit, _("Edit"), "main"},
		    {access_path(p, &card), _("Access"), ""}},
		.actions_n = card.may_give_roles + card.may_write});
	alike_show(p, &card);
	html(h, "<div class='side'><div class='flow'>\n");
	facts_show(p, &card);
	if (is_pupil(&card))
		guardians_show(p, &card);
	children_show(p, &card);
	journals_show(p, &card);
	path_show(p, &card);
	html(h, "</div><div class='flow'>\n");
	page_person_acts(p, &card, is_pupil(&card));
	html(h, "</div></div>\n");
	layout_end(p);
}
