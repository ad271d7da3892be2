/* SPDX-License-Identifier: EUPL-1.2 */
/* The second person's yes: with a proof, and never by whoever reviewed. */
#include <string.h>

#include "base/codes.h"
#include "base/json.h"
#include "base/text.h"
#include "domain/opening.h"
#include "domain/review_part.h"

#define WHO_BYTES_MAX 200

static enum err
clean_who(struct act *act, const char *typed, const char **who)
{
	if (!typed || text_clean(act->arena, typed, strlen(typed),
			  WHO_BYTES_MAX, false, who))
		return ERR_INVALID;
	return **who ? OK : ERR_INVALID;
}

static enum err
put_file(struct act *act, struct json_out *o, int64_t request, int64_t ord)
{
	struct request_file file;
	enum err err;

	err =
	    request_files_find(act->registry, act->arena, request, ord, &file);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_INVALID : err;
	json_put_int(o, "file", ord);
	json_put_text(o, "name", file.name);
	json_put_text(o, "sha256", file.hash);
	return OK;
}

/* One kind of proof and nothing of the others. */
static enum err
proof_text(struct act *act, int64_t request, const struct review_proof *p,
    const char **text)
{
	const bool call = !strcmp(p->kind, "call");
	const bool order = !strcmp(p->kind, "order");
	const char *who = NULL, *phone = NULL;
	struct json_out o;
	struct buf b;
	enum err err;

	if (!call && !order && strcmp(p->kind, "signature") != 0)
		return ERR_INVALID;
	if (!order && (err = clean_who(act, p->who, &who)))
		return err;
	if (call && (!p->phone || codes_phone(act->arena, p->phone, &phone)))
		return ERR_INVALID;
	buf_init(&b, act->arena, 200);
	o = (struct json_out){.out = &b};
	json_open(&o, '{');
	if (phone)
		json_put_text(&o, "phone", phone);
	if (who)
		json_put_text(&o, "who", who);
	if (!call && (err = put_file(act, &o, request, p->file)))
		return err;
	json_close(&o, '}');
	*text = b.p;
	return OK;
}

static enum err
begin(struct act *act, int64_t request, struct request *row)
{
	bool did;
	enum err err;

	if (act->actor.role != ROLE_APPROVER)
		return ERR_DENIED;
	if ((err = review_begin(act, request, row)))
		return err;
	if (!review_has_state(row, "in_review"))
		return ERR_CONFLICT;
	if ((err = request_steps_reviewed(
		 act->registry, request, act->actor.account, &did)))
		return err;
	did |= row->reviewer == act->actor.account;
	return review_may(act, row, did) & REVIEW_APPROVE ? OK : ERR_DENIED;
}

enum err
review_approve(
    struct act *act, int64_t request, const struct review_proof *proof)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_field *fields;
	struct request row;
	size_t n;
	enum err err;

	if (!proof->kind)
		return ERR_INVALID;
	if ((err = begin(tx, request, &row)))
		return err;
	if ((err = proof_text(act, request, proof, &row.proof_text)))
		return err;
	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	/* A correction since it was handed on is not possible, but the rule
	 * must not depend on that. */
	if (request_check_open(fields, n, row.parent_inst != 0))
		return ERR_INVALID;
	row.proof_kind = proof->kind;
	row.approver = act->actor.account;
	row.state = "approved";
	if ((err = opening_start(act, &row, fields, n)))
		return err;
	if ((err = review_note(act, &row,
		 &(struct review_done){.step = "approved",
		     .old_state = "in_review",
		     .reason =
			 arena_printf(act->arena, "proof_%s", proof->kind),
		     .note = row.proof_text})))
		return err;
	return act_commit(act);
}
