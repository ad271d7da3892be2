/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/request_steps.h"

#include "store/days.h"
#include "store/list.h"
#include "store/row.h"

static const struct stmt next STMT = {
    .name = "request_steps.next",
    .params = "i",
    .columns = "i",
    .sql = "SELECT coalesce(max(ord), 0) + 1 FROM request_history"
	   " WHERE request = $1",
};
static const struct stmt add STMT = {
    .name = "request_steps.add",
    .params = "iiiIsSSS",
    .columns = "",
    .sql = "INSERT INTO request_history (request, ord, at, account, act,"
	   " old_state, new_state, note)"
	   " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
};

enum err
request_steps_add(
    struct db *db, int64_t request, const struct request_step *step)
{
	int64_t ord;
	enum err err;

	{
		AUTO_ROWS struct rows rows = {0};

		if ((err = db_one(db, &next, &rows, A_INT(request))))
			return err;
		ord = rows_int(&rows, 0);
	}
	return db_run(db, &add, NULL, A_INT(request), A_INT(ord),
	    A_INT(step->at), days_arg_zero(step->account), A_TEXT(step->act),
	    A_TEXT(step->old_state), A_TEXT(step->new_state),
	    A_TEXT(step->note));
}

static const struct stmt list STMT = {
    .name = "request_steps.list",
    .params = "ii",
    .columns = "iiIssSSS",
    .sql = "SELECT s.ord, s.at, s.account, coalesce(a.name, ''), s.act,"
	   " s.old_state, s.new_state, s.note FROM request_history s"
	   " LEFT JOIN account a ON a.account = s.account"
	   " WHERE s.request = $1 ORDER BY s.ord DESC LIMIT $2",
};

enum err
request_steps_list(struct db *db, struct arena *arena, int64_t request,
    struct request_step **out, size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(**out)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(request), A_INT(REQUEST_STEPS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct request_step *step = list_add(&all);

		*step = (struct request_step){
		    .ord = rows_int(&rows, 0),
		    .at = rows_int(&rows, 1),
		    .account = rows_int(&rows, 2),
		    .who = row_copy(arena, &rows, 3),
		    .act = row_copy(arena, &rows, 4),
		    .old_state = row_copy(arena, &rows, 5),
		    .new_state = row_copy(arena, &rows, 6),
		    .note = row_copy(arena, &rows, 7),
		};
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct request_step *)all.p;
	*n = all.n;
	return OK;
}

static const struct stmt reviewed STMT = {
    .name = "request_steps.reviewed",
    .params = "ii",
    .columns = "i",
    .sql = "SELECT count(*) FROM request_history WHERE request = $1"
	   " AND account = $2"
	   " AND act IN ('taken', 'edited', 'returned', 'passed')",
};

enum err
request_steps_reviewed(
    struct db *db, int64_t request, int64_t account, bool *did)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &reviewed, &rows, A_INT(request), A_INT(account))))
		return err;
	*did = rows_int(&rows, 0) > 0;
	return OK;
}
