/* SPDX-License-Identifier: EUPL-1.2 */
/* Time: instants are Unix seconds (UTC), dates are days since 1970-01-01 in
 * Europe/Kyiv. Nothing here asks what time it is: `now` is always given. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

/* "No day": a birth date not known, a role without an end. Nullable day columns
 * of the stores are read and written as this (store/days.h). */
#define DAY_NONE INT64_MIN

struct date {
	int year, month, day; /* month 1..12 */
};

/* Calendar arithmetic, proleptic Gregorian. */
int64_t clock_days(struct date d);
struct date clock_date(int64_t days);
bool clock_date_valid(struct date d);
/* 1 Monday ... 7 Sunday. */
int clock_weekday(int64_t days);

/* Kyiv's date and wall clock at an instant (EET/EEST; rules as data, not the
 * host's TZ: last Sunday of March 03:00 -> 04:00, of October 04:00 -> 03:00). */
int64_t clock_day_at(int64_t unix_s);
void clock_local(int64_t unix_s, struct date *date, int *hour, int *minute);
/* The instant of a Kyiv wall-clock time; the first one where it is doubled. */
int64_t clock_instant(int64_t days, int hour, int minute);

/* Parsing. "23.11.2026", "2026-11-23", "23/11/2026", "3.9.2026".
 * ERR_INVALID also for 31.02.2015. Years 1900..2100. */
CHECKED enum err clock_parse_date(const char *s, int64_t *days);

/* "2026-11-23" (machine), "23.11.2026" (tables). */
const char *clock_iso(struct arena *arena, int64_t days);
const char *clock_short(struct arena *arena, int64_t days);
/* "23 листопада 2026 р." / "23 November 2026"; lang "uk" or "en". */
const char *clock_long(struct arena *arena, const char *lang, int64_t days);
/* "23 листопада 2026 р., 14:05" / "23 November 2026, 14:05", for letters. */
const char *clock_long_stamp(
    struct arena *arena, const char *lang, int64_t unix_s);
/* "23 листопада" / "23 November". */
const char *clock_day_month(
    struct arena *arena, const char *lang, int64_t days);
/* "Листопад" (nominative, capital) / "November"; month 1..12. */
const char *clock_month_name(const char *lang, int month);
/* "пн" / "Mon"; "понеділок" / "Monday". */
const char *clock_weekday_short(const char *lang, int weekday);
const char *clock_weekday_long(const char *lang, int weekday);
/* "14:05", "23.11.2026 14:05" in Kyiv time. */
const char *clock_hm(struct arena *arena, int64_t unix_s);
const char *clock_stamp(struct arena *arena, int64_t unix_s);
/* RFC 5322 date for mail; RFC 9110 date for HTTP (GMT). */
const char *clock_rfc5322(struct arena *arena, int64_t unix_s);
const char *clock_http(struct arena *arena, int64_t unix_s);
