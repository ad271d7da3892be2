/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/audit.h"

#include <stdlib.h>
#include <string.h>

#include "domain/ledger.h"
#include "store/audits.h"
#include "store/events.h"

#define PIECE 512 /* rows read at once */

/* The last event of every mark and attendance item, by object: open
 * addressing, grown at half load. */
struct fold_cell {
	const char *object, *new;
	int64_t seq;
	bool seen;
};
struct fold {
	struct arena *arena;
	struct fold_cell *cells;
	size_t cap, n;
};

static uint64_t
hash(const char *s)
{
	uint64_t h = 1469598103934665603u; /* FNV-1a */

	for (; *s; s++)
		h = (h ^ (unsigned char)*s) * 1099511628211u;
	return h;
}

static struct fold_cell *
slot(struct fold_cell *cells, size_t cap, const char *object)
{
	size_t i = hash(object) & (cap - 1);

	while (cells[i].object && strcmp(cells[i].object, object))
		i = (i + 1) & (cap - 1);
	return &cells[i];
}

static void
grow(struct fold *f)
{
	size_t cap = f->cap ? f->cap * 2 : 4096;
	struct fold_cell *cells = arena_array(f->arena, cap, sizeof(*cells));

	for (size_t i = 0; i < f->cap; i++)
		if (f->cells[i].object)
			*slot(cells, cap, f->cells[i].object) = f->cells[i];
	f->cells = cells;
	f->cap = cap;
}

static void
fold_put(struct fold *f, const struct event_row *row)
{
	struct fold_cell *c;

	if (f->n * 2 >= f->cap)
		grow(f);
	c = slot(f->cells, f->cap, row->object);
	if (!c->object) {
		c->object = arena_strdup(f->arena, row->object);
		f->n++;
	}
	c->seq = row->seq;
	c->new = row->new ? arena_strdup(f->arena, row->new) : NULL;
}

static bool
is_cell(const char *object)
{
	/* "att/day..." is an absence announced for a day, not a cell. */
	return !strncmp(object, "mark/", 5) ||
	       (!strncmp(object, "att/", 4) &&
		   strncmp(object, "att/day.", 8));
}

static void
fault(struct act *act, struct audit_report *r, const char *what, int64_t n)
{
	r->faults++;
	if (!r->first_fault)
		r->first_fault =
		    arena_printf(act->arena, "%s %lld", what, (long long)n);
}

static void
check_event(struct act *act, struct arena *piece, int64_t inst,
    const struct event_row *row, int64_t seq, int64_t *at,
    struct audit_report *r)
{
	if (row->seq != seq)
		fault(act, r, "the history has a gap before event", row->seq);
	if (!ledger_event_holds(piece, inst, row))
		fault(act, r,
		    "the content does not give the fingerprint of event",
		    row->seq);
	if (!row->content) {
		r->erased++;
		return;
	}
	if (row->at < *at)
		fault(act, r, "time goes back at event", row->seq);
	*at = row->at;
}

static enum err
read_events(struct act *act, struct db *db, int64_t inst, struct fold *fold,
    struct audit_report *r)
{
	AUTO_ARENA struct arena *piece = arena_new();
	struct event_row *rows = calloc(PIECE, sizeof(*rows));
	int64_t seq = 0, at = 0, size, last_at;
	size_t got = PIECE;
	enum err err = rows ? OK : ERR_IO;

	while (!err && got == PIECE) {
		arena_reset(piece);
		err = events_list(db, piece, inst, seq, PIECE, rows, &got);
		for (size_t i = 0; !err && i < got; i++) {
			check_event(act, piece, inst, &rows[i], seq, &at, r);
			seq = rows[i].seq + 1;
			r->events++;
			if (rows[i].content && is_cell(rows[i].object))
				fold_put(fold, &rows[i]);
		}
	}
	free(rows);
	if (!err)
		err = events_head(db, inst, &size, &last_at);
	if (!err && size != seq)
		fault(act, r, "the head of the log does not end at event",
		    seq - 1);
	return err;
}

/* prefix: "mark" compares values too; attendance's canonical value holds more
 * than its state, so there the event's number and object decide. */
static void
check_cell(struct act *act, struct fold *fold, const char *prefix,
    const struct audit_cell *cell, struct audit_report *r)
{
	const bool mark = !strcmp(prefix, "mark");
	char object[96];
	struct fold_cell *c;

	snprintf(object, sizeof(object), "%s/%lld.%lld.%lld", prefix,
	    (long long)cell->journal, (long long)cell->unit,
	    (long long)cell->pupil);
	c = fold->cap ? slot(fold->cells, fold->cap, object) : NULL;
	if (!c || !c->object) {
		fault(act, r, arena_printf(act->arena, "%s has no event,"
		    " though it names", object), cell->seq);
		return;
	}
	c->seen = true;
	if (c->seq != cell->seq)
		fault(act, r, arena_printf(act->arena, "%s is not of its last"
		    " event", object), c->seq);
	else if (mark && (!c->new != !cell->value ||
			     (c->new && strcmp(c->new, cell->value))))
		fault(act, r, arena_printf(act->arena, "%s differs from its"
		    " event", object), c->seq);
}

typedef enum err (*list_fn)(struct db *, struct arena *, int64_t,
    const struct audit_cell *, size_t, struct audit_cell *, size_t *);

static enum err
read_cells(struct act *act, struct db *db, int64_t inst, struct fold *fold,
    const char *prefix, list_fn list, int64_t *count, struct audit_report *r)
{
	AUTO_ARENA struct arena *piece = arena_new();
	struct audit_cell cells[PIECE], after = {0};
	size_t got = PIECE;
	enum err err = OK;

	while (!err && got == PIECE) {
		arena_reset(piece);
		err = list(db, piece, inst, &after, PIECE, cells, &got);
		for (size_t i = 0; !err && i < got; i++)
			check_cell(act, fold, prefix, &cells[i], r);
		if (got)
			after = cells[got - 1];
		*count += (int64_t)got;
	}
	return err;
}

static void
check_unseen(struct act *act, struct fold *fold, struct audit_report *r)
{
	for (size_t i = 0; i < fold->cap; i++)
		if (fold->cells[i].object && !fold->cells[i].seen)
			fault(act, r,
			    arena_printf(act->arena,
				"%s is missing from its table, last event",
				fold->cells[i].object),
			    fold->cells[i].seq);
}

enum err
audit_verify(struct act *act, int64_t inst, struct audit_report *report)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct fold fold = {.arena = arena};
	struct db *db = inst > 0 ? act->school : act->registry;
	enum err err;

	*report = (struct audit_report){0};
	if ((err = db_begin_read(db)))
		return err;
	err = read_events(act, db, inst, &fold, report);
	if (!err && inst > 0)
		err = read_cells(act, db, inst, &fold, "mark", audits_marks,
		    &report->marks, report);
	if (!err && inst > 0)
		err = read_cells(act, db, inst, &fold, "att",
		    audits_attendance, &report->attendance, report);
	if (!err)
		check_unseen(act, &fold, report);
	db_rollback(db);
	return err;
}
