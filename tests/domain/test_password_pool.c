/* SPDX-License-Identifier: EUPL-1.2 */
#include "people_fixture.h"

#include <pthread.h>

#define THREADS 12

static void
beyond_the_line_is_busy(void **state)
{
	struct password_pool *pool = password_pool_new(2, 0);

	(void)state;
	ok(password_pool_enter(pool));
	ok(password_pool_enter(pool));
	fails(password_pool_enter(pool), ERR_BUSY);
	password_pool_leave(pool);
	ok(password_pool_enter(pool));
	password_pool_leave(pool);
	password_pool_leave(pool);
	password_pool_free(pool);
}

struct crowd {
	struct password_pool *pool;
	pthread_mutex_t lock;
	int inside, most, served, busy;
};

static void *
one_of_them(void *p)
{
	struct crowd *c = p;
	bool in = password_pool_enter(c->pool) == OK;

	pthread_mutex_lock(&c->lock);
	if (in && ++c->inside > c->most)
		c->most = c->inside;
	c->served += in;
	c->busy += !in;
	pthread_mutex_unlock(&c->lock);
	if (!in)
		return NULL;
	sched_yield();
	pthread_mutex_lock(&c->lock);
	c->inside--;
	pthread_mutex_unlock(&c->lock);
	password_pool_leave(c->pool);
	return NULL;
}

static void
never_more_than_allowed_are_inside(void **state)
{
	struct crowd c = {.pool = password_pool_new(2, THREADS)};
	pthread_t threads[THREADS];

	(void)state;
	pthread_mutex_init(&c.lock, NULL);
	for (int i = 0; i < THREADS; i++)
		ok(pthread_create(&threads[i], NULL, one_of_them, &c));
	for (int i = 0; i < THREADS; i++)
		ok(pthread_join(threads[i], NULL));
	assert_true(c.most <= 2);
	assert_int_equal(c.served, THREADS);
	assert_int_equal(c.busy, 0);
	password_pool_free(c.pool);
}

static void *
waits(void *p)
{
	ok(password_pool_enter(p));
	password_pool_leave(p);
	return NULL;
}

static void
whoever_waits_is_served_when_a_place_is_free(void **state)
{
	struct password_pool *pool = password_pool_new(1, 1);
	pthread_t thread;

	(void)state;
	ok(password_pool_enter(pool));
	ok(pthread_create(&thread, NULL, waits, pool));
	password_pool_leave(pool);
	ok(pthread_join(thread, NULL));
	password_pool_free(pool);
}

static void
hash_verifies_and_nobody_never_does(void **state)
{
	struct password_pool *pool = password_pool_new(1, 1);
	AUTO_ARENA struct arena *arena = arena_new();
	const char *phc;
	bool same = false;

	(void)state;
	ok(crypt_start());
	ok(password_pool_hash(pool, arena, GOOD_PASSWORD, &phc));
	ok(password_pool_verify(pool, arena, phc, GOOD_PASSWORD, &same));
	assert_true(same);
	ok(password_pool_verify(pool, arena, phc, OTHER_PASSWORD, &same));
	assert_false(same);
	same = true;
	ok(password_pool_verify(pool, arena, NULL, GOOD_PASSWORD, &same));
	assert_false(same);
	password_pool_free(pool);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(beyond_the_line_is_busy),
	    cmocka_unit_test(never_more_than_allowed_are_inside),
	    cmocka_unit_test(whoever_waits_is_served_when_a_place_is_free),
	    cmocka_unit_test(hash_verifies_and_nobody_never_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
