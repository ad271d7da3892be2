/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/signing.h"

#include <string.h>

#include "web/app.h"
#include "web/routes.h"

#define DEVICE_S (400 * 24 * 3600)

struct signin
signing_from(struct page *p)
{
	return (struct signin){
	    .name = http_post(p->req, "name"),
	    .password = http_post(p->req, "password"),
	    .device = http_cookie(p->req, SIGNING_DEVICE),
	    .address = p->req->peer,
	    .user_agent = p->req->user_agent,
	    .shared = http_post(p->req, "shared") != NULL,
	    .old = p->session,
	};
}

void
signing_cookies(struct page *p, const struct signin_done *done)
{
	app_set_session_cookie(p, done->cookie, done->cookie_s);
	if (done->device)
		app_set_cookie(p, SIGNING_DEVICE, done->device, DEVICE_S);
}

const char *
signing_to(struct page *p)
{
	const char *to = http_field(p->req, "to");
	const struct route *route;
	struct route_params params;

	if (to && routes_find(p->req->arena, HTTP_GET, to, &route, &params) ==
		      ROUTE_FOUND)
		return to;
	return NULL;
}

const char *
signing_keep_to(struct page *p, const char *path)
{
	const char *to = signing_to(p);

	if (!to)
		return path;
	return arena_printf(
	    p->act->arena, "%s?to=%s", path, http_encode(p->act->arena, to));
}

void
signing_go_on(struct page *p, const char *cookie, const char *to)
{
	struct session session;
	const char *path;
	enum err err;

	if ((err = session_find(p->act, cookie, &session))) {
		page_error(p, err);
		return;
	}
	/* The page that is wanted sends on by itself where it must. */
	if (to && session.signed_in)
		path = to;
	else if (!(path = session_detour(&session)))
		path = session_home(p->act->arena, session.role, session.inst);
	if (!session.signed_in && to)
		path = signing_keep_to(p, path);
	page_go(p, path, NULL);
}

const char *
signing_wait(struct page *p, int64_t wait_s)
{
	struct html *h = &p->html;

	return FILL(h->arena,
	    _("Too many attempts in a row. Try again in {s} s; a device you"
	      " have signed in from before is not held up."),
	    {"s", html_num(h, wait_s)});
}

const char *
signing_password_error(struct page *p, enum password_fault fault)
{
	struct html *h = &p->html;

	switch (fault) {
	case PASSWORD_FINE:
		return NULL;
	case PASSWORD_SHORT:
		return _("At least 10 characters are needed. A few words in a"
			 " row are easy to remember.");
	case PASSWORD_LONG:
		return _("This is longer than 128 characters.");
	case PASSWORD_COMMON:
		return _("This password is one of the first that are tried."
			 " Take a few words that do not belong together.");
	case PASSWORD_PERSONAL:
		return _("The password is almost your name or address. Take"
			 " something that is not written anywhere.");
	}
	return NULL;
}

void
signing_password_fields(struct page *p, const char *error)
{
	struct html *h = &p->html;

	form_field(p,
	    &(struct field){
		.name = "password",
		.label = _("New password"),
		.hint = _("10 to 128 characters of any kind: a few words in a"
			  " row are easy to remember. Nobody but you will"
			  " know it."),
		.error = error,
		.type = "password",
		.autocomplete = "new-password",
		.maxlength = SIGNIN_PASSWORD_BYTES_MAX,
		.required = true,
	    });
}
