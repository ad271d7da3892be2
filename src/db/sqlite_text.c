/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/sqlite_text.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

/* Where the reader stands: quotes and comments may span lines. */
struct place {
	bool quoted;  /* inside '...' */
	bool comment; /* inside a block comment */
	bool table;   /* inside a CREATE TABLE statement */
	size_t words; /* of the statement so far */
	bool create;  /* its first word was CREATE */
};

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool
same(const char *word, size_t len, const char *other)
{
	return strlen(other) == len && strncasecmp(word, other, len) == 0;
}

static void
add_word(struct buf *b, struct place *at, const char *word, size_t len)
{
	at->words++;
	if (at->words == 1)
		at->create = same(word, len, "CREATE");
	if (at->words == 2 && at->create && same(word, len, "TABLE"))
		at->table = true;
	if (same(word, len, "BIGINT"))
		buf_adds(b, "INTEGER");
	else if (same(word, len, "BYTEA"))
		buf_adds(b, "BLOB");
	else
		buf_add(b, word, len);
}

static size_t
word_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && is_word(s[n]))
		n++;
	return n;
}

/* How many bytes at s are one unit that is copied as it stands. */
static size_t
plain_len(struct place *at, const char *s, size_t len)
{
	bool pair = len >= 2;

	if (at->comment) {
		if (pair && s[0] == '*' && s[1] == '/') {
			at->comment = false;
			return 2;
		}
		return 1;
	}
	if (s[0] == '\'') {
		at->quoted = !at->quoted;
		return 1;
	}
	if (at->quoted)
		return 1;
	if (pair && s[0] == '/' && s[1] == '*') {
		at->comment = true;
		return 2;
	}
	if (pair && s[0] == '-' && s[1] == '-')
		return len;
	if (s[0] == ';')
		*at = (struct place){0};
	return 1;
}

static void
add_line(struct buf *b, struct place *at, const char *s, size_t len)
{
	size_t n;

	while (len > 0) {
		n = at->quoted || at->comment ? 0 : word_len(s, len);
		if (n > 0) {
			add_word(b, at, s, n);
		} else {
			n = plain_len(at, s, len);
			buf_add(b, s, n);
		}
		s += n;
		len -= n;
	}
}

const char *
sqlite_text(struct arena *arena, const char *sql, size_t len)
{
	struct place at = {0};
	const char *end = sql + len, *eol;
	struct buf b;

	buf_init(&b, arena, len + len / 8);
	while (sql < end) {
		size_t n;

		eol = memchr(sql, '\n', (size_t)(end - sql));
		n = (size_t)((eol ? eol : end) - sql);
		if (at.table && !at.quoted && !at.comment &&
		    same(sql, n, ");")) {
			buf_adds(&b, ") STRICT;");
			at = (struct place){0};
		} else if (at.table && !at.quoted && !at.comment &&
			   same(sql, n, "); -- clustered")) {
			buf_adds(&b, ") STRICT, WITHOUT ROWID;");
			at = (struct place){0};
		} else {
			add_line(&b, &at, sql, n);
		}
		if (eol)
			buf_addc(&b, '\n');
		sql += n + (eol != NULL);
	}
	return b.p;
}
