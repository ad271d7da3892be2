/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of roles and permissions. */
#include "web/app.h"

#include "domain/session.h"

static const struct {
	enum role role;
	const char *text;
} modes[] = {
    {ROLE_ADMIN, N_("institution administrator")},
    {ROLE_TEACHER, N_("teacher")},
    {ROLE_SUBSTITUTE, N_("substitute teacher")},
    {ROLE_CLASS_TEACHER, N_("class teacher")},
    {ROLE_DEPUTY, N_("deputy head")},
    {ROLE_HEAD, N_("head")},
    {ROLE_SECRETARY, N_("secretary")},
    {ROLE_PUPIL, N_("pupil")},
    {ROLE_GUARDIAN, N_("parent")},
    {ROLE_INSPECTOR, N_("inspector")},
    {ROLE_OPERATOR, N_("technical service")},
    {ROLE_REVIEWER, N_("reviews requests")},
    {ROLE_APPROVER, N_("approves requests")},
    {ROLE_ANALYST, N_("analyst")},
    {ROLE_SUPPORT, N_("support of institutions")},
};

const char *
app_role_text(enum lang lang, enum role role)
{
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (modes[i].role == role)
			return t(lang, modes[i].text);
	return "";
}

const char *
app_home(struct arena *arena, enum role role, int64_t inst)
{
	return session_home(arena, role, inst);
}

const char *
app_permission(struct arena *arena, unsigned permission)
{
	struct buf b;

	buf_init(&b, arena, 64);
	if (permission & ANYONE)
		buf_adds(&b, "anyone");
	if (permission & SIGNED_IN)
		buf_adds(&b, "signed_in");
	for (unsigned bit = 1; bit <= ROLE_SYSTEM; bit <<= 1) {
		if (!(permission & bit))
			continue;
		if (b.len)
			buf_addc(&b, '|');
		buf_adds(&b, role_name((enum role)bit));
	}
	return b.p;
}
