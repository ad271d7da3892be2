/* SPDX-License-Identifier: EUPL-1.2 */
/* «Доступність»: what works, what is known not to, and the look of this
 * device. A statement in the form of EN 301 549 / WCAG 2.2. */
#include <string.h>

#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

static const char *const works[] = {
    N_("Every page works with the keyboard alone; the place you are at is "
       "always framed."),
    N_("Everything works without scripts; scripts only make typing faster."),
    N_("Nothing is told by colour alone: every state has a sign and a word."),
    N_("Text can be enlarged four times; on a phone of 320 pixels only wide "
       "tables scroll sideways."),
    N_("Buttons are large enough for a thumb, and nothing moves under it."),
    N_("The device’s wishes count: dark theme, more contrast, less motion, "
       "forced colours."),
};

static const char *const limits[] = {
    N_("A journal page is a large table. With a screen reader it is easier to "
       "open one column as a form: the date at its head leads there."),
    N_("The map of oblasts is a picture; the same figures stand beside it as a "
       "table."),
};

static void
list(struct html *h, const char *const *lines, size_t n)
{
	html(h, "<ul>\n");
	for (size_t i = 0; i < n; i++)
		html(h, "<li>{}</li>\n", _(lines[i]));
	html(h, "</ul>\n");
}

static void
settings(struct page *p)
{
	struct html *h = &p->html;
	const char *theme = http_cookie(p->req, "theme");
	const struct field theme_field = {
	    .name = "theme",
	    .label = _("Theme"),
	    .value = theme ? theme : "auto",
	};
	const struct field lang_field = {
	    .name = "lang",
	    .label = _("Language"),
	    .value = i18n_code(h->lang),
	};

	html(h, "<h2>{}</h2>\n<div class='card'>\n",
	    _("The look on this device"));
	form_open(p, "/language", 0);
	form_hidden(p, "back", "/accessibility");
	form_radios(p, &theme_field,
	    (const struct choice[]){{"auto", _("As on the device"), NULL},
		{"light", _("Light: paper"), NULL},
		{"dark", _("Dark: blackboard"), NULL}},
	    3);
	form_radios(p, &lang_field,
	    (const struct choice[]){
		{"uk", "Українська", NULL}, {"en", "English", NULL}},
	    2);
	form_close(p, _("Save"));
	html(h, "</div>\n");
}

void
page_accessibility(struct page *p)
{
	struct html *h = &p->html;
	const char *contact = p->act->config->contact;

	layout_begin(p, &(struct layout){.title = _("Accessibility"),
			    .width = LAYOUT_PROSE});
	html(h, "<p>{}</p>\n",
	    _("The journal is for everybody, so the pages are made to meet "
	      "WCAG 2.2, level AA, and are checked by a program at every "
	      "change."));
	settings(p);
	html(h, "<h2>{}</h2>\n", _("What works"));
	list(h, works, sizeof(works) / sizeof(*works));
	html(h, "<h2>{}</h2>\n", _("What you should know"));
	list(h, limits, sizeof(limits) / sizeof(*limits));
	html(h, "<h2>{}</h2>\n<p>{}", _("Something gets in your way?"),
	    _("Tell us on which page and what you use: browser, screen reader, "
	      "keyboard."));
	if (contact && *contact)
		html(h, " <a href='mailto:{}'>{}</a>", contact, contact);
	html(h, "</p>\n");
	layout_end(p);
}
