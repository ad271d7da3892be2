/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/statistics.h"

#include "store/list.h"

static const struct stmt published STMT = {
    .name = "statistics.published",
    .params = "i",
    .columns = "ssiii",
    .sql = "SELECT region, kind, registered, active, published_at"
	   " FROM published_statistic ORDER BY region, kind LIMIT $1",
};

enum err
statistics_published(
    struct db *db, struct arena *arena, struct statistic **out, size_t *n)
{
	struct list list = {.arena = arena, .size = sizeof(**out)};
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &published, &rows, A_INT(STATISTICS_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct statistic *s = list_add(&list);

		*s = (struct statistic){
		    .region = arena_strdup(arena, rows_text(&rows, 0)),
		    .kind = arena_strdup(arena, rows_text(&rows, 1)),
		    .registered = rows_int(&rows, 2),
		    .active = rows_int(&rows, 3),
		    .published_at = rows_int(&rows, 4),
		};
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct statistic *)list.p;
	*n = list.n;
	return OK;
}
