/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "place.h"
#include "store/access_links.h"
#include "store/throttles.h"

#define NOW 1795417200
#define ok(call) assert_int_equal((call), OK)
#define fails(call, with) assert_int_equal((call), (with))

struct world {
	char dir[32];
	struct arena *arena;
	struct db *db;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	log_set_level(LOG_ERROR);
	strcpy(w->dir, "/tmp/ej-links-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	w->arena = arena_new();
	place_create(w->dir);
	ok(place_open(w->dir, 0, &w->db));
	ok(db_begin_write(w->db));
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	char command[64];

	db_rollback(w->db);
	db_close(w->db);
	snprintf(command, sizeof(command), "rm -rf %s", w->dir);
	ok((enum err)system(command));
	arena_free(w->arena);
	free(w);
	return 0;
}

static int64_t
add(struct world *w, uint8_t hash, const char *purpose, int64_t person)
{
	struct access_link_row row = {
	    .hash = {hash},
	    .purpose = purpose,
	    .inst = 1,
	    .person = person,
	    .email = "a@example.ua",
	    .created_at = NOW,
	    .expires_at = NOW + 100,
	};

	ok(access_links_insert(w->db, &row));
	return row.link;
}

static size_t
live(struct world *w, int64_t now)
{
	struct access_link_row *rows;
	size_t n;

	ok(access_links_live(w->db, w->arena, 1, now, &rows, &n));
	return n;
}

static void
link_reads_back_by_its_hash(void **state)
{
	struct world *w = *state;
	const uint8_t hash[HASH_BYTES] = {7}, other[HASH_BYTES] = {8};
	struct access_link_row row;
	int64_t link = add(w, 7, "member", 3);

	ok(access_links_by_hash(w->db, w->arena, hash, &row));
	assert_int_equal(row.link, link);
	assert_string_equal(row.purpose, "member");
	assert_int_equal(row.person, 3);
	assert_null(row.role);
	assert_int_equal(row.used_at, 0);
	fails(
	    access_links_by_hash(w->db, w->arena, other, &row), ERR_NOT_FOUND);
}

static void
link_is_used_once(void **state)
{
	struct world *w = *state;
	int64_t link = add(w, 1, "member", 3);

	ok(access_links_use(w->db, link, NOW + 99));
	fails(access_links_use(w->db, link, NOW + 99), ERR_EXPIRED);
	assert_int_equal(live(w, NOW), 0);
}

static void
link_that_is_over_or_dead_is_not_used(void **state)
{
	struct world *w = *state;
	int64_t late = add(w, 1, "member", 3), dead = add(w, 2, "member", 4);

	fails(access_links_use(w->db, late, NOW + 100), ERR_EXPIRED);
	ok(access_links_kill(w->db, dead, NOW));
	fails(access_links_use(w->db, dead, NOW), ERR_EXPIRED);
	fails(access_links_use(w->db, 999, NOW), ERR_EXPIRED);
}

static void
link_dies_of_its_last_try(void **state)
{
	struct world *w = *state;
	int64_t link = add(w, 1, "slip", 3);
	struct access_link_row row;

	for (int i = 0; i < 4; i++)
		ok(access_links_try(w->db, link, 5, NOW));
	assert_int_equal(live(w, NOW), 1);
	ok(access_links_try(w->db, link, 5, NOW));
	ok(access_links_find(w->db, w->arena, link, &row));
	assert_int_equal(row.attempts, 5);
	assert_int_equal(row.dead_at, NOW);
	assert_int_equal(live(w, NOW), 0);
}

static void
killing_spares_other_people_and_purposes(void **state)
{
	struct world *w = *state;

	add(w, 1, "slip", 3);
	add(w, 2, "slip", 4);
	add(w, 3, "member", 3);
	ok(access_links_kill_person(w->db, 1, 3, "slip", NOW));
	assert_int_equal(live(w, NOW), 2);
	ok(access_links_kill_person(w->db, 2, 4, "slip", NOW));
	assert_int_equal(live(w, NOW), 2);
	ok(access_links_kill_email(w->db, "a@example.ua", "member", NOW));
	assert_int_equal(live(w, NOW), 1);
	assert_int_equal(live(w, NOW + 100), 0);
}

static void
throttle_counts_and_is_forgotten(void **state)
{
	struct world *w = *state;
	struct throttle_row row;

	ok(throttles_find(w->db, "k", &row));
	assert_int_equal(row.failures, 0);
	ok(throttles_set(w->db, "k", &(struct throttle_row){3, NOW + 9, NOW}));
	ok(throttles_set(w->db, "k", &(struct throttle_row){4, NOW + 8, NOW}));
	ok(throttles_find(w->db, "k", &row));
	assert_int_equal(row.failures, 4);
	assert_int_equal(row.until_at, NOW + 8);
	ok(throttles_sweep(w->db, NOW));
	ok(throttles_find(w->db, "k", &row));
	assert_int_equal(row.failures, 4);
	ok(throttles_sweep(w->db, NOW + 1));
	ok(throttles_find(w->db, "k", &row));
	assert_int_equal(row.failures, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(link_reads_back_by_its_hash),
	    TEST(link_is_used_once),
	    TEST(link_that_is_over_or_dead_is_not_used),
	    TEST(link_dies_of_its_last_try),
	    TEST(killing_spares_other_people_and_purposes),
	    TEST(throttle_counts_and_is_forgotten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
