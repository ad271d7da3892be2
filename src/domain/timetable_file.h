/* SPDX-License-Identifier: EUPL-1.2 */
/* Timetables of other programs as rows: a table (CSV, XLSX) with a lesson a
 * row, also the timetable.csv of FET; and FET's own file
 * *_data_and_timetable.fet. Nothing is believed: limits stand beside the
 * parsers, XML with a document type is refused (base/xml.h). */
#pragma once

#include "base/table.h"
#include "domain/act.h"

/* 60 classes of 40 lessons, twice over. */
#define TIMETABLE_ROWS_MAX 5000
#define TIMETABLE_FILE_BYTES_MAX (10u << 20)
/* Of one name in a FET file. */
#define TIMETABLE_NAME_BYTES_MAX 200

/* As it is written there, cleaned; "" = not given. */
struct timetable_row {
	int64_t line; /* row of the table, number of the activity in FET */
	const char *class, *subject, *teacher, *room;
	int64_t weekday;		    /* 1..7; 0 = not understood */
	int64_t number;			    /* 0..9; -1 = not understood */
	int64_t week;			    /* WEEK_EVERY, WEEK_A, WEEK_B */
	const char *day_text, *number_text; /* for what is not understood */
};

/* Several classes of one lesson become a row each, a double lesson two.
 * ERR_INVALID or ERR_LIMIT: *problem says why (TABLE_EMPTY: no lesson in it).
 */
CHECKED enum err timetable_file_read(struct arena *arena, struct bytes file,
    struct timetable_row **rows, size_t *n, struct table_problem *problem);
/* The parser of FET's file alone. */
CHECKED enum err timetable_file_fet(struct arena *arena, struct bytes file,
    struct timetable_row **rows, size_t *n, struct table_problem *problem);

/* "пн", "Monday", "2": 1..7, 0 = none. */
int64_t timetable_file_weekday(struct arena *arena, const char *text);
