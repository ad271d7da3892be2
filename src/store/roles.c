/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/roles.h"

#include "store/days.h"
#include "store/people.h"
#include "store/row.h"

static const struct stmt list STMT = {
    .name = "roles.list",
    .params = "iii",
    .columns = "siIS",
    .sql = "SELECT role, starts_on, ends_on, post FROM person_role"
	   " WHERE inst = $1 AND person = $2"
	   " ORDER BY starts_on DESC, role LIMIT $3",
};

enum err
roles_list(struct db *db, struct arena *arena, int64_t inst, int64_t person,
    struct role_row **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct role_row *got = arena_array(arena, ROLES_MAX, sizeof(*got));
	size_t got_n = 0;
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(person),
		 A_INT(ROLES_MAX))))
		return err;
	while (got_n < ROLES_MAX && !(err = rows_next(&rows)))
		got[got_n++] = (struct role_row){
		    .role = arena_strdup(arena, rows_text(&rows, 0)),
		    .starts_on = rows_int(&rows, 1),
		    .ends_on = days_column(&rows, 2),
		    .post = row_copy(arena, &rows, 3),
		};
	if (err && err != ERR_NOT_FOUND)
		return err;
	*out = got;
	*n = got_n;
	return OK;
}

static const struct stmt add STMT = {
    .name = "roles.add",
    .params = "iisiIS",
    .columns = "",
    .sql = "INSERT INTO person_role (inst, person, role, starts_on, ends_on,"
	   " post) SELECT $1, $2, $3, $4, $5, $6 WHERE NOT EXISTS"
	   " (SELECT 1 FROM person_role WHERE inst = $1 AND person = $2"
	   " AND role = $3 AND starts_on <= $4"
	   " AND (ends_on IS NULL OR ends_on >= $4))",
};

enum err
roles_add(struct db *db, int64_t inst, int64_t person,
    const struct role_row *row, bool *added)
{
	int64_t changed = 0;
	enum err err;

	err = db_run(db, &add, &changed, A_INT(inst), A_INT(person),
	    A_TEXT(row->role), A_INT(row->starts_on), days_arg(row->ends_on),
	    A_TEXT(row->post));
	if (err)
		return err;
	if (added)
		*added = changed == 1;
	return OK;
}

static const struct stmt update STMT = {
    .name = "roles.update",
    .params = "SIiisi",
    .columns = "",
    .sql = "UPDATE person_role SET post = $1, ends_on = $2 WHERE inst = $3"
	   " AND person = $4 AND role = $5 AND starts_on = $6",
};

enum err
roles_update(
    struct db *db, int64_t inst, int64_t person, const struct role_row *row)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &update, &changed, A_TEXT(row->post),
		 days_arg(row->ends_on), A_INT(inst), A_INT(person),
		 A_TEXT(row->role), A_INT(row->starts_on))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt end STMT = {
    .name = "roles.end",
    .params = "iiis",
    .columns = "",
    .sql = "UPDATE person_role SET ends_on = $1 WHERE inst = $2"
	   " AND person = $3 AND role = $4 AND ends_on IS NULL",
};

enum err
roles_end(struct db *db, int64_t inst, int64_t person, const char *role,
    int64_t ends_on)
{
	int64_t changed = 0;
	enum err err;

	if ((err = db_run(db, &end, &changed, A_INT(ends_on), A_INT(inst),
		 A_INT(person), A_TEXT(role))))
		return err;
	return changed ? OK : ERR_NOT_FOUND;
}

static const struct stmt delete STMT = {
    .name = "roles.delete",
    .params = "iisi",
    .columns = "",
    .sql = "DELETE FROM person_role WHERE inst = $1 AND person = $2"
	   " AND role = $3 AND starts_on = $4",
};

enum err
roles_delete(struct db *db, int64_t inst, int64_t person, const char *role,
    int64_t starts_on)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(person),
	    A_TEXT(role), A_INT(starts_on));
}

static const struct stmt people STMT = {
    .name = "roles.people",
    .params = "isii",
    .columns = "i",
    .sql = "SELECT DISTINCT person FROM person_role WHERE inst = $1"
	   " AND role = $2 AND starts_on <= $3"
	   " AND (ends_on IS NULL OR ends_on >= $3)"
	   " ORDER BY person LIMIT $4",
};

enum err
roles_people(struct db *db, struct arena *arena, int64_t inst, const char *role,
    int64_t day, int64_t **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	size_t cap = 256, got_n = 0;
	int64_t *got = arena_array(arena, cap, sizeof(*got));
	enum err err;

	if ((err = db_query(db, &people, &rows, A_INT(inst), A_TEXT(role),
		 A_INT(day), A_INT(PEOPLE_MAX))))
		return err;
	while (!(err = rows_next(&rows))) {
		if (got_n == cap) {
			int64_t *more =
			    arena_array(arena, 2 * cap, sizeof(*more));

			for (size_t i = 0; i < cap; i++)
				more[i] = got[i];
			got = more;
			cap *= 2;
		}
		got[got_n++] = rows_int(&rows, 0);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = got;
	*n = got_n;
	return OK;
}
