/* SPDX-License-Identifier: EUPL-1.2 */
/* What can be done with a person from the card: another class, roles, the last
 * day, parents, joining two entries. */
#include <string.h>

#include "base/clock.h"
#include "domain/classroom.h"
#include "web/office.h"
#include "web/page_person.h"
#include "web/pages.h"

#define CLASS_CHOICES_MAX 400

static const char *
card_path(struct page *p, const char *rest)
{
	return page_path(p, "/people/%lld%s", (long long)p->ids[0], rest);
}

static void
box_begin(struct page *p, const char *id, const char *title)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='{}'><h2 id='{}'>{}</h2>\n",
	    id, id, title);
}

static void
box_end(struct page *p)
{
	struct html *h = &p->html;

	html(h, "</section>\n");
}

static const char *
class_now(struct html *h, const struct person_card *card)
{
	for (size_t i = 0; i < card->steps_n; i++)
		if (card->steps[i].ends_on == DAY_NONE)
			return html_id(h, card->steps[i].class);
	return "0";
}

static void
move_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;
	struct choice choices[CLASS_CHOICES_MAX];
	struct academic_year year;
	struct class_line *lines;
	size_t n, count = 0;

	if (classroom_list(p->act, &year, &lines, &n))
		return;
	choices[count++] = (struct choice){"0", _("out of every class"), NULL};
	for (size_t i = 0; i < n && count < CLASS_CHOICES_MAX; i++)
		choices[count++] = (struct choice){
		    html_id(h, lines[i].class.id), lines[i].class.label, NULL};
	box_begin(p, "m-h", _("Another class"));
	form_open(p, card_path(p, "/move"), 0);
	form_select(p,
	    &(struct field){.name = "class",
		.label = _("Class"),
		.value = class_now(h, card),
		.width = 1},
	    choices, count);
	form_field(
	    p, &(struct field){.name = "day",
		   .label = _("From which day"),
		   .type = "date",
		   .value = office_day_field(h, clock_day_at(p->act->now)),
		   .width = 2});
	html(h, "<p class='row'>");
	form_button(p, "", NULL, NULL, _("Transfer"));
	html(h, "</p>");
	form_end(p);
	box_end(p);
}

static void
leave_show(struct page *p, const struct person_card *card)
{
	struct html *h = &p->html;
	const struct person *person = &card->person;

	if (person->id == p->act->actor.person)
		return;
	box_begin(p, "l-h", _("Leaving"));
	form_open(p, card_path(p, "/leave"), 0);
	form_field(
	    p, &(struct field){.name = "day",
		   .label = _("Last day here"),
		   .hint = _("When it is over, access ends. Everything written "
			     "stays."),
		   .type = "date",
		   .value = office_day_field(h, person->left_on),
		   .width = 2});
	html(h, "<p class='row'>");
	form_button(p, "", "do", "set", _("Save the date"));
	if (person->left_on != DAY_NONE)
		form_button(p, "", "do", "clear", _("Is here again"));
	html(h, "</p>");
	form_end(p);
	box_end(p);
}

static void
role_end_show(struct page *p, const struct role_row *role)
{
	struct html *h = &p->html;

	form_open(p, card_path(p, "/role"), FORM_ROW);
	form_hidden(p, "role", role->role);
	form_hidden(p, "do", "end");
	html(h, "<span>{} <span class='soft'>{}</span></span>",
	    office_role(h, role->role), role->post);
	html(h, "<button class='btn mini'>{}</button>", _("End the role"));
	form_end(p);
}

static bool
is_staff(const char *role)
{
	return role_parse(role) & (ROLE_ADMIN | ROLE_TEACHER | ROLE_HEAD |
				      ROLE_DEPUTY | ROLE_SECRETARY);
}

static void
roles_show(struct page *p, const struct person_card *card)
{
	static const char *const roles[] = {
	    "teacher", "deputy", "head", "secretary", "admin"};
	struct html *h = &p->html;
	struct choice choices[5];

	box_begin(p, "r-h", _("Roles"));
	for (size_t i = 0; i < card->roles_n; i++)
		if (card->roles[i].ends_on == DAY_NONE &&
		    is_staff(card->roles[i].role))
			role_end_show(p, &card->roles[i]);
	for (size_t i = 0; i < 5; i++)
		choices[i] =
		    (struct choice){roles[i], office_role(h, roles[i]), NULL};
	form_open(p, card_path(p, "/role"), 0);
	form_hidden(p, "do", "give");
	form_select(p,
	    &(struct field){.name = "role", .label = _("Give a role")}, choices,
	    5);
	form_field(p, &(struct field){.name = "post",
			  .label = _("Post"),
			  .hint = _("As in the order, if needed")});
	html(h, "<p class='row'>");
	form_button(p, "", NULL, NULL, _("Give"));
	html(h, "</p>");
	form_end(p);
	box_end(p);
}

void
page_person_acts(struct page *p, const struct person_card *card, bool pupil)
{
	if (card->may_write && pupil)
		move_show(p, card);
	if (card->may_give_roles && !pupil)
		roles_show(p, card);
	if (card->may_write)
		leave_show(p, card);
}

/* ---- the acts ------------------------------------------------------------ */

static void
done(struct page *p, enum err err, const char *notice)
{
	if (err)
		page_error(p, err);
	else
		page_go(p, card_path(p, ""), notice);
}

static void
refuse_date(struct page *p)
{
	struct html *h = &p->html;

	page_refuse(p, 400, _("There is no such date"),
	    _("Nothing has been saved. Go back and check the date, for "
	      "example 23.11.2026."));
}

void
page_person_move(struct page *p)
{
	struct html *h = &p->html;
	int64_t day;

	if (!office_date(p, "day", &day) || day == DAY_NONE) {
		refuse_date(p);
		return;
	}
	done(p, person_move(p->act, p->ids[0], office_number(p, "class"), day),
	    _("The class has been changed."));
}

void
page_person_leave(struct page *p)
{
	struct html *h = &p->html;
	bool clear = strcmp(office_text(p, "do"), "clear") == 0;
	int64_t day = DAY_NONE;

	if (!clear && (!office_date(p, "day", &day) || day == DAY_NONE)) {
		refuse_date(p);
		return;
	}
	done(p, person_leave(p->act, p->ids[0], day),
	    clear ? _("The last day has been taken back.")
		  : _("The last day has been saved."));
}

void
page_person_role(struct page *p)
{
	struct html *h = &p->html;
	const char *role = office_text(p, "role");
	enum err err;

	if (strcmp(office_text(p, "do"), "end") != 0) {
		done(p,
		    person_give_role(
			p->act, p->ids[0], role, office_text(p, "post")),
		    _("The role has been given."));
		return;
	}
	err = person_end_role(p->act, p->ids[0], role);
	if (err == ERR_CONFLICT)
		page_refuse(p, 409, _("This is the last administrator"),
		    _("The institution would be left without anybody who can "
		      "give roles. Give this role to somebody else first."));
	else
		done(p, err, _("The role has been ended."));
}

void
page_person_guardian(struct page *p)
{
	struct html *h = &p->html;
	int64_t guardian = office_number(p, "guardian");

	if (strcmp(office_text(p, "do"), "end") == 0)
		done(p, person_unlink_guardian(p->act, p->ids[0], guardian),
		    _("The connection has been ended."));
	else
		done(p,
		    person_link_guardian(p->act, p->ids[0], guardian,
			office_text(p, "relation")),
		    _("Connected with the child."));
}

void
page_person_merge(struct page *p)
{
	struct html *h = &p->html;
	enum err err =
	    person_merge(p->act, office_number(p, "from"), p->ids[0]);

	if (err == ERR_CONFLICT)
		page_refuse(p, 409, _("The other entry is in use"),
		    _("Marks, attendance, lessons or an account belong to the "
		      "other entry. Open that card and join this one into "
		      "it."));
	else
		done(p, err, _("The entries have been joined."));
}
