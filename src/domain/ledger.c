/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/ledger.h"

#include <assert.h>
#include <string.h>

#include "base/log.h"
#include "store/events.h"

/* Formats of docs/history.md; the commitment hides a content of little
 * entropy (a mark has about four bits) behind 32 random bytes. */
#define CONTENT_BYTES_MAX 4096
#define COMMIT_PREFIX "jrnl-commit-v1"
#define NOTE_PREFIX "jrnl-note-v1"
#define ENTRY_PREFIX "jrn1"
#define ENTRY_PREFIX_LEN 4
#define LEAF_PREFIX "\0"

/* A value stands on one line of its own, is trimmed, has no control byte and
 * is not "-", which means absent. */
static bool
value_ok(const char *s)
{
	size_t len;

	if (!s)
		return true;
	len = strlen(s);
	if (len == 0 || (len == 1 && s[0] == '-'))
		return false;
	if (s[0] == ' ' || s[len - 1] == ' ')
		return false;
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return false;
	return true;
}

static bool
row_ok(const struct event_row *row)
{
	const char *const values[] = {row->actor, row->role, row->behalf,
	    row->approver, row->object, row->pupil, row->lesson, row->old,
	    row->new, row->reason};

	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		if (!value_ok(values[i]))
			return false;
	return row->object && strchr(row->object, '/');
}

static void
line(struct buf *b, const char *key, const char *value)
{
	buf_adds(b, key);
	buf_addc(b, ' ');
	buf_adds(b, value ? value : "-");
	buf_addc(b, '\n');
}

const char *
ledger_content(struct arena *arena, int64_t inst, const struct event_row *row,
    size_t *len)
{
	struct buf b;

	buf_init(&b, arena, 256);
	buf_adds(&b, "jrnl/event/v1\n");
	buf_addf(&b, "inst %08lld\n", (long long)inst);
	buf_addf(&b, "seq %lld\n", (long long)row->seq);
	buf_addf(&b, "at %lld\n", (long long)row->at);
	buf_addf(&b, "kind %lld\n", (long long)row->kind);
	line(&b, "actor", row->actor);
	line(&b, "role", row->role);
	line(&b, "behalf", row->behalf);
	line(&b, "approver", row->approver);
	line(&b, "object", row->object);
	line(&b, "pupil", row->pupil);
	line(&b, "lesson", row->lesson);
	line(&b, "old", row->old);
	line(&b, "new", row->new);
	line(&b, "reason", row->reason);
	line(&b, "note", row->note);
	*len = b.len;
	return b.p;
}

void
ledger_seal(struct event_row *row, const char *content, size_t len)
{
	const struct hash_part commit[] = {
	    {COMMIT_PREFIX, sizeof(COMMIT_PREFIX)}, /* with its NUL */
	    {row->nonce, sizeof(row->nonce)},
	    {content, len},
	};
	const struct hash_part leaf[] = {
	    {LEAF_PREFIX, 1},
	    {row->entry, sizeof(row->entry)},
	};

	memcpy(row->entry, ENTRY_PREFIX, ENTRY_PREFIX_LEN);
	row->entry[4] = (uint8_t)row->kind;
	row->entry[5] = 0;
	crypt_sha256(commit, 3, row->entry + 6);
	crypt_sha256(leaf, 2, row->leaf);
}

const char *
ledger_note(struct arena *arena, const uint8_t nonce[HASH_BYTES],
    const char *text)
{
	uint8_t hash[HASH_BYTES];
	const struct hash_part parts[] = {
	    {NOTE_PREFIX, sizeof(NOTE_PREFIX)},
	    {nonce, HASH_BYTES},
	    {text, strlen(text)},
	};

	crypt_sha256(parts, 3, hash);
	return crypt_base64(arena, hash, sizeof(hash));
}

/* The head is locked by the first append of a transaction and written once by
 * act_commit. `at` never goes back along a log, also when requests overtake
 * each other. */
static enum err
take_seq(struct act *act, struct event_row *row)
{
	enum err err;

	if (act->appended == 0 && !(act->batch && act->batch->head_held) &&
	    (err = events_head_lock(act->writing, act->write_inst,
		 &act->log_size, &act->log_at)))
		return err;
	if (act->batch)
		act->batch->head_held = true;
	row->seq = act->log_size;
	row->at = act->now > act->log_at ? act->now : act->log_at;
	return OK;
}

enum err
ledger_append(struct act *act, const struct event *event, int64_t *seq)
{
	const bool system = act->actor.role == ROLE_SYSTEM;
	const char *content;
	size_t len;
	enum err err;
	struct event_row row = {
	    .prev = event->prev,
	    .kind = event->kind,
	    .actor = system ? NULL : act->actor.log_id,
	    .role = role_name(act->actor.role),
	    .behalf = event->behalf,
	    .approver = event->approver,
	    .object = event->object,
	    .pupil = event->pupil,
	    .lesson = event->lesson,
	    .old = event->old,
	    .new = event->new,
	    .reason = event->reason,
	    .text = event->note,
	};

	assert(act->writing);
	if (!row.role[0]) /* an applicant without an account: actor "-" */
		row.role = role_name(ROLE_SYSTEM);
	if (!row_ok(&row)) {
		log_line(LOG_ERROR, "event_refused", "object",
		    event->object ? event->object : "-", NULL);
		return ERR_INVALID;
	}
	if ((err = take_seq(act, &row)))
		return err;
	act->rng->fill(act->rng, row.nonce, sizeof(row.nonce));
	if (row.text) {
		act->rng->fill(
		    act->rng, row.text_nonce, sizeof(row.text_nonce));
		row.note = ledger_note(act->arena, row.text_nonce, row.text);
	}
	content = ledger_content(act->arena, act->write_inst, &row, &len);
	if (len > CONTENT_BYTES_MAX)
		return ERR_INVALID;
	ledger_seal(&row, content, len);
	/* In the table the absent actor is "-", as in the content. */
	row.actor = row.actor ? row.actor : "-";
	if ((err = events_insert(act->writing, act->write_inst, &row)))
		return err;
	act->appended++;
	act->log_size = row.seq + 1;
	act->log_at = row.at;
	if (seq)
		*seq = row.seq;
	return OK;
}

enum err
ledger_read(struct act *act, int64_t seq, struct event_seen *out)
{
	struct db *db = act->actor.inst > 0 ? act->school : act->registry;
	struct event_row row;
	enum err err;

	if ((err = events_find(
		 db, act->arena, act->actor.inst, seq, &row)))
		return err;
	*out = (struct event_seen){
	    .seq = row.seq,
	    .prev = row.prev,
	    .at = row.at,
	    .kind = (int)row.kind,
	    .actor = row.actor,
	    .role = row.role,
	    .object = row.object,
	    .old = row.old,
	    .new = row.new,
	    .reason = row.reason,
	    .note = row.text,
	};
	return OK;
}

bool
ledger_event_holds(
    struct arena *arena, int64_t inst, const struct event_row *row)
{
	struct event_row again = *row;
	const char *content;
	size_t len;

	if (!row->content) {
		/* Erased: entry and leaf still belong together. */
		const struct hash_part leaf[] = {
		    {LEAF_PREFIX, 1}, {row->entry, sizeof(row->entry)}};

		crypt_sha256(leaf, 2, again.leaf);
		return !memcmp(again.leaf, row->leaf, HASH_BYTES);
	}
	if (!strcmp(row->actor, "-"))
		again.actor = NULL;
	if (row->text &&
	    strcmp(ledger_note(arena, row->text_nonce, row->text),
		row->note ? row->note : ""))
		return false;
	content = ledger_content(arena, inst, &again, &len);
	ledger_seal(&again, content, len);
	return !memcmp(again.entry, row->entry, sizeof(row->entry)) &&
	       !memcmp(again.leaf, row->leaf, sizeof(row->leaf));
}
