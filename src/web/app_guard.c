/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app_guard.h"

#include <string.h>

#include "domain/session.h"
#include "web/app.h"
#include "web/app_cookie.h"
#include "web/app_token.h"
#include "web/form.h"

#define ROLES_N 16

static const char *
host_of(const char *origin)
{
	const char *at = strstr(origin, "://");

	return at ? at + 3 : origin;
}

/* A POST that a browser says comes from elsewhere is refused before anything
 * else is asked. Old browsers send neither header: the token decides. */
static bool
same_site(const struct http_request *req)
{
	if (req->sec_fetch_site && strcmp(req->sec_fetch_site, "same-origin") &&
	    strcmp(req->sec_fetch_site, "none"))
		return false;
	if (req->origin && req->host && strcmp(req->origin, "null") &&
	    strcmp(host_of(req->origin), req->host))
		return false;
	return true;
}

/* The membership that the sent form was made for. A page that is open to every
 * working mode (the language, signing out) takes the forms of all of them: it
 * does nothing to a membership. */
static const char *
made_for(struct page *p)
{
	const char *as = http_post(p->req, FORM_AS);

	return as && (p->route->permission & (ANYONE | SIGNED_IN)) ? as : p->as;
}

static bool
token_ok(struct page *p)
{
	const char *token = p->req->x_csrf;

	if (!token)
		token = http_post(p->req, FORM_CSRF);
	if (!p->session || !p->session->signed_in)
		return app_token_open_fits(
		    p->act->arena, app_secret(p->app), p->act->now, token);
	return app_token_fits(
	    p->act->arena, p->session->csrf, made_for(p), token);
}

static bool
check_post(struct page *p)
{
	struct html *h = &p->html;
	const char *as;

	if (p->req->method != HTTP_POST)
		return true;
	if (!same_site(p->req)) {
		page_refuse(p, 403, _("This form was sent from another site"),
		    _("Open the page here and try again."));
		return false;
	}
	if (p->route->flags & ROUTE_NO_CSRF)
		return true;
	if (token_ok(p))
		return true;
	as = http_post(p->req, FORM_AS);
	if (as && *as && strcmp(as, p->as))
		page_refuse(p, 409, _("You now work in another mode"),
		    _("This page was opened in another working mode. Nothing"
		      " has been saved. Switch back in the menu with your name"
		      " and send the form again."));
	else
		page_refuse(p, 403, _("The form is too old"),
		    _("Nothing has been saved. Go back, reload the page and"
		      " send the form again."));
	return false;
}

static void
to_sign_in(struct page *p, const char *where)
{
	struct html *h = &p->html;

	if (p->req->method == HTTP_POST) {
		page_refuse(p, 401, _("The session has ended"),
		    _("Nothing has been saved yet. Sign in in another tab,"
		      " come back here and send the form again: what you typed"
		      " is still in it."));
		return;
	}
	http_redirect(p->res, arena_printf(p->act->arena, "%s?to=%s", where,
				  http_encode(p->act->arena, p->req->path)));
}

/* Finds the session of the cookie; nobody is not an error. */
static bool
find_session(struct page *p)
{
	const char *cookie = app_session_cookie(p->req);
	struct session *session;
	enum err err;

	if (!cookie)
		return true;
	session = arena_alloc(p->act->arena, sizeof(*session));
	err = session_find(p->act, cookie, session);
	if (err == ERR_NOT_FOUND || err == ERR_EXPIRED)
		return true;
	if (err) {
		page_error(p, err);
		return false;
	}
	p->session = session;
	p->html.lang = session->lang;
	p->shared_computer = session->shared;
	p->fresh = p->act->now - session->fresh_at <= SESSION_FRESH_S;
	p->act->actor.account = session->account;
	p->act->actor.session = session->id;
	p->act->actor.log_id = session->log_id;
	return true;
}

static bool
enter(struct page *p, int64_t inst)
{
	enum err err = session_enter(p->act, p->session, inst);

	if (err)
		page_error(p, err);
	return err == OK;
}

/* Every mode held here, and the way to those held elsewhere. */
static void
header_modes(struct page *p)
{
	struct html *h = &p->html;
	const struct actor *a = &p->act->actor;
	struct page_mode *modes =
	    arena_array(p->act->arena, ROLES_N + 1, sizeof(*modes));
	size_t n = 0;

	for (unsigned bit = 1; bit <= ROLE_SYSTEM; bit <<= 1) {
		if (!(a->roles & bit))
			continue;
		modes[n] = (struct page_mode){
		    .name = app_role_text(h->lang, (enum role)bit),
		    .institution = a->institution,
		    .current = bit == (unsigned)a->role,
		};
		if (modes[n].current)
			modes[n].href =
			    app_home(p->act->arena, a->role, a->inst);
		else
			modes[n].value = arena_printf(p->act->arena,
			    "%lld.%lld.%s", (long long)a->inst,
			    (long long)a->person, role_name((enum role)bit));
		n++;
	}
	if (p->session->places > 1)
		modes[n++] = (struct page_mode){
		    .href = "/mode",
		    .name = _("Another institution or mode"),
		};
	p->institution_name = a->institution;
	p->modes = modes;
	p->modes_n = n > 1 ? n : 0;
}

static void
header_fields(struct page *p)
{
	const struct actor *a = &p->act->actor;

	p->person_name = a->name ? a->name : p->session->name;
	p->role_text = app_role_text(p->html.lang, a->role);
	p->as = arena_printf(p->act->arena, "%lld.%lld.%s", (long long)a->inst,
	    (long long)a->person, role_name(a->role));
	p->csrf = app_token_make(p->act, p->session->csrf, p->as);
	header_modes(p);
}

static bool
check_role(struct page *p, int64_t inst)
{
	const char *detour;

	if (!p->session || !p->session->signed_in) {
		to_sign_in(p, p->session && p->session->needs_factor
				  ? "/sign-in/code"
				  : "/sign-in");
		return false;
	}
	if (p->route->permission & SIGNED_IN) {
		header_fields(p);
		return true;
	}
	if ((detour = session_detour(p->session))) {
		http_redirect(p->res, detour);
		return false;
	}
	if (!enter(p, inst))
		return false;
	header_fields(p);
	if (!(p->route->permission & p->act->actor.role)) {
		page_error(p, ERR_DENIED);
		return false;
	}
	return true;
}

/* A cookie without Secure would be readable on the way: whoever comes without
 * TLS from another machine gets nothing. */
static bool
check_transport(struct page *p)
{
	struct html *h = &p->html;

	if (p->req->secure || (p->route->flags & ROUTE_PLAIN) ||
	    config_is_loopback(p->req->peer))
		return true;
	page_refuse(p, 403, _("Only over a protected connection"),
	    FILL(h->arena, _("Open {address}: there nobody can read along."),
		{"address", p->act->config->public_url}));
	return false;
}

bool
app_guard(struct page *p, const struct route_params *params)
{
	if (!check_transport(p))
		return false;
	if (p->route->flags & ROUTE_TOKEN) {
		http_header(p->res, "Referrer-Policy", "no-referrer");
		p->res->compress = false;
	}
	if (!find_session(p))
		return false;
	p->notice = app_take_notice(p);
	p->as = "";
	p->csrf =
	    app_token_open(p->act->arena, app_secret(p->app), p->act->now);
	if (p->route->permission & ANYONE) {
		if (p->session && p->session->signed_in)
			header_fields(p);
		return check_post(p);
	}
	if (!check_role(p, params->inst))
		return false;
	if (!check_post(p))
		return false;
	if ((p->route->flags & ROUTE_FRESH) && !p->fresh) {
		if (p->req->method == HTTP_POST)
			page_error(p, ERR_SIGN_IN);
		else
			to_sign_in(p, "/sign-in/again");
		return false;
	}
	return true;
}
