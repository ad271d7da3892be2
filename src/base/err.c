/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/err.h"

static const char *const names[ERR_COUNT] = {
	[OK] = "ok",
	[ERR_NOT_FOUND] = "not_found",
	[ERR_DENIED] = "denied",
	[ERR_INVALID] = "invalid",
	[ERR_CONFLICT] = "conflict",
	[ERR_EXISTS] = "exists",
	[ERR_EXPIRED] = "expired",
	[ERR_LIMIT] = "limit",
	[ERR_BUSY] = "busy",
	[ERR_SIGN_IN] = "sign_in",
	[ERR_MISUSED] = "misused",
	[ERR_IO] = "io",
	[ERR_DB] = "db",
	[ERR_CORRUPT] = "corrupt",
	[ERR_AGAIN] = "again",
	[ERR_UNSURE] = "unsure",
};

const char *
err_name(enum err err)
{
	if (err < 0 || err >= ERR_COUNT)
		return "unknown";
	return names[err];
}
