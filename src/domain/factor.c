/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/factor.h"

#include <string.h>

#include "domain/access_event.h"
#include "domain/codes.h"
#include "domain/installation.h"
#include "domain/throttle.h"
#include "store/factors.h"

#define TRIES_FREE 5
#define TRIES_CAP_S 300
#define TOTP_DIGITS 6
#define TOTP_STEP_S 30
#define ISSUER "E-Journal"

static struct factor_offer
offer_of(struct act *act, const struct session *session,
    const uint8_t secret[FACTOR_SECRET_BYTES])
{
	const char *text =
	    crypt_base32(act->arena, secret, FACTOR_SECRET_BYTES);

	return (struct factor_offer){
	    .secret = text,
	    .uri = arena_printf(act->arena,
		"otpauth://totp/" ISSUER ":%s?secret=%s&issuer=" ISSUER,
		session->email, text),
	};
}

/* A session left open must not become somebody else's account: the thief's
 * telephone would keep the owner out. */
static bool
stale(struct act *act, const struct session *session)
{
	return act->now - session->fresh_at > SESSION_FRESH_S;
}

/* The secret that waits for its first code. */
static const uint8_t *
waiting(const struct factor_row *row)
{
	if (!row->confirmed_at)
		return row->secret;
	return row->has_next ? row->next : NULL;
}

enum err
factor_offer(
    struct act *act, const struct session *session, struct factor_offer *offer)
{
	uint8_t secret[FACTOR_SECRET_BYTES];
	struct factor_row row;
	enum err err;

	if (stale(act, session))
		return ERR_SIGN_IN;
	err = factors_find(act->registry, session->account, &row);
	if (err && err != ERR_NOT_FOUND)
		return err;
	/* The page may be reloaded: the same secret until it is confirmed. */
	if (!err && waiting(&row)) {
		*offer = offer_of(act, session, waiting(&row));
		return OK;
	}
	act->rng->fill(act->rng, secret, sizeof(secret));
	if ((err = factors_begin(act->registry, session->account, secret)))
		return err;
	*offer = offer_of(act, session, secret);
	return OK;
}

static enum err
make_codes(struct act *act, int64_t account, const char *const **out)
{
	const char **codes =
	    arena_array(act->arena, FACTOR_RECOVERY_CODES, sizeof(*codes));
	enum err err;

	if ((err = factors_remove_codes(act->registry, account)))
		return err;
	for (size_t i = 0; i < FACTOR_RECOVERY_CODES; i++) {
		const char *code = codes_make(act);
		uint8_t hash[HASH_BYTES];

		codes_hash("recovery", account, code, hash);
		if ((err = factors_add_code(act->registry, account, hash)))
			return err;
		codes[i] = codes_grouped(act->arena, code);
	}
	*out = codes;
	return OK;
}

/* Spaces inside "123 456" are how telephones show it. */
static const char *
digits_only(struct arena *arena, const char *typed)
{
	struct buf b;

	buf_init(&b, arena, 16);
	for (; *typed && b.len <= TOTP_DIGITS; typed++)
		if (*typed != ' ')
			buf_addc(&b, *typed);
	return b.p;
}

static enum err
limit(struct act *act, const struct session *session, int64_t *wait_s)
{
	return throttle_count(
	    act, "factor", session->log_id, TRIES_FREE, TRIES_CAP_S, wait_s);
}

enum err
factor_confirm(struct act *act, const struct session *session, const char *code,
    const char *const **recovery, const char **cookie)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct factor_row row;
	const char *const *codes;
	int64_t step, wait_s;
	enum err err;

	/* Who has seen the secret was fresh then, and may have needed a while
	 * to find an app. */
	if (session->has_factor && stale(act, session))
		return ERR_SIGN_IN;
	if ((err = limit(act, session, &wait_s)))
		return err;
	if ((err = factors_find(act->registry, session->account, &row)))
		return err;
	if (!waiting(&row))
		return ERR_EXISTS;
	if (!crypt_totp_verify(waiting(&row), FACTOR_SECRET_BYTES,
		digits_only(act->arena, code), act->now, 0, &step))
		return ERR_DENIED;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = factors_confirm(
		 act->registry, session->account, step, act->now)))
		return err;
	if ((err = make_codes(act, session->account, &codes)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, session->log_id, "factor_set")))
		return err;
	if ((err = session_renew(act, session, true, cookie)))
		return err;
	/* Before the commit: what is shown only once must not be lost to a
	 * fault after it. */
	if ((err = throttle_reset(act, "factor", session->log_id)))
		return err;
	if ((err = act_commit(act)))
		return err;
	*recovery = codes;
	return OK;
}

enum err
factor_new_codes(struct act *act, const struct session *session,
    const char *const **recovery)
{
	AUTO_ROLLBACK struct act *tx = act;
	const char *const *codes;
	enum err err;

	if (!session->has_factor)
		return ERR_DENIED;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = make_codes(act, session->account, &codes)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, session->log_id, "recovery_codes_made")))
		return err;
	if ((err = act_commit(act)))
		return err;
	*recovery = codes;
	return OK;
}

enum err
factor_codes_left(struct act *act, const struct session *session, int64_t *n)
{
	return factors_codes_left(act->registry, session->account, n);
}

static enum err
role_needs_it(struct act *act, const struct session *session, bool *needed)
{
	struct session_mode *modes;
	size_t n;
	enum err err;

	if ((err = session_modes(act, session, &modes, &n)))
		return err;
	*needed = false;
	for (size_t i = 0; i < n; i++)
		*needed = *needed || (modes[i].role & ROLES_FACTOR);
	return OK;
}

enum err
factor_remove(struct act *act, const struct session *session)
{
	AUTO_ROLLBACK struct act *tx = act;
	bool needed;
	enum err err;

	if ((err = role_needs_it(act, session, &needed)))
		return err;
	if (needed || !session->has_factor)
		return ERR_DENIED;
	session_act_as_account(act, session);
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = factors_remove(act->registry, session->account)))
		return err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, session->log_id, "factor_removed")))
		return err;
	return act_commit(act);
}

static enum err
check_totp(struct act *act, const struct session *session, const char *code)
{
	struct factor_row row;
	int64_t step;
	enum err err;

	if ((err = factors_find(act->registry, session->account, &row)))
		return err == ERR_NOT_FOUND ? ERR_DENIED : err;
	if (!row.confirmed_at ||
	    !crypt_totp_verify(row.secret, sizeof(row.secret),
		digits_only(act->arena, code), act->now, row.last_step, &step))
		return ERR_DENIED;
	err = factors_use(act->registry, session->account, step);
	return err == ERR_EXPIRED ? ERR_DENIED : err;
}

static enum err
check_recovery(
    struct act *act, const struct session *session, const char *typed)
{
	AUTO_ROLLBACK struct act *tx = act;
	uint8_t hash[HASH_BYTES];
	const char *code;
	enum err err;

	if (codes_read(act->arena, typed, &code))
		return ERR_DENIED;
	codes_hash("recovery", session->account, code, hash);
	if ((err = act_begin_registry(tx)))
		return err;
	err = factors_use_code(act->registry, session->account, hash, act->now);
	if (err)
		return err == ERR_NOT_FOUND ? ERR_DENIED : err;
	if ((err = access_event(
		 act, EVENT_REGISTRY, session->log_id, "recovery_code_used")))
		return err;
	return act_commit(act);
}

enum err
factor_check(struct act *act, const struct session *session, const char *code,
    int64_t *wait_s)
{
	enum err err;

	if (!code)
		return ERR_DENIED;
	if ((err = limit(act, session, wait_s)))
		return err;
	session_act_as_account(act, session);
	err = check_totp(act, session, code);
	if (err == ERR_DENIED)
		err = check_recovery(act, session, code);
	if (err)
		return err;
	return throttle_reset(act, "factor", session->log_id);
}

enum err
factor_demo_code(
    struct act *act, const struct session *session, const char **code)
{
	struct factor_row row;
	int64_t at = act->now;
	enum err err;

	if (!act->config->demo || !installation_is_demo(act))
		return ERR_DENIED;
	if ((err = factors_find(act->registry, session->account, &row)))
		return err;
	/* A newcomer signs in as several people within half a minute; the
	 * step after the present one is accepted as well. */
	if (at / TOTP_STEP_S <= row.last_step)
		at += TOTP_STEP_S;
	*code = crypt_totp_code(act->arena, row.secret, sizeof(row.secret), at);
	return OK;
}
