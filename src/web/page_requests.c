/* SPDX-License-Identifier: EUPL-1.2 */
/* The Institute's queue: requests by state, with filters and a search. */
#include <stdlib.h>
#include <string.h>

#include "domain/regions.h"
#include "domain/review.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/request_pages.h"
#include "web/request_text.h"

#define PER_PAGE 50

/* Tabs in the order of the work. `in_review` is two of them: with the reviewer
 * and with the approver. */
static const struct tab {
	const char *key, *text, *state;
	int passed;
	bool done; /* newest first */
} tabs[] = {
    {"new", NC_("tab", "New"), "new", -1, false},
    {"in_review", NC_("tab", "In review"), "in_review", 0, false},
    {"passed", NC_("tab", "For approval"), "in_review", 1, false},
    {"returned", NC_("tab", "Need details"), "returned", -1, false},
    {"approved", NC_("tab", "Approved"), "approved", -1, false},
    {"invited", NC_("tab", "Invited"), "invited", -1, false},
    {"active", NC_("tab", "Connected"), "active", -1, true},
    {"rejected", NC_("tab", "Declined"), "rejected", -1, true},
    {"expired", NC_("tab", "Time has passed"), "expired", -1, true},
    {"not_a_request", NC_("tab", "Not requests"), "not_a_request", -1, true},
};
#define TABS_N (sizeof(tabs) / sizeof(tabs[0]))

static const struct tab *
tab_of(const char *key)
{
	for (size_t i = 0; i < TABS_N; i++)
		if (key && strcmp(tabs[i].key, key) == 0)
			return &tabs[i];
	return NULL;
}

const char *
request_pages_tab(const struct request *row)
{
	if (strcmp(row->state, "in_review") == 0 && row->passed_at)
		return "passed";
	return tab_of(row->state) ? row->state : tabs[0].key;
}

struct counts {
	struct request_count p[REQUESTS_STATES_MAX];
	size_t n;
};

static int64_t
count_of(const struct counts *counts, const struct tab *tab)
{
	int64_t n = 0;

	for (size_t i = 0; i < counts->n; i++) {
		const struct request_count *c = &counts->p[i];

		if (strcmp(c->state, tab->state) == 0 &&
		    (tab->passed < 0 || c->passed == tab->passed))
			n += c->n;
	}
	return n;
}

/* An empty state that is seldom met takes no room in the row of tabs. */
static bool
is_rare(const struct tab *tab)
{
	return tab->done && strcmp(tab->key, "active") != 0 &&
	       strcmp(tab->key, "rejected") != 0;
}

static void
put_tabs(struct page *p, const struct counts *counts, const struct tab *here)
{
	struct html *h = &p->html;
	struct layout_tab out[TABS_N];
	size_t n = 0;

	for (size_t i = 0; i < TABS_N; i++) {
		const int64_t count = count_of(counts, &tabs[i]);

		if (is_rare(&tabs[i]) && count == 0 && here != &tabs[i])
			continue;
		out[n++] = (struct layout_tab){
		    .href = arena_printf(
			h->arena, "/institute/requests?state=%s", tabs[i].key),
		    .text = tc(h->lang, "tab", tabs[i].text),
		    .count = html_num(h, count),
		    .current = here == &tabs[i],
		};
	}
	layout_tabs(p, _("State of the request"), out, n);
}

static const char *
headline(struct html *h, const struct counts *counts, int64_t now)
{
	int64_t n = 0, oldest = now;

	for (size_t i = 0; i < counts->n; i++) {
		const struct request_count *c = &counts->p[i];

		if (strcmp(c->state, "new") != 0 &&
		    strcmp(c->state, "in_review") != 0)
			continue;
		n += c->n;
		if (c->oldest < oldest)
			oldest = c->oldest;
	}
	if (n == 0)
		return _("Nothing waits");
	return FILL(h->arena, _("Waiting: {n} · the oldest: {age}"),
	    {"n", html_num(h, n)}, {"age", request_text_age(h, now, oldest)});
}

/* ---- filters --------------------------------------------------------------
 */

/* In the reader's alphabet. */
size_t
request_pages_regions(
    struct html *h, struct choice out[MAP_REGIONS + 1], const char *none)
{
	const struct public_statistics nothing = {0};
	struct map_region all[MAP_REGIONS];

	map_regions(h, &nothing, all);
	out[0] = (struct choice){"", none, NULL};
	for (size_t i = 0; i < MAP_REGIONS; i++)
		out[i + 1] = (struct choice){all[i].number, all[i].name, NULL};
	return MAP_REGIONS + 1;
}

size_t
request_pages_kinds(
    struct html *h, struct choice out[REQUEST_KINDS_N + 1], const char *none)
{
	out[0] = (struct choice){"", none, NULL};
	for (size_t i = 0; i < REQUEST_KINDS_N; i++)
		out[i + 1] = (struct choice){request_kinds[i],
		    request_text_kind(h, request_kinds[i]), NULL};
	return REQUEST_KINDS_N + 1;
}

void
request_pages_search(struct page *p, const char *action, const char *label)
{
	struct html *h = &p->html;

	form_open(p, action, FORM_GET | FORM_ROW);
	form_field(p, &(struct field){.name = "q",
			  .label = label,
			  .value = http_field(p->req, "q"),
			  .type = "search",
			  .maxlength = 200});
	form_button(p, "", NULL, NULL, _("Find"));
	form_end(p);
}

void
request_pages_filter(struct page *p, const char *action, const char *tab)
{
	struct html *h = &p->html;
	struct choice region[MAP_REGIONS + 1], kind[REQUEST_KINDS_N + 1];
	const char *words = http_field(p->req, "q");
	size_t regions_n = request_pages_regions(h, region, _("All oblasts"));
	size_t kinds_n = request_pages_kinds(h, kind, _("All kinds"));

	form_open(p, action, FORM_GET | FORM_ROW);
	if (tab)
		form_hidden(p, "state", tab);
	if (words && *words)
		form_hidden(p, "q", words);
	form_select(p,
	    &(struct field){.name = "region",
		.label = _("Oblast"),
		.value = http_field(p->req, "region"),
		.width = 2},
	    region, regions_n);
	form_select(p,
	    &(struct field){.name = "kind",
		.label = _("Kind"),
		.value = http_field(p->req, "kind"),
		.width = 2},
	    kind, kinds_n);
	form_button(p, "", NULL, NULL, _("Show"));
	form_end(p);
}

/* ---- the list -------------------------------------------------------------
 */

void
request_pages_chips(struct html *h, const struct request_line *line)
{
	const bool over = strcmp(line->request.state, "new") != 0 &&
			  strcmp(line->request.state, "in_review") != 0 &&
			  strcmp(line->request.state, "returned") != 0;

	if (over)
		return;
	if (line->alike)
		layout_chip(h, "warn", _("possible duplicate"));
	if (line->wrong)
		layout_chip(h, "err",
		    FILL(h->arena, _("to correct: {n}"),
			{"n", html_num(h, line->wrong)}));
	if (line->doubts > line->wrong)
		layout_chip(h, "warn",
		    FILL(h->arena, _("to check: {n}"),
			{"n", html_num(h, line->doubts - line->wrong)}));
	if (!line->doubts)
		layout_chip(h, "ok", _("everything is right"));
}

const char *
request_pages_called(struct html *h, int64_t request, const char *name)
{
	if (*name)
		return name;
	return FILL(h->arena, _("Request No. {number}, without a name"),
	    {"number", html_id(h, request)});
}

static void
put_state(struct html *h, const struct request *r)
{
	const char *chip;
	const char *text =
	    request_text_state(h, r->state, r->passed_at != 0, &chip);

	layout_chip(h, chip, text);
}

static void
put_line(struct page *p, const struct request_line *line, bool all)
{
	struct html *h = &p->html;
	const struct request *r = &line->request;
	const bool mail = strcmp(r->source, "mail") == 0;

	html(h,
	    "<tr><th scope='row'><a href='/institute/requests/{}'>{}</a><br>"
	    "<span class='soft small'>{} · {}{}{}</span></th>",
	    html_id(h, r->request),
	    request_pages_called(h, r->request, line->name),
	    FILL(h->arena, _("No. {number}"),
		{"number", html_id(h, r->request)}),
	    mail ? _("by letter") : _("by form"), r->kind ? " · " : "",
	    r->kind ? request_text_kind(h, r->kind) : "");
	html(h, "<td data-l='{}'>{}</td><td data-l='{}' class='num'>{}</td>",
	    _("Oblast"), line->region, _("Waits"),
	    request_text_age(h, p->act->now, r->received_at));
	html(h, "<td><div class='row'>");
	if (all)
		put_state(h, r);
	request_pages_chips(h, line);
	html(h, "</div></td></tr>\n");
}

static void
put_list(struct page *p, const struct request_line *lines, size_t n, bool all)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption>"
	    "<thead><tr><th scope='col'>{}</th><th scope='col'>{}</th>"
	    "<th scope='col' class='num'>{}</th><th scope='col'>{}</th></tr>"
	    "</thead><tbody>\n",
	    _("Requests"), _("Institution"), _("Oblast"), _("Waits"),
	    _("Remarks"));
	for (size_t i = 0; i < n; i++)
		put_line(p, &lines[i], all);
	html(h, "</tbody></table>\n");
}

static void
put_none(struct page *p, bool filtered)
{
	struct html *h = &p->html;

	if (filtered)
		layout_empty(p, _("Nothing was found"),
		    _("Check the spelling, or look in another state: a search"
		      " without a state looks through all requests."),
		    "/institute/requests?state=all", _("All requests"));
	else
		layout_empty(p, _("There are no requests here"),
		    _("New ones come by letter and through the form of the"
		      " front page."),
		    NULL, NULL);
}

static const char *
field_or_null(struct page *p, const char *name)
{
	const char *s = http_field(p->req, name);

	return s && *s ? s : NULL;
}

static const struct tab *
chosen_tab(struct page *p)
{
	const char *state = field_or_null(p, "state");

	/* Looking for something means everywhere, unless a state is said. */
	if (state ? strcmp(state, "all") == 0 : field_or_null(p, "q") != NULL)
		return NULL;
	if (tab_of(state))
		return tab_of(state);
	return tab_of(p->act->actor.role == ROLE_APPROVER ? "passed" : "new");
}

static struct request_query
query_of(struct page *p, const struct tab *tab)
{
	const char *region = field_or_null(p, "region");
	const char *at = field_or_null(p, "at");
	const struct region *r = region ? regions_find(region) : NULL;

	return (struct request_query){
	    .state = tab ? tab->state : NULL,
	    .passed = tab ? tab->passed : -1,
	    .region = r ? r->code : NULL,
	    .kind = field_or_null(p, "kind"),
	    .words = field_or_null(p, "q"),
	    .newest_first = !tab || tab->done,
	    .limit = PER_PAGE,
	    .offset = at ? llabs(strtoll(at, NULL, 10)) : 0,
	};
}

void
page_requests(struct page *p)
{
	struct html *h = &p->html;
	const struct tab *tab = chosen_tab(p);
	const struct request_query query = query_of(p, tab);
	struct counts counts;
	struct request_line *lines;
	int64_t total;
	size_t n;
	enum err err;

	if ((err = review_counts(p->act, counts.p, &counts.n)) ||
	    (err = review_list(p->act, &query, &lines, &n, &total))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Requests to join"),
			    .sub = headline(h, &counts, p->act->now),
			    .menu = "requests",
			    .width = LAYOUT_WIDE,
			    .head_open = true,
			});
	request_pages_search(p, "/institute/requests",
	    _("Name, number, DISO id, EDRPOU or e-mail"));
	layout_head_end(p);
	put_tabs(p, &counts, tab);
	request_pages_filter(p, "/institute/requests", tab ? tab->key : "all");
	if (n)
		put_list(p, lines, n, !tab);
	else
		put_none(p, query.words || query.region || query.kind);
	layout_pager(p, "/institute/requests", query.offset, PER_PAGE, total);
	layout_end(p);
}
