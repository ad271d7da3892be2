/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/message.h"

#include <gmime/gmime.h>
#include <string.h>

#include "mime/charset.h"
#include "mime/header.h"
#include "mime/parts.h"
#include "mime/record.h"

/* "multipart/" and "message/rfc822" anywhere: GMime calls itself for every
 * level it opens, so a letter with more is not given to it at all. */
#define CONTAINERS_MAX 1000

/* A container that is being walked: children of a multipart, or the one
 * letter of a message/rfc822. */
struct level {
	GMimeObject *object;
	int next;	 /* child to look at */
	int alternative; /* number of the multipart/alternative, 0 none */
};

struct walk {
	struct arena *arena;
	struct buf *out;
	struct level levels[MESSAGE_DEPTH_MAX];
	size_t depth;
	int parts;
	int alternatives;
	size_t text_left;
	const char *why; /* a limit was passed */
};

void
message_prepare(void)
{
	g_mime_init();
}

void
message_finish(void)
{
	g_mime_shutdown();
}

/* ---- before parsing ---- */

/* Bytes of the header block, its empty line included. */
static size_t
header_length(const char *p, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (p[i] != '\n')
			continue;
		if (i + 1 < len && p[i + 1] == '\n')
			return i + 2;
		if (i + 2 < len && p[i + 1] == '\r' && p[i + 2] == '\n')
			return i + 3;
	}
	return len;
}

static size_t
count_lines(const char *p, size_t len)
{
	size_t n = 0;

	for (const char *s = p;
	     (s = memchr(s, '\n', len - (size_t)(s - p))) != NULL; s++)
		n++;
	return n;
}

static size_t
count_word(const char *p, size_t len, const char *word)
{
	size_t k = strlen(word), n = 0;

	/* Both words hold exactly one slash. */
	size_t slash = (size_t)(strchr(word, '/') - word);

	for (const char *s = p;
	     (s = memchr(s, '/', len - (size_t)(s - p))) != NULL; s++) {
		size_t at = (size_t)(s - p);

		if (at >= slash && at - slash + k <= len &&
		    g_ascii_strncasecmp(s - slash, word, k) == 0)
			n++;
	}
	return n;
}

/* Why the letter is not read further than its headers; NULL: it is. */
static const char *
judge_raw(const char *p, size_t len, size_t *header_len)
{
	*header_len = header_length(p, len);
	if (*header_len > MESSAGE_HEADER_BYTES_MAX ||
	    count_lines(p, *header_len) > MESSAGE_HEADERS_MAX) {
		size_t n = *header_len < MESSAGE_HEADER_BYTES_MAX
			       ? *header_len
			       : MESSAGE_HEADER_BYTES_MAX;

		while (n && p[n - 1] != '\n')
			n--;
		*header_len = n;
		return "headers";
	}
	if (len > MESSAGE_BYTES_MAX)
		return "size";
	if (count_word(p, len, "multipart/") +
		count_word(p, len, "message/rfc822") >
	    CONTAINERS_MAX)
		return "parts";
	return NULL;
}

/* ---- headers ---- */

static const char *
raw_header(GMimeObject *object, const char *name)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	GMimeHeader *header = g_mime_header_list_get_header(list, name);
	const char *raw = header ? g_mime_header_get_raw_value(header) : NULL;

	return raw ? raw : "";
}

static void
put_header(
    struct walk *w, GMimeObject *object, const char *name, const char *key)
{
	const char *value = header_decode(w->arena, raw_header(object, name));

	if (*value)
		record_adds(w->out, key, value);
}

static void
put_address(struct walk *w, GMimeObject *object, const char *name,
    const char *key, const char *name_key)
{
	const char *raw = raw_header(object, name);
	struct header_address a = header_address(w->arena, raw);

	/* "<>" is said, too: the empty return path of a bounce. */
	if (*raw)
		record_adds(w->out, key, a.address);
	if (name_key && *a.name)
		record_adds(w->out, name_key, a.name);
}

/* Headers that other servers or robots have added. */
static void
put_outer(struct walk *w, GMimeObject *object)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(object);
	int n = g_mime_header_list_get_count(list);
	bool listed = false;

	put_address(w, object, "Return-Path", "return_path", NULL);
	put_header(w, object, "Auto-Submitted", "auto_submitted");
	put_header(w, object, "Precedence", "precedence");
	for (int i = 0; i < n && i < MESSAGE_HEADERS_MAX; i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
		const char *name = g_mime_header_get_name(h);
		const char *raw = g_mime_header_get_raw_value(h);

		if (!name || !raw)
			continue;
		if (g_ascii_strncasecmp(name, "List-", 5) == 0)
			listed = true;
		if (g_ascii_strcasecmp(name, "Authentication-Results") == 0 ||
		    g_ascii_strcasecmp(name, "Received-SPF") == 0 ||
		    g_ascii_strcasecmp(name, "DKIM-Signature") == 0)
			record_adds(w->out, "auth",
			    arena_printf(w->arena, "%s: %s", name,
				header_decode(w->arena, raw)));
	}
	if (listed)
		record_adds(w->out, "list", "1");
}

static void
put_headers(struct walk *w, GMimeObject *object)
{
	put_address(w, object, "From", "from", "from_name");
	put_address(w, object, "Reply-To", "reply_to", NULL);
	put_address(w, object, "Sender", "sender", NULL);
	put_address(w, object, "To", "to", NULL);
	put_header(w, object, "Subject", "subject");
	put_header(w, object, "Date", "date");
	put_header(w, object, "Message-ID", "message_id");
}

/* ---- parts ---- */

static const char *
lower(struct arena *arena, const char *s)
{
	char *out = arena_strdup(arena, s);

	for (char *p = out; *p; p++)
		*p = g_ascii_tolower(*p);
	return out;
}

static const char *
type_of(struct walk *w, GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);
	const char *main_type =
	    type ? g_mime_content_type_get_media_type(type) : NULL;
	const char *sub =
	    type ? g_mime_content_type_get_media_subtype(type) : NULL;
	struct charset_text text;
	const char *name;
	size_t len;

	if (!main_type || !sub)
		return "application/octet-stream";
	name = arena_printf(w->arena, "%.100s/%.100s", main_type, sub);
	charset_read(w->arena, NULL, name, strlen(name), &text);
	return lower(
	    w->arena, charset_clean(w->arena, text.p, text.len, true, &len));
}

/* The content of a part with its transfer encoding undone. */
static void
content_of(struct walk *w, GMimePart *part, struct part_body *body)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream;
	GByteArray *bytes;

	if (!wrapper)
		return;
	stream = g_mime_stream_mem_new();
	g_mime_data_wrapper_write_to_stream(wrapper, stream);
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	body->p = arena_memdup(w->arena, bytes->data, bytes->len);
	body->len = bytes->len;
	g_object_unref(stream);
}

static bool
is_attached(GMimeObject *object)
{
	GMimeContentDisposition *d =
	    g_mime_object_get_content_disposition(object);
	const char *kind =
	    d ? g_mime_content_disposition_get_disposition(d) : NULL;

	return kind && g_ascii_strcasecmp(kind, "attachment") == 0;
}

static void
put_leaf(struct walk *w, GMimeObject *object, int alternative)
{
	struct part_body body = {
	    .type = type_of(w, object), .alternative = alternative, .p = ""};
	const char *format =
	    g_mime_object_get_content_type_parameter(object, "format");
	bool text = strcmp(body.type, "text/plain") == 0 ||
		    strcmp(body.type, "text/html") == 0;

	if (!GMIME_IS_PART(object))
		return;
	if (strcmp(body.type, "message/delivery-status") == 0)
		record_adds(w->out, "report", body.type);
	body.charset =
	    g_mime_object_get_content_type_parameter(object, "charset");
	body.flowed = format && g_ascii_strcasecmp(format, "flowed") == 0;
	content_of(w, GMIME_PART(object), &body);
	if (text && !is_attached(object))
		parts_put_body(w->arena, &body, &w->text_left, w->out);
	else
		parts_put_file(w->arena, &body,
		    g_mime_part_get_filename(GMIME_PART(object)), w->out);
}

static void
enter(struct walk *w, GMimeObject *object, int alternative)
{
	if (w->depth == MESSAGE_DEPTH_MAX) {
		w->why = "depth";
		return;
	}
	if (GMIME_IS_MULTIPART(object) &&
	    strcmp(type_of(w, object), "multipart/alternative") == 0)
		alternative = ++w->alternatives;
	if (strcmp(type_of(w, object), "multipart/report") == 0)
		record_adds(w->out, "report", "multipart/report");
	w->levels[w->depth++] =
	    (struct level){.object = object, .alternative = alternative};
}

/* The next child of the innermost container; NULL: it is done. */
static GMimeObject *
next_child(struct walk *w, struct level *level)
{
	if (GMIME_IS_MULTIPART(level->object)) {
		GMimeMultipart *m = GMIME_MULTIPART(level->object);

		if (level->next >= g_mime_multipart_get_count(m))
			return NULL;
		return g_mime_multipart_get_part(m, level->next++);
	}
	if (level->next++ == 0) {
		GMimeMessage *message = g_mime_message_part_get_message(
		    GMIME_MESSAGE_PART(level->object));

		if (!message)
			return NULL;
		record_adds(
		    w->out, "message", arena_printf(w->arena, "%zu", w->depth));
		put_headers(w, GMIME_OBJECT(message));
		return g_mime_message_get_mime_part(message);
	}
	return NULL;
}

static void
visit(struct walk *w, GMimeObject *object, int alternative)
{
	if (++w->parts > MESSAGE_PARTS_MAX) {
		w->why = "parts";
		return;
	}
	if (GMIME_IS_MULTIPART(object) || GMIME_IS_MESSAGE_PART(object))
		enter(w, object, alternative);
	else
		put_leaf(w, object, alternative);
}

static void
walk_parts(struct walk *w, GMimeObject *root)
{
	if (root)
		visit(w, root, 0);
	while (w->depth && !w->why) {
		struct level *level = &w->levels[w->depth - 1];
		int alternative = level->alternative;
		GMimeObject *child = next_child(w, level);

		if (child)
			visit(w, child, alternative);
		else
			w->depth--;
	}
}

/* ---- the whole ---- */

static GMimeMessage *
parse(const char *p, size_t len)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(p, len);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message;

	/* An MTA's pipe may put "From sender date" before the headers. */
	if (len > 5 && memcmp(p, "From ", 5) == 0)
		g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static bool
has_headers(GMimeMessage *message)
{
	static const char *const names[] = {
	    "From", "Subject", "Date", "Message-ID", "To"};
	GMimeObject *object = GMIME_OBJECT(message);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (*raw_header(object, names[i]))
			return true;
	return false;
}

static void
put_status(struct buf *out, const char *status, const char *why)
{
	record_adds(out, "status", status);
	if (*why)
		record_adds(out, "why", why);
}

void
message_read(struct arena *arena, const char *p, size_t len, struct buf *out)
{
	struct buf body;
	struct walk w = {
	    .arena = arena, .out = &body, .text_left = MESSAGE_TEXT_MAX};
	size_t header_len;
	const char *why = judge_raw(p, len, &header_len);
	GMimeMessage *message = parse(p, why ? header_len : len);

	buf_adds(out, RECORD_MAGIC);
	buf_init(&body, arena, 4096);
	if (message) {
		put_outer(&w, GMIME_OBJECT(message));
		put_headers(&w, GMIME_OBJECT(message));
		if (!why)
			walk_parts(&w, g_mime_message_get_mime_part(message));
	}
	if (!why)
		why = w.why;
	if (why)
		put_status(
		    out, strcmp(why, "size") == 0 ? "too_big" : "hostile", why);
	else if (!message || !has_headers(message))
		put_status(out, "unreadable", len ? "format" : "empty");
	else
		put_status(out, "ok", "");
	buf_add(out, body.p, body.len);
	record_adds(out, "end", "");
	if (message)
		g_object_unref(message);
}
