/* SPDX-License-Identifier: EUPL-1.2 */
/* Where a person who inspects begins. */
#include "base/clock.h"
#include "domain/inspection.h"
#include "web/layout.h"
#include "web/pages.h"

static void
put_fact(struct html *h, const char *name, const char *value)
{
	html(h, "<dt>{}</dt><dd>{}</dd>\n", name, value);
}

static void
put_facts(struct page *p, const struct inspection *i)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='t-h'><h2 id='t-h'>{}</h2>"
	    "<dl class='facts'>\n",
	    _("Purpose and term"));
	put_fact(h, _("Purpose"), *i->purpose ? i->purpose : _("not named"));
	put_fact(h, _("Since"), clock_short(h->arena, i->starts_on));
	put_fact(h, _("Until"),
	    i->ends_on == DAY_NONE ? _("no last day is set")
				   : clock_short(h->arena, i->ends_on));
	html(h, "</dl></section>\n");
}

void
page_inspection(struct page *p)
{
	struct html *h = &p->html;
	struct inspection inspection;
	enum err err;

	if ((err = inspection_read(p->act, &inspection))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Inspection"),
			    .sub = p->institution_name,
			    .menu = "inspection",
			    .width = LAYOUT_PROSE,
			});
	put_facts(p, &inspection);
	layout_empty(p, _("Nothing is opened for reading yet"),
	    _("Journals are shown by the head of the institution or a deputy."
	      " Nothing can be changed in this mode; after the last day it"
	      " opens no more."),
	    NULL, NULL);
	layout_end(p);
}
