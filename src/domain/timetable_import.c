/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/timetable_import.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "domain/timetable_match.h"
#include "store/counters.h"
#include "store/timetable_drafts.h"

#define FILE_NAME_BYTES_MAX 200

static bool
may(const struct act *act)
{
	return act->actor.role & (ROLE_ADMIN | ROLES_LEADING);
}

/* ---- the draft ----------------------------------------------------------- */

/* Tabs and line breaks were cleaned away when the file was read. */
static const char *
body_of(struct arena *arena, const struct timetable_row *rows, size_t n)
{
	struct buf b;

	buf_init(&b, arena, n * 80 + 1);
	for (size_t i = 0; i < n; i++) {
		const struct timetable_row *r = &rows[i];

		buf_addf(&b, "%lld\t%s\t%s\t%s\t%s\t%lld\t%lld\t%lld\t%s\t%s\n",
		    (long long)r->line, r->class, r->subject, r->teacher,
		    r->room, (long long)r->weekday, (long long)r->number,
		    (long long)r->week, r->day_text, r->number_text);
	}
	return b.p;
}

static size_t
body_rows(struct arena *arena, const char *body, struct timetable_import *im)
{
	char *line, *rest = arena_strdup(arena, body);
	size_t n = 0;

	for (const char *p = body; *p; p++)
		n += *p == '\n';
	im->rows = arena_array(arena, n, sizeof(*im->rows));
	while (im->n < n && (line = strsep(&rest, "\n"))) {
		struct timetable_row *r = &im->rows[im->n++].row;

		r->line = strtoll(strsep(&line, "\t"), NULL, 10);
		r->class = line ? strsep(&line, "\t") : "";
		r->subject = line ? strsep(&line, "\t") : "";
		r->teacher = line ? strsep(&line, "\t") : "";
		r->room = line ? strsep(&line, "\t") : "";
		r->weekday = line ? strtoll(strsep(&line, "\t"), NULL, 10) : 0;
		r->number = line ? strtoll(strsep(&line, "\t"), NULL, 10) : -1;
		r->week = line ? strtoll(strsep(&line, "\t"), NULL, 10) : 0;
		r->day_text = line ? strsep(&line, "\t") : "";
		r->number_text = line ? line : "";
	}
	return im->n;
}

static void
draft_end(struct db **db)
{
	if (db_in_transaction(*db))
		db_rollback(*db);
}
#define AUTO_DRAFT __attribute__((cleanup(draft_end)))

/* A draft says nothing about the school: no event until it is written. */
enum err
timetable_import_upload(struct act *act, const char *file_name,
    struct bytes file, struct table_problem *problem)
{
	AUTO_DRAFT struct db *db = act->school;
	struct timetable_draft draft = {
	    .created_by = act->actor.person, .created_at = act->now};
	struct timetable_row *rows;
	size_t n;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = timetable_file_read(act->arena, file, &rows, &n, problem)))
		return err;
	if (!file_name || text_clean(act->arena, file_name, strlen(file_name),
			      FILE_NAME_BYTES_MAX, false, &draft.file_name))
		draft.file_name = "";
	draft.body = body_of(act->arena, rows, n);
	if ((err = db_begin_write(db)) ||
	    (err = timetable_drafts_put(db, act->actor.inst, &draft)))
		return err;
	return db_commit(db);
}

enum err
timetable_import_discard(struct act *act)
{
	AUTO_DRAFT struct db *db = act->school;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = db_begin_write(db)) ||
	    (err = timetable_drafts_delete(db, act->actor.inst)))
		return err;
	return db_commit(db);
}

enum err
timetable_import_names(
    struct act *act, const struct timetable_meaning *names, size_t n)
{
	AUTO_DRAFT struct db *db = act->school;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = db_begin_write(db)))
		return err;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(names[i].area, TIMETABLE_AREA_CLASS) != 0 &&
		    strcmp(names[i].area, TIMETABLE_AREA_SUBJECT) != 0)
			return ERR_INVALID;
		if (strlen(names[i].name) > TIMETABLE_NAME_BYTES_MAX)
			return ERR_LIMIT;
		if ((err = timetable_drafts_alias_set(db, act->actor.inst,
			 names[i].area, text_fold(act->arena, names[i].name),
			 names[i].target)))
			return err;
	}
	return db_commit(db);
}

/* ---- dry run and writing ------------------------------------------------- */

static enum err
read_at(struct act *act, int64_t from, struct timetable_import *im,
    struct timetable *t)
{
	struct timetable_draft draft;
	enum err err;

	if ((err = timetable_drafts_find(
		 act->school, act->arena, act->actor.inst, &draft)) ||
	    (err = timetable_load(act, from, t)))
		return err;
	im->file_name = draft.file_name;
	im->created_at = draft.created_at;
	body_rows(act->arena, draft.body, im);
	return timetable_match(act, t, im);
}

enum err
timetable_import_read(struct act *act, struct timetable_import *out)
{
	struct timetable_import im = {.n = 0};
	struct timetable t;
	int64_t today = clock_day_at(act->now);
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = timetable_load(act, today, &t)))
		return err;
	im.from = timetable_from(today, &t.year);
	if ((err = read_at(act, im.from, &im, &t)))
		return err;
	*out = im;
	return OK;
}

/* Lessons of the classes that the file is about end the day before. */
static void
end_replaced(struct act *act, const struct timetable *t,
    const struct timetable_import *im, int64_t from, struct year_item *items,
    size_t *n)
{
	for (size_t i = 0; i < t->n; i++) {
		struct slot slot = t->lessons[i].at.slot;
		struct year_item *item;

		if (!timetable_match_replaces(im, &t->lessons[i]))
			continue;
		item = &items[(*n)++];
		*item =
		    (struct year_item){.object = arena_printf(act->arena,
					   "slot/%lld", (long long)slot.slot),
			.after_name = ""};
		if (slot.starts_on >= from)
			continue;
		slot.ends_on = from - 1;
		item->after = year_items_slot(act->arena, &slot);
	}
}

static enum err
add_ready(struct act *act, struct timetable_import *im, int64_t from,
    struct year_item *items, size_t *n)
{
	int64_t inst = act->actor.inst;
	enum err err;

	for (size_t i = 0; i < im->n; i++) {
		struct timetable_import_row *r = &im->rows[i];
		struct slot slot = r->lesson.at.slot;

		if (r->fate != FATE_READY)
			continue;
		slot.starts_on = from;
		if (*r->row.room &&
		    (err = slots_room_take(act->school, act->arena, inst,
			 r->row.room, &slot.room)))
			return err;
		if ((err = counters_next(
			 act->school, inst, "slot", &slot.slot)))
			return err;
		items[(*n)++] =
		    (struct year_item){.object = arena_printf(act->arena,
					   "slot/%lld", (long long)slot.slot),
			.after = year_items_slot(act->arena, &slot),
			.after_name = ""};
	}
	return OK;
}

enum err
timetable_import_apply(
    struct act *act, int64_t from, bool partly, size_t *written)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct timetable_import im = {.n = 0};
	struct year_item *items;
	struct timetable t;
	size_t n = 0, ready;
	enum err err;

	if (!may(act))
		return ERR_DENIED;
	if ((err = act_begin_school(tx)) || (err = read_at(act, from, &im, &t)))
		return err;
	ready = im.counts[FATE_READY];
	if (from < t.year.starts_on || from > t.year.ends_on || !ready)
		return ERR_INVALID;
	if (!partly && ready + im.counts[FATE_LEFT_OUT] < im.n)
		return ERR_CONFLICT;
	items = arena_array(act->arena, t.n + im.n, sizeof(*items));
	end_replaced(act, &t, &im, from, items, &n);
	if ((err = add_ready(act, &im, from, items, &n)) ||
	    (err = timetable_drafts_delete(act->school, act->actor.inst)))
		return err;
	*written = ready;
	return year_items_commit(act, YEAR_AREA_TIMETABLE, items, n,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object = arena_printf(
		    act->arena, "year/%lld/timetable", (long long)t.year.year),
		.new = arena_printf(act->arena, "+%zu", ready)},
	    NULL);
}
