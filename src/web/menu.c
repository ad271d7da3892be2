/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/menu.h"

#include <assert.h>
#include <string.h>

#define FAMILY (ROLE_PUPIL | ROLE_GUARDIAN)
#define REQUESTS (ROLE_REVIEWER | ROLE_APPROVER)

/* A phone's bar holds four words; what comes after them is `far`. */
static const struct menu_item menu[] = {
    {"today", N_("Today"), "/s/:inst/today", ROLES_TEACHING, false},
    {"start", N_("Start"), "/s/:inst/start", ROLE_ADMIN, false},
    {"overview", N_("Overview"), "/s/:inst/overview", ROLES_LEADING, false},
    {"inspection", N_("Inspection"), "/s/:inst/inspection", ROLE_INSPECTOR,
	false},
    {"people", N_("People"), "/s/:inst/people", ROLE_ADMIN | ROLE_SECRETARY,
	false},
    {"journals", N_("Journals"), "/s/:inst/journals",
	ROLES_TEACHING | ROLES_LEADING, false},
    {"my-class", N_("My class"), "/s/:inst/my-class", ROLE_CLASS_TEACHER,
	false},
    {"classes", N_("Classes"), "/s/:inst/classes",
	ROLES_LEADING | ROLE_ADMIN | ROLE_SECRETARY, false},
    {"people", N_("People"), "/s/:inst/people", ROLES_LEADING, false},
    {"timetable", N_("Timetable"), "/s/:inst/timetable", ROLES_TEACHING, false},
    {"timetable", N_("Timetable"), "/s/:inst/timetable",
	ROLE_ADMIN | ROLE_SECRETARY | ROLES_LEADING, true},
    {"calendar", N_("Calendar"), "/s/:inst/year",
	ROLE_SECRETARY | ROLES_LEADING, true},
    {"subjects", N_("Subjects"), "/s/:inst/subjects", ROLE_ADMIN, true},
    {"journals", N_("Journals"), "/s/:inst/journals/setup", ROLE_ADMIN, false},
    {"import", N_("Upload a list"), "/s/:inst/import",
	ROLE_ADMIN | ROLE_SECRETARY, true},
    {"diary", N_("Diary"), "/s/:inst/diary", FAMILY, false},
    {"marks", N_("Marks"), "/s/:inst/diary/marks", FAMILY, false},
    {"requests", N_("Requests"), "/institute/requests", REQUESTS, false},
    {"institutions", N_("Institutions"), "/institute/institutions",
	REQUESTS | ROLE_SUPPORT, false},
    {"operator", N_("State"), "/operator", ROLE_OPERATOR, false},
    {"mail", N_("Mail"), "/operator/mail", ROLE_OPERATOR, false},
    {"staff", N_("Institute staff"), "/operator/staff", ROLE_OPERATOR, false},
    {"statistics", N_("Statistics"), "/institute/statistics", ROLE_ANALYST,
	false},
};

void
menu_items(enum role role, const struct menu_item *items[MENU_MAX], size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < sizeof(menu) / sizeof(*menu); i++) {
		if (!(menu[i].roles & (unsigned)role))
			continue;
		assert(*n < MENU_MAX);
		items[(*n)++] = &menu[i];
	}
}

const char *
menu_path(struct page *p, const struct menu_item *item)
{
	static const char hole[] = "/s/:inst";

	if (strncmp(item->path, hole, sizeof(hole) - 1) != 0)
		return item->path;
	return arena_printf(p->html.arena, "/s/%lld%s",
	    (long long)p->act->actor.inst, item->path + sizeof(hole) - 1);
}
