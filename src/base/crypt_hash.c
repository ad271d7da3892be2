/* SPDX-License-Identifier: EUPL-1.2 */
/* What OpenSSL gives: SHA-256 and HMAC. */
#include "base/crypt.h"

#include <assert.h>
#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/crypt_part.h"
#include "base/log.h"

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t context_key;
static EVP_MD *sha256; /* fetched once: a look-up a hash costs more than it */
static _Thread_local EVP_MD_CTX *context;

static _Noreturn void
broken(const char *what)
{
	log_line(LOG_ERROR, "openssl_failed", "call", what, NULL);
	abort();
}

static void
context_free(void *p)
{
	EVP_MD_CTX_free(p);
}

static void
start(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (pthread_key_create(&context_key, context_free))
		broken("pthread_key_create");
}

enum err
crypt_start(void)
{
	pthread_once(&once, start);
	if (!sha256 || !crypt_secret_start()) {
		log_line(LOG_ERROR, "crypt_start_failed", NULL);
		return ERR_IO;
	}
	return OK;
}

static EVP_MD_CTX *
context_of_thread(void)
{
	if (context)
		return context;
	pthread_once(&once, start);
	if (!sha256)
		broken("EVP_MD_fetch");
	if (!(context = EVP_MD_CTX_new()))
		broken("EVP_MD_CTX_new");
	pthread_setspecific(context_key, context);
	return context;
}

void
crypt_sha256(const struct hash_part *parts, size_t n, uint8_t out[HASH_BYTES])
{
	EVP_MD_CTX *ctx = context_of_thread();
	size_t i;

	if (EVP_DigestInit_ex2(ctx, sha256, NULL) != 1)
		broken("EVP_DigestInit_ex2");
	for (i = 0; i < n; i++) {
		if (EVP_DigestUpdate(ctx, parts[i].p, parts[i].len) != 1)
			broken("EVP_DigestUpdate");
	}
	if (EVP_DigestFinal_ex(ctx, out, NULL) != 1)
		broken("EVP_DigestFinal_ex");
}

void
crypt_sha256_one(const void *p, size_t len, uint8_t out[HASH_BYTES])
{
	crypt_sha256(&(struct hash_part){p, len}, 1, out);
}

static void
hmac(const EVP_MD *md, const void *key, size_t key_len, const void *p,
    size_t len, uint8_t *out)
{
	assert(key_len <= INT_MAX);
	/* With a NULL key HMAC() would take the key of the call before. */
	if (!HMAC(md, key_len ? key : "", (int)key_len, p, len, out, NULL))
		broken("HMAC");
}

void
crypt_hmac_sha256(const void *key, size_t key_len, const void *p, size_t len,
    uint8_t out[HASH_BYTES])
{
	hmac(EVP_sha256(), key, key_len, p, len, out);
}

void
crypt_hmac_sha1(const void *key, size_t key_len, const void *p, size_t len,
    uint8_t out[SHA1_BYTES])
{
	hmac(EVP_sha1(), key, key_len, p, len, out);
}
