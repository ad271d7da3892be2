/* SPDX-License-Identifier: EUPL-1.2 */
/* «Довідка»: short answers by role, one page, so that the browser's own search
 * finds everything. */
#include "web/layout.h"
#include "web/pages.h"

struct answer {
	const char *question, *text; /* msgids */
};

struct topic {
	const char *id, *title;
	const struct answer *answers;
	size_t n;
};

static const struct answer begin[] = {
    {N_("How do I sign in?"),
	N_("With your e-mail address or with the login the institution gave "
	   "you. The account is opened by an invitation letter or by an access "
	   "slip; you choose the password yourself, at least 10 characters.")},
    {N_("I was given a slip"),
	N_("Open the address printed on the slip or scan its QR code, then "
	   "enter the code and the date of birth. The code works once, until "
	   "the date on the slip.")},
    {N_("I do not remember the password"),
	N_("Choose “Forgotten password” on the sign-in page: a letter with a "
	   "link will come. If there is no e-mail address in your account, "
	   "ask the institution for a new slip.")},
    {N_("This computer is used by others too"),
	N_("Tick “Shared computer” when you sign in: nothing is left on the "
	   "device and the session ends soon after your last action.")},
    {N_("I have several roles"),
	N_("Open the menu with your name and choose the working mode. Every "
	   "mode has its own pages; administration and teaching are kept "
	   "apart on purpose.")},
    {N_("Somebody may have learned my password"),
	N_("Change it on the page “My data and sessions” and end the other "
	   "sessions there. Then tell the institution’s administrator.")},
};

static const struct answer teacher[] = {
    {N_("Where do I begin the day?"),
	N_("On the page “Today”: it shows your lessons of the day and what is "
	   "still to be written. A lesson has everything on one screen: topic, "
	   "homework, attendance and marks.")},
    {N_("How do I take attendance?"),
	N_("Mark only those who are absent or late and save. Until attendance "
	   "is taken, the diary says “not recorded”, never “present”.")},
    {N_("How do I give marks from the keyboard?"),
	N_("Open the journal. Move with the arrows or Enter, type a mark or a "
	   "code; every cell is saved by itself and shows whether it is saved. "
	   "F4 opens the history of a mark, F1 this help.")},
    {N_("I wrote a wrong mark"),
	N_("Correct it or undo. The earlier value stays in the history, and "
	   "the family sees both: what it was and what it is.")},
    {N_("Somebody wrote in the same cell"),
	N_("Nothing is overwritten. You see both values, who wrote the other "
	   "one and when, and choose which to keep.")},
    {N_("I teach instead of a colleague"),
	N_("Ask the deputy head to arrange a substitution: then exactly that "
	   "lesson opens for you.")},
    {N_("The class teacher’s part"),
	N_("The class teacher sees all journals of the class and adds the "
	   "reason of an absence: illness, a valid reason, no valid reason.")},
};

static const struct answer family[] = {
    {N_("What does the diary show?"),
	N_("A week: lessons, homework, marks and absences. Today comes first. "
	   "Other weeks are one tap away, and the week can be printed.")},
    {N_("I have several children"),
	N_("One account is enough, even when the children go to different "
	   "institutions. The children stand above the week; one tap changes "
	   "the child.")},
    {N_("A mark has changed"),
	N_("The diary shows the old and the new value, who changed it, when "
	   "and "
	   "why. If the reason is unclear, ask the teacher.")},
    {N_("It says “not recorded”"),
	N_("Attendance of that lesson has not been taken yet. It does not mean "
	   "that the child was absent.")},
    {N_("A child is missing in my account"),
	N_("Ask the class teacher or the institution’s administrator: they "
	   "connect you with the child.")},
};

static const struct answer administrator[] = {
    {N_("In which order do I set everything up?"),
	N_("The page “Start” leads step by step: staff, classes, pupils and "
	   "parents, subjects, journals. A step that is done is marked.")},
    {N_("How do I upload a list?"),
	N_("CSV or XLSX, as your program saves it. The file is checked first "
	   "and nothing is written: every doubtful row is named with its "
	   "column and the reason. Then you write everything at once, and the "
	   "whole upload can be undone.")},
    {N_("Parents without e-mail"),
	N_("Print access slips: one per person, with a code and a QR code. You "
	   "never see or set anybody’s password.")},
    {N_("A person leaves"),
	N_("Set the leave date on the person’s card: access ends that day, the "
	   "records stay.")},
    {N_("Why can I not write marks?"),
	N_("Marks are given by those who teach. The administrator manages "
	   "people and classes: this protects the pupils and you.")},
};

static const struct answer leading[] = {
    {N_("What do the head and the deputy see?"),
	N_("All journals, classes and people of the institution, to read. "
	   "Every change carries a name, a time and a reason.")},
    {N_("A printed journal for a check"),
	N_("Open the journal and choose “Print” or the file for spreadsheets: "
	   "it holds what is written at that moment.")},
};

static const struct answer joining[] = {
    {N_("How does an institution join?"),
	N_("Fill in the form on the front page or write a letter with the "
	   "oblast, community, full name, DISO id, EDRPOU code, responsible "
	   "person, e-mail and phone.")},
    {N_("What happens then?"),
	N_("You get a letter with the number of the request. If something is "
	   "missing, a link in the letter lets you add just that. One person "
	   "reviews the request, another one approves it, and they make sure "
	   "that it comes from the institution.")},
    {N_("The invitation does not work"),
	N_("It works once and for 7 days. Answer the letter: a new one will be "
	   "sent and the old one stops working.")},
};

#define TOPIC(id, title, answers)                                              \
	{                                                                      \
		id, title, answers, sizeof(answers) / sizeof(*(answers))       \
	}
static const struct topic topics[] = {
    TOPIC("begin", N_("First steps"), begin),
    TOPIC("teacher", N_("For teachers"), teacher),
    TOPIC("family", N_("For pupils and parents"), family),
    TOPIC("administrator", N_("For the administrator"), administrator),
    TOPIC("leading", N_("For the head and the deputy"), leading),
    TOPIC("joining", N_("For institutions that want to join"), joining),
};
#define TOPICS_N (sizeof(topics) / sizeof(*topics))

/* The letters are those of the Ukrainian journal in every language. */
static const struct {
	const char *code, *meaning;
} codes[] = {
    {"н", N_("absent, the reason is not known")},
    {"хв", N_("absent because of illness")},
    {"пп", N_("absent for a valid reason")},
    {"бп", N_("absent without a valid reason")},
    {"зп10", N_("late by 10 minutes")},
    {"н/а", N_("not assessed")},
    {"зв", N_("exempt")},
};

static void
code_table(struct html *h)
{
	html(h,
	    "<table class='table'><caption>{}</caption><thead class='vh'><tr>"
	    "<th scope='col'>{}</th><th scope='col'>{}</th></tr></thead>"
	    "<tbody>\n",
	    _("Codes in the journal"), _("Code"), _("Meaning"));
	for (size_t i = 0; i < sizeof(codes) / sizeof(*codes); i++)
		html(h, "<tr><th scope='row'>{}</th><td>{}</td></tr>\n",
		    codes[i].code, _(codes[i].meaning));
	html(h, "</tbody></table>\n");
}

static void
contents(struct html *h)
{
	html(
	    h, "<nav aria-label='{}'><ul class='list boxed'>\n", _("Contents"));
	for (size_t i = 0; i < TOPICS_N; i++)
		html(h, "<li><a href='#{}'><b>{}</b></a></li>\n", topics[i].id,
		    _(topics[i].title));
	html(h, "</ul></nav>\n");
}

static void
topic_put(struct html *h, const struct topic *topic)
{
	html(h,
	    "<section class='card flow' aria-labelledby='{}'>"
	    "<h2 id='{}'>{}</h2>\n",
	    topic->id, topic->id, _(topic->title));
	for (size_t i = 0; i < topic->n; i++)
		html(h, "<div><h3>{}</h3><p class='prose'>{}</p></div>\n",
		    _(topic->answers[i].question), _(topic->answers[i].text));
	if (topic->answers == teacher)
		code_table(h);
	html(h, "</section>\n");
}

static void
who_helps(struct page *p)
{
	struct html *h = &p->html;
	const char *contact = p->act->config->contact;

	html(h, "<section class='note'><h2>{}</h2><p>{}", _("No answer here?"),
	    _("First ask the administrator of your institution: they see what "
	      "you see."));
	if (contact && *contact)
		html(h, " {} <a href='mailto:{}'>{}</a>", _("Then write to:"),
		    contact, contact);
	html(h, "</p></section>\n");
}

void
page_help(struct page *p)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = _("Help"),
			    .sub = _("Short answers for every role")});
	html(h, "<div class='fore'>\n");
	contents(h);
	html(h, "<div class='flow'>\n");
	for (size_t i = 0; i < TOPICS_N; i++)
		topic_put(h, &topics[i]);
	who_helps(p);
	html(h, "</div></div>\n");
	layout_end(p);
}
