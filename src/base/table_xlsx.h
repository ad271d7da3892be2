/* SPDX-License-Identifier: EUPL-1.2 */
/* Between table_xlsx.c (the package: which part is what) and table_sheet.c
 * (the cells of one sheet) only. */
#pragma once

#include "base/table_build.h"
#include "base/xml.h"
#include "base/zip.h"

/* Texts that cells share; a full table of different words has fewer. */
#define XLSX_STRINGS_MAX 500000
/* Cell formats; spreadsheets stop at 64,000. */
#define XLSX_STYLES_MAX 65536
/* Number formats made by people. */
#define XLSX_FORMATS_MAX 1000

struct xlsx {
	struct arena *arena;
	struct table_builder *build;
	struct zip *zip;
	bool date1904; /* days count from 1904, as old Macs did */
	/* Raw, UTF-8; cleaned on first use. */
	const char **strings;
	size_t strings_n;
	const char **clean; /* the same, NULL until used */
	bool *style_dates;  /* is cell format n a date? */
	size_t styles_n;
};

/* Text of an element gathered from pieces; longer than a cell may be is
 * ERR_LIMIT. */
struct xlsx_text {
	char s[4 * TABLE_CELL_BYTES_MAX];
	size_t len;
};
CHECKED enum err xlsx_text_add(struct xlsx_text *t, const char *s, size_t len);

/* Streams one part through events. ERR_NOT_FOUND: no such part. */
CHECKED enum err xlsx_part(struct xlsx *x, const char *name,
    const struct xml_events *events, void *ctx);

CHECKED enum err xlsx_sheet_read(struct xlsx *x, const char *part);
