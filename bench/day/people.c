/* SPDX-License-Identifier: EUPL-1.2 */
/* people STATE INSTITUTIONS THREADS FOLDER: signs the sample of a synthetic
 * country in, as if they had come earlier, so that sign-ins with a password are
 * measured where they are meant. FOLDER/sessions-<thread> gets a line each:
 *     teacher1.12 12 /s/12/today <cookie>
 * for the institutions of that thread (day.lua). */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"
#include "domain/session.h"
#include "store/accounts.h"

#define THREADS_MAX 1000

static const char *const names[] = {
    "teacher1", "teacher2", "guardian1", "guardian2", "pupil", "deputy"};
#define NAMES_N (sizeof(names) / sizeof(names[0]))

/* There is no way on after a fault. */
static void
ok(enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "people: %s\n", err_name(err));
	exit(EXIT_FAILURE);
}

static void
sign_in(struct act *act, const char *name, long inst, FILE *out)
{
	struct account_row row;
	struct session session;
	const char *cookie;
	enum err err = accounts_by_name(act->registry, act->arena,
	    arena_printf(act->arena, "%s.%ld@demo.example", name, inst), &row);

	if (err == ERR_NOT_FOUND)
		return; /* a small institution has no second guardian */
	ok(err);
	act->actor = (struct actor){0};
	ok(session_begin(act,
	    &(struct session_start){.account = row.account, .agent = "bench"},
	    &cookie));
	ok(session_find(act, cookie, &session));
	act_close_school(act);
	if (session.signed_in && !session_detour(&session))
		fprintf(out, "%s.%ld %ld %s %s\n", name, inst, inst,
		    session_home(act->arena, session.role, session.inst),
		    cookie);
}

static void
sign_in_thread(struct act *act, long thread, long threads, long institutions,
    const char *folder)
{
	FILE *out = fopen(
	    arena_printf(act->arena, "%s/sessions-%ld", folder, thread), "we");

	if (!out)
		ok(ERR_IO);
	for (long inst = thread; inst <= institutions; inst += threads)
		for (size_t i = 0; i < NAMES_N; i++)
			sign_in(act, names[i], inst, out);
	fclose(out);
}

int
main(int argc, char **argv)
{
	const long institutions = argc == 5 ? strtol(argv[2], NULL, 10) : 0;
	const long threads = argc == 5 ? strtol(argv[3], NULL, 10) : 0;
	struct arena *arena = arena_new();
	struct config config;
	struct db_place place;
	struct rng rng;
	struct act act;

	if (institutions < 1 || threads < 1 || threads > THREADS_MAX) {
		fprintf(stderr, "usage: people STATE INSTITUTIONS THREADS"
				" FOLDER\n");
		return EXIT_FAILURE;
	}
	log_set_level(LOG_WARN);
	ok(crypt_start());
	rng_system(&rng);
	ok(config_load(arena, argv[1], &config));
	place = db_place_of(&config);
	act = (struct act){
	    .config = &config, .arena = arena, .rng = &rng, .now = time(NULL)};
	ok(db_pool_open(&place, &act.pool));
	ok(act_open(&act));
	ok(db_set_durable(act.registry, false));
	for (long i = 1; i <= threads; i++)
		sign_in_thread(&act, i, threads, institutions, argv[4]);
	ok(db_set_durable(act.registry, true));
	act_close(&act);
	db_pool_close(act.pool);
	arena_free(arena);
	return EXIT_SUCCESS;
}
