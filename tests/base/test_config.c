/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"

struct place {
	char folder[64], file[96];
	struct arena *arena;
	struct config config;
};

static int
make_place(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	strcpy(place->folder, "/tmp/test_config.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(
	    place->file, sizeof(place->file), "%s/ejournal.ini", place->folder);
	place->arena = arena_new();
	*state = place;
	return clearenv();
}

static int
drop_place(void **state)
{
	struct place *place = *state;

	unlink(place->file);
	rmdir(place->folder);
	arena_free(place->arena);
	free(place);
	return 0;
}

static void
write_file(struct place *place, const char *text)
{
	FILE *file = fopen(place->file, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static enum err
load(struct place *place)
{
	return config_load(place->arena, place->folder, &place->config);
}

static void
without_a_file_the_defaults_hold(void **state)
{
	struct place *place = *state;
	struct config *config = &place->config;

	assert_int_equal(load(place), OK);
	assert_string_equal(config->state, place->folder);
	assert_string_equal(config->bind, "127.0.0.1");
	assert_int_equal(config->port, 8080);
	assert_string_equal(config->database_url, "");
	assert_int_equal(config->invitation_days, 7);
	assert_int_equal(config->slip_days, 60);
	assert_int_equal(config->school_handles_max, 330);
	assert_int_equal(config->pupil_accounts_from_grade, 5);
	assert_int_equal(config->upload_bytes_max, 10485760);
	assert_string_equal(config->smtp_url, "");
	assert_string_equal(config->public_url, "http://127.0.0.1:8080");
	assert_false(config->demo);
}

static void
no_text_is_without_a_default(void **state)
{
	struct place *place = *state;
	const struct config *c = &place->config;

	assert_int_equal(load(place), OK);
	assert_non_null(c->institute);
	assert_non_null(c->contact);
	assert_non_null(c->domain);
	assert_non_null(c->trusted_proxies);
	assert_non_null(c->smtp_user);
	assert_non_null(c->smtp_password_file);
	assert_non_null(c->mail_from);
	assert_non_null(c->mail_authserv);
}

static void
the_file_beats_defaults_and_the_environment_beats_it(void **state)
{
	struct place *place = *state;

	write_file(place, "# a comment\n"
			  "port = 9000\n"
			  "institute = Інститут освітньої аналітики ; ours\n"
			  "public_url=https://journal.example.ua\n");
	assert_int_equal(load(place), OK);
	assert_int_equal(place->config.port, 9000);
	assert_string_equal(
	    place->config.institute, "Інститут освітньої аналітики");
	assert_string_equal(
	    place->config.public_url, "https://journal.example.ua");
	setenv("PORT", "9001", 1);
	setenv("DATABASE_URL", "postgresql://db/ejournal", 1);
	assert_int_equal(load(place), OK);
	assert_int_equal(place->config.port, 9001);
	assert_string_equal(
	    place->config.database_url, "postgresql://db/ejournal");
	setenv("EJOURNAL_PORT", "9002", 1);
	setenv("EJOURNAL_SMTP_URL", "", 1);
	assert_int_equal(load(place), OK);
	assert_int_equal(place->config.port, 9002);
}

static void
the_state_comes_from_the_flag_first(void **state)
{
	struct place *place = *state;

	setenv("STATE", "/nonexistent/state", 1);
	assert_int_equal(load(place), OK);
	assert_string_equal(place->config.state, place->folder);
	assert_int_equal(config_load(place->arena, NULL, &place->config), OK);
	assert_string_equal(place->config.state, "/nonexistent/state");
}

static void
wrong_lines_are_refused_and_nothing_is_taken(void **state)
{
	static const char *const wrong[] = {"port = 70000\n", "port = -1\n",
	    "port = 0x50\n", "port =\n", "port = 80 81\n",
	    "port = 99999999999999999999\n", "colour = red\n",
	    "[server]\nport = 80\n", "port = 80\nport = 81\n", "just words\n",
	    "public_url = ftp://x\n", "public_url = https://x/\n",
	    "public_url = https://x' onclick='\n", "database_url = mysql://x\n",
	    "database_url = postgresql://a:secret@db/x\n",
	    "database_url = postgresql://a:sec/ret@db/x\n",
	    "database_url = postgresql:///x?password=secret\n",
	    "database_owner_url = postgresql://a:secret@db/x\n",
	    "database_prepared = maybe\n", "database_connections_max = 0\n",
	    "trusted_proxies = 10.0.0.1,\n", "trusted_proxies = proxy.local\n",
	    "trusted_proxies = 10.0.0.0/33\n", "trusted_proxies = ::/129\n",
	    "trusted_proxies = 10.0.0.0/\n", "trusted_proxies = /8\n",
	    "bind = everywhere\n", "mail_from = nobody\n", "domain = Школа\n",
	    "domain =\n", "institute = \xff\xfe\n", "session_idle_s = 1\n",
	    "session_idle_s = 5000\nsession_absolute_s = 3600\n",
	    "smtp_user = u\n", "metrics_port = 8080\n", "demo = 1\n",
	    "state = /elsewhere\n"};
	struct place *place = *state;
	size_t i;

	place->config.port = 1;
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		write_file(place, wrong[i]);
		assert_int_equal(load(place), ERR_INVALID);
	}
	assert_int_equal(place->config.port, 1);
}

static void
a_wrong_variable_is_refused(void **state)
{
	struct place *place = *state;

	setenv("EJOURNAL_WORKERS", "many", 1);
	assert_int_equal(load(place), ERR_INVALID);
}

static void
a_line_too_long_is_refused_not_cut(void **state)
{
	struct place *place = *state;
	char text[600] = "institute = ";

	memset(text + strlen(text), 'a', 400);
	strcat(text, "\nport = 9000\n");
	write_file(place, text);
	assert_int_equal(load(place), ERR_INVALID);
	text[190] = '\n';
	text[191] = '\0';
	write_file(place, text);
	assert_int_equal(load(place), OK);
	assert_int_equal(strlen(place->config.institute), 178);
}

static void
a_file_that_cannot_be_read_is_an_error(void **state)
{
	struct place *place = *state;

	/* A folder opens, but gives no lines; nothing is taken from it. */
	assert_int_equal(mkdir(place->file, 0700), 0);
	(void)load(place);
	assert_int_equal(rmdir(place->file), 0);
	assert_int_equal(symlink(place->file, place->file), 0);
	assert_int_equal(load(place), ERR_IO);
}

static void
proxies_of_both_kinds_are_taken(void **state)
{
	struct place *place = *state;

	write_file(place, "trusted_proxies = 127.0.0.1, ::1 ,10.0.0.0/8\n"
			  "bind = ::1\n");
	assert_int_equal(load(place), OK);
	assert_string_equal(
	    place->config.trusted_proxies, "127.0.0.1, ::1 ,10.0.0.0/8");
	assert_string_equal(place->config.public_url, "http://[::1]:8080");
}

static void
only_addresses_of_this_machine_are_loopback(void **state)
{
	static const char *const other[] = {"", "0.0.0.0", "::", "10.0.0.1",
	    "127.evil.example", "127.0.0.1.", "1270.0.0.1", "::ffff:10.0.0.1",
	    "localhost.evil.example", "fe80::1"};

	(void)state;
	assert_true(config_is_loopback("127.0.0.1"));
	assert_true(config_is_loopback("127.8.9.10"));
	assert_true(config_is_loopback("::1"));
	assert_true(config_is_loopback("localhost"));
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_false(config_is_loopback(other[i]));
}

static void
a_derived_address_follows_the_flags(void **state)
{
	struct place *place = *state;

	assert_int_equal(load(place), OK);
	place->config.port = 8123;
	config_settle(place->arena, &place->config);
	assert_string_equal(place->config.public_url, "http://127.0.0.1:8123");
	write_file(place, "public_url = https://a.example\n");
	assert_int_equal(load(place), OK);
	place->config.port = 8123;
	config_settle(place->arena, &place->config);
	assert_string_equal(place->config.public_url, "https://a.example");
}

/* With every line switched on the sample gives the defaults. */
static void
the_sample_is_a_file_that_loads(void **state)
{
	struct place *place = *state;
	struct config defaults;
	char line[512];
	FILE *sample = tmpfile(), *file = fopen(place->file, "w");
	int settings = 0;

	assert_int_equal(load(place), OK);
	defaults = place->config;
	config_print_sample(sample);
	rewind(sample);
	while (fgets(line, sizeof(line), sample)) {
		assert_true(strlen(line) < 80);
		if (line[0] == '#' && line[1] >= 'a' && line[1] <= 'z') {
			fputs(line + 1, file);
			settings++;
		} else {
			fputs(line, file);
		}
	}
	fclose(sample);
	fclose(file);
	assert_int_equal(settings, 39);
	assert_int_equal(load(place), OK);
	assert_int_equal(place->config.port, defaults.port);
	assert_int_equal(place->config.session_idle_s, defaults.session_idle_s);
	assert_string_equal(place->config.mail_from, defaults.mail_from);
	assert_string_equal(place->config.public_url, defaults.public_url);
}

#define IN_PLACE(test)                                                         \
	cmocka_unit_test_setup_teardown(test, make_place, drop_place)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    IN_PLACE(without_a_file_the_defaults_hold),
	    IN_PLACE(no_text_is_without_a_default),
	    IN_PLACE(the_file_beats_defaults_and_the_environment_beats_it),
	    IN_PLACE(the_state_comes_from_the_flag_first),
	    IN_PLACE(wrong_lines_are_refused_and_nothing_is_taken),
	    IN_PLACE(a_wrong_variable_is_refused),
	    IN_PLACE(a_line_too_long_is_refused_not_cut),
	    IN_PLACE(a_file_that_cannot_be_read_is_an_error),
	    IN_PLACE(proxies_of_both_kinds_are_taken),
	    cmocka_unit_test(only_addresses_of_this_machine_are_loopback),
	    IN_PLACE(a_derived_address_follows_the_flags),
	    IN_PLACE(the_sample_is_a_file_that_loads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
