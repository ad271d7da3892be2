/* SPDX-License-Identifier: EUPL-1.2 */
/* Hashes, random bytes, passwords, one-time codes and text forms of bytes.
 * OpenSSL hashes (faster than libsodium here), libsodium gives Argon2id and
 * randomness; both live only behind this header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define HASH_BYTES 32
#define TOKEN_BYTES 32

/* Once per process, before threads. ERR_IO if the libraries do not start. */
CHECKED enum err crypt_start(void);

/* A source of randomness, so that tests and the demo are repeatable. */
struct rng {
	void (*fill)(struct rng *rng, void *p, size_t len);
	uint64_t seed, counter; /* used by the seeded one */
};
/* The kernel's. */
void rng_system(struct rng *rng);
/* Repeatable, for tests and the demo only. */
void rng_seeded(struct rng *rng, uint64_t seed);
/* Uniform in 0..n-1; n > 0. */
uint64_t rng_below(struct rng *rng, uint64_t n);

struct hash_part {
	const void *p;
	size_t len;
};
/* SHA-256 over the parts in order. Reuses a per-thread context. */
void crypt_sha256(
    const struct hash_part *parts, size_t n, uint8_t out[HASH_BYTES]);
void crypt_sha256_one(const void *p, size_t len, uint8_t out[HASH_BYTES]);
void crypt_hmac_sha256(const void *key, size_t key_len, const void *p,
    size_t len, uint8_t out[HASH_BYTES]);
/* Time does not depend on the content. */
bool crypt_equal(const void *a, const void *b, size_t len);

/* Text forms; results live in the arena. base64url is unpadded. base32 is
 * RFC 4648 upper case, unpadded. */
const char *crypt_hex(struct arena *a, const void *p, size_t len);
const char *crypt_base64(struct arena *a, const void *p, size_t len);
const char *crypt_base64url(struct arena *a, const void *p, size_t len);
const char *crypt_base32(struct arena *a, const void *p, size_t len);
/* ERR_INVALID for anything but exactly that alphabet; out in the arena. */
CHECKED enum err crypt_unhex(
    struct arena *a, const char *s, uint8_t **out, size_t *len);
CHECKED enum err crypt_unbase64url(
    struct arena *a, const char *s, uint8_t **out, size_t *len);
CHECKED enum err crypt_unbase32(
    struct arena *a, const char *s, uint8_t **out, size_t *len);

/* Argon2id, t = 2, 19 MiB (OWASP 2024), PHC string with its parameters.
 * About 30 ms: call it only through domain's bounded pool. */
CHECKED enum err crypt_password_hash(
    struct arena *a, const char *password, const char **phc);
bool crypt_password_verify(const char *phc, const char *password);
/* True if phc was made with weaker parameters than today's. */
bool crypt_password_old(const char *phc);

/* TOTP, RFC 6238: SHA-1, 30 s, 6 digits. Accepts one step either side; on
 * success *step is the step used, to be stored so that no code works twice
 * (a step <= last_step is refused). */
bool crypt_totp_verify(const uint8_t *secret, size_t len, const char *code,
    int64_t now, int64_t last_step, int64_t *step);
const char *crypt_totp_code(
    struct arena *a, const uint8_t *secret, size_t len, int64_t now);
