/* SPDX-License-Identifier: EUPL-1.2 */
/* Slips made for paper and scissors: one per person, several on a sheet. They
 * are shown once; the codes are not stored. */
#include <string.h>

#include "base/clock.h"
#include "domain/slips.h"
#include "web/layout.h"
#include "web/pages.h"
#include "web/qr.h"

static const char *
why_not(struct html *h, enum slip_refusal refusal)
{
	switch (refusal) {
	case SLIP_NO_BIRTH_DATE:
		return _("no birth date to confirm the card with");
	case SLIP_TOO_YOUNG:
		return _("too young for access of one’s own");
	case SLIP_LEFT:
		return _("has left or holds no role");
	case SLIP_MADE:
		break;
	}
	return "";
}

static void
put_slip(struct page *p, const struct slip *s)
{
	struct html *h = &p->html;
	const char *host = strstr(p->act->config->public_url, "://");

	html(h, "<section class='slip'><h2>{}</h2>", s->name);
	if (s->detail[0])
		html(h, "<p class='soft small'>{}</p>",
		    s->roles & ROLE_GUARDIAN
			? FILL(h->arena, _("Parent of: {child}"),
			      {"child", s->detail})
			: s->detail);
	qr_put(h, s->url, _("QR code with the same code"));
	html(h,
	    "<p>{}</p><p class='secret'>{}</p><p class='small'>{}</p>"
	    "<p class='small'>{}</p></section>\n",
	    _("Code from the card"), s->code,
	    FILL(h->arena,
		s->roles & ROLE_GUARDIAN
		    ? _("Scan the picture or open {site}/slip, enter the code"
			" and the birth date of the child, and choose a"
			" password of your own.")
		    : _("Scan the picture or open {site}/slip, enter the code"
			" and the birth date, and choose a password of your"
			" own."),
		{"site", host ? host + 3 : p->act->config->public_url}),
	    FILL(h->arena, _("Works once, until {date}."),
		{"date", clock_short(h->arena, s->ends_on)}));
}

static void
put_refused(struct page *p, const struct slip *slips, size_t n)
{
	struct html *h = &p->html;
	size_t refused = 0;

	for (size_t i = 0; i < n; i++) {
		if (slips[i].refusal == SLIP_MADE)
			continue;
		if (!refused++)
			html(h,
			    "<section class='note warn noprint'><h2>{}</h2>"
			    "<ul>\n",
			    _("No card was made for"));
		html(h, "<li>{}: {}</li>\n", slips[i].name,
		    why_not(h, slips[i].refusal));
	}
	if (refused)
		html(h, "</ul></section>\n");
}

void
page_slips_print(
    struct page *p, const char *back, const struct slip *slips, size_t n)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){
			    .title = _("Access cards"),
			    .menu = "start",
			    .back_href = back,
			    .back_text = _("Access"),
			});
	html(h, "<p class='noprint'>{}</p>\n",
	    _("Print this page now: the codes are shown once and are not"
	      " stored. Cards printed before for the same people no longer"
	      " work. Hand each card to its person only."));
	put_refused(p, slips, n);
	html(h, "<div class='slips'>\n");
	for (size_t i = 0; i < n; i++)
		if (slips[i].refusal == SLIP_MADE)
			put_slip(p, &slips[i]);
	html(h, "</div>\n");
	layout_end(p);
}
