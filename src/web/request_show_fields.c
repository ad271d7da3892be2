/* SPDX-License-Identifier: EUPL-1.2 */
/* What was read beside what was written. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "web/layout.h"
#include "web/request_show.h"
#include "web/request_text.h"

/* ---- fields ---------------------------------------------------------------
 */

static bool
is_wrong(const struct request_field *f)
{
	return place_flag_parse(f->flag) == FLAG_INVALID;
}

/* Facts beside a value that is right: the code, another sender. */
static const char *
aside(struct html *h, const struct review_request *r, enum field_id field,
    const struct request_field *f)
{
	const char *sender = r->request.sender;

	if (field == FIELD_COMMUNITY && f->code)
		return *r->district
			   ? FILL(h->arena,
				 _("Codifier: {code}, {district} district"),
				 {"code", f->code}, {"district", r->district})
			   : FILL(h->arena, _("Codifier: {code}"),
				 {"code", f->code});
	if (field == FIELD_EMAIL && *f->value && sender && *sender &&
	    strcmp(sender, f->value) != 0)
		return FILL(h->arena,
		    _("The letter came from another address: {address}"),
		    {"address", sender});
	return NULL;
}

static void
put_value(struct html *h, enum field_id field, const struct request_field *f)
{
	const char *text = request_text_value(h, field, f->value);
	const bool figures = field == FIELD_DISO || field == FIELD_EDRPOU ||
			     field == FIELD_PHONE;

	if (!*text)
		html(h, "<dd class='soft'>—</dd>");
	else if (is_wrong(f))
		html(h, "<dd><span class='bad{}'>{}</span></dd>",
		    figures ? " num" : "", text);
	else if (figures)
		html(h, "<dd><span class='num'>{}</span></dd>", text);
	else
		html(h, "<dd>{}</dd>", text);
}

static void
put_field(struct page *p, const struct review_request *r, enum field_id field,
    const struct request_field *f)
{
	struct html *h = &p->html;
	const char *chip, *word, *why, *more;

	html(h, "<div><dt>{}</dt>", request_text_field_named(h, f->field));
	put_value(h, field, f);
	word = request_text_flag(h, f, &chip);
	html(h, "<dd>");
	layout_chip(h, chip, word);
	html(h, "</dd>");
	why = request_text_why(h, field, f);
	if (why)
		html(h, "<dd class='why'>{}</dd>", why);
	more = aside(h, r, field, f);
	if (more)
		html(h, "<dd class='why soft'>{}</dd>", more);
	html(h, "</div>\n");
}

/* In the order of the form, whatever the order of the tables. */
static const enum field_id order[] = {FIELD_REGION, FIELD_COMMUNITY, FIELD_NAME,
    FIELD_KIND, FIELD_DISO, FIELD_EDRPOU, FIELD_PERSON, FIELD_EMAIL,
    FIELD_PHONE};

static void
put_missing(struct page *p, const struct review_request *r, enum field_id field)
{
	const struct request_field none = {.field = extract_field_name(field),
	    .value = "",
	    .flag = "missing",
	    .why = ""};

	/* What was forgotten after its months is not missing. */
	if (!r->request.mail_deleted_at)
		put_field(p, r, field, &none);
}

void
request_show_fields(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='p-h'><h2 id='p-h'>{}</h2>"
	    "<dl class='parsed'>\n",
	    strcmp(r->request.source, "mail") == 0 ? _("What was read")
						   : _("What was filled in"));
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct request_field *f =
		    request_check_find(r->fields, r->fields_n, order[i]);

		if (f)
			put_field(p, r, order[i], f);
		else
			put_missing(p, r, order[i]);
	}
	for (size_t i = 0; i < r->fields_n; i++)
		if (strcmp(r->fields[i].field, "other_phone") == 0)
			put_field(p, r, FIELD_PHONE, &r->fields[i]);
	if (r->parent.inst)
		html(h,
		    "<div><dt>{}</dt><dd><a href='/institute/institutions/{}'>"
		    "{}</a></dd></div>\n",
		    tc(h->lang, "field", "Main institution"),
		    html_id(h, r->parent.inst), r->parent.name);
	html(h, "</dl>\n");
	if (r->may & REVIEW_EDIT)
		html(h,
		    "<p class='row'><a class='btn mini' "
		    "href='/institute/requests/{}/edit'>{}</a></p>\n",
		    html_id(h, r->request.request), _("Correct the fields"));
	html(h, "</section>\n");
}

/* ---- the letter -----------------------------------------------------------
 */

struct place_in {
	size_t at, end;
	bool bad;
};

static int
by_place(const void *a, const void *b)
{
	const struct place_in *x = a, *y = b;

	return x->at < y->at ? -1 : x->at > y->at;
}

/* Places of the fields within the text, in order, none over another; what does
 * not fit the text (it was cut, or is another one) is left out. */
static size_t
places_in(const struct review_request *r, const char *text,
    struct place_in out[REQUEST_FIELDS_MAX])
{
	const size_t len = strlen(text);
	size_t n = 0, kept = 0, end = 0;

	for (size_t i = 0; i < r->fields_n && n < REQUEST_FIELDS_MAX; i++) {
		const struct request_field *f = &r->fields[i];
		const size_t at = (size_t)f->at, size = (size_t)f->len;

		/* Bytes 10xxxxxx are the inside of a character. */
		if (f->at < 0 || f->len <= 0 || at >= len || size > len - at ||
		    ((unsigned char)text[at] & 0xc0) == 0x80 ||
		    ((unsigned char)text[at + size] & 0xc0) == 0x80)
			continue;
		out[n++] = (struct place_in){at, at + size,
		    place_flag_parse(f->flag) == FLAG_INVALID ||
			place_flag_parse(f->flag) == FLAG_AMBIGUOUS};
	}
	qsort(out, n, sizeof(*out), by_place);
	for (size_t i = 0; i < n; i++) {
		if (out[i].at < end)
			continue;
		end = out[i].end;
		out[kept++] = out[i];
	}
	return kept;
}

static void
put_text(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const char *text = r->mail.body;
	struct place_in places[REQUEST_FIELDS_MAX];
	size_t n = places_in(r, text, places), at = 0;

	html(h,
	    "<div class='letter' tabindex='0' role='region' "
	    "aria-label='{}'>",
	    _("Text of the letter"));
	for (size_t i = 0; i < n; i++) {
		html(h, "{}<mark{}>{}</mark>",
		    arena_strndup(h->arena, text + at, places[i].at - at),
		    places[i].bad ? " class=bad" : "",
		    arena_strndup(h->arena, text + places[i].at,
			places[i].end - places[i].at));
		at = places[i].end;
	}
	html(h, "{}</div>\n", text + at);
}

static void
put_fact(struct html *h, const char *name, const char *value)
{
	if (value && *value)
		html(h, "<dt>{}</dt><dd>{}</dd>", name, value);
}

static void
put_files(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	if (!r->files_n)
		return;
	html(h, "<h3>{}</h3><ul>\n", _("Attachments"));
	for (size_t i = 0; i < r->files_n; i++)
		html(h,
		    "<li><a href='/institute/requests/{}/files/{}' download>"
		    "{}</a> <span class='soft small'>{}, {}</span></li>\n",
		    html_id(h, r->request.request), html_id(h, r->files[i].ord),
		    r->files[i].name, r->files[i].type,
		    request_text_size(h, r->files[i].size));
	html(h, "</ul><p class='small soft'>{}</p>\n",
	    _("A file from outside may do harm: save it, check it, and only"
	      " then open it."));
}

/* Intake found that the sender is not the institution. */
static bool
is_sent_on(const struct review_request *r)
{
	for (size_t i = 0; i < r->fields_n; i++)
		if (strcmp(r->fields[i].why, "sender_other") == 0)
			return true;
	return false;
}

static void
put_mail(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const struct request_mail *m = &r->mail;

	html(h, "<dl class='facts small'>");
	html(h, "<dt>{}</dt><dd>{}", tc(h->lang, "letter", "From"), m->from);
	if (is_sent_on(r)) {
		html(h, " ");
		layout_chip(h, "warn", _("sent on by somebody else"));
	}
	html(h, "</dd>");
	put_fact(h, tc(h->lang, "letter", "Answers to"), m->reply_to);
	put_fact(h, tc(h->lang, "letter", "Subject"), m->subject);
	put_fact(h, tc(h->lang, "letter", "Date in the letter"), m->sent_at);
	html(h, "<dt>{}</dt><dd>{}</dd>", tc(h->lang, "letter", "Sender check"),
	    *m->auth ? m->auth
		     : _("The mail server said nothing about SPF and DKIM."));
	if (strcmp(m->status, "ok") != 0)
		put_fact(h, tc(h->lang, "letter", "State of the letter"),
		    request_text_letter(h, m->status));
	html(h, "</dl>\n");
	put_text(p, r);
}

void
request_show_letter(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;
	const bool mail = strcmp(r->request.source, "mail") == 0;

	if (!mail && !r->files_n)
		return;
	html(h,
	    "<section class='card flow' aria-labelledby='l-h'>"
	    "<h2 id='l-h'>{}</h2>\n",
	    mail ? _("The letter as it is") : _("Files"));
	if (r->mail.mail_hash)
		put_mail(p, r);
	else if (mail)
		html(h, "<p class='soft'>{}</p>\n",
		    _("The letter was deleted when its time had passed."));
	put_files(p, r);
	if (r->mail.mail_hash)
		html(h,
		    "<p><a class='btn mini' href='/institute/requests/{}"
		    "/letter' download>{}</a></p>\n",
		    html_id(h, r->request.request),
		    _("Save the original letter"));
	html(h, "</section>\n");
}

/* ---- history --------------------------------------------------------------
 */

static const char *
word_of(struct html *h, const char *value)
{
	const struct request_field flag = {.flag = value, .why = ""};
	const char *kind = request_text_kind(h, value), *chip, *text;

	if (*kind)
		return kind;
	text = request_text_flag(h, &flag, &chip);
	return text;
}

/* "edrpou: 32855968 → 32855961" with the words of the form. */
static void
put_change(struct html *h, const char *line, size_t len)
{
	static const char arrow[] = " → ";
	const char *text = arena_strndup(h->arena, line, len);
	const char *colon = strstr(text, ": "), *to;
	const char *name;

	if (!colon || !(to = strstr(colon, arrow))) {
		html(h, "{}<br>", text);
		return;
	}
	name = request_text_field_named(
	    h, arena_strndup(h->arena, text, (size_t)(colon - text)));
	html(h, "{}: <del>{}</del> → {}<br>", name,
	    word_of(h,
		arena_strndup(h->arena, colon + 2, (size_t)(to - colon - 2))),
	    word_of(h, to + sizeof(arrow) - 1));
}

static void
put_note(struct html *h, const struct request_step *step)
{
	const char *at = step->note;

	html(h, "<span class='small'>");
	if (strcmp(step->act, "edited") != 0 &&
	    strcmp(step->act, "completed") != 0) {
		request_text_lines(h, at);
		at = "";
	}
	while (*at) {
		size_t len = strcspn(at, "\n");

		put_change(h, at, len);
		at += len;
		at += *at == '\n';
	}
	html(h, "</span>");
}

static void
put_step(struct page *p, const struct review_request *r,
    const struct request_step *step)
{
	struct html *h = &p->html;
	struct date d;
	int hour, minute;

	clock_local(step->at, &d, &hour, &minute);
	html(h,
	    "<li><span class='val small'>{}</span><b>{}</b>"
	    "<span class='soft'>{}{}{}</span>",
	    arena_printf(h->arena, "%02d.%02d", d.day, d.month),
	    request_text_step(h, step->act), clock_hm(h->arena, step->at),
	    *step->who ? " · " : "", step->who);
	/* The proof is told in words of its own. */
	if (strcmp(step->act, "approved") == 0 && r->proof.kind)
		html(h, "<span class='small'>{}</span>",
		    request_text_proof(h, r->proof.kind));
	else if (step->note && *step->note)
		put_note(h, step);
	html(h, "</li>\n");
}

void
request_show_history(struct page *p, const struct review_request *r)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='h-h'><h2 id='h-h'>{}</h2>"
	    "<ol class='history'>\n",
	    _("History of the request"));
	for (size_t i = 0; i < r->steps_n; i++)
		put_step(p, r, &r->steps[i]);
	html(h, "</ol></section>\n");
}
