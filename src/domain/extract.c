/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/extract.h"

#include <string.h>

#include "base/codes.h"
#include "domain/extract_part.h"

static const char *const field_names[FIELD_COUNT] = {"region", "community",
    "name", "diso_id", "edrpou", "person", "email", "phone", "kind"};

const char *
extract_field_name(enum field_id field)
{
	return field_names[field];
}

const char *
extract_sender_name(enum extract_sender sender)
{
	static const char *const names[] = {"institution", "other", "unclear"};

	return names[sender];
}

/* Whole words only, so that a cut never leaves half a code point. */
static size_t
readable(const struct extract_letter *letter, bool *cut)
{
	size_t n = letter->len;

	if (n <= EXTRACT_BYTES_MAX)
		return n;
	*cut = true;
	n = EXTRACT_BYTES_MAX;
	while (n && ((unsigned char)letter->text[n] & 0xc0) == 0x80)
		n--;
	return n;
}

/* What the words of text and subject are about. */
struct topic {
	bool intent;	  /* somebody wants in */
	bool journal;	  /* into a journal */
	bool institution; /* and speaks of a school */
};

static void
read_topic(struct words w, struct topic *topic)
{
	static const char *const intents[] = {"підключ", "приєдн", "зареєстр",
	    "реєстрац", "заявк", "запит", "доступ", "долуч"};

	for (size_t i = 0; i < w.n; i++) {
		const char *f = w.p[i].fold;
		bool nominative;

		for (size_t k = 0; k < sizeof(intents) / sizeof(char *); k++)
			topic->intent |= words_starts(f, intents[k]);
		topic->journal |=
		    words_starts(f, "журнал") || words_starts(f, "е-журнал") ||
		    words_starts(f, "щоденник") ||
		    words_in(f, "journal|e-journal|ejournal|е-journal");
		topic->institution |=
		    words_starts(f, "заклад") ||
		    extract_name_is_institution(f, &nominative);
	}
}

static bool
found(const struct extract_request *request, enum field_id field, int sure)
{
	const struct extract_value *v = &request->field[field];

	return v->value && v->confidence >= sure;
}

/* A letter is a request when it has a number of an institution under its
 * label, or a name together with a place or a person, or when it says that it
 * is one. Anything else is filed apart and never answered. */
static bool
judge(const struct extract_letter *letter, const struct extract_result *result,
    struct topic topic)
{
	bool named = false;

	for (size_t i = 0; i < result->n; i++) {
		const struct extract_request *q = &result->requests[i];

		/* An invalid number was lowered to 50. */
		if (found(q, FIELD_DISO, 50) || found(q, FIELD_EDRPOU, 50))
			return true;
		named |= found(q, FIELD_NAME, SURE_ALONE) &&
			 (topic.intent || q->field[FIELD_REGION].value ||
			     q->field[FIELD_COMMUNITY].value ||
			     found(q, FIELD_PERSON, SURE_NEAR));
	}
	return named || (topic.intent && topic.journal &&
			    (topic.institution || letter->files));
}

static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : "";
}

/* Anybody can have an address there. */
static bool
is_public_domain(const char *domain)
{
	return words_in(domain,
	    "gmail.com|ukr.net|i.ua|meta.ua|outlook.com|hotmail.com|"
	    "yahoo.com|icloud.com|proton.me|live.com|bigmir.net|online.ua");
}

static enum extract_sender
judge_sender(struct arena *arena, const struct extract_letter *letter,
    const struct extract_result *result, bool forward)
{
	const char *from = codes_email_lower(arena, letter->from);

	for (size_t i = 0; i < result->n; i++) {
		const struct extract_value *v =
		    &result->requests[i].field[FIELD_EMAIL];
		const char *email, *domain;

		if (!v->value)
			continue;
		email = codes_email_lower(arena, v->value);
		domain = domain_of(email);
		if (strcmp(from, email) == 0 ||
		    (domain[0] && !is_public_domain(domain) &&
			strcmp(domain, domain_of(from)) == 0))
			return SENDER_INSTITUTION;
	}
	return forward ? SENDER_OTHER : SENDER_UNCLEAR;
}

enum err
extract_read(struct arena *arena, const struct extract_letter *letter,
    const struct places *places, struct extract_result *out)
{
	struct reading r = {.arena = arena, .text = letter->text};
	struct extract_result result = {0};
	struct topic topic = {0};
	const char *text;
	enum err err;

	r.len = readable(letter, &result.cut);
	/* A NUL after the text: the scanners look one byte ahead. */
	text = arena_strndup(arena, letter->text, r.len);
	r.text = text;
	r.words = words_split(arena, text, r.len);
	r.masked = arena_alloc(arena, r.words.n + 1);
	extract_pairs_read(&r);
	extract_prose_codes(&r);
	extract_name_prose(&r);
	extract_prose_places(&r);
	extract_person_prose(&r);
	if ((err = extract_records_read(&r, letter, places, &result)))
		return err;
	read_topic(r.words, &topic);
	read_topic(words_split(arena, letter->subject, strlen(letter->subject)),
	    &topic);
	result.is_request = judge(letter, &result, topic);
	result.sender = judge_sender(
	    arena, letter, &result, r.forward || letter->forwarded);
	*out = result;
	return OK;
}
