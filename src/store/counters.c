/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/counters.h"

#include <assert.h>

static const struct stmt take STMT = {
	.name = "counters.take", .params = "isi", .columns = "i",
	.sql = "INSERT INTO counter (inst, name, value) VALUES ($1, $2, $3)"
	       " ON CONFLICT (inst, name)"
	       " DO UPDATE SET value = counter.value + EXCLUDED.value"
	       " RETURNING value",
};

enum err
counters_take(struct db *db, int64_t inst, const char *name, int64_t n,
    int64_t *first)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	assert(db_in_transaction(db) && n > 0);
	if ((err = db_one(db, &take, &rows, A_INT(inst), A_TEXT(name),
		 A_INT(n))))
		return err;
	*first = rows_int(&rows, 0) - n + 1;
	return OK;
}

enum err
counters_next(struct db *db, int64_t inst, const char *name, int64_t *value)
{
	return counters_take(db, inst, name, 1, value);
}
