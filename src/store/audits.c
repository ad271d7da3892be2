/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/audits.h"

#include "store/row.h"

static const struct stmt marks STMT = {
    .name = "audits.marks",
    .params = "iiiii",
    .columns = "iiiiS",
    .sql = "SELECT journal, col, pupil, seq, value FROM mark"
	   " WHERE inst = $1 AND (journal, col, pupil) > ($2, $3, $4)"
	   " ORDER BY journal, col, pupil LIMIT $5",
};

static const struct stmt attendance STMT = {
    .name = "audits.attendance",
    .params = "iiiii",
    .columns = "iiiis",
    .sql = "SELECT journal, lesson, pupil, seq, state FROM attendance"
	   " WHERE inst = $1 AND (journal, lesson, pupil) > ($2, $3, $4)"
	   " ORDER BY journal, lesson, pupil LIMIT $5",
};

static enum err
list(struct db *db, const struct stmt *stmt, struct arena *arena, int64_t inst,
    const struct audit_cell *after, size_t n, struct audit_cell *out,
    size_t *got)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;
	size_t i;

	if ((err = db_query(db, stmt, &rows, A_INT(inst), A_INT(after->journal),
		 A_INT(after->unit), A_INT(after->pupil), A_INT((int64_t)n))))
		return err;
	for (i = 0; i < n && !(err = rows_next(&rows)); i++)
		out[i] = (struct audit_cell){
		    .journal = rows_int(&rows, 0),
		    .unit = rows_int(&rows, 1),
		    .pupil = rows_int(&rows, 2),
		    .seq = rows_int(&rows, 3),
		    .value = row_copy(arena, &rows, 4),
		};
	if (err != OK && err != ERR_NOT_FOUND)
		return err;
	*got = i;
	return OK;
}

enum err
audits_marks(struct db *db, struct arena *arena, int64_t inst,
    const struct audit_cell *after, size_t n, struct audit_cell *out,
    size_t *got)
{
	return list(db, &marks, arena, inst, after, n, out, got);
}

enum err
audits_attendance(struct db *db, struct arena *arena, int64_t inst,
    const struct audit_cell *after, size_t n, struct audit_cell *out,
    size_t *got)
{
	return list(db, &attendance, arena, inst, after, n, out, got);
}
