/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/request_form.h"

#include <string.h>

#include "domain/regions.h"
#include "web/request_pages.h"
#include "web/request_text.h"

#define FIND "find"
#define LIST "communities"

void
request_form_read(struct page *p, struct request_typed *typed)
{
	const char *choice = http_post(p->req, "community_code");

	for (size_t i = 0; i < FIELD_COUNT; i++)
		typed->value[i] =
		    http_post(p->req, extract_field_name((enum field_id)i));
	/* Chosen from the list: the code says more than what was typed. */
	if (choice && *choice)
		typed->value[FIELD_COMMUNITY] = choice;
}

bool
request_form_asked(struct page *p)
{
	const char *what = http_post(p->req, "do");

	return what && strcmp(what, FIND) == 0;
}

/* A name that several communities bear is shown with its district, so that it
 * is understood again. */
static const char *
stored_value(struct page *p, const struct request_field *fields, size_t n,
    enum field_id field)
{
	const struct request_field *f = request_check_find(fields, n, field);
	struct community c;

	if (!f)
		return "";
	if (field == FIELD_COMMUNITY && f->code &&
	    codifier_community(p->act, f->code, &c) == OK)
		return c.text;
	return f->value;
}

void
request_form_from(struct page *p, struct request_form *form,
    const struct request_field *fields, size_t n)
{
	const bool sent = http_post(p->req, "name") != NULL;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const enum field_id field = (enum field_id)i;
		const char *typed =
		    http_post(p->req, extract_field_name(field));

		/* Radios that nobody touched are not in the form. */
		form->value[i] = typed ? typed
				 : sent && field == FIELD_KIND
				     ? ""
				     : stored_value(p, fields, n, field);
	}
	form->asked = request_form_asked(p);
	if (form->asked &&
	    codifier_suggest(p->act, http_post(p->req, "region"),
		form->value[FIELD_COMMUNITY], form->choices, &form->choices_n))
		form->choices_n = 0;
}

void
request_form_errors(struct page *p, struct request_form *form,
    const struct request_field *fields, unsigned wrong)
{
	struct html *h = &p->html;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const char *why;

		if (!(wrong & (1u << i)))
			continue;
		why = request_text_why(h, (enum field_id)i, &fields[i]);
		form->error[i] = why ? why : _("Check this.");
	}
}

void
request_form_mark(struct page *p, struct request_form *form,
    const struct request_field *fields, size_t n, unsigned wrong)
{
	struct request_field all[FIELD_COUNT];

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct request_field *f =
		    request_check_find(fields, n, (enum field_id)i);

		all[i] = f ? *f
			   : (struct request_field){
				 .value = "", .flag = "missing", .why = ""};
	}
	request_form_errors(p, form, all, wrong);
}

/* In the order in which they stand on the page. */
static const enum field_id order[] = {FIELD_REGION, FIELD_COMMUNITY, FIELD_NAME,
    FIELD_KIND, FIELD_DISO, FIELD_EDRPOU, FIELD_PERSON, FIELD_EMAIL,
    FIELD_PHONE};
#define ORDER_N (sizeof(order) / sizeof(order[0]))

void
request_form_summary(
    struct page *p, const struct request_form *form, const struct field *extra)
{
	struct field fields[ORDER_N];
	const struct field *list[ORDER_N + 1];
	size_t n = 0;

	for (size_t i = 0; i < ORDER_N; i++) {
		fields[i] = (struct field){
		    .name = extract_field_name(order[i]),
		    .label = request_text_field(&p->html, order[i]),
		    .error = form->error[order[i]],
		};
		list[n++] = &fields[i];
	}
	if (extra)
		list[n++] = extra;
	form_errors(p, list, n);
}

static struct field
field_of(struct html *h, const struct request_form *form, enum field_id field)
{
	return (struct field){
	    .name = extract_field_name(field),
	    .label = request_text_field(h, field),
	    .value = form->value[field],
	    .error = form->error[field],
	    .required = true,
	};
}

/* ---- the place ------------------------------------------------------------
 */

/* The form sends a region's number, the store knows its name. */
static const char *
region_number(const char *value)
{
	const struct region *region = *value ? regions_match(value) : NULL;

	return region ? region->number : value;
}

static void
put_region(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct choice choices[MAP_REGIONS + 1];
	size_t n = request_pages_regions(h, choices, _("Choose"));
	struct field f = field_of(h, form, FIELD_REGION);

	f.value = region_number(f.value);
	form_select(p, &f, choices, n);
}

/* "Сумський район · центр: Миколаївка" */
static const char *
where(struct html *h, const struct community *c, bool code)
{
	struct buf b;

	buf_init(&b, h->arena, 120);
	buf_adds(&b, *c->district ? FILL(h->arena, _("{district} district"),
					{"district", c->district})
				  : map_region_name(h, c->region));
	if (*c->seat)
		buf_addf(&b, " · %s",
		    FILL(h->arena, _("centre: {name}"), {"name", c->seat}));
	if (code)
		buf_addf(&b, " · %s", c->code);
	return b.p;
}

static void
put_choices(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct choice out[CODIFIER_SUGGEST_MAX];

	for (size_t i = 0; i < form->choices_n; i++)
		out[i] = (struct choice){form->choices[i].code,
		    form->choices[i].name,
		    where(h, &form->choices[i], form->codes)};
	form_radios(p,
	    &(struct field){.name = "community_code",
		.label = _("Which community is it?"),
		.value = form->choices_n == 1 ? out[0].value : NULL},
	    out, form->choices_n);
}

static void
put_community(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct field f = field_of(h, form, FIELD_COMMUNITY);

	f.hint = _("Begin to type and choose from the list; the name of a city"
		   " or village will do as well.");
	f.list = LIST;
	f.autocomplete = "off";
	f.maxlength = 200;
	form_field(p, &f);
	html(h, "<datalist id='" LIST "'></datalist>\n<p>");
	form_button(p, "mini", "do", FIND, _("Find the community"));
	html(h, "</p>\n");
	if (form->choices_n)
		put_choices(p, form);
	else if (form->asked)
		html(h, "<p class='wrong' role='alert'>{}</p>\n",
		    _("Nothing begins like this. Check the oblast and the"
		      " first letters."));
}

/* ---- the rest -------------------------------------------------------------
 */

static void
put_kind(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct choice kinds[REQUEST_KINDS_N + 1];
	struct field f = field_of(h, form, FIELD_KIND);

	request_pages_kinds(h, kinds, "");
	/* The first choice is "none": a question of filters only. */
	form_radios(p, &f, kinds + 1, REQUEST_KINDS_N);
}

static void
put_institution(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct field name = field_of(h, form, FIELD_NAME);
	struct field diso = field_of(h, form, FIELD_DISO);
	struct field edrpou = field_of(h, form, FIELD_EDRPOU);

	name.hint = _("As in the charter, without abbreviations");
	name.type = "textarea";
	name.maxlength = 400;
	diso.hint = _("The number of the institution in DISO, usually 5 or 6"
		      " digits");
	diso.inputmode = "numeric";
	diso.width = 1;
	diso.maxlength = 20;
	edrpou.hint = _("8 digits; leading zeros count");
	edrpou.inputmode = "numeric";
	edrpou.width = 1;
	edrpou.maxlength = 20;
	form_field(p, &name);
	put_kind(p, form);
	form_field(p, &diso);
	form_field(p, &edrpou);
}

static void
put_person(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;
	struct field person = field_of(h, form, FIELD_PERSON);
	struct field email = field_of(h, form, FIELD_EMAIL);
	struct field phone = field_of(h, form, FIELD_PHONE);

	person.hint = _("Surname, given name, patronymic. This person becomes"
			" the institution’s administrator");
	person.autocomplete = "name";
	person.maxlength = 200;
	email.hint = _("The invitation comes to this address");
	email.type = "email";
	email.autocomplete = "email";
	email.maxlength = 254;
	email.spell_off = true;
	phone.hint = _("For instance +380 67 123 45 67");
	phone.type = "tel";
	phone.autocomplete = "tel";
	phone.width = 2;
	phone.maxlength = 40;
	form_field(p, &person);
	form_field(p, &email);
	form_field(p, &phone);
}

void
request_form_put(struct page *p, const struct request_form *form)
{
	struct html *h = &p->html;

	/* Enter in a field presses the first button of a form. */
	html(h,
	    "<button class='vh' name='do' value='send' tabindex='-1' "
	    "aria-hidden='true'>{}</button>\n",
	    _("Save"));
	html(h, "<fieldset><legend>{}</legend><div class='flow'>\n",
	    _("Institution"));
	put_region(p, form);
	put_community(p, form);
	put_institution(p, form);
	html(h, "</div></fieldset>\n");
	html(h, "<fieldset><legend>{}</legend><div class='flow'>\n",
	    request_text_field(h, FIELD_PERSON));
	put_person(p, form);
	html(h, "</div></fieldset>\n");
}
