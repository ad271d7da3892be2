/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests, their fields, letters and files. */
#include "fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "store/originals.h"
#include "store/request_fields.h"
#include "store/request_files.h"
#include "store/request_mails.h"
#include "store/request_steps.h"
#include "store/requests.h"

static void
ok(enum err err)
{
	if (err)
		fail_msg("%s", err_name(err));
}

static int64_t
add(struct fixture *f, const char *state, const char *name, const char *hash,
    int64_t part)
{
	struct request row = {.state = state,
	    .source = hash ? "mail" : "form",
	    .mail_hash = hash,
	    .mail_part = part,
	    .received_at = f->act.now,
	    .changed_at = f->act.now};
	bool inserted;

	ok(requests_insert(f->act.registry, f->arena, &row, name, &inserted));
	assert_true(inserted);
	ok(request_fields_set(f->act.registry, row.request,
	    &(struct request_field){.field = "name",
		.value = name,
		.flag = "ok",
		.source = "form"}));
	return row.request;
}

static void
set(struct fixture *f, int64_t request, const char *field, const char *value,
    const char *flag)
{
	ok(request_fields_set(f->act.registry, request,
	    &(struct request_field){.field = field,
		.value = value,
		.flag = flag,
		.code = !strcmp(field, "region") ? "UA59000000000057109" : NULL,
		.source = "form"}));
}

static void
the_same_letter_is_one_request(void **state)
{
	struct fixture *f = *state;
	struct request again = {.state = "new",
	    .source = "mail",
	    .mail_hash = "ab",
	    .mail_part = 0,
	    .received_at = 1,
	    .changed_at = 1};
	struct request *rows;
	size_t n;
	bool inserted;

	ok(db_begin_write(f->act.registry));
	add(f, "new", "Ліцей", "ab", 0);
	add(f, "new", "Гімназія", "ab", 1);
	ok(requests_insert(
	    f->act.registry, f->arena, &again, "Ліцей", &inserted));
	assert_false(inserted);
	ok(requests_by_mail(f->act.registry, f->arena, "ab", &rows, &n));
	assert_int_equal(n, 2);
	ok(db_commit(f->act.registry));
}

static void
a_state_that_has_moved_on_is_a_conflict(void **state)
{
	struct fixture *f = *state;
	struct request row;

	ok(db_begin_write(f->act.registry));
	ok(requests_find(
	    f->act.registry, f->arena, add(f, "new", "Ліцей", NULL, 0), &row));
	row.state = "in_review";
	ok(requests_update(f->act.registry, &row, "new"));
	assert_int_equal(
	    requests_update(f->act.registry, &row, "new"), ERR_CONFLICT);
	ok(db_commit(f->act.registry));
}

static int64_t
found(struct fixture *f, const struct request_query *q)
{
	struct request_line *lines;
	struct request_query query = *q;
	int64_t total;
	size_t n;

	query.limit = 10;
	ok(requests_list(
	    f->act.registry, f->arena, &query, &lines, &n, &total));
	assert_int_equal(n, total);
	return total;
}

static void
the_queue_is_filtered_and_searched(void **state)
{
	struct fixture *f = *state;
	struct request_query q = {.passed = -1};
	int64_t first;

	ok(db_begin_write(f->act.registry));
	first = add(f, "new", "Ґудзівська гімназія", NULL, 0);
	set(f, first, "region", "Сумська", "ok");
	set(f, first, "edrpou", "02070921", "ok");
	add(f, "in_review", "Охтирська школа № 5", NULL, 0);
	add(f, "unconfirmed", "Ніхто", NULL, 0);
	ok(db_commit(f->act.registry));
	assert_int_equal(found(f, &q), 2);
	q.state = "new";
	assert_int_equal(found(f, &q), 1);
	q.state = NULL;
	q.region = "UA59000000000057109";
	assert_int_equal(found(f, &q), 1);
	q.region = NULL;
	q.words = "ґудзівська";
	assert_int_equal(found(f, &q), 1);
	q.words = "02070921";
	assert_int_equal(found(f, &q), 1);
	q.words = "%";
	assert_int_equal(found(f, &q), 2);
	q.words = "00000000";
	assert_int_equal(found(f, &q), 0);
}

static void
doubts_and_likeness_are_counted(void **state)
{
	struct fixture *f = *state;
	const struct request_query q = {.passed = -1, .limit = 10};
	struct request_alike alike[REQUESTS_ALIKE_MAX];
	struct request_line *lines;
	int64_t a, b, total;
	size_t n;

	ok(db_begin_write(f->act.registry));
	a = add(f, "new", "Ліцей", NULL, 0);
	b = add(f, "rejected", "Інший заклад", NULL, 0);
	set(f, a, "edrpou", "32855968", "invalid");
	set(f, b, "edrpou", "32855968", "invalid");
	set(f, a, "community", "Охтирська", "derived");
	set(f, a, "kind", "school", "derived");
	ok(db_commit(f->act.registry));
	ok(requests_list(f->act.registry, f->arena, &q, &lines, &n, &total));
	assert_int_equal(lines[0].request.request, a);
	assert_int_equal(lines[0].doubts, 2);
	assert_int_equal(lines[0].wrong, 1);
	assert_true(lines[0].alike);
	ok(requests_alike(f->act.registry, f->arena, a,
	    &(struct request_traits){.edrpou = "32855968", .name = "ЛІЦЕЙ"},
	    alike, &n));
	assert_int_equal(n, 1);
	assert_int_equal(alike[0].request.request, b);
	assert_true(alike[0].edrpou);
	assert_false(alike[0].same_name);
}

static void
a_letter_is_kept_while_one_of_its_requests_is_open(void **state)
{
	struct fixture *f = *state;
	struct request *rows;
	struct request row;
	int64_t second;
	size_t n;

	ok(db_begin_write(f->act.registry));
	add(f, "rejected", "Ліцей", "ab", 0);
	second = add(f, "new", "Гімназія", "ab", 1);
	ok(requests_mails_due(
	    f->act.registry, f->arena, f->act.now + 1, &rows, &n));
	assert_int_equal(n, 0);
	ok(requests_find(f->act.registry, f->arena, second, &row));
	row.state = "expired";
	ok(requests_update(f->act.registry, &row, "new"));
	ok(requests_mails_due(
	    f->act.registry, f->arena, f->act.now + 1, &rows, &n));
	assert_int_equal(n, 2);
	ok(requests_mails_due(
	    f->act.registry, f->arena, f->act.now, &rows, &n));
	assert_int_equal(n, 0);
	ok(db_commit(f->act.registry));
}

static void
files_are_numbered_within_a_request(void **state)
{
	struct fixture *f = *state;
	struct request_file row = {
	    .name = "lyst.pdf", .type = "application/pdf", .hash = "00"};
	int64_t request;
	bool used;

	ok(db_begin_write(f->act.registry));
	request = add(f, "new", "Ліцей", NULL, 0);
	for (int i = 1; i <= REQUEST_FILES_MAX; i++) {
		ok(request_files_insert(f->act.registry, request, &row));
		assert_int_equal(row.ord, i);
	}
	assert_int_equal(
	    request_files_insert(f->act.registry, request, &row), ERR_LIMIT);
	ok(request_files_delete(f->act.registry, request));
	ok(request_files_used(f->act.registry, "00", &used));
	assert_false(used);
	ok(db_commit(f->act.registry));
}

static void
who_reviewed_is_remembered(void **state)
{
	struct fixture *f = *state;
	int64_t request;
	bool did;

	ok(db_begin_write(f->act.registry));
	request = add(f, "new", "Ліцей", NULL, 0);
	ok(request_steps_add(f->act.registry, request,
	    &(struct request_step){.at = 1, .account = 7, .act = "edited"}));
	ok(request_steps_reviewed(f->act.registry, request, 7, &did));
	assert_true(did);
	ok(request_steps_reviewed(f->act.registry, request, 8, &did));
	assert_false(did);
	ok(db_commit(f->act.registry));
}

static void
an_original_is_read_back_or_refused(void **state)
{
	struct fixture *f = *state;
	const char *hash, *again, *path;
	struct bytes bytes;
	FILE *file;

	ok(originals_put(f->arena, f->dir, "a letter", 8, &hash));
	ok(originals_put(f->arena, f->dir, "a letter", 8, &again));
	assert_string_equal(hash, again);
	ok(originals_read(f->arena, f->dir, hash, &bytes));
	assert_int_equal(bytes.len, 8);
	assert_memory_equal(bytes.p, "a letter", 8);
	path = arena_printf(f->arena, "%s/originals/%s", f->dir, hash);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs("another", file);
	fclose(file);
	assert_int_equal(
	    originals_read(f->arena, f->dir, hash, &bytes), ERR_CORRUPT);
	ok(originals_delete(f->arena, f->dir, hash));
	ok(originals_delete(f->arena, f->dir, hash));
	assert_int_equal(
	    originals_read(f->arena, f->dir, hash, &bytes), ERR_NOT_FOUND);
	assert_int_equal(
	    originals_read(f->arena, f->dir, "../registry.db", &bytes),
	    ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(the_same_letter_is_one_request),
	    FIXTURE_TEST(a_state_that_has_moved_on_is_a_conflict),
	    FIXTURE_TEST(the_queue_is_filtered_and_searched),
	    FIXTURE_TEST(doubts_and_likeness_are_counted),
	    FIXTURE_TEST(a_letter_is_kept_while_one_of_its_requests_is_open),
	    FIXTURE_TEST(files_are_numbered_within_a_request),
	    FIXTURE_TEST(who_reviewed_is_remembered),
	    FIXTURE_TEST(an_original_is_read_back_or_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
