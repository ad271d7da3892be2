/* SPDX-License-Identifier: EUPL-1.2 */
/* The grid's way to save: POST of JSON, cells of one journal together.
 *   {"uuid": "...", "cells": [{"c": 12, "p": 34, "v": "9", "seen": 567}]}
 * answers
 *   {"time": "09:41", "cells": [{"c", "p", "s": "saved" | "same" | "refused" |
 *    "clash", "mark", "code", "seq", "why", "who", "time"}]}
 * mark is null where there is none. */
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "web/pages.h"
#include "web/school.h"

static bool
read_cell(const struct json *item, struct gradebook_cell *cell)
{
	*cell = (struct gradebook_cell){.typed = json_text(item, "v")};
	return cell->typed && json_int(item, "c", &cell->col) &&
	       json_int(item, "p", &cell->pupil) &&
	       json_int(item, "seen", &cell->seen);
}

static enum err
read_body(struct page *p, const struct json *doc, const char **uuid,
    struct gradebook_cell **cells, size_t *n)
{
	const struct json *list = json_member(doc, "cells");
	const char *sent = json_text(doc, "uuid");

	*n = json_size(list);
	if (!sent || !*n)
		return ERR_INVALID;
	if (*n > GRADEBOOK_CELLS_MAX)
		return ERR_LIMIT;
	*uuid = arena_strdup(p->html.arena, sent);
	*cells = arena_array(p->html.arena, *n, sizeof(**cells));
	for (size_t i = 0; i < *n; i++)
		if (!read_cell(json_at(list, i), &(*cells)[i]))
			return ERR_INVALID;
	return OK;
}

static void
put_cell(struct html *h, struct json_out *o, const struct gradebook_result *r)
{
	static const char *const states[] = {
	    "saved", "same", "refused", "clash"};

	json_open(o, '{');
	json_put_int(o, "c", r->col);
	json_put_int(o, "p", r->pupil);
	json_put_text(o, "s", states[r->state]);
	json_put_text(o, "mark", r->mark);
	json_put_text(o, "code", r->code);
	json_put_int(o, "seq", r->seq);
	if (r->state == CELL_REFUSED)
		json_put_text(o, "why", school_why(h, r));
	if (r->state == CELL_CLASH) {
		json_put_text(o, "who", r->who);
		json_put_text(o, "time", clock_hm(h->arena, r->at));
	}
	json_close(o, '}');
}

static void
answer(struct page *p, const struct gradebook_result *results, size_t n)
{
	struct html *h = &p->html;
	struct json_out o = {.out = &p->res->body};

	p->res->content_type = "application/json";
	json_open(&o, '{');
	json_put_text(&o, "time", clock_hm(h->arena, p->act->now));
	json_key(&o, "cells");
	json_open(&o, '[');
	for (size_t i = 0; i < n; i++)
		put_cell(h, &o, &results[i]);
	json_close(&o, ']');
	json_close(&o, '}');
}

void
page_cells(struct page *p)
{
	struct html *h = &p->html;
	AUTO_JSON struct json *doc = NULL;
	struct gradebook_cell *cells;
	struct gradebook_result *results;
	const char *uuid;
	size_t n;
	enum err err;

	err = json_parse(p->req->body.p, p->req->body.len, &doc);
	if (!err)
		err = read_body(p, doc, &uuid, &cells, &n);
	if (!err) {
		results = arena_array(h->arena, n, sizeof(*results));
		err =
		    gradebook_save(p->act, p->ids[0], uuid, cells, n, results);
	}
	if (err)
		page_error(p, err);
	else
		answer(p, results, n);
}
