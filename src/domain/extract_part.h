/* SPDX-License-Identifier: EUPL-1.2 */
/* What the parts of extract share: a letter while it is being read. Private to
 * extract*.c.
 *
 * extract_lines.c cuts the text into lines and cells, extract_pairs.c those
 * into labelled pieces, asking extract_labels.c what a label means;
 * extract_values.c, extract_contact.c, extract_person.c, extract_name.c and
 * extract_prose.c collect finds; extract_records.c sorts the finds into
 * institutions, extract_choose.c picks one per field; extract.c drives and
 * judges. */
#pragma once

#include "domain/extract.h"
#include "domain/words.h"

/* What a label before a value asks for. */
enum label {
	LABEL_NONE,
	LABEL_REGION,
	LABEL_COMMUNITY,
	LABEL_PLACE, /* an address: region, community or both */
	LABEL_NAME,
	LABEL_DISO,
	LABEL_EDRPOU,
	LABEL_CODES, /* both numbers */
	LABEL_PERSON,
	LABEL_HEAD, /* the head, who is not always the administrator */
	LABEL_EMAIL,
	LABEL_EMAIL_OWN, /* of the responsible person, not of the office */
	LABEL_PHONE,
	LABEL_PHONE_OWN,
	LABEL_CONTACT, /* person, phone and e-mail mixed */
	LABEL_HEADER,  /* From:, Кому: of a quoted letter */
	LABEL_OTHER,   /* site, tax number, count of pupils: not ours */
};

/* How sure a find is by the way it was found. */
#define SURE_LABEL 95
#define SURE_OWN 98  /* the label even names the responsible person */
#define SURE_NEAR 85 /* the label stands in the middle of a sentence */
#define SURE_QUOTED 85
#define SURE_ALONE 70 /* a line of a list that can be nothing else */
#define SURE_PROSE 60
#define SURE_WEAK 40

/* A value found in the text, before it is known whose it is. */
struct find {
	enum field_id field;
	size_t at, len;
	int sure;
	int group;	   /* row or column of a table, -1 for none */
	const char *value; /* cleaned */
	const char *why;   /* "" or what is to be said of it */
};

/* A piece of a line with the label that governs it. */
struct piece_of_line {
	enum label label;
	size_t at, len;
	int group;
	bool labelled_all; /* every word of the label is known */
};

#define FINDS_MAX 4096

struct reading {
	struct arena *arena;
	const char *text;
	size_t len;
	struct words words;
	struct find *finds;
	size_t n;
	size_t cap;
	int groups;   /* rows or columns of tables seen */
	char *masked; /* one byte per word: not to be read as prose */
	bool quoted;  /* "> " was seen */
	bool forward; /* "Переслане повідомлення", headers of a letter */
	size_t forward_at; /* where that stands */
};

/* ---- extract_labels.c ---- */
/* What the words mean as a label; *all: none of them is unknown. */
enum label extract_labels_read(const struct word *words, size_t n, bool *all);
/* Length of the label that the words begin with, without any colon. */
size_t extract_labels_prefix(
    const struct word *words, size_t n, enum label *label);
bool extract_labels_is_edrpou(const char *fold);
bool extract_labels_is_diso(const char *fold);
/* "тел", "моб", "phone" and their like. */
bool extract_labels_is_phone(const char *fold);
/* Person asked for: "відповідальна", "адміністратор", ... */
bool extract_labels_is_person(const char *fold);
/* Small words that may stand between a label and its value. */
bool extract_labels_is_filler(const char *fold);

/* ---- extract_lines.c ---- */
/* A table of requests has at most a dozen columns. */
#define CELLS_MAX 24

struct span {
	size_t at, end;
};

struct line {
	struct span all; /* without quote marks, list marks, outer blanks */
	int quotes;	 /* "> " marks */
	bool marked;	 /* "1." or a bullet stood before it */
	bool indented;
	struct span cell[CELLS_MAX];
	size_t cells;
};

/* Reads the line at *next and moves on; false at the end of the text. */
bool extract_lines_next(struct reading *r, size_t *next, struct line *line);
/* Blanks, tabs and no-break spaces off both ends. */
void extract_lines_trim(const struct reading *r, struct span *span);

/* ---- extract_pairs.c ---- */
/* Walks through lines and cells, hands labelled pieces to extract_values_read.
 */
void extract_pairs_read(struct reading *r);

/* ---- extract_values.c ---- */
void extract_values_read(struct reading *r, const struct piece_of_line *piece);
void extract_values_add(struct reading *r, struct find find);
/* The same for a stretch of a piece, cleaned. */
void extract_values_put(struct reading *r, const struct piece_of_line *piece,
    enum field_id field, size_t at, size_t len, int sure);
/* One line of clean text; quote marks of forwarded lines left out. */
const char *extract_values_clean(struct reading *r, size_t at, size_t len);
/* A letter inside the letter begins here. */
void extract_values_forward(struct reading *r, size_t at);
/* Already found at this place. */
bool extract_values_has(
    const struct reading *r, enum field_id field, size_t at);
/* Only blanks, one line break and quote marks lie between two words. */
bool extract_values_adjacent(
    const struct reading *r, const struct word *a, const struct word *b);

/* ---- extract_contact.c ---- */
/* All of them in a piece; how many. */
int extract_contact_emails(
    struct reading *r, const struct piece_of_line *piece, int sure);
int extract_contact_phones(
    struct reading *r, const struct piece_of_line *piece, int sure);

/* FLAG_OK with E.164, FLAG_DERIVED when a zero was added, FLAG_AMBIGUOUS for
 * another country's number, else FLAG_INVALID and the text itself. */
enum flag extract_contact_phone(
    struct arena *arena, const char *s, const char **e164);

/* ---- extract_person.c ---- */
/* The name of a person in [at, at + len): at least two capitalised words that
 * are no institution. */
bool extract_person_find(
    struct reading *r, size_t at, size_t len, size_t *from, size_t *size);
/* Persons by their patronymics, anywhere. */
void extract_person_prose(struct reading *r);

/* ---- extract_name.c ---- */
/* The word names a kind of institution: "ліцей", "школи", "ЗЗСО". */
bool extract_name_is_institution(const char *fold, bool *nominative);
void extract_name_prose(struct reading *r);

/* ---- extract_prose.c ---- */
void extract_prose_codes(struct reading *r);
void extract_prose_places(struct reading *r);

/* ---- extract_records.c ---- */
/* One institution while its finds are gathered. */
struct record {
	size_t first, last; /* finds [first, last), sorted by place */
	int group;	    /* of a table, or -1 */
	bool codes;	    /* ДІСО or ЄДРПОУ of its own */
	bool contacts;	    /* person, e-mail or telephone of its own */
	bool label_name;
	const struct find *name;
};

struct records {
	struct reading *r;
	const struct extract_letter *letter;
	const struct places *places;
	struct record p[EXTRACT_REQUESTS_MAX];
	size_t n;
	bool cut;
};

/* Equal but for case, blanks and punctuation. */
bool extract_records_same(struct reading *r, const char *a, const char *b);
CHECKED enum err extract_records_read(struct reading *r,
    const struct extract_letter *letter, const struct places *places,
    struct extract_result *out);

/* ---- extract_choose.c ---- */
CHECKED enum err extract_choose_read(struct records *rs,
    const struct record *record, struct extract_request *out);
