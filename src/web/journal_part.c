/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/journal_part.h"

#include <string.h>

#include "base/clock.h"
#include "domain/actor_may.h"
#include "web/school.h"

const char *
journal_href(struct page *p, int64_t journal, const char *rest)
{
	return page_path(p, "/journals/%lld%s", (long long)journal, rest);
}

const char *
journal_column_href(struct page *p, int64_t journal, int64_t col)
{
	return page_path(p, "/journals/%lld/columns/%lld", (long long)journal,
	    (long long)col);
}

const char *
journal_mark_href(struct page *p, int64_t journal, int64_t col, int64_t pupil)
{
	return page_path(p, "/journals/%lld/marks/%lld/%lld",
	    (long long)journal, (long long)col, (long long)pupil);
}

static const char *
head_line(struct page *p, const struct journal_view *view)
{
	struct html *h = &p->html;

	return FILL(h->arena,
	    _("{year} school year · {teachers} · 12-point scale"),
	    {"year", arena_printf(h->arena, "%lld/%lld",
			 (long long)view->journal.year,
			 (long long)view->journal.year + 1)},
	    {"teachers", *view->teachers ? view->teachers : _("no teacher")});
}

void
journal_begin(struct page *p, const struct journal_view *view,
    enum journal_tab tab, const char *script)
{
	struct html *h = &p->html;
	const struct journal *j = &view->journal;
	struct layout_action actions[3];
	size_t n = 0;

	if (view->may_write)
		actions[n++] = (struct layout_action){
		    journal_href(p, j->journal,
			arena_printf(h->arena, "/lessons/new?day=%s",
			    clock_iso(h->arena, actor_today(p->act)))),
		    _("New lesson"), "main"};
	actions[n++] = (struct layout_action){
	    journal_href(p, j->journal, "/csv"), _("Table (CSV)"), "mini"};
	layout_begin(
	    p, &(struct layout){
		   .title = school_journal(h, j->name, j->label, j->part),
		   .sub = head_line(p, view),
		   .menu = "journals",
		   .back_href = page_path(p, "/journals"),
		   .back_text = _("Journals"),
		   .width = tab == JOURNAL_MARKS ? LAYOUT_WIDE : LAYOUT_NORMAL,
		   .script = script,
		   .actions = actions,
		   .actions_n = n});
	layout_tabs(p, _("Pages of the journal"),
	    (const struct layout_tab[]){
		{journal_href(p, j->journal, ""), _("Marks"), NULL,
		    tab == JOURNAL_MARKS},
		{journal_href(p, j->journal, "/topics"),
		    _("Topics and homework"), NULL, tab == JOURNAL_TOPICS}},
	    2);
}

static size_t
letter_bytes(const char *s)
{
	size_t n = 1;

	if (!*s)
		return 0;
	while (((unsigned char)s[n] & 0xc0) == 0x80)
		n++;
	return n;
}

/* The first letter, and as many more as tell two of one surname apart; alike
 * to the end, the whole name stands. */
static size_t
cut_of(const struct roster_line *a, const struct roster_line *b)
{
	size_t n = letter_bytes(a->given);

	while (a->given[n] && !strncmp(a->given, b->given, n))
		n += letter_bytes(a->given + n);
	return n;
}

const size_t *
journal_name_cuts(
    struct arena *arena, const struct roster_line *roster, size_t n)
{
	size_t *cuts = arena_array(arena, n, sizeof(*cuts));

	for (size_t i = 0; i < n; i++)
		cuts[i] = letter_bytes(roster[i].given);
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++) {
			size_t cut;

			if (i == k ||
			    strcmp(roster[i].surname, roster[k].surname))
				continue;
			cut = cut_of(&roster[i], &roster[k]);
			if (cut > cuts[i])
				cuts[i] = cut;
		}
	return cuts;
}
