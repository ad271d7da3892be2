/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/school.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/actor_may.h"
#include "domain/written.h"

/* Days that any page may ask for. */
#define DAY_MIN 10000 /* 1997 */
#define DAY_MAX 40000 /* 2079 */

int64_t
school_today(const struct page *p)
{
	return actor_today(p->act);
}

bool
school_date(struct page *p, const char *name, int64_t *day)
{
	const char *text = http_field(p->req, name);

	*day = 0;
	if (!text || !*text)
		return true;
	return !clock_parse_date(text, day) && *day > DAY_MIN && *day < DAY_MAX;
}

int64_t
school_day(struct page *p)
{
	int64_t day;

	if (!school_date(p, "day", &day) || !day)
		return school_today(p);
	return day;
}

int64_t
school_number(struct page *p, const char *name, int64_t otherwise)
{
	const char *text = http_field(p->req, name);
	char *end;
	long long n;

	if (!text || !*text || strlen(text) > 18)
		return otherwise;
	n = strtoll(text, &end, 10);
	return *end ? otherwise : n;
}

static const struct {
	const char *kind, *text, *brief;
} kinds[] = {
    {"lesson", NC_("column", "lesson"), ""},
    {"oral", NC_("column", "oral answer"), NC_("column", "Or.")},
    {"independent", NC_("column", "independent work"), NC_("column", "Ind.")},
    {"control", NC_("column", "control work"), NC_("column", "Con.")},
    {"practical", NC_("column", "practical work"), NC_("column", "Pr.")},
    {"laboratory", NC_("column", "laboratory work"), NC_("column", "Lab.")},
    {"test", NC_("column", "test"), NC_("column", "Test")},
    {"dictation", NC_("column", "dictation"), NC_("column", "Dict.")},
    {"essay", NC_("column", "essay"), NC_("column", "Essay")},
    {"project", NC_("column", "project"), NC_("column", "Proj.")},
    {"notebook", NC_("column", "notebook"), NC_("column", "Nb.")},
    {"thematic", NC_("column", "thematic"), NC_("column", "Th.")},
};

const char *
school_kind(struct html *h, const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].kind, kind))
			return tc(h->lang, "column", kinds[i].text);
	return kind;
}

const char *
school_kind_short(struct html *h, const char *kind)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!strcmp(kinds[i].kind, kind))
			return *kinds[i].brief
				   ? tc(h->lang, "column", kinds[i].brief)
				   : "";
	return kind;
}

const char *
school_column(struct html *h, const struct column *column)
{
	const char *kind = school_kind(h, column->kind);
	const char *what = *column->title ? arena_printf(h->arena, "%s: %s",
						kind, column->title)
					  : kind;

	if (!column->lesson)
		return what;
	return arena_printf(
	    h->arena, "%s, %s", school_day_month(h, column->day), what);
}

const char *
school_lesson_no(struct html *h, int64_t number)
{
	return FILL(h->arena, _("Lesson {n}"), {"n", html_id(h, number)});
}

const char *
school_journal(
    struct html *h, const char *subject, const char *label, const char *part)
{
	if (part && *part)
		return arena_printf(
		    h->arena, "%s, %s, %s", subject, label, part);
	return arena_printf(h->arena, "%s, %s", subject, label);
}

const char *
school_weekday(struct html *h, int64_t day)
{
	const char *lang = i18n_code(h->lang);
	const char *weekday = clock_weekday_long(lang, clock_weekday(day));
	const char *initial = text_initial(h->arena, weekday);

	/* The first letter has as many bytes small as capital. */
	return arena_printf(h->arena, "%s%s, %s", initial,
	    weekday + strlen(initial), clock_day_month(h->arena, lang, day));
}

const char *
school_day_month(struct html *h, int64_t day)
{
	const struct date d = clock_date(day);

	return arena_printf(h->arena, "%02d.%02d", d.day, d.month);
}

const char *
school_why(struct html *h, const struct gradebook_result *r)
{
	switch (r->why) {
	case WHY_SCALE:
		return FILL(h->arena,
		    _("The 12-point scale has no mark {value}. Enter a number"
		      " from 1 to 12 or a code: н, зп, зв, н/а."),
		    {"value", r->typed});
	case WHY_PUPIL:
		return _("On that day the pupil was not in this class.");
	case WHY_COLUMN:
		return _("This column is no longer there. Reload the page.");
	case WHY_FUTURE:
		return _("This lesson has not taken place yet.");
	case WHY_NO_LESSON:
		return _("Attendance is recorded in the columns of lessons.");
	case WHY_REASON:
		return _("The reason of an absence is entered by the class"
			 " teacher. Enter н.");
	case WHY_NONE:
	case WHY_COUNT:
		break;
	}
	return "";
}

const char *
school_reason(struct html *h, enum presence_reason reason)
{
	switch (reason) {
	case REASON_ILLNESS:
		return _("illness");
	case REASON_VALID:
		return _("valid reason");
	case REASON_NONE:
		return _("no valid reason");
	case REASON_SECURITY:
		return _("security reason");
	case REASON_UNKNOWN:
	case REASON_NOT_SAID:
	case REASON_COUNT:
		break;
	}
	return _("reason not known");
}

const char *
school_presence(struct html *h, const struct presence *p)
{
	switch (p->state) {
	case PRESENCE_ABSENT:
		return arena_printf(h->arena, "%s, %s", _("absence"),
		    school_reason(h, p->reason));
	case PRESENCE_LATE:
		if (!p->minutes)
			return _("late");
		return FILL(h->arena, _("late by {n} min"),
		    {"n", html_id(h, p->minutes)});
	case PRESENCE_REMOTE:
		return _("takes part remotely");
	case PRESENCE_ORDER:
		return _("away by order");
	case PRESENCE_PRESENT:
	case PRESENCE_STATES:
		break;
	}
	return _("presence");
}

const char *
school_uuid(struct page *p)
{
	const char *sent = http_post(p->req, "uuid");

	return sent ? sent : written_uuid(p->act);
}

void
school_download(struct page *p, enum table_format format,
    const struct bytes *file, const char *name)
{
	p->res->content_type = table_content_type(format);
	http_attachment(p->res, arena_printf(p->html.arena, "%s.%s", name,
				    table_extension(format)));
	buf_cut(&p->res->body, 0);
	buf_add(&p->res->body, file->p, file->len);
}
