/* SPDX-License-Identifier: EUPL-1.2 */
/* The hidden tokens of forms, which other sites cannot know (CSRF).
 *
 * A session's token is made for one membership, so that a tab opened in
 * another working mode cannot write under the wrong one. It is written
 * differently in every answer: pages are compressed, and beside text from
 * outside a secret that stays the same could be guessed from their size
 * (BREACH, CVE-2013-3587). So an ETag is made of data, never of a body. */
#pragma once

#include "domain/act.h"

/* key is the session's; `as` the membership ("12.34.teacher"). */
const char *app_token_make(
    struct act *act, const uint8_t key[HASH_BYTES], const char *as);
bool app_token_fits(struct arena *arena, const uint8_t key[HASH_BYTES],
    const char *as, const char *token);

/* Pages without a session: a moment signed with the installation's secret,
 * good for half a day. With the Origin check it keeps other sites' forms
 * away. Nothing in it is secret. */
const char *app_token_open(
    struct arena *arena, const uint8_t secret[HASH_BYTES], int64_t at);
bool app_token_open_fits(struct arena *arena, const uint8_t secret[HASH_BYTES],
    int64_t now, const char *token);
