/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/request_link.h"

#include <string.h>

#include "base/clock.h"

#define DAY_S 86400
#define TOKEN_CHARS 43 /* 32 bytes in base64url */

static int64_t
ends_at(const struct act *act)
{
	return act->now + act->config->request_days * DAY_S;
}

const char *
request_link_until(struct act *act, const char *lang)
{
	return clock_long(act->arena, lang, clock_day_at(ends_at(act)));
}

enum err
request_link_make(struct act *act, int64_t request, const char *purpose,
    const char *email, const char **url)
{
	struct access_link_row row = {
	    .purpose = purpose,
	    .request = request,
	    .email = email,
	    .created_at = act->now,
	    .created_by = act->actor.account,
	    .expires_at = ends_at(act),
	};
	uint8_t random[TOKEN_BYTES];
	const char *token;
	enum err err;

	act->rng->fill(act->rng, random, sizeof(random));
	token = crypt_base64url(act->arena, random, sizeof(random));
	crypt_sha256_one(token, strlen(token), row.hash);
	if ((err = access_links_kill_request(
		 act->registry, request, purpose, act->now)))
		return err;
	if ((err = access_links_insert(act->registry, &row)))
		return err;
	*url = arena_printf(act->arena, "%s/join/%s/%s",
	    act->config->public_url, purpose, token);
	return OK;
}

enum err
request_link_find(struct act *act, const char *token, const char *purpose,
    struct access_link_row *link)
{
	struct access_link_row row;
	uint8_t hash[HASH_BYTES];
	enum err err;

	if (!token || strlen(token) != TOKEN_CHARS)
		return ERR_EXPIRED;
	crypt_sha256_one(token, strlen(token), hash);
	err = access_links_by_hash(act->registry, act->arena, hash, &row);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_EXPIRED : err;
	if (strcmp(row.purpose, purpose) != 0 || !row.request || row.used_at ||
	    row.dead_at || row.expires_at <= act->now)
		return ERR_EXPIRED;
	*link = row;
	return OK;
}

enum err
request_link_end(struct act *act, int64_t request)
{
	enum err err;

	if ((err = access_links_kill_request(
		 act->registry, request, REQUEST_LINK_CONFIRM, act->now)))
		return err;
	return access_links_kill_request(
	    act->registry, request, REQUEST_LINK_COMPLETE, act->now);
}
