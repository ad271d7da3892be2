/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom we write back to, and what. RFC 3834: a program answers no program, and
 * nobody twice. */
#include <string.h>
#include <strings.h>

#include "base/codes.h"
#include "base/i18n.h"
#include "domain/intake_part.h"
#include "domain/request_check.h"
#include "domain/request_link.h"
#include "domain/work.h"
#include "store/throttles.h"

#define DAY_S 86400
/* A department writes for many institutions: the answer spells out so many,
 * and a job's payload has its limit. */
#define SPELLED_OUT_MAX 5
/* What is longer is not repeated to the sender. */
#define VALUE_BYTES_MAX 120

/* What a sender is asked for, in the words of the form. */
static const char *const asked[FIELD_COUNT] = {
    [FIELD_REGION] = N_("oblast"),
    [FIELD_COMMUNITY] = N_("community"),
    [FIELD_NAME] = N_("full name of the institution"),
    [FIELD_DISO] = N_("DISO id"),
    [FIELD_EDRPOU] = N_("EDRPOU code"),
    [FIELD_PERSON] =
	N_("surname, given name and patronymic of the responsible person"),
    [FIELD_EMAIL] = N_("e-mail address of the responsible person"),
    [FIELD_PHONE] = N_("phone of the responsible person"),
};

/* The empty sender; some mail servers hand it over by this name. */
static bool
is_bounce(const char *sender)
{
	return sender &&
	       (!sender[0] || strncasecmp(sender, "mailer-daemon", 13) == 0);
}

/* Where an answer may go; NULL: nowhere. */
static const char *
address_of(struct act *act, const struct intake_mail *mail)
{
	const struct letter *letter = mail->letter;
	const char *to = codes_email_valid(letter->reply_to) ? letter->reply_to
							     : letter->from;

	if (letter_is_automatic(letter) || is_bounce(mail->envelope_sender) ||
	    is_bounce(letter->from))
		return NULL;
	if (!codes_email_valid(to))
		return NULL;
	to = codes_email_lower(act->arena, to);
	/* A letter to ourselves would be answered for ever. */
	if (strcmp(to, codes_email_lower(act->arena, act->config->mail_from)) ==
		0 ||
	    strcmp(to, codes_email_lower(act->arena, letter->to)) == 0)
		return NULL;
	return to;
}

/* One a day and address. */
static enum err
may_write(struct act *act, const char *to, bool *may)
{
	struct throttle_row row;
	uint8_t hash[HASH_BYTES];
	const char *key, *text = arena_printf(act->arena, "answer:%s", to);
	enum err err;

	crypt_sha256_one(text, strlen(text), hash);
	key = crypt_hex(act->arena, hash, sizeof(hash));
	if ((err = throttles_find(act->registry, key, &row)))
		return err;
	*may = row.until_at <= act->now;
	if (!*may)
		return OK;
	row.failures++;
	row.until_at = act->now + DAY_S;
	row.changed_at = act->now;
	return throttles_set(act->registry, key, &row);
}

static bool
is_open(const struct extract_request *request, enum field_id field)
{
	enum flag flag = request->field[field].flag;

	return asked[field] && (flag == FLAG_MISSING || flag == FLAG_INVALID ||
				   flag == FLAG_AMBIGUOUS);
}

/* A line for each; what was sent and is doubtful is shown. false: nothing is
 * missing. */
static bool
add_list(struct buf *list, enum lang lang, const struct extract_request *q)
{
	size_t before = list->len;

	for (int f = 0; f < FIELD_COUNT; f++) {
		const char *value = q->field[f].value;

		if (!is_open(q, (enum field_id)f))
			continue;
		if (list->len)
			buf_addc(list, '\n');
		buf_adds(list, "- ");
		if (!value || strlen(value) > VALUE_BYTES_MAX)
			buf_adds(list, t(lang, asked[f]));
		else
			buf_adds(list,
			    FILL(list->arena,
				t(lang, N_("{field} (please check: {value})")),
				{"field", t(lang, asked[f])},
				{"value", value}));
	}
	return list->len > before;
}

static void
add_part(struct buf *b, const char *separator, const char *text)
{
	if (b->len)
		buf_adds(b, separator);
	buf_adds(b, text);
}

/* What all requests of the letter say together. */
struct answer {
	struct buf numbers, names, list, links;
	size_t n;
	bool missing;
};

static enum err
add_request(struct act *act, struct answer *answer, const struct request *row,
    const struct extract_request *q, const char *to, bool several)
{
	enum lang lang = i18n_parse(row->lang);
	const char *name = q->field[FIELD_NAME].value;
	const char *number =
	    arena_printf(act->arena, "%lld", (long long)row->request);
	const char *url;
	enum err err;

	if (!name)
		name = arena_printf(act->arena, "№\xc2\xa0%s", number);
	add_part(&answer->numbers, ", ", number);
	if (answer->n++ >= SPELLED_OUT_MAX) {
		if (answer->n == SPELLED_OUT_MAX + 1)
			buf_adds(&answer->names, " …");
		return OK;
	}
	add_part(&answer->names, "; ", name);
	if (several) {
		struct buf one;

		buf_init(&one, act->arena, 256);
		if (!add_list(&one, lang, q))
			return OK;
		add_part(&answer->list, "\n\n",
		    arena_printf(act->arena, "%s:\n%s", name, one.p));
	} else if (!add_list(&answer->list, lang, q)) {
		return OK;
	}
	answer->missing = true;
	if ((err = request_link_make(
		 act, row->request, REQUEST_LINK_COMPLETE, to, &url)))
		return err;
	add_part(&answer->links, "\n", url);
	return OK;
}

enum err
intake_answer(struct act *act, const struct intake_mail *mail,
    const struct request *rows, const struct extract_request *requests,
    size_t n, bool *answered)
{
	const char *to = address_of(act, mail);
	struct answer answer = {.missing = false};
	const char *key;
	enum err err;

	*answered = false;
	if (!to)
		return OK;
	if ((err = may_write(act, to, answered)) || !*answered)
		return err;
	buf_init(&answer.numbers, act->arena, 32);
	buf_init(&answer.names, act->arena, 256);
	buf_init(&answer.list, act->arena, 256);
	buf_init(&answer.links, act->arena, 256);
	for (size_t i = 0; i < n; i++)
		if ((err = add_request(
			 act, &answer, &rows[i], &requests[i], to, n > 1)))
			return err;
	key = arena_printf(
	    act->arena, "received.%lld", (long long)rows[0].request);
	return work_mail(act,
	    &(struct mail_work){.template = answer.missing ? "request_missing"
							   : "request_received",
		.to = to,
		.lang = rows[0].lang,
		.key = key,
		.in_reply_to = rows[0].message_id},
	    WORK_HOLES({"number", answer.numbers.p},
		{"institution", answer.names.p}, {"list", answer.list.p},
		{"link", answer.links.p},
		{"date", request_link_until(act, rows[0].lang)}));
}
