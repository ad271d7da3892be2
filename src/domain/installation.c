/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/installation.h"

#include <string.h>

#include "base/text.h"
#include "domain/ledger.h"
#include "store/settings.h"

enum err
installation_secret(struct act *act, uint8_t secret[HASH_BYTES])
{
	const char *hex;
	uint8_t *bytes;
	size_t len;
	enum err err;

	if ((err = settings_registry(
		 act->registry, act->arena, SETTING_SECRET, &hex)))
		return err;
	if (crypt_unhex(act->arena, hex, &bytes, &len) || len != HASH_BYTES)
		return ERR_CORRUPT;
	memcpy(secret, bytes, HASH_BYTES);
	return OK;
}

enum err
installation_init(struct act *act, bool demo)
{
	AUTO_ROLLBACK struct act *tx = act;
	uint8_t secret[HASH_BYTES];
	const char *old;
	enum err err;

	if ((err = act_begin_registry(act)))
		return err;
	err = settings_registry(
	    act->registry, act->arena, SETTING_SECRET, &old);
	if (err != ERR_NOT_FOUND)
		return err;
	act->rng->fill(act->rng, secret, sizeof(secret));
	if ((err = settings_set_registry(act->registry, SETTING_SECRET,
		 crypt_hex(act->arena, secret, sizeof(secret)))))
		return err;
	if ((err = settings_set_registry(
		 act->registry, SETTING_ICU, text_icu_version())))
		return err;
	if (demo && (err = settings_set_registry(
			 act->registry, SETTING_DEMO, "1")))
		return err;
	if ((err = ledger_append(act, &(struct event){
		     .kind = EVENT_SETTINGS,
		     .object = "setting/installation",
		     .new = demo ? "demo" : "init",
		     .prev = -1}, NULL)))
		return err;
	return act_commit(tx);
}

bool
installation_is_demo(struct act *act)
{
	const char *value;

	return !settings_registry(
		   act->registry, act->arena, SETTING_DEMO, &value) &&
	       !strcmp(value, "1");
}

enum err
installation_ready(struct act *act)
{
	const char *value;

	return settings_registry(
	    act->registry, act->arena, SETTING_SECRET, &value);
}
