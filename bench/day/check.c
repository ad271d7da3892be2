/* SPDX-License-Identifier: EUPL-1.2 */
/* check STATE FILE...: whether every save that day.lua got an answer for is in
 * the history of its institution. Lines of the files:
 *     inst seq journal column pupil value
 * The server is stopped. Prints a line of JSON; exits 1 when one is missing. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/config.h"
#include "base/log.h"
#include "domain/act.h"
#include "store/events.h"

#define LINE_BYTES 200
#define VALUE_BYTES 16

struct check {
	struct act act;
	struct config config;
	struct arena *arena;
	int64_t inst; /* whose store is open */
	int64_t saved, missing;
};

/* The checker has no way on after a fault. */
static void
ok(enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "check: %s\n", err_name(err));
	exit(EXIT_FAILURE);
}

static void
check_line(struct check *c, const char *line)
{
	int64_t inst, seq, journal, col, pupil;
	char value[VALUE_BYTES];
	struct event_row row;
	const char *object;
	enum err err;

	/* The last line of a run that ended may be half a one. */
	if (sscanf(line,
		"%" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64 " %" SCNd64
		" %15s\n",
		&inst, &seq, &journal, &col, &pupil, value) != 6 ||
	    !strchr(line, '\n'))
		return;
	if (inst != c->inst) {
		act_close_school(&c->act);
		ok(act_open_school(&c->act, inst));
		c->inst = inst;
	}
	arena_reset(c->arena);
	object = arena_printf(c->arena, "mark/%" PRId64 ".%" PRId64 ".%" PRId64,
	    journal, col, pupil);
	c->saved++;
	err = events_find(c->act.school, c->arena, inst, seq, &row);
	if (err && err != ERR_NOT_FOUND)
		ok(err);
	if (!err && !strcmp(row.object, object) && row.new &&
	    !strcmp(row.new, value))
		return;
	c->missing++;
	fprintf(stderr, "check: missing: %s", line);
}

static void
check_file(struct check *c, const char *path)
{
	char line[LINE_BYTES];
	FILE *f = fopen(path, "re");

	if (!f) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	while (fgets(line, sizeof(line), f))
		check_line(c, line);
	fclose(f);
}

int
main(int argc, char **argv)
{
	struct arena *keep = arena_new();
	struct check c = {.arena = arena_new()};
	struct rng rng;
	struct db_place place;

	if (argc < 3) {
		fprintf(stderr, "usage: check STATE FILE...\n");
		return EXIT_FAILURE;
	}
	log_set_level(LOG_WARN);
	ok(crypt_start());
	rng_system(&rng);
	ok(config_load(keep, argv[1], &c.config));
	place = db_place_of(&c.config);
	c.act = (struct act){.config = &c.config,
	    .arena = keep,
	    .rng = &rng,
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"}};
	ok(db_pool_open(&place, &c.act.pool));
	ok(act_open(&c.act));
	for (int i = 2; i < argc; i++)
		check_file(&c, argv[i]);
	act_close(&c.act);
	db_pool_close(c.act.pool);
	printf("{\"saved\": %" PRId64 ", \"missing\": %" PRId64 "}\n", c.saved,
	    c.missing);
	arena_free(c.arena);
	arena_free(keep);
	return c.missing ? EXIT_FAILURE : EXIT_SUCCESS;
}
