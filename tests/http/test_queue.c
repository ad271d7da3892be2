/* SPDX-License-Identifier: EUPL-1.2 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "http/queue.h"

#define MAX 64

static void
push(struct queue *q, struct queue_item *item, int class, int64_t lane)
{
	item->class = class;
	item->lane = lane;
	assert_int_equal(queue_push(q, item), OK);
}

/* Pops one item and says it is done. */
static struct queue_item *
work(struct queue *q)
{
	struct queue_item *item = queue_pop(q);

	if (item)
		queue_done(q, item->class, item->lane);
	return item;
}

static void
writes_go_before_reads_and_reports(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item items[4] = {0};

	(void)state;
	push(q, &items[0], 2, 0);
	push(q, &items[1], 1, 0);
	push(q, &items[2], 1, 0);
	push(q, &items[3], 0, 0);
	assert_int_equal(queue_length(q), 4);
	assert_ptr_equal(work(q), &items[3]);
	assert_ptr_equal(work(q), &items[1]);
	assert_ptr_equal(work(q), &items[2]);
	assert_ptr_equal(work(q), &items[0]);
	assert_int_equal(queue_length(q), 0);
	queue_free(q);
}

static void
nothing_starves_behind_a_stream_of_writes(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item report = {0}, writes[2] = {0};
	int pops = 0;

	(void)state;
	push(q, &report, 2, 0);
	push(q, &writes[0], 0, 0);
	for (;;) {
		struct queue_item *item;

		push(q, &writes[(pops + 1) % 2], 0, 0);
		item = work(q);
		pops++;
		if (item == &report)
			break;
		assert_in_range(pops, 1, 8);
	}
	while (queue_length(q))
		work(q);
	queue_free(q);
}

static void
full_queue_refuses_and_keeps_room_for_writes(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item items[MAX + 1] = {0};
	size_t n = 0;

	(void)state;
	for (; n < MAX / 4; n++)
		push(q, &items[n], 2, 0);
	items[n].class = 2;
	assert_int_equal(queue_push(q, &items[n]), ERR_BUSY);
	for (; n < MAX / 8 * 7; n++)
		push(q, &items[n], 1, 0);
	items[n].class = 1;
	assert_int_equal(queue_push(q, &items[n]), ERR_BUSY);
	for (; n < MAX; n++)
		push(q, &items[n], 0, 0);
	items[n].class = 0;
	assert_int_equal(queue_push(q, &items[n]), ERR_BUSY);
	work(q);
	push(q, &items[n], 0, 0);
	while (queue_length(q))
		work(q);
	queue_free(q);
}

static void
reports_take_half_of_the_workers_at_most(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item reports[3] = {0}, read = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		push(q, &reports[i], 2, 0);
	assert_ptr_equal(queue_pop(q), &reports[0]);
	assert_ptr_equal(queue_pop(q), &reports[1]);
	push(q, &read, 1, 0);
	assert_ptr_equal(queue_pop(q), &read);
	queue_done(q, 1, 0);
	queue_done(q, 2, 0);
	assert_ptr_equal(queue_pop(q), &reports[2]);
	queue_done(q, 2, 0);
	queue_done(q, 2, 0);
	queue_free(q);
}

static void
one_write_of_a_school_is_out_at_a_time(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item a[3] = {0}, b = {0}, read = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		push(q, &a[i], 0, 7);
	push(q, &b, 0, 8);
	push(q, &read, 1, 0);
	assert_ptr_equal(queue_pop(q), &a[0]);
	assert_ptr_equal(queue_pop(q), &b);
	assert_ptr_equal(queue_pop(q), &read);
	assert_int_equal(queue_length(q), 2);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q), &a[1]);
	queue_done(q, 0, 8);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q), &a[2]);
	queue_done(q, 0, 7);
	queue_done(q, 1, 0);
	/* The lane is free again. */
	push(q, &a[0], 0, 7);
	assert_ptr_equal(work(q), &a[0]);
	queue_free(q);
}

static void
lanes_that_share_a_bucket_are_two(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item a = {0}, b = {0}, c = {0};

	(void)state;
	push(q, &a, 0, 1);
	push(q, &b, 0, 1 + 256);
	push(q, &c, 0, 1 + 512);
	assert_ptr_equal(queue_pop(q), &a);
	assert_ptr_equal(queue_pop(q), &b);
	assert_ptr_equal(queue_pop(q), &c);
	queue_done(q, 0, 1 + 256);
	queue_done(q, 0, 1);
	queue_done(q, 0, 1 + 512);
	queue_free(q);
}

static void
closed_queue_hands_out_what_waits_and_ends(void **state)
{
	struct queue *q = queue_new(MAX, 4);
	struct queue_item items[2] = {0}, late = {0};

	(void)state;
	push(q, &items[0], 1, 0);
	push(q, &items[1], 1, 0);
	queue_close(q);
	assert_int_equal(queue_push(q, &late), ERR_BUSY);
	assert_ptr_equal(work(q), &items[0]);
	assert_ptr_equal(work(q), &items[1]);
	assert_null(queue_pop(q));
	assert_null(queue_pop(q));
	queue_free(q);
}

/* Many threads: everything comes out once, lanes never overlap. */

#define THREADS 4
#define ROUNDS 3000
#define LANES 3

struct crowd {
	struct queue *q;
	atomic_int out[LANES + 1];
	atomic_int popped, overlaps;
};

static void *
crowd_pop(void *arg)
{
	struct crowd *crowd = arg;
	struct queue_item *item;

	while ((item = queue_pop(crowd->q))) {
		int class = item->class;
		int64_t lane = item->lane;

		if (lane && atomic_fetch_add(&crowd->out[lane], 1) != 0)
			atomic_fetch_add(&crowd->overlaps, 1);
		free(item);
		atomic_fetch_add(&crowd->popped, 1);
		if (lane)
			atomic_fetch_sub(&crowd->out[lane], 1);
		queue_done(crowd->q, class, lane);
	}
	return NULL;
}

static void
threads_share_the_queue_without_loss(void **state)
{
	struct crowd crowd = {.q = queue_new(MAX, THREADS)};
	pthread_t threads[THREADS];
	int pushed = 0;

	(void)state;
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, crowd_pop, &crowd);
	for (int i = 0; i < ROUNDS; i++) {
		struct queue_item *item = calloc(1, sizeof(*item));

		assert_non_null(item);
		item->class = i % QUEUE_CLASSES;
		item->lane = i % (LANES + 1);
		if (queue_push(crowd.q, item) == OK)
			pushed++;
		else
			free(item);
	}
	queue_close(crowd.q);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(atomic_load(&crowd.popped), pushed);
	assert_int_equal(atomic_load(&crowd.overlaps), 0);
	queue_free(crowd.q);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(writes_go_before_reads_and_reports),
	    cmocka_unit_test(nothing_starves_behind_a_stream_of_writes),
	    cmocka_unit_test(full_queue_refuses_and_keeps_room_for_writes),
	    cmocka_unit_test(reports_take_half_of_the_workers_at_most),
	    cmocka_unit_test(one_write_of_a_school_is_out_at_a_time),
	    cmocka_unit_test(lanes_that_share_a_bucket_are_two),
	    cmocka_unit_test(closed_queue_hands_out_what_waits_and_ends),
	    cmocka_unit_test(threads_share_the_queue_without_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
