/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/slots.h"

#include "base/text.h"
#include "store/counters.h"
#include "store/days.h"
#include "store/list.h"

#define COLUMNS                                                                \
	"s.slot, s.journal, s.weekday, s.number, s.week, s.person, s.room,"    \
	" s.starts_on, s.ends_on"
#define LETTERS "iiiiiIIiI"
#define WIDTH 9

static struct slot
row_read(const struct rows *rows)
{
	return (struct slot){
	    .slot = rows_int(rows, 0),
	    .journal = rows_int(rows, 1),
	    .weekday = rows_int(rows, 2),
	    .number = rows_int(rows, 3),
	    .week = rows_int(rows, 4),
	    .person = rows_int(rows, 5),
	    .room = rows_int(rows, 6),
	    .starts_on = rows_int(rows, 7),
	    .ends_on = rows_int(rows, 8),
	};
}

static const struct stmt find STMT = {
    .name = "slots.find",
    .params = "ii",
    .columns = LETTERS,
    .sql = "SELECT " COLUMNS " FROM slot s WHERE s.inst = $1 AND s.slot = $2",
};

enum err
slots_find(struct db *db, int64_t inst, int64_t slot, struct slot *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &find, &rows, A_INT(inst), A_INT(slot))))
		return err;
	*out = row_read(&rows);
	return OK;
}

static const struct stmt put STMT = {
    .name = "slots.put",
    .params = "iiiiiiIIiI",
    .columns = "",
    .sql = "INSERT INTO slot (inst, slot, journal, weekday, number, week,"
	   " person, room, starts_on, ends_on) VALUES ($1, $2, $3, $4, $5, $6,"
	   " $7, $8, $9, $10) ON CONFLICT (inst, slot) DO UPDATE SET journal ="
	   " EXCLUDED.journal, weekday = EXCLUDED.weekday, number ="
	   " EXCLUDED.number, week = EXCLUDED.week, person = EXCLUDED.person,"
	   " room = EXCLUDED.room, starts_on = EXCLUDED.starts_on, ends_on ="
	   " EXCLUDED.ends_on",
};

enum err
slots_put(struct db *db, int64_t inst, const struct slot *s)
{
	return db_run(db, &put, NULL, A_INT(inst), A_INT(s->slot),
	    A_INT(s->journal), A_INT(s->weekday), A_INT(s->number),
	    A_INT(s->week), days_arg_zero(s->person), days_arg_zero(s->room),
	    A_INT(s->starts_on), days_arg_zero(s->ends_on));
}

static const struct stmt delete STMT = {
    .name = "slots.delete",
    .params = "ii",
    .columns = "",
    .sql = "DELETE FROM slot WHERE inst = $1 AND slot = $2",
};

enum err
slots_delete(struct db *db, int64_t inst, int64_t slot)
{
	return db_run(db, &delete, NULL, A_INT(inst), A_INT(slot));
}

/* ---- lists --------------------------------------------------------------- */

#define LINE_COLUMNS                                                           \
	COLUMNS ", j.class, j.subject, j.part, c.label, b.name, r.name"
#define LINE_LETTERS LETTERS "iisssS"
#define LINE_TABLES                                                            \
	" FROM slot s JOIN journal j ON j.inst = s.inst"                       \
	" AND j.journal = s.journal JOIN class c ON c.inst = j.inst"           \
	" AND c.class = j.class JOIN subject b ON b.inst = j.inst"             \
	" AND b.subject = j.subject LEFT JOIN room r ON r.inst = s.inst"       \
	" AND r.room = s.room"
#define LINE_ORDER                                                             \
	" ORDER BY s.weekday, s.number, c.label_sort, b.name_sort, j.part,"    \
	" s.week, s.slot"
#define VALID                                                                  \
	" AND j.year = $2 AND j.removed_at IS NULL"                            \
	" AND (s.ends_on IS NULL OR s.ends_on >= $3) AND s.starts_on <= $4"

static enum err
lines_read(
    struct arena *arena, struct rows *rows, struct slot_line **out, size_t *n)
{
	struct list got = {arena, .size = sizeof(struct slot_line)};
	enum err err;

	while (!(err = rows_next(rows))) {
		struct slot_line *line = list_add(&got);

		line->slot = row_read(rows);
		line->class = rows_int(rows, WIDTH);
		line->subject = rows_int(rows, WIDTH + 1);
		line->part = arena_strdup(arena, rows_text(rows, WIDTH + 2));
		line->label = arena_strdup(arena, rows_text(rows, WIDTH + 3));
		line->name = arena_strdup(arena, rows_text(rows, WIDTH + 4));
		line->room_name =
		    rows_null(rows, WIDTH + 5)
			? ""
			: arena_strdup(arena, rows_text(rows, WIDTH + 5));
	}
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct slot_line *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt list STMT = {
    .name = "slots.list",
    .params = "iiiii",
    .columns = LINE_LETTERS,
    .sql = "SELECT " LINE_COLUMNS LINE_TABLES
	   " WHERE s.inst = $1" VALID LINE_ORDER " LIMIT $5",
};

enum err
slots_list(struct db *db, struct arena *arena, int64_t inst, int64_t year,
    int64_t from, int64_t to, struct slot_line **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list, &rows, A_INT(inst), A_INT(year),
		 A_INT(from), A_INT(to), A_INT(SLOTS_MAX))))
		return err;
	return lines_read(arena, &rows, out, n);
}

static const struct stmt count STMT = {
    .name = "slots.count",
    .params = "iiii",
    .columns = "i",
    .sql = "SELECT COUNT(*) FROM slot s JOIN journal j ON j.inst = s.inst"
	   " AND j.journal = s.journal WHERE s.inst = $1" VALID,
};

enum err
slots_count(struct db *db, int64_t inst, int64_t year, int64_t day, int64_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &count, &rows, A_INT(inst), A_INT(year),
		 A_INT(day), A_INT(day))) ||
	    (err = rows_next(&rows)))
		return err;
	*n = rows_int(&rows, 0);
	return OK;
}

static const struct stmt list_class STMT = {
    .name = "slots.list_class",
    .params = "iiiiii",
    .columns = LINE_LETTERS,
    .sql = "SELECT " LINE_COLUMNS LINE_TABLES " WHERE s.inst = $1" VALID
	   " AND j.class = $5" LINE_ORDER " LIMIT $6",
};

enum err
slots_list_class(struct db *db, struct arena *arena, int64_t inst, int64_t year,
    int64_t class, int64_t from, int64_t to, struct slot_line **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_class, &rows, A_INT(inst), A_INT(year),
		 A_INT(from), A_INT(to), A_INT(class), A_INT(SLOTS_MAX))))
		return err;
	return lines_read(arena, &rows, out, n);
}

static const struct stmt list_person STMT = {
    .name = "slots.list_person",
    .params = "iiiiii",
    .columns = LINE_LETTERS,
    .sql =
	"SELECT " LINE_COLUMNS LINE_TABLES " WHERE s.inst = $1" VALID
	" AND (s.person = $5 OR (s.person IS NULL"
	" AND EXISTS (SELECT 1 FROM journal_teacher t WHERE"
	" t.inst = s.inst AND t.journal = s.journal AND t.person = $5"
	" AND t.starts_on <= $4"
	" AND (t.ends_on IS NULL OR t.ends_on >= $3))))" LINE_ORDER " LIMIT $6",
};

enum err
slots_list_person(struct db *db, struct arena *arena, int64_t inst,
    int64_t year, int64_t person, int64_t from, int64_t to,
    struct slot_line **out, size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_query(db, &list_person, &rows, A_INT(inst), A_INT(year),
		 A_INT(from), A_INT(to), A_INT(person), A_INT(SLOTS_MAX))))
		return err;
	return lines_read(arena, &rows, out, n);
}

/* ---- rooms --------------------------------------------------------------- */

static const struct stmt rooms STMT = {
    .name = "slots.rooms",
    .params = "ii",
    .columns = "is",
    .sql = "SELECT room, name FROM room WHERE inst = $1"
	   " ORDER BY name_sort, room LIMIT $2",
};

enum err
slots_rooms(struct db *db, struct arena *arena, int64_t inst, struct room **out,
    size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	struct list got = {arena, .size = sizeof(struct room)};
	enum err err;

	if ((err = db_query(db, &rooms, &rows, A_INT(inst), A_INT(ROOMS_MAX))))
		return err;
	while (!(err = rows_next(&rows)))
		*(struct room *)list_add(&got) =
		    (struct room){rows_int(&rows, 0),
			arena_strdup(arena, rows_text(&rows, 1))};
	if (err != ERR_NOT_FOUND)
		return err;
	*out = (struct room *)(void *)got.p;
	*n = got.n;
	return OK;
}

static const struct stmt room_find STMT = {
    .name = "slots.room_find",
    .params = "ii",
    .columns = "is",
    .sql = "SELECT room, name FROM room WHERE inst = $1 AND room = $2",
};

enum err
slots_room_find(struct db *db, struct arena *arena, int64_t inst, int64_t room,
    struct room *out)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &room_find, &rows, A_INT(inst), A_INT(room))))
		return err;
	*out = (struct room){
	    rows_int(&rows, 0), arena_strdup(arena, rows_text(&rows, 1))};
	return OK;
}

static const struct stmt room_by_name STMT = {
    .name = "slots.room_by_name",
    .params = "is",
    .columns = "i",
    .sql = "SELECT room FROM room WHERE inst = $1 AND name_fold = $2",
};

static const struct stmt room_insert STMT = {
    .name = "slots.room_insert",
    .params = "iisss",
    .columns = "",
    .sql = "INSERT INTO room (inst, room, name, name_fold, name_sort)"
	   " VALUES ($1, $2, $3, $4, $5)",
};

enum err
slots_room_take(struct db *db, struct arena *arena, int64_t inst,
    const char *name, int64_t *room)
{
	AUTO_ROWS struct rows rows = {0};
	const char *fold = text_fold(arena, name);
	int64_t id;
	enum err err;

	err = db_one(db, &room_by_name, &rows, A_INT(inst), A_TEXT(fold));
	if (!err)
		*room = rows_int(&rows, 0);
	if (err != ERR_NOT_FOUND)
		return err;
	if ((err = counters_next(db, inst, "room", &id)) ||
	    (err = db_run(db, &room_insert, NULL, A_INT(inst), A_INT(id),
		 A_TEXT(name), A_TEXT(fold),
		 A_TEXT(text_sort_key_numeric(arena, name)))))
		return err;
	*room = id;
	return OK;
}
