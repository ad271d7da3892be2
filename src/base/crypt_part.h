/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files behind base/crypt.h; nobody else includes this. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA1_BYTES 20

/* False if libsodium does not start. */
bool crypt_secret_start(void);

/* For TOTP (RFC 6238) only: SHA-1 is what authenticator programs use. */
void crypt_hmac_sha1(const void *key, size_t key_len, const void *p, size_t len,
    uint8_t out[SHA1_BYTES]);
