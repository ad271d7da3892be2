/* SPDX-License-Identifier: EUPL-1.2 */
/* From finds to institutions: which value belongs to which. */
#include "domain/extract_part.h"

#include <stdlib.h>
#include <string.h>

static int
by_place(const void *a, const void *b)
{
	const struct find *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (int)x->field - (int)y->field;
}

static bool
is_key(const struct find *f)
{
	return f->sure >= SURE_ALONE &&
	       (f->field == FIELD_NAME || f->field == FIELD_DISO ||
		   f->field == FIELD_EDRPOU);
}

bool
extract_records_same(struct reading *r, const char *a, const char *b)
{
	return strcmp(words_fold(r->arena, a, strlen(a)),
		   words_fold(r->arena, b, strlen(b))) == 0;
}

/* ---- which find belongs to which institution ---- */

static bool
digits_of(struct words w, const char **out)
{
	for (size_t i = 0; i < w.n; i++)
		if (w.p[i].digits) {
			*out = w.p[i].fold;
			return true;
		}
	return false;
}

/* Two spellings of one name: "Кролевецький ліцей" and its full form. Numbers
 * decide where both have one. */
static bool
similar(struct reading *r, const char *a, const char *b)
{
	struct words x = words_split(r->arena, a, strlen(a));
	struct words y = words_split(r->arena, b, strlen(b));
	const char *p, *q;
	size_t shared = 0;

	if (digits_of(x, &p) && digits_of(y, &q))
		return strcmp(p, q) == 0;
	for (size_t i = 0; i < x.n; i++) {
		for (size_t k = 0; k < y.n; k++) {
			/* Four letters: "кролевецький", "кролевецького". */
			if (strncmp(x.p[i].fold, y.p[k].fold, 8) == 0) {
				shared++;
				break;
			}
		}
	}
	return shared * 2 >= (x.n < y.n ? x.n : y.n);
}

static void
open_record(struct records *rs, size_t first, int group)
{
	if (rs->n == EXTRACT_REQUESTS_MAX) {
		rs->cut = true;
		return;
	}
	rs->p[rs->n++] =
	    (struct record){.first = first, .last = first, .group = group};
}

static const struct find *
held(const struct records *rs, const struct record *record, enum field_id field,
    int sure)
{
	for (size_t i = record->first; i < record->last; i++) {
		const struct find *f = &rs->r->finds[i];

		if (f->field == field && f->sure >= sure)
			return f;
	}
	return NULL;
}

/* Where the next institution begins between its first key at `key` and the
 * last key of the one before: at the first value that would be a second one. */
static size_t
boundary(const struct records *rs, const struct record *record, size_t key)
{
	size_t after = record->first;

	for (size_t i = record->first; i < key; i++)
		if (is_key(&rs->r->finds[i]))
			after = i + 1;
	for (size_t i = after; i < key; i++) {
		const struct find *f = &rs->r->finds[i];
		struct record before = *record;
		const struct find *had;

		before.last = i;
		/* Another name in the same sentence opens the next one, too. */
		if (f->field == FIELD_NAME && f->sure >= SURE_PROSE &&
		    (had = held(rs, &before, FIELD_NAME, SURE_PROSE)) &&
		    !similar(rs->r, had->value, f->value))
			return i;
		if (f->field == FIELD_PHONE || f->sure < SURE_ALONE)
			continue;
		if (held(rs, &before, f->field, SURE_ALONE))
			return i;
	}
	return key;
}

static void
split(struct records *rs)
{
	struct reading *r = rs->r;

	open_record(rs, 0, -1);
	for (size_t i = 0; i < r->n; i++) {
		struct record *record = &rs->p[rs->n - 1];
		const struct find *f = &r->finds[i], *had;

		record->last = i;
		if (!is_key(f))
			continue;
		had = held(rs, record, f->field, SURE_ALONE);
		if (had && !extract_records_same(r, had->value, f->value)) {
			size_t at = boundary(rs, record, i);

			record->last = at;
			open_record(rs, at, -1);
		}
	}
	rs->p[rs->n - 1].last = r->n;
}

static void
describe(const struct records *rs, struct record *record)
{
	record->contacts = held(rs, record, FIELD_PERSON, SURE_ALONE) ||
			   held(rs, record, FIELD_EMAIL, SURE_PROSE) ||
			   held(rs, record, FIELD_PHONE, SURE_PROSE);
	record->label_name = held(rs, record, FIELD_NAME, SURE_LABEL) != NULL;
	record->name = held(rs, record, FIELD_NAME, SURE_ALONE);
	/* A second ЄДРПОУ alone is a correction, not an institution. */
	record->codes =
	    held(rs, record, FIELD_DISO, SURE_ALONE) ||
	    (record->name && held(rs, record, FIELD_EDRPOU, SURE_ALONE));
}

/* A record that holds a name alone is another mention of its neighbour, or
 * the addressee quoted before the first institution. */
static bool
is_mention(const struct records *rs, size_t i)
{
	const struct record *record = &rs->p[i];
	bool codes_before = false;

	if (record->codes || record->contacts || !record->name)
		return !record->codes && !record->name;
	for (size_t k = 0; k < rs->n; k++) {
		const struct record *other = &rs->p[k];

		if (k == i || !other->name)
			continue;
		if (similar(rs->r, record->name->value, other->name->value))
			return true;
	}
	for (size_t k = 0; k < i; k++)
		codes_before |= rs->p[k].codes;
	for (size_t k = i + 1; k < rs->n && !codes_before; k++)
		if (rs->p[k].codes)
			return !record->label_name;
	return false;
}

static void
merge_mentions(struct records *rs)
{
	for (size_t i = 0; i < rs->n; i++)
		describe(rs, &rs->p[i]);
	for (size_t i = 0; rs->n > 1 && i < rs->n;) {
		if (!is_mention(rs, i)) {
			i++;
			continue;
		}
		/* What comes before an institution joins it; what follows the
		 * last one joins the last one. */
		if (i + 1 < rs->n && (i == 0 || !rs->p[i - 1].name))
			rs->p[i + 1].first = rs->p[i].first;
		else
			rs->p[i - 1].last = rs->p[i].last;
		memmove(&rs->p[i], &rs->p[i + 1],
		    (rs->n - i - 1) * sizeof(rs->p[0]));
		rs->n--;
		i = 0;
		for (size_t k = 0; k < rs->n; k++)
			describe(rs, &rs->p[k]);
	}
}

/* Who sends a letter on signs it with a telephone and an address of his own. */
static void
drop_forwarder(struct reading *r)
{
	bool inside = false;
	size_t kept = 0;

	for (size_t i = 0; i < r->n; i++)
		inside |=
		    is_key(&r->finds[i]) && r->finds[i].at > r->forward_at;
	if (!r->forward || !inside)
		return;
	for (size_t i = 0; i < r->n; i++) {
		struct find f = r->finds[i];

		if (f.at >= r->forward_at ||
		    (f.field != FIELD_PHONE && f.field != FIELD_EMAIL &&
			f.field != FIELD_PERSON))
			r->finds[kept++] = f;
	}
	r->n = kept;
}

/* Rows or columns of a table say themselves what belongs together. */
static bool
split_by_table(struct records *rs)
{
	for (int group = 0; group < rs->r->groups; group++) {
		bool key = false;

		for (size_t i = 0; i < rs->r->n; i++)
			key |= rs->r->finds[i].group == group &&
			       is_key(&rs->r->finds[i]);
		if (!key)
			continue;
		open_record(rs, 0, group);
		rs->p[rs->n - 1].last = rs->r->n;
	}
	return rs->n > 0;
}

enum err
extract_records_read(struct reading *r, const struct extract_letter *letter,
    const struct places *places, struct extract_result *out)
{
	struct records *rs = arena_alloc(r->arena, sizeof(*rs));
	enum err err;

	rs->r = r;
	rs->letter = letter;
	rs->places = places;
	drop_forwarder(r);
	if (r->n)
		qsort(r->finds, r->n, sizeof(*r->finds), by_place);
	if (!split_by_table(rs)) {
		split(rs);
		merge_mentions(rs);
	}
	out->requests = arena_array(r->arena, rs->n, sizeof(*out->requests));
	out->n = rs->n;
	out->cut |= rs->cut;
	for (size_t i = 0; i < rs->n; i++) {
		struct extract_request *request = &out->requests[i];

		if ((err = extract_choose_read(rs, &rs->p[i], request)))
			return err;
	}
	return OK;
}
