/* SPDX-License-Identifier: EUPL-1.2 */
/* One-time links: invitations, resets, confirmations. A link is 256 random
 * bits, stored hashed, with an end; making a new one for the same purpose and
 * person ends the older one. Looking at it changes nothing, so that a mail
 * scanner that opens links does no harm; only a POST uses it.
 *
 * An invitation never tells whoever sent it, or whoever holds it without the
 * mailbox, that an account exists elsewhere: it is taken up either with a new
 * password or by signing in with one's own. */
#pragma once

#include "domain/passwords.h"
#include "domain/session.h"
#include "store/access_links.h"

enum link_purpose {
	LINK_NONE,
	LINK_OPERATOR, /* the first operator, printed by init */
	LINK_STAFF,    /* of the Institute */
	LINK_ADMIN,    /* of an institution, after approval */
	LINK_MEMBER,   /* somebody of an institution */
	LINK_SLIP,     /* printed; opened through domain/slips.h */
	LINK_ENTRY,    /* what a slip opened */
	LINK_RESET,    /* forgotten password, by mail */
	LINK_EMAIL,    /* confirms a new address */
	LINK_RESUME,   /* "it was me": suspended memberships again */
};
const char *link_purpose_name(enum link_purpose purpose);

struct link_order {
	enum link_purpose purpose;
	int64_t account, inst, person, request, slip;
	enum role role;	   /* LINK_STAFF */
	const char *email; /* lower case */
	const char *lang;  /* of the letter */
	/* What the letter says; NULL template: no letter. */
	const char *template, *role_text, *institution;
	const char *key; /* of the letter's job, or NULL */
};
/* In an open registry write, to which the caller appends its event. Gives the
 * secret part of the path "/i/<token>" and the link's number (both may be
 * NULL). */
CHECKED enum err invitations_order(struct act *act,
    const struct link_order *order, const char **token, int64_t *link);
/* Ends the account's links that reset a password or change the address: after
 * a new password or address they are somebody else's. In an open registry
 * write. */
CHECKED enum err invitations_end_links(struct act *act, int64_t account);
/* A letter to the owner: the password is another one. */
struct account_row;
CHECKED enum err invitations_tell_password(
    struct act *act, const struct account_row *row);
/* "https://journal.example.ua/i/<token>" */
const char *invitations_url(struct act *act, const char *token);
/* The words of a role in a letter: "teacher", in that language. */
const char *invitations_role_text(const char *lang, unsigned roles);

struct invitation {
	struct access_link_row link;
	enum link_purpose purpose;
	const char *institution; /* "" for the Institute's */
	const char *person;	 /* full name in the school, or "" */
	bool account_there;	 /* a new password is not what is needed */
	bool needs_name;	 /* the Institute's staff give their name */
	bool needs_email;	 /* the first operator gives an address */
	bool resets;		 /* sets a new password of an old account */
};
/* ERR_EXPIRED: used, replaced, over, or never was: one answer for all. */
CHECKED enum err invitations_find(
    struct act *act, const char *token, struct invitation *invitation);

/* What is typed on the page of a link, and what was wrong with it. */
struct invitation_form {
	const char *name, *email, *password;
	enum lang lang;
};
struct invitation_fault {
	enum password_fault password;
	bool name, email, email_taken;
};
struct invitation_taken {
	int64_t account;
	bool factor;	   /* the account has a second factor */
	const char *login; /* given by the system, or NULL */
};
/* Takes it up with a new password: makes the account, or resets the password
 * of the one it is for. ERR_INVALID: see the fault. ERR_EXISTS: the address
 * has an account already: sign in. ERR_EXPIRED, ERR_BUSY. */
CHECKED enum err invitations_take(struct act *act, const char *token,
    const struct invitation_form *form, struct invitation_fault *fault,
    struct invitation_taken *taken);

/* Takes it up with the account that is signed in, which keeps its password.
 * ERR_SIGN_IN: not a fresh sign-in. ERR_CONFLICT: the account may not hold
 * this role beside its own. ERR_EXISTS: the person has an account here. */
CHECKED enum err invitations_join(
    struct act *act, const char *token, const struct session *session);

/* LINK_EMAIL and LINK_RESUME: one button. */
CHECKED enum err invitations_confirm(struct act *act, const char *token);
