/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "domain/audit.h"
#include "domain/ledger.h"
#include "place.h"
#include "store/events.h"

struct world {
	char dir[32];
	struct arena *arena;
	struct rng rng;
	struct act act;
};

static int
setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	strcpy(w->dir, "/tmp/ej-ledger-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	assert_int_equal(crypt_start(), OK);
	w->arena = arena_new();
	rng_seeded(&w->rng, 7);
	w->act = (struct act){
	    .arena = w->arena,
	    .rng = &w->rng,
	    .now = 1788249600,
	    .actor = {.inst = 1,
		.person = 1,
		.role = ROLE_TEACHER,
		.log_id = "t-17"},
	};
	place_create(w->dir);
	assert_int_equal(place_open(w->dir, 1, &w->act.school), OK);
	*state = w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;
	char command[64];

	db_close(w->act.school);
	snprintf(command, sizeof(command), "rm -rf %s", w->dir);
	assert_int_equal(system(command), 0);
	arena_free(w->arena);
	free(w);
	return 0;
}

static struct event
event_of(const char *object, const char *new)
{
	return (struct event){
	    .kind = EVENT_STRUCTURE, .object = object, .new = new, .prev = -1};
}

static int64_t
append(struct act *act, const char *object, const char *new)
{
	struct event event = event_of(object, new);
	int64_t seq;

	assert_int_equal(act_begin_school(act), OK);
	assert_int_equal(ledger_append(act, &event, &seq), OK);
	assert_int_equal(act_commit(act), OK);
	return seq;
}

/* The worked vector of the format's description, event 2 of 7, checked there
 * by three independent programs. */
static void
content_entry_and_leaf_follow_the_published_vector(void **state)
{
	struct world *w = *state;
	struct event_row row = {
	    .seq = 2,
	    .at = 1788249720,
	    .kind = 2,
	    .actor = "t-17",
	    .role = "teacher",
	    .object = "mark/1002",
	    .pupil = "p-2",
	    .lesson = "2026-09-01/2/algebra-7a",
	    .new = "9",
	};
	const char *content;
	size_t len;

	crypt_sha256_one("test nonce 2", 12, row.nonce);
	content = ledger_content(w->arena, 1, &row, &len);
	assert_int_equal(len, 185);
	ledger_seal(&row, content, len);
	assert_string_equal(crypt_hex(w->arena, row.entry, sizeof(row.entry)),
	    "6a726e3102005cdc7f394ed22eeaf3c6b3bd2229857c3355c61c1e2e980cda0d"
	    "0f93821cb1b6");
	assert_string_equal(crypt_hex(w->arena, row.leaf, sizeof(row.leaf)),
	    "affcf96d7537d6b680a97e6d6007ac967094cbe568b067e50e68bf8f5df83937");
}

static void
numbers_have_no_gaps_also_after_a_rollback(void **state)
{
	struct world *w = *state;
	struct event event = event_of("class/1", "5-А");

	assert_int_equal(append(&w->act, "class/1", "5-А"), 0);
	assert_int_equal(act_begin_school(&w->act), OK);
	assert_int_equal(ledger_append(&w->act, &event, NULL), OK);
	act_rollback(&w->act);
	assert_int_equal(append(&w->act, "class/2", "5-Б"), 1);
}

static void
several_events_of_one_transaction_are_numbered_in_order(void **state)
{
	struct world *w = *state;
	int64_t seq;

	assert_int_equal(act_begin_school(&w->act), OK);
	for (int i = 0; i < 30; i++) {
		struct event event = event_of("class/1", "5-А");

		assert_int_equal(ledger_append(&w->act, &event, &seq), OK);
		assert_int_equal(seq, i);
	}
	assert_int_equal(act_commit(&w->act), OK);
	assert_int_equal(append(&w->act, "class/2", "5-Б"), 30);
}

static void
time_never_goes_back_along_the_log(void **state)
{
	struct world *w = *state;
	struct event_seen seen;

	append(&w->act, "class/1", "5-А");
	w->act.now -= 3600;
	append(&w->act, "class/2", "5-Б");
	assert_int_equal(ledger_read(&w->act, 1, &seen), OK);
	assert_int_equal(seen.at, 1788249600);
}

static void
free_text_is_stored_apart_and_only_committed_to(void **state)
{
	struct world *w = *state;
	struct event event = event_of("lesson/1.1", NULL);
	struct event_row row;

	event.note = "Тема: рівняння";
	assert_int_equal(act_begin_school(&w->act), OK);
	assert_int_equal(ledger_append(&w->act, &event, NULL), OK);
	assert_int_equal(act_commit(&w->act), OK);
	assert_int_equal(events_find(w->act.school, w->arena, 1, 0, &row), OK);
	assert_string_equal(row.text, "Тема: рівняння");
	assert_int_equal(strlen(row.note), 44);
	assert_true(ledger_event_holds(w->arena, 1, &row));
	row.text = "Тема: інша";
	assert_false(ledger_event_holds(w->arena, 1, &row));
}

static void
any_changed_value_breaks_the_fingerprint(void **state)
{
	struct world *w = *state;
	struct event_row row;

	append(&w->act, "setting/x", "9");
	assert_int_equal(events_find(w->act.school, w->arena, 1, 0, &row), OK);
	assert_true(ledger_event_holds(w->arena, 1, &row));
	row.new = "10";
	assert_false(ledger_event_holds(w->arena, 1, &row));
	row.new = "9";
	row.at++;
	assert_false(ledger_event_holds(w->arena, 1, &row));
	row.at--;
	assert_false(ledger_event_holds(w->arena, 2, &row));
}

static void
values_that_break_the_format_are_refused(void **state)
{
	struct world *w = *state;
	const char *const bad[] = {
	    "-", "", " 9", "9 ", "9\n10", "a\tb", "x\177"};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct event event = event_of("mark/1.1.1", bad[i]);

		assert_int_equal(act_begin_school(&w->act), OK);
		assert_int_equal(
		    ledger_append(&w->act, &event, NULL), ERR_INVALID);
		act_rollback(&w->act);
	}
}

/* Somebody who reaches the database itself and may do everything there. The
 * app may not, where the engine knows roles. */
static void
behind_the_history(struct world *w, const struct stmt *stmt)
{
	struct db *db;

	if (place_is_postgres())
		assert_int_equal(db_run(w->act.school, stmt, NULL), ERR_DB);
	assert_int_equal(place_open_owner(w->dir, 1, &db), OK);
	assert_int_equal(db_run(db, stmt, NULL), OK);
	db_close(db);
}

static void
verify_finds_what_was_changed_behind_the_history(void **state)
{
	static const struct stmt forge STMT = {.name = "test.forge",
	    .params = "",
	    .columns = "",
	    .sql = "UPDATE event_content SET new = '12' WHERE seq = 1"};
	struct world *w = *state;
	struct audit_report report;

	append(&w->act, "class/1", "5-А");
	append(&w->act, "class/2", "5-Б");
	assert_int_equal(audit_verify(&w->act, 1, &report), OK);
	assert_int_equal(report.events, 2);
	assert_int_equal(report.faults, 0);
	behind_the_history(w, &forge);
	assert_int_equal(audit_verify(&w->act, 1, &report), OK);
	assert_int_equal(report.faults, 1);
	assert_non_null(strstr(report.first_fault, "1"));
}

static void
verify_finds_an_event_that_is_missing(void **state)
{
	static const struct stmt drop STMT = {.name = "test.drop",
	    .params = "",
	    .columns = "",
	    .sql = "DELETE FROM event WHERE seq = 0"};
	struct world *w = *state;
	struct audit_report report;

	append(&w->act, "class/1", "5-А");
	append(&w->act, "class/2", "5-Б");
	behind_the_history(w, &drop);
	assert_int_equal(audit_verify(&w->act, 1, &report), OK);
	assert_true(report.faults > 0);
}

static int64_t
log_size(struct act *act)
{
	int64_t size, at;

	assert_int_equal(events_head(act->school, 1, &size, &at), OK);
	return size;
}

static void
acts_of_a_batch_are_kept_together_and_verify(void **state)
{
	struct world *w = *state;
	struct act_batch batch;
	struct audit_report report;

	append(&w->act, "class/1", "5-А");
	assert_int_equal(act_batch_begin(&w->act, &batch), OK);
	assert_int_equal(append(&w->act, "class/2", "5-Б"), 1);
	/* One that had nothing to do disturbs nobody. */
	assert_int_equal(act_begin_school(&w->act), OK);
	act_rollback(&w->act);
	assert_int_equal(append(&w->act, "class/3", "5-В"), 2);
	assert_int_equal(log_size(&w->act), 1);
	assert_int_equal(act_batch_commit(&w->act), OK);
	assert_int_equal(log_size(&w->act), 3);
	assert_int_equal(append(&w->act, "class/4", "5-Г"), 3);
	assert_int_equal(audit_verify(&w->act, 1, &report), OK);
	assert_int_equal(report.faults, 0);
}

static void
an_act_that_fails_takes_its_batch_with_it(void **state)
{
	struct world *w = *state;
	struct event event = event_of("class/3", "5-В");
	struct act_batch batch;

	append(&w->act, "class/1", "5-А");
	assert_int_equal(act_batch_begin(&w->act, &batch), OK);
	append(&w->act, "class/2", "5-Б");
	assert_int_equal(act_begin_school(&w->act), OK);
	assert_int_equal(ledger_append(&w->act, &event, NULL), OK);
	act_rollback(&w->act);
	assert_int_equal(act_batch_commit(&w->act), ERR_CONFLICT);
	assert_int_equal(log_size(&w->act), 1);
	assert_int_equal(append(&w->act, "class/2", "5-Б"), 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    T(content_entry_and_leaf_follow_the_published_vector),
	    T(numbers_have_no_gaps_also_after_a_rollback),
	    T(several_events_of_one_transaction_are_numbered_in_order),
	    T(time_never_goes_back_along_the_log),
	    T(free_text_is_stored_apart_and_only_committed_to),
	    T(any_changed_value_breaks_the_fingerprint),
	    T(values_that_break_the_format_are_refused),
	    T(verify_finds_what_was_changed_behind_the_history),
	    T(verify_finds_an_event_that_is_missing),
	    T(acts_of_a_batch_are_kept_together_and_verify),
	    T(an_act_that_fails_takes_its_batch_with_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
