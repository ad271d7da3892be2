/* SPDX-License-Identifier: EUPL-1.2 */
/* What can be done with a request now: one card, other for each role. */
#include <string.h>

#include "base/clock.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/request_show.h"
#include "web/request_text.h"

static const char *
action(struct html *h, const struct review_request *r)
{
	return arena_printf(h->arena, "/institute/requests/%lld",
	    (long long)r->request.request);
}

/* A proposal in the sender's language, made of the remarks. */
static const char *
proposal(struct html *h, const struct review_request *r)
{
	struct buf text;
	struct html theirs = {
	    .arena = h->arena, .lang = i18n_parse(r->request.lang)};

	buf_init(&text, h->arena, 400);
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		const struct request_field *f = request_check_find(
		    r->fields, r->fields_n, (enum field_id)i);
		const struct request_field none = {
		    .flag = "missing", .why = ""};
		const char *why;

		if (!(r->open & (1u << i)))
			continue;
		why =
		    request_text_why(&theirs, (enum field_id)i, f ? f : &none);
		buf_addf(&text, "%s— %s: %s", text.len ? "\n" : "",
		    request_text_field(&theirs, (enum field_id)i),
		    why ? why : "");
	}
	if (!text.len)
		return "";
	return arena_printf(h->arena, "%s\n%s",
	    t(theirs.lang, "Please check and complete:"), text.p);
}

static const char *
typed(struct page *p, const char *name, const char *otherwise)
{
	const char *s = http_post(p->req, name);

	return s ? s : otherwise;
}

static void
open_card(struct page *p, const struct review_request *r, const char *title)
{
	html(&p->html,
	    "<section class='card flow' aria-labelledby='d-h'>"
	    "<h2 id='d-h'>{}</h2>\n",
	    title);
	(void)r;
}

static void
put_attach(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;

	html(h, "<details class='more'{}><summary>{}</summary>\n",
	    fault->attach ? " open" : "", _("Add a file"));
	form_open(
	    p, arena_printf(h->arena, "%s/files", action(h, r)), FORM_UPLOAD);
	form_field(
	    p, &(struct field){.name = "file",
		   .label = _("A scan that came another way"),
		   .hint = _("An order of the head, for instance; up to 10 MB"),
		   .error = fault->attach,
		   .type = "file",
		   .required = true});
	form_close(p, _("Add the file"));
	html(h, "</details>\n");
}

/* ---- the reviewer ---------------------------------------------------------
 */

static void
take(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const bool theirs = *r->reviewer && !r->own_review;

	open_card(p, r, _("Decision"));
	html(h, "<p>{}</p>\n",
	    strcmp(r->request.state, "returned") == 0
		? _("The sender has been asked for details. Whoever takes the"
		    " request into review now ends the link to complete it.")
	    : strcmp(r->request.state, "in_review") == 0 && theirs
		? FILL(h->arena,
		      _("In review: {who}. Take it over only when this person"
			" cannot finish."),
		      {"who", r->reviewer})
		: _("While you review it, the sender cannot change it."));
	form_open(p, action(h, r), FORM_ROW);
	form_button(p, "main", "do", "take",
	    theirs && strcmp(r->request.state, "in_review") == 0
		? _("Take it over")
		: _("Take into review"));
	if (r->may & REVIEW_APART)
		form_button(p, "", "do", "apart", _("This is not a request"));
	form_end(p);
	html(h, "</section>\n");
}

static void
pass(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	if (r->taken_code || r->open) {
		html(h, "<p class='small soft'>{}</p>\n",
		    r->open ? _("It can be handed on for approval once every"
				" field is right. Doubtful ones are confirmed"
				" under “Correct the fields”.")
			    : _("It cannot be handed on: the DISO id is"
				" taken."));
		return;
	}
	form_open(p, action(h, r), FORM_ROW);
	form_button(p, "main", "do", "pass", _("Hand on for approval"));
	form_end(p);
	html(h, "<p class='small soft'>{}</p>\n",
	    _("Another person approves: you review this request and cannot"
	      " approve it."));
}

static void
review(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;
	const bool ready = !r->open && !r->taken_code;

	open_card(p, r, _("Decision"));
	pass(p, r);
	form_open(p, action(h, r), 0);
	form_field(
	    p, &(struct field){.name = "note",
		   .label = _("What to write to the sender"),
		   .hint = r->address
			       ? FILL(h->arena,
				     _("Goes to: {address}. The letter holds a"
				       " link with which the fields can be"
				       " completed."),
				     {"address", r->address})
			       : _("There is no address to write to: return is"
				   " not possible, call the institution."),
		   .value = typed(p, "note", proposal(h, r)),
		   .error = fault->note,
		   .type = "textarea",
		   .maxlength = REVIEW_NOTE_BYTES_MAX});
	html(h, "<div class='row'>");
	if (r->address)
		form_button(p, ready ? "" : "main", "do", "return",
		    _("Return for correction"));
	form_button(p, "risk", "do", "reject", _("Decline"));
	form_button(p, "", "do", "apart", _("This is not a request"));
	html(h, "</div>");
	form_end(p);
	put_attach(p, r, fault);
	html(h, "</section>\n");
}

/* ---- the approver ---------------------------------------------------------
 */

static void
proof_fields(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;
	struct choice files[REQUEST_FILES_MAX + 1];
	const char *kinds[] = {"call", "order", "signature"};
	const struct choice proofs[] = {
	    {kinds[0], request_text_proof(h, kinds[0]),
		_("To the number of the official register, not of the "
		  "letter.")},
	    {kinds[1], request_text_proof(h, kinds[1]),
		_("As a file of this request.")},
	    {kinds[2], request_text_proof(h, kinds[2]),
		_("Checked by you; the signed file is in this request.")},
	};

	files[0] = (struct choice){"", _("Not chosen"), NULL};
	for (size_t i = 0; i < r->files_n; i++)
		files[i + 1] = (struct choice){
		    html_id(h, r->files[i].ord), r->files[i].name, NULL};
	form_radios(p,
	    &(struct field){.name = "proof",
		.label = _("How it is known that the institution asks"),
		.value = http_post(p->req, "proof"),
		.error = fault->proof,
		.required = true},
	    proofs, 3);
	form_field(p, &(struct field){.name = "phone",
			  .label = _("Call: which number"),
			  .value = http_post(p->req, "phone"),
			  .error = fault->phone,
			  .type = "tel",
			  .autocomplete = "off",
			  .maxlength = 40,
			  .width = 2});
	form_field(p, &(struct field){.name = "who",
			  .label = _("Who answered or signed: name and post"),
			  .value = http_post(p->req, "who"),
			  .error = fault->who,
			  .autocomplete = "off",
			  .maxlength = 200});
	form_select(p,
	    &(struct field){.name = "file",
		.label = _("Order or signed file"),
		.hint = r->files_n
			    ? NULL
			    : _("There are no files yet: add one below."),
		.value = http_post(p->req, "file"),
		.error = fault->file},
	    files, r->files_n + 1);
}

static void
approve(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;

	open_card(p, r, _("Approval"));
	html(h, "<p class='small soft'>{}</p>\n",
	    _("Approval makes the institution and invites its administrator."
	      " Record one proof that the request comes from the"
	      " institution."));
	form_open(p, action(h, r), 0);
	proof_fields(p, r, fault);
	html(h, "<div class='row'>");
	form_button(p, "main", "do", "approve", _("Approve"));
	html(h, "</div>");
	form_end(p);
	html(h, "<hr>\n");
	form_open(p, action(h, r), 0);
	form_field(
	    p, &(struct field){.name = "note",
		   .label = _("Or: what is in the way"),
		   .hint = _("Sent back, the reviewer reads it; declined, the"
			     " sender does."),
		   .value = http_post(p->req, "note"),
		   .error = fault->note,
		   .type = "textarea",
		   .maxlength = REVIEW_NOTE_BYTES_MAX});
	html(h, "<div class='row'>");
	form_button(p, "", "do", "back", _("Send back to the reviewer"));
	form_button(p, "risk", "do", "reject", _("Decline"));
	html(h, "</div>");
	form_end(p);
	put_attach(p, r, fault);
	html(h, "</section>\n");
}

/* ---- afterwards -----------------------------------------------------------
 */

static void
put_proof(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const struct review_proof *proof = &r->proof;

	if (!proof->kind)
		return;
	html(h, "<dl class='facts small'><dt>{}</dt><dd>{}</dd>", _("Proof"),
	    request_text_proof(h, proof->kind));
	if (proof->phone)
		html(h, "<dt>{}</dt><dd class='num'>{}</dd>", _("Number"),
		    request_text_phone(h->arena, proof->phone));
	if (proof->who)
		html(h, "<dt>{}</dt><dd>{}</dd>",
		    strcmp(proof->kind, "call") == 0 ? _("Who answered")
						     : _("Who signed"),
		    proof->who);
	if (proof->file)
		html(h,
		    "<dt>{}</dt><dd><a href='{}/files/{}' download>{}</a>"
		    "</dd>",
		    _("File"), action(h, r), html_id(h, proof->file),
		    proof->name ? proof->name : "");
	html(h, "</dl>\n");
}

static void
invited(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	html(h, "<p>{}</p>\n",
	    r->invited_until
		? FILL(h->arena,
		      _("The invitation is with: {address}. It is good until"
			" {date}."),
		      {"address", r->address ? r->address : "—"},
		      {"date", clock_short(
				   h->arena, clock_day_at(r->invited_until))})
		: _("The invitation’s time has passed without an answer."));
	if (!(r->may & REVIEW_INVITE))
		return;
	form_open(p, action(h, r), FORM_ROW);
	form_button(p, "", "do", "invite", _("Send the invitation again"));
	form_end(p);
	html(h, "<p class='small soft'>{}</p>\n",
	    _("The link of the older letter then opens nothing any more."));
}

static void
outcome(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const char *state = r->request.state;

	open_card(p, r, _("Outcome"));
	put_proof(p, r);
	if (strcmp(state, "approved") == 0)
		html(h, "<p>{}</p>\n",
		    _("The institution is being opened; the invitation goes"
		      " out within a minute."));
	if (strcmp(state, "invited") == 0)
		invited(p, r);
	if (r->request.inst)
		html(h,
		    "<p><a class='btn mini' href='/institute/institutions/{}'>"
		    "{}</a></p>\n",
		    html_id(h, r->request.inst), _("The institution’s card"));
	if (r->may & REVIEW_REOPEN) {
		form_open(p, action(h, r), FORM_ROW);
		form_button(
		    p, "", "do", "reopen", _("Put back into the queue"));
		form_end(p);
	}
	html(h, "</section>\n");
}

static bool
has_outcome(const struct review_request *r)
{
	return r->proof.kind || r->request.inst || (r->may & REVIEW_REOPEN);
}

void
request_decide(struct page *p, const struct review_request *r,
    const struct request_fault *fault)
{
	struct html *h = &p->html;

	if (r->may & REVIEW_APPROVE)
		approve(p, r, fault);
	else if (r->may & REVIEW_RETURN)
		review(p, r, fault);
	else if (r->may & REVIEW_TAKE)
		take(p, r);
	else if (has_outcome(r))
		outcome(p, r);
	else if (r->request.passed_at && r->own_review)
		layout_note(p, "", _("With the approver"),
		    _("You reviewed this request, so another person decides."));
	else if (r->request.passed_at)
		layout_note(p, "", _("With the approver"),
		    _("Another person decides; the proof is recorded here."));
	else if (strcmp(r->request.state, "in_review") == 0)
		layout_note(p, "", _("In review"),
		    FILL(h->arena,
			_("The reviewer is at work: {who}. It comes for"
			  " approval when all fields are right."),
			{"who", r->reviewer}));
}
