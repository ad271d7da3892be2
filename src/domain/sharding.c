/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/sharding.h"

#include <string.h>

#include "domain/installation.h"
#include "domain/ledger.h"

#define SCHEMA "schema:"
#define WORD "abcdefghijklmnopqrstuvwxyz0123456789_"

static bool
is_shard_url(const char *url)
{
	const char *name = url + strlen(SCHEMA);

	if (strncmp(url, SCHEMA, strlen(SCHEMA)) != 0)
		return *url && config_is_database_url(url);
	return *name && strspn(name, WORD) == strlen(name) &&
	       strcmp(name, "public") != 0;
}

static enum err
tell(struct act *act, int64_t shard, const char *old, const char *new)
{
	if (installation_ready(act))
		return OK;
	return ledger_append(act,
	    &(struct event){
		.kind = EVENT_SETTINGS,
		.object = arena_printf(
		    act->arena, "setting/shard.%lld", (long long)shard),
		.old = old,
		.new = new,
		.prev = -1,
	    },
	    NULL);
}

enum err
sharding_add(
    struct act *act, const char *url, const char *owner_url, int64_t *shard)
{
	AUTO_ROLLBACK struct act *tx = act;
	const struct db_place place = db_place_of(act->config);
	struct shard row = {.url = url,
	    .owner_url = owner_url,
	    .state = "open",
	    .added_at = act->now};
	enum err err;

	if (act->actor.role != ROLE_SYSTEM)
		return ERR_DENIED;
	if (db_place_is_files(&place) || !is_shard_url(url) ||
	    (owner_url && !config_is_database_url(owner_url)))
		return ERR_INVALID;
	err = shards_by_url(act->registry, act->arena, url, &row);
	if (err != ERR_NOT_FOUND)
		return err ? err : ERR_EXISTS;
	if ((err = db_shard_make(&place, url, owner_url)) ||
	    (err = act_begin_registry(tx)) ||
	    (err = shards_insert(act->registry, &row)) ||
	    (err = tell(act, row.shard, NULL, "open")) ||
	    (err = act_commit(act)))
		return err;
	*shard = row.shard;
	return OK;
}

enum err
sharding_first(struct act *act)
{
	struct shard *rows;
	int64_t shard;
	size_t n;
	enum err err;

	if (!*act->config->database_url)
		return OK;
	if ((err = shards_list(act->registry, act->arena, &rows, &n)) || n)
		return err;
	return sharding_add(act, SHARDING_FIRST, NULL, &shard);
}

enum err
sharding_close(struct act *act, int64_t shard)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct shard row;
	enum err err;

	if (act->actor.role != ROLE_SYSTEM)
		return ERR_DENIED;
	if ((err = act_begin_registry(tx)) ||
	    (err = shards_find(act->registry, act->arena, shard, &row)))
		return err;
	if (!strcmp(row.state, "closed"))
		return OK;
	if ((err = shards_set_state(act->registry, shard, "closed")) ||
	    (err = tell(act, shard, row.state, "closed")))
		return err;
	return act_commit(act);
}

enum err
sharding_list(struct act *act, struct shard **shards, size_t *n)
{
	if (act->actor.role != ROLE_SYSTEM)
		return ERR_DENIED;
	return shards_list(act->registry, act->arena, shards, n);
}
