/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/crypt.h"
#include "page_fixture.h"

extern const char _binary_style_css_start[], _binary_style_css_end[];

/* The whole stylesheet may cost this much on the wire (docs/look.md). */
#define STYLE_BYTES_MAX 12288

static struct page_fixture f;

static int
group_setup(void **state)
{
	(void)state;
	return crypt_start() || assets_start();
}

static bool
ask(const char *path, const char *encoding)
{
	page_fixture_open(&f, ROLE_NONE, path);
	f.req.accept_encoding = encoding;
	return assets_answer(&f.req, &f.res);
}

static int
close_page(void **state)
{
	(void)state;
	page_fixture_close(&f);
	return 0;
}

static const char *
sent(const char *name)
{
	for (size_t i = 0; i < f.res.headers_n; i++)
		if (strcmp(f.res.headers[i].name, name) == 0)
			return f.res.headers[i].value;
	return "";
}

static void
the_address_holds_the_start_of_the_hash(void **state)
{
	uint8_t hash[HASH_BYTES];
	char expected[64];

	(void)state;
	page_fixture_open(&f, ROLE_NONE, "/");
	crypt_sha256_one(_binary_style_css_start,
	    (size_t)(_binary_style_css_end - _binary_style_css_start), hash);
	snprintf(expected, sizeof(expected), "/a/style.%02x%02x%02x%02x.css",
	    hash[0], hash[1], hash[2], hash[3]);
	assert_string_equal(asset_href("style.css"), expected);
}

static void
an_asset_is_kept_for_ever_and_compressed(void **state)
{
	(void)state;
	assert_true(ask(asset_href("style.css"), "gzip, deflate, br"));
	assert_int_equal(f.res.status, 200);
	assert_string_equal(
	    sent("Cache-Control"), "public, max-age=31536000, immutable");
	assert_string_equal(sent("Content-Encoding"), "br");
	assert_string_equal(sent("Vary"), "Accept-Encoding");
	assert_string_equal(f.res.content_type, "text/css; charset=utf-8");
	assert_false(f.res.compress);
	assert_true(f.res.file.len < STYLE_BYTES_MAX);
}

static void
gzip_fits_the_budget_too(void **state)
{
	const uint8_t *bytes;

	(void)state;
	assert_true(ask(asset_href("style.css"), "gzip"));
	assert_string_equal(sent("Content-Encoding"), "gzip");
	bytes = f.res.file.p;
	assert_int_equal(bytes[0], 0x1f);
	assert_int_equal(bytes[1], 0x8b);
	assert_true(f.res.file.len <= STYLE_BYTES_MAX);
}

static void
a_client_without_compression_gets_the_file_itself(void **state)
{
	(void)state;
	assert_true(ask(asset_href("style.css"), NULL));
	assert_string_equal(sent("Content-Encoding"), "");
	assert_ptr_equal(f.res.file.p, _binary_style_css_start);
}

static void
an_old_address_is_not_found_and_not_kept(void **state)
{
	(void)state;
	assert_true(ask("/a/style.00000000.css", "br"));
	assert_int_equal(f.res.status, 404);
	assert_string_equal(sent("Cache-Control"), "");
}

static void
an_asset_cannot_be_posted_to(void **state)
{
	(void)state;
	page_fixture_open(&f, ROLE_NONE, asset_href("mark.svg"));
	f.req.method = HTTP_POST;
	assert_true(assets_answer(&f.req, &f.res));
	assert_int_equal(f.res.status, 404);
}

static void
the_icon_has_its_old_address_too(void **state)
{
	(void)state;
	assert_true(ask("/favicon.ico", NULL));
	assert_int_equal(f.res.status, 200);
	assert_string_equal(f.res.content_type, "image/svg+xml");
	assert_non_null(f.res.etag);
}

static void
other_paths_are_left_to_the_pages(void **state)
{
	(void)state;
	assert_false(ask("/about", NULL));
}

static void
the_stylesheet_loads_nothing(void **state)
{
	(void)state;
	page_fixture_open(&f, ROLE_NONE, "/");
	assert_null(memmem(_binary_style_css_start,
	    (size_t)(_binary_style_css_end - _binary_style_css_start), "url(",
	    4));
	assert_null(memmem(_binary_style_css_start,
	    (size_t)(_binary_style_css_end - _binary_style_css_start),
	    "@import", 7));
}

#define TEST(name) cmocka_unit_test_teardown(name, close_page)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(the_address_holds_the_start_of_the_hash),
	    TEST(an_asset_is_kept_for_ever_and_compressed),
	    TEST(gzip_fits_the_budget_too),
	    TEST(a_client_without_compression_gets_the_file_itself),
	    TEST(an_old_address_is_not_found_and_not_kept),
	    TEST(an_asset_cannot_be_posted_to),
	    TEST(the_icon_has_its_old_address_too),
	    TEST(other_paths_are_left_to_the_pages),
	    TEST(the_stylesheet_loads_nothing),
	};

	return cmocka_run_group_tests(tests, group_setup, NULL);
}
