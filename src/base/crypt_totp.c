/* SPDX-License-Identifier: EUPL-1.2 */
/* One-time codes, RFC 6238 over RFC 4226. */
#include "base/crypt.h"

#include <stdio.h>
#include <string.h>

#include "base/crypt_part.h"

#define STEP_S 30
#define CODE_DIGITS 6
#define CODE_MODULUS 1000000
/* Steps accepted either side: clocks of phones differ, and typing takes time.
 */
#define STEPS_ASIDE 1

static void
code_at(
    const uint8_t *secret, size_t len, int64_t step, char out[CODE_DIGITS + 1])
{
	uint8_t counter[8], mac[SHA1_BYTES];
	uint32_t n;
	size_t i, at;

	for (i = 0; i < sizeof(counter); i++)
		counter[i] = (uint8_t)((uint64_t)step >> (56 - 8 * i));
	crypt_hmac_sha1(secret, len, counter, sizeof(counter), mac);
	/* Dynamic truncation, RFC 4226 section 5.3. */
	at = mac[SHA1_BYTES - 1] & 0x0f;
	n = (uint32_t)(mac[at] & 0x7f) << 24 | (uint32_t)mac[at + 1] << 16 |
	    (uint32_t)mac[at + 2] << 8 | mac[at + 3];
	n %= CODE_MODULUS;
	for (i = CODE_DIGITS; i-- > 0; n /= 10)
		out[i] = (char)('0' + n % 10);
	out[CODE_DIGITS] = '\0';
}

bool
crypt_totp_verify(const uint8_t *secret, size_t len, const char *code,
    int64_t now, int64_t last_step, int64_t *step)
{
	int64_t at, found = -1;
	char good[CODE_DIGITS + 1];

	if (now < 0 || strlen(code) != CODE_DIGITS)
		return false;
	/* All steps are tried, so that the time tells nothing. */
	for (at = now / STEP_S - STEPS_ASIDE; at <= now / STEP_S + STEPS_ASIDE;
	     at++) {
		if (at < 0)
			continue;
		code_at(secret, len, at, good);
		if (crypt_equal(good, code, CODE_DIGITS) && at > last_step &&
		    found < 0)
			found = at;
	}
	if (found < 0)
		return false;
	*step = found;
	return true;
}

const char *
crypt_totp_code(struct arena *a, const uint8_t *secret, size_t len, int64_t now)
{
	char code[CODE_DIGITS + 1];

	code_at(secret, len, now / STEP_S, code);
	return arena_strdup(a, code);
}
