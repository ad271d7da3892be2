/* SPDX-License-Identifier: EUPL-1.2 */
/* Letters that are made to do harm end in a clear record. */
#include "letters.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/text.h"

#define MAX (10UL * 1024 * 1024)

static void
check(const struct letter *letter, enum letter_status status, const char *why)
{
	assert_string_equal(
	    letter_status_name(letter->status), letter_status_name(status));
	assert_string_equal(letter->why, why);
}

/* `depth` multiparts in each other around a text. */
static const char *
nested(int depth)
{
	struct buf b;

	buf_init(&b, arena, 4096);
	buf_adds(&b, "From: a@b.example\r\nSubject: x\r\n");
	for (int i = 0; i < depth; i++) {
		if (i)
			buf_addf(&b, "--b%d\r\n", i - 1);
		buf_addf(&b,
		    "Content-Type: multipart/mixed; boundary=b%d\r\n\r\n", i);
	}
	buf_addf(&b, "--b%d\r\n\r\nlast\r\n", depth - 1);
	for (int i = depth; i-- > 0;)
		buf_addf(&b, "--b%d--\r\n", i);
	return b.p;
}

static void
ten_levels_are_read_and_eleven_are_not(void **state)
{
	struct letter *letter = letters_read(nested(10));

	(void)state;
	check(letter, LETTER_OK, "");
	letters_contain(letters_text(letter), "last");
	letter = letters_read(nested(11));
	check(letter, LETTER_HOSTILE, "depth");
	assert_string_equal(letter->from, "a@b.example");
	check(letters_read(nested(900)), LETTER_HOSTILE, "depth");
	check(letters_read(nested(5000)), LETTER_HOSTILE, "parts");
}

static void
letters_in_letters_count_as_levels(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, arena, 4096);
	for (int i = 0; i < 12; i++)
		buf_adds(&b, "From: a@b.example\r\nContent-Type: "
			     "message/rfc822\r\n\r\n");
	check(letters_read(b.p), LETTER_HOSTILE, "depth");
}

static void
too_many_parts_are_refused(void **state)
{
	struct buf b;

	(void)state;
	buf_init(&b, arena, 4096);
	buf_adds(&b, "From: a@b.example\r\nContent-Type: multipart/mixed; "
		     "boundary=b\r\n\r\n");
	for (int i = 0; i < 250; i++)
		buf_adds(&b, "--b\r\n\r\nx\r\n");
	check(letters_read(b.p), LETTER_HOSTILE, "parts");
}

static void
ten_mebibytes_are_read_and_one_byte_more_is_not(void **state)
{
	const char head[] = "From: a@b.example\r\nSubject: big\r\n\r\n";
	char *p = arena_alloc(arena, MAX + 1);
	struct letter *letter;

	(void)state;
	memset(p, 'x', MAX + 1);
	for (size_t i = 70; i < MAX; i += 70)
		p[i] = '\n';
	memcpy(p, head, sizeof(head) - 1);
	letter = letters_read_bytes(p, MAX);
	check(letter, LETTER_OK, "");
	assert_true(letter->parts[0].cut);
	assert_true(letter->parts[0].len <= 1024 * 1024);
	letter = letters_read_bytes(p, MAX + 1);
	check(letter, LETTER_TOO_BIG, "size");
	assert_string_equal(letter->from, "a@b.example");
	assert_string_equal(letter->subject, "big");
}

static void
endless_headers_are_refused(void **state)
{
	struct letter *letter;
	struct buf b;

	(void)state;
	buf_init(&b, arena, 65536);
	buf_adds(&b, "From: a@b.example\r\nSubject: x\r\n");
	for (int i = 0; i < 10000; i++)
		buf_addf(&b, "X-%d: y\r\n", i);
	buf_adds(&b, "\r\nbody");
	letter = letters_read(b.p);
	check(letter, LETTER_HOSTILE, "headers");
	assert_string_equal(letter->from, "a@b.example");
	assert_int_equal(letter->n, 0);
	/* One header of 100 KiB. */
	buf_init(&b, arena, 65536);
	buf_adds(&b, "From: a@b.example\r\nX: ");
	for (int i = 0; i < 100000; i++)
		buf_addc(&b, 'a');
	buf_adds(&b, "\r\n\r\nbody");
	check(letters_read(b.p), LETTER_HOSTILE, "headers");
}

static void
what_is_no_letter_is_unreadable(void **state)
{
	(void)state;
	check(letters_read(""), LETTER_UNREADABLE, "empty");
	check(letters_read("\r\n\r\n"), LETTER_UNREADABLE, "format");
	check(letters_read("GET / HTTP/1.1\r\nHost: x\r\n\r\n"),
	    LETTER_UNREADABLE, "format");
	check(letters_read_bytes("\x7f"
				 "ELF\x02\x01\x01\0\0\0\0",
		  11),
	    LETTER_UNREADABLE, "format");
}

static void
a_mailbox_line_before_the_headers_is_skipped(void **state)
{
	struct letter *letter =
	    letters_read("From x@y Mon Nov  2 09:14:00 2026\nFrom: "
			 "a@b.example\nSubject: s\n\nbody\n");

	(void)state;
	check(letter, LETTER_OK, "");
	assert_string_equal(letter->subject, "s");
}

static void
control_characters_never_come_through(void **state)
{
	static const char raw[] =
	    "From: a@b.example\r\nSubject: a\0b\x1b[31m =?utf-8?Q?c=0D=0A"
	    "Bcc:_d=00e?=\r\n\r\nx\0y\x1b[2Jz\x7f\xe2\x80\xaew\r\n";
	struct letter *letter = letters_read_bytes(raw, sizeof(raw) - 1);
	const char *text = letters_text(letter);

	(void)state;
	assert_null(strpbrk(letter->subject, "\r\n\x1b"));
	letters_lack(text, "\x1b");
	letters_lack(text, "\x7f");
	letters_lack(text, "\xe2\x80\xae");
	letters_contain(text, "z");
}

static void
broken_encodings_leave_what_can_be_read(void **state)
{
	struct letter *letter = letters_read(
	    letters_make("Content-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: base64\r\n",
		"0J7QsdC70LDRgdGC0Yw*!! 6IA==??\r\n=====\r\n0J"));

	(void)state;
	check(letter, LETTER_OK, "");
	letters_contain(letters_text(letter), "Область");
	letter = letters_read(
	    letters_make("Content-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: quoted-printable\r\n",
		"=D0=9E=XX=\r\n=G1=D0"));
	check(letter, LETTER_OK, "");
}

static void
boundary_tricks_come_to_an_end(void **state)
{
	static const char *const letters[] = {
	    /* The same boundary inside itself. */
	    ("From: a@b.example\r\nContent-Type: multipart/mixed; "
	     "boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; "
	     "boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n--b--\r\n"),
	    /* One that begins another, and none that ends. */
	    ("From: a@b.example\r\nContent-Type: multipart/mixed; "
	     "boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; "
	     "boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--b"),
	    ("From: a@b.example\r\nContent-Type: multipart/mixed; "
	     "boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n----\r\n"),
	    "From: a@b.example\r\nContent-Type: multipart/mixed\r\n\r\nx",
	    "From: a@b.example\r\nContent-Type: ;;;=;\r\n\r\nx",
	    "From: a@b.example\r\nContent-Type: message/rfc822\r\n\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		letters_read(letters[i]);
}

/* A megabyte of openings without ends takes no time of the square. */
static void
markup_bombs_are_read_in_time(void **state)
{
	static const char *const pieces[] = {"<!--", "<script>", "<a b='",
	    "<table><tr><td>", "&#", "<ol><li>", "<div><pre>"};

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct buf b;

		buf_init(&b, arena, 1 << 20);
		buf_adds(&b, "From: a@b.example\r\nContent-Type: "
			     "text/html\r\n\r\n");
		while (b.len < 1 << 20)
			buf_adds(&b, pieces[i]);
		check(letters_read(b.p), LETTER_OK, "");
	}
}

static bool
has_line(const char *path, const char *line)
{
	char buf[8192];
	FILE *f = fopen(path, "r");
	bool found = false;

	while (f && fgets(buf, sizeof(buf), f))
		found |= strncmp(buf, line, strlen(line)) == 0;
	if (f)
		fclose(f);
	return found;
}

/* While it waits for the letter, the filter is there already. */
static void
the_process_is_locked_in_before_it_reads(void **state)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	/* A sanitizer needs calls that the filter forbids: there is none. */
	skip();
#endif
	char *argv[] = {"ejournal-mime", NULL}, *envp[] = {NULL};
	posix_spawn_file_actions_t files;
	const char *status;
	int pipes[2], tries;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe2(pipes, O_CLOEXEC), 0);
	posix_spawn_file_actions_init(&files);
	posix_spawn_file_actions_adddup2(&files, pipes[0], 0);
	posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
	assert_int_equal(posix_spawn(&pid, child_path(arena, "ejournal-mime"),
			     &files, NULL, argv, envp),
	    0);
	posix_spawn_file_actions_destroy(&files);
	status = arena_printf(arena, "/proc/%d/status", (int)pid);
	for (tries = 0; tries < 500; tries++) {
		if (has_line(status, "Seccomp:\t2"))
			break;
		poll(NULL, 0, 10);
	}
	assert_true(tries < 500);
	assert_true(has_line(status, "NoNewPrivs:\t1"));
	close(pipes[0]);
	close(pipes[1]);
	waitpid(pid, NULL, 0);
}

static const char *const seeds[] = {
    ("From: =?utf-8?b?0JvRltGG0LXQuQ==?= <a@b.example>\r\nSubject: "
     "=?windows-1251?Q?=C7=E0?=\r\nMIME-Version: 1.0\r\nContent-Type: "
     "multipart/mixed; boundary=\"bb\"\r\n\r\n--bb\r\nContent-Type: "
     "text/plain; charset=koi8-u; format=flowed\r\n"
     "Content-Transfer-Encoding: base64\r\n\r\n78LMwdPU2Do=\r\n--bb\r\n"
     "Content-Type: message/rfc822\r\n\r\nFrom: x@y\r\n\r\nhello \r\nyou\r\n"
     "--bb\r\nContent-Type: application/pdf; name*0*=utf-8''%D0; "
     "name*1=x\r\nContent-Disposition: attachment; filename=\"a.pdf\"\r\n"
     "Content-Transfer-Encoding: quoted-printable\r\n\r\n=25PDF=\r\n"
     "--bb--\r\n"),
    ("From: a@b.example\r\nContent-Type: text/html; charset=\"utf-8\"\r\n\r\n"
     "<table><tr><td>A<td>&nbsp;&#1030;</tr></table><!-- x --><ol><li>y"
     "<script>z</script><p a=\"b>c\">&laquo;d</p>\r\n"),
};

/* Letters with bytes cut, doubled and changed. SOAK takes more. */
static void
damaged_letters_always_end_in_a_record(void **state)
{
	int rounds = getenv("SOAK") ? 5000 : 60;
	struct rng rng;

	(void)state;
	rng_seeded(&rng, 7);
	for (int i = 0; i < rounds; i++) {
		const char *seed = seeds[rng_below(&rng, 2)];
		size_t len = strlen(seed);
		char *p = arena_alloc(arena, len + 1);

		memcpy(p, seed, len);
		for (uint64_t k = 1 + rng_below(&rng, 6); k && len > 2; k--) {
			size_t at = rng_below(&rng, len);
			size_t n = rng_below(&rng, len - at);

			switch (rng_below(&rng, 3)) {
			case 0:
				memmove(p + at, p + at + n, len - at - n);
				len -= n;
				break;
			case 1:
				p[at] = (char)rng_below(&rng, 256);
				break;
			default:
				memmove(p, p + at, n);
				break;
			}
		}
		letters_read_bytes(p, len);
		arena_reset(arena);
	}
}

/* A record is not trusted either. */
static void
damaged_records_are_refused(void **state)
{
	int rounds = getenv("SOAK") ? 60000 : 2000;
	struct bytes record = letters_record(seeds[0], strlen(seeds[0]));
	struct letter *letter = arena_alloc(arena, sizeof(*letter));
	char *p = arena_alloc(arena, record.len);
	struct rng rng;

	(void)state;
	rng_seeded(&rng, 9);
	for (size_t len = 0; len < record.len; len++)
		assert_int_equal(
		    letter_parse(arena, record.p, len, letter), ERR_CORRUPT);
	for (int i = 0; i < rounds; i++) {
		AUTO_ARENA struct arena *a = arena_new();
		size_t text_len;
		const char *text;

		memcpy(p, record.p, record.len);
		for (uint64_t k = 1 + rng_below(&rng, 4); k; k--)
			p[rng_below(&rng, record.len)] =
			    (char)rng_below(&rng, 256);
		if (letter_parse(a, p, record.len, letter))
			continue;
		text = letter_text(a, letter, false, 1 << 20, &text_len);
		assert_true(text_is_utf8(text, text_len));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(ten_levels_are_read_and_eleven_are_not),
	    TEST(letters_in_letters_count_as_levels),
	    TEST(too_many_parts_are_refused),
	    TEST(ten_mebibytes_are_read_and_one_byte_more_is_not),
	    TEST(endless_headers_are_refused),
	    TEST(what_is_no_letter_is_unreadable),
	    TEST(a_mailbox_line_before_the_headers_is_skipped),
	    TEST(control_characters_never_come_through),
	    TEST(broken_encodings_leave_what_can_be_read),
	    TEST(boundary_tricks_come_to_an_end),
	    TEST(markup_bombs_are_read_in_time),
	    TEST(the_process_is_locked_in_before_it_reads),
	    TEST(damaged_letters_always_end_in_a_record),
	    TEST(damaged_records_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
