/* SPDX-License-Identifier: EUPL-1.2 */
/* The reviewer corrects what was read or typed. */
#include <string.h>

#include "domain/codifier.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_form.h"
#include "web/request_pages.h"
#include "web/request_show.h"
#include "web/request_text.h"

static const char *
path(struct page *p, const char *rest)
{
	return page_path(
	    p, "/institute/requests/%lld%s", (long long)p->ids[0], rest);
}

static void
put_parent(struct page *p, const struct review_request *r, const char *error)
{
	struct html *h = &p->html;
	const char *typed = http_post(p->req, "parent");
	const char *now = r->parent.edrpou    ? r->parent.edrpou
			  : r->parent.diso_id ? r->parent.diso_id
					      : "";

	form_field(p,
	    &(struct field){.name = "parent",
		.label = _("Main institution, for a branch"),
		.hint = _("Its EDRPOU code or DISO id; it has to be connected"
			  " already."),
		.value = typed ? typed : now,
		.error = error,
		.inputmode = "numeric",
		.width = 2,
		.maxlength = 20});
}

static void
show(struct page *p, const struct review_fault *fault, int status)
{
	struct html *h = &p->html;
	struct review_request *r = arena_alloc(h->arena, sizeof(*r));
	const char *wrong_parent =
	    fault->parent ? _("There is no such connected institution, or"
			      " there are several.")
			  : NULL;
	struct request_form form = {0};
	enum err err = review_open(p->act, p->ids[0], r);

	if (!err && !(r->may & REVIEW_EDIT))
		err = strcmp(r->request.state, "in_review") ? ERR_CONFLICT
							    : ERR_DENIED;
	if (err) {
		page_error(p, err);
		return;
	}
	request_form_from(p, &form, r->fields, r->fields_n);
	form.codes = true;
	if (p->req->method != HTTP_POST)
		request_form_mark(p, &form, r->fields, r->fields_n, r->open);
	layout_begin(
	    p, &(struct layout){
		   .title = _("Correct the fields"),
		   .sub = request_pages_called(h, p->ids[0],
		       request_check_value(r->fields, r->fields_n, FIELD_NAME)),
		   .menu = "requests",
		   .back_href = path(p, ""),
		   .back_text = _("To the request"),
		   .width = LAYOUT_WIDE,
		   .script = "join.js",
		   .status = status,
	       });
	if (wrong_parent)
		form_errors(p,
		    (const struct field *const[]){
			&(struct field){.name = "parent",
			    .label = _("Main institution, for a branch"),
			    .error = wrong_parent}},
		    1);
	if (fault->nothing)
		layout_note(p, "", _("Nothing was changed"), NULL);
	html(h, "<div class='two'><div class='flow'>\n");
	form_open(p, path(p, "/edit"), 0);
	request_form_put(p, &form);
	put_parent(p, r, wrong_parent);
	form_tick(p, "accept", "1", _("I have checked what is only doubtful"),
	    _("A missing patronymic, a foreign phone, a guessed kind then"
	      " count as right. What is wrong or missing stays so."),
	    http_post(p->req, "accept") != NULL);
	form_close(p, _("Save"));
	html(h, "</div><div class='flow'>\n");
	request_show_letter(p, r);
	html(h, "</div></div>\n");
	layout_end(p);
}

void
page_request_edit(struct page *p)
{
	show(p, &(struct review_fault){0}, 0);
}

void
page_request_edit_post(struct page *p)
{
	struct html *h = &p->html;
	struct review_edit edit = {
	    .parent = http_post(p->req, "parent"),
	    .accept = http_post(p->req, "accept") != NULL,
	};
	struct review_fault fault;
	enum err err;

	request_form_read(p, &edit.typed);
	if (request_form_asked(p)) {
		show(p, &(struct review_fault){0}, 200);
		return;
	}
	err = review_edit(p->act, p->ids[0], &edit, &fault);
	if (err == ERR_INVALID)
		show(p, &fault, 422);
	else if (err)
		page_error(p, err);
	else
		page_go(p, path(p, ""), _("Corrected and checked again."));
}
