/* SPDX-License-Identifier: EUPL-1.2 */
/* Values under a label, and the list of what has been found. */
#include "domain/extract_part.h"

#include <string.h>

#include "base/text.h"

/* Longest value that is kept; a longer one is cut. */
#define VALUE_BYTES_MAX 500

/* ---- the list of finds ---- */

bool
extract_values_has(const struct reading *r, enum field_id field, size_t at)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct find *f = &r->finds[i];

		if (f->field == field && at >= f->at && at < f->at + f->len)
			return true;
	}
	return false;
}

void
extract_values_add(struct reading *r, struct find find)
{
	if (r->n == FINDS_MAX || !find.value || !find.value[0])
		return;
	if (extract_values_has(r, find.field, find.at))
		return;
	if (!find.why)
		find.why = "";
	if (r->n == r->cap) {
		struct find *p;

		r->cap = r->cap ? r->cap * 2 : 64;
		p = arena_array(r->arena, r->cap, sizeof(*p));
		if (r->n)
			memcpy(p, r->finds, r->n * sizeof(*p));
		r->finds = p;
	}
	r->finds[r->n++] = find;
}

const char *
extract_values_clean(struct reading *r, size_t at, size_t len)
{
	char *line = arena_strndup(r->arena, r->text + at, len);
	const char *out;
	bool start = false;

	/* A value may run over lines: breaks and quote marks become blanks. */
	for (char *p = line; *p; p++) {
		if (*p == '\n' || *p == '\t' || (start && *p == '>')) {
			start |= *p == '\n';
			*p = ' ';
		} else if (*p != ' ') {
			start = false;
		}
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = ' ';
	}
	if (len > VALUE_BYTES_MAX) {
		size_t n = VALUE_BYTES_MAX;

		while (n && ((unsigned char)line[n] & 0xc0) == 0x80)
			n--;
		line[n] = '\0';
	}
	if (text_clean(r->arena, line, strlen(line), TEXT_BYTES_MAX, false,
		&out) != OK)
		return "";
	return out;
}

void
extract_values_forward(struct reading *r, size_t at)
{
	if (!r->forward)
		r->forward_at = at;
	r->forward = true;
}

bool
extract_values_adjacent(
    const struct reading *r, const struct word *a, const struct word *b)
{
	int lines = 0;

	for (size_t i = a->at + a->len; i < b->at; i++) {
		unsigned char c = (unsigned char)r->text[i];

		if (c == '\n' && ++lines > 1)
			return false;
		if (c == 0xc2 && (unsigned char)r->text[i + 1] == 0xa0)
			i++;
		else if (c != ' ' && c != '\r' && c != '\n' &&
			 !(c == '>' && lines))
			return false;
	}
	return true;
}

/* ---- helpers over a piece ---- */

static struct words
piece_words(const struct reading *r, const struct piece_of_line *piece)
{
	return words_within(r->words, piece->at, piece->len);
}

/* "немає", "відсутній", "-": said to be missing. */
static bool
is_absent(const struct reading *r, const struct piece_of_line *piece)
{
	struct words w = piece_words(r, piece);

	if (w.n == 0)
		return true;
	return w.n <= 3 && (words_in(w.p[0].fold,
				"немає|нема|нет|none|відсутньо|невідомо") ||
			       words_starts(w.p[0].fold, "відсутн"));
}

void
extract_values_put(struct reading *r, const struct piece_of_line *piece,
    enum field_id field, size_t at, size_t len, int sure)
{
	extract_values_add(r, (struct find){.field = field,
				  .at = at,
				  .len = len,
				  .sure = sure,
				  .group = piece->group,
				  .value = extract_values_clean(r, at, len)});
}

static void
add_whole(struct reading *r, const struct piece_of_line *piece,
    enum field_id field, int sure)
{
	size_t len = piece->len;

	while (len && strchr(",;", r->text[piece->at + len - 1]))
		len--;
	if (!is_absent(r, piece))
		extract_values_put(r, piece, field, piece->at, len, sure);
}

/* ---- codes ---- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* The first run of digits in the piece, blanks inside allowed where nothing
 * but digits stands there ("0207 0921"). */
static bool
digits_find(const struct reading *r, const struct piece_of_line *piece,
    size_t *at, size_t *len)
{
	size_t i = piece->at, end = piece->at + piece->len, b;

	while (i < end && !is_digit(r->text[i]))
		i++;
	if (i == end)
		return false;
	for (b = i; b < end && (is_digit(r->text[b]) || r->text[b] == ' '); b++)
		;
	if (b < end)
		for (b = i; b < end && is_digit(r->text[b]); b++)
			;
	while (b > i && r->text[b - 1] == ' ')
		b--;
	*at = i;
	*len = b - i;
	return true;
}

static const char *
without_blanks(struct reading *r, size_t at, size_t len)
{
	char *out = arena_strndup(r->arena, r->text + at, len), *to = out;

	for (const char *p = out; *p; p++)
		if (*p != ' ')
			*to++ = *p;
	*to = '\0';
	return out;
}

/* The code, and what stands behind it in the same piece: sentences go on. */
static void
read_code(
    struct reading *r, const struct piece_of_line *piece, enum field_id field)
{
	struct piece_of_line rest = *piece;
	size_t at, len;

	if (is_absent(r, piece))
		return;
	/* "02070921a", "не пам’ятаю": kept as it is, and refused later. */
	if (!digits_find(r, piece, &at, &len)) {
		add_whole(r, piece, field, SURE_LABEL);
		return;
	}
	extract_values_add(r, (struct find){.field = field,
				  .at = at,
				  .len = len,
				  .sure = SURE_LABEL,
				  .group = piece->group,
				  .value = without_blanks(r, at, len)});
	rest.label = LABEL_NONE;
	rest.at = at + len;
	rest.len = piece->at + piece->len - rest.at;
	extract_contact_emails(r, &rest, SURE_PROSE);
	extract_contact_phones(r, &rest, SURE_PROSE);
}

/* "ДІСО / ЄДРПОУ: 138204 / 02070921": eight digits are the second. */
static void
read_codes(struct reading *r, const struct piece_of_line *piece)
{
	struct words w = piece_words(r, piece);

	for (size_t i = 0; i < w.n; i++)
		if (w.p[i].digits)
			extract_values_put(r, piece,
			    w.p[i].len == 8 ? FIELD_EDRPOU : FIELD_DISO,
			    w.p[i].at, w.p[i].len, SURE_NEAR);
}

/* ---- places, names, persons ---- */

/* An address or "область, громада": pieces between commas. */
static void
read_place(struct reading *r, const struct piece_of_line *piece)
{
	size_t end = piece->at + piece->len;

	for (size_t i = piece->at; i < end;) {
		size_t len = strcspn(r->text + i, ",;/\n");
		struct words w;
		const char *value;
		bool street = false;

		if (i + len > end)
			len = end - i;
		w = words_within(r->words, i, len);
		for (size_t k = 0; k < w.n; k++)
			street |=
			    w.p[k].digits ||
			    words_in(w.p[k].fold,
				"вул|вулиця|просп|проспект|бульвар|бул|пров|"
				"провулок|площа|пл|буд|будинок|район|р-н|"
				"україна");
		value = extract_values_clean(r, i, len);
		if (w.n && regions_match(value))
			extract_values_put(r, piece, FIELD_REGION, w.p[0].at,
			    i + len - w.p[0].at, SURE_NEAR);
		else if (w.n && !street)
			extract_values_put(r, piece, FIELD_COMMUNITY, w.p[0].at,
			    i + len - w.p[0].at, SURE_NEAR);
		i += len + 1;
	}
}

/* "(ID ДІСО 139417, ...": the name ends where other data begin. */
static void
read_name(struct reading *r, const struct piece_of_line *piece)
{
	struct words w = piece_words(r, piece);
	size_t at = piece->at, end = piece->at + piece->len;

	for (size_t i = 1; i < w.n; i++) {
		if (!extract_labels_is_diso(w.p[i].fold) &&
		    !extract_labels_is_edrpou(w.p[i].fold) &&
		    !extract_labels_is_phone(w.p[i].fold))
			continue;
		end = w.p[i].at;
		while (end > at && !strchr(",;(", r->text[end]))
			end--;
		break;
	}
	while (end > at && strchr(" ,;(\t", r->text[end - 1]))
		end--;
	/* The end of a sentence; not of "ім." or "обл.". */
	if (w.n && end > at && r->text[end - 1] == '.' &&
	    w.p[w.n - 1].len > 4 * 2 &&
	    w.p[w.n - 1].at + w.p[w.n - 1].len == end - 1)
		end--;
	if (end > at && !is_absent(r, piece))
		extract_values_put(
		    r, piece, FIELD_NAME, at, end - at, SURE_LABEL);
}

static void
read_person(struct reading *r, const struct piece_of_line *piece, int sure)
{
	size_t at, len;

	if (extract_person_find(r, piece->at, piece->len, &at, &len)) {
		extract_values_add(
		    r, (struct find){.field = FIELD_PERSON,
			   .at = at,
			   .len = len,
			   .sure = sure,
			   .group = piece->group,
			   .value = extract_values_clean(r, at, len),
			   .why = piece->label == LABEL_HEAD ? "head" : ""});
		return;
	}
	if (sure == SURE_LABEL)
		add_whole(r, piece, FIELD_PERSON, sure);
}

static void
mask(struct reading *r, const struct piece_of_line *piece)
{
	struct words w = piece_words(r, piece);

	for (size_t i = 0; i < w.n; i++)
		r->masked[&w.p[i] - r->words.p] = 1;
}

void
extract_values_read(struct reading *r, const struct piece_of_line *piece)
{
	int sure = SURE_PROSE, labelled;

	switch (piece->label) {
	case LABEL_HEADER:
		extract_values_forward(r, piece->at);
		mask(r, piece);
		return;
	case LABEL_OTHER:
		mask(r, piece);
		return;
	case LABEL_REGION:
		add_whole(r, piece, FIELD_REGION, SURE_LABEL);
		break;
	case LABEL_COMMUNITY:
		add_whole(r, piece, FIELD_COMMUNITY, SURE_LABEL);
		break;
	case LABEL_PLACE:
		read_place(r, piece);
		break;
	case LABEL_NAME:
		read_name(r, piece);
		break;
	case LABEL_DISO:
		read_code(r, piece, FIELD_DISO);
		return;
	case LABEL_EDRPOU:
		read_code(r, piece, FIELD_EDRPOU);
		return;
	case LABEL_CODES:
		read_codes(r, piece);
		return;
	case LABEL_PERSON:
		read_person(r, piece, SURE_LABEL);
		break;
	case LABEL_HEAD:
		read_person(r, piece, SURE_WEAK);
		break;
	case LABEL_CONTACT:
		sure = SURE_NEAR;
		read_person(r, piece, sure);
		break;
	case LABEL_EMAIL:
	case LABEL_EMAIL_OWN:
		labelled = piece->label == LABEL_EMAIL ? SURE_LABEL : SURE_OWN;
		if (!extract_contact_emails(r, piece, labelled))
			add_whole(r, piece, FIELD_EMAIL, labelled);
		break;
	case LABEL_PHONE:
	case LABEL_PHONE_OWN:
		labelled = piece->label == LABEL_PHONE ? SURE_LABEL : SURE_OWN;
		if (!extract_contact_phones(r, piece, labelled))
			add_whole(r, piece, FIELD_PHONE, labelled);
		break;
	case LABEL_NONE:
		break;
	}
	extract_contact_emails(r, piece, sure);
	extract_contact_phones(r, piece, sure);
}
