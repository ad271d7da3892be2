/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/institute_roles.h"

static enum err
read_all(struct rows *rows, struct arena *arena,
    struct institute_role_row **out, size_t *n)
{
	struct institute_role_row *all =
	    arena_array(arena, INSTITUTE_ROLES_MAX, sizeof(*all));
	size_t got = 0;
	enum err err;

	while (!(err = rows_next(rows)) && got < INSTITUTE_ROLES_MAX) {
		const char *email = rows_text(rows, 5);

		all[got++] = (struct institute_role_row){
		    .account = rows_int(rows, 0),
		    .role = arena_strdup(arena, rows_text(rows, 1)),
		    .starts_on = rows_int(rows, 2),
		    .ends_on = rows_int(rows, 3),
		    .name = arena_strdup(arena, rows_text(rows, 4)),
		    .email = arena_strdup(arena, email ? email : ""),
		    .state = arena_strdup(arena, rows_text(rows, 6)),
		};
	}
	if (err && err != ERR_NOT_FOUND)
		return err;
	*out = all;
	*n = got;
	return OK;
}

static const struct stmt of STMT = {
    .name = "institute_roles.of",
    .params = "iii",
    .columns = "isiIsSs",
    .sql = "SELECT r.account, r.role, r.starts_on, r.ends_on, a.name,"
	   " a.email, a.state FROM institute_role r JOIN account a"
	   " ON a.account = r.account WHERE r.account = $1"
	   " AND r.starts_on <= $2"
	   " AND (r.ends_on IS NULL OR r.ends_on >= $2)"
	   " ORDER BY r.role LIMIT $3",
};

enum err
institute_roles_of(struct db *db, struct arena *arena, int64_t account,
    int64_t day, struct institute_role_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &of, &rows, A_INT(account), A_INT(day),
		 A_INT(INSTITUTE_ROLES_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt list STMT = {
    .name = "institute_roles.list",
    .params = "ii",
    .columns = "isiIsSs",
    .sql = "SELECT r.account, r.role, r.starts_on, r.ends_on, a.name,"
	   " a.email, a.state FROM institute_role r JOIN account a"
	   " ON a.account = r.account"
	   " ORDER BY CASE WHEN r.ends_on IS NULL OR r.ends_on >= $1"
	   " THEN 0 ELSE 1 END, a.name, r.account, r.role LIMIT $2",
};

enum err
institute_roles_list(struct db *db, struct arena *arena, int64_t day,
    struct institute_role_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(day), A_INT(INSTITUTE_ROLES_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt add STMT = {
    .name = "institute_roles.add",
    .params = "isi",
    .columns = "",
    .sql = "INSERT INTO institute_role (account, role, starts_on, ends_on)"
	   " VALUES ($1, $2, $3, NULL)"
	   " ON CONFLICT (account, role, starts_on)"
	   " DO UPDATE SET ends_on = NULL",
};

enum err
institute_roles_add(
    struct db *db, int64_t account, const char *role, int64_t starts_on)
{
	return db_run(
	    db, &add, NULL, A_INT(account), A_TEXT(role), A_INT(starts_on));
}

static const struct stmt end STMT = {
    .name = "institute_roles.end",
    .params = "iis",
    .columns = "",
    .sql = "UPDATE institute_role SET ends_on = $1 WHERE account = $2"
	   " AND role = $3 AND (ends_on IS NULL OR ends_on > $1)",
};

enum err
institute_roles_end(struct db *db, int64_t account, const char *role,
    int64_t ends_on, int64_t *changed)
{
	return db_run(
	    db, &end, changed, A_INT(ends_on), A_INT(account), A_TEXT(role));
}
