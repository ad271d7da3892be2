/* SPDX-License-Identifier: EUPL-1.2 */
/* One request: shown, decided, its files saved. */
#include <stdlib.h>
#include <string.h>

#include "domain/opening.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_show.h"

void
page_request(struct page *p)
{
	request_show(p, p->ids[0], &(struct request_fault){0}, 0);
}

/* ---- deciding -------------------------------------------------------------
 */

static void
refuse(struct page *p, struct request_fault fault)
{
	request_show(p, p->ids[0], &fault, 422);
}

/* A refusal that the page itself explains better than an error page. */
static void
explain(struct page *p, enum err err)
{
	struct html *h = &p->html;

	switch (err) {
	case ERR_CONFLICT:
		request_show(p, p->ids[0],
		    &(struct request_fault){.title = _("Somebody was faster"),
			.text = _("The request is in another state by now."
				  " Nothing of yours was written.")},
		    409);
		return;
	case ERR_EXISTS:
		request_show(p, p->ids[0],
		    &(struct request_fault){.title = _("The DISO id is taken"),
			.text = _("An institution with this DISO id is"
				  " connected already.")},
		    409);
		return;
	default:
		page_error(p, err);
	}
}

static const char *
here(struct page *p)
{
	return page_path(p, "/institute/requests/%lld", (long long)p->ids[0]);
}

/* The acts that need no more than the request. */
static enum err
plain(struct page *p, const char *what, const char **said)
{
	struct html *h = &p->html;
	const struct {
		const char *what;
		enum err (*run)(struct act *act, int64_t request);
		const char *said;
	} acts[] = {
	    {"take", review_take, _("Taken into review.")},
	    {"pass", review_pass, _("Handed on for approval.")},
	    {"apart", review_apart, _("Filed apart: not a request.")},
	    {"reopen", review_reopen, _("Put back into the queue.")},
	    {"invite", opening_invite_again, _("Invitation sent again.")},
	};

	for (size_t i = 0; i < sizeof(acts) / sizeof(acts[0]); i++) {
		if (strcmp(acts[i].what, what) != 0)
			continue;
		*said = acts[i].said;
		return acts[i].run(p->act, p->ids[0]);
	}
	return ERR_NOT_FOUND;
}

/* Acts with a text; what was typed stays on the page when it is refused. */
static bool
with_note(struct page *p, const char *what)
{
	struct html *h = &p->html;
	const char *note = http_post(p->req, "note");
	const char *said;
	enum err err;

	if (strcmp(what, "return") == 0) {
		said = _("Returned for correction; the letter is on its way.");
		err = review_return(p->act, p->ids[0], note);
	} else if (strcmp(what, "reject") == 0) {
		said = _("Declined; the letter is on its way.");
		err = review_reject(p->act, p->ids[0], note);
	} else if (strcmp(what, "back") == 0) {
		said = _("Sent back to the reviewer.");
		err = review_back(p->act, p->ids[0], note);
	} else {
		return false;
	}
	if (err == ERR_INVALID)
		refuse(p, (struct request_fault){
			      .note = _("Write what it is about: without words"
					" nobody can do anything.")});
	else if (err)
		explain(p, err);
	else
		page_go(p, here(p), said);
	return true;
}

/* Which of the fields of a proof is not whole. */
static struct request_fault
proof_fault(struct page *p, const struct review_proof *proof)
{
	struct html *h = &p->html;
	const bool call = proof->kind && !strcmp(proof->kind, "call");
	const bool order = proof->kind && !strcmp(proof->kind, "order");
	const bool signature = proof->kind && !strcmp(proof->kind, "signature");
	struct request_fault f = {0};

	if (!call && !order && !signature)
		f.proof = _("Choose one. Without a proof nobody gets rights"
			    " over children’s data.");
	if (call)
		f.phone = _("The number that was called, for instance"
			    " +380 54 539 11 22");
	if ((call || signature) && (!proof->who || !*proof->who))
		f.who = _("Surname, initials, post");
	if ((order || signature) && !proof->file)
		f.file = _("Choose the file; if it is not here yet, add it"
			   " below first.");
	return f;
}

static void
approve(struct page *p)
{
	struct html *h = &p->html;
	const char *file = http_post(p->req, "file");
	const struct review_proof proof = {
	    .kind = http_post(p->req, "proof"),
	    .phone = http_post(p->req, "phone"),
	    .who = http_post(p->req, "who"),
	    .file = file ? strtoll(file, NULL, 10) : 0,
	};
	enum err err = review_approve(p->act, p->ids[0], &proof);

	if (err == ERR_INVALID)
		refuse(p, proof_fault(p, &proof));
	else if (err)
		explain(p, err);
	else
		page_go(p, here(p),
		    _("Approved. The institution is being opened."));
}

void
page_request_post(struct page *p)
{
	struct html *h = &p->html;
	const char *what = http_post(p->req, "do");
	const char *said;
	enum err err;

	if (what && strcmp(what, "approve") == 0) {
		approve(p);
		return;
	}
	if (what && with_note(p, what))
		return;
	err = plain(p, what ? what : "", &said);
	if (err == ERR_INVALID)
		refuse(
		    p, (struct request_fault){
			   .title = _("Not every field is right yet"),
			   .text = _("Correct the fields, or return the request"
				     " to its sender.")});
	else if (err)
		explain(p, err);
	else
		page_go(p, here(p), said);
}

/* ---- files ----------------------------------------------------------------
 */

/* Whatever it claims to be, a browser only saves it. */
static void
send_file(struct page *p, const char *name, struct bytes bytes)
{
	p->res->content_type = "application/octet-stream";
	p->res->compress = false;
	http_attachment(p->res, name);
	http_header(
	    p->res, "Content-Security-Policy", "default-src 'none'; sandbox");
	buf_add(&p->res->body, bytes.p, bytes.len);
}

void
page_request_file(struct page *p)
{
	struct request_file file;
	struct bytes bytes;
	enum err err = review_file(p->act, p->ids[0], p->ids[1], &file, &bytes);

	if (err) {
		page_error(p, err);
		return;
	}
	send_file(p, file.name, bytes);
}

void
page_request_letter(struct page *p)
{
	struct bytes bytes;
	enum err err = review_original(p->act, p->ids[0], &bytes);

	if (err) {
		page_error(p, err);
		return;
	}
	send_file(p,
	    arena_printf(
		p->html.arena, "request-%lld.eml", (long long)p->ids[0]),
	    bytes);
}

void
page_request_file_post(struct page *p)
{
	struct html *h = &p->html;
	const struct http_field *file = http_file(p->req, "file");
	enum err err = ERR_INVALID;

	if (file && file->filename && *file->filename)
		err = review_attach(
		    p->act, p->ids[0], file->filename, file->file);
	if (err == ERR_INVALID || err == ERR_LIMIT)
		refuse(
		    p, (struct request_fault){
			   .attach = err == ERR_LIMIT
					 ? _("The file is larger than 10 MB, or"
					     " there are too many files.")
					 : _("Choose a file.")});
	else if (err)
		explain(p, err);
	else
		page_go(p, here(p), _("The file has been added."));
}
