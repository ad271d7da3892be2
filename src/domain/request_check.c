/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/request_check.h"

#include <ctype.h>
#include <string.h>

#include "base/codes.h"
#include "base/text.h"
#include "domain/codifier.h"

const char *const request_kinds[REQUEST_KINDS_N] = {
    "school", "vocational", "pre_higher", "higher"};

/* The longest official names are about 250 bytes. */
static const size_t bytes_max[FIELD_COUNT] = {
    [FIELD_REGION] = 100,
    [FIELD_COMMUNITY] = 200,
    [FIELD_NAME] = 400,
    [FIELD_DISO] = 40,
    [FIELD_EDRPOU] = 40,
    [FIELD_PERSON] = 200,
    [FIELD_EMAIL] = CODES_EMAIL_BYTES_MAX,
    [FIELD_PHONE] = 80,
    [FIELD_KIND] = 20,
};

#define SURE_TYPED 100

bool
request_kind_known(const char *kind)
{
	for (size_t i = 0; i < REQUEST_KINDS_N; i++)
		if (kind && strcmp(request_kinds[i], kind) == 0)
			return true;
	return false;
}

static void
judge(struct request_field *f, enum flag flag, const char *why)
{
	f->flag = place_flag_name(flag);
	f->why = why;
}

/* What the gate refuses is not kept: it cannot be shown either. */
static void
clean(
    struct arena *arena, const char *typed, size_t max, struct request_field *f)
{
	enum err err;

	f->value = "";
	judge(f, FLAG_MISSING, "");
	if (!typed || !*typed)
		return;
	err = text_clean(arena, typed, strlen(typed), max, false, &f->value);
	if (err) {
		f->value = "";
		judge(f, FLAG_INVALID,
		    err == ERR_LIMIT ? "too_long" : "unreadable");
		return;
	}
	if (*f->value)
		judge(f, FLAG_OK, "");
}

static bool
given(const struct request_field *f)
{
	return strcmp(f->flag, place_flag_name(FLAG_OK)) == 0;
}

/* "138 204" and "0207-0921" are digits that somebody has grouped. */
static const char *
digits_of(struct arena *arena, const char *s)
{
	char *out = arena_strdup(arena, s), *to = out;

	for (; *s; s++)
		if (*s != ' ' && *s != '-')
			*to++ = *s;
	*to = '\0';
	return out;
}

static void
check_codes(struct arena *arena, struct request_field *diso,
    struct request_field *edrpou)
{
	if (given(diso)) {
		const char *s = digits_of(arena, diso->value);

		if (codes_diso_valid(s))
			diso->value = s;
		else
			judge(diso, FLAG_INVALID, "not_digits");
	}
	if (given(edrpou)) {
		const char *s = digits_of(arena, edrpou->value);

		if (s[strspn(s, "0123456789")]) {
			judge(edrpou, FLAG_INVALID, "not_digits");
			return;
		}
		edrpou->value = s;
		if (!codes_edrpou_valid(s))
			judge(edrpou, FLAG_INVALID,
			    strlen(s) == 8 ? "check_digit" : "length");
	}
}

static void
check_contact(struct arena *arena, struct request_field *email,
    struct request_field *phone)
{
	const char *e164;

	if (given(email)) {
		if (codes_email_valid(email->value))
			email->value = codes_email_lower(arena, email->value);
		else
			judge(email, FLAG_INVALID, "not_an_address");
	}
	if (!given(phone))
		return;
	if (!codes_phone(arena, phone->value, &e164)) {
		phone->value = e164;
	} else if (!codes_phone_any(arena, phone->value, &e164)) {
		phone->value = e164;
		judge(phone, FLAG_AMBIGUOUS, "foreign");
	} else {
		judge(phone, FLAG_INVALID, "not_a_number");
	}
}

static void
check_name(
    struct arena *arena, struct request_field *name, struct request_field *kind)
{
	const char *found;

	if (given(kind)) {
		if (!request_kind_known(kind->value))
			judge(kind, FLAG_INVALID, "no_such_kind");
		return;
	}
	if (!given(name) || !(found = extract_kind(arena, name->value)))
		return;
	kind->value = found;
	judge(kind, FLAG_DERIVED, "from_name");
}

static void
check_person(struct arena *arena, struct request_field *person)
{
	const char *why;

	if (given(person)) {
		enum flag flag = extract_person(arena, &person->value, &why);

		judge(person, flag, why);
	}
}

/* A code says more than a name; the region follows from it. */
static enum err
place_by_code(struct act *act, struct request_field *region,
    struct request_field *community, bool *found)
{
	const struct region *r;
	struct community c;
	enum err err;

	*found = false;
	if (!codes_katottg_valid(community->value))
		return OK;
	err = codifier_community(act, community->value, &c);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	r = regions_find(c.region);
	if (!r)
		return OK;
	community->value = c.name;
	community->code = c.code;
	region->value = r->name;
	region->code = r->code;
	judge(region, FLAG_OK, "");
	*found = true;
	return OK;
}

/* A form sends the region's number: "59". */
static void
region_by_number(struct request_field *region)
{
	const struct region *r;

	if (strspn(region->value, "0123456789") != 2 || region->value[2])
		return;
	if ((r = regions_find(region->value)))
		region->value = r->name;
}

static enum err
check_place(struct act *act, struct request_field *region,
    struct request_field *community)
{
	const bool typed = given(community);
	struct place_answer a;
	struct places places;
	bool found = false;
	enum err err;

	region_by_number(region);
	if (typed && (err = place_by_code(act, region, community, &found)))
		return err;
	if (found)
		return OK;
	if ((err = codifier_places(act, &places)))
		return err;
	if ((err = place_resolve(
		 act->arena, &places, region->value, community->value, &a)))
		return err;
	if (a.region) {
		region->value = a.region->name;
		region->code = a.region->code;
	}
	if (!region->why[0])
		judge(region, a.region_flag, a.region_why);
	if (a.community_flag != FLAG_MISSING) {
		community->value = a.community;
		community->code = a.code;
	}
	if (!community->why[0])
		judge(community, a.community_flag, a.community_why);
	return OK;
}

enum err
request_check(struct act *act, const struct request_typed *typed,
    const char *source, struct request_field out[FIELD_COUNT])
{
	struct arena *a = act->arena;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		out[i] = (struct request_field){
		    .field = extract_field_name((enum field_id)i),
		    .confidence = SURE_TYPED,
		    .source = source,
		};
		clean(a, typed->value[i], bytes_max[i], &out[i]);
	}
	check_codes(a, &out[FIELD_DISO], &out[FIELD_EDRPOU]);
	check_contact(a, &out[FIELD_EMAIL], &out[FIELD_PHONE]);
	check_name(a, &out[FIELD_NAME], &out[FIELD_KIND]);
	check_person(a, &out[FIELD_PERSON]);
	return check_place(act, &out[FIELD_REGION], &out[FIELD_COMMUNITY]);
}

const struct request_field *
request_check_find(
    const struct request_field *fields, size_t n, enum field_id field)
{
	for (size_t i = 0; i < n; i++)
		if (fields[i].ord == 0 &&
		    strcmp(fields[i].field, extract_field_name(field)) == 0)
			return &fields[i];
	return NULL;
}

const char *
request_check_value(
    const struct request_field *fields, size_t n, enum field_id field)
{
	const struct request_field *f = request_check_find(fields, n, field);

	return f ? f->value : "";
}

unsigned
request_check_open(const struct request_field *fields, size_t n, bool branch)
{
	unsigned open = 0;

	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct request_field *f =
		    request_check_find(fields, n, (enum field_id)i);
		enum flag flag = f ? place_flag_parse(f->flag) : FLAG_MISSING;

		if (flag == FLAG_MISSING && i == FIELD_EDRPOU && branch)
			continue;
		if (flag == FLAG_MISSING || flag == FLAG_INVALID ||
		    flag == FLAG_AMBIGUOUS)
			open |= 1u << i;
	}
	return open;
}

int
request_check_edrpou_digit(const char *s)
{
	char code[9] = {0};

	if (strspn(s, "0123456789") < 7)
		return -1;
	memcpy(code, s, 7);
	for (int digit = 0; digit < 10; digit++) {
		code[7] = (char)('0' + digit);
		if (codes_edrpou_valid(code))
			return digit;
	}
	return -1;
}
