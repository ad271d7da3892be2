/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "page_fixture.h"
#include "web/form.h"

static int
setup(void **state)
{
	static struct page_fixture f;

	page_fixture_open(&f, ROLE_TEACHER, "/s/12/people");
	f.page.html.lang = LANG_EN;
	*state = &f;
	return 0;
}

static int
teardown(void **state)
{
	page_fixture_close(*state);
	return 0;
}

static const char *
out(struct page_fixture *f)
{
	return f->res.body.p;
}

static void
a_post_form_carries_token_and_membership(void **state)
{
	struct page_fixture *f = *state;

	form_open(&f->page, "/s/12/people?a=1&b=2", 0);
	form_close(&f->page, "Save");
	assert_non_null(strstr(out(f),
	    "<form class='form' method='post' action='/s/12/people?a=1&amp;b=2'"
	    " novalidate>"));
	assert_non_null(strstr(out(f),
	    "<input type='hidden' name='csrf' value='token-of-the-session'>"));
	assert_non_null(strstr(
	    out(f), "<input type='hidden' name='as' value='12.34.teacher'>"));
	assert_non_null(
	    strstr(out(f), "<button class='btn main'>Save</button>"));
}

static void
an_upload_is_multipart_and_has_the_token_too(void **state)
{
	struct page_fixture *f = *state;

	form_open(&f->page, "/s/12/import", FORM_UPLOAD);
	assert_non_null(strstr(out(f), " enctype='multipart/form-data'"));
	assert_non_null(strstr(out(f), "name='csrf'"));
}

static void
a_search_form_shows_no_token(void **state)
{
	struct page_fixture *f = *state;

	form_open(&f->page, "/s/12/people", FORM_GET | FORM_ROW);
	assert_string_equal(
	    out(f), "<form class='row' action='/s/12/people'>\n");
}

static void
a_post_form_without_a_token_is_a_wrong_program(void **state)
{
	struct page_fixture *f = *state;
	pid_t child = fork();
	int status;

	if (child == 0) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		f->page.csrf = NULL;
		form_open(&f->page, "/x", 0);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
}

static void
a_field_has_label_hint_error_and_value_in_this_order(void **state)
{
	struct page_fixture *f = *state;

	form_field(&f->page, &(struct field){.name = "phone",
				 .label = "Phone <1>",
				 .hint = "With +380",
				 .error = "two digits are missing",
				 .value = "'><script>",
				 .type = "tel",
				 .autocomplete = "tel",
				 .maxlength = 20,
				 .width = 2,
				 .required = true});
	assert_string_equal(out(f),
	    "<div class='field bad'><label for='f-phone'>Phone &lt;1&gt;"
	    "</label>\n"
	    "<span class='hint' id='f-phone-h'>With +380</span>\n"
	    "<strong class='wrong' id='f-phone-e'>two digits are missing"
	    "</strong>\n"
	    "<input type='tel' id='f-phone' name='phone' class='w2' "
	    "aria-describedby='f-phone-h f-phone-e' aria-invalid='true' "
	    "required autocomplete='tel' maxlength='20' "
	    "value='&#39;&gt;&lt;script&gt;'></div>\n");
}

static void
a_password_or_a_file_never_comes_back(void **state)
{
	struct page_fixture *f = *state;

	form_field(&f->page, &(struct field){.name = "password",
				 .label = "Password",
				 .type = "password",
				 .value = "correct horse"});
	form_field(&f->page, &(struct field){.name = "file",
				 .label = "File",
				 .type = "file",
				 .value = "list.csv"});
	assert_null(strstr(out(f), "correct horse"));
	assert_null(strstr(out(f), "list.csv"));
}

static void
a_textarea_keeps_its_text_without_becoming_markup(void **state)
{
	struct page_fixture *f = *state;

	form_field(&f->page, &(struct field){.name = "topic",
				 .label = "Topic",
				 .type = "textarea",
				 .value = "a</textarea><b>"});
	assert_non_null(
	    strstr(out(f), ">\na&lt;/textarea&gt;&lt;b&gt;</textarea>"));
}

static void
a_select_and_radios_show_the_chosen_value(void **state)
{
	struct page_fixture *f = *state;
	const struct choice choices[] = {
	    {"", "any", NULL}, {"59", "Sumy", "north"}};
	const struct field field = {
	    .name = "region", .label = "Oblast", .value = "59"};

	form_select(&f->page, &field, choices, 2);
	assert_non_null(
	    strstr(out(f), "<option value='59' selected>Sumy</option>"));
	assert_non_null(strstr(out(f), "<option value=''>any</option>"));
	form_radios(&f->page, &field, choices, 2);
	assert_non_null(strstr(out(f), "value='59' checked> <span>Sumy"));
	/* The summary's link leads to the first of them. */
	assert_non_null(strstr(out(f),
	    "<input type='radio' name='region' value='' id='f-region'>"));
}

static void
the_summary_links_to_every_wrong_field(void **state)
{
	struct page_fixture *f = *state;
	const struct field right = {.name = "name", .label = "Name"};
	const struct field wrong = {.name = "phone",
	    .label = "Phone",
	    .error = "two digits are missing"};
	const struct field bad = {
	    .name = "code", .label = "Code", .error = "<8 digits"};

	form_errors(
	    &f->page, (const struct field *const[]){&right, &wrong, &bad}, 3);
	assert_non_null(strstr(out(f), "Correct 2 fields"));
	assert_non_null(strstr(
	    out(f), "<a href='#f-phone'>Phone: two digits are missing</a>"));
	assert_non_null(
	    strstr(out(f), "<a href='#f-code'>Code: &lt;8 digits</a>"));
	assert_null(strstr(out(f), "#f-name"));
	/* The reader is taken there. */
	assert_non_null(strstr(out(f), "role='alert' tabindex='-1' autofocus"));
}

static void
no_error_no_summary(void **state)
{
	struct page_fixture *f = *state;
	const struct field right = {.name = "name", .label = "Name"};

	form_errors(&f->page, (const struct field *const[]){&right}, 1);
	assert_string_equal(out(f), "");
}

static void
a_wrong_field_leaves_the_focus_to_the_summary(void **state)
{
	struct page_fixture *f = *state;

	form_field(&f->page,
	    &(struct field){
		.name = "a", .label = "A", .error = "e", .autofocus = true});
	assert_null(strstr(out(f), "autofocus"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_post_form_carries_token_and_membership),
	    TEST(an_upload_is_multipart_and_has_the_token_too),
	    TEST(a_search_form_shows_no_token),
	    TEST(a_post_form_without_a_token_is_a_wrong_program),
	    TEST(a_field_has_label_hint_error_and_value_in_this_order),
	    TEST(a_password_or_a_file_never_comes_back),
	    TEST(a_textarea_keeps_its_text_without_becoming_markup),
	    TEST(a_select_and_radios_show_the_chosen_value),
	    TEST(the_summary_links_to_every_wrong_field),
	    TEST(no_error_no_summary),
	    TEST(a_wrong_field_leaves_the_focus_to_the_summary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
