/* SPDX-License-Identifier: EUPL-1.2 */
/* Markup is written where it is read:
 *     html(h, "<th scope='row'>{}</th>\n", pupil->name);
 * {} escapes, always, and nothing else prints. The format must be a literal
 * (anything else does not compile) and the number of holes is checked. Quote
 * attributes with '. No script, style or user-made URL in markup. An attribute
 * that comes and goes is a hole without quotes, since quotes would be escaped:
 *     html(h, "<li{}>", here ? " aria-current=page" : ""); */
#pragma once

#include "base/buf.h"
#include "base/i18n.h"
#include "http/http.h"

struct html {
	struct buf *out;
	struct arena *arena;
	enum lang lang;
};

#define html(h, format, ...)                                                   \
	html_put((h), "" format "", (const char *const[]){"", ##__VA_ARGS__},  \
	    sizeof((const char *const[]){"", ##__VA_ARGS__}) /                 \
		    sizeof(const char *) -                                     \
		1)
void html_put(
    struct html *h, const char *format, const char *const *args, size_t n);

/* In a function that has `struct html *h`: the text in the reader's language.
 */
#define _(id) t(h->lang, id)
#define n_(one, many, n) tn(h->lang, one, many, n)

/* A number as text, with a no-break space from five digits (12 000). */
const char *html_num(struct html *h, int64_t n);
/* Plain decimal, for ids in attributes. */
const char *html_id(struct html *h, int64_t n);

/* A whole translated sentence with named holes; a hole with href becomes a
 * link, one with tag ("b", "strong", "span") an element. Everything escapes.
 *   html_say(h, _("Read the {help}."), {.name = "help", .value = _("guide"),
 *       .href = "/help"}); */
struct html_hole {
	const char *name, *value, *href, *tag;
};
#define html_say(h, pattern, ...)                                              \
	html_say_holes((h), (pattern),                                         \
	    (const struct html_hole[]){__VA_ARGS__},                           \
	    sizeof((const struct html_hole[]){__VA_ARGS__}) /                  \
		sizeof(struct html_hole))
void html_say_holes(struct html *h, const char *pattern,
    const struct html_hole *holes, size_t n);
