/* SPDX-License-Identifier: EUPL-1.2 */
/* What went wrong, what to do now, who helps. "No rights", "closed", "somebody
 * wrote first" and "too busy" call for different acts, so they are different
 * pages; what the server knows beyond that is in the log. */
#include <string.h>

#include "base/json.h"
#include "domain/session.h"
#include "web/layout.h"

/* Seconds until a too busy server is asked again. */
#define BUSY_RETRY_S "10"

struct refusal {
	enum err err;
	int status;
	const char *title, *sentence; /* msgids; {start}, {contact}, {id} */
};

static const struct refusal refusals[] = {
    {ERR_NOT_FOUND, 404, N_("There is no such page"),
	N_("There is no such page, or it does not belong to your journals."
	   " Go to the {start}.")},
    {ERR_DENIED, 403, N_("No access in this working mode"),
	N_("This is open to another working mode. If it is one of yours,"
	   " choose it in the menu with your name; if you should have it,"
	   " the administrator of the institution can help.")},
    {ERR_INVALID, 400, N_("What was sent could not be read"),
	N_("Nothing has been saved. Go back, check the fields and send the"
	   " form again.")},
    {ERR_CONFLICT, 409, N_("Somebody wrote here first"),
	N_("Your entry has not been saved, so that the other one is not"
	   " lost. Go back, reload the page and compare the two values.")},
    {ERR_EXISTS, 409, N_("This is already there"),
	N_("Nothing has been saved a second time. Go back and look at the"
	   " list.")},
    {ERR_EXPIRED, 410, N_("This link is no longer valid"),
	N_("The link has been used already or its time has run out. Ask"
	   " whoever sent it for a new one: the institution’s"
	   " administrator or {contact}.")},
    {ERR_LIMIT, 429, N_("Too many attempts in a row"),
	N_("Wait a few minutes and try again. Nothing is blocked.")},
    {ERR_BUSY, 503, N_("Very many people are here right now"),
	N_("The page will reload by itself in 10 seconds. Entries of"
	   " teachers are taken first.")},
    {ERR_SIGN_IN, 401, N_("Please sign in once more"),
	N_("This step needs a recent sign-in. Nothing has been changed.")},
    {ERR_MISUSED, 409, N_("This form has been sent before"),
	N_("It was saved the first time with other content. Reload the page"
	   " to see what is written, then change it.")},
};

static const struct refusal fault = {ERR_IO, 500, N_("A fault on our side"),
    N_("Nothing has been saved. Try again in a minute. If it happens again,"
       " write to {contact} and give this number: {id}.")};

static const struct refusal too_large = {ERR_LIMIT, 413,
    N_("This is too large"),
    N_("The file or the form is larger than the limit. Nothing has been saved."
       " Divide the list into parts and send them one by one.")};

static const struct refusal busy_post = {ERR_BUSY, 503,
    N_("Not saved: very many people are here right now"),
    N_("Nothing has been saved yet. Wait a few seconds, go back and send the"
       " form again: what you typed is still in it.")};

static const struct refusal unsure = {ERR_UNSURE, 503,
    N_("It is not certain whether this was saved"),
    N_("The database did not confirm it at the last moment. Open the page"
       " anew and look first: if your entry is there, all is well; if it is"
       " not, send it once more.")};

static const struct refusal headers = {ERR_LIMIT, 431,
    N_("The browser sends too much"),
    N_("Delete the cookies of this site in the browser’s settings and open the"
       " page again.")};

static bool
wants_json(const struct page *p)
{
	return (p->route && (p->route->flags & ROUTE_JSON)) ||
	       (p->req->accept &&
		   strncmp(p->req->accept, "application/json", 16) == 0);
}

/* Scripts get the same words. */
static void
answer_json(struct page *p, int status, const char *title, const char *text)
{
	struct json_out o = {.out = &p->res->body};

	buf_cut(o.out, 0);
	p->res->status = status;
	p->res->content_type = "application/json";
	json_open(&o, '{');
	json_put_text(&o, "error", title);
	json_put_text(&o, "text", text);
	json_close(&o, '}');
	buf_addc(o.out, '\n');
}

/* Whatever the page had begun to write is forgotten. */
static void
begin(struct page *p, int status, const char *title)
{
	buf_cut(&p->res->body, 0);
	layout_begin(
	    p, &(struct layout){
		   .title = title, .width = LAYOUT_PROSE, .status = status});
}

static void
buttons(struct page *p, int status)
{
	struct html *h = &p->html;

	html(h, "<p class='row'>");
	if (status == 401)
		html(h, "<a class='btn main' href='{}'>{}</a>\n",
		    p->session && p->session->signed_in ? "/sign-in/again"
							: "/sign-in",
		    _("Sign in"));
	html(h, "<a class='btn' href='/'>{}</a></p></section>\n",
	    _("To the start page"));
}

static const char *
contact(struct page *p)
{
	struct html *h = &p->html;
	const char *address = p->act->config->contact;

	return address && *address ? address : _("the technical service");
}

static void
show(struct page *p, const struct refusal *r)
{
	struct html *h = &p->html;
	const char *id = p->req->id ? p->req->id : "-";

	if (wants_json(p)) {
		answer_json(p, r->status, _(r->title),
		    FILL(h->arena, _(r->sentence), {"start", _("start page")},
			{"contact", contact(p)}, {"id", id}));
		return;
	}
	begin(p, r->status, _(r->title));
	html(h, "<section class='card'><p>");
	html_say(h, _(r->sentence),
	    {.name = "start", .value = _("start page"), .href = "/"},
	    {.name = "contact", .value = contact(p)},
	    {.name = "id", .value = id, .tag = "code"});
	html(h, "</p>\n");
	buttons(p, r->status);
	layout_end(p);
}

static void
show_busy(struct page *p)
{
	bool post = p->req->method == HTTP_POST;

	http_header(p->res, "Retry-After", BUSY_RETRY_S);
	/* A reloaded POST would come as a GET: only pages reload alone. */
	if (!post)
		http_header(p->res, "Refresh", BUSY_RETRY_S);
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++)
		if (refusals[i].err == ERR_BUSY)
			show(p, post ? &busy_post : &refusals[i]);
}

/* Where a commit before this moment may have been one, no sentence may say that
 * nothing was saved. */
static bool
is_unsure(const struct page *p, enum err err)
{
	if (err == ERR_UNSURE)
		return true;
	return p->act->unsure && (err == ERR_AGAIN || err == ERR_BUSY ||
				     err == ERR_DB || err == ERR_IO);
}

void
page_error(struct page *p, enum err err)
{
	if (is_unsure(p, err)) {
		show(p, &unsure);
		return;
	}
	if (err == ERR_BUSY || err == ERR_AGAIN) {
		show_busy(p);
		return;
	}
	if (err == ERR_LIMIT && p->req->parse_err == ERR_LIMIT) {
		show(p, &too_large);
		return;
	}
	for (size_t i = 0; i < sizeof(refusals) / sizeof(*refusals); i++) {
		if (refusals[i].err != err)
			continue;
		show(p, &refusals[i]);
		return;
	}
	show(p, &fault);
}

void
page_refuse(struct page *p, int status, const char *title, const char *sentence)
{
	struct html *h = &p->html;

	if (wants_json(p)) {
		answer_json(p, status, title, sentence);
		return;
	}
	begin(p, status, title);
	html(h, "<section class='card'><p>{}</p>\n", sentence);
	buttons(p, status);
	layout_end(p);
}

void
page_server_refusal(struct page *p, int status)
{
	switch (status) {
	case 413:
		show(p, &too_large);
		return;
	case 431:
		show(p, &headers);
		return;
	case 503:
		show_busy(p);
		return;
	case 400:
		page_error(p, ERR_INVALID);
		return;
	case 429:
		page_error(p, ERR_LIMIT);
		return;
	default:
		show(p, &fault);
	}
}
