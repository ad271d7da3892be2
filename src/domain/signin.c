/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/signin.h"

#include <string.h>

#include "domain/factor.h"
#include "domain/password_pool.h"
#include "domain/throttle.h"
#include "store/accounts.h"

#define DEVICE_CHARS 43

const char *
signin_name(struct arena *arena, const char *typed)
{
	char *name;
	size_t len;

	if (!typed)
		return "";
	typed += strspn(typed, " \t\r\n");
	len = strlen(typed);
	while (len && strchr(" \t\r\n", typed[len - 1]))
		len--;
	if (len > SIGNIN_NAME_BYTES_MAX)
		return "";
	name = arena_strndup(arena, typed, len);
	for (char *p = name; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return name;
}

/* NULL for none or a malformed one. */
static const uint8_t *
device_hash(struct act *act, const char *cookie)
{
	uint8_t *hash = arena_alloc(act->arena, HASH_BYTES);

	if (!cookie || strlen(cookie) != DEVICE_CHARS)
		return NULL;
	crypt_sha256_one(cookie, DEVICE_CHARS, hash);
	return hash;
}

/* Stored hashes get today's parameters when the password is at hand. A full
 * pool is no reason to refuse: there will be another sign-in. */
static enum err
rehash(struct act *act, const struct account_row *row, const char *password)
{
	const char *phc;
	enum err err;

	if (!crypt_password_old(row->password))
		return OK;
	err = password_pool_hash(act->passwords, act->arena, password, &phc);
	if (err)
		return err == ERR_BUSY ? OK : err;
	return accounts_rehash(
	    act->registry, row->account, row->password, phc);
}

/* The one place where a password is compared. */
static enum err
check(struct act *act, const struct throttle_who *who,
    const struct account_row *row, const char *password, int64_t *wait_s)
{
	const bool usable =
	    row && row->password && !strcmp(row->state, "active");
	bool same;
	enum err err;

	if ((err = throttle_ask(act, who, wait_s)))
		return err;
	if (!password || strlen(password) > SIGNIN_PASSWORD_BYTES_MAX)
		password = "";
	if ((err = password_pool_verify(act->passwords, act->arena,
		 usable ? row->password : NULL, password, &same)))
		return err;
	if (!same) {
		if ((err = throttle_failed(act, who)))
			return err;
		return ERR_DENIED;
	}
	return rehash(act, row, password);
}

/* A shared computer keeps nothing: no cookie that outlives the browser and no
 * mark that this person was here. */
static enum err
remember_device(struct act *act, struct throttle_who *who,
    const struct signin *in, struct signin_done *done)
{
	if (in->shared)
		return OK;
	if (!who->device) {
		uint8_t random[TOKEN_BYTES];

		act->rng->fill(act->rng, random, sizeof(random));
		done->device =
		    crypt_base64url(act->arena, random, sizeof(random));
		who->device = device_hash(act, done->device);
	}
	return throttle_passed(act, who);
}

static enum err
begin(struct act *act, const struct signin *in, struct throttle_who *who,
    bool factor, struct signin_done *done)
{
	struct signin_done out = {
	    .needs_factor = factor,
	    .cookie_s = in->shared ? 0 : act->config->session_absolute_s,
	};
	enum err err;

	if ((err = remember_device(act, who, in, &out)))
		return err;
	if (in->old && (err = session_end(act, in->old)))
		return err;
	if ((err = session_begin(act,
		 &(struct session_start){
		     .account = who->account,
		     .shared = in->shared,
		     .half = factor,
		     .agent = session_agent(act->arena, in->user_agent),
		 },
		 &out.cookie)))
		return err;
	*done = out;
	return OK;
}

enum err
signin_password(
    struct act *act, const struct signin *in, struct signin_done *done)
{
	struct throttle_who who = {
	    .name = signin_name(act->arena, in->name),
	    .device = device_hash(act, in->device),
	    .address = in->address ? in->address : "",
	};
	struct account_row row;
	enum err err;

	err = accounts_by_name(act->registry, act->arena, who.name, &row);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err)
		who.account = row.account;
	if ((err = check(act, &who, who.account ? &row : NULL, in->password,
		 &done->wait_s)))
		return err;
	return begin(act, in, &who, row.factor, done);
}

enum err
signin_begin(struct act *act, const struct signin *in, int64_t account,
    bool factor, struct signin_done *done)
{
	struct throttle_who who = {
	    .account = account,
	    .device = device_hash(act, in->device),
	    .address = in->address ? in->address : "",
	};
	struct account_row row;
	enum err err;

	if ((err = accounts_find(act->registry, act->arena, account, &row)))
		return err;
	who.name = row.email ? row.email : row.login ? row.login : "";
	return begin(act, in, &who, factor, done);
}

enum err
signin_code(struct act *act, const struct session *session, const char *code,
    struct signin_done *done)
{
	enum err err;

	if ((err = factor_check(act, session, code, &done->wait_s)))
		return err;
	done->needs_factor = false;
	done->cookie_s = session->shared ? 0 : act->config->session_absolute_s;
	return session_renew(act, session, true, &done->cookie);
}

enum err
signin_check(struct act *act, const struct session *session,
    const struct signin *in, int64_t *wait_s)
{
	struct throttle_who who = {
	    .account = session->account,
	    .device = device_hash(act, in->device),
	    .address = in->address ? in->address : "",
	};
	struct account_row row;
	enum err err;

	if ((err = accounts_find(
		 act->registry, act->arena, session->account, &row)))
		return err;
	who.name = row.email ? row.email : row.login ? row.login : "";
	return check(act, &who, &row, in->password, wait_s);
}

enum err
signin_again(struct act *act, const struct session *session,
    const struct signin *in, const char *code, struct signin_done *done)
{
	enum err err;

	if ((err = signin_check(act, session, in, &done->wait_s)))
		return err;
	if (session->has_factor &&
	    (err = factor_check(act, session, code, &done->wait_s)))
		return err;
	done->needs_factor = false;
	done->cookie_s = session->shared ? 0 : act->config->session_absolute_s;
	return session_renew(act, session, session->has_factor, &done->cookie);
}
