/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/memberships.h"

#include "store/list.h"

static struct membership_row
read_row(const struct rows *rows, struct arena *arena)
{
	const char *name = rows_text(rows, 5);

	return (struct membership_row){
	    .account = rows_int(rows, 0),
	    .inst = rows_int(rows, 1),
	    .person = rows_int(rows, 2),
	    .state = arena_strdup(arena, rows_text(rows, 3)),
	    .created_at = rows_int(rows, 4),
	    .institution = arena_strdup(arena, name ? name : ""),
	};
}

static enum err
read_all(struct rows *rows, struct arena *arena, struct membership_row **out,
    size_t *n)
{
	struct list all = {.arena = arena, .size = sizeof(**out)};
	enum err err;

	while (!(err = rows_next(rows)))
		*(struct membership_row *)list_add(&all) =
		    read_row(rows, arena);
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct membership_row *)all.p;
	*n = all.n;
	return OK;
}

static const struct stmt list STMT = {
    .name = "memberships.list",
    .params = "ii",
    .columns = "iiisis",
    .sql = "SELECT m.account, m.inst, m.person, m.state, m.created_at,"
	   " i.name FROM membership m JOIN institution i"
	   " ON i.inst = m.inst WHERE m.account = $1"
	   " AND i.state <> 'closed'"
	   " ORDER BY i.name_sort, m.inst, m.person LIMIT $2",
};

enum err
memberships_list(struct db *db, struct arena *arena, int64_t account,
    struct membership_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(
		 db, &list, &rows, A_INT(account), A_INT(MEMBERSHIPS_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt at STMT = {
    .name = "memberships.at",
    .params = "iii",
    .columns = "iiisis",
    .sql = "SELECT m.account, m.inst, m.person, m.state, m.created_at,"
	   " i.name FROM membership m JOIN institution i"
	   " ON i.inst = m.inst WHERE m.account = $1 AND m.inst = $2"
	   " AND i.state <> 'closed' ORDER BY m.person LIMIT $3",
};

enum err
memberships_at(struct db *db, struct arena *arena, int64_t account,
    int64_t inst, struct membership_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &at, &rows, A_INT(account), A_INT(inst),
		 A_INT(MEMBERSHIPS_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt find STMT = {
    .name = "memberships.find",
    .params = "ii",
    .columns = "iiisis",
    .sql = "SELECT account, inst, person, state, created_at, ''"
	   " FROM membership WHERE inst = $1 AND person = $2"
	   " ORDER BY created_at, account LIMIT 1",
};

enum err
memberships_find(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, struct membership_row *row)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(person))))
		return err;
	*row = read_row(&rows, arena);
	return OK;
}

static const struct stmt of_inst STMT = {
    .name = "memberships.inst",
    .params = "ii",
    .columns = "iiisis",
    .sql = "SELECT account, inst, person, state, created_at, ''"
	   " FROM membership WHERE inst = $1 ORDER BY person, account LIMIT $2",
};

enum err
memberships_inst(struct db *db, struct arena *arena, int64_t inst,
    struct membership_row **rows_out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &of_inst, &rows, A_INT(inst),
		 A_INT(MEMBERSHIPS_INST_MAX))))
		return err;
	return read_all(&rows, arena, rows_out, n);
}

static const struct stmt add STMT = {
    .name = "memberships.add",
    .params = "iiii",
    .columns = "",
    .sql = "INSERT INTO membership (account, inst, person, state,"
	   " created_at) VALUES ($1, $2, $3, 'active', $4)"
	   " ON CONFLICT (account, inst, person) DO NOTHING",
};

enum err
memberships_add(
    struct db *db, int64_t account, int64_t inst, int64_t person, int64_t now)
{
	return db_run(db, &add, NULL, A_INT(account), A_INT(inst),
	    A_INT(person), A_INT(now));
}

static const struct stmt move STMT = {
    .name = "memberships.move",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE membership SET person = $1 WHERE inst = $2 AND person = $3"
	   " AND NOT EXISTS (SELECT 1 FROM membership o WHERE o.inst = $2"
	   " AND o.person = $1)",
};

static const struct stmt drop STMT = {
    .name = "memberships.drop",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM membership WHERE inst = $1 AND person = $2",
};

enum err
memberships_merge(struct db *db, int64_t inst, int64_t from, int64_t into)
{
	enum err err;

	if ((err = db_run(
		 db, &move, NULL, A_INT(into), A_INT(inst), A_INT(from))))
		return err;
	return db_run(db, &drop, NULL, A_INT(inst), A_INT(from));
}

static const struct stmt set_state STMT = {
    .name = "memberships.set_state",
    .params = "sii",
    .columns = "",
    .sql = "UPDATE membership SET state = $1 WHERE account = $2"
	   " AND inst = $3 AND state <> $1",
};

enum err
memberships_set_state(struct db *db, int64_t account, int64_t inst,
    const char *state, int64_t *changed)
{
	return db_run(db, &set_state, changed, A_TEXT(state), A_INT(account),
	    A_INT(inst));
}

static const struct stmt suspend_others STMT = {
    .name = "memberships.suspend_others",
    .params = "ii",
    .columns = "",
    .sql = "UPDATE membership SET state = 'suspended' WHERE account = $1"
	   " AND inst <> $2 AND state = 'active'",
};

enum err
memberships_suspend_others(
    struct db *db, int64_t account, int64_t inst, int64_t *changed)
{
	return db_run(
	    db, &suspend_others, changed, A_INT(account), A_INT(inst));
}

static const struct stmt resume_all STMT = {
    .name = "memberships.resume_all",
    .params = "i",
    .columns = "",
    .sql = "UPDATE membership SET state = 'active' WHERE account = $1"
	   " AND state = 'suspended'",
};

enum err
memberships_resume_all(struct db *db, int64_t account, int64_t *changed)
{
	return db_run(db, &resume_all, changed, A_INT(account));
}
