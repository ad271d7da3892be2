/* SPDX-License-Identifier: EUPL-1.2 */
/* The whole application without sockets on the fixture's two schools, with a
 * signed-in person of every role: pages are asked as that person would. */
#pragma once

#include "domain/session.h"
#include "fixture.h"
#include "http/http.h"
#include "web/app.h"

/* Beside the fixture's people, in school 1: */
enum {
	SITE_SECRETARY = FX_PUPIL_B + 3,
	SITE_SUBSTITUTE,
	SITE_INSPECTOR,
};

/* The Institute's own staff hold these; the others are roles in school 1. */
#define SITE_ROLES_N 15
extern const enum role site_roles[SITE_ROLES_N];

struct site {
	struct fixture fx;
	struct app *app;
	struct arena *arena; /* of requests and responses */
	/* Cookies of signed-in sessions, by place in site_roles. Everybody who
	 * may be asked for a second factor has shown it just now. */
	const char *cookie[SITE_ROLES_N];
};

void site_open(struct site *s);
void site_close(struct site *s);
/* The same for a test that gets the site as its state. */
int site_setup(void **state);
int site_teardown(void **state);
#define SITE_TEST(name)                                                        \
	cmocka_unit_test_setup_teardown(name, site_setup, site_teardown)

/* A new session of the role's person in the role's working mode. */
void site_sign_in(struct site *s, enum role role);

/* Asks as the role's person; ROLE_NONE: nobody. A POST carries `body`
 * (urlencoded, may be NULL) and, when with_token, the token that the forms of
 * the role's pages carry. */
struct site_ask {
	enum role role;
	const char *method, *path, *body;
	bool with_token;
	bool json; /* as our scripts ask */
};
struct http_response *site_ask(struct site *s, const struct site_ask *ask);
struct http_response *site_get(
    struct site *s, enum role role, const char *path);
struct http_response *site_post(
    struct site *s, enum role role, const char *path, const char *body);

/* The request alone, for what is called with a struct page. */
struct http_request *site_request(struct site *s, const struct site_ask *ask);

/* The token that the forms of the role's pages for this path carry. */
const char *site_token(struct site *s, enum role role, const char *path);

/* Drops all requests and responses so far: for tests of thousands. */
void site_forget(struct site *s);

const char *site_header(const struct http_response *res, const char *name);
/* Events in all logs together: what was refused adds none. */
int64_t site_events(struct site *s);
