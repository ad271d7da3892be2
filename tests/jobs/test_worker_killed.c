/* SPDX-License-Identifier: EUPL-1.2 */
/* A worker that is killed in the middle of its letters, again and again: none
 * is lost, none is half written. SQLite does not survive a fork, so only the
 * children open the stores. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "base/mail_message.h"
#include "base/outbox.h"
#include "base/texts.h"
#include "domain/installation.h"
#include "domain/work.h"
#include "jobs/worker.h"
#include "place.h"
#include "store/jobs.h"

#define LETTERS 50
#define KILLS 5
#define WORLDS_SOAK 20
#define LEASE_S 300
#define START 1795417200

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "child: %s\n", #what);                 \
			_exit(1);                                              \
		}                                                              \
	} while (0)

struct world {
	struct arena *arena;
	struct config config;
	struct rng rng;
	struct act act;
};

static void
world_open(struct world *w, const char *dir)
{
	const struct db_place place = place_of(dir);

	log_set_level(LOG_ERROR);
	memset(w, 0, sizeof(*w));
	w->arena = arena_new();
	rng_system(&w->rng);
	CHECK(crypt_start() == OK && texts_start() == OK);
	CHECK(config_load(w->arena, dir, &w->config) == OK);
	w->act = (struct act){.config = &w->config,
	    .arena = w->arena,
	    .rng = &w->rng,
	    .now = START,
	    .actor = {.role = ROLE_SYSTEM, .log_id = "-"}};
	CHECK(db_pool_open(&place, &w->act.pool) == OK);
	CHECK(act_open(&w->act) == OK);
}

static void
world_close(struct world *w)
{
	act_close(&w->act);
	db_pool_close(w->act.pool);
	arena_free(w->arena);
}

static void
make(const char *dir, int64_t now)
{
	struct world w;

	(void)now;
	world_open(&w, dir);
	CHECK(installation_init(&w.act, false) == OK);
	CHECK(act_begin_registry(&w.act) == OK);
	for (int i = 1; i <= LETTERS; i++)
		CHECK(work_mail(&w.act,
			  &(struct mail_work){.template = "test",
			      .lang = "uk",
			      .to = arena_printf(
				  w.arena, "p%d@school.example", i)},
			  NULL, 0) == OK);
	CHECK(act_commit(&w.act) == OK);
	world_close(&w);
}

static void
work(const char *dir, int64_t now)
{
	struct world w;
	int ran = 0;

	world_open(&w, dir);
	CHECK(
	    worker_run_due(&w.config, w.act.pool, &w.rng, 0, now, &ran) == OK);
	world_close(&w);
}

static void
judge(const char *dir, int64_t now)
{
	struct outbox_entry *list;
	int64_t done;
	size_t n, total;
	struct world w;

	(void)now;
	world_open(&w, dir);
	CHECK(jobs_count_kind(w.act.registry, 0, "mail", "done", &done) == OK);
	CHECK(done == LETTERS);
	CHECK(outbox_list(w.arena, dir, 100, &list, &n, &total) == OK);
	CHECK(total == LETTERS);
	for (size_t i = 0; i < n; i++) {
		struct mail_shown shown;
		const char *text;
		size_t len;

		CHECK(
		    outbox_read(w.arena, dir, list[i].name, &text, &len) == OK);
		CHECK(mail_message_read(w.arena, text, len, &shown) == OK);
		CHECK(strstr(shown.body, "правильно"));
	}
	world_close(&w);
}

static pid_t
start(void (*what)(const char *dir, int64_t now), const char *dir, int64_t now)
{
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid)
		return pid;
	what(dir, now);
	_exit(0);
}

static void
in_child(
    void (*what)(const char *dir, int64_t now), const char *dir, int64_t now)
{
	pid_t pid = start(what, dir, now);
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static size_t
written(const char *dir)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct outbox_entry *list;
	size_t n, total;

	assert_int_equal(outbox_list(arena, dir, 100, &list, &n, &total), OK);
	return total;
}

/* Lets it write some letters more, and then a moment that differs. */
static void
kill_after(pid_t pid, const char *dir, size_t letters, long ns)
{
	const struct timespec look = {.tv_nsec = 200000};
	const struct timespec moment = {.tv_nsec = ns};
	int status;

	while (written(dir) < letters) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return; /* it was faster and is through */
		nanosleep(&look, NULL);
	}
	nanosleep(&moment, NULL);
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
}

static void
a_killed_worker_loses_no_letter(void **state)
{
	const int worlds = getenv("SOAK") ? WORLDS_SOAK : 1;

	(void)state;
	for (int i = 0; i < worlds; i++) {
		char dir[] = "/tmp/ej-killed-XXXXXX", command[64];
		int64_t now = START;

		assert_non_null(mkdtemp(dir));
		place_create(dir);
		in_child(make, dir, now);
		for (int k = 1; k <= KILLS; k++, now += LEASE_S)
			kill_after(start(work, dir, now), dir,
			    (size_t)(k * LETTERS / (KILLS + 1)),
			    ((i * 7 + k) * 131071L) % 4000000);
		in_child(work, dir, now);
		in_child(judge, dir, now);
		snprintf(command, sizeof(command), "rm -rf %s", dir);
		assert_int_equal(system(command), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(a_killed_worker_loses_no_letter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
