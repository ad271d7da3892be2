/* SPDX-License-Identifier: EUPL-1.2 */
/* What the pages of the queue show. */
#include <string.h>

#include "base/json.h"
#include "domain/codifier.h"
#include "domain/invitations.h"
#include "domain/review_part.h"
#include "store/access_links.h"
#include "store/accounts.h"
#include "store/originals.h"

static bool
reads(const struct act *act)
{
	return act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER);
}

enum err
review_list(struct act *act, const struct request_query *query,
    struct request_line **lines, size_t *n, int64_t *total)
{
	if (!reads(act))
		return ERR_DENIED;
	return requests_list(act->registry, act->arena, query, lines, n, total);
}

enum err
review_counts(
    struct act *act, struct request_count out[REQUESTS_STATES_MAX], size_t *n)
{
	if (!reads(act))
		return ERR_DENIED;
	return requests_counts(act->registry, act->arena, out, n);
}

static enum err
name_of(struct act *act, int64_t account, const char **name)
{
	struct account_row row;
	enum err err;

	*name = "";
	if (!account)
		return OK;
	err = accounts_find(act->registry, act->arena, account, &row);
	if (!err)
		*name = row.name;
	return err == ERR_NOT_FOUND ? OK : err;
}

static void
read_proof(struct act *act, struct review_request *r)
{
	AUTO_JSON struct json *doc = NULL;
	const char *s = r->request.proof_text;
	struct review_proof *p = &r->proof;

	if (!r->request.proof_kind || !s || json_parse(s, strlen(s), &doc))
		return;
	p->kind = r->request.proof_kind;
	if (json_text(doc, "phone"))
		p->phone = arena_strdup(act->arena, json_text(doc, "phone"));
	if (json_text(doc, "who"))
		p->who = arena_strdup(act->arena, json_text(doc, "who"));
	if (json_text(doc, "name"))
		p->name = arena_strdup(act->arena, json_text(doc, "name"));
	if (!json_int(doc, "file", &p->file))
		p->file = 0;
}

/* A letter that was forgotten leaves only its hash. */
static enum err
read_letter(struct act *act, struct review_request *r)
{
	enum err err;

	if (!r->request.mail_hash)
		return OK;
	err = request_mails_find(
	    act->registry, act->arena, r->request.mail_hash, &r->mail);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
read_alike(struct act *act, struct review_request *r)
{
	const struct request_field *f = r->fields;
	const size_t n = r->fields_n;
	const struct request_traits traits = {
	    .diso_id = request_check_value(f, n, FIELD_DISO),
	    .edrpou = request_check_value(f, n, FIELD_EDRPOU),
	    .email = request_check_value(f, n, FIELD_EMAIL),
	    .name = request_check_value(f, n, FIELD_NAME),
	    .message_id = r->request.message_id,
	};
	size_t all, kept = 0;
	enum err err;

	if ((err = requests_alike(act->registry, act->arena, r->request.request,
		 &traits, r->alike, &r->alike_n)))
		return err;
	if ((err = institutions_alike(act->registry, act->arena, traits.diso_id,
		 traits.edrpou, traits.name, r->institutions, &all)))
		return err;
	for (size_t i = 0; i < all; i++)
		if (r->institutions[i].inst != r->request.inst)
			r->institutions[kept++] = r->institutions[i];
	r->institutions_n = kept;
	return r->request.inst
		   ? OK
		   : review_code_taken(act, traits.diso_id, &r->taken_code);
}

static enum err
read_people(struct act *act, struct review_request *r)
{
	const struct request *row = &r->request;
	enum err err;

	if ((err = name_of(act, row->reviewer, &r->reviewer)))
		return err;
	if ((err = name_of(act, row->approver, &r->approver)))
		return err;
	if ((err = request_steps_reviewed(act->registry, row->request,
		 act->actor.account, &r->own_review)))
		return err;
	r->own_review |= row->reviewer == act->actor.account;
	r->may = review_may(act, row, r->own_review);
	if (!row->parent_inst)
		return OK;
	err = institutions_find(
	    act->registry, act->arena, row->parent_inst, &r->parent);
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
read_district(struct act *act, struct review_request *r)
{
	const struct request_field *f =
	    request_check_find(r->fields, r->fields_n, FIELD_COMMUNITY);
	struct community c;
	enum err err;

	r->district = "";
	if (!f || !f->code)
		return OK;
	err = codifier_community(act, f->code, &c);
	if (!err)
		r->district = c.district;
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
read_invitation(struct act *act, struct review_request *r)
{
	struct access_link_row *links;
	size_t n;
	enum err err;

	if (!review_has_state(&r->request, "invited"))
		return OK;
	if ((err = access_links_live(act->registry, act->arena, r->request.inst,
		 act->now, &links, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		if (links[i].request == r->request.request)
			r->invited_until = links[i].expires_at;
	return OK;
}

enum err
review_open(struct act *act, int64_t request, struct review_request *out)
{
	struct review_request r = {0};
	struct db *db = act->registry;
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = requests_find(db, act->arena, request, &r.request)))
		return err;
	if (review_has_state(&r.request, "unconfirmed"))
		return ERR_NOT_FOUND;
	if ((err = request_fields_list(
		 db, act->arena, request, &r.fields, &r.fields_n)))
		return err;
	if ((err = request_files_list(
		 db, act->arena, request, &r.files, &r.files_n)))
		return err;
	if ((err = request_steps_list(
		 db, act->arena, request, &r.steps, &r.steps_n)))
		return err;
	if ((err = read_letter(act, &r)) || (err = read_alike(act, &r)) ||
	    (err = read_people(act, &r)) || (err = read_invitation(act, &r)) ||
	    (err = read_district(act, &r)))
		return err;
	read_proof(act, &r);
	r.open = request_check_open(
	    r.fields, r.fields_n, r.request.parent_inst != 0);
	r.address = review_address(&r.request, r.fields, r.fields_n);
	*out = r;
	return OK;
}

enum err
review_file(struct act *act, int64_t request, int64_t ord,
    struct request_file *file, struct bytes *bytes)
{
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = request_files_find(
		 act->registry, act->arena, request, ord, file)))
		return err;
	return originals_read(
	    act->arena, act->config->state, file->hash, bytes);
}

enum err
review_original(struct act *act, int64_t request, struct bytes *bytes)
{
	struct request_mail mail;
	struct request row;
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = requests_find(act->registry, act->arena, request, &row)))
		return err;
	if (!row.mail_hash || review_has_state(&row, "unconfirmed"))
		return ERR_NOT_FOUND;
	if ((err = request_mails_find(
		 act->registry, act->arena, row.mail_hash, &mail)))
		return err;
	return originals_read(
	    act->arena, act->config->state, mail.original_hash, bytes);
}
