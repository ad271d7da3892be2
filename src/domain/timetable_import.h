/* SPDX-License-Identifier: EUPL-1.2 */
/* A timetable from a file: read, looked through with what each row would do,
 * names of the other program said once and remembered, written as one act
 * that can be taken back. Administrator, head and deputy. */
#pragma once

#include "domain/timetable_edit.h"
#include "domain/timetable_file.h"
#include "store/classes.h"
#include "store/subjects.h"

#define TIMETABLE_NAMES_MAX 200

enum timetable_fate {
	FATE_READY,
	FATE_LEFT_OUT, /* a name that is not to be taken over */
	FATE_CLASS,    /* no such class */
	FATE_SUBJECT,  /* no such subject */
	FATE_JOURNAL,  /* no journal of that class and subject */
	FATE_PLACE,    /* day or number is not understood */
	FATE_CLASH,    /* cannot be beside another lesson */
	FATE_SAME,     /* said before in the file */
	FATES
};

struct timetable_import_row {
	struct timetable_row row;
	enum timetable_fate fate;
	struct timetable_lesson lesson; /* FATE_READY, FATE_CLASH */
	unsigned clash;
	const struct timetable_lesson *with; /* of a clash */
};

/* A name that is not understood. */
struct timetable_name {
	const char *name;
	int64_t rows; /* so many have it */
};

struct timetable_import {
	const char *file_name;
	int64_t created_at, from; /* from: the day proposed */
	struct timetable_import_row *rows;
	size_t n;
	size_t counts[FATES];
	struct timetable_name *classes, *subjects; /* not understood */
	size_t classes_n, subjects_n;
	size_t replaced; /* lessons that end: those of the classes in it */
	/* To choose from: */
	struct class_line *class_list;
	size_t class_list_n;
	struct subject *subject_list;
	size_t subject_list_n;
};

/* Takes the place of a draft under way. ERR_INVALID, ERR_LIMIT: *problem. */
CHECKED enum err timetable_import_upload(struct act *act, const char *file_name,
    struct bytes file, struct table_problem *problem);
/* The dry run. ERR_NOT_FOUND: none is under way. */
CHECKED enum err timetable_import_read(
    struct act *act, struct timetable_import *out);
/* What names mean: area "class" or "subject"; target 0 leaves its rows out. */
struct timetable_meaning {
	const char *area, *name;
	int64_t target;
};
CHECKED enum err timetable_import_names(
    struct act *act, const struct timetable_meaning *names, size_t n);
/* Writes the rows that are ready, from a day on; until then everything stays.
 * ERR_CONFLICT: some are not, and `partly` is false. ERR_INVALID: the day is
 * not in the year, or no row is ready. *written counts. */
CHECKED enum err timetable_import_apply(
    struct act *act, int64_t from, bool partly, size_t *written);
CHECKED enum err timetable_import_discard(struct act *act);
