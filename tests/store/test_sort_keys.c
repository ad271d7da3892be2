/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "store/sort_keys.h"

static const struct stmt keys = {
    .name = "test.keys",
    .params = "",
    .columns = "ss",
    .sql = "SELECT name_fold, name_sort FROM person"
	   " UNION ALL SELECT name_fold, name_sort FROM subject"
	   " UNION ALL SELECT label, label_sort FROM class ORDER BY 1, 2",
};
static const struct stmt registry_keys = {
    .name = "test.registry_keys",
    .params = "",
    .columns = "ss",
    .sql = "SELECT name_fold, name_sort FROM institution ORDER BY 1, 2",
};
static const struct stmt spoil_people = {
    .name = "test.spoil_people",
    .params = "",
    .columns = "",
    .sql = "UPDATE person SET name_fold = 'x', name_sort = 'x'",
};
static const struct stmt spoil_subjects = {
    .name = "test.spoil_subjects",
    .params = "",
    .columns = "",
    .sql = "UPDATE subject SET name_fold = 'x' || name_fold, name_sort = 'x'",
};
static const struct stmt spoil_classes = {
    .name = "test.spoil_classes",
    .params = "",
    .columns = "",
    .sql = "UPDATE class SET label_sort = 'x'",
};
static const struct stmt spoil_institutions = {
    .name = "test.spoil_institutions",
    .params = "",
    .columns = "",
    .sql = "UPDATE institution SET name_fold = 'x', name_sort = 'x'",
};

/* All keys of a store in one text. */
static const char *
read_keys(struct fixture *f, struct db *db, const struct stmt *stmt)
{
	AUTO_ROWS struct rows rows = {0};
	struct buf out;

	buf_init(&out, f->arena, 4096);
	assert_int_equal(db_query(db, stmt, &rows), OK);
	while (rows_next(&rows) == OK)
		buf_addf(
		    &out, "%s %s\n", rows_text(&rows, 0), rows_text(&rows, 1));
	return out.p;
}

static void
a_rebuilt_key_is_the_key_that_was_stored(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.school;
	const char *before = read_keys(f, db, &keys);
	int64_t n;

	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &spoil_people, NULL), OK);
	assert_int_equal(db_run(db, &spoil_subjects, NULL), OK);
	assert_int_equal(db_run(db, &spoil_classes, NULL), OK);
	assert_int_equal(sort_keys_rebuild(db, 1, &n), OK);
	assert_int_equal(db_commit(db), OK);
	assert_true(n > FX_PUPILS);
	assert_string_equal(read_keys(f, db, &keys), before);
}

static void
the_registrys_too(void **state)
{
	struct fixture *f = *state;
	struct db *db = f->act.registry;
	const char *before = read_keys(f, db, &registry_keys);
	int64_t n;

	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(db_run(db, &spoil_institutions, NULL), OK);
	assert_int_equal(sort_keys_rebuild(db, 0, &n), OK);
	assert_int_equal(db_commit(db), OK);
	assert_int_equal(n, 2);
	assert_string_equal(read_keys(f, db, &registry_keys), before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_rebuilt_key_is_the_key_that_was_stored),
	    FIXTURE_TEST(the_registrys_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
