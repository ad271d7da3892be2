/* SPDX-License-Identifier: EUPL-1.2 */
/* The codifier КАТОТТГ from the file that the ministry publishes: a line a
 * place, seven columns parted by ; (levels 1 to 4, additional level, category,
 * name), about 32,000 lines. */
#pragma once

#include "base/buf.h"
#include "domain/act.h"

#define CODIFIER_FILE_BYTES_MAX (16UL * 1024 * 1024)
#define CODIFIER_ROWS_MAX 100000
#define CODIFIER_NAME_BYTES_MAX 200

enum codifier_fault {
	CODIFIER_FINE,
	CODIFIER_TOO_BIG,  /* one of the limits above */
	CODIFIER_CHARSET,  /* no text in a known charset */
	CODIFIER_EMPTY,	   /* no line with a place */
	CODIFIER_COLUMNS,  /* not seven columns */
	CODIFIER_CODE,	   /* a code of another form, or a level left out */
	CODIFIER_CATEGORY, /* unknown, or not of this level */
	CODIFIER_NAME,	   /* empty or too long */
	CODIFIER_REGION,   /* none of the 27 */
	CODIFIER_TWICE,	   /* the code was there already */
	CODIFIER_ORPHAN,   /* district or community is not in the file */
	CODIFIER_SHRUNK,   /* less than half of what is loaded: a cut file */
	CODIFIER_FAULTS
};

struct codifier_report {
	enum codifier_fault fault;
	int64_t line; /* of the file, from 1; 0: of the whole file */
	int64_t places, communities, settlements;
	int64_t removed;   /* were there before and are not any more */
	int64_t rechecked; /* requests whose community was unchecked */
};

/* Replaces the codifier in one transaction. ERR_INVALID: the report says why,
 * and nothing was changed. The same file again changes nothing. Requests that
 * waited for the codifier are checked afterwards. The system only. */
CHECKED enum err codifier_import(
    struct act *act, struct bytes file, struct codifier_report *report);
