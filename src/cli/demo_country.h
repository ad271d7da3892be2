/* SPDX-License-Identifier: EUPL-1.2 */
/* A synthetic country: as many institutions, pupils and school days as are
 * asked for, made by the same code as the small demo. What institution n is
 * follows from its number alone, so institutions are made in any order, by
 * several processes, today or after an interruption, and memory does not grow
 * with their number.
 *
 * The first three hundred are like the first winter: 270 schools, most of them
 * in the oblasts of Sumy, Kyiv and Dnipropetrovsk, and thirty others; after
 * them the country as a whole. */
#pragma once

#include "cli/demo.h"
#include "store/statistics.h"

#define DEMO_INSTITUTIONS_MAX 40000
/* A country's schools have 290 pupils on average. */
#define DEMO_PUPILS_EACH 290
#define DEMO_PUPILS_EACH_MIN 10
#define DEMO_PUPILS_EACH_MAX 600
#define DEMO_DAYS 20
#define DEMO_DAYS_MAX 200

struct demo_country {
	int64_t institutions, pupils, days; /* as asked for */
	int64_t today;	       /* the last of the days, for continuing */
	int64_t weights, rest; /* of sharing pupils out */
	struct demo_community *communities;
	size_t communities_n;
};

/* Numbers are within the limits above. Reads the communities once. */
void demo_country_plan(struct demo_country *country, struct arena *arena);
/* What institution `inst` (1..institutions) is. */
void demo_country_institution(const struct demo_country *country,
    struct arena *arena, int64_t inst, struct demo_institution *out);

/* ---- names (demo_community.c) ---- */
struct demo_community {
	const char *code; /* "UA59020090000085438" */
	const char *name; /* "Кролевецька" */
};
void demo_community_list(
    struct arena *arena, struct demo_community **list, size_t *n);
/* Somewhere in the region ("59"); NULL where it has none. */
const struct demo_community *demo_community_pick(
    const struct demo_country *country, struct rng *rng, const char *region);
const char *demo_community_institution(struct arena *arena, struct rng *rng,
    const struct demo_community *where, const char *kind, int64_t inst,
    int classes);

/* ---- room (demo_room.c) ---- */
/* Bytes that a country takes, and what is free where `state` will be. */
int64_t demo_room_needed(const struct demo_country *country);
int64_t demo_room_free(struct arena *arena, const char *state);

/* ---- who may sign in (demo_sample.c) ---- */
/* A few people of every institution: two teachers, two guardians, a pupil and
 * a deputy: "teacher1.12@demo.example" ... "deputy.12@demo.example", all with
 * one password. */
#define DEMO_SAMPLE_PASSWORD "demo-sample-2026"
#define DEMO_SAMPLE_N 6
struct demo_sample {
	int64_t inst;
	int64_t events, marks, bytes;
	struct institution_statistic figures;
	int64_t person[DEMO_SAMPLE_N]; /* 0 = there is none */
};
/* From the open store of the act's institution. */
CHECKED enum err demo_sample_find(
    struct act *act, int64_t day, struct demo_sample *sample);
/* Their accounts, in an open write of the registry; password is a hash. */
CHECKED enum err demo_sample_enter(
    struct act *act, const struct demo_sample *sample, const char *password);

/* ---- making (demo_crew.c) ---- */
/* Makes every institution that is not in the registry yet, in so many
 * processes. EX_OK, or an exit code, explained; EX_TEMPFAIL: interrupted. */
int demo_crew_run(
    struct demo *demo, const struct demo_country *country, int processes);
/* One institution in this process: store, row, accounts. */
CHECKED enum err demo_crew_make(struct demo *demo,
    const struct demo_country *country, int64_t inst,
    struct demo_school *school, struct demo_sample *sample);
/* The registry's part of institutions whose stores are whole. */
CHECKED enum err demo_crew_enter(struct demo *demo,
    const struct demo_country *country, const struct demo_sample *samples,
    size_t n, const char *password);

/* ---- beginning (demo_begin.c) ---- */
/* Options as typed (pupils and days may be NULL). EX_OK or EX_USAGE, said. */
int demo_begin_parse(const char *institutions, const char *pupils,
    const char *days, struct demo_country *country);
/* Which country the state holds. ERR_NOT_FOUND: none. */
CHECKED enum err demo_begin_kept(struct act *act, struct demo_country *country);
/* Whether the disk has room for what is missing; EX_CANTCREAT, said. Prints
 * what will be made. */
int demo_begin_room(struct cli *cli, const struct demo *demo,
    const struct demo_country *country, int64_t missing);
/* The first two institutions and the accounts that are listed. */
CHECKED enum err demo_begin_make(struct demo *demo,
    const struct demo_country *country, struct demo_accounts *accounts);
