/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "web/html.h"

struct world {
	struct arena *arena;
	struct buf out;
	struct html html;
};

static int
setup(void **state)
{
	static struct world w;

	w.arena = arena_new();
	buf_init(&w.out, w.arena, 16);
	w.html = (struct html){&w.out, w.arena, LANG_EN};
	*state = &w;
	return 0;
}

static int
teardown(void **state)
{
	struct world *w = *state;

	arena_free(w->arena);
	return 0;
}

static void
a_hole_escapes_every_sign_of_markup(void **state)
{
	struct world *w = *state;

	html(&w->html, "<b title='{}'>{}</b>", "'\"<>&", "<script>&amp;");
	assert_string_equal(w->out.p,
	    "<b title='&#39;&quot;&lt;&gt;&amp;'>&lt;script&gt;&amp;amp;</b>");
}

static void
text_without_markup_passes_unchanged(void **state)
{
	struct world *w = *state;

	html(&w->html, "{}", "Д’яченко Мар’яна, № 5 — «Ґанок» 8,4 {x} %");
	assert_string_equal(
	    w->out.p, "Д’яченко Мар’яна, № 5 — «Ґанок» 8,4 {x} %");
}

static void
a_hole_in_a_value_is_not_filled_again(void **state)
{
	struct world *w = *state;

	html(&w->html, "{}|{}", "{}", "x");
	assert_string_equal(w->out.p, "{}|x");
}

static void
an_absent_value_prints_nothing(void **state)
{
	struct world *w = *state;
	const char *none = NULL;

	html(&w->html, "<td>{}</td>", none);
	assert_string_equal(w->out.p, "<td></td>");
}

static void
a_format_without_holes_is_copied(void **state)
{
	struct world *w = *state;

	html(&w->html, "<hr>{ }\n");
	assert_string_equal(w->out.p, "<hr>{ }\n");
}

/* True if act() ends the process by an assertion. */
static bool
aborts(struct html *h, void (*act)(struct html *h))
{
	pid_t child = fork();
	int status;

	if (child == 0) {
		close(STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		act(h);
		_exit(0);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
one_argument_short(struct html *h)
{
	html(h, "<td>{}</td><td>{}</td>", "9");
}

static void
one_argument_over(struct html *h)
{
	html(h, "<td>{}</td>", "9", "10");
}

static void
markup_as_a_tag(struct html *h)
{
	html_say(h, "{a}", {.name = "a", .value = "x", .tag = "b><script"});
}

static void
holes_and_arguments_must_be_as_many(void **state)
{
	struct world *w = *state;

	assert_true(aborts(&w->html, one_argument_short));
	assert_true(aborts(&w->html, one_argument_over));
}

static void
a_number_is_grouped_from_five_digits(void **state)
{
	struct world *w = *state;
	struct html *h = &w->html;

	assert_string_equal(html_num(h, 0), "0");
	assert_string_equal(html_num(h, 9999), "9999");
	assert_string_equal(html_num(h, 12000), "12\xc2\xa0"
						"000");
	assert_string_equal(html_num(h, 1234567), "1\xc2\xa0"
						  "234\xc2\xa0"
						  "567");
	assert_string_equal(html_num(h, -123456), "-123\xc2\xa0"
						  "456");
	assert_string_equal(html_id(h, 1234567), "1234567");
}

static void
a_sentence_links_its_named_holes(void **state)
{
	struct world *w = *state;

	html_say(&w->html, "Read the {help} <now>, {name}.",
	    {.name = "help", .value = "a & b", .href = "/help?a=1&b=2"},
	    {.name = "name", .value = "<i>", .tag = "b"});
	assert_string_equal(w->out.p,
	    "Read the <a href='/help?a=1&amp;b=2'>a &amp; b</a> &lt;now&gt;, "
	    "<b>&lt;i&gt;</b>.");
}

static void
holes_follow_the_order_of_the_translation(void **state)
{
	struct world *w = *state;

	html_say(&w->html, "{b}, {a}, {b}", {.name = "a", .value = "1"},
	    {.name = "b", .value = "2"});
	assert_string_equal(w->out.p, "2, 1, 2");
}

static void
an_unknown_hole_stays_visible(void **state)
{
	struct world *w = *state;

	html_say(&w->html, "a {nmae} {", {.name = "name", .value = "x"});
	assert_string_equal(w->out.p, "a {nmae} {");
}

static void
a_tag_is_a_name_and_nothing_else(void **state)
{
	struct world *w = *state;

	assert_true(aborts(&w->html, markup_as_a_tag));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(a_hole_escapes_every_sign_of_markup),
	    TEST(text_without_markup_passes_unchanged),
	    TEST(a_hole_in_a_value_is_not_filled_again),
	    TEST(an_absent_value_prints_nothing),
	    TEST(a_format_without_holes_is_copied),
	    TEST(holes_and_arguments_must_be_as_many),
	    TEST(a_number_is_grouped_from_five_digits),
	    TEST(a_sentence_links_its_named_holes),
	    TEST(holes_follow_the_order_of_the_translation),
	    TEST(an_unknown_hole_stays_visible),
	    TEST(a_tag_is_a_name_and_nothing_else),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
