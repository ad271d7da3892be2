/* SPDX-License-Identifier: EUPL-1.2 */
/* Forms in one place: label, hint, error, CSRF token, membership. A field that
 * was refused shows what was typed, why, and what to do; the summary on top
 * links to each. */
#pragma once

#include "web/page.h"

struct field {
	const char *name, *label;
	const char *hint, *value, *error; /* NULL = none */
	const char *type; /* "text" (default), "email", "tel", "date",
			   * "password", "search", "number", "file",
			   * "textarea" */
	const char *autocomplete, *inputmode, *pattern;
	const char *list;   /* id of a datalist */
	const char *accept; /* of a file field */
	int maxlength;	    /* 0 = none */
	int width;	    /* 0 full, 1 narrow (9rem), 2 middle (17rem) */
	bool required, autofocus, multiple, spell_off;
};
struct choice {
	const char *value, *text, *hint;
};

/* Names of the hidden fields that every POST carries: the session's token and
 * the membership the page was made for (struct page: csrf, as). */
#define FORM_CSRF "csrf"
#define FORM_AS "as"

/* <form method=post> with CSRF token and membership (p->csrf must be there).
 * FORM_UPLOAD: multipart. FORM_GET: a search, without tokens. FORM_ROW: fields
 * and button side by side. */
enum { FORM_UPLOAD = 1, FORM_GET = 2, FORM_ROW = 4 };
void form_open(struct page *p, const char *action, unsigned flags);
void form_field(struct page *p, const struct field *field);
void form_select(struct page *p, const struct field *field,
    const struct choice *choices, size_t n);
void form_radios(struct page *p, const struct field *field,
    const struct choice *choices, size_t n);
void form_tick(struct page *p, const char *name, const char *value,
    const char *label, const char *hint, bool checked);
void form_hidden(struct page *p, const char *name, const char *value);
/* The hidden token and membership, for a page that writes its own <form>. */
void form_tokens(struct page *p);
/* A button; kind "main", "risk" or "". Closes nothing. */
void form_button(struct page *p, const char *kind, const char *name,
    const char *value, const char *text);
/* Button in a paragraph of its own and </form>. */
void form_close(struct page *p, const char *button);
void form_end(struct page *p); /* </form> only */

/* Error summary for the fields that have errors; focus goes there. Prints
 * nothing when none has. */
void form_errors(struct page *p, const struct field *const *fields, size_t n);
