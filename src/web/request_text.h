/* SPDX-License-Identifier: EUPL-1.2 */
/* The words of requests to join, one place for the queue, the public form and
 * the letters' links: fields, states, kinds, what is wrong and what to do. */
#pragma once

#include "domain/request_check.h"
#include "web/html.h"

const char *request_text_field(struct html *h, enum field_id field);
/* By its name in the tables; "" for an unknown one. */
const char *request_text_field_named(struct html *h, const char *name);
const char *request_text_kind(struct html *h, const char *kind);

/* "in review", "waits for approval"; the chip's kind in *chip (may be NULL). */
const char *request_text_state(
    struct html *h, const char *state, bool passed, const char **chip);
const char *request_text_step(struct html *h, const char *step);
/* What was wrong with a letter, by a status other than "ok". */
const char *request_text_letter(struct html *h, const char *status);
/* "call to the institution", ... */
const char *request_text_proof(struct html *h, const char *kind);

/* A value as people read it: kinds in words, phones in groups. */
const char *request_text_value(
    struct html *h, enum field_id field, const char *value);
const char *request_text_phone(struct arena *arena, const char *e164);

/* The short word of a chip ("yes", "a guess", "does not match"). */
const char *request_text_flag(
    struct html *h, const struct request_field *f, const char **chip);
/* The whole sentence: what it is and what to do; NULL: nothing to say. */
const char *request_text_why(
    struct html *h, enum field_id field, const struct request_field *f);

/* Text of several lines, as it was typed. */
void request_text_lines(struct html *h, const char *text);

/* "today", "3 days" */
const char *request_text_age(struct html *h, int64_t now, int64_t at);
/* Bytes in words: "31 B", "1.2 MB". */
const char *request_text_size(struct html *h, int64_t bytes);
