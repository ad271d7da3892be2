/* SPDX-License-Identifier: EUPL-1.2 */
#include <strings.h>
#include <string.h>

#include "domain/codifier.h"
#include "domain/intake_part.h"

/* What is shown beside a request; the rest is in the original. */
#define SHOWN_BYTES_MAX (256 * 1024)

/* How much of a letter was understood. */
static int
score(const struct extract_result *result)
{
	int sum = 0;

	if (!result->is_request)
		return 0;
	for (size_t i = 0; i < result->n; i++) {
		for (int f = 0; f < FIELD_COUNT; f++) {
			const struct extract_value *v =
			    &result->requests[i].field[f];

			if (v->flag != FLAG_MISSING)
				sum += v->confidence;
			if (v->flag == FLAG_OK)
				sum += 50;
		}
	}
	return sum;
}

static enum err
read_as(struct act *act, const struct letter *letter, bool html,
    const struct places *places, struct intake_reading *out)
{
	struct extract_letter e = {.from = letter->from,
	    .to = letter->to,
	    .subject = letter->subject,
	    .forwarded = letter->forwarded,
	    .files = letter->files_n > 0};

	out->text =
	    letter_text(act->arena, letter, html, SHOWN_BYTES_MAX, &out->len);
	e.text = out->text;
	e.len = out->len;
	return extract_read(act->arena, &e, places, &out->result);
}

enum err
intake_read(
    struct act *act, const struct letter *letter, struct intake_reading *out)
{
	struct intake_reading html;
	struct places places;
	enum err err;

	if ((err = codifier_places(act, &places)))
		return err;
	if ((err = read_as(act, letter, false, &places, out)))
		return err;
	if (letter_has_both(letter)) {
		if ((err = read_as(act, letter, true, &places, &html)))
			return err;
		if (score(&html.result) > score(&out->result))
			*out = html;
	}
	/* What a mail server says about a letter of ours quotes the letter. */
	if (letter->status != LETTER_OK || letter->report ||
	    strncasecmp(letter->auto_submitted, "auto-replied", 12) == 0)
		out->result.is_request = false;
	return OK;
}
