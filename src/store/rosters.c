/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/rosters.h"

#include "store/list.h"

static const struct stmt of_class STMT = {
    .name = "rosters.class",
    .params = "iiii",
    .columns = "issssiI",
    .sql = "SELECT p.person, p.surname, p.given, p.patronymic, p.log_id,"
	   " e.starts_on, e.ends_on FROM enrolment e"
	   " JOIN person p ON p.inst = e.inst AND p.person = e.pupil"
	   " WHERE e.inst = $1 AND e.class = $2 AND e.starts_on <= $3"
	   " AND (e.ends_on IS NULL OR e.ends_on >= $4)"
	   " ORDER BY p.name_sort, p.person, e.starts_on LIMIT 400",
};

enum err
rosters_class(struct db *db, struct arena *arena, int64_t inst, int64_t class,
    int64_t from, int64_t to, struct roster_line **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {.arena = arena, .size = sizeof(struct roster_line)};
	struct roster_line *line = NULL;
	enum err err;

	if ((err = db_query(db, &of_class, &rows, A_INT(inst), A_INT(class),
		 A_INT(to), A_INT(from))))
		return err;
	while (!(err = rows_next(&rows))) {
		/* Left and came back: one line, the latest stretch's end. */
		if (line && line->pupil == rows_int(&rows, 0)) {
			line->ends_on = rows_int(&rows, 6);
			continue;
		}
		line = list_add(&list);
		line->pupil = rows_int(&rows, 0);
		line->surname = arena_strdup(arena, rows_text(&rows, 1));
		line->given = arena_strdup(arena, rows_text(&rows, 2));
		line->patronymic = arena_strdup(arena, rows_text(&rows, 3));
		line->log_id = arena_strdup(arena, rows_text(&rows, 4));
		line->starts_on = rows_int(&rows, 5);
		line->ends_on = rows_int(&rows, 6);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct roster_line *)(void *)list.p;
	*n = list.n;
	return OK;
}

static void
read_child(struct rows *rows, struct arena *arena, struct roster_child *out)
{
	const char *label = rows_text(rows, 4);

	*out = (struct roster_child){
	    .pupil = rows_int(rows, 0),
	    .surname = arena_strdup(arena, rows_text(rows, 1)),
	    .given = arena_strdup(arena, rows_text(rows, 2)),
	    .patronymic = arena_strdup(arena, rows_text(rows, 3)),
	    .label = label ? arena_strdup(arena, label) : "",
	    .class = rows_int(rows, 5),
	};
}

#define CLASS_ON(day)                                                          \
	" LEFT JOIN enrolment e ON e.inst = p.inst AND e.pupil = p.person"     \
	" AND e.starts_on <= " day                                             \
	" AND (e.ends_on IS NULL OR e.ends_on >= " day ")"                     \
	" LEFT JOIN class c ON c.inst = e.inst AND c.class = e.class"

static const struct stmt children STMT = {
    .name = "rosters.children",
    .params = "iii",
    .columns = "isssSI",
    .sql =
	"SELECT p.person, p.surname, p.given, p.patronymic, c.label,"
	" c.class FROM guardian g"
	" JOIN person p ON p.inst = g.inst AND p.person = g.pupil" CLASS_ON(
	    "$1") " WHERE g.inst = $2 AND g.guardian = $3 AND g.restricted = 0"
		  " AND g.ended_at IS NULL"
		  " ORDER BY p.birth_on NULLS FIRST, p.name_sort, p.person,"
		  " e.starts_on LIMIT 100",
};

enum err
rosters_children(struct db *db, struct arena *arena, int64_t inst,
    int64_t guardian, int64_t day, struct roster_child **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {
	    .arena = arena, .size = sizeof(struct roster_child)};
	struct roster_child *child = NULL, next;
	enum err err;

	if ((err = db_query(db, &children, &rows, A_INT(day), A_INT(inst),
		 A_INT(guardian))))
		return err;
	while (!(err = rows_next(&rows))) {
		read_child(&rows, arena, &next);
		if (!child || child->pupil != next.pupil)
			child = list_add(&list);
		*child = next; /* two classes at once: the later one */
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct roster_child *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt pupil_one STMT = {
    .name = "rosters.pupil",
    .params = "iii",
    .columns = "isssSI",
    .sql = "SELECT p.person, p.surname, p.given, p.patronymic, c.label,"
	   " c.class FROM person p" CLASS_ON(
	       "$1") " WHERE p.inst = $2 AND p.person = $3"
		     " ORDER BY e.starts_on DESC LIMIT 1",
};

enum err
rosters_pupil(struct db *db, struct arena *arena, int64_t inst, int64_t pupil,
    int64_t day, struct roster_child *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(
		 db, &pupil_one, &rows, A_INT(day), A_INT(inst), A_INT(pupil))))
		return err;
	read_child(&rows, arena, out);
	return OK;
}

static const struct stmt led STMT = {
    .name = "rosters.led",
    .params = "iii",
    .columns = "iis",
    .sql = "SELECT c.class, c.year, c.label FROM class_teacher t"
	   " JOIN class c ON c.inst = t.inst AND c.class = t.class"
	   " JOIN person p ON p.inst = t.inst AND p.person = t.person"
	   " WHERE t.inst = $1 AND t.person = $2 AND t.starts_on <= $3"
	   " AND (t.ends_on IS NULL OR t.ends_on >= $3)"
	   " AND (p.left_on IS NULL OR p.left_on >= $3)"
	   " AND c.removed_at IS NULL"
	   " ORDER BY c.year DESC, c.label_sort LIMIT 50",
};

enum err
rosters_led(struct db *db, struct arena *arena, int64_t inst, int64_t person,
    int64_t day, struct roster_class **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list list = {
	    .arena = arena, .size = sizeof(struct roster_class)};
	enum err err;

	if ((err = db_query(
		 db, &led, &rows, A_INT(inst), A_INT(person), A_INT(day))))
		return err;
	while (!(err = rows_next(&rows))) {
		struct roster_class *c = list_add(&list);

		c->class = rows_int(&rows, 0);
		c->year = rows_int(&rows, 1);
		c->label = arena_strdup(arena, rows_text(&rows, 2));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct roster_class *)(void *)list.p;
	*n = list.n;
	return OK;
}

static const struct stmt leads_pupil STMT = {
    .name = "rosters.leads_pupil",
    .params = "iiii",
    .columns = "i",
    .sql = "SELECT e.class FROM enrolment e"
	   " JOIN class_teacher t ON t.inst = e.inst AND t.class = e.class"
	   " JOIN person p ON p.inst = t.inst AND p.person = t.person"
	   " WHERE e.inst = $1 AND e.pupil = $2 AND t.person = $3"
	   " AND e.starts_on <= $4 AND (e.ends_on IS NULL OR e.ends_on >= $4)"
	   " AND t.starts_on <= $4 AND (t.ends_on IS NULL OR t.ends_on >= $4)"
	   " AND (p.left_on IS NULL OR p.left_on >= $4) LIMIT 1",
};

enum err
rosters_leads_pupil(
    struct db *db, int64_t inst, int64_t person, int64_t pupil, int64_t day)
{
	AUTO_ROWS struct rows rows = {0};

	return db_one(db, &leads_pupil, &rows, A_INT(inst), A_INT(pupil),
	    A_INT(person), A_INT(day));
}

static enum err
read_name(struct rows *rows, struct arena *arena, struct roster_name *out)
{
	*out = (struct roster_name){
	    .person = rows_int(rows, 0),
	    .surname = arena_strdup(arena, rows_text(rows, 1)),
	    .given = arena_strdup(arena, rows_text(rows, 2)),
	    .patronymic = arena_strdup(arena, rows_text(rows, 3)),
	    .log_id = arena_strdup(arena, rows_text(rows, 4)),
	};
	return OK;
}

static const struct stmt by_log_id STMT = {
    .name = "rosters.name",
    .params = "is",
    .columns = "issss",
    .sql = "SELECT person, surname, given, patronymic, log_id FROM person"
	   " WHERE inst = $1 AND log_id = $2",
};

enum err
rosters_name(struct db *db, struct arena *arena, int64_t inst,
    const char *log_id, struct roster_name *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_log_id, &rows, A_INT(inst), A_TEXT(log_id))))
		return err;
	return read_name(&rows, arena, out);
}

static const struct stmt by_person STMT = {
    .name = "rosters.name_of",
    .params = "ii",
    .columns = "issss",
    .sql = "SELECT person, surname, given, patronymic, log_id FROM person"
	   " WHERE inst = $1 AND person = $2",
};

enum err
rosters_name_of(struct db *db, struct arena *arena, int64_t inst,
    int64_t person, struct roster_name *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &by_person, &rows, A_INT(inst), A_INT(person))))
		return err;
	return read_name(&rows, arena, out);
}
