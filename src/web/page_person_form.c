/* SPDX-License-Identifier: EUPL-1.2 */
/* Adding a person and changing the card. */
#include <string.h>

#include "base/clock.h"
#include "domain/classroom.h"
#include "domain/person.h"
#include "web/office.h"
#include "web/pages.h"

#define CLASS_CHOICES_MAX 400

struct person_page {
	struct person_form form;
	enum person_fault fault;
	int64_t id; /* 0: a new person */
};

static struct person_form
form_read(struct page *p)
{
	return (struct person_form){
	    .surname = office_text(p, "surname"),
	    .given = office_text(p, "given"),
	    .patronymic = office_text(p, "patronymic"),
	    .birth = office_text(p, "birth"),
	    .sex = office_text(p, "sex"),
	    .email = office_text(p, "email"),
	    .phone = office_text(p, "phone"),
	    .note = office_text(p, "note"),
	    .role = office_text(p, "role"),
	    .post = office_text(p, "post"),
	    .class = office_number(p, "class"),
	    .pupil = office_number(p, "pupil"),
	    .relation = office_text(p, "relation"),
	};
}

/* What is wrong and what to do, beside the field. */
static const char *
fault_text(struct page *p, const struct person_page *s, enum person_fault fault)
{
	struct html *h = &p->html;

	if (s->fault != fault)
		return NULL;
	switch (fault) {
	case PERSON_SURNAME:
		return s->form.surname[0]
			   ? _("Only letters, an apostrophe, a hyphen. Check "
			       "that no "
			       "Latin letters stand among Ukrainian ones.")
			   : _("Write the surname.");
	case PERSON_GIVEN:
		return s->form.given[0]
			   ? _("Only letters, an apostrophe, a hyphen. Check "
			       "that no "
			       "Latin letters stand among Ukrainian ones.")
			   : _("Write the given name.");
	case PERSON_PATRONYMIC:
		return _("Only letters, an apostrophe, a hyphen. Leave the "
			 "field empty if there is no patronymic.");
	case PERSON_BIRTH:
		return _("There is no such date, or it has not come yet. "
			 "Example: 23.11.2012.");
	case PERSON_EMAIL:
		return _("This is no e-mail address. Example: "
			 "name@school.example.");
	case PERSON_PHONE:
		return _("A phone has 9 digits after +380. Example: "
			 "+380 67 123 45 67.");
	case PERSON_CLASS:
		return _("Choose the class.");
	case PERSON_ROLE:
		return _("Choose who this is here.");
	case PERSON_NOTE:
		return _("The note is too long: at most 250 letters.");
	default:
		return NULL;
	}
}

static void
names_fill(struct page *p, const struct person_page *s, struct field *f)
{
	struct html *h = &p->html;
	const struct person_form *form = &s->form;

	f[0] = (struct field){.name = "surname",
	    .label = _("Surname"),
	    .value = form->surname,
	    .error = fault_text(p, s, PERSON_SURNAME),
	    .required = true};
	f[1] = (struct field){.name = "given",
	    .label = _("Given name"),
	    .value = form->given,
	    .error = fault_text(p, s, PERSON_GIVEN),
	    .required = true};
	f[2] = (struct field){.name = "patronymic",
	    .label = _("Patronymic"),
	    .hint = _("If there is one"),
	    .value = form->patronymic,
	    .error = fault_text(p, s, PERSON_PATRONYMIC)};
	f[3] = (struct field){.name = "birth",
	    .label = _("Date of birth"),
	    .type = "date",
	    .value = form->birth,
	    .error = fault_text(p, s, PERSON_BIRTH),
	    .width = 2};
}

static void
contacts_fill(struct page *p, const struct person_page *s, struct field *f)
{
	struct html *h = &p->html;
	const struct person_form *form = &s->form;

	f[0] = (struct field){.name = "email",
	    .label = _("E-mail"),
	    .hint = _("Not needed: access can be given on paper"),
	    .type = "email",
	    .value = form->email,
	    .error = fault_text(p, s, PERSON_EMAIL),
	    .spell_off = true};
	f[1] = (struct field){.name = "phone",
	    .label = _("Phone"),
	    .type = "tel",
	    .value = form->phone,
	    .error = fault_text(p, s, PERSON_PHONE),
	    .width = 2};
	f[2] = (struct field){.name = "note",
	    .label = _("Note"),
	    .hint = _("Seen by the office and the head only"),
	    .type = "textarea",
	    .value = form->note,
	    .error = fault_text(p, s, PERSON_NOTE)};
}

static void
sex_show(struct page *p, const struct person_page *s)
{
	struct html *h = &p->html;
	struct choice choices[3] = {
	    {"", office_sex(h, ""), NULL},
	    {"f", office_sex(h, "f"), NULL},
	    {"m", office_sex(h, "m"), NULL},
	};

	form_radios(p,
	    &(struct field){.name = "sex",
		.label = _("Form of address"),
		.value = s->form.sex},
	    choices, 3);
}

static size_t
classes_fill(struct page *p, struct choice *choices)
{
	struct html *h = &p->html;
	struct academic_year year;
	struct class_line *lines;
	size_t n, count = 0;

	choices[count++] = (struct choice){"0", _("not a pupil"), NULL};
	if (classroom_list(p->act, &year, &lines, &n))
		return count;
	for (size_t i = 0; i < n && count < CLASS_CHOICES_MAX; i++)
		choices[count++] = (struct choice){
		    html_id(h, lines[i].class.id), lines[i].class.label, NULL};
	return count;
}

/* Who the new person is: a role, and for pupils the class. */
static void
place_show(struct page *p, const struct person_page *s, struct field *role,
    struct field *class)
{
	struct html *h = &p->html;
	struct choice classes[CLASS_CHOICES_MAX];
	struct choice roles[] = {
	    {"pupil", office_role(h, "pupil"), NULL},
	    {"guardian", office_role(h, "guardian"), NULL},
	    {"teacher", office_role(h, "teacher"), NULL},
	    {"deputy", office_role(h, "deputy"), NULL},
	    {"head", office_role(h, "head"), NULL},
	    {"secretary", office_role(h, "secretary"), NULL},
	};
	size_t n = p->act->actor.role == ROLE_ADMIN ? 6 : 3;

	html(h, "<fieldset><legend>{}</legend><div class='pairs'>\n",
	    _("Who this is here"));
	form_select(p, role, roles, n);
	form_select(p, class, classes, classes_fill(p, classes));
	form_field(p, &(struct field){.name = "post",
			  .label = _("Post"),
			  .hint = _("Staff only"),
			  .value = s->form.post});
	html(h, "</div></fieldset>\n");
}

static void
relation_show(struct page *p, const struct person_page *s)
{
	struct html *h = &p->html;
	struct choice choices[8];

	for (size_t i = 0; i < office_relations_n; i++)
		choices[i] = (struct choice){office_relations[i],
		    office_relation(h, office_relations[i]), NULL};
	form_hidden(p, "role", "guardian");
	form_hidden(p, "pupil", html_id(h, s->form.pupil));
	form_select(p,
	    &(struct field){.name = "relation",
		.label = _("Who this is to the child"),
		.value = s->form.relation,
		.width = 2},
	    choices, office_relations_n);
}

static void
form_show(struct page *p, const struct person_page *s)
{
	struct html *h = &p->html;
	const char *back = s->id
			       ? page_path(p, "/people/%lld", (long long)s->id)
			       : page_path(p, "/people");
	struct field f[9];
	const struct field *all[9];

	names_fill(p, s, f);
	contacts_fill(p, s, f + 4);
	f[7] = (struct field){.name = "role",
	    .label = _("Role"),
	    .value = s->form.role,
	    .error = fault_text(p, s, PERSON_ROLE)};
	f[8] = (struct field){.name = "class",
	    .label = _("Class"),
	    .value = html_id(h, s->form.class),
	    .error = fault_text(p, s, PERSON_CLASS)};
	for (size_t i = 0; i < 9; i++)
		all[i] = &f[i];
	layout_begin(p, &(struct layout){.title = s->id ? _("Edit the card")
							: _("Add a person"),
			    .menu = "people",
			    .back_href = back,
			    .back_text = s->id ? _("Card") : _("People"),
			    .width = LAYOUT_PROSE,
			    .status = s->fault ? 422 : 0});
	form_errors(p, all, 9);
	form_open(p,
	    s->id ? page_path(p, "/people/%lld/edit", (long long)s->id)
		  : page_path(p, "/people/new"),
	    0);
	if (!s->id && s->form.pupil)
		relation_show(p, s);
	else if (!s->id)
		place_show(p, s, &f[7], &f[8]);
	for (size_t i = 0; i < 4; i++)
		form_field(p, &f[i]);
	sex_show(p, s);
	for (size_t i = 4; i < 7; i++)
		form_field(p, &f[i]);
	form_close(p, _("Save"));
	layout_end(p);
}

void
page_person_new(struct page *p)
{
	struct person_page s = {.form = form_read(p)};
	struct html *h = &p->html;
	int64_t id;
	enum err err;

	if (p->req->method != HTTP_POST) {
		form_show(p, &s);
		return;
	}
	err = person_add(p->act, &s.form, &id, &s.fault);
	if (err == ERR_INVALID && s.fault) {
		form_show(p, &s);
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	page_go(p,
	    page_path(p, "/people/%lld",
		(long long)(s.form.pupil ? s.form.pupil : id)),
	    _("The person has been added."));
}

static struct person_form
form_of(struct html *h, const struct person *person)
{
	return (struct person_form){
	    .surname = person->surname,
	    .given = person->given,
	    .patronymic = person->patronymic,
	    .birth = office_day_field(h, person->birth_on),
	    .sex = person->sex,
	    .email = person->email,
	    .phone = person->phone,
	    .note = person->note,
	};
}

void
page_person_edit(struct page *p)
{
	struct person_page s = {.form = form_read(p), .id = p->ids[0]};
	struct html *h = &p->html;
	struct person_card card;
	enum err err;

	if (p->req->method != HTTP_POST) {
		if ((err = person_card(p->act, s.id, &card))) {
			page_error(p, err);
			return;
		}
		s.form = form_of(h, &card.person);
		form_show(p, &s);
		return;
	}
	err = person_change(p->act, s.id, &s.form, &s.fault);
	if (err == ERR_INVALID && s.fault) {
		form_show(p, &s);
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	page_go(p, page_path(p, "/people/%lld", (long long)s.id),
	    _("The card has been saved."));
}
