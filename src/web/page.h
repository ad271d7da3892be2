/* SPDX-License-Identifier: EUPL-1.2 */
/* What a page's handler has: the request, the act, the markup under way.
 *
 * A handler does three things: reads the form, calls ONE domain function,
 * shows a page or redirects. Routes stand in web/routes.c. */
#pragma once

#include "domain/act.h"
#include "http/http.h"
#include "web/html.h"

struct app;
struct page;
struct session;

/* Who may open a route. Besides sets of enum role: */
#define ANYONE (1u << 30)    /* public, session or not */
#define SIGNED_IN (1u << 29) /* any role of any institution */

enum {
	ROUTE_UPLOAD = 1 << 0,  /* large body (config upload_bytes_max) */
	ROUTE_TOKEN = 1 << 1,   /* path or form carries a token: never logged,
				 * Referrer-Policy: no-referrer, no-store */
	ROUTE_REPORT = 1 << 2,  /* last in the queue */
	ROUTE_JSON = 1 << 3,    /* answers scripts; CSRF by header or field */
	ROUTE_NO_CSRF = 1 << 4, /* the handler checks a form token itself */
	ROUTE_FRESH = 1 << 5,   /* needs a sign-in at most 5 minutes old */
	ROUTE_PLAIN = 1 << 6,   /* also without TLS from elsewhere: no data */
	/* For who is not signed in, a GET asks no database: it is answered by
	 * the thread that read it, without a worker. A morning of sign-ins
	 * begins with such pages. */
	ROUTE_STILL = 1 << 7,
	/* A POST that computes Argon2id: it has workers of its own. */
	ROUTE_PASSWORD = 1 << 8,
};

struct route {
	const char *method;  /* "GET", "POST" */
	/* "/s/:inst/journals/:id"; a :name takes digits, a *name takes one
	 * segment of [A-Za-z0-9_-]. :inst opens that school's store. */
	const char *path;
	void (*handler)(struct page *p);
	unsigned permission; /* 0 is not a permission: the start refuses it */
	unsigned flags;
};
extern const struct route routes[];
extern const size_t routes_n;

#define PAGE_PARAMS_MAX 4

/* A working mode the person may switch to, for the header. */
struct page_mode {
	const char *href, *name, *institution;
	bool current;
	const char *value; /* a button that switches to it; NULL: a link */
};

struct page {
	struct app *app;
	struct act *act;
	struct http_request *req;
	struct http_response *res;
	const struct route *route;
	struct html html; /* writes to res->body */
	int64_t ids[PAGE_PARAMS_MAX];       /* the :digits after :inst */
	const char *words[PAGE_PARAMS_MAX]; /* the *segments */
	const char *csrf;        /* token for the forms of this page */
	const char *as;          /* "12.34.teacher": the membership they are for */
	bool shared_computer;
	bool fresh;              /* signed in within 5 minutes */
	const char *notice;      /* a quiet line from the last act, or NULL */
	const struct session *session; /* NULL when nobody is signed in */
	const char *person_name, *role_text, *institution_name; /* header */
	const struct page_mode *modes;
	size_t modes_n;
};

/* The whole application without sockets: match, session, permission, CSRF,
 * act, handler. Page tests call it directly. */
void app_handle(struct app *app, int worker, struct http_request *req,
    struct http_response *res);

/* Error pages in the reader's language: what happened, what to do, who helps.
 * Picks 404 for NOT_FOUND, 403 DENIED, 409 CONFLICT, 410 EXPIRED, 429 LIMIT,
 * 503 BUSY and AGAIN, 500 otherwise; UNSURE, also of an earlier try of the same
 * request, says that nobody knows and to look first. */
void page_error(struct page *p, enum err err);
/* The same with a sentence of the page's own instead of the general one. */
void page_refuse(struct page *p, int status, const char *title,
    const char *sentence);

/* The server's own refusals (400, 413, 431, 503), before any page is known:
 * no session, no database. JSON when the request asks for it. */
void page_server_refusal(struct page *p, int status);

/* 303 to path, with a notice shown once on the next page (kept in a signed,
 * short-lived cookie); notice may be NULL. */
void page_go(struct page *p, const char *path, const char *notice);
/* "/s/12" + rest, in the arena. */
const char *page_path(struct page *p, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
