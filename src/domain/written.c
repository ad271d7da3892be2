/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/written.h"

#include <string.h>

#include "store/client_writes.h"

static bool
uuid_ok(const char *uuid)
{
	if (!uuid || strlen(uuid) != WRITTEN_UUID_LEN)
		return false;
	for (int i = 0; i < WRITTEN_UUID_LEN; i++) {
		const bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (dash ? uuid[i] != '-'
			 : !strchr("0123456789abcdef", uuid[i]))
			return false;
	}
	return true;
}

enum err
written_open(
    struct written *written, const char *uuid, const char *asked, size_t len)
{
	if (!uuid_ok(uuid))
		return ERR_INVALID;
	written->uuid = uuid;
	crypt_sha256_one(asked, len, written->body);
	return OK;
}

enum err
written_find(
    struct act *act, const struct written *written, const char **answer)
{
	struct client_write row;
	enum err err;

	if ((err = client_writes_find(act->school, act->arena, act->actor.inst,
		 act->actor.person, written->uuid, &row)))
		return err;
	if (memcmp(row.body, written->body, sizeof(row.body)))
		return ERR_MISUSED;
	*answer = row.answer;
	/* The first save may still be waiting for the disk. */
	return db_settle(act->school);
}

enum err
written_keep(struct act *act, const struct written *written, const char *answer)
{
	struct client_write row = {.answer = answer, .at = act->now};
	enum err err;

	memcpy(row.body, written->body, sizeof(row.body));
	err = client_writes_insert(act->school, act->actor.inst,
	    act->actor.person, written->uuid, &row);
	act->answer_kept = !err;
	return err == ERR_EXISTS ? ERR_BUSY : err;
}

const char *
written_uuid(struct act *act)
{
	uint8_t b[16];
	const char *hex;

	act->rng->fill(act->rng, b, sizeof(b));
	b[6] = (uint8_t)((b[6] & 0x0f) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3f) | 0x80);
	hex = crypt_hex(act->arena, b, sizeof(b));
	return arena_printf(act->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex,
	    hex + 8, hex + 12, hex + 16, hex + 20);
}
