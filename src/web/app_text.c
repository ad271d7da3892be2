/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of roles and permissions, and where a working mode begins. */
#include "web/app.h"

static const struct {
	enum role role;
	const char *text, *home;
} modes[] = {
	{ROLE_ADMIN, N_("institution administrator"), "/start"},
	{ROLE_TEACHER, N_("teacher"), "/today"},
	{ROLE_SUBSTITUTE, N_("substitute teacher"), "/today"},
	{ROLE_CLASS_TEACHER, N_("class teacher"), "/my-class"},
	{ROLE_DEPUTY, N_("deputy head"), "/overview"},
	{ROLE_HEAD, N_("head"), "/overview"},
	{ROLE_SECRETARY, N_("secretary"), "/people"},
	{ROLE_PUPIL, N_("pupil"), "/diary"},
	{ROLE_GUARDIAN, N_("parent"), "/diary"},
	{ROLE_INSPECTOR, N_("inspector"), "/overview"},
	{ROLE_OPERATOR, N_("technical service"), "/operator"},
	{ROLE_REVIEWER, N_("reviews requests"), "/institute/requests"},
	{ROLE_APPROVER, N_("approves requests"), "/institute/requests"},
	{ROLE_ANALYST, N_("analyst"), "/institute/statistics"},
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
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (modes[i].role != role)
			continue;
		if (role & ROLES_INSTITUTE)
			return modes[i].home;
		return arena_printf(
		    arena, "/s/%lld%s", (long long)inst, modes[i].home);
	}
	return "/mode";
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
