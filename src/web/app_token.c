/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app_token.h"

#include <stdlib.h>
#include <string.h>

#define OPEN_TOKEN_S (12 * 3600)

/* A pad, and the code under the pad. */
struct masked {
	uint8_t pad[HASH_BYTES], code[HASH_BYTES];
};

static void
apply(struct masked *m)
{
	for (size_t i = 0; i < HASH_BYTES; i++)
		m->code[i] ^= m->pad[i];
}

const char *
app_token_make(struct act *act, const uint8_t key[HASH_BYTES], const char *as)
{
	struct masked m;

	act->rng->fill(act->rng, m.pad, sizeof(m.pad));
	crypt_hmac_sha256(key, HASH_BYTES, as, strlen(as), m.code);
	apply(&m);
	return crypt_base64url(act->arena, &m, sizeof(m));
}

bool
app_token_fits(struct arena *arena, const uint8_t key[HASH_BYTES],
    const char *as, const char *token)
{
	uint8_t right[HASH_BYTES], *bytes;
	struct masked m;
	size_t len;

	if (!token || crypt_unbase64url(arena, token, &bytes, &len) ||
	    len != sizeof(m))
		return false;
	memcpy(&m, bytes, sizeof(m));
	apply(&m);
	crypt_hmac_sha256(key, HASH_BYTES, as, strlen(as), right);
	return crypt_equal(m.code, right, sizeof(right));
}

const char *
app_token_open(
    struct arena *arena, const uint8_t secret[HASH_BYTES], int64_t at)
{
	const char *what = arena_printf(arena, "form\n%lld", (long long)at);
	uint8_t mac[HASH_BYTES];

	crypt_hmac_sha256(secret, HASH_BYTES, what, strlen(what), mac);
	return arena_printf(arena, "%lld.%s", (long long)at,
	    crypt_base64url(arena, mac, sizeof(mac)));
}

bool
app_token_open_fits(struct arena *arena, const uint8_t secret[HASH_BYTES],
    int64_t now, const char *token)
{
	const char *right;
	long long at;

	if (!token)
		return false;
	/* Before subtracting: a number from outside may be any. */
	at = strtoll(token, NULL, 10);
	if (at < 0 || at > now || now - at > OPEN_TOKEN_S)
		return false;
	right = app_token_open(arena, secret, at);
	return strlen(token) == strlen(right) &&
	       crypt_equal(token, right, strlen(right));
}
