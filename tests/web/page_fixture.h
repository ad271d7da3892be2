/* SPDX-License-Identifier: EUPL-1.2 */
/* A struct page without an app, a session or a database: enough for what only
 * writes markup (html, form, layout, error pages). */
#pragma once

#include <string.h>

#include "base/config.h"
#include "http/http.h"
#include "web/assets.h"
#include "web/page.h"

struct page_fixture {
	struct arena *arena;
	struct config config;
	struct act act;
	struct http_request req;
	struct http_response res;
	struct page page;
};

/* role 0: nobody is signed in. */
static inline struct page *
page_fixture_open(struct page_fixture *f, enum role role, const char *path)
{
	memset(f, 0, sizeof(*f));
	f->arena = arena_new();
	f->config.institute = "Інститут освітньої аналітики";
	f->config.contact = "help@journal.example";
	f->config.demo = true;
	f->config.request_mail_months = 12;
	f->req = (struct http_request){
	    .arena = f->arena, .path = path, .id = "0123456789abcdef"};
	http_response_init(&f->res, f->arena);
	f->act = (struct act){.config = &f->config, .arena = f->arena};
	f->act.actor.role = role;
	f->act.actor.inst = 12;
	f->page = (struct page){.act = &f->act,
	    .req = &f->req,
	    .res = &f->res,
	    .html = {&f->res.body, f->arena, LANG_UK},
	    .csrf = "token-of-the-session",
	    .as = ""};
	if (role) {
		f->page.as = "12.34.teacher";
		f->page.person_name = "Лисівка О. П.";
		f->page.role_text = "учителька";
		f->page.institution_name = "Кролевецький ліцей № 1";
	}
	return &f->page;
}

static inline void
page_fixture_close(struct page_fixture *f)
{
	arena_free(f->arena);
}
