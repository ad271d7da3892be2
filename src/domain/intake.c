/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/intake.h"

#include <assert.h>
#include <string.h>

#include "domain/bounce.h"
#include "domain/intake_part.h"
#include "domain/ledger.h"
#include "store/originals.h"
#include "store/request_fields.h"
#include "store/request_files.h"
#include "store/request_mails.h"
#include "store/request_steps.h"

/* How often one text may be sent again after each of its requests has ended;
 * then it is only noted at the last one. */
#define ROUNDS_MAX 20

/* Files of the letter, kept by hash before the registry hears of them. */
struct kept {
	const char *original;
	struct request_file files[REQUEST_FILES_MAX];
	size_t n;
};

static enum err
keep(struct act *act, const struct intake_mail *mail, struct kept *kept)
{
	const struct letter *letter = mail->letter;
	enum err err;

	if ((err = originals_put(act->arena, act->config->state,
		 mail->original.p, mail->original.len, &kept->original)))
		return err;
	for (size_t i = 0; i < letter->files_n && kept->n < REQUEST_FILES_MAX;
	     i++) {
		const struct letter_file *from = &letter->files[i];
		struct request_file *file = &kept->files[kept->n];

		*file = (struct request_file){.name = from->name,
		    .type = from->type,
		    .size = (int64_t)from->bytes.len};
		if ((err = originals_put(act->arena, act->config->state,
			 from->bytes.p ? from->bytes.p : "", from->bytes.len,
			 &file->hash)))
			return err;
		kept->n++;
	}
	return OK;
}

/* ---- is it there already? ---- */

static bool
has_ended(const struct request *row)
{
	return strcmp(row->state, "rejected") == 0 ||
	       strcmp(row->state, "expired") == 0;
}

static bool
same_message(const struct request *row, const struct letter *letter)
{
	return row->message_id && letter->message_id[0] &&
	       strcmp(row->message_id, letter->message_id) == 0;
}

/* The round makes another name for the same text: it may be sent once more
 * after its request was rejected or has expired. */
static const char *
hash_of(struct act *act, const struct intake_mail *mail,
    const struct kept *kept, int round)
{
	uint8_t hash[HASH_BYTES];
	const char *text;

	/* Of what could not be read only the bytes say that it is the same. */
	if (mail->letter->status != LETTER_OK)
		text = kept->original;
	else {
		letter_hash(mail->letter, hash);
		text = crypt_hex(act->arena, hash, sizeof(hash));
	}
	text = arena_printf(act->arena, "%s:%s:%d",
	    letter_status_name(mail->letter->status), text, round);
	crypt_sha256_one(text, strlen(text), hash);
	return crypt_hex(act->arena, hash, sizeof(hash));
}

/* *hash gets the name for this letter; OK: *had is the request that stands
 * for it. ERR_NOT_FOUND: it is new. */
static enum err
find_same(struct act *act, const struct intake_mail *mail,
    const struct kept *kept, const char **hash, struct request *had)
{
	for (int round = 0;; round++) {
		struct request *rows;
		bool open = false;
		size_t n;
		enum err err;

		*hash = hash_of(act, mail, kept, round);
		if ((err = requests_by_mail(
			 act->registry, act->arena, *hash, &rows, &n)))
			return err;
		if (n == 0)
			return ERR_NOT_FOUND;
		for (size_t i = 0; i < n; i++)
			open |= !has_ended(&rows[i]);
		*had = rows[0];
		if (open || same_message(&rows[0], mail->letter) ||
		    round + 1 == ROUNDS_MAX)
			return OK;
	}
}

/* ---- writing it down ---- */

static enum err
add_field(struct act *act, int64_t request, const char *name, int64_t ord,
    const struct extract_value *v)
{
	return request_fields_set(act->registry, request,
	    &(struct request_field){.field = name,
		.ord = ord,
		.value = v->value ? v->value : "",
		.flag = place_flag_name(v->flag),
		.code = v->code,
		.confidence = v->confidence,
		.at = (int64_t)v->at,
		.len = (int64_t)v->len,
		.why = v->why,
		.source = "mail"});
}

static enum err
add_fields(struct act *act, int64_t request, const struct extract_request *q)
{
	enum err err;

	for (int f = 0; f < FIELD_COUNT; f++)
		if ((err = add_field(act, request,
			 extract_field_name((enum field_id)f), 0,
			 &q->field[f])))
			return err;
	for (size_t i = 0; i < q->phones; i++)
		if ((err = add_field(act, request, "other_phone", (int64_t)i,
			 &q->phone[i])))
			return err;
	return OK;
}

static enum err
add_files(struct act *act, int64_t request, const struct kept *kept)
{
	enum err err;

	for (size_t i = 0; i < kept->n; i++) {
		struct request_file file = kept->files[i];

		if ((err = request_files_insert(act->registry, request, &file)))
			return err;
	}
	return OK;
}

static enum err
add_step(struct act *act, int64_t request, const char *step, const char *state)
{
	enum err err;

	if ((err = request_steps_add(act->registry, request,
		 &(struct request_step){
		     .at = act->now, .act = step, .new_state = state})))
		return err;
	return ledger_append(act,
	    &(struct event){.kind = EVENT_REGISTRY,
		.object = arena_printf(
		    act->arena, "request/%lld", (long long)request),
		.new = state ? state : step,
		.prev = -1},
	    NULL);
}

/* What the queue shows of a letter that was not read to its end. */
static const char *
status_text(struct act *act, const struct letter *letter,
    const struct intake_reading *reading)
{
	bool cut = reading->result.cut;

	if (letter->status != LETTER_OK)
		return arena_printf(act->arena, "%s %s",
		    letter_status_name(letter->status), letter->why);
	for (size_t i = 0; i < letter->n; i++)
		cut |= letter->parts[i].cut;
	return cut ? "cut" : "ok";
}

static const char *
or_null(const char *s)
{
	return s[0] ? s : NULL;
}

static enum err
add_mail(struct act *act, const struct intake_mail *mail,
    const struct kept *kept, const struct intake_reading *reading,
    const char *hash)
{
	const struct letter *letter = mail->letter;
	bool inserted;

	return request_mails_insert(act->registry,
	    &(struct request_mail){.mail_hash = hash,
		.from = letter->from_name[0]
			    ? arena_printf(act->arena, "%s <%s>",
				  letter->from_name, letter->from)
			    : letter->from,
		.reply_to = or_null(letter->reply_to),
		.subject = letter->subject,
		.sent_at = letter->date,
		.message_id = or_null(letter->message_id),
		.auth =
		    letter_auth(act->arena, letter, act->config->mail_authserv),
		.body = reading->text,
		.status = status_text(act, letter, reading),
		.size = mail->size,
		.original_hash = kept->original,
		.received_at = act->now},
	    &inserted);
}

/* The first request with this Message-ID and other content; 0: none. */
static enum err
find_duplicate(struct act *act, const struct letter *letter, int64_t *number)
{
	struct request row;
	enum err err;

	*number = 0;
	if (!letter->message_id[0])
		return OK;
	err = requests_by_message(
	    act->registry, act->arena, letter->message_id, &row);
	if (err == OK)
		*number = row.request;
	return err == ERR_NOT_FOUND ? OK : err;
}

/* Whether the sender is the institution stands beside its own fields: a letter
 * that somebody else has sent on is looked at twice. */
static enum err
add_sender(struct act *act, int64_t request, const struct letter *letter,
    enum extract_sender sender)
{
	return add_field(act, request, "sender", 0,
	    &(struct extract_value){.value = letter->from,
		.why = sender == SENDER_INSTITUTION ? ""
		       : sender == SENDER_OTHER	    ? "sender_other"
						    : "sender_unclear",
		.flag = sender == SENDER_OTHER ? FLAG_AMBIGUOUS : FLAG_OK,
		.confidence = sender == SENDER_INSTITUTION ? 100 : 50});
}

/* q NULL: a letter that is no request. */
static enum err
add_request(struct act *act, const struct intake_mail *mail,
    const struct kept *kept, const struct extract_result *read,
    const struct extract_request *q, struct request *row)
{
	const char *name = q ? q->field[FIELD_NAME].value : NULL;
	bool inserted;
	enum err err;

	if ((err = requests_insert(
		 act->registry, act->arena, row, name, &inserted)))
		return err;
	/* The letter was looked for in this very write. */
	assert(inserted);
	if (q && (err = add_fields(act, row->request, q)))
		return err;
	if (q &&
	    (err = add_sender(act, row->request, mail->letter, read->sender)))
		return err;
	if ((err = add_files(act, row->request, kept)))
		return err;
	return add_step(act, row->request, "received", row->state);
}

static enum err
store_new(struct act *act, const struct intake_mail *mail,
    const struct kept *kept, const struct intake_reading *reading,
    const char *hash, struct intake_result *result)
{
	const struct letter *letter = mail->letter;
	const struct extract_result *read = &reading->result;
	size_t n = read->is_request ? read->n : 1;
	struct request *rows = arena_array(act->arena, n, sizeof(*rows));
	int64_t duplicate_of;
	enum err err;

	if ((err = find_duplicate(act, letter, &duplicate_of)))
		return err;
	if ((err = add_mail(act, mail, kept, reading, hash)))
		return err;
	for (size_t i = 0; i < n; i++) {
		const struct extract_request *q =
		    read->is_request ? &read->requests[i] : NULL;

		rows[i] = (struct request){.state = q ? "new" : "not_a_request",
		    .kind = q ? q->field[FIELD_KIND].value : NULL,
		    .source = "mail",
		    .message_id = or_null(letter->message_id),
		    .mail_hash = hash,
		    .mail_part = (int64_t)i,
		    .received_at = act->now,
		    .changed_at = act->now,
		    .duplicate_of = duplicate_of,
		    .sender = letter->from,
		    .subject = letter->subject,
		    .lang = "uk"};
		if ((err = add_request(act, mail, kept, read, q, &rows[i])))
			return err;
	}
	result->outcome = read->is_request ? INTAKE_REQUEST : INTAKE_APART;
	result->first = rows[0].request;
	result->n = n;
	if (!read->is_request)
		return OK;
	return intake_answer(
	    act, mail, rows, read->requests, n, &result->answered);
}

enum err
intake_store(struct act *act, const struct intake_mail *mail,
    struct intake_result *result)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct intake_reading reading;
	struct request had;
	struct kept kept = {0};
	const char *hash;
	enum err err;

	assert(act->actor.role == ROLE_SYSTEM);
	*result = (struct intake_result){0};
	err = bounce_note(act, mail->letter);
	if (err != ERR_NOT_FOUND) {
		result->outcome = INTAKE_BOUNCE;
		return err;
	}
	if ((err = keep(act, mail, &kept)))
		return err;
	if ((err = intake_read(act, mail->letter, &reading)))
		return err;
	if ((err = act_begin_registry(tx)))
		return err;
	err = find_same(act, mail, &kept, &hash, &had);
	if (err == ERR_NOT_FOUND) {
		if ((err = store_new(act, mail, &kept, &reading, hash, result)))
			return err;
		return act_commit(act);
	}
	if (err)
		return err;
	result->outcome = INTAKE_AGAIN;
	result->first = had.request;
	result->n = 1;
	if ((err = add_step(act, had.request, "received_again", NULL)))
		return err;
	return act_commit(act);
}
