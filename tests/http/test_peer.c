/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/peer.h"

static struct peer
peer(const char *text)
{
	struct peer out;

	assert_int_equal(peer_parse(text, strlen(text), &out), OK);
	return out;
}

static const char *
forwarded(struct arena *a, const char *trusted, const char *direct,
    const char *header)
{
	char text[PEER_TEXT_BYTES];
	struct peer_list list;
	struct peer from = peer(direct), out;

	assert_int_equal(peer_list_parse(trusted, &list), OK);
	out = peer_forwarded(&list, &from, header);
	peer_text(&out, text);
	return arena_strdup(a, text);
}

static void
addresses_and_networks_are_listed(void **state)
{
	struct peer_list list;
	struct peer p;

	(void)state;
	assert_int_equal(
	    peer_list_parse(
		" 127.0.0.1 ,::1, 10.32.0.0/11,2001:db8::/33,", &list),
	    OK);
	assert_int_equal(list.n, 4);
	p = peer("127.0.0.1");
	assert_true(peer_listed(&list, &p));
	p = peer("::ffff:127.0.0.1"); /* the same, as a dual socket sees it */
	assert_true(peer_listed(&list, &p));
	p = peer("127.0.0.2");
	assert_false(peer_listed(&list, &p));
	p = peer("10.63.255.255");
	assert_true(peer_listed(&list, &p));
	p = peer("10.64.0.0");
	assert_false(peer_listed(&list, &p));
	p = peer("2001:db8:7fff::1");
	assert_true(peer_listed(&list, &p));
	p = peer("2001:db8:8000::1");
	assert_false(peer_listed(&list, &p));
}

static void
empty_list_trusts_nobody_and_zero_bits_everybody(void **state)
{
	struct peer_list list;
	struct peer p = peer("8.8.8.8");

	(void)state;
	assert_int_equal(peer_list_parse("", &list), OK);
	assert_false(peer_listed(&list, &p));
	assert_int_equal(peer_list_parse("0.0.0.0/0", &list), OK);
	assert_true(peer_listed(&list, &p));
	p = peer("2001:db8::1");
	assert_false(peer_listed(&list, &p));
}

static void
malformed_lists_are_refused(void **state)
{
	static const char *const texts[] = {"localhost", "10.0.0.0/33",
	    "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "::1/129", "10.0.0",
	    "1.2.3.4:80", "10.0.0.0/0008"};
	struct peer_list list = {.n = 7};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(peer_list_parse(texts[i], &list), ERR_INVALID);
	assert_int_equal(list.n, 7);
}

static void
last_stranger_on_the_way_is_the_peer(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	static const char proxies[] = "127.0.0.1, 10.0.0.0/8";

	(void)state;
	assert_string_equal(
	    forwarded(a, proxies, "127.0.0.1", "8.8.8.8"), "8.8.8.8");
	assert_string_equal(
	    forwarded(a, proxies, "127.0.0.1", "1.1.1.1, 8.8.8.8 ,10.0.0.1"),
	    "8.8.8.8");
	assert_string_equal(
	    forwarded(a, proxies, "127.0.0.1", "2001:db8::5"), "2001:db8::5");
	assert_string_equal(
	    forwarded(a, proxies, "127.0.0.1", NULL), "127.0.0.1");
	assert_string_equal(
	    forwarded(a, proxies, "127.0.0.1", ""), "127.0.0.1");
	assert_string_equal(
	    forwarded(a, proxies, "9.9.9.9", "8.8.8.8"), "9.9.9.9");
	assert_string_equal(
	    forwarded(a, "", "127.0.0.1", "8.8.8.8"), "127.0.0.1");
}

static void
rubbish_on_the_way_ends_it(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    forwarded(a, "127.0.0.1", "127.0.0.1", "8.8.8.8, unknown"),
	    "127.0.0.1");
	assert_string_equal(
	    forwarded(a, "127.0.0.1", "127.0.0.1", ",,,"), "127.0.0.1");
	assert_string_equal(forwarded(a, "127.0.0.1", "127.0.0.1",
				"8.8.8.8, <script>alert(1)</script>"),
	    "127.0.0.1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(addresses_and_networks_are_listed),
	    cmocka_unit_test(empty_list_trusts_nobody_and_zero_bits_everybody),
	    cmocka_unit_test(malformed_lists_are_refused),
	    cmocka_unit_test(last_stranger_on_the_way_is_the_peer),
	    cmocka_unit_test(rubbish_on_the_way_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
