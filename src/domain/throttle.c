/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/throttle.h"

#include <arpa/inet.h>
#include <string.h>

#include "domain/installation.h"
#include "store/devices.h"
#include "store/throttles.h"

#define WINDOW_S 3600	   /* failures of an hour ago are forgotten */
#define KEEP_S (24 * 3600) /* rows older than this are swept */

#define DEVICE_FREE 5
#define DEVICE_CAP_S 60
#define NAME_FREE 5
#define NAME_CAP_S 60
/* On the first of September a school has this many slips of the finger. */
#define ADDRESS_FREE 100
#define ADDRESS_CAP_S 60

/* Keys are keyed hashes: without the installation's secret nobody can find
 * out by trying which address or name a row is of. */
static enum err
make_key(struct act *act, const char *what, const char *a, const char *b,
    const char **key)
{
	uint8_t secret[HASH_BYTES], mac[HASH_BYTES];
	const char *text =
	    arena_printf(act->arena, "throttle\n%s\n%s\n%s", what, a, b);
	enum err err;

	if ((err = installation_secret(act, secret)))
		return err;
	crypt_hmac_sha256(secret, sizeof(secret), text, strlen(text), mac);
	*key = crypt_base64url(act->arena, mac, sizeof(mac));
	return OK;
}

const char *
throttle_address(struct arena *arena, const char *address)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr net;

	if (!address)
		return "";
	if (inet_pton(AF_INET6, address, &net) != 1 ||
	    IN6_IS_ADDR_V4MAPPED(&net))
		return address;
	memset(net.s6_addr + 8, 0, 8);
	inet_ntop(AF_INET6, &net, text, sizeof(text));
	return arena_printf(arena, "%s/64", text);
}

static int64_t
delay_s(int64_t failures, int64_t free, int64_t cap_s)
{
	int64_t s = 1;

	for (int64_t n = free; n < failures && s < cap_s; n++)
		s *= 2;
	if (failures <= free)
		return 0;
	return s < cap_s ? s : cap_s;
}

static int64_t
wait_of(const struct act *act, const struct throttle_row *row)
{
	return row->until_at > act->now ? row->until_at - act->now : 0;
}

static enum err
wait_for(struct act *act, const char *key, int64_t *wait_s)
{
	struct throttle_row row;
	enum err err;

	if ((err = throttles_find(act->registry, key, &row)))
		return err;
	if (wait_of(act, &row) > *wait_s)
		*wait_s = wait_of(act, &row);
	return OK;
}

struct keys {
	bool known;
	const char *device, *name, *address, *name_here;
};

static enum err
find_keys(struct act *act, const struct throttle_who *who, struct keys *keys)
{
	const char *address = throttle_address(act->arena, who->address);
	const char *device = "";
	enum err err;

	keys->known = false;
	if (who->device) {
		device = crypt_hex(act->arena, who->device, HASH_BYTES);
		/* Asked for unknown names too: the same work either way. */
		if ((err = devices_known(act->registry, who->device,
			 who->account, &keys->known)))
			return err;
	}
	if ((err = make_key(act, "device", who->name, device, &keys->device)))
		return err;
	if ((err = make_key(act, "name", who->name, "", &keys->name)))
		return err;
	if ((err = make_key(act, "address", address, "", &keys->address)))
		return err;
	return make_key(act, "name_here", address, who->name, &keys->name_here);
}

enum err
throttle_ask(struct act *act, const struct throttle_who *who, int64_t *wait_s)
{
	int64_t wait = 0;
	struct keys keys;
	enum err err;

	if ((err = find_keys(act, who, &keys)))
		return err;
	if (keys.known)
		err = wait_for(act, keys.device, &wait);
	else if (!(err = wait_for(act, keys.name, &wait)))
		err = wait_for(act, keys.address, &wait);
	if (err)
		return err;
	if (wait == 0)
		return OK;
	*wait_s = wait;
	return ERR_LIMIT;
}

/* One failure more. *first tells that the last one, if any, is forgotten. */
static enum err
count(
    struct act *act, const char *key, int64_t free, int64_t cap_s, bool *first)
{
	struct throttle_row row;
	enum err err;

	if ((err = throttles_find(act->registry, key, &row)))
		return err;
	if (act->now - row.changed_at > WINDOW_S)
		row.failures = 0;
	*first = row.failures == 0;
	row.failures++;
	row.until_at = act->now + delay_s(row.failures, free, cap_s);
	row.changed_at = act->now;
	return throttles_set(act->registry, key, &row);
}

static enum err
count_stranger(struct act *act, const struct keys *keys)
{
	bool first, new_here;
	enum err err;

	if ((err = count(act, keys->name, NAME_FREE, NAME_CAP_S, &first)))
		return err;
	if ((err = count(act, keys->name_here, 0, 0, &new_here)))
		return err;
	/* The same name failing again from here says nothing new. */
	if (!new_here)
		return OK;
	return count(act, keys->address, ADDRESS_FREE, ADDRESS_CAP_S, &first);
}

enum err
throttle_failed(struct act *act, const struct throttle_who *who)
{
	struct keys keys;
	bool first;
	enum err err;

	if ((err = find_keys(act, who, &keys)))
		return err;
	if ((err = db_begin_write(act->registry)))
		return err;
	if (keys.known)
		err =
		    count(act, keys.device, DEVICE_FREE, DEVICE_CAP_S, &first);
	else
		err = count_stranger(act, &keys);
	if (!err)
		err = throttles_sweep(act->registry, act->now - KEEP_S);
	if (!err)
		err = db_commit(act->registry);
	if (err)
		db_rollback(act->registry);
	return err;
}

/* What strangers have counted up stays: a success of the owner must not give
 * them their free tries again. */
enum err
throttle_passed(struct act *act, const struct throttle_who *who)
{
	struct keys keys;
	enum err err;

	if (!who->device)
		return OK;
	if ((err = find_keys(act, who, &keys)))
		return err;
	if ((err = throttles_clear(act->registry, keys.device)))
		return err;
	return devices_add(act->registry, who->device, who->account, act->now);
}

enum err
throttle_count(struct act *act, const char *what, const char *key_of,
    int64_t free, int64_t cap_s, int64_t *wait_s)
{
	struct throttle_row row;
	const char *key;
	bool first;
	enum err err;

	if ((err = make_key(act, what, key_of, "", &key)))
		return err;
	if ((err = db_begin_write(act->registry)))
		return err;
	err = throttles_find(act->registry, key, &row);
	if (!err && wait_of(act, &row)) {
		db_rollback(act->registry);
		*wait_s = wait_of(act, &row);
		return ERR_LIMIT;
	}
	if (!err)
		err = count(act, key, free, cap_s, &first);
	if (!err)
		err = db_commit(act->registry);
	if (err)
		db_rollback(act->registry);
	return err;
}

enum err
throttle_waits(
    struct act *act, const char *what, const char *key_of, int64_t *wait_s)
{
	int64_t wait = 0;
	const char *key;
	enum err err;

	if ((err = make_key(act, what, key_of, "", &key)))
		return err;
	if ((err = wait_for(act, key, &wait)))
		return err;
	if (wait == 0)
		return OK;
	*wait_s = wait;
	return ERR_LIMIT;
}

enum err
throttle_reset(struct act *act, const char *what, const char *key_of)
{
	const char *key;
	enum err err;

	if ((err = make_key(act, what, key_of, "", &key)))
		return err;
	return throttles_clear(act->registry, key);
}
