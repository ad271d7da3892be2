/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/watch.h"

static struct peer
peer(const char *text)
{
	struct peer out;

	assert_int_equal(peer_parse(text, strlen(text), &out), OK);
	return out;
}

static struct watch *
watch(size_t max, size_t per_address_max, const char *trusted)
{
	struct peer_list list;
	struct watch *w;

	assert_int_equal(peer_list_parse(trusted, &list), OK);
	assert_int_equal(watch_start(max, per_address_max, &list, 0, &w), OK);
	return w;
}

static bool
admits(struct watch *w, const char *text)
{
	struct peer p = peer(text);

	return watch_admit(w, &p);
}

static struct watch_conn *
open_conn(struct watch *w, const char *text)
{
	struct peer p = peer(text);

	return watch_open(w, -1, &p, 0);
}

static void
connections_count_per_address_and_in_all(void **state)
{
	struct watch *w = watch(4, 2, "");
	struct watch_conn *conns[4];

	(void)state;
	conns[0] = open_conn(w, "10.0.0.1");
	assert_true(admits(w, "10.0.0.1"));
	conns[1] = open_conn(w, "10.0.0.1");
	assert_false(admits(w, "10.0.0.1"));
	assert_true(admits(w, "10.0.0.2"));
	conns[2] = open_conn(w, "10.0.0.2");
	conns[3] = open_conn(w, "10.0.0.3");
	assert_false(admits(w, "10.0.0.4"));
	assert_int_equal(watch_count(w), 4);
	watch_close(w, conns[1]);
	assert_true(admits(w, "10.0.0.1"));
	watch_close(w, conns[3]);
	watch_close(w, conns[0]);
	watch_close(w, conns[2]);
	assert_int_equal(watch_count(w), 0);
	watch_stop(w);
}

static void
ipv6_counts_by_network_of_64_bits(void **state)
{
	struct watch *w = watch(100, 1, "");
	struct watch_conn *conn = open_conn(w, "2001:db8:0:1::1");

	(void)state;
	assert_false(admits(w, "2001:db8:0:1:ffff::2"));
	assert_true(admits(w, "2001:db8:0:2::1"));
	watch_close(w, conn);
	assert_true(admits(w, "2001:db8:0:1:ffff::2"));
	watch_stop(w);
}

static void
trusted_proxy_counts_only_in_all(void **state)
{
	struct watch *w = watch(3, 1, "10.0.0.0/8");
	struct watch_conn *conns[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		assert_true(admits(w, "10.1.1.1"));
		conns[i] = open_conn(w, "10.1.1.1");
	}
	assert_false(admits(w, "10.1.1.1"));
	for (int i = 0; i < 3; i++)
		watch_close(w, conns[i]);
	watch_stop(w);
}

static bool
is_cut(int fd)
{
	char c;

	return recv(fd, &c, 1, MSG_DONTWAIT) == 0;
}

static void
phase_past_its_end_is_cut_once(void **state)
{
	struct watch *w = watch(10, 10, "");
	struct peer p = peer("10.0.0.1");
	struct watch_conn *conn;
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	conn = watch_open(w, fds[0], &p, 1000);
	watch_sweep(w, 999);
	assert_false(is_cut(fds[1]));
	watch_phase(conn, false, 0); /* a worker has it */
	watch_sweep(w, 1000000);
	assert_false(is_cut(fds[1]));
	watch_phase(conn, false, 2000);
	watch_sweep(w, 2000);
	assert_true(is_cut(fds[1]));
	watch_sweep(w, 3000);
	assert_int_equal(watch_cut(w), 1);
	watch_close(w, conn);
	watch_stop(w);
	close(fds[0]);
	close(fds[1]);
}

static void
only_idle_connections_are_cut_at_the_end(void **state)
{
	struct watch *w = watch(10, 10, "");
	struct peer p = peer("10.0.0.1");
	struct watch_conn *conn;
	int fds[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	conn = watch_open(w, fds[0], &p, 1000);
	watch_phase(conn, false, 1000);
	watch_cut_idle(w);
	assert_false(is_cut(fds[1]));
	watch_phase(conn, true, 1000);
	watch_cut_idle(w);
	assert_true(is_cut(fds[1]));
	watch_close(w, conn);
	watch_stop(w);
	close(fds[0]);
	close(fds[1]);
}

#define PLACES 160 /* of which twenty are kept free */

struct crowd {
	struct watch *w;
	struct watch_conn *conns[PLACES];
	int fds[PLACES][2];
	size_t n;
};

static void
crowd_add(struct crowd *c, const char *address, bool idle, int64_t until_ms)
{
	struct peer p = peer(address);
	int *fds = c->fds[c->n];

	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	c->conns[c->n] = watch_open(c->w, fds[0], &p, until_ms);
	watch_phase(c->conns[c->n], idle, until_ms);
	c->n++;
}

static void
crowd_end(struct crowd *c)
{
	for (size_t i = 0; i < c->n; i++) {
		watch_close(c->w, c->conns[i]);
		close(c->fds[i][0]);
		close(c->fds[i][1]);
	}
	watch_stop(c->w);
}

static void
who_has_waited_longest_makes_room(void **state)
{
	struct crowd c = {.w = watch(PLACES, PLACES, "")};

	(void)state;
	crowd_add(&c, "10.0.0.1", true, 90000);	 /* idle, just answered */
	crowd_add(&c, "10.0.0.1", false, 0);	 /* a worker has it */
	crowd_add(&c, "10.0.0.1", false, 30000); /* sends or reads */
	for (int i = 0; i < 100; i++)
		crowd_add(&c, "10.0.0.2", true, 5000); /* half a head */
	for (int i = 0; i < 36; i++)
		crowd_add(&c, "10.0.0.2", true, 8000);
	assert_true(admits(c.w, "10.0.0.3"));
	assert_int_equal(watch_cut(c.w), 0);
	crowd_add(&c, "10.0.0.2", true, 8000);
	assert_true(admits(c.w, "10.0.0.3"));
	assert_int_equal(watch_cut(c.w), 20);
	for (size_t i = 0; i < 3; i++)
		assert_false(is_cut(c.fds[i][1]));
	for (size_t i = 103; i < c.n; i++)
		assert_false(is_cut(c.fds[i][1]));
	/* Not again before those are closed. */
	assert_true(admits(c.w, "10.0.0.3"));
	assert_int_equal(watch_cut(c.w), 20);
	crowd_end(&c);
}

static void
one_address_makes_room_for_itself(void **state)
{
	struct crowd c = {.w = watch(1000, 32, "10.9.0.0/16")};

	(void)state;
	crowd_add(&c, "10.0.0.2", true, 1000);
	for (int i = 0; i < 30; i++)
		crowd_add(&c, "10.0.0.1", true, 5000 + i * 100);
	assert_true(admits(c.w, "10.0.0.1"));
	assert_int_equal(watch_cut(c.w), 4);
	assert_false(is_cut(c.fds[0][1]));
	assert_true(is_cut(c.fds[1][1]));
	for (int i = 0; i < 64; i++)
		crowd_add(&c, "10.9.0.1", true, 1000);
	assert_true(admits(c.w, "10.9.0.1"));
	/* A proxy speaks for many. */
	assert_int_equal(watch_cut(c.w), 4);
	crowd_end(&c);
}

static void
memory_is_taken_from_who_is_slow(void **state)
{
	struct crowd c = {.w = watch(100, 100, "")};

	(void)state;
	crowd_add(&c, "10.0.0.1", true, 1000);
	crowd_add(&c, "10.0.0.1", false, 0);
	crowd_add(&c, "10.0.0.1", false, 5000);
	crowd_add(&c, "10.0.0.1", false, 9000);
	watch_cut_slow(c.w);
	assert_false(is_cut(c.fds[0][1]));
	assert_false(is_cut(c.fds[1][1]));
	assert_true(is_cut(c.fds[2][1]));
	assert_int_equal(watch_cut(c.w), 2);
	crowd_end(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(connections_count_per_address_and_in_all),
	    cmocka_unit_test(ipv6_counts_by_network_of_64_bits),
	    cmocka_unit_test(trusted_proxy_counts_only_in_all),
	    cmocka_unit_test(phase_past_its_end_is_cut_once),
	    cmocka_unit_test(only_idle_connections_are_cut_at_the_end),
	    cmocka_unit_test(who_has_waited_longest_makes_room),
	    cmocka_unit_test(one_address_makes_room_for_itself),
	    cmocka_unit_test(memory_is_taken_from_who_is_slow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
