/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/clock.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DAY_S 86400
#define HOUR_S 3600
#define YEAR_MIN 1900
#define YEAR_MAX 2100

/* U+00A0: a number stays on one line with its word. */
#define NBSP "\xc2\xa0"

/* Summer time of Europe/Kyiv. The Rada voted its end in July 2024, unsigned
 * since: if it comes into force, one more row here says so. Instants are only
 * ever those of this program's own life, so older rules are left out. */
static const struct rule {
	int year_from;
	bool summer; /* the clock moves at 01:00 UTC, as in the EU */
	int offset_s, summer_offset_s;
} rules[] = {
    {1997, true, 2 * HOUR_S, 3 * HOUR_S},
    {0, false, 2 * HOUR_S, 2 * HOUR_S},
};

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Years are counted from 1 March here: the leap day is then the last one and
 * the months' lengths repeat in groups of five (153 days). */
int64_t
clock_days(struct date d)
{
	int64_t year = d.month <= 2 ? d.year - 1 : d.year;
	int64_t month = d.month <= 2 ? d.month + 9 : d.month - 3;
	int64_t in_year = (153 * month + 2) / 5 + d.day - 1;

	return 365 * year + floor_div(year, 4) - floor_div(year, 100) +
	       floor_div(year, 400) + in_year - 719468;
}

struct date
clock_date(int64_t days)
{
	int64_t since = days + 719468; /* 0000-03-01 */
	int64_t era = floor_div(since, 146097), in_era = since - era * 146097;
	int64_t year =
	    (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153;

	return (struct date){
	    .year = (int)(era * 400 + year + (month >= 10)),
	    .month = (int)(month < 10 ? month + 3 : month - 9),
	    .day = (int)(in_year - (153 * month + 2) / 5 + 1),
	};
}

bool
clock_date_valid(struct date d)
{
	struct date back;

	if (d.year < YEAR_MIN || d.year > YEAR_MAX || d.month < 1 ||
	    d.month > 12 || d.day < 1 || d.day > 31)
		return false;
	back = clock_date(clock_days(d));
	return back.day == d.day;
}

int
clock_weekday(int64_t days)
{
	/* 1970-01-01 was a Thursday. */
	int64_t since_monday = (days + 3) % 7;

	return (int)(since_monday < 0 ? since_monday + 7 : since_monday) + 1;
}

/* 01:00 UTC of the last Sunday of a month that has 31 days. */
static int64_t
last_sunday(int year, int month)
{
	int64_t last = clock_days((struct date){year, month, 31});

	return (last - clock_weekday(last) % 7) * DAY_S + HOUR_S;
}

static int
offset_at(int64_t unix_s)
{
	int year = clock_date(floor_div(unix_s, DAY_S)).year;
	const struct rule *rule = rules;

	while (year < rule->year_from)
		rule++;
	if (rule->summer && unix_s >= last_sunday(year, 3) &&
	    unix_s < last_sunday(year, 10))
		return rule->summer_offset_s;
	return rule->offset_s;
}

int64_t
clock_day_at(int64_t unix_s)
{
	return floor_div(unix_s + offset_at(unix_s), DAY_S);
}

void
clock_local(int64_t unix_s, struct date *date, int *hour, int *minute)
{
	int64_t local = unix_s + offset_at(unix_s);
	int64_t days = floor_div(local, DAY_S), in_day = local - days * DAY_S;

	*date = clock_date(days);
	*hour = (int)(in_day / HOUR_S);
	*minute = (int)(in_day % HOUR_S / 60);
}

int64_t
clock_instant(int64_t days, int hour, int minute)
{
	int64_t local = days * DAY_S + hour * HOUR_S + minute * 60;
	int64_t early = local - rules[0].summer_offset_s;

	/* Summer's reading comes first, so it is the answer wherever it is
	 * true. In March's missing hour neither is; then the clock that had
	 * not been moved gives a time just after the gap. */
	if (offset_at(early) == rules[0].summer_offset_s)
		return early;
	return local - rules[0].offset_s;
}

/* At most digits_max digits at *s; -1 if there is none or one too many. */
static int
number(const char **s, int digits_max)
{
	int n = 0, digits = 0;

	for (; **s >= '0' && **s <= '9'; (*s)++) {
		if (++digits > digits_max)
			return -1;
		n = n * 10 + (**s - '0');
	}
	return digits ? n : -1;
}

enum err
clock_parse_date(const char *s, int64_t *days)
{
	struct date d;
	bool iso = strlen(s) == 10 && s[4] == '-';
	int *parts[3] = {&d.day, &d.month, &d.year};
	char separator = 0;
	size_t i;

	if (iso) {
		parts[0] = &d.year;
		parts[2] = &d.day;
	} else if (strspn(s, "0123456789") > 2) {
		return ERR_INVALID;
	}
	for (i = 0; i < 3; i++) {
		*parts[i] = number(&s, parts[i] == &d.year ? 4 : 2);
		if (*parts[i] < 0)
			return ERR_INVALID;
		if (i == 2)
			break;
		if (i == 0)
			separator = *s;
		if (!separator || *s++ != separator)
			return ERR_INVALID;
	}
	if (iso ? separator != '-' : separator != '.' && separator != '/')
		return ERR_INVALID;
	if (*s || !clock_date_valid(d))
		return ERR_INVALID;
	*days = clock_days(d);
	return OK;
}

static const struct {
	const char *nominative, *genitive, *english, *abbreviated;
} months[] = {
    {"Січень", "січня", "January", "Jan"},
    {"Лютий", "лютого", "February", "Feb"},
    {"Березень", "березня", "March", "Mar"},
    {"Квітень", "квітня", "April", "Apr"},
    {"Травень", "травня", "May", "May"},
    {"Червень", "червня", "June", "Jun"},
    {"Липень", "липня", "July", "Jul"},
    {"Серпень", "серпня", "August", "Aug"},
    {"Вересень", "вересня", "September", "Sep"},
    {"Жовтень", "жовтня", "October", "Oct"},
    {"Листопад", "листопада", "November", "Nov"},
    {"Грудень", "грудня", "December", "Dec"},
};

static const struct {
	const char *uk, *uk_short, *english, *english_short;
} weekdays[] = {
    {"понеділок", "пн", "Monday", "Mon"},
    {"вівторок", "вт", "Tuesday", "Tue"},
    {"середа", "ср", "Wednesday", "Wed"},
    {"четвер", "чт", "Thursday", "Thu"},
    {"п’ятниця", "пт", "Friday", "Fri"},
    {"субота", "сб", "Saturday", "Sat"},
    {"неділя", "нд", "Sunday", "Sun"},
};

static bool
is_uk(const char *lang)
{
	return strcmp(lang, "uk") == 0;
}

const char *
clock_iso(struct arena *arena, int64_t days)
{
	struct date d = clock_date(days);

	return arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day);
}

const char *
clock_short(struct arena *arena, int64_t days)
{
	struct date d = clock_date(days);

	return arena_printf(arena, "%02d.%02d.%04d", d.day, d.month, d.year);
}

const char *
clock_day_month(struct arena *arena, const char *lang, int64_t days)
{
	struct date d = clock_date(days);

	return arena_printf(arena, "%d" NBSP "%s", d.day,
	    is_uk(lang) ? months[d.month - 1].genitive
			: months[d.month - 1].english);
}

const char *
clock_long(struct arena *arena, const char *lang, int64_t days)
{
	return arena_printf(arena, is_uk(lang) ? "%s %d" NBSP "р." : "%s %d",
	    clock_day_month(arena, lang, days), clock_date(days).year);
}

const char *
clock_month_name(const char *lang, int month)
{
	assert(month >= 1 && month <= 12);
	return is_uk(lang) ? months[month - 1].nominative
			   : months[month - 1].english;
}

const char *
clock_weekday_short(const char *lang, int weekday)
{
	assert(weekday >= 1 && weekday <= 7);
	return is_uk(lang) ? weekdays[weekday - 1].uk_short
			   : weekdays[weekday - 1].english_short;
}

const char *
clock_weekday_long(const char *lang, int weekday)
{
	assert(weekday >= 1 && weekday <= 7);
	return is_uk(lang) ? weekdays[weekday - 1].uk
			   : weekdays[weekday - 1].english;
}

const char *
clock_hm(struct arena *arena, int64_t unix_s)
{
	struct date d;
	int hour, minute;

	clock_local(unix_s, &d, &hour, &minute);
	return arena_printf(arena, "%02d:%02d", hour, minute);
}

const char *
clock_stamp(struct arena *arena, int64_t unix_s)
{
	return arena_printf(arena, "%s %s",
	    clock_short(arena, clock_day_at(unix_s)), clock_hm(arena, unix_s));
}

const char *
clock_long_stamp(struct arena *arena, const char *lang, int64_t unix_s)
{
	return arena_printf(arena, "%s, %s",
	    clock_long(arena, lang, clock_day_at(unix_s)),
	    clock_hm(arena, unix_s));
}

/* "Mon, 23 Nov 2026 14:05:09 " at an offset from UTC. */
static const char *
mail_form(struct arena *arena, int64_t unix_s, int offset_s, const char *zone)
{
	int64_t local = unix_s + offset_s, days = floor_div(local, DAY_S);
	int in_day = (int)(local - days * DAY_S);
	struct date d = clock_date(days);

	return arena_printf(arena, "%s, %02d %s %04d %02d:%02d:%02d %s",
	    weekdays[clock_weekday(days) - 1].english_short, d.day,
	    months[d.month - 1].abbreviated, d.year, in_day / HOUR_S,
	    in_day % HOUR_S / 60, in_day % 60, zone);
}

const char *
clock_rfc5322(struct arena *arena, int64_t unix_s)
{
	int offset_s = offset_at(unix_s);
	char zone[8];

	snprintf(zone, sizeof(zone), "+%02d00", offset_s / HOUR_S % 100);
	return mail_form(arena, unix_s, offset_s, zone);
}

const char *
clock_http(struct arena *arena, int64_t unix_s)
{
	return mail_form(arena, unix_s, 0, "GMT");
}
