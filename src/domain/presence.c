/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/presence.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const states[PRESENCE_STATES] = {
    "present", "absent", "late", "remote", "order"};
static const char *const reasons[REASON_COUNT] = {
    "", "illness", "valid", "none", "unknown", "security"};

const char *
presence_state_name(enum presence_state state)
{
	return states[state];
}

const char *
presence_reason_name(enum presence_reason reason)
{
	return reasons[reason];
}

enum presence_state
presence_state_parse(const char *name)
{
	for (int i = 0; i < PRESENCE_STATES; i++)
		if (!strcmp(states[i], name))
			return (enum presence_state)i;
	return PRESENCE_ABSENT;
}

enum presence_reason
presence_reason_parse(const char *name)
{
	for (int i = 0; i < REASON_COUNT; i++)
		if (!strcmp(reasons[i], name))
			return (enum presence_reason)i;
	return REASON_NOT_SAID;
}

const char *
presence_canonical(struct arena *arena, const struct presence *p)
{
	if (p->state == PRESENCE_LATE && p->minutes > 0)
		return arena_printf(arena, "late/%d", p->minutes);
	if (p->state == PRESENCE_ABSENT && p->reason != REASON_NOT_SAID)
		return arena_printf(arena, "absent/%s", reasons[p->reason]);
	return states[p->state];
}

enum err
presence_read(const char *canonical, struct presence *out)
{
	struct presence p = {0};

	if (!strncmp(canonical, "late/", 5)) {
		p.state = PRESENCE_LATE;
		p.minutes = (int)strtol(canonical + 5, NULL, 10);
	} else if (!strncmp(canonical, "absent/", 7)) {
		p.state = PRESENCE_ABSENT;
		p.reason = presence_reason_parse(canonical + 7);
	} else {
		p.state = presence_state_parse(canonical);
		if (strcmp(states[p.state], canonical))
			return ERR_CORRUPT;
	}
	*out = p;
	return OK;
}

bool
presence_same(const struct presence *a, const struct presence *b)
{
	return a->state == b->state && a->minutes == b->minutes &&
	       a->reason == b->reason;
}

const char *
presence_code(
    struct arena *arena, const struct presence *p, bool illness_visible)
{
	switch (p->state) {
	case PRESENCE_PRESENT:
	case PRESENCE_STATES:
		return "";
	case PRESENCE_LATE:
		if (p->minutes > 0)
			return arena_printf(arena, "зп%d", p->minutes);
		return "зп";
	case PRESENCE_REMOTE:
		return "дст";
	case PRESENCE_ORDER:
		return "нак";
	case PRESENCE_ABSENT:
		break;
	}
	switch (p->reason) {
	case REASON_ILLNESS:
		return illness_visible ? "хв" : "пп";
	case REASON_VALID:
		return "пп";
	case REASON_NONE:
		return "бп";
	case REASON_SECURITY:
		return "бз";
	case REASON_NOT_SAID:
	case REASON_UNKNOWN:
	case REASON_COUNT:
		break;
	}
	return "н";
}

static const struct {
	const char *code;
	struct presence presence;
} codes[] = {
    {"є", {PRESENCE_PRESENT, 0, 0}},
    {"Є", {PRESENCE_PRESENT, 0, 0}},
    {"+", {PRESENCE_PRESENT, 0, 0}},
    {"н", {PRESENCE_ABSENT, 0, 0}},
    {"Н", {PRESENCE_ABSENT, 0, 0}},
    {"хв", {PRESENCE_ABSENT, 0, REASON_ILLNESS}},
    {"пп", {PRESENCE_ABSENT, 0, REASON_VALID}},
    {"бп", {PRESENCE_ABSENT, 0, REASON_NONE}},
    {"бз", {PRESENCE_ABSENT, 0, REASON_SECURITY}},
    {"дст", {PRESENCE_REMOTE, 0, 0}},
    {"нак", {PRESENCE_ORDER, 0, 0}},
    /* The same keys with a Latin layout: nobody looks at the layout while
     * typing a roll call. */
    {"y", {PRESENCE_ABSENT, 0, 0}},
    {"[d", {PRESENCE_ABSENT, 0, REASON_ILLNESS}},
    {"gg", {PRESENCE_ABSENT, 0, REASON_VALID}},
    {",g", {PRESENCE_ABSENT, 0, REASON_NONE}},
    {",p", {PRESENCE_ABSENT, 0, REASON_SECURITY}},
    {"lcn", {PRESENCE_REMOTE, 0, 0}},
    {"yfr", {PRESENCE_ORDER, 0, 0}},
};

static bool
parse_late(const char *typed, struct presence *out)
{
	static const char uk[] = "зп", latin[] = "pg";
	const char *p = typed;
	int minutes = 0;

	if (!strncmp(p, uk, sizeof(uk) - 1))
		p += sizeof(uk) - 1;
	else if (!strncmp(p, latin, sizeof(latin) - 1))
		p += sizeof(latin) - 1;
	else
		return false;
	while (*p == ' ')
		p++;
	for (; isdigit((unsigned char)*p); p++)
		if ((minutes = minutes * 10 + (*p - '0')) >
		    PRESENCE_MINUTES_MAX)
			return false;
	if (*p)
		return false;
	*out = (struct presence){PRESENCE_LATE, minutes, 0};
	return true;
}

enum err
presence_parse(const char *typed, struct presence *out)
{
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (!strcmp(codes[i].code, typed)) {
			*out = codes[i].presence;
			return OK;
		}
	return parse_late(typed, out) ? OK : ERR_INVALID;
}
