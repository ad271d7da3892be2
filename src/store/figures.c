/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/figures.h"

static const struct stmt read STMT = {
    .name = "figures.read",
    .params = "i",
    .columns = "iiiii",
    .sql = "SELECT"
	   " (SELECT count(*) FROM institution WHERE state = 'active'),"
	   " (SELECT count(*) FROM institution WHERE state = 'invited'),"
	   " (SELECT count(*) FROM institution WHERE state = 'closed'),"
	   " (SELECT count(*) FROM account),"
	   " (SELECT count(*) FROM session WHERE seen_at >= $1)",
};

enum err
figures_read(struct db *db, int64_t since, struct figures *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &read, &rows, A_INT(since))))
		return err;
	*out = (struct figures){
	    .active = rows_int(&rows, 0),
	    .invited = rows_int(&rows, 1),
	    .closed = rows_int(&rows, 2),
	    .accounts = rows_int(&rows, 3),
	    .sessions = rows_int(&rows, 4),
	};
	return OK;
}
