/* SPDX-License-Identifier: EUPL-1.2 */
/* Which of several finds is an institution's value, and what is to be said of
 * it. */
#include "domain/extract_part.h"

#include <string.h>

#include "base/codes.h"
#include "base/text.h"

static bool
belongs(const struct record *record, const struct find *f, size_t i)
{
	return i >= record->first && i < record->last &&
	       (record->group < 0 || f->group == record->group);
}

/* The best find of a field: by how it was found, then by place. *several:
 * another one, as good, says something else. */
static const struct find *
best_of(const struct records *rs, const struct record *record,
    enum field_id field, bool *several)
{
	const struct find *best = NULL;

	*several = false;
	for (size_t i = 0; i < rs->r->n; i++) {
		const struct find *f = &rs->r->finds[i];

		if (f->field != field || !belongs(record, f, i))
			continue;
		if (!best || f->sure > best->sure) {
			best = f;
			*several = false;
		} else if (f->sure == best->sure &&
			   !extract_records_same(
			       rs->r, f->value, best->value)) {
			*several = true;
		}
	}
	return best;
}

/* What stands outside every row, or only once in the letter, holds for all. */
static const struct find *
shared(
    const struct records *rs, const struct record *record, enum field_id field)
{
	const struct find *only = NULL;

	for (size_t i = 0; i < rs->r->n; i++) {
		const struct find *f = &rs->r->finds[i];

		if (f->field != field || f->sure < SURE_PROSE ||
		    (record->group >= 0 && f->group >= 0))
			continue;
		if (only && !extract_records_same(rs->r, only->value, f->value))
			return NULL;
		if (!only)
			only = f;
	}
	return only;
}

static struct extract_value
value_of(const struct find *f)
{
	return (struct extract_value){.value = f->value,
	    .raw = f->value,
	    .why = f->why,
	    .flag = FLAG_OK,
	    .confidence = f->sure,
	    .at = f->at,
	    .len = f->len};
}

static void
flag(struct extract_value *v, enum flag flag_, const char *why)
{
	v->flag = flag_;
	v->why = why;
	if (v->confidence > 50 && flag_ != FLAG_DERIVED &&
	    flag_ != FLAG_UNCHECKED)
		v->confidence = 50;
}

/* Takes the best find into *v, or the shared one as derived. */
static bool
take(const struct records *rs, const struct record *record, enum field_id field,
    struct extract_value *v)
{
	bool several;
	const struct find *f = best_of(rs, record, field, &several);

	*v = (struct extract_value){.why = "", .flag = FLAG_MISSING};
	if (!f) {
		if (rs->n < 2 || !(f = shared(rs, record, field)))
			return false;
		*v = value_of(f);
		flag(v, FLAG_DERIVED, "shared");
		return true;
	}
	*v = value_of(f);
	if (several)
		flag(v, FLAG_AMBIGUOUS, "several");
	return true;
}

/* Latin letters in Cyrillic words: the one reading there is, and said. */
static void
unmix(struct arena *arena, struct extract_value *v)
{
	const char *mended;

	switch (text_unmix(arena, v->value, &mended)) {
	case TEXT_PURE:
		break;
	case TEXT_REPAIRED:
		v->value = mended;
		if (v->flag == FLAG_OK)
			flag(v, FLAG_DERIVED, "mixed_script");
		break;
	case TEXT_AMBIGUOUS:
		flag(v, FLAG_AMBIGUOUS, "mixed_script");
		break;
	}
}

static void
take_name(const struct records *rs, const struct record *record,
    struct extract_request *out)
{
	struct extract_value *name = &out->field[FIELD_NAME];
	struct extract_value *kind = &out->field[FIELD_KIND];
	bool several;
	const struct find *f = best_of(rs, record, FIELD_NAME, &several);

	*kind = *name = (struct extract_value){.why = "", .flag = FLAG_MISSING};
	if (!f)
		return;
	/* Several mentions of one name are no doubt. */
	*name = value_of(f);
	if (f->why[0])
		flag(name, FLAG_AMBIGUOUS, f->why);
	unmix(rs->r->arena, name);
	kind->value = extract_kind(rs->r->arena, name->value);
	if (!kind->value)
		return;
	*kind = (struct extract_value){.value = kind->value,
	    .raw = name->value,
	    .why = "from_name",
	    .flag = FLAG_DERIVED,
	    .confidence = name->confidence - 10,
	    .at = name->at,
	    .len = name->len};
}

static void
take_diso(const struct records *rs, const struct record *record,
    struct extract_value *diso)
{
	if (!take(rs, record, FIELD_DISO, diso))
		return;
	if (!codes_diso_valid(diso->value))
		flag(diso, FLAG_INVALID, "not_digits");
	else if (diso->confidence <= SURE_WEAK)
		flag(diso, FLAG_AMBIGUOUS, "no_label");
	/* A shared number would be two institutions with one. */
	if (strcmp(diso->why, "shared") == 0)
		*diso = (struct extract_value){.why = "", .flag = FLAG_MISSING};
}

/* Of several codes the one with a right check digit, if it is the only one. */
static void
prefer_right(const struct records *rs, const struct record *record,
    struct extract_value *edrpou)
{
	const struct find *right = NULL;
	bool several = false;

	for (size_t i = 0; i < rs->r->n; i++) {
		const struct find *f = &rs->r->finds[i];

		if (f->field != FIELD_EDRPOU || !belongs(record, f, i) ||
		    f->sure < SURE_ALONE)
			continue;
		several |= strcmp(f->value, edrpou->value) != 0;
		if (!codes_edrpou_valid(f->value))
			continue;
		if (right && strcmp(f->value, right->value) != 0) {
			flag(edrpou, FLAG_AMBIGUOUS, "several");
			return;
		}
		right = f;
	}
	if (!several)
		return;
	if (right)
		*edrpou = value_of(right);
	flag(edrpou, FLAG_AMBIGUOUS, "several");
}

static void
take_edrpou(const struct records *rs, const struct record *record,
    struct extract_value *edrpou)
{
	size_t n;

	if (!take(rs, record, FIELD_EDRPOU, edrpou))
		return;
	prefer_right(rs, record, edrpou);
	n = strspn(edrpou->value, "0123456789");
	if (codes_edrpou_valid(edrpou->value)) {
		if (edrpou->confidence <= SURE_WEAK)
			flag(edrpou, FLAG_AMBIGUOUS, "no_label");
		return;
	}
	/* A lone number that is none is nobody's mistake. */
	if (edrpou->confidence <= SURE_WEAK)
		*edrpou =
		    (struct extract_value){.why = "", .flag = FLAG_MISSING};
	else if (edrpou->value[n])
		flag(edrpou, FLAG_INVALID, "not_digits");
	else
		flag(edrpou, FLAG_INVALID, n == 8 ? "check_digit" : "length");
}

static void
take_person(const struct records *rs, const struct record *record,
    struct extract_request *out)
{
	struct extract_value *v = &out->field[FIELD_PERSON];
	const char *why;
	enum flag judged;

	if (!take(rs, record, FIELD_PERSON, v))
		return;
	judged = extract_person(rs->r->arena, &v->value, &why);
	/* The head or somebody named in passing need not be the one who will
	 * administer: a person has to say so. */
	if (v->flag == FLAG_OK && v->why[0] && judged != FLAG_INVALID)
		flag(v, FLAG_AMBIGUOUS, v->why);
	else if (v->flag == FLAG_OK || judged == FLAG_INVALID)
		flag(v, judged, why);
	if (v->flag == FLAG_OK)
		v->confidence =
		    best_of(rs, record, FIELD_PERSON, &(bool){false})->sure;
}

static bool
is_ours(const struct records *rs, const char *address)
{
	const char *to = rs->letter->to ? rs->letter->to : "";

	return strcmp(codes_email_lower(rs->r->arena, address),
		   codes_email_lower(rs->r->arena, to)) == 0;
}

static void
take_email(const struct records *rs, const struct record *record,
    struct extract_request *out)
{
	struct extract_value *v = &out->field[FIELD_EMAIL];
	const struct extract_letter *letter = rs->letter;
	bool found;

	for (size_t i = 0; i < rs->r->n; i++)
		if (rs->r->finds[i].field == FIELD_EMAIL &&
		    is_ours(rs, rs->r->finds[i].value))
			rs->r->finds[i].field = FIELD_COUNT;
	found = take(rs, record, FIELD_EMAIL, v);
	if (found && !codes_email_valid(v->value))
		flag(v, FLAG_INVALID, "not_an_address");
	if (found || !codes_email_valid(letter->from) || rs->r->forward ||
	    letter->forwarded)
		return;
	*v = (struct extract_value){.value = letter->from,
	    .raw = letter->from,
	    .why = "sender",
	    .flag = FLAG_DERIVED,
	    .confidence = SURE_PROSE};
}

static void
judge_phone(struct records *rs, struct extract_value *v)
{
	const char *number;

	switch (extract_contact_phone(rs->r->arena, v->value, &number)) {
	case FLAG_OK:
		break;
	case FLAG_DERIVED:
		flag(v, FLAG_DERIVED, "zero_added");
		break;
	case FLAG_AMBIGUOUS:
		flag(v, FLAG_AMBIGUOUS, "foreign");
		break;
	default:
		flag(v, FLAG_INVALID, "not_a_number");
		break;
	}
	v->value = number;
}

static void
take_phones(struct records *rs, const struct record *record,
    struct extract_request *out)
{
	struct extract_value *v = &out->field[FIELD_PHONE];

	if (!take(rs, record, FIELD_PHONE, v))
		return;
	/* Several numbers are usual and no doubt. */
	if (strcmp(v->why, "several") == 0) {
		bool several;

		*v = value_of(best_of(rs, record, FIELD_PHONE, &several));
	}
	judge_phone(rs, v);
	for (size_t i = 0; i < rs->r->n; i++) {
		const struct find *f = &rs->r->finds[i];
		struct extract_value more;
		bool had;

		if (f->field != FIELD_PHONE || !belongs(record, f, i) ||
		    out->phones == EXTRACT_OTHERS_MAX)
			continue;
		more = value_of(f);
		judge_phone(rs, &more);
		had = strcmp(more.value, v->value) == 0;
		for (size_t k = 0; k < out->phones; k++)
			had |= strcmp(more.value, out->phone[k].value) == 0;
		if (!had && more.flag != FLAG_INVALID)
			out->phone[out->phones++] = more;
	}
}

/* ---- places ---- */

static void
put_region(const struct place_answer *a, struct extract_value *region,
    const struct extract_value *community)
{
	if (!a->region) {
		flag(region, a->region_flag, a->region_why);
		return;
	}
	region->value = a->region->name;
	region->code = a->region->code;
	if (a->region_flag != FLAG_DERIVED)
		return;
	/* It was read from the community's words. */
	region->raw = community->raw;
	region->at = community->at;
	region->len = community->len;
	region->confidence = SURE_ALONE;
	flag(region, FLAG_DERIVED, a->region_why);
}

static void
put_community(const struct place_answer *a, struct extract_value *community)
{
	community->value = a->community;
	community->code = a->code;
	/* What was doubtful before (shared by all) stays so. */
	if (a->community_flag != FLAG_OK || community->flag == FLAG_MISSING)
		flag(community, a->community_flag, a->community_why);
	if (a->community_flag == FLAG_MISSING)
		community->value = NULL;
}

/* Communities found, surest first; each is tried until one is in the
 * codifier. */
static enum err
take_place(struct records *rs, const struct record *record,
    struct extract_request *out)
{
	struct extract_value *region = &out->field[FIELD_REGION];
	struct extract_value *community = &out->field[FIELD_COMMUNITY];
	struct place_answer answer, next;
	struct extract_value best;
	bool has_region = take(rs, record, FIELD_REGION, region);
	bool found = take(rs, record, FIELD_COMMUNITY, community);
	const char *region_text = has_region ? region->value : NULL;
	enum err err;

	if (found && strcmp(community->why, "several") == 0) {
		community->flag = FLAG_OK;
		community->why = "";
	}
	best = *community;
	if ((err = place_resolve(rs->r->arena, rs->places, region_text,
		 community->value, &answer)))
		return err;
	for (size_t i = 0;
	     found && !answer.code && rs->places->loaded && i < rs->r->n; i++) {
		const struct find *f = &rs->r->finds[i];

		if (f->field != FIELD_COMMUNITY || !belongs(record, f, i))
			continue;
		if ((err = place_resolve(rs->r->arena, rs->places, region_text,
			 f->value, &next)))
			return err;
		/* A labelled value that is wrong stays as it was written. */
		if (next.code && best.confidence < SURE_LABEL) {
			answer = next;
			best = value_of(f);
		}
	}
	*community = best;
	put_region(&answer, region, community);
	put_community(&answer, community);
	return OK;
}

enum err
extract_choose_read(struct records *rs, const struct record *record,
    struct extract_request *out)
{
	take_name(rs, record, out);
	take_diso(rs, record, &out->field[FIELD_DISO]);
	take_edrpou(rs, record, &out->field[FIELD_EDRPOU]);
	take_person(rs, record, out);
	take_email(rs, record, out);
	take_phones(rs, record, out);
	return take_place(rs, record, out);
}
