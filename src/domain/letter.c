/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/letter.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

#define MAGIC "ejournal-mime 1\n"
#define KEY_BYTES_MAX 20
/* A header is shown in one line; longer ones are cut. */
#define LINE_BYTES_MAX 1000
#define FILE_NAME_BYTES_MAX 200

static const char *const status_names[] = {
    "ok", "hostile", "too_big", "unreadable"};

const char *
letter_status_name(enum letter_status status)
{
	return status_names[status];
}

/* ---- frames ---- */

struct frame {
	char key[KEY_BYTES_MAX + 1];
	const char *p;
	size_t len;
};

struct frames {
	const char *p, *end;
};

/* "key length\nbytes\n" */
static enum err
next_frame(struct frames *f, struct frame *frame)
{
	size_t n = 0, len = 0, digits = 0;
	const char *p = f->p;

	while (p < f->end && n < KEY_BYTES_MAX &&
	       ((*p >= 'a' && *p <= 'z') || *p == '_'))
		frame->key[n++] = *p++;
	frame->key[n] = '\0';
	if (n == 0 || p == f->end || *p++ != ' ')
		return ERR_CORRUPT;
	for (; p < f->end && *p >= '0' && *p <= '9' && digits < 9; digits++)
		len = len * 10 + (size_t)(*p++ - '0');
	if (digits == 0 || p == f->end || *p++ != '\n')
		return ERR_CORRUPT;
	if ((size_t)(f->end - p) < len + 1 || p[len] != '\n')
		return ERR_CORRUPT;
	frame->p = p;
	frame->len = len;
	f->p = p + len + 1;
	return OK;
}

static size_t
whole_letters(const char *p, size_t len, size_t most)
{
	if (len <= most)
		return len;
	while (most && ((unsigned char)p[most] & 0xc0) == 0x80)
		most--;
	return most;
}

/* One line that is fit to be shown; "" for what is no text at all. */
static const char *
line_of(struct arena *arena, const struct frame *frame, size_t most)
{
	const char *out;

	if (!text_is_utf8(frame->p, frame->len) ||
	    text_clean(arena, frame->p,
		whole_letters(frame->p, frame->len, most), TEXT_BYTES_MAX,
		false, &out))
		return "";
	return out;
}

/* ---- reading ---- */

static const char *
without_brackets(struct arena *arena, const char *s)
{
	size_t len = strlen(s);

	if (len >= 2 && s[0] == '<' && s[len - 1] == '>')
		return arena_strndup(arena, s + 1, len - 2);
	return s;
}

static void
read_status(struct letter *letter, const char *value)
{
	letter->status = LETTER_UNREADABLE;
	for (size_t i = 0; i < 4; i++)
		if (strcmp(status_names[i], value) == 0)
			letter->status = (enum letter_status)i;
}

/* Headers of a letter inside are a head in the text. */
static void
add_head(struct arena *arena, struct letter *letter, const char *key,
    const char *value)
{
	struct letter_part *part = &letter->parts[letter->n - 1];
	const char *name = strcmp(key, "from") == 0	 ? "From"
			   : strcmp(key, "to") == 0	 ? "To"
			   : strcmp(key, "subject") == 0 ? "Subject"
			   : strcmp(key, "date") == 0	 ? "Date"
							 : NULL;

	if (strcmp(key, "from") == 0)
		letter->inner_from = value;
	if (strcmp(key, "message_id") == 0)
		letter->inner_message_id = without_brackets(arena, value);
	if (!name)
		return;
	part->text = arena_printf(arena, "%s%s: %s\n", part->text, name, value);
	part->len = strlen(part->text);
}

static void
read_header(struct arena *arena, struct letter *letter, const char *key,
    const char *value)
{
	const struct {
		const char *key;
		const char **to;
	} simple[] = {{"from", &letter->from},
	    {"from_name", &letter->from_name}, {"reply_to", &letter->reply_to},
	    {"sender", &letter->sender}, {"to", &letter->to},
	    {"subject", &letter->subject}, {"date", &letter->date},
	    {"return_path", &letter->return_path},
	    {"auto_submitted", &letter->auto_submitted},
	    {"precedence", &letter->precedence}, {"why", &letter->why}};

	for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++)
		if (strcmp(key, simple[i].key) == 0)
			*simple[i].to = value;
	if (strcmp(key, "message_id") == 0)
		letter->message_id = without_brackets(arena, value);
	if (strcmp(key, "status") == 0)
		read_status(letter, value);
	letter->list |= strcmp(key, "list") == 0;
	letter->report |= strcmp(key, "report") == 0;
	if (strcmp(key, "auth") == 0 && letter->auths < LETTER_AUTH_MAX)
		letter->auth[letter->auths++] = value;
}

/* "plain alt=1 guessed=0 cut=0 windows-1251" */
static enum err
open_part(struct letter *letter, const char *value, bool head)
{
	struct letter_part *part;
	const char *alt = strstr(value, " alt=");

	if (letter->n == LETTER_PARTS_MAX)
		return ERR_CORRUPT;
	part = &letter->parts[letter->n++];
	*part = (struct letter_part){.head = head, .text = ""};
	if (head)
		return OK;
	part->html = strncmp(value, "html ", 5) == 0;
	part->guessed = strstr(value, " guessed=1") != NULL;
	part->cut = strstr(value, " cut=1") != NULL;
	for (alt = alt ? alt + 5 : ""; *alt >= '0' && *alt <= '9'; alt++)
		part->alternative =
		    (part->alternative * 10 + (*alt - '0')) % 100000;
	return OK;
}

static enum err
read_text(struct arena *arena, struct letter *letter, const struct frame *f)
{
	struct letter_part *part;
	struct buf clean;

	if (letter->n == 0 || letter->parts[letter->n - 1].head ||
	    !text_is_utf8(f->p, f->len))
		return ERR_CORRUPT;
	part = &letter->parts[letter->n - 1];
	buf_init(&clean, arena, f->len + 1);
	for (size_t i = 0; i < f->len; i++) {
		unsigned char c = (unsigned char)f->p[i];

		if ((c >= ' ' && c != 0x7f) || c == '\n' || c == '\t')
			buf_addc(&clean, (char)c);
	}
	part->text = clean.p;
	part->len = clean.len;
	return OK;
}

static enum err
read_file(struct arena *arena, struct letter *letter, const struct frame *f)
{
	struct letter_file *file;

	if (strcmp(f->key, "file") == 0) {
		if (letter->files_n == LETTER_PARTS_MAX)
			return ERR_CORRUPT;
		letter->files[letter->files_n++] = (struct letter_file){
		    .name = "", .type = line_of(arena, f, 100)};
		return OK;
	}
	if (letter->files_n == 0)
		return ERR_CORRUPT;
	file = &letter->files[letter->files_n - 1];
	if (strcmp(f->key, "name") == 0)
		file->name = line_of(arena, f, FILE_NAME_BYTES_MAX);
	else
		file->bytes = (struct bytes){f->p, f->len};
	return OK;
}

static enum err
read_frame(struct arena *arena, struct letter *letter, const struct frame *f)
{
	const char *key = f->key;

	if (strcmp(key, "text") == 0)
		return read_text(arena, letter, f);
	if (strcmp(key, "file") == 0 || strcmp(key, "name") == 0 ||
	    strcmp(key, "bytes") == 0)
		return read_file(arena, letter, f);
	if (strcmp(key, "part") == 0)
		return open_part(letter, line_of(arena, f, 200), false);
	if (strcmp(key, "message") == 0) {
		letter->forwarded = true;
		return open_part(letter, "", true);
	}
	if (letter->n && letter->parts[letter->n - 1].head)
		add_head(arena, letter, key, line_of(arena, f, LINE_BYTES_MAX));
	else
		read_header(
		    arena, letter, key, line_of(arena, f, LINE_BYTES_MAX));
	return OK;
}

void
letter_refused(enum letter_status status, const char *why, struct letter *out)
{
	memset(out, 0, sizeof(*out));
	out->status = status;
	out->why = why;
	out->from = out->from_name = out->reply_to = out->sender = out->to =
	    out->subject = out->date = out->message_id = out->auto_submitted =
		out->precedence = out->inner_from =
		    out->inner_message_id = "";
}

enum err
letter_parse(struct arena *arena, const void *p, size_t len, struct letter *out)
{
	struct frames f = {p, (const char *)p + len};
	size_t magic = strlen(MAGIC);
	struct frame frame;
	enum err err;

	letter_refused(LETTER_UNREADABLE, "", out);
	if (len < magic || memcmp(p, MAGIC, magic) != 0)
		return ERR_CORRUPT;
	f.p += magic;
	for (;;) {
		if ((err = next_frame(&f, &frame)))
			return err;
		if (strcmp(frame.key, "end") == 0)
			return f.p == f.end ? OK : ERR_CORRUPT;
		if ((err = read_frame(arena, out, &frame)))
			return err;
	}
}

/* ---- what it says ---- */

/* Whether the same alternative also has the other form. */
static bool
has_other_form(const struct letter *letter, size_t i)
{
	const struct letter_part *part = &letter->parts[i];

	for (size_t k = 0; part->alternative && k < letter->n; k++) {
		const struct letter_part *other = &letter->parts[k];

		if (other->alternative == part->alternative &&
		    other->html != part->html &&
		    strspn(other->text, " \n\t") < other->len)
			return true;
	}
	return false;
}

bool
letter_has_both(const struct letter *letter)
{
	for (size_t i = 0; i < letter->n; i++)
		if (has_other_form(letter, i))
			return true;
	return false;
}

const char *
letter_text(struct arena *arena, const struct letter *letter, bool html,
    size_t bytes_max, size_t *len)
{
	struct buf b;

	buf_init(&b, arena, 1024);
	for (size_t i = 0; i < letter->n && b.len < bytes_max; i++) {
		const struct letter_part *part = &letter->parts[i];

		if (part->html != html && has_other_form(letter, i))
			continue;
		if (b.len)
			buf_addc(&b, '\n');
		buf_add(&b, part->text, part->len);
	}
	while (b.len && strchr(" \n\t", b.p[b.len - 1]))
		buf_cut(&b, b.len - 1);
	buf_cut(&b, whole_letters(b.p, b.len, bytes_max));
	*len = b.len;
	return b.p;
}

void
letter_hash(const struct letter *letter, uint8_t out[HASH_BYTES])
{
	struct hash_part parts[2 + 2 * LETTER_PARTS_MAX];
	size_t n = 0;

	/* The NUL after each text parts it from the next. */
	parts[n++] = (struct hash_part){letter->from, strlen(letter->from) + 1};
	parts[n++] =
	    (struct hash_part){letter->subject, strlen(letter->subject) + 1};
	for (size_t i = 0; i < letter->n; i++)
		parts[n++] = (struct hash_part){
		    letter->parts[i].text, letter->parts[i].len + 1};
	for (size_t i = 0; i < letter->files_n; i++)
		parts[n++] = (struct hash_part){
		    letter->files[i].bytes.p, letter->files[i].bytes.len};
	crypt_sha256(parts, n, out);
}

bool
letter_is_automatic(const struct letter *letter)
{
	return (letter->auto_submitted[0] &&
		   strncasecmp(letter->auto_submitted, "no", 2) != 0) ||
	       letter->list || letter->report ||
	       strcasecmp(letter->precedence, "bulk") == 0 ||
	       strcasecmp(letter->precedence, "list") == 0 ||
	       strcasecmp(letter->precedence, "junk") == 0 ||
	       (letter->return_path && !letter->return_path[0]);
}

const char *
letter_auth(
    struct arena *arena, const struct letter *letter, const char *authserv)
{
	static const char header[] = "Authentication-Results:";
	struct buf b;

	buf_init(&b, arena, 256);
	for (size_t i = 0; i < letter->auths && authserv && *authserv; i++) {
		const char *line = letter->auth[i];
		size_t n = strlen(authserv);

		if (strncasecmp(line, header, strlen(header)) != 0)
			continue;
		line += strlen(header);
		line += strspn(line, " ");
		if (strncasecmp(line, authserv, n) != 0 ||
		    !strchr("; /", line[n]))
			continue;
		line += n;
		line += strspn(line, "; ");
		if (b.len)
			buf_addc(&b, '\n');
		buf_adds(&b, line);
	}
	return b.p;
}
