/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/mail_text.h"

#include <stdbool.h>
#include <string.h>

#define HOLES_MAX 24

struct template {
	const char *name, *subject, *body;
};

/* clang-format off */
static const struct template templates[] = {
	{"admin", N_("Invitation to E-Journal: {institution}"),
	    N_("Good day.\n\nThe request of your institution has been"
	       " approved. An administrator's access has been made for you:"
	       " {institution}.\n\nTo start, open the link and choose a"
	       " password:\n{link}\n\nThe link works once and until {date}."
	       " If you did not expect this letter, do nothing and tell us:"
	       " {contact}\n")},
	{"staff", N_("Invitation to E-Journal: {institute}"),
	    N_("Good day.\n\nAn access has been made for you: {role},"
	       " {institute}.\n\nTo start, open the link and choose a"
	       " password:\n{link}\n\nThe link works once and until {date}."
	       " If you did not expect this letter, do nothing and tell us:"
	       " {contact}\n")},
	{"member", N_("Invitation to E-Journal: {institution}"),
	    N_("Good day.\n\nAn access has been made for you: {role},"
	       " {institution}.\n\nTo start, open the link and choose a"
	       " password; if you already have one here, sign in with it:"
	       "\n{link}\n\nThe link works once and until {date}. If you did"
	       " not expect this letter, do nothing and tell us: {contact}"
	       "\n")},
	{"reset", N_("E-Journal: a new password"),
	    N_("Good day.\n\nSomebody, perhaps you, asked for a new password"
	       " on {site}. Open the link and choose it:\n{link}\n\nThe link"
	       " works once and until {date}. If it was not you, do nothing:"
	       " the old password stays valid.\n")},
	{"password_changed", N_("E-Journal: the password was changed"),
	    N_("Good day.\n\nThe password of your access to {site} was changed"
	       " at {when}. Other devices were signed out.\n\nIf it was not"
	       " you, ask for a new password at once: {link}\n")},
	{"email_confirm", N_("E-Journal: confirm this address"),
	    N_("Good day.\n\nThis address was entered as the new one for an"
	       " access to {site}. Open the link to confirm it:\n{link}\n\nThe"
	       " link works once and until {date}. If it was not you, do"
	       " nothing.\n")},
	{"email_changed", N_("E-Journal: the address was changed"),
	    N_("Good day.\n\nThe e-mail address of your access to {site} was"
	       " changed at {when}. Letters no longer come here.\n\nIf it was"
	       " not you, tell us at once: {contact}\n")},
	{"suspended", N_("E-Journal: confirm your access"),
	    N_("Good day.\n\nYour password was set anew with an access card of"
	       " {institution}. Until you confirm it, the other institutions of"
	       " your access are closed. Open the link to confirm:\n{link}\n\n"
	       "If it was not you, tell us at once: {contact}\n")},
	{"request_confirm", N_("E-Journal: confirm the request"),
	    N_("Good day.\n\nA request to join was filled in on {site}:"
	       " {institution}. Confirm that it is yours, and it goes to"
	       " review:\n{link}\n\nThe link works until {date}. If it was not"
	       " you, do nothing.\n")},
	{"request_received", N_("Request No. {number} has been received"),
	    N_("Good day.\n\nWe have received the request to join:"
	       " {institution}. We will review it until {date} and answer to"
	       " this address.\n\nHow far it has come, by its number and this"
	       " address: {site}/join/status\n")},
	{"request_missing", N_("Request No. {number}: details are needed"),
	    N_("Good day.\n\nWe have received the request to join:"
	       " {institution}. To review it we need:\n{list}\n\nComplete it"
	       " with this link until {date}:\n{link}\n\nEverything else is"
	       " already written down; it need not be repeated.\n")},
	{"request_returned", N_("Request No. {number}: details are needed"),
	    N_("Good day.\n\nThe request to join has been returned for"
	       " correction: {institution}.\n\n{note}\n\nComplete it with this"
	       " link until {date}:\n{link}\n\nEverything else is already"
	       " written down; it need not be repeated.\n")},
	{"request_rejected", N_("Request No. {number}: declined"),
	    N_("Good day.\n\nThe request to join has been declined:"
	       " {institution}.\n\nReason: {note}\n\nQuestions: {contact}\n")},
	{"request_expired", N_("Request No. {number}: the time has passed"),
	    N_("Good day.\n\nWe did not receive the details we asked for, and"
	       " the request has been closed: {institution}. You can send a new"
	       " one at any time: {site}\n")},
	{"test", N_("E-Journal: a test letter"),
	    N_("Good day.\n\nThis is a test letter from {site}. Letters are"
	       " sent correctly.\n")},
};
/* clang-format on */

static const struct template *
find(const char *name)
{
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
		if (!strcmp(templates[i].name, name))
			return &templates[i];
	return NULL;
}

const char *
mail_text_name(size_t i)
{
	return i < sizeof(templates) / sizeof(templates[0]) ? templates[i].name
							    : NULL;
}

/* Looks at the pattern, not at the filled text: what people typed may hold
 * braces of its own. */
static bool
is_given(const char *pattern, const struct hole *holes, size_t n)
{
	while ((pattern = strchr(pattern, '{'))) {
		size_t len = strcspn(++pattern, "}"), i = 0;

		while (i < n && (strlen(holes[i].name) != len ||
				    strncmp(holes[i].name, pattern, len) != 0))
			i++;
		if (i == n)
			return false;
	}
	return true;
}

enum err
mail_text(struct arena *arena, enum lang lang, const char *name,
    const struct hole *holes, size_t n, const char **subject, const char **body)
{
	const struct template *found = find(name);

	if (!found || n > HOLES_MAX)
		return ERR_NOT_FOUND;
	if (!is_given(found->subject, holes, n) ||
	    !is_given(found->body, holes, n))
		return ERR_INVALID;
	*subject = i18n_fill(arena, t(lang, found->subject), holes, n);
	*body = i18n_fill(arena, t(lang, found->body), holes, n);
	return OK;
}
