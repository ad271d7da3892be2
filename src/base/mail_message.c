/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/mail_message.h"

#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/crypt.h"

#define ADDRESS_BYTES_MAX 254
#define QP_LINE_MAX 76
/* An encoded word may have 75 characters; 36 bytes make 48 of base64, and a
 * cut never falls inside a letter. */
#define WORD_BYTES 36

static bool
is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7e)
			return false;
	return true;
}

static bool
header_ok(const char *s)
{
	return s && !strpbrk(s, "\r\n");
}

const char *
mail_message_address(struct arena *arena, const char *s)
{
	const char *open = strrchr(s, '<');
	const char *close = open ? strchr(open, '>') : NULL;

	if (!close)
		return s;
	return arena_strndup(arena, open + 1, (size_t)(close - open - 1));
}

static bool
address_ok(const char *s)
{
	const char *at = strchr(s, '@');

	return is_ascii(s) && at && at != s && at[1] && !strchr(at + 1, '@') &&
	       strlen(s) <= ADDRESS_BYTES_MAX && !strpbrk(s, " <>,;\"()[]\\");
}

/* Bytes of s that fit into one encoded word, not cutting a letter. */
static size_t
word_len(const char *s)
{
	size_t len = strlen(s);

	if (len <= WORD_BYTES)
		return len;
	len = WORD_BYTES;
	while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	return len;
}

static void
encode_words(struct buf *b, const char *s)
{
	const char *gap = "";

	if (is_ascii(s)) {
		buf_adds(b, s);
		return;
	}
	while (*s) {
		size_t len = word_len(s);

		buf_adds(b, gap);
		buf_adds(b, "=?utf-8?b?");
		buf_adds(b, crypt_base64(b->arena, s, len));
		buf_adds(b, "?=");
		gap = "\r\n ";
		s += len;
	}
}

/* A line of quoted-printable; trailing blanks and a leading dot are encoded,
 * so that no relay can change them. */
static void
quote_line(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	size_t col = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		bool plain = c >= 0x20 && c < 0x7f && c != '=' &&
			     !(c == ' ' && i + 1 == len) &&
			     !(c == '.' && col == 0);

		if (col + (plain ? 1 : 3) > QP_LINE_MAX - 1) {
			buf_adds(b, "=\r\n");
			col = 0;
			plain = plain && c != '.';
		}
		if (plain) {
			buf_addc(b, (char)c);
			col++;
			continue;
		}
		buf_addc(b, '=');
		buf_addc(b, hex[c >> 4]);
		buf_addc(b, hex[c & 15]);
		col += 3;
	}
	buf_adds(b, "\r\n");
}

static void
quote_body(struct buf *b, const char *s)
{
	while (*s) {
		size_t len = strcspn(s, "\n");

		quote_line(b, s, len);
		s += len;
		if (*s)
			s++;
	}
}

static void
put_from(struct buf *b, const char *from)
{
	const char *open = strrchr(from, '<');
	size_t len = open ? (size_t)(open - from) : 0;

	while (len && from[len - 1] == ' ')
		len--;
	buf_adds(b, "From: ");
	if (len) {
		encode_words(b, arena_strndup(b->arena, from, len));
		buf_addc(b, ' ');
	}
	buf_addf(b, "<%s>\r\n", mail_message_address(b->arena, from));
}

enum err
mail_message_write(struct arena *arena, const struct mail_message *m,
    const char **out, size_t *len)
{
	struct buf b;

	if (!header_ok(m->from) || !header_ok(m->to) ||
	    !header_ok(m->subject) || !header_ok(m->message_id) ||
	    (m->in_reply_to && !header_ok(m->in_reply_to)) ||
	    !address_ok(m->to) ||
	    !address_ok(mail_message_address(arena, m->from)))
		return ERR_INVALID;
	buf_init(&b, arena, 1024 + strlen(m->body) * 3);
	put_from(&b, m->from);
	buf_addf(&b, "To: <%s>\r\nSubject: ", m->to);
	encode_words(&b, m->subject);
	buf_addf(&b, "\r\nDate: %s\r\n", clock_rfc5322(arena, m->at));
	buf_addf(&b, "Message-ID: <%s>\r\n", m->message_id);
	if (m->in_reply_to)
		buf_addf(&b, "In-Reply-To: <%s>\r\nReferences: <%s>\r\n",
		    m->in_reply_to, m->in_reply_to);
	/* RFC 3834: machines do not answer this. */
	buf_adds(&b, "Auto-Submitted: auto-generated\r\n"
		     "MIME-Version: 1.0\r\n"
		     "Content-Type: text/plain; charset=utf-8\r\n"
		     "Content-Transfer-Encoding: quoted-printable\r\n\r\n");
	quote_body(&b, m->body);
	*out = b.p;
	*len = b.len;
	return OK;
}
