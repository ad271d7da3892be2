/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/gradebook.h"

#include <stdlib.h>
#include <string.h>

#include "domain/gradebook_part.h"
#include "domain/naming.h"
#include "domain/written.h"

/* ---- the kept answer: one line a cell, fields apart by tabs -------------- */

static void
add_number(struct buf *b, int64_t n, char stop)
{
	buf_addi(b, n);
	buf_addc(b, stop);
}

static void
add_text(struct buf *b, const char *s, char stop)
{
	buf_adds(b, s);
	buf_addc(b, stop);
}

const char *
gradebook_write_answer(
    struct arena *arena, const struct gradebook_result *results, size_t n)
{
	struct buf b;

	buf_init(&b, arena, 64 * n + 1);
	for (size_t i = 0; i < n; i++) {
		const struct gradebook_result *r = &results[i];

		const int64_t numbers[] = {
		    r->col, r->pupil, r->state, r->why, r->seq, r->at};

		for (size_t k = 0; k < sizeof(numbers) / sizeof(*numbers); k++)
			add_number(&b, numbers[k], '\t');
		add_text(&b, r->author ? r->author : "-", '\t');
		add_text(&b, r->mark ? r->mark : "-", '\t');
		add_text(&b, r->code, '\t');
		add_text(&b, r->typed, '\n');
	}
	return b.p;
}

static int64_t
take_int(char **p)
{
	char *end;
	const int64_t n = strtoll(*p, &end, 10);

	*p = *end ? end + 1 : end;
	return n;
}

static const char *
take_text(char **p, char stop)
{
	char *start = *p, *end = strchr(start, stop);

	if (!end)
		end = start + strlen(start);
	*p = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

enum err
gradebook_read_answer(
    struct act *act, char **answer, struct gradebook_result *results, size_t n)
{
	char *p = *answer;
	enum err err;

	for (size_t i = 0; i < n; i++) {
		struct gradebook_result *r = &results[i];

		if (!*p)
			return ERR_CORRUPT;
		r->col = take_int(&p);
		r->pupil = take_int(&p);
		r->state = (enum cell_state)take_int(&p);
		r->why = (enum cell_why)take_int(&p);
		r->seq = take_int(&p);
		r->at = take_int(&p);
		r->author = take_text(&p, '\t');
		r->mark = take_text(&p, '\t');
		r->code = take_text(&p, '\t');
		r->typed = take_text(&p, '\n');
		if (!strcmp(r->mark, "-"))
			r->mark = NULL;
		r->who = NULL;
		if (r->state == CELL_CLASH &&
		    (err = naming_author(act, r->author, &r->who)))
			return err;
	}
	*answer = p;
	return OK;
}

/* ---- saving ------------------------------------------------------------- */

static void
add_cell(struct buf *b, const struct gradebook_cell *cell)
{
	add_number(b, cell->col, ' ');
	add_number(b, cell->pupil, ' ');
	add_number(b, cell->seen, ' ');
	add_text(b, cell->typed, '\n');
}

static enum err
open_written(struct act *act, int64_t journal, const char *uuid,
    const struct gradebook_cell *cells, size_t n, struct written *written)
{
	struct buf asked;

	buf_init(&asked, act->arena, 32 * n + 32);
	buf_addf(&asked, "cells %lld\n", (long long)journal);
	for (size_t i = 0; i < n; i++)
		add_cell(&asked, &cells[i]);
	return written_open(written, uuid, asked.p, asked.len);
}

enum err
gradebook_save(struct act *act, int64_t journal, const char *uuid,
    const struct gradebook_cell *cells, size_t n,
    struct gradebook_result *results)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct gradebook_work work;
	struct written written;
	const char *answer;
	enum err err;

	if (n > GRADEBOOK_CELLS_MAX)
		return ERR_LIMIT;
	if ((err = open_written(act, journal, uuid, cells, n, &written)))
		return err;
	if ((err = act_begin_school(act)))
		return err;
	if ((err = gradebook_work_open(act, journal, &work)))
		return err;
	err = written_find(act, &written, &answer);
	if (!err) {
		char *p = arena_strdup(act->arena, answer);

		return gradebook_read_answer(act, &p, results, n);
	}
	if (err != ERR_NOT_FOUND)
		return err;
	for (size_t i = 0; i < n; i++)
		if ((err = gradebook_write_cell(&work, &cells[i], &results[i])))
			return err;
	if (!act->appended)
		return OK; /* nothing was written, so nothing to keep */
	if ((err = written_keep(act, &written,
		 gradebook_write_answer(act->arena, results, n))))
		return err;
	return act_commit(tx);
}
