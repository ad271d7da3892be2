/* SPDX-License-Identifier: EUPL-1.2 */
/* Every letter in both languages: no hole stays open, no text is missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/texts.h"
#include "domain/work.h"
#include "jobs/mail_text.h"

#define HOLES_MAX 16
/* What the job "mail" gives to all of them. */
#define ALWAYS 3

static const struct hole always[ALWAYS] = {
    {"institute", "%institute%"}, {"contact", "%contact%"}, {"site", "%site%"}};

static size_t
holes_of(struct arena *a, const char *name, struct hole holes[HOLES_MAX])
{
	const char *list = work_mail_holes(name);
	size_t n = ALWAYS, len;

	memcpy(holes, always, sizeof(always));
	if (!list)
		fail_msg("domain/work.c does not know the letter %s", name);
	for (; *list; list += len, list += *list == ' ') {
		len = strcspn(list, " ");
		holes[n].name = arena_strndup(a, list, len);
		holes[n].value = arena_printf(a, "%%%s%%", holes[n].name);
		n++;
	}
	return n;
}

static const char *
whole(struct arena *a, enum lang lang, const char *name,
    const struct hole *holes, size_t n)
{
	const char *subject, *body;

	if (mail_text(a, lang, name, holes, n, &subject, &body))
		fail_msg("%s: a hole is open", name);
	return arena_printf(a, "%s\n\n%s", subject, body);
}

static void
every_letter_says_all_it_is_given(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *name;

	(void)state;
	for (size_t i = 0; (name = mail_text_name(i)); i++) {
		struct hole holes[HOLES_MAX];
		size_t n = holes_of(a, name, holes);

		for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
			const char *text = whole(a, lang, name, holes, n);

			assert_null(strpbrk(text, "{}"));
			for (size_t h = ALWAYS; h < n; h++)
				if (!strstr(text, holes[h].value))
					fail_msg("%s (%s): %s is not said",
					    name, i18n_code(lang),
					    holes[h].name);
		}
	}
}

static void
every_letter_is_in_ukrainian_and_in_its_voice(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const char *name;

	(void)state;
	assert_int_equal(texts_start(), OK);
	for (size_t i = 0; (name = mail_text_name(i)); i++) {
		struct hole holes[HOLES_MAX];
		size_t n = holes_of(a, name, holes);
		const char *text = whole(a, LANG_UK, name, holes, n);

		if (!strcmp(text, whole(a, LANG_EN, name, holes, n)))
			fail_msg("%s is not translated", name);
		assert_non_null(strstr(text, "Добрий день.\n"));
		assert_null(strpbrk(text, "!'\""));
		assert_non_null(strrchr(text, '\n'));
		assert_string_equal(strrchr(text, '\n'), "\n");
	}
}

static void
a_letter_without_its_link_does_not_go_out(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	const struct hole holes[] = {{"institution", "Ліцей {link}"},
	    {"date", "30.11.2026"}, {"contact", "c@d.ua"}};
	const char *subject, *body;

	(void)state;
	assert_int_equal(
	    mail_text(a, LANG_EN, "admin", holes, 3, &subject, &body),
	    ERR_INVALID);
	assert_int_equal(
	    mail_text(a, LANG_EN, "nonsense", holes, 3, &subject, &body),
	    ERR_NOT_FOUND);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(every_letter_says_all_it_is_given),
	    cmocka_unit_test(every_letter_is_in_ukrainian_and_in_its_voice),
	    cmocka_unit_test(a_letter_without_its_link_does_not_go_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
