/* SPDX-License-Identifier: EUPL-1.2 */
/* The page of one request. Split by what stands on it: request_show.c the
 * page, request_fields.c what was read and the letter, request_decide.c the
 * forms. */
#pragma once

#include "domain/review.h"
#include "web/page.h"

/* What was refused in a form of this page; all NULL: nothing. The typed values
 * come back from the request. */
struct request_fault {
	const char *note;			/* the text to the sender */
	const char *proof, *phone, *who, *file; /* of the approval */
	const char *attach;
	const char *title, *text; /* anything else, above the page */
};

/* status 0: 200. */
void request_show(struct page *p, int64_t request,
    const struct request_fault *fault, int status);

void request_show_fields(struct page *p, const struct review_request *r);
void request_show_letter(struct page *p, const struct review_request *r);
void request_show_history(struct page *p, const struct review_request *r);
void request_decide(struct page *p, const struct review_request *r,
    const struct request_fault *fault);
