/* SPDX-License-Identifier: EUPL-1.2 */
/* The reviewer's corrections and additions. */
#include <string.h>

#include "base/text.h"
#include "domain/review_part.h"
#include "store/originals.h"

#define SOURCE "review"

struct editing {
	struct request row;
	struct request_field *fields; /* as they are */
	size_t n;
	struct request_field checked[FIELD_COUNT];
	struct buf changes; /* "edrpou: 32855968 → 32855961" a line */
	int64_t changed;
};

static enum err
begin(struct act *act, int64_t request, unsigned wanted, struct editing *e)
{
	bool did;
	enum err err;

	if (!(act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER)))
		return ERR_DENIED;
	if ((err = review_begin(act, request, &e->row)))
		return err;
	if ((err = request_steps_reviewed(
		 act->registry, request, act->actor.account, &did)))
		return err;
	did |= e->row.reviewer == act->actor.account;
	if (!(review_may(act, &e->row, did) & wanted))
		return review_has_state(&e->row, "in_review") ? ERR_DENIED
							      : ERR_CONFLICT;
	buf_init(&e->changes, act->arena, 256);
	return request_fields_list(
	    act->registry, act->arena, request, &e->fields, &e->n);
}

static void
tell(struct editing *e, const char *what, const char *old, const char *new)
{
	if (e->changes.len)
		buf_addc(&e->changes, '\n');
	buf_addf(&e->changes, "%s: %s → %s", what, *old ? old : "—",
	    *new ? new : "—");
	e->changed++;
}

/* What the reviewer has looked at is right, unless it is no value at all: a
 * community that several places can be needs a code first. */
static void
accept(struct request_field *f)
{
	const enum flag flag = place_flag_parse(f->flag);
	const bool place =
	    strcmp(f->field, extract_field_name(FIELD_REGION)) == 0 ||
	    strcmp(f->field, extract_field_name(FIELD_COMMUNITY)) == 0;

	if (flag != FLAG_AMBIGUOUS && flag != FLAG_DERIVED)
		return;
	if (place && !f->code)
		return;
	f->flag = place_flag_name(FLAG_OK);
	f->why = "";
}

static bool
same_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* What a completion has put in doubt stays so until somebody says otherwise:
 * saving another field says nothing of it. */
static void
keep_doubt(struct editing *e, enum field_id field)
{
	struct request_field *new = &e->checked[field];
	const struct request_field *old =
	    request_check_find(e->fields, e->n, field);

	if (!old || strcmp(old->why, "changed_address") != 0 ||
	    strcmp(old->value, new->value) != 0)
		return;
	new->flag = old->flag;
	new->why = old->why;
}

/* A value that stays as it was keeps where it came from; the place in the
 * letter stays in any case, so that the two can be compared. */
static enum err
write_field(struct act *act, struct editing *e, enum field_id field)
{
	struct request_field *new = &e->checked[field];
	const struct request_field *old =
	    request_check_find(e->fields, e->n, field);
	const bool same = old && same_text(old->value, new->value) &&
			  same_text(old->code, new->code);

	if (same && same_text(old->flag, new->flag))
		return OK;
	if (!old && !*new->value)
		return OK;
	if (old) {
		new->at = old->at;
		new->len = old->len;
	}
	if (same)
		new->source = old->source;
	tell(e, new->field,
	    same  ? old->flag
	    : old ? old->value
		  : "",
	    same ? new->flag : new->value);
	return request_fields_set(act->registry, e->row.request, new);
}

static enum err
find_parent(struct act *act, const char *typed, struct editing *e,
    struct review_fault *fault)
{
	struct institution rows[INSTITUTIONS_ALIKE_MAX];
	int64_t found = 0;
	size_t n, live = 0;
	const char *clean;
	enum err err;

	if (!typed || !*typed)
		return OK;
	fault->parent = true;
	if (text_clean(act->arena, typed, strlen(typed), 40, false, &clean))
		return ERR_INVALID;
	if ((err = institutions_alike(
		 act->registry, act->arena, clean, clean, NULL, rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++) {
		/* The code of the main one is the code of its branches. */
		if (!strcmp(rows[i].state, "closed") || rows[i].parent)
			continue;
		found = rows[i].inst;
		live++;
	}
	if (live != 1)
		return ERR_INVALID;
	fault->parent = false;
	e->row.parent_inst = found;
	return OK;
}

static enum err
write_parent(struct act *act, const struct review_edit *edit, struct editing *e,
    struct review_fault *fault)
{
	const int64_t old = e->row.parent_inst;
	enum err err;

	e->row.parent_inst = 0;
	if ((err = find_parent(act, edit->parent, e, fault)))
		return err;
	if (old != e->row.parent_inst)
		tell(e, "parent",
		    old ? arena_printf(act->arena, "%lld", (long long)old) : "",
		    e->row.parent_inst ? arena_printf(act->arena, "%lld",
					     (long long)e->row.parent_inst)
				       : "");
	return OK;
}

enum err
review_edit(struct act *act, int64_t request, const struct review_edit *edit,
    struct review_fault *fault)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct editing e = {0};
	enum err err;

	*fault = (struct review_fault){0};
	if ((err = begin(tx, request, REVIEW_EDIT, &e)))
		return err;
	if ((err = request_check(act, &edit->typed, SOURCE, e.checked)))
		return err;
	for (size_t i = 0; i < FIELD_COUNT; i++) {
		keep_doubt(&e, (enum field_id)i);
		if (edit->accept)
			accept(&e.checked[i]);
		if ((err = write_field(act, &e, (enum field_id)i)))
			return err;
	}
	if ((err = write_parent(act, edit, &e, fault)))
		return err;
	fault->nothing = e.changed == 0;
	if (fault->nothing)
		return ERR_INVALID;
	e.row.kind = request_kind_known(e.checked[FIELD_KIND].value)
			 ? e.checked[FIELD_KIND].value
			 : NULL;
	if ((err = requests_set_name(act->registry, act->arena, request,
		 e.checked[FIELD_NAME].value)))
		return err;
	if ((err = review_note(act, &e.row,
		 &(struct review_done){.step = "edited",
		     .old_state = "in_review",
		     .note = e.changes.p})))
		return err;
	return act_commit(act);
}

enum err
review_attach(
    struct act *act, int64_t request, const char *name, struct bytes bytes)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_file file = {
	    .type = "application/octet-stream", .size = (int64_t)bytes.len};
	struct editing e = {0};
	enum err err;

	if (bytes.len > REVIEW_FILE_BYTES_MAX)
		return ERR_LIMIT;
	if (bytes.len == 0 || !name ||
	    text_clean(act->arena, name, strlen(name), 200, false, &file.name))
		return ERR_INVALID;
	if (!*file.name)
		file.name = "file";
	if ((err = begin(tx, request, REVIEW_ATTACH, &e)))
		return err;
	/* A kill from here on leaves at most bytes that no row names. */
	if ((err = originals_put(act->arena, act->config->state, bytes.p,
		 bytes.len, &file.hash)))
		return err;
	if ((err = request_files_insert(act->registry, request, &file)))
		return err;
	if ((err = review_note(act, &e.row,
		 &(struct review_done){.step = "attached",
		     .old_state = "in_review",
		     .note = file.name})))
		return err;
	return act_commit(act);
}
