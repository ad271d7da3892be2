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
#define SECOND_US 1000000

/* The clock of these tests stands until they move it. */
static _Atomic int64_t clock_us;

static int64_t
now_us(void)
{
	return atomic_load(&clock_us);
}

/* Pages within a second, saves within ten. */
static struct queue *
queue_of(size_t workers)
{
	const struct queue_plan plan = {
	    .max = MAX,
	    .workers = workers,
	    .sign_ins = 1,
	    .answer_us = {[QUEUE_SAVES] = 10 * SECOND_US,
		[QUEUE_PAGES] = SECOND_US,
		[QUEUE_REPORTS] = SECOND_US,
		[QUEUE_SIGN_INS] = 20 * SECOND_US},
	    .now_us = now_us,
	};

	atomic_store(&clock_us, SECOND_US);
	return queue_new(&plan);
}

static enum err
offer(struct queue *q, struct queue_item *item, int class, int64_t lane)
{
	enum err err;

	item->class = class;
	item->lane = lane;
	if (!(err = queue_admit(q, item)))
		queue_push(q, item);
	return err;
}

static void
push(struct queue *q, struct queue_item *item, int class, int64_t lane)
{
	assert_int_equal(offer(q, item, class, lane), OK);
}

/* Pops one item and says it is done. */
static struct queue_item *
work(struct queue *q)
{
	struct queue_item *item = queue_pop(q, false);

	if (item)
		queue_done(q, item->class, item->lane);
	return item;
}

static void
writes_go_before_reads_and_reports(void **state)
{
	struct queue *q = queue_of(4);
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
	struct queue *q = queue_of(4);
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
	struct queue *q = queue_of(4);
	struct queue_item items[MAX + 1] = {0};
	size_t n = 0;

	(void)state;
	for (; n < MAX / 4; n++)
		push(q, &items[n], 2, 0);
	assert_int_equal(offer(q, &items[n], 2, 0), ERR_BUSY);
	for (; n < MAX / 8 * 7; n++)
		push(q, &items[n], 1, 0);
	assert_int_equal(offer(q, &items[n], 1, 0), ERR_BUSY);
	for (; n < MAX; n++)
		push(q, &items[n], 0, 0);
	assert_int_equal(offer(q, &items[n], 0, 0), ERR_BUSY);
	work(q);
	push(q, &items[n], 0, 0);
	while (queue_length(q))
		work(q);
	queue_free(q);
}

static void
reports_take_half_of_the_workers_at_most(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item reports[3] = {0}, read = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		push(q, &reports[i], 2, 0);
	assert_ptr_equal(queue_pop(q, false), &reports[0]);
	assert_ptr_equal(queue_pop(q, false), &reports[1]);
	push(q, &read, 1, 0);
	assert_ptr_equal(queue_pop(q, false), &read);
	queue_done(q, 1, 0);
	queue_done(q, 2, 0);
	assert_ptr_equal(queue_pop(q, false), &reports[2]);
	queue_done(q, 2, 0);
	queue_done(q, 2, 0);
	queue_free(q);
}

static void
writes_of_a_school_take_half_of_the_workers_at_most(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item a[5] = {0}, b = {0}, read = {0};

	(void)state;
	for (int i = 0; i < 5; i++)
		push(q, &a[i], 0, 7);
	push(q, &b, 0, 8);
	push(q, &read, 1, 0);
	assert_ptr_equal(queue_pop(q, false), &a[0]);
	assert_ptr_equal(queue_pop(q, false), &a[1]);
	assert_ptr_equal(queue_pop(q, false), &b);
	assert_ptr_equal(queue_pop(q, false), &read);
	assert_int_equal(queue_length(q), 3);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q, false), &a[2]);
	queue_done(q, 0, 8);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q, false), &a[3]);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q, false), &a[4]);
	queue_done(q, 0, 7);
	queue_done(q, 0, 7);
	queue_done(q, 1, 0);
	/* The lane is free again. */
	push(q, &a[0], 0, 7);
	assert_ptr_equal(work(q), &a[0]);
	queue_free(q);
}

static void
many_workers_do_not_widen_a_lane_without_end(void **state)
{
	struct queue *q = queue_of(8 * QUEUE_LANE_OUT_MAX);
	struct queue_item a[QUEUE_LANE_OUT_MAX + 1] = {0}, read = {0};

	(void)state;
	for (int i = 0; i <= QUEUE_LANE_OUT_MAX; i++)
		push(q, &a[i], 0, 7);
	push(q, &read, 1, 0);
	for (int i = 0; i < QUEUE_LANE_OUT_MAX; i++)
		assert_ptr_equal(queue_pop(q, false), &a[i]);
	assert_ptr_equal(work(q), &read);
	queue_done(q, 0, 7);
	assert_ptr_equal(queue_pop(q, false), &a[QUEUE_LANE_OUT_MAX]);
	for (int i = 0; i < QUEUE_LANE_OUT_MAX; i++)
		queue_done(q, 0, 7);
	queue_free(q);
}

static void
one_worker_takes_writes_of_a_school_one_by_one(void **state)
{
	struct queue *q = queue_of(1);
	struct queue_item a[2] = {0};

	(void)state;
	push(q, &a[0], 0, 7);
	push(q, &a[1], 0, 7);
	assert_ptr_equal(work(q), &a[0]);
	assert_ptr_equal(work(q), &a[1]);
	queue_free(q);
}

static void
lanes_that_share_a_bucket_are_two(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item a = {0}, b = {0}, c = {0};

	(void)state;
	push(q, &a, 0, 1);
	push(q, &b, 0, 1 + 256);
	push(q, &c, 0, 1 + 512);
	assert_ptr_equal(queue_pop(q, false), &a);
	assert_ptr_equal(queue_pop(q, false), &b);
	assert_ptr_equal(queue_pop(q, false), &c);
	queue_done(q, 0, 1 + 256);
	queue_done(q, 0, 1);
	queue_done(q, 0, 1 + 512);
	queue_free(q);
}

static void
closed_queue_hands_out_what_waits_and_ends(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[2] = {0}, late = {0};

	(void)state;
	push(q, &items[0], 1, 0);
	push(q, &items[1], 1, 0);
	queue_close(q);
	assert_int_equal(offer(q, &late, 1, 0), ERR_BUSY);
	assert_ptr_equal(work(q), &items[0]);
	assert_ptr_equal(work(q), &items[1]);
	assert_null(queue_pop(q, false));
	assert_null(queue_pop(q, false));
	queue_free(q);
}

/* ---- the door --------------------------------------------------------------
 */

/* One by one, so many microseconds apart, until n are left. */
static void
drain(struct queue *q, size_t left, int64_t each_us)
{
	while (queue_length(q) > left) {
		atomic_fetch_add(&clock_us, each_us);
		work(q);
	}
}

/* A line of pages that moves at one every each_us, empty again. */
static void
teach_pace(struct queue *q, struct queue_item *items, int64_t each_us)
{
	for (int round = 0; round < 4; round++) {
		for (size_t i = 0; i < MAX / 2; i++)
			if (offer(q, &items[i], QUEUE_PAGES, 0))
				break; /* it knows already */
		drain(q, 0, each_us);
	}
}

static void
who_could_not_be_answered_in_time_is_refused_at_once(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[MAX] = {0};
	size_t n = 0;

	(void)state;
	/* 30 ms each, in a third of a second: eleven. */
	teach_pace(q, items, 30000);
	while (n < MAX && offer(q, &items[n], QUEUE_PAGES, 0) == OK)
		n++;
	assert_in_range(n, 9, 12);
	/* Teachers' saves stand in a line of their own. */
	push(q, &items[n], QUEUE_SAVES, 0);
	/* As soon as it moves there is room again. */
	drain(q, 5, 30000);
	push(q, &items[MAX - 1], QUEUE_PAGES, 0);
	drain(q, 0, 30000);
	queue_free(q);
}

static void
a_quick_line_may_be_long(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[MAX] = {0};

	(void)state;
	teach_pace(q, items, 500);
	for (size_t i = 0; i < MAX / 8 * 7; i++)
		push(q, &items[i], QUEUE_PAGES, 0);
	assert_in_range(queue_wait_us(q, QUEUE_PAGES), 20000, 40000);
	drain(q, 0, 500);
	queue_free(q);
}

static void
a_line_shorter_than_its_workers_is_open_however_slow(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[MAX] = {0};

	(void)state;
	teach_pace(q, items, 900000);
	for (size_t i = 0; i < 4; i++)
		push(q, &items[i], QUEUE_PAGES, 0);
	assert_int_equal(offer(q, &items[4], QUEUE_PAGES, 0), ERR_BUSY);
	drain(q, 0, 900000);
	queue_free(q);
}

static void
a_line_that_stands_still_is_closed(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[3] = {0};

	(void)state;
	push(q, &items[0], QUEUE_PAGES, 0);
	atomic_fetch_add(&clock_us, SECOND_US / 4);
	push(q, &items[1], QUEUE_PAGES, 0);
	atomic_fetch_add(&clock_us, SECOND_US / 2);
	assert_int_equal(offer(q, &items[2], QUEUE_PAGES, 0), ERR_BUSY);
	/* A save may wait longer. */
	push(q, &items[2], QUEUE_SAVES, 0);
	drain(q, 0, 0);
	queue_free(q);
}

static void
a_pause_between_two_people_is_no_slow_line(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[MAX] = {0};

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		push(q, &items[0], QUEUE_PAGES, 0);
		work(q);
		atomic_fetch_add(&clock_us, SECOND_US);
	}
	for (size_t i = 0; i < MAX / 2; i++)
		push(q, &items[i], QUEUE_PAGES, 0);
	drain(q, 0, 0);
	queue_free(q);
}

static void
a_hot_school_is_refused_for_itself_alone(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item items[MAX] = {0};
	size_t n = 0;

	(void)state;
	/* A save of school 7 takes a second. */
	for (size_t i = 0; i < 4; i++) {
		push(q, &items[0], QUEUE_SAVES, 7);
		queue_pop(q, false);
		atomic_fetch_add(&clock_us, SECOND_US);
		queue_done(q, QUEUE_SAVES, 7);
	}
	while (n < MAX && offer(q, &items[n], QUEUE_SAVES, 7) == OK)
		n++;
	/* Two at workers and three seconds' worth behind them. */
	assert_in_range(n, 4, 6);
	push(q, &items[n], QUEUE_SAVES, 8);
	push(q, &items[n + 1], QUEUE_PAGES, 0);
	while (queue_length(q))
		work(q);
	queue_free(q);
}

static void
sign_ins_stand_in_nobodys_way(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item sign_ins[3] = {0}, page = {0};

	(void)state;
	for (int i = 0; i < 3; i++)
		push(q, &sign_ins[i], QUEUE_SIGN_INS, 0);
	push(q, &page, QUEUE_PAGES, 0);
	assert_ptr_equal(queue_pop(q, false), &page);
	for (int i = 0; i < 3; i++) {
		assert_ptr_equal(queue_pop(q, true), &sign_ins[i]);
		queue_done(q, QUEUE_SIGN_INS, 0);
	}
	queue_done(q, QUEUE_PAGES, 0);
	queue_free(q);
}

static void
a_place_that_was_kept_is_not_lost_when_the_queue_closes(void **state)
{
	struct queue *q = queue_of(4);
	struct queue_item item = {.class = QUEUE_PAGES};

	(void)state;
	assert_int_equal(queue_admit(q, &item), OK);
	queue_close(q);
	queue_push(q, &item);
	assert_ptr_equal(work(q), &item);
	assert_null(queue_pop(q, false));
	queue_free(q);
}

/* Many threads: everything comes out once, no lane takes all of them. */

#define THREADS 4
#define ROUNDS 3000
#define LANES 3

struct crowd {
	struct queue *q;
	atomic_int out[LANES + 1];
	atomic_int popped, overlaps;
};

static void
crowd_pop(struct crowd *crowd, bool sign_ins)
{
	struct queue_item *item;

	while ((item = queue_pop(crowd->q, sign_ins))) {
		int class = item->class;
		int64_t lane = item->lane;

		if (lane &&
		    atomic_fetch_add(&crowd->out[lane], 1) >= THREADS / 2)
			atomic_fetch_add(&crowd->overlaps, 1);
		free(item);
		atomic_fetch_add(&crowd->popped, 1);
		if (lane)
			atomic_fetch_sub(&crowd->out[lane], 1);
		queue_done(crowd->q, class, lane);
	}
}

static void *
crowd_work(void *arg)
{
	crowd_pop(arg, false);
	return NULL;
}

static void *
crowd_sign_in(void *arg)
{
	crowd_pop(arg, true);
	return NULL;
}

static void
threads_share_the_queue_without_loss(void **state)
{
	struct crowd crowd = {.q = queue_of(THREADS)};
	pthread_t threads[THREADS];
	int pushed = 0;

	(void)state;
	for (int i = 0; i < THREADS; i++)
		pthread_create(
		    &threads[i], NULL, i ? crowd_work : crowd_sign_in, &crowd);
	for (int i = 0; i < ROUNDS; i++) {
		struct queue_item *item = calloc(1, sizeof(*item));

		assert_non_null(item);
		if (offer(crowd.q, item, i % QUEUE_CLASSES, i % (LANES + 1)) ==
		    OK)
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
	    cmocka_unit_test(
		writes_of_a_school_take_half_of_the_workers_at_most),
	    cmocka_unit_test(many_workers_do_not_widen_a_lane_without_end),
	    cmocka_unit_test(one_worker_takes_writes_of_a_school_one_by_one),
	    cmocka_unit_test(lanes_that_share_a_bucket_are_two),
	    cmocka_unit_test(closed_queue_hands_out_what_waits_and_ends),
	    cmocka_unit_test(
		who_could_not_be_answered_in_time_is_refused_at_once),
	    cmocka_unit_test(a_quick_line_may_be_long),
	    cmocka_unit_test(
		a_line_shorter_than_its_workers_is_open_however_slow),
	    cmocka_unit_test(a_line_that_stands_still_is_closed),
	    cmocka_unit_test(a_pause_between_two_people_is_no_slow_line),
	    cmocka_unit_test(a_hot_school_is_refused_for_itself_alone),
	    cmocka_unit_test(sign_ins_stand_in_nobodys_way),
	    cmocka_unit_test(
		a_place_that_was_kept_is_not_lost_when_the_queue_closes),
	    cmocka_unit_test(threads_share_the_queue_without_loss),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
