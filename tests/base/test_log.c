/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

static char out[8192];
static int saved = -1;
static FILE *file;

/* Standard error goes to a file until grab() is called. */
static void catch (void)
{
	file = tmpfile();
	assert_non_null(file);
	saved = dup(STDERR_FILENO);
	dup2(fileno(file), STDERR_FILENO);
}

static const char *
grab(void)
{
	ssize_t len;

	dup2(saved, STDERR_FILENO);
	close(saved);
	len = pread(fileno(file), out, sizeof(out) - 1, 0);
	fclose(file);
	assert_true(len >= 0);
	out[len] = '\0';
	return out;
}

static size_t
lines(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static void
one_fact_is_one_line_of_pairs(void **state)
{
	const char *s;

	(void)state;
	catch ();
	log_set_request("r-17");
	log_line(LOG_WARN, "mail_refused", "job", log_num(5), "code", "550",
	    "host", NULL, NULL);
	log_set_request("");
	s = grab();
	assert_int_equal(strncmp(s, "time=2", 6), 0);
	assert_non_null(strstr(s, "Z level=warn event=mail_refused "
				  "request=r-17 job=5 code=550 host=-\n"));
	assert_int_equal(lines(s), 1);
}

static void
a_value_cannot_start_a_line_or_an_escape(void **state)
{
	const char *s;

	(void)state;
	catch ();
	log_line(LOG_INFO, "x", "a", "b\nlevel=error", "c", "\x1b[31m", "d",
	    "\xff\xc3", "e", "say \"no\"\\", "f", "\xc2\x9b", "g", "", NULL);
	s = grab();
	assert_int_equal(lines(s), 1);
	assert_non_null(strstr(s, " a=\"b\\nlevel=error\" c=\"\\x1b[31m\""));
	assert_non_null(strstr(s, " d=\"\\xff\\xc3\""));
	assert_non_null(strstr(s, " e=\"say \\\"no\\\"\\\\\""));
	assert_non_null(strstr(s, " f=\"\\u009b\" g=\"\"\n"));
}

static void
ukrainian_values_stay_readable(void **state)
{
	(void)state;
	catch ();
	log_line(LOG_INFO, "x", "file", "Їжак.csv", NULL);
	assert_non_null(strstr(grab(), " file=\"Їжак.csv\"\n"));
}

static void
lines_below_the_level_are_dropped(void **state)
{
	(void)state;
	catch ();
	log_line(LOG_DEBUG, "quiet", NULL);
	log_set_level(LOG_DEBUG);
	log_line(LOG_DEBUG, "loud", NULL);
	log_set_level(LOG_INFO);
	assert_null(strstr(grab(), "quiet"));
	assert_non_null(strstr(out, "level=debug event=loud\n"));
}

static void
a_long_line_is_cut_at_a_character_and_still_ends(void **state)
{
	char value[6001];
	size_t i, len;

	(void)state;
	for (i = 0; i < 6000; i += 2)
		memcpy(value + i, "ї", 2);
	value[6000] = '\0';
	for (i = 0; i < 2; i++) {
		catch ();
		log_line(LOG_INFO, i ? "x" : "xy", "v", value, NULL);
		len = strlen(grab());
		assert_in_range(len, 4000, 4096);
		assert_string_equal(out + len - 6, "ї...\n");
		assert_int_equal(lines(out), 1);
	}
}

static void
eight_numbers_live_side_by_side(void **state)
{
	const char *first = log_num(INT64_MIN);
	int i;

	(void)state;
	for (i = 0; i < 7; i++)
		log_num(i);
	assert_string_equal(first, "-9223372036854775808");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(one_fact_is_one_line_of_pairs),
	    cmocka_unit_test(a_value_cannot_start_a_line_or_an_escape),
	    cmocka_unit_test(ukrainian_values_stay_readable),
	    cmocka_unit_test(lines_below_the_level_are_dropped),
	    cmocka_unit_test(a_long_line_is_cut_at_a_character_and_still_ends),
	    cmocka_unit_test(eight_numbers_live_side_by_side),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
