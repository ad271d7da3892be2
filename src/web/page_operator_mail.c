/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters: which wait, which left, which did not arrive and why. Without a mail
 * server, also what they say. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "domain/operations.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

static const struct {
	const char *key, *text, *none;
} boxes[] = {
    [OPERATIONS_WAITING] = {"waiting", N_("Waiting"), N_("No letter waits.")},
    [OPERATIONS_SENT] = {"sent", N_("Sent"),
	N_("No letter was sent in the last thirty days.")},
    [OPERATIONS_FAILED] = {"failed", N_("Not delivered"),
	N_("All letters have arrived, as far as mail servers tell.")},
};
#define BOXES_N (sizeof(boxes) / sizeof(boxes[0]))

static const char *
template_text(struct html *h, const char *template)
{
	static const struct {
		const char *template, *text;
	} known[] = {
	    {"admin", N_("Invitation of an administrator")},
	    {"staff", N_("Invitation to the Institute’s staff")},
	    {"member", N_("Invitation")},
	    {"reset", N_("New password")},
	    {"password_changed", N_("The password was changed")},
	    {"email_confirm", N_("Confirmation of an address")},
	    {"email_changed", N_("The address was changed")},
	    {"suspended", N_("Confirmation of access")},
	    {"request_confirm", N_("Confirmation of a request")},
	    {"request_received", N_("Request received")},
	    {"request_missing", N_("Request: details are needed")},
	    {"request_returned", N_("Request returned")},
	    {"request_rejected", N_("Request declined")},
	    {"request_expired", N_("Request expired")},
	    {"test", N_("Test letter")},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].template, template))
			return _(known[i].text);
	return template;
}

/* ---- the list ---------------------------------------------------------------
 */

static void
put_fate(struct page *p, const struct operations_letter *l)
{
	struct html *h = &p->html;

	switch (l->fate) {
	case LETTER_WAITS:
		layout_chip(h, "", _("waits"));
		break;
	case LETTER_WAITS_AGAIN:
		layout_chip(h, "warn", _("not sent yet"));
		html(h, " <span class='small'>{}</span>",
		    FILL(h->arena, _("next try: {when}"),
			{"when", clock_stamp(h->arena, l->next_at)}));
		break;
	case LETTER_SENT:
		layout_chip(h, "ok", _("sent"));
		break;
	case LETTER_LAID:
		layout_chip(h, "", _("in the outbox"));
		break;
	case LETTER_FAILED:
		layout_chip(h, "err", _("not sent"));
		break;
	case LETTER_BOUNCED:
		layout_chip(h, "err", _("came back"));
		break;
	}
	if (*l->error)
		html(h, "<br><code class='small'>{}</code>", l->error);
}

static void
put_action(struct page *p, const struct operations_letter *l)
{
	struct html *h = &p->html;

	if (l->fate == LETTER_LAID && !*p->act->config->smtp_url)
		html(h,
		    "<a class='btn mini' href='/operator/mail/{}/{}'>{}"
		    "</a>",
		    html_id(h, l->store), html_id(h, l->job), _("Read the letter"));
	if (!l->again)
		return;
	form_open(p, "/operator/again", FORM_ROW);
	form_hidden(p, "store", html_id(h, l->store));
	form_hidden(p, "job", html_id(h, l->job));
	form_hidden(p, "from", "mail");
	form_button(p, "mini", NULL, NULL,
	    l->fate == LETTER_LAID ? _("Send") : _("Try again"));
	form_end(p);
}

static void
put_letters(struct page *p, const struct operations_letter *letters, size_t n)
{
	struct html *h = &p->html;

	html(h,
	    "<table class='table stack'><caption class='vh'>{}</caption><thead>"
	    "<tr><th scope='col'>{}</th><th scope='col'>{}</th><th scope='col'>"
	    "{}</th><th scope='col'>{}</th><th scope='col'><span class='vh'>{}"
	    "</span></th></tr></thead><tbody>\n",
	    _("Letters"), _("Addressee"), _("Letter"), _("State"), _("When"),
	    _("Action"));
	for (size_t i = 0; i < n; i++) {
		html(h,
		    "<tr><th scope='row'>{}</th><td data-l='{}'>{}</td>"
		    "<td data-l='{}'>",
		    letters[i].to, _("Letter"),
		    template_text(h, letters[i].template), _("State"));
		put_fate(p, &letters[i]);
		html(h, "</td><td data-l='{}'>{}</td><td>", _("When"),
		    clock_stamp(h->arena, letters[i].at));
		put_action(p, &letters[i]);
		html(h, "</td></tr>\n");
	}
	html(h, "</tbody></table>\n");
}

/* ---- around the list
 * --------------------------------------------------------- */

static void
put_setting(struct page *p)
{
	struct html *h = &p->html;
	const struct config *config = p->act->config;

	if (*config->smtp_url)
		return;
	html(h, "<section class='note warn'><h2>{}</h2><p>{}</p><p>",
	    _("No mail server is set: letters are laid into the outbox"),
	    FILL(h->arena,
		_("They lie as files in {folder}. For a demo and for first "
		  "steps you can read them here. A link in a letter is a "
		  "secret of the person it is written to: hand it over to "
		  "nobody else."),
		{"folder",
		    arena_printf(h->arena, "%s/outbox/new", config->state)}));
	html_say(h,
	    _("To send letters, set {url}, and if the server asks for it "
	      "{user} and {password}, in {file}; then start the server and "
	      "the worker again. From then on nobody reads letters here."),
	    {.name = "url", .value = "smtp_url", .tag = "b"},
	    {.name = "user", .value = "smtp_user", .tag = "b"},
	    {.name = "password", .value = "smtp_password_file", .tag = "b"},
	    {.name = "file",
		.value =
		    arena_printf(h->arena, "%s/ejournal.ini", config->state)});
	html(h, "</p></section>\n");
}

static void
put_test_form(struct page *p, const char *error)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='t-h'><h2 id='t-h'>{}</h2>"
	    "\n",
	    _("Test letter"));
	form_open(p, "/operator/mail", 0);
	form_field(
	    p, &(struct field){
		   .name = "address",
		   .label = _("E-mail"),
		   .hint = _("What became of it stands in the list a moment "
			     "later."),
		   .value = error ? http_post(p->req, "address") : NULL,
		   .error = error,
		   .type = "email",
		   .autocomplete = "off",
		   .maxlength = CODES_EMAIL_BYTES_MAX,
		   .required = true,
		   .spell_off = true,
	       });
	form_close(p, _("Send a test letter"));
	html(h, "</section>\n");
}

static size_t
box_of(struct page *p, const int64_t counts[BOXES_N])
{
	const char *key = http_field(p->req, "box");

	for (size_t i = 0; key && i < BOXES_N; i++)
		if (!strcmp(boxes[i].key, key))
			return i;
	/* What did not arrive comes first, then what moves. */
	if (counts[OPERATIONS_FAILED])
		return OPERATIONS_FAILED;
	return counts[OPERATIONS_WAITING] ? OPERATIONS_WAITING
					  : OPERATIONS_SENT;
}

static void
put_tabs(struct page *p, size_t box, const int64_t counts[BOXES_N])
{
	struct html *h = &p->html;
	struct layout_tab tabs[BOXES_N];

	for (size_t i = 0; i < BOXES_N; i++)
		tabs[i] = (struct layout_tab){
		    .href = arena_printf(
			h->arena, "/operator/mail?box=%s", boxes[i].key),
		    .text = _(boxes[i].text),
		    .count = html_num(h, counts[i]),
		    .current = i == box,
		};
	layout_tabs(p, _("Letters"), tabs, BOXES_N);
}

static void
show(struct page *p, const char *error, int status)
{
	struct html *h = &p->html;
	const char *at = http_field(p->req, "at");
	int64_t counts[BOXES_N], offset = at ? strtoll(at, NULL, 10) : 0;
	struct operations_letter *letters;
	size_t n, box;
	enum err err;

	if (offset < 0)
		offset = 0;
	if ((err = operations_letter_counts(p->act, counts))) {
		page_error(p, err);
		return;
	}
	box = box_of(p, counts);
	if ((err = operations_letters(
		 p->act, (enum operations_box)box, offset, &letters, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("Mail"),
			    .menu = "mail",
			    .status = status,
			});
	put_setting(p);
	html(h, "<div class='side'><div class='flow'>\n");
	put_tabs(p, box, counts);
	if (n)
		put_letters(p, letters, n);
	else
		html(h, "<p class='soft'>{}</p>\n", _(boxes[box].none));
	layout_pager(p,
	    arena_printf(h->arena, "/operator/mail?box=%s", boxes[box].key),
	    offset, OPERATIONS_PAGE, counts[box]);
	html(h, "</div><div class='flow'>\n");
	put_test_form(p, error);
	html(h, "</div></div>\n");
	layout_end(p);
}

void
page_operator_mail(struct page *p)
{
	show(p, NULL, 200);
}

void
page_operator_test_post(struct page *p)
{
	struct html *h = &p->html;
	enum err err = operations_test_letter(
	    p->act, http_post(p->req, "address"), i18n_code(h->lang));

	if (err == ERR_INVALID)
		show(p,
		    _("This is no e-mail address. Example: olena@example.ua"),
		    422);
	else if (err)
		page_error(p, err);
	else
		page_go(p, "/operator/mail?box=waiting",
		    _("The test letter waits for the worker."));
}

/* ---- one letter
 * ---------------------------------------------------------------- */

void
page_operator_letter(struct page *p)
{
	struct html *h = &p->html;
	struct operations_text text;
	enum err err = operations_text(p->act, p->ids[0], p->ids[1], &text);

	if (err == ERR_DENIED) {
		page_refuse(p, 403, _("Letters are not shown any more"),
		    _("A mail server is set, so letters go to their readers. "
		      "The links in them are nobody else’s business."));
		return;
	}
	if (err) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = text.subject,
			    .menu = "mail",
			    .back_href = "/operator/mail?box=sent",
			    .back_text = _("Mail"),
			    .width = LAYOUT_PROSE,
			});
	html(h,
	    "<dl class='facts'><dt>{}</dt><dd>{}</dd></dl>\n"
	    "<p class='letter' tabindex='0'>{}</p>\n",
	    _("Addressee"), text.to, text.body);
	layout_note(p, "warn", _("The link in it is a secret"),
	    _("Hand this letter to the person it is written to and to nobody "
	      "else. Who read it here is written into the log."));
	layout_end(p);
}
