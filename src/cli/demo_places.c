/* SPDX-License-Identifier: EUPL-1.2 */
/* Communities and towns of the codifier for the demo, so that its requests are
 * matched and the form suggests. The whole codifier, with 27,000 villages, is
 * imported by whoever runs a real installation.
 *
 * assets/data/communities.txt is taken from the ministry's open data of
 * 16.05.2025: a line "<digits of the code>;<category>;<name>", in the order of
 * codes, so that a district follows its region and a community its district. */
#include <string.h>

#include "cli/demo.h"
#include "domain/codifier_import.h"

#define DIGITS 17
#define LEVELS 4

extern const char _binary_communities_txt_start[];
extern const char _binary_communities_txt_end[];

static int
level_of(char category)
{
	switch (category) {
	case 'P':
		return 2;
	case 'H':
		return 3;
	case 'M':
		return 4;
	default:
		return 1; /* O, K */
	}
}

/* The ministry's form of one line: four levels, an empty one, category and
 * name. */
static void
add_line(struct buf *out, const char *line, size_t len,
    char above[LEVELS][DIGITS + 1])
{
	const int level = level_of(line[DIGITS + 1]);

	memcpy(above[level - 1], line, DIGITS);
	for (int i = 0; i < LEVELS; i++) {
		if (i < level)
			buf_addf(out, "UA%s", above[i]);
		buf_addc(out, ';');
	}
	buf_add(out, line + DIGITS, len - DIGITS);
	buf_addc(out, '\n');
}

enum err
demo_places_make(struct demo *demo)
{
	struct act *act = &demo->cli->act;
	const char *p = _binary_communities_txt_start;
	const char *end = _binary_communities_txt_end;
	char above[LEVELS][DIGITS + 1] = {0};
	struct codifier_report report;
	struct buf csv;

	buf_init(&csv, act->arena, 4 * (size_t)(end - p));
	while (p < end) {
		const char *stop = memchr(p, '\n', (size_t)(end - p));
		const size_t len = (size_t)(stop - p);

		add_line(&csv, p, len, above);
		p = stop + 1;
	}
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	return codifier_import(act, (struct bytes){csv.p, csv.len}, &report);
}
