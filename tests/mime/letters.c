/* SPDX-License-Identifier: EUPL-1.2 */
#include "letters.h"

#include <iconv.h>
#include <sys/mman.h>
#include <unistd.h>

#define OUTPUT_MAX (64UL * 1024 * 1024)

struct arena *arena;

int
letters_setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

int
letters_teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

struct bytes
letters_record(const void *p, size_t len)
{
	int fd = memfd_create("letter", MFD_CLOEXEC);
	struct child child = {.path = child_path(arena, "ejournal-mime"),
	    .input = fd,
	    .output_max = OUTPUT_MAX,
	    .seconds = 60};
	struct child_end end;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, p, len), len);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(child_run(arena, &child, &end), OK);
	close(fd);
	assert_int_equal(end.code, 0);
	assert_false(end.late || end.too_much);
	return end.output;
}

struct letter *
letters_read_bytes(const void *p, size_t len)
{
	struct bytes record = letters_record(p, len);
	struct letter *letter = arena_alloc(arena, sizeof(*letter));

	assert_int_equal(letter_parse(arena, record.p, record.len, letter), OK);
	return letter;
}

struct letter *
letters_read(const char *s)
{
	return letters_read_bytes(s, strlen(s));
}

const char *
letters_make(const char *headers, const char *body)
{
	return arena_printf(arena,
	    "From: office@school.example\r\nSubject: x\r\n%s\r\n%s", headers,
	    body);
}

const char *
letters_encode(const char *charset, const char *s, size_t *len)
{
	iconv_t cd = iconv_open(charset, "UTF-8");
	size_t in_left = strlen(s), size = in_left * 4 + 4, left = size;
	char *out = arena_alloc(arena, size + 1), *to = out;
	char *from = arena_strdup(arena, s);

	assert_true(cd != (iconv_t)-1);
	assert_int_equal(iconv(cd, &from, &in_left, &to, &left), 0);
	iconv_close(cd);
	if (len)
		*len = size - left;
	return out;
}

const char *
letters_base64(const char *s)
{
	return crypt_base64(arena, s, strlen(s));
}

const char *
letters_text(const struct letter *letter)
{
	size_t len;

	return letter_text(arena, letter, false, 4UL << 20, &len);
}

void
letters_contain(const char *text, const char *piece)
{
	if (!strstr(text, piece))
		fail_msg("\"%s\" is not in \"%s\"", piece, text);
}

void
letters_lack(const char *text, const char *piece)
{
	if (strstr(text, piece))
		fail_msg("\"%s\" is in \"%s\"", piece, text);
}
