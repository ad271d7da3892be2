/* SPDX-License-Identifier: EUPL-1.2 */
/* What libsodium gives: randomness, passwords, comparison in constant time. */
#include "base/crypt.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/crypt_part.h"
#include "base/log.h"

/* OWASP Password Storage Cheat Sheet, 2024: Argon2id, 19 MiB, 2 passes. */
#define PASSWORD_PASSES 2
#define PASSWORD_KIB (19 * 1024)
/* A row that asks for more was not written by us: it must not be able to take
 * the server's memory. */
#define PASSWORD_PASSES_MAX 16
#define PASSWORD_KIB_MAX (256 * 1024)

bool
crypt_secret_start(void)
{
	return sodium_init() >= 0;
}

static void
fill_system(struct rng *rng, void *p, size_t len)
{
	(void)rng;
	randombytes_buf(p, len);
}

void
rng_system(struct rng *rng)
{
	*rng = (struct rng){.fill = fill_system};
}

/* ChaCha20 keyed by the seed, one nonce a call. */
static void
fill_seeded(struct rng *rng, void *p, size_t len)
{
	unsigned char key[crypto_stream_chacha20_KEYBYTES] = {0};
	unsigned char nonce[crypto_stream_chacha20_NONCEBYTES] = {0};
	size_t i;

	for (i = 0; i < 8; i++) {
		key[i] = (unsigned char)(rng->seed >> (8 * i));
		nonce[i] = (unsigned char)(rng->counter >> (8 * i));
	}
	rng->counter++;
	crypto_stream_chacha20(p, len, nonce, key);
}

void
rng_seeded(struct rng *rng, uint64_t seed)
{
	*rng = (struct rng){.fill = fill_seeded, .seed = seed};
}

uint64_t
rng_below(struct rng *rng, uint64_t n)
{
	uint64_t x, skew;

	assert(n > 0);
	/* The lowest 2^64 mod n values would make small results likelier. */
	skew = (0 - n) % n;
	do
		rng->fill(rng, &x, sizeof(x));
	while (x < skew);
	return x % n;
}

bool
crypt_equal(const void *a, const void *b, size_t len)
{
	return sodium_memcmp(a, b, len) == 0;
}

enum err
crypt_password_hash(struct arena *a, const char *password, const char **phc)
{
	char out[crypto_pwhash_STRBYTES];

	if (crypto_pwhash_str_alg(out, password, strlen(password),
		PASSWORD_PASSES, (size_t)PASSWORD_KIB * 1024,
		crypto_pwhash_ALG_ARGON2ID13)) {
		log_line(LOG_ERROR, "password_hash_failed", NULL);
		return ERR_IO;
	}
	*phc = arena_strdup(a, out);
	return OK;
}

static bool
number_after(const char **s, const char *prefix, unsigned long *n)
{
	size_t len = strlen(prefix);
	char *end;

	if (strncmp(*s, prefix, len) || (*s)[len] < '0' || (*s)[len] > '9')
		return false;
	*n = strtoul(*s + len, &end, 10);
	*s = end;
	return true;
}

/* "$argon2id$v=19$m=19456,t=2,p=1$..." */
static bool
parameters(const char *phc, unsigned long *kib, unsigned long *passes)
{
	unsigned long version;
	const char *s = phc;

	return number_after(&s, "$argon2id$v=", &version) && version == 19 &&
	       number_after(&s, "$m=", kib) && number_after(&s, ",t=", passes);
}

bool
crypt_password_verify(const char *phc, const char *password)
{
	unsigned long kib, passes;

	if (!parameters(phc, &kib, &passes) || kib > PASSWORD_KIB_MAX ||
	    passes > PASSWORD_PASSES_MAX)
		return false;
	return crypto_pwhash_str_verify(phc, password, strlen(password)) == 0;
}

bool
crypt_password_old(const char *phc)
{
	unsigned long kib, passes;

	return !parameters(phc, &kib, &passes) || kib < PASSWORD_KIB ||
	       passes < PASSWORD_PASSES;
}
