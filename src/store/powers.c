/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/powers.h"

static const struct stmt find STMT = {
    .name = "powers.find",
    .params = "iii",
    .columns = "ssss",
    .sql = "SELECT surname, given, patronymic, log_id FROM person"
	   " WHERE inst = $1 AND person = $2 AND merged_into IS NULL"
	   " AND (left_on IS NULL OR left_on >= $3)",
};

/* A class teacher has no row in person_role; a guardian's row there is not
 * enough: without a pupil there is nothing to see. */
static const struct stmt list STMT = {
    .name = "powers.list",
    .params = "iiii",
    .columns = "ss",
    .sql = "SELECT role, detail FROM ("
	   "SELECT role, '' AS detail, starts_on AS ord FROM person_role"
	   " WHERE inst = $1 AND person = $2 AND starts_on <= $3"
	   " AND (ends_on IS NULL OR ends_on >= $3) AND role <> 'guardian'"
	   " UNION ALL"
	   " SELECT 'class_teacher', c.label, c.grade FROM class_teacher t"
	   " JOIN class c ON c.inst = t.inst AND c.class = t.class"
	   " WHERE t.inst = $1 AND t.person = $2 AND t.starts_on <= $3"
	   " AND (t.ends_on IS NULL OR t.ends_on >= $3)"
	   " AND c.removed_at IS NULL"
	   " UNION ALL"
	   " SELECT 'guardian', '', g.pupil FROM guardian g JOIN person p"
	   " ON p.inst = g.inst AND p.person = g.pupil"
	   " WHERE g.inst = $1 AND g.guardian = $2 AND g.restricted = 0"
	   " AND g.ended_at IS NULL AND p.merged_into IS NULL"
	   " AND (p.left_on IS NULL OR p.left_on >= $3)"
	   ") AS held ORDER BY role, ord, detail LIMIT $4",
};

enum err
powers_find(struct db *db, struct arena *arena, int64_t inst, int64_t person,
    int64_t day, struct powers *powers)
{
	AUTO_ROWS struct rows who = {0};
	AUTO_ROWS struct rows rows = {0};
	struct power *held = arena_array(arena, POWERS_MAX, sizeof(*held));
	size_t n = 0;
	enum err err;

	if ((err = db_one(
		 db, &find, &who, A_INT(inst), A_INT(person), A_INT(day))))
		return err;
	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(person),
		 A_INT(day), A_INT(POWERS_MAX))))
		return err;
	while (!(err = rows_next(&rows)) && n < POWERS_MAX)
		held[n++] = (struct power){
		    .role = arena_strdup(arena, rows_text(&rows, 0)),
		    .detail = arena_strdup(arena, rows_text(&rows, 1)),
		};
	if (err && err != ERR_NOT_FOUND)
		return err;
	*powers = (struct powers){
	    .surname = arena_strdup(arena, rows_text(&who, 0)),
	    .given = arena_strdup(arena, rows_text(&who, 1)),
	    .patronymic = arena_strdup(arena, rows_text(&who, 2)),
	    .log_id = arena_strdup(arena, rows_text(&who, 3)),
	    .list = held,
	    .n = n,
	};
	return OK;
}
