/* SPDX-License-Identifier: EUPL-1.2 */
/* Writing a checked list: one transaction, one event. What each row did is
 * kept beside it, one line a step, for the undo:
 *     N person | R person role day | E class pupil day | X class pupil day
 *     O class pupil day end | L pupil guardian | S person subject
 *     V person field old
 * and in the summary of the list: C class | D class removed_at | J subject. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "domain/ledger.h"
#include "domain/roster_part.h"

static bool
is_written(const struct roster_row *row)
{
	if (row->state == ROSTER_READY)
		return row->choice != ROSTER_SKIP;
	return row->choice == ROSTER_ACCEPT &&
	       (row->state == ROSTER_CHANGE || row->state == ROSTER_REPAIR);
}

/* The hash of the rows that were written, as they stood in the file: whoever
 * has the file can check what the event speaks of. */
static const char *
rows_hash(struct act *act, const struct roster *roster)
{
	uint8_t hash[HASH_BYTES];
	struct buf b;
	size_t i, j;

	buf_init(&b, act->arena, 65536);
	for (i = 0; i < roster->rows_n; i++) {
		const struct roster_row *row = &roster->rows[i];

		if (!is_written(row))
			continue;
		buf_addi(&b, row->number);
		for (j = 0; j < row->n; j++) {
			buf_addc(&b, ROSTER_SEPARATOR);
			buf_adds(&b, row->cells[j]);
		}
		buf_addc(&b, '\n');
	}
	crypt_sha256_one(b.p, b.len, hash);
	return arena_printf(
	    act->arena, "sha256:%s", crypt_hex(act->arena, hash, sizeof(hash)));
}

static enum err
rows_write(struct roster_writing *a)
{
	struct roster *roster = a->roster;
	size_t i;
	enum err err;

	for (i = 0; i < roster->rows_n; i++) {
		struct roster_row *row = &roster->rows[i];
		struct import_row stored = {.number = row->number};

		if (row->state == ROSTER_PRESENT)
			a->done.present++;
		else if (!is_written(row))
			a->done.skipped++;
		buf_cut(&a->steps, 0);
		if (is_written(row) &&
		    (err = roster->kind == ROSTER_STAFF
			       ? roster_write_colleague(a, row)
			       : roster_write_pupil(a, row)))
			return err;
		stored.result = a->steps.p;
		if ((err = roster_row_result(a->act, roster, row, &stored)))
			return err;
	}
	return OK;
}

static const char *
summary_text(struct roster_writing *a)
{
	const struct roster_done *d = &a->done;

	return arena_printf(a->act->arena,
	    "%lld %lld %lld %lld %lld %lld %lld %lld\n%s", (long long)d->people,
	    (long long)d->changed, (long long)d->guardians,
	    (long long)d->classes, (long long)d->subjects,
	    (long long)d->enrolments, (long long)d->skipped,
	    (long long)d->present, a->shared.p);
}

enum err
roster_done(
    struct act *act, const struct import *import, struct roster_done *done)
{
	long long n[8];

	(void)act;
	if (sscanf(import->summary, "%lld %lld %lld %lld %lld %lld %lld %lld",
		&n[0], &n[1], &n[2], &n[3], &n[4], &n[5], &n[6], &n[7]) != 8)
		return ERR_NOT_FOUND;
	*done = (struct roster_done){n[0], n[1], n[2], n[3], n[4], n[5], n[6],
	    n[7], import->applied_at + ROSTER_UNDO_S};
	return OK;
}

static enum err
finish(struct roster_writing *a)
{
	struct act *act = a->act;
	struct import *import = &a->roster->import;
	enum err err;

	import->state = "applied";
	import->applied_at = act->now;
	import->summary = summary_text(a);
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_STRUCTURE,
		     .object = arena_printf(
			 act->arena, "import/%lld", (long long)import->id),
		     .new = rows_hash(act, a->roster),
		     .prev = -1},
		 &import->seq)))
		return err;
	return imports_update(act->school, act->actor.inst, import);
}

enum err
roster_apply(struct act *act, int64_t id, struct roster_done *done)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct roster_writing a = {.act = act, .today = clock_day_at(act->now)};
	struct roster roster;
	bool set;
	enum err err;

	if ((err = roster_permit(act)) || (err = act_begin_school(tx)))
		return err;
	/* Checked under the lock: nobody adds the same people meanwhile. */
	if ((err = roster_open(act, id, &roster)))
		return err;
	if (strcmp(roster.import.state, "draft") != 0)
		return ERR_CONFLICT;
	if (roster.missing_n || roster.undecided_n || !roster.writable)
		return ERR_INVALID;
	a.roster = &roster;
	if ((err = school_year_at(act, a.today, &a.year, &set)))
		return err;
	name_index_init(&a.classes, act->arena, 64);
	name_index_init(&a.subjects, act->arena, 64);
	name_index_init(&a.guardians, act->arena, roster.rows_n * 2);
	buf_init(&a.steps, act->arena, 512);
	buf_init(&a.shared, act->arena, 512);
	if ((err = rows_write(&a)) || (err = finish(&a)))
		return err;
	if ((err = act_commit(act)))
		return err;
	a.done.undo_until = act->now + ROSTER_UNDO_S;
	*done = a.done;
	return OK;
}
