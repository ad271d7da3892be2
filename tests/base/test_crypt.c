/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/crypt.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "check.h"

static void
sha256_matches_fips_180(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const struct hash_part parts[] = {{"a", 1}, {NULL, 0}, {"bc", 2}};
	uint8_t one[HASH_BYTES], many[HASH_BYTES];

	(void)state;
	crypt_sha256_one("abc", 3, one);
	assert_string_equal(crypt_hex(a, one, sizeof(one)),
	    "ba7816bf8f01cfea414140de5dae2223"
	    "b00361a396177a9cb410ff61f20015ad");
	crypt_sha256(parts, 3, many);
	assert_memory_equal(one, many, HASH_BYTES);
	crypt_sha256(NULL, 0, many);
	assert_string_equal(crypt_hex(a, many, 4), "e3b0c442");
}

static void *
hash_often(void *arg)
{
	uint8_t out[HASH_BYTES], good[HASH_BYTES];
	int i, *wrong = arg;

	crypt_sha256_one("abc", 3, good);
	for (i = 0; i < 1000; i++) {
		crypt_sha256_one("abc", 3, out);
		*wrong += memcmp(out, good, sizeof(out)) != 0;
	}
	return NULL;
}

static void
threads_hash_side_by_side(void **state)
{
	pthread_t threads[4];
	int wrong[4] = {0}, i;

	(void)state;
	for (i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, hash_often, &wrong[i]);
	for (i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(wrong[i], 0);
	}
}

static void
hmac_matches_rfc_4231(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	uint8_t out[HASH_BYTES], empty[HASH_BYTES];

	(void)state;
	crypt_hmac_sha256("Jefe", 4, "what do ya want for nothing?", 28, out);
	assert_string_equal(crypt_hex(a, out, sizeof(out)),
	    "5bdcc146bf60754e6a042426089575c7"
	    "5a003f089d2739839dec58b964ec3843");
	crypt_hmac_sha256(NULL, 0, "", 0, empty);
	assert_string_equal(crypt_hex(a, empty, 4), "b613679a");
}

static void
text_forms_match_rfc_4648_and_come_back(void **state)
{
	static const char *const base64[] = {
	    "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
	static const char *const base32[] = {
	    "", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"};
	AUTO_ARENA struct arena *a = arena_new();
	const char *text = "foobar";
	uint8_t *back;
	size_t len, n;

	(void)state;
	for (n = 0; n <= 6; n++) {
		assert_string_equal(crypt_base64(a, text, n), base64[n]);
		assert_string_equal(crypt_base32(a, text, n), base32[n]);
		assert_int_equal(crypt_unbase32(a, base32[n], &back, &len), OK);
		assert_int_equal(len, n);
		assert_memory_equal(back, text, n);
		assert_int_equal(crypt_unbase64url(a,
				     crypt_base64url(a, text, n), &back, &len),
		    OK);
		assert_int_equal(len, n);
		assert_memory_equal(back, text, n);
		assert_int_equal(
		    crypt_unhex(a, crypt_hex(a, text, n), &back, &len), OK);
		assert_int_equal(len, n);
		assert_memory_equal(back, text, n);
	}
	assert_string_equal(crypt_base64url(a, "\xfb\xff", 2), "-_8");
}

static void
a_second_spelling_of_bytes_is_refused(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	uint8_t *out = NULL;
	size_t len = 9;

	(void)state;
	assert_int_equal(crypt_unhex(a, "abc", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unhex(a, "AB", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unhex(a, "0g", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase64url(a, "Zg==", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase64url(a, "Zh", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase64url(a, "Z", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase64url(a, "Zm+v", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase32(a, "MZ", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase32(a, "my", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase32(a, "M", &out, &len), ERR_INVALID);
	assert_int_equal(crypt_unbase32(a, "M1", &out, &len), ERR_INVALID);
	assert_null(out);
	assert_int_equal(len, 9);
}

static void
a_password_is_known_again_and_no_other(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *phc, *again;

	(void)state;
	assert_int_equal(crypt_password_hash(a, "правильний кінь", &phc), OK);
	assert_int_equal(crypt_password_hash(a, "правильний кінь", &again), OK);
	assert_string_not_equal(phc, again);
	assert_int_equal(
	    strncmp(phc, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
	assert_true(crypt_password_verify(phc, "правильний кінь"));
	assert_false(crypt_password_verify(phc, "правильний кин"));
	assert_false(crypt_password_verify(phc, ""));
	assert_false(crypt_password_old(phc));
}

static void
weaker_or_foreign_hashes_count_as_old(void **state)
{
	(void)state;
	assert_true(crypt_password_old("$argon2id$v=19$m=19455,t=2,p=1$a$b"));
	assert_true(crypt_password_old("$argon2id$v=19$m=19456,t=1,p=1$a$b"));
	assert_true(crypt_password_old("$argon2i$v=19$m=65536,t=4,p=1$a$b"));
	assert_true(crypt_password_old(""));
	assert_false(crypt_password_old("$argon2id$v=19$m=65536,t=3,p=1$a$b"));
}

static void
a_hash_that_wants_all_memory_is_refused(void **state)
{
	(void)state;
	assert_false(crypt_password_verify(
	    "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
	    "c29tZWhhc2hzb21laGFzaHNvbWVoYXNoc29tZWhhc2g",
	    "x"));
	assert_false(crypt_password_verify("", "x"));
	assert_false(crypt_password_verify("$argon2id$v=19$m=,t=2", "x"));
}

/* RFC 6238 appendix B, SHA-1; the last six of the eight digits. */
static void
totp_matches_rfc_6238(void **state)
{
	static const struct {
		int64_t now;
		const char *code;
	} vectors[] = {
	    {59, "287082"},
	    {1111111109, "081804"},
	    {1111111111, "050471"},
	    {1234567890, "005924"},
	    {2000000000, "279037"},
	    {20000000000, "353130"},
	};
	AUTO_ARENA struct arena *a = arena_new();
	const uint8_t *secret = (const uint8_t *)"12345678901234567890";
	int64_t step;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(vectors) / sizeof(vectors[0]); i++) {
		assert_string_equal(
		    crypt_totp_code(a, secret, 20, vectors[i].now),
		    vectors[i].code);
		assert_true(crypt_totp_verify(
		    secret, 20, vectors[i].code, vectors[i].now, -1, &step));
		assert_int_equal(step, vectors[i].now / 30);
	}
}

static void
totp_takes_one_step_either_side_and_never_twice(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const uint8_t *secret = (const uint8_t *)"12345678901234567890";
	const char *code = crypt_totp_code(a, secret, 20, 1000000000);
	int64_t at = 1000000000 / 30, step = 0;

	(void)state;
	assert_true(crypt_totp_verify(secret, 20, code, 1000000030, 0, &step));
	assert_int_equal(step, at);
	assert_true(crypt_totp_verify(secret, 20, code, 999999970, 0, &step));
	assert_false(crypt_totp_verify(secret, 20, code, 1000000080, 0, &step));
	assert_false(crypt_totp_verify(secret, 20, code, 999999920, 0, &step));
	assert_false(
	    crypt_totp_verify(secret, 20, code, 1000000000, at, &step));
	assert_false(crypt_totp_verify(secret, 20, "12345", 59, -1, &step));
	assert_false(crypt_totp_verify(secret, 20, "2870829", 59, -1, &step));
	assert_false(crypt_totp_verify(secret, 20, "287083", 59, -1, &step));
	assert_int_equal(step, at);
}

static void
a_seed_repeats_and_the_system_does_not(void **state)
{
	struct rng one, two;
	uint64_t a[4], b[4];

	(void)state;
	rng_seeded(&one, 42);
	rng_seeded(&two, 42);
	one.fill(&one, a, sizeof(a));
	two.fill(&two, b, sizeof(b));
	assert_memory_equal(a, b, sizeof(a));
	one.fill(&one, a, sizeof(a));
	assert_memory_not_equal(a, b, sizeof(a));
	rng_system(&one);
	one.fill(&one, a, sizeof(a));
	one.fill(&one, b, sizeof(b));
	assert_memory_not_equal(a, b, sizeof(a));
}

static void
every_number_below_n_comes_up(void **state)
{
	struct rng rng;
	int seen[6] = {0}, i;

	(void)state;
	rng_seeded(&rng, 7);
	for (i = 0; i < 6000; i++)
		seen[rng_below(&rng, 6)]++;
	for (i = 0; i < 6; i++)
		assert_in_range(seen[i], 850, 1150);
	assert_int_equal(rng_below(&rng, 1), 0);
}

static void
equal_compares_all_bytes(void **state)
{
	(void)state;
	assert_true(crypt_equal("abc", "abc", 3));
	assert_false(crypt_equal("abc", "abd", 3));
	assert_true(crypt_equal("abc", "abd", 2));
	assert_true(crypt_equal("", "", 0));
}

static int
start(void **state)
{
	(void)state;
	return crypt_start() == OK ? 0 : -1;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sha256_matches_fips_180),
	    cmocka_unit_test(threads_hash_side_by_side),
	    cmocka_unit_test(hmac_matches_rfc_4231),
	    cmocka_unit_test(text_forms_match_rfc_4648_and_come_back),
	    cmocka_unit_test(a_second_spelling_of_bytes_is_refused),
	    cmocka_unit_test(a_password_is_known_again_and_no_other),
	    cmocka_unit_test(weaker_or_foreign_hashes_count_as_old),
	    cmocka_unit_test(a_hash_that_wants_all_memory_is_refused),
	    cmocka_unit_test(totp_matches_rfc_6238),
	    cmocka_unit_test(totp_takes_one_step_either_side_and_never_twice),
	    cmocka_unit_test(a_seed_repeats_and_the_system_does_not),
	    cmocka_unit_test(every_number_below_n_comes_up),
	    cmocka_unit_test(equal_compares_all_bytes),
	};

	return cmocka_run_group_tests(tests, start, NULL);
}
