/* SPDX-License-Identifier: EUPL-1.2 */
/* «Ваші дані»: what is kept, why, who sees it, how long, and whom to ask. Law
 * of Ukraine No 2297-VI of 01.06.2010, articles 8 and 12. */
#include "web/layout.h"
#include "web/pages.h"

static void
section(struct html *h, const char *title, const char *const *lines, size_t n)
{
	html(h, "<h2>{}</h2>\n<ul>\n", title);
	for (size_t i = 0; i < n; i++)
		html(h, "<li>{}</li>\n", lines[i]);
	html(h, "</ul>\n");
}
#define LINES(...)                                                             \
	(const char *const[]){__VA_ARGS__},                                    \
	    sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *)

static void
what_and_why(struct html *h)
{
	section(h, _("What is kept"),
	    LINES(_("About a pupil: name, date of birth, class, marks, "
		    "attendance and its reasons as the institution enters "
		    "them."),
		_("About parents: name, relation to the child and, if given, "
		  "e-mail and phone."),
		_("About staff: name, post, subjects and what they wrote in "
		  "the journals."),
		_("About an account: e-mail or login, a password that cannot "
		  "be read back, sessions and devices.")));
	section(h, _("What is not kept"),
	    LINES(_("No advertising data, no counters of other companies, no "
		    "requests to other sites."),
		_("The technical log has no names, addresses or marks."),
		_("Health data beyond the word “illness” as the reason of an "
		  "absence.")));
}

static void
who_sees(struct html *h)
{
	section(h, _("Who sees it"),
	    LINES(_("Marks and attendance of a child: the child, the parents "
		    "the institution has connected, those who teach the class, "
		    "the class teacher, the head and the deputies."),
		_("The reason “illness”: only the class teacher, the head and "
		  "the family; other teachers see “valid reason”."),
		_("The institution’s administrator manages people and classes "
		  "and writes no marks."),
		_("The Institute sees how many institutions take part and "
		  "their requests; it does not see marks."),
		_("The technical service keeps the system running and has no "
		  "page with marks.")));
}

static void
how_long(struct page *p)
{
	struct html *h = &p->html;
	int64_t months = p->act->config->request_mail_months;

	section(h, _("How long"),
	    LINES(_("The journals are kept for as long as the law asks of the "
		    "institution; a person who has left loses access on the "
		    "leave date."),
		FILL(h->arena,
		    n_("Letters with requests to join are deleted in {n} month "
		       "after a refusal or expiry.",
			"Letters with requests to join are deleted in {n} "
			"months after a refusal or expiry.",
			months),
		    {"n", html_num(h, months)}),
		_("A session ends by itself when nobody works in it, and at "
		  "the "
		  "latest on its last day; all your sessions are on the page "
		  "“My data and sessions”.")));
}

static void
rights(struct html *h)
{
	section(h, _("Your rights"),
	    LINES(_("To see everything that is written about you or your "
		    "child: it is in the diary, with the history of every "
		    "mark."),
		_("To have a mistake corrected: write to the institution. The "
		  "correction is made in the open, the earlier value stays in "
		  "the history."),
		_("To get the data as a file and on paper at any moment."),
		_("To complain to the Ukrainian Parliament Commissioner for "
		  "Human Rights.")));
	html(h, "<p>{}</p>\n",
	    _("These rights follow from the Law of Ukraine “On the Protection "
	      "of Personal Data” of 01.06.2010 No 2297-VI, article 8."));
}

static void
cookies(struct html *h)
{
	html(h,
	    "<h2>{}</h2>\n<p>{}</p>\n<table class='table'><thead><tr>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th></tr></thead>"
	    "<tbody>\n",
	    _("Cookies"),
	    _("Only those without which the pages do not work. None of them "
	      "is for advertising."),
	    _("Cookie"), _("What for"));
	static const char *const list[][2] = {
	    {"ej", N_("your session; deleted when you sign out")},
	    {"device", N_("that this device has signed in before, so that "
			  "strangers’ attempts do not slow you down")},
	    {"lang", N_("the language you have chosen")},
	    {"theme", N_("the light or dark theme you have chosen")},
	    {"notice", N_("one line such as “saved”; lives for a minute")},
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(*list); i++)
		html(h,
		    "<tr><th scope='row'><code>{}</code></th><td>{}</td></tr>"
		    "\n",
		    list[i][0], _(list[i][1]));
	html(h, "</tbody></table>\n");
}

void
page_privacy(struct page *p)
{
	struct html *h = &p->html;
	const char *contact = p->act->config->contact;

	layout_begin(p,
	    &(struct layout){.title = _("Your data"), .width = LAYOUT_PROSE});
	html(h, "<p>{}</p>\n",
	    FILL(h->arena,
		_("The data belongs to the institution of education: it "
		  "decides what is written and answers for it. The system is "
		  "kept running by: {institute}."),
		{"institute", layout_institute(p)}));
	what_and_why(h);
	who_sees(h);
	html(h, "<h2>{}</h2>\n<p>{}</p>\n", _("Why nothing disappears unseen"),
	    _("Every entry and every change is written into a history together "
	      "with its author, time and reason. A mark can be corrected or "
	      "annulled, but not so that nobody notices."));
	how_long(p);
	rights(h);
	cookies(h);
	html(h, "<h2>{}</h2>\n<p>{}", _("Whom to ask"),
	    _("About records, write to your institution."));
	if (contact && *contact)
		html(h, " {} <a href='mailto:{}'>{}</a>",
		    _("About the system:"), contact, contact);
	html(h, "</p>\n");
	layout_end(p);
}
