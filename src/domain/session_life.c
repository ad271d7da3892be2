/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions begin, get a new id, are listed and end. */
#include "domain/session.h"

#include "domain/ledger.h"
#include "store/counters.h"
#include "store/sessions.h"

static void
new_secret(struct act *act, uint8_t hash[HASH_BYTES], uint8_t csrf[HASH_BYTES],
    const char **cookie)
{
	uint8_t token[TOKEN_BYTES];

	act->rng->fill(act->rng, token, sizeof(token));
	act->rng->fill(act->rng, csrf, HASH_BYTES);
	crypt_sha256_one(token, sizeof(token), hash);
	*cookie = crypt_base64url(act->arena, token, sizeof(token));
}

static int64_t
idle_s(const struct act *act, bool shared, bool half)
{
	if (half)
		return SESSION_HALF_S;
	return shared ? act->config->shared_idle_s
		      : act->config->session_idle_s;
}

static int64_t
absolute_s(const struct act *act, bool half)
{
	return half ? SESSION_HALF_S : act->config->session_absolute_s;
}

/* Working modes that are really different: a guardian's is one, wherever. */
static size_t
modes_apart(const struct session_mode *modes, size_t n)
{
	size_t apart = 0;
	bool guardian = false;

	for (size_t i = 0; i < n; i++) {
		if (modes[i].role == ROLE_GUARDIAN && guardian)
			continue;
		guardian = guardian || modes[i].role == ROLE_GUARDIAN;
		apart++;
	}
	return apart;
}

static enum err
only_mode(struct act *act, int64_t account, struct session_row *row)
{
	const struct session who = {.account = account};
	struct session_mode *modes;
	size_t n;
	enum err err;

	if ((err = session_modes(act, &who, &modes, &n)))
		return err;
	if (modes_apart(modes, n) != 1)
		return OK;
	row->role = role_name(modes[0].role);
	row->inst = modes[0].inst;
	row->person = modes[0].person;
	return OK;
}

enum err
session_begin(
    struct act *act, const struct session_start *start, const char **cookie)
{
	struct session_row row = {
	    .account = start->account,
	    .created_at = act->now,
	    .seen_at = act->now,
	    .fresh_at = act->now,
	    .idle_s = idle_s(act, start->shared, start->half),
	    .ends_at = act->now + absolute_s(act, start->half),
	    .shared = start->shared,
	    .passed = start->half     ? SESSION_HALF
		      : start->factor ? SESSION_FACTOR
				      : SESSION_PASSWORD,
	    .agent = start->agent ? start->agent : "",
	};
	const char *secret;
	enum err err;

	if ((err = only_mode(act, start->account, &row)))
		return err;
	new_secret(act, row.hash, row.csrf, &secret);
	if ((err = db_begin_write(act->registry)))
		return err;
	if ((err = counters_next(act->registry, 0, "session", &row.session)) ||
	    (err = sessions_insert(act->registry, &row)) ||
	    (err = sessions_sweep(act->registry, act->now)) ||
	    (err = db_commit(act->registry))) {
		db_rollback(act->registry);
		return err;
	}
	*cookie = secret;
	return OK;
}

enum err
session_renew(struct act *act, const struct session *session, bool factor,
    const char **cookie)
{
	struct session_row row = {
	    .session = session->id,
	    .seen_at = act->now,
	    .fresh_at = act->now,
	    .idle_s = idle_s(act, session->shared, false),
	    .ends_at = act->now + absolute_s(act, false),
	    .shared = session->shared,
	    .passed = factor ? SESSION_FACTOR : SESSION_PASSWORD,
	};
	const char *secret;
	enum err err;

	new_secret(act, row.hash, row.csrf, &secret);
	if ((err = sessions_renew(act->registry, &row)))
		return err;
	*cookie = secret;
	return OK;
}

enum err
session_end(struct act *act, const struct session *session)
{
	enum err err =
	    sessions_end(act->registry, session->account, session->id);

	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- list and end -------------------------------------------------------- */

enum err
session_list(struct act *act, const struct session *session,
    struct session_seen **list, size_t *n)
{
	struct session_row *rows;
	struct session_seen *seen;
	size_t got, live = 0;
	enum err err;

	if ((err = sessions_list(
		 act->registry, act->arena, session->account, &rows, &got)))
		return err;
	seen = arena_array(act->arena, got, sizeof(*seen));
	for (size_t i = 0; i < got; i++) {
		if (act->now >= rows[i].ends_at ||
		    act->now - rows[i].seen_at >= rows[i].idle_s)
			continue;
		seen[live++] = (struct session_seen){
		    .id = rows[i].session,
		    .created_at = rows[i].created_at,
		    .seen_at = rows[i].seen_at,
		    .current = rows[i].session == session->id,
		    .shared = rows[i].shared == 1,
		    .agent = rows[i].agent,
		};
	}
	*list = seen;
	*n = live;
	return OK;
}

/* Somebody who throws a thief out leaves a trace of when that was. */
static enum err
ended_event(struct act *act, const struct session *session)
{
	return ledger_append(act,
	    &(struct event){
		.kind = EVENT_REGISTRY,
		.object =
		    arena_printf(act->arena, "access/%s", session->log_id),
		.new = "sessions_ended",
		.prev = -1,
	    },
	    NULL);
}

enum err
session_end_one(struct act *act, const struct session *session, int64_t id)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = sessions_end(act->registry, session->account, id)))
		return err;
	if ((err = ended_event(act, session)))
		return err;
	return act_commit(act);
}

static enum err
end_all_but(struct act *act, const struct session *session, int64_t except)
{
	AUTO_ROLLBACK struct act *tx = NULL;
	struct act own = *act;
	enum err err;

	/* Also from a page of a school: the registry's log knows the account
	 * under another pseudonym. */
	session_act_as_account(&own, session);
	tx = &own;
	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = sessions_end_all(act->registry, session->account, except)))
		return err;
	if ((err = ended_event(&own, session)))
		return err;
	return act_commit(&own);
}

enum err
session_end_others(struct act *act, const struct session *session)
{
	return end_all_but(act, session, session->id);
}

enum err
session_end_all(struct act *act, const struct session *session)
{
	return end_all_but(act, session, 0);
}
