/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists and merging of people: the longer half of people.h. */
#include "store/people_part.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "store/days.h"

/* Which people: shared by the list and its count. Every word of the search
 * begins some word of the folded name. */
#define STAFF "('admin', 'head', 'deputy', 'secretary', 'teacher')"
#define WHERE                                                                  \
	" FROM person p WHERE p.inst = $1 AND p.merged_into IS NULL"           \
	" AND ' ' || p.name_fold LIKE $2 AND ' ' || p.name_fold LIKE $3"       \
	" AND ' ' || p.name_fold LIKE $4"                                      \
	" AND (CASE WHEN p.left_on < $5 THEN 'left' ELSE 'here' END) = $6"     \
	" AND ($7 = 'all' OR EXISTS (SELECT 1 FROM person_role r"              \
	" WHERE r.inst = p.inst AND r.person = p.person"                       \
	" AND (r.role = $7 OR ($7 = 'staff' AND r.role IN " STAFF "))"         \
	" AND r.starts_on <= $5 AND (r.ends_on IS NULL OR r.ends_on >= $5)))"  \
	" AND ($8 = 0 OR EXISTS (SELECT 1 FROM enrolment e"                    \
	" WHERE e.inst = p.inst AND e.pupil = p.person AND e.class = $8"       \
	" AND (e.ends_on IS NULL OR e.ends_on >= $5)))"

static const struct stmt list STMT = {
    .name = "people.list",
    .params = "isssissiii",
    .columns = PEOPLE_LETTERS "s",
    .sql = "SELECT " PEOPLE_COLUMNS ", COALESCE((SELECT c.label"
	   " FROM enrolment e JOIN class c ON c.inst = e.inst"
	   " AND c.class = e.class WHERE e.inst = p.inst"
	   " AND e.pupil = p.person AND e.ends_on IS NULL"
	   " ORDER BY e.starts_on DESC LIMIT 1), '')" WHERE
	   " ORDER BY p.name_sort, p.person LIMIT $9 OFFSET $10",
};

static const struct stmt count STMT = {
    .name = "people.count",
    .params = "isssissi",
    .columns = "i",
    .sql = "SELECT count(*)" WHERE,
};

/* "% са%" for the word «Са»; what LIKE would read as a sign is left out. */
static const char *
pattern_of(struct arena *arena, const char **rest)
{
	struct buf b;
	const char *s = *rest;

	while (*s == ' ')
		s++;
	buf_init(&b, arena, 64);
	buf_adds(&b, "% ");
	for (; *s && *s != ' '; s++)
		if (!strchr("%_\\", *s))
			buf_addc(&b, *s);
	buf_addc(&b, '%');
	*rest = s;
	return b.len > 3 ? b.p : "%";
}

static const char *
group_role(enum people_group group)
{
	switch (group) {
	case PEOPLE_STAFF:
		return "staff";
	case PEOPLE_PUPILS:
		return "pupil";
	case PEOPLE_GUARDIANS:
		return "guardian";
	default:
		return "all";
	}
}

static const struct stmt roles STMT = {
    .name = "people.roles",
    .params = "iii",
    .columns = "s",
    .sql = "SELECT DISTINCT role FROM person_role WHERE inst = $1"
	   " AND person = $2 AND starts_on <= $3"
	   " AND (ends_on IS NULL OR ends_on >= $3) ORDER BY role LIMIT 20",
};

static enum err
roles_read(struct db *db, struct arena *arena, int64_t inst, int64_t day,
    struct people_line *line)
{
	AUTO_ROWS struct rows rows = {0};
	struct buf b;
	enum err err;

	if ((err = db_query(db, &roles, &rows, A_INT(inst),
		 A_INT(line->person.id), A_INT(day))))
		return err;
	buf_init(&b, arena, 16);
	while (!(err = rows_next(&rows))) {
		if (b.len)
			buf_addc(&b, ',');
		buf_adds(&b, rows_text(&rows, 0));
	}
	line->roles = b.p;
	return err == ERR_NOT_FOUND ? OK : err;
}

static const char *const shown[] = {"here", "left"};

static enum err
count_read(struct db *db, int64_t inst, const struct people_query *q,
    const char *const like[PEOPLE_WORDS_MAX], int64_t *total)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &count, &rows, A_INT(inst), A_TEXT(like[0]),
		 A_TEXT(like[1]), A_TEXT(like[2]), A_INT(q->day),
		 A_TEXT(shown[q->group == PEOPLE_LEFT]),
		 A_TEXT(group_role(q->group)), A_INT(q->class))))
		return err;
	*total = rows_int(&rows, 0);
	return OK;
}

static enum err
lines_read(struct db *db, struct arena *arena, int64_t inst,
    const struct people_query *q, const char *const like[PEOPLE_WORDS_MAX],
    struct people_line *lines, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	size_t got = 0;
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_TEXT(like[0]),
		 A_TEXT(like[1]), A_TEXT(like[2]), A_INT(q->day),
		 A_TEXT(shown[q->group == PEOPLE_LEFT]),
		 A_TEXT(group_role(q->group)), A_INT(q->class), A_INT(q->limit),
		 A_INT(q->offset))))
		return err;
	while ((int64_t)got < q->limit && !(err = rows_next(&rows)))
		lines[got++] = (struct people_line){
		    .person = people_row(arena, &rows),
		    .class =
			arena_strdup(arena, rows_text(&rows, PEOPLE_WIDTH)),
		    .roles = "",
		};
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}

enum err
people_list(struct db *db, struct arena *arena, int64_t inst,
    const struct people_query *query, struct people_line **lines, size_t *n,
    int64_t *total)
{
	const char *rest = query->words ? text_fold(arena, query->words) : "";
	const char *like[PEOPLE_WORDS_MAX];
	struct people_line *got;
	size_t i, got_n = 0;
	int64_t counted;
	enum err err;

	assert(query->limit > 0 && query->limit <= PEOPLE_MAX);
	for (i = 0; i < PEOPLE_WORDS_MAX; i++)
		like[i] = pattern_of(arena, &rest);
	got = arena_array(arena, (size_t)query->limit, sizeof(*got));
	if ((err = count_read(db, inst, query, like, &counted)))
		return err;
	if ((err = lines_read(db, arena, inst, query, like, got, &got_n)))
		return err;
	for (i = 0; i < got_n; i++)
		if ((err = roles_read(db, arena, inst, query->day, &got[i])))
			return err;
	*lines = got;
	*n = got_n;
	*total = counted;
	return OK;
}

/* Each pair moves what the other person has not got yet and deletes the rest,
 * so that keys never clash. */
#define MOVE(table, column, same)                                              \
	{                                                                      \
		.name = "people.move_" table "_" column, .params = "iii",      \
		.columns = "",                                                 \
		.sql = "UPDATE " table " SET " column " = $1 WHERE inst = $2"  \
		       " AND " column                                          \
		       " = $3 AND NOT EXISTS (SELECT 1 FROM " table            \
		       " o WHERE o.inst = $2 AND o." column " = $1 AND " same  \
		       ")",                                                    \
	}
#define DROP(table, column)                                                    \
	{                                                                      \
		.name = "people.drop_" table "_" column, .params = "ii",       \
		.columns = "",                                                 \
		.sql = "DELETE FROM " table " WHERE inst = $1 AND " column     \
		       " = $2",                                                \
	}

/* What has ended does not stand in the way of what is in force. */
#define IN_FORCE(table)                                                        \
	" AND (o.ends_on IS NULL OR o.starts_on = " table ".starts_on)"

static const struct stmt moves[] STMT = {
    MOVE("person_role", "person",
	"o.role = person_role.role" IN_FORCE("person_role")),
    MOVE("class_teacher", "person",
	"o.class = class_teacher.class" IN_FORCE("class_teacher")),
    MOVE("journal_teacher", "person",
	"o.journal = journal_teacher.journal" IN_FORCE("journal_teacher")),
    MOVE("guardian", "pupil", "o.guardian = guardian.guardian"),
    MOVE("guardian", "guardian", "o.pupil = guardian.pupil"),
    MOVE("enrolment", "pupil",
	"o.class = enrolment.class" IN_FORCE("enrolment")),
};

/* A pair of pupil and guardian has one row: an ended one gives way. */
#define YIELD(column, other)                                                   \
	{                                                                      \
		.name = "people.yield_" column, .params = "iii",               \
		.columns = "",                                                 \
		.sql = "DELETE FROM guardian WHERE inst = $1 AND " column      \
		       " = $2 AND ended_at IS NOT NULL AND EXISTS"             \
		       " (SELECT 1 FROM guardian o WHERE o.inst = $1"          \
		       " AND o." column " = $3 AND o." other                   \
		       " = guardian." other " AND o.ended_at IS NULL)",        \
	}

static const struct stmt yields[] STMT = {
    YIELD("pupil", "guardian"),
    YIELD("guardian", "pupil"),
};

static const struct stmt drops[] STMT = {
    DROP("person_role", "person"),
    DROP("class_teacher", "person"),
    DROP("journal_teacher", "person"),
    DROP("guardian", "pupil"),
    DROP("guardian", "guardian"),
    DROP("enrolment", "pupil"),
};

static const struct stmt mark_merged STMT = {
    .name = "people.mark_merged",
    .params = "iii",
    .columns = "",
    .sql = "UPDATE person SET merged_into = $1 WHERE inst = $2"
	   " AND person = $3 AND merged_into IS NULL",
};

enum err
people_merge(struct db *db, int64_t inst, int64_t from, int64_t into)
{
	int64_t changed = 0;
	size_t i;
	enum err err;

	for (i = 0; i < sizeof(yields) / sizeof(yields[0]); i++)
		if ((err = db_run(db, &yields[i], NULL, A_INT(inst),
			 A_INT(into), A_INT(from))))
			return err;
	for (i = 0; i < sizeof(moves) / sizeof(moves[0]); i++) {
		if ((err = db_run(db, &moves[i], NULL, A_INT(into), A_INT(inst),
			 A_INT(from))))
			return err;
		if ((err = db_run(
			 db, &drops[i], NULL, A_INT(inst), A_INT(from))))
			return err;
	}
	if ((err = db_run(db, &mark_merged, &changed, A_INT(into), A_INT(inst),
		 A_INT(from))))
		return err;
	return changed == 1 ? OK : ERR_NOT_FOUND;
}
