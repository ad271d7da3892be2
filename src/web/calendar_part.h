/* SPDX-License-Identifier: EUPL-1.2 */
/* Words and pieces that the pages of calendar, bells and timetable share. */
#pragma once

#include "domain/calendar_edit.h"
#include "web/office.h"

enum calendar_tab {
	CALENDAR_TAB_YEAR,
	CALENDAR_TAB_DATES,
	CALENDAR_TAB_BELLS,
	CALENDAR_TAB_SHIFTS,
};
/* Tabs of one year; only for those who may change it. */
void calendar_tabs(struct page *p, int64_t year, enum calendar_tab current);

/* "break", "day off", ... */
const char *calendar_kind_text(struct html *h, enum calendar_kind kind);
/* Name of an entry, or what kind it is. */
const char *calendar_entry_text(
    struct html *h, const struct calendar_entry *entry);
/* "26.10–01.11.2026" */
const char *calendar_range(struct html *h, int64_t from, int64_t to);
/* "7-А, 7-Б", "" = the whole school. */
const char *calendar_classes(
    struct html *h, const struct calendar_entry *entry);
/* "Term I", "Trimester 2", "Module 3" */
const char *calendar_term(
    struct html *h, enum year_periods periods, int64_t term);
/* Why there are no lessons that day; NULL: there are. */
const char *calendar_why_text(struct html *h, const struct calendar_day *day);
/* "By the timetable of Friday", "Remote lessons: quarantine"; NULL: a day like
 * any other. */
const char *calendar_how_text(struct html *h, const struct calendar_day *day);
/* "room 12" */
const char *calendar_room(struct html *h, const char *name);
/* "08:30–09:15 · room 12"; "" where neither is known. */
const char *calendar_when(
    struct html *h, int64_t starts_min, int64_t ends_min, const char *room);
/* "08:30", of minutes after midnight. */
const char *calendar_time(struct html *h, int64_t minutes);

/* What was changed lately, each with a button to take it back. */
void calendar_changes(
    struct page *p, const struct year_undo_line *changes, size_t n);
