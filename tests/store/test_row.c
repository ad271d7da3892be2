/* SPDX-License-Identifier: EUPL-1.2 */
#include "fixture.h"

#include "store/row.h"

static const struct stmt texts STMT = {
    .name = "test_row.texts",
    .params = "SS",
    .columns = "SS",
    .sql = "SELECT CAST($1 AS TEXT), CAST($2 AS TEXT)",
};
static const struct stmt nonce STMT = {
    .name = "test_row.nonce",
    .params = "i",
    .columns = "B",
    .sql = "SELECT nonce FROM event_content WHERE inst = $1 AND nonce IS NULL"
	   " UNION ALL SELECT NULL LIMIT 1",
};

static void
texts_outlive_the_cursor_and_null_stays_null(void **state)
{
	struct fixture *f = *state;
	const char *word, *none, *empty;
	struct rows rows;

	assert_int_equal(db_one(f->act.registry, &texts, &rows, A_TEXT("слово"),
			     A_TEXT(NULL)),
	    OK);
	word = row_copy(f->arena, &rows, 0);
	none = row_copy(f->arena, &rows, 1);
	empty = row_copy_or_empty(f->arena, &rows, 1);
	rows_close(&rows);
	assert_string_equal(word, "слово");
	assert_null(none);
	assert_string_equal(empty, "");
}

static void
bytes_that_are_not_there_are_a_fault(void **state)
{
	struct fixture *f = *state;
	uint8_t kept[4] = {1, 2, 3, 4};
	struct rows rows;
	struct db *db;

	assert_int_equal(db_take_school(f->pool, 1, 0, &db), OK);
	assert_int_equal(db_one(db, &nonce, &rows, A_INT(1)), OK);
	assert_int_equal(
	    row_copy_bytes(&rows, 0, kept, sizeof(kept)), ERR_CORRUPT);
	assert_memory_equal(kept, ((uint8_t[]){1, 2, 3, 4}), sizeof(kept));
	rows_close(&rows);
	db_give(db);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(texts_outlive_the_cursor_and_null_stays_null),
	    FIXTURE_TEST(bytes_that_are_not_there_are_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
