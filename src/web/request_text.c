/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/request_text.h"

#include <string.h>

#include "base/clock.h"

const char *
request_text_field(struct html *h, enum field_id field)
{
	switch (field) {
	case FIELD_REGION:
		return tc(h->lang, "field", "Oblast");
	case FIELD_COMMUNITY:
		return tc(h->lang, "field", "Community");
	case FIELD_NAME:
		return tc(h->lang, "field", "Full name");
	case FIELD_DISO:
		return tc(h->lang, "field", "DISO id");
	case FIELD_EDRPOU:
		return tc(h->lang, "field", "EDRPOU code");
	case FIELD_PERSON:
		return tc(h->lang, "field", "Responsible person");
	case FIELD_EMAIL:
		return tc(h->lang, "field", "E-mail");
	case FIELD_PHONE:
		return tc(h->lang, "field", "Phone");
	case FIELD_KIND:
		return tc(h->lang, "field", "Kind of institution");
	case FIELD_COUNT:
		break;
	}
	return "";
}

const char *
request_text_field_named(struct html *h, const char *name)
{
	for (size_t i = 0; i < FIELD_COUNT; i++)
		if (strcmp(extract_field_name((enum field_id)i), name) == 0)
			return request_text_field(h, (enum field_id)i);
	if (strcmp(name, "other_phone") == 0)
		return tc(h->lang, "field", "Another phone");
	if (strcmp(name, "parent") == 0)
		return tc(h->lang, "field", "Main institution");
	return "";
}

/* A code and its words; *chip is the kind of the chip it stands in. */
struct word {
	const char *code, *text, *chip;
};

static const struct word *
find(const struct word *words, size_t n, const char *code)
{
	for (size_t i = 0; code && i < n; i++)
		if (strcmp(words[i].code, code) == 0)
			return &words[i];
	return NULL;
}
#define FIND(words, code) find((words), sizeof(words) / sizeof(*(words)), code)

static const struct word kinds[] = {
    {"school", N_("School"), ""},
    {"vocational", N_("Vocational institution"), ""},
    {"pre_higher", N_("Pre-higher institution"), ""},
    {"higher", N_("Higher institution"), ""},
};

const char *
request_text_kind(struct html *h, const char *kind)
{
	const struct word *w = FIND(kinds, kind);

	return w ? _(w->text) : "";
}

static const struct word states[] = {
    {"unconfirmed", NC_("request", "not confirmed"), ""},
    {"new", NC_("request", "new"), "now"},
    {"in_review", NC_("request", "in review"), "now"},
    {"returned", NC_("request", "needs details"), "warn"},
    {"approved", NC_("request", "approved"), "ok"},
    {"invited", NC_("request", "invitation sent"), "ok"},
    {"active", NC_("request", "connected"), "ok"},
    {"rejected", NC_("request", "declined"), "err"},
    {"expired", NC_("request", "time has passed"), ""},
    {"not_a_request", NC_("request", "not a request"), ""},
    {"closed", NC_("request", "closed"), ""},
};

const char *
request_text_state(
    struct html *h, const char *state, bool passed, const char **chip)
{
	const struct word *w = FIND(states, state);

	if (chip)
		*chip = w ? w->chip : "";
	if (passed && w && strcmp(state, "in_review") == 0)
		return tc(h->lang, "request", "waits for approval");
	return w ? tc(h->lang, "request", w->text) : "";
}

static const struct word steps[] = {
    {"received", N_("Received"), ""},
    {"received_again", N_("Received once more"), ""},
    {"sent", N_("Filled in on the site"), ""},
    {"confirmed", N_("Address confirmed"), ""},
    {"completed", N_("Completed by the sender"), ""},
    {"taken", N_("Taken into review"), ""},
    {"edited", N_("Fields corrected"), ""},
    {"attached", N_("File added"), ""},
    {"returned", N_("Returned for correction"), ""},
    {"passed", N_("Handed on for approval"), ""},
    {"sent_back", N_("Sent back to the reviewer"), ""},
    {"approved", N_("Approved"), ""},
    {"invited", N_("Institution opened, invitation sent"), ""},
    {"invited_again", N_("Invitation sent again"), ""},
    {"activated", N_("Administrator signed in, institution connected"), ""},
    {"rejected", N_("Declined"), ""},
    {"expired", N_("Time has passed"), ""},
    {"set_apart", N_("Filed apart: not a request"), ""},
    {"reopened", N_("Put back into the queue"), ""},
    {"forgotten", N_("Letter and personal data deleted"), ""},
};

const char *
request_text_step(struct html *h, const char *step)
{
	const struct word *w = FIND(steps, step);

	return w ? _(w->text) : step;
}

/* What domain/intake.c says of a letter that was not read to its end. */
static const struct word letters[] = {
    {"cut", N_("Only the beginning was read; the original is kept whole."), ""},
    {"too_big size",
	N_("More than 10 MB: the headers were read and the beginning was"
	   " kept."),
	""},
    {"unreadable empty", N_("The letter is empty."), ""},
    {"unreadable format", N_("This is not a letter."), ""},
};

const char *
request_text_letter(struct html *h, const char *status)
{
	const struct word *w = FIND(letters, status);

	return w ? _(w->text)
		 : _("The letter is built to do harm and was not read"
		     " further.");
}

static const struct word proofs[] = {
    {"call", N_("A call to the institution"), ""},
    {"order", N_("An order of the head"), ""},
    {"signature", N_("A qualified electronic signature"), ""},
};

const char *
request_text_proof(struct html *h, const char *kind)
{
	const struct word *w = FIND(proofs, kind);

	return w ? _(w->text) : "";
}

/* "+380 54 539 11 22"; a number of another country stays as it is. */
const char *
request_text_phone(struct arena *arena, const char *e164)
{
	if (strncmp(e164, "+380", 4) != 0 || strlen(e164) != 13)
		return e164;
	return arena_printf(arena,
	    "+380\xc2\xa0%.2s\xc2\xa0%.3s\xc2\xa0%.2s\xc2\xa0%.2s", e164 + 4,
	    e164 + 6, e164 + 9, e164 + 11);
}

const char *
request_text_value(struct html *h, enum field_id field, const char *value)
{
	const char *text;

	if (field == FIELD_PHONE)
		return request_text_phone(h->arena, value);
	if (field != FIELD_KIND)
		return value;
	text = request_text_kind(h, value);
	return *text ? text : value;
}

/* ---- what is the matter with a value --------------------------------------
 */

/* Short enough for a chip, by the code of `why`; the flag says the rest. */
static const struct word chips[] = {
    {"check_digit", NC_("request", "does not match"), "err"},
    {"length", NC_("request", "not 8 digits"), "err"},
    {"not_digits", NC_("request", "not digits"), "err"},
    {"not_an_address", NC_("request", "no address"), "err"},
    {"not_a_number", NC_("request", "no number"), "err"},
    {"foreign", NC_("request", "abroad"), "warn"},
    {"other_region", NC_("request", "another oblast"), "err"},
    {"namesakes", NC_("request", "several such"), "warn"},
    {"no_patronymic", NC_("request", "no patronymic"), "warn"},
    {"changed_address", NC_("request", "another address"), "warn"},
};
static const struct word flags[] = {
    {"ok", NC_("request", "right"), "ok"},
    {"missing", NC_("request", "missing"), "err"},
    {"invalid", NC_("request", "wrong"), "err"},
    {"ambiguous", NC_("request", "doubtful"), "warn"},
    {"derived", NC_("request", "a guess"), ""},
    {"unchecked", NC_("request", "not checked"), "warn"},
};

const char *
request_text_flag(
    struct html *h, const struct request_field *f, const char **chip)
{
	const struct word *w = FIND(chips, f->why);

	if (!w || place_flag_parse(f->flag) == FLAG_OK)
		w = FIND(flags, f->flag);
	*chip = w ? w->chip : "";
	return w ? tc(h->lang, "request", w->text) : f->flag;
}

static const struct word whys[] = {
    {"no_such_region", N_("There is no such oblast. Example: Sumska."), ""},
    {"no_such_place",
	N_("There is no such community in this oblast. Check the spelling; a"
	   " city or a village will do as well."),
	""},
    {"other_region",
	N_("There is a community of this name, but in another oblast."), ""},
    {"namesakes",
	N_("There are several communities of this name. Choose by the"
	   " district."),
	""},
    {"from_settlement", N_("Read from the name of a settlement."), ""},
    {"from_council", N_("Read from the name of a council."), ""},
    {"from_community", N_("Read from the community."), ""},
    {"from_region", N_("Read from the oblast."), ""},
    {"not_a_name", N_("This does not look like a person’s name."), ""},
    {"one_word", N_("Write surname, given name and patronymic in full."), ""},
    {"initials",
	N_("Write the given name and patronymic in full, without"
	   " initials."),
	""},
    {"no_patronymic", N_("Without a patronymic. Is that right?"), ""},
    {"inflected", N_("The name does not stand in its basic form."), ""},
    {"mixed_script", N_("Latin letters stood in the name and were replaced."),
	""},
    {"from_name", N_("Read from the name. Confirm the kind."), ""},
    {"shared", N_("Stands once in the letter, for several institutions."), ""},
    {"several", N_("The letter names several values."), ""},
    {"head", N_("The letter names this person as the head."), ""},
    {"prose", N_("Read from running text."), ""},
    {"changed_address",
	N_("The sender gave another address afterwards. Make sure that it is"
	   " the institution’s: the invitation goes there."),
	""},
    {"sender", N_("Not in the letter: this is the sender’s address."), ""},
    {"no_label", N_("Stands in the letter without an explanation."), ""},
    {"length", N_("There are 8 digits in the code; leading zeros count."), ""},
    {"not_an_address",
	N_("This is no e-mail address. Example: admin@liceum.example"), ""},
    {"not_a_number",
	N_("After +380 there are 9 digits. Example: +380 67 123 45 67"), ""},
    {"foreign", N_("A number of another country."), ""},
    {"zero_added", N_("The first zero was missing and was added."), ""},
    {"too_long", N_("This is too long."), ""},
    {"unreadable", N_("There are signs that cannot be kept. Type it anew."),
	""},
    {"no_such_kind", N_("Choose one of the four kinds."), ""},
};

static const char *
check_digit(struct html *h, const char *code)
{
	const int digit = request_check_edrpou_digit(code);

	if (digit < 0)
		return _("The check digit does not match.");
	return FILL(h->arena,
	    _("The check digit does not match: for {seven} it is {digit}."
	      " Compare the code with the extract."),
	    {"seven", arena_strndup(h->arena, code, 7)},
	    {"digit", html_id(h, digit)});
}

static const char *
missing(struct html *h, enum field_id field)
{
	if (field == FIELD_KIND)
		return _("The name does not tell. Choose one.");
	if (field == FIELD_EDRPOU)
		return _("8 digits. A branch without a code of its own: the"
			 " code of the main institution.");
	return _("This is needed.");
}

const char *
request_text_why(
    struct html *h, enum field_id field, const struct request_field *f)
{
	const struct word *w = FIND(whys, f->why);

	if (place_flag_parse(f->flag) == FLAG_OK)
		return NULL;
	if (place_flag_parse(f->flag) == FLAG_MISSING)
		return missing(h, field);
	if (strcmp(f->why, "check_digit") == 0)
		return check_digit(h, f->value);
	if (strcmp(f->why, "not_digits") == 0)
		return field == FIELD_DISO
			   ? _("The DISO id is up to 10 digits and nothing"
			       " else.")
			   : _("There are 8 digits in the code and nothing"
			       " else.");
	if (place_flag_parse(f->flag) == FLAG_UNCHECKED)
		return _("The codifier of communities has not been loaded"
			 " yet.");
	return w ? _(w->text) : NULL;
}

void
request_text_lines(struct html *h, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		html(h, "{}<br>", arena_strndup(h->arena, text, len));
		text += len;
		text += *text == '\n';
	}
}

const char *
request_text_age(struct html *h, int64_t now, int64_t at)
{
	const int64_t days = clock_day_at(now) - clock_day_at(at);

	if (days <= 0)
		return tc(h->lang, "request", "today");
	return FILL(h->arena, n_("{n} day", "{n} days", days),
	    {"n", html_num(h, days)});
}

#define KB 1000
#define MB 1000000

const char *
request_text_size(struct html *h, int64_t bytes)
{
	if (bytes < KB)
		return FILL(h->arena, _("{n} B"), {"n", html_num(h, bytes)});
	if (bytes < MB)
		return FILL(h->arena, _("{n} kB"),
		    {"n", html_num(h, (bytes + KB / 2) / KB)});
	return FILL(
	    h->arena, _("{n} MB"), {"n", html_num(h, (bytes + MB / 2) / MB)});
}
