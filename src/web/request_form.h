/* SPDX-License-Identifier: EUPL-1.2 */
/* The fields of a request as a form: the public one, its completion by the
 * sender, and the reviewer's corrections. Community: suggestions come with a
 * script; without one, the button "Find" gives a list to choose from. */
#pragma once

#include "domain/codifier.h"
#include "domain/request_check.h"
#include "web/form.h"

struct request_form {
	const char *value[FIELD_COUNT];
	const char *error[FIELD_COUNT]; /* NULL: none */
	struct community choices[CODIFIER_SUGGEST_MAX];
	size_t choices_n;
	bool asked; /* the choices are an answer to "Find" */
	bool codes; /* the reviewer's: shows codes beside names */
};

/* Values: what was typed in this request, else the fields as stored. */
void request_form_from(struct page *p, struct request_form *form,
    const struct request_field *fields, size_t n);
void request_form_read(struct page *p, struct request_typed *typed);
/* The button "Find" was pressed and not the form's own. */
bool request_form_asked(struct page *p);
/* Sentences for the fields in `wrong` (1 << enum field_id). */
void request_form_errors(struct page *p, struct request_form *form,
    const struct request_field *fields, unsigned wrong);
/* The same for stored fields, before anything was typed. */
void request_form_mark(struct page *p, struct request_form *form,
    const struct request_field *fields, size_t n, unsigned wrong);
/* Error summary; extra (may be NULL) is one more field at its end. */
void request_form_summary(
    struct page *p, const struct request_form *form, const struct field *extra);
/* Both fieldsets. */
void request_form_put(struct page *p, const struct request_form *form);
