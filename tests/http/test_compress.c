/* SPDX-License-Identifier: EUPL-1.2 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <brotli/decode.h>
#include <cmocka.h>
#include <zlib.h>

#include "http/compress.h"

static struct bytes
page(struct arena *a, int rows)
{
	struct buf b;

	buf_init(&b, a, 64);
	for (int i = 0; i < rows; i++)
		buf_addf(&b, "<tr><th>Учень %d</th><td>%d</td></tr>\n", i,
		    (i * 7) % 12 + 1);
	return (struct bytes){b.p, b.len};
}

static void
assert_decodes(enum compress kind, struct arena *a, struct bytes packed,
    struct bytes expected)
{
	unsigned char *out = arena_alloc(a, expected.len + 1);
	size_t len = expected.len + 1;

	if (kind == COMPRESS_BROTLI) {
		assert_int_equal(
		    BrotliDecoderDecompress(packed.len, packed.p, &len, out),
		    BROTLI_DECODER_RESULT_SUCCESS);
	} else {
		z_stream z = {0};

		assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
		z.next_in = (Bytef *)(uintptr_t)packed.p;
		z.avail_in = (uInt)packed.len;
		z.next_out = out;
		z.avail_out = (uInt)len;
		assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
		len = z.total_out;
		inflateEnd(&z);
	}
	assert_int_equal(len, expected.len);
	assert_memory_equal(out, expected.p, len);
}

static void
best_liked_encoding_is_chosen(void **state)
{
	static const struct {
		const char *header;
		enum compress kind;
	} cases[] = {
	    {NULL, COMPRESS_NONE},
	    {"", COMPRESS_NONE},
	    {"gzip, deflate, br, zstd", COMPRESS_BROTLI},
	    {"gzip, deflate", COMPRESS_GZIP},
	    {"GZIP", COMPRESS_GZIP},
	    {"x-gzip", COMPRESS_GZIP},
	    {"br;q=0.5, gzip;q=0.8", COMPRESS_GZIP},
	    {"br;q=0.8 , gzip;q=0.8", COMPRESS_BROTLI},
	    {"br;q=0, gzip;q=0.001", COMPRESS_GZIP},
	    {"br;q=0, gzip;q=0.000", COMPRESS_NONE},
	    {"*", COMPRESS_BROTLI},
	    {"*;q=0", COMPRESS_NONE},
	    {"br;q=0, *", COMPRESS_GZIP},
	    {"identity", COMPRESS_NONE},
	    {"deflate, zstd", COMPRESS_NONE},
	    {"brx, xgzip", COMPRESS_NONE},
	    {"br; Q=1.000", COMPRESS_BROTLI},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(
		    compress_choose(cases[i].header), cases[i].kind);
}

static void
malformed_weights_are_no_wish(void **state)
{
	static const char *const headers[] = {"br;q=2", "br;q=1.001",
	    "br;q=0.0001", "br;q=", "br;q", "br;", "br;x=1", "br;q=a",
	    "br;q=0,5", "br;q=-1", ";;;", ",,,", "br;q=1;q=0"};

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++)
		assert_int_equal(compress_choose(headers[i]), COMPRESS_NONE);
}

static void
pages_come_back_equal(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct compressor *c = compress_new();

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (int rows = 20; rows < 20000; rows *= 7) {
			struct bytes in = page(a, rows), out;

			assert_true(
			    compress_page(c, COMPRESS_GZIP, a, in, &out));
			assert_in_range(out.len, 1, in.len / 2);
			assert_decodes(COMPRESS_GZIP, a, out, in);
			assert_true(
			    compress_page(c, COMPRESS_BROTLI, a, in, &out));
			assert_in_range(out.len, 1, in.len / 2);
			assert_decodes(COMPRESS_BROTLI, a, out, in);
		}
	}
	compress_free(c);
}

static void
assets_are_packed_tighter_than_pages(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct compressor *c = compress_new();
	struct bytes in = page(a, 300), fast, best;

	(void)state;
	for (int kind = COMPRESS_GZIP; kind <= COMPRESS_BROTLI; kind++) {
		assert_true(
		    compress_page(c, (enum compress)kind, a, in, &fast));
		assert_true(
		    compress_asset(c, (enum compress)kind, a, in, &best));
		assert_in_range(best.len, 1, fast.len);
		assert_decodes((enum compress)kind, a, best, in);
	}
	compress_free(c);
}

static void
small_and_random_bodies_are_left_alone(void **state)
{
	AUTO_ARENA struct arena *a = arena_new();
	struct compressor *c = compress_new();
	struct bytes in = page(a, 100), out = {"same", 4};
	uint8_t noise[4096];
	uint64_t x = 88172645463325252u;

	(void)state;
	in.len = COMPRESS_BYTES_MIN;
	assert_false(compress_page(c, COMPRESS_BROTLI, a, in, &out));
	in.len++;
	assert_true(compress_page(c, COMPRESS_BROTLI, a, in, &out));
	for (size_t i = 0; i < sizeof(noise); i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		noise[i] = (uint8_t)x;
	}
	in = (struct bytes){noise, sizeof(noise)};
	out = (struct bytes){"same", 4};
	assert_false(compress_page(c, COMPRESS_BROTLI, a, in, &out));
	assert_false(compress_page(c, COMPRESS_GZIP, a, in, &out));
	assert_false(compress_page(c, COMPRESS_NONE, a, page(a, 100), &out));
	assert_int_equal(out.len, 4);
	/* A failure leaves nothing behind for the next page. */
	assert_true(compress_page(c, COMPRESS_GZIP, a, page(a, 100), &out));
	assert_decodes(COMPRESS_GZIP, a, out, page(a, 100));
	compress_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(best_liked_encoding_is_chosen),
	    cmocka_unit_test(malformed_weights_are_no_wish),
	    cmocka_unit_test(pages_come_back_equal),
	    cmocka_unit_test(assets_are_packed_tighter_than_pages),
	    cmocka_unit_test(small_and_random_bodies_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
