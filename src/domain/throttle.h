/* SPDX-License-Identifier: EUPL-1.2 */
/* Who tries to sign in too often waits longer and longer, and is never locked
 * out:
 * - a device the account has signed in from is counted by itself, so that
 *   strangers who guess cannot slow the owner down;
 * - all other devices are counted together by the name they try, whether there
 *   is such an account or not;
 * - an address counts only when many different names fail from it: a whole
 *   school is one address.
 * Waits end by themselves; a reset by mail or slip makes the device known. */
#pragma once

#include "domain/act.h"

struct throttle_who {
	const char *name;      /* as typed, folded; need not exist */
	int64_t account;       /* 0: there is none of that name */
	const uint8_t *device; /* hash of the device's cookie, or NULL */
	const char *address;
};

/* OK: may try now. ERR_LIMIT: *wait_s seconds are left. */
CHECKED enum err throttle_ask(
    struct act *act, const struct throttle_who *who, int64_t *wait_s);
CHECKED enum err throttle_failed(
    struct act *act, const struct throttle_who *who);
/* The device is remembered when it has a cookie. */
CHECKED enum err throttle_passed(
    struct act *act, const struct throttle_who *who);

/* As what an address of the network counts: an IPv6 one as its /64, which is
 * one customer's, with 2^64 addresses to choose from. */
const char *throttle_address(struct arena *arena, const char *address);

/* The same for anything else that is guessed or sent too often: a second
 * factor, a slip's code, a letter. `what` names it, `key` whose it is. Counts
 * one more and says ERR_LIMIT from then on for a growing time, after `free`
 * tries within an hour. An address goes through throttle_address first. */
CHECKED enum err throttle_count(struct act *act, const char *what,
    const char *key, int64_t free, int64_t cap_s, int64_t *wait_s);
/* Asks without counting: for what counts failures only. */
CHECKED enum err throttle_waits(
    struct act *act, const char *what, const char *key, int64_t *wait_s);
CHECKED enum err throttle_reset(
    struct act *act, const char *what, const char *key);
