/* SPDX-License-Identifier: EUPL-1.2 */
/* The application: everything between a request and its answer that is the
 * same for all pages. It has no sockets: the server and the page tests both
 * call app_handle(). */
#pragma once

#include "base/config.h"
#include "domain/act.h"
#include "http/server.h"
#include "web/page.h"

struct app;

/* Checks the route table, loads the texts, reads the installation's secret.
 * config, pool and rng outlive the app. rng is called from many threads. */
CHECKED enum err app_new(const struct config *config, struct db_pool *pool,
    struct rng *rng, struct app **app);
void app_free(struct app *app);

/* For server_start: handle, fast, body_max, priority, refuse. */
struct server_app app_server(struct app *app);

const struct config *app_config(const struct app *app);
/* 32 bytes, to sign notices and forms of pages without a session. */
const uint8_t *app_secret(const struct app *app);

/* The permission of a route as text: "anyone", "signed_in", "teacher|head". */
const char *app_permission(struct arena *arena, unsigned permission);

/* Name and value of the session cookie for this request: "__Host-ej" over
 * TLS, "ej" on loopback http. value NULL deletes it. max_age_s 0: until the
 * browser closes. */
void app_set_session_cookie(
    struct page *p, const char *value, int64_t max_age_s);
const char *app_session_cookie(struct http_request *req);
/* Another cookie of ours (device, lang), same flags. */
void app_set_cookie(struct page *p, const char *name, const char *value,
    int64_t max_age_s);

/* Where the person lands in a working mode: "/s/12/today". */
const char *app_home(struct arena *arena, enum role role, int64_t inst);
/* The role in the reader's language: "учитель / учителька". */
const char *app_role_text(enum lang lang, enum role role);
