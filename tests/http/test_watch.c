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

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(connections_count_per_address_and_in_all),
	    cmocka_unit_test(ipv6_counts_by_network_of_64_bits),
	    cmocka_unit_test(trusted_proxy_counts_only_in_all),
	    cmocka_unit_test(phase_past_its_end_is_cut_once),
	    cmocka_unit_test(only_idle_connections_are_cut_at_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
