/* SPDX-License-Identifier: EUPL-1.2 */
/* From the text of a letter to requests for access, one per institution.
 *
 * A pure function of what it is given: decoded text, the sender, and a look-up
 * of places. Every value says how sure it is and where in the shown text it
 * was found, so that a reviewer sees the letter and the reading side by side.
 * Wrong input stays as value with a flag; nothing is mended in silence.
 *
 * Read: labelled lines ("Область: ..."), tables (cells parted by tab or |,
 * with labels in the first column or in the first row), numbered lists, quoted
 * forwards ("> "), prose with labels inside, quoted names. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "domain/place.h"

enum field_id {
	FIELD_REGION,
	FIELD_COMMUNITY,
	FIELD_NAME,
	FIELD_DISO,
	FIELD_EDRPOU,
	FIELD_PERSON,
	FIELD_EMAIL,
	FIELD_PHONE,
	FIELD_KIND, /* read from the name; never written in a letter */
	FIELD_COUNT
};
/* "region", "community", "name", "diso_id", "edrpou", "person", "email",
 * "phone", "kind": the names of the tables, forms and JSON. */
const char *extract_field_name(enum field_id field);

/* Text beyond this is not read: a request is a page. */
#define EXTRACT_BYTES_MAX (256 * 1024)
/* Institutions of one letter: a department of education writes for all. */
#define EXTRACT_REQUESTS_MAX 64
/* Further telephones or addresses of one request. */
#define EXTRACT_OTHERS_MAX 4

struct extract_value {
	const char *value; /* NULL: missing. Cleaned, one line */
	const char *raw;   /* as written, where value was derived from it */
	const char *code;  /* КАТОТТГ of region and community, or NULL */
	const char *why;   /* a code for the page, "" for none */
	enum flag flag;
	int confidence; /* 0..100 */
	size_t at, len; /* bytes in the text; len 0: not from the text */
};

struct extract_request {
	struct extract_value field[FIELD_COUNT];
	struct extract_value phone[EXTRACT_OTHERS_MAX]; /* further ones */
	size_t phones;
};

/* Whether the sender's address is the institution's own. */
enum extract_sender {
	SENDER_INSTITUTION, /* the same address, or a domain of its own */
	SENDER_OTHER,	    /* the letter was forwarded by somebody else */
	SENDER_UNCLEAR,
};
const char *extract_sender_name(enum extract_sender sender);

struct extract_letter {
	const char *text; /* valid UTF-8, \n; offsets refer to it */
	size_t len;
	const char *from; /* address of the sender, "" if none */
	const char *to;	  /* our own address, never the institution's */
	const char *subject;
	bool forwarded; /* the text came inside a message/rfc822 */
	bool files;	/* attachments came with it */
};

struct extract_result {
	struct extract_request *requests; /* one at least when is_request */
	size_t n;
	bool is_request;
	enum extract_sender sender;
	bool cut; /* text or institutions beyond the limits */
};

/* Reads a letter. Fails only if a look-up of places fails. */
CHECKED enum err extract_read(struct arena *arena,
    const struct extract_letter *letter, const struct places *places,
    struct extract_result *out);

/* Kind of an institution from its name: "school", "vocational",
 * "pre_higher", "higher"; NULL when no word tells. */
const char *extract_kind(struct arena *arena, const char *name);

/* The same judgement for a name that somebody typed: *value may become the
 * mended spelling; why is "", "not_a_name", "one_word", "initials",
 * "no_patronymic", "inflected" or "mixed_script". */
enum flag extract_person(
    struct arena *arena, const char **value, const char **why);
