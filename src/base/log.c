/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

/* A longer line is cut: it must reach the pipe in one write. */
#define LINE_BYTES_MAX 4096
#define REQUEST_BYTES_MAX 31
#define NUMBERS 8

static const char *const level_names[] = {
    [LOG_DEBUG] = "debug",
    [LOG_INFO] = "info",
    [LOG_WARN] = "warn",
    [LOG_ERROR] = "error",
};

static _Atomic int level_min = LOG_INFO;
static _Thread_local char request[REQUEST_BYTES_MAX + 1];

struct line {
	char p[LINE_BYTES_MAX];
	size_t len;
};

void
log_set_level(enum log_level level)
{
	atomic_store(&level_min, (int)level);
}

void
log_set_request(const char *id)
{
	snprintf(request, sizeof(request), "%s", id);
}

/* One byte is kept for the newline. */
static void
put(struct line *line, const char *p, size_t len)
{
	size_t room = sizeof(line->p) - 1 - line->len;

	if (len > room)
		len = room;
	memcpy(line->p + line->len, p, len);
	line->len += len;
}

static void
puts_line(struct line *line, const char *s)
{
	put(line, s, strlen(s));
}

/* A full line ends with a whole character and says that it was cut. */
static void
cut(struct line *line)
{
	line->len -= 4;
	while (line->len && ((unsigned char)line->p[line->len] & 0xc0) == 0x80)
		line->len--;
	puts_line(line, "...");
}

static bool
is_plain(const char *value)
{
	const unsigned char *p = (const unsigned char *)value;

	if (!*p)
		return false;
	for (; *p; p++) {
		if (*p <= ' ' || *p >= 0x7f || *p == '"' || *p == '=' ||
		    *p == '\\')
			return false;
	}
	return true;
}

/* A value may come from outside (a file name, a host): it must not start a
 * line of its own or send escapes to the operator's terminal. */
static void
put_quoted(struct line *line, const char *value)
{
	bool utf8 = text_is_utf8(value, strlen(value));
	const unsigned char *p = (const unsigned char *)value;
	char hex[8];

	puts_line(line, "\"");
	for (; *p; p++) {
		if (*p == '"' || *p == '\\') {
			put(line, "\\", 1);
			put(line, (const char *)p, 1);
		} else if (*p == '\n') {
			puts_line(line, "\\n");
		} else if (*p < ' ' || *p == 0x7f || (*p > 0x7f && !utf8)) {
			snprintf(hex, sizeof(hex), "\\x%02x", *p);
			puts_line(line, hex);
		} else if (*p == 0xc2 && p[1] < 0xa0) {
			/* U+0080..U+009F: one of them opens an escape. */
			snprintf(hex, sizeof(hex), "\\u%04x", p[1]);
			puts_line(line, hex);
			p++;
		} else {
			put(line, (const char *)p, 1);
		}
	}
	puts_line(line, "\"");
}

static void
put_pair(struct line *line, const char *key, const char *value)
{
	put(line, " ", 1);
	puts_line(line, key);
	put(line, "=", 1);
	if (!value)
		puts_line(line, "-");
	else if (is_plain(value))
		puts_line(line, value);
	else
		put_quoted(line, value);
}

static void
put_time(struct line *line)
{
	struct timespec now;
	struct tm tm;
	char text[48];

	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &tm);
	strftime(text, sizeof(text), "time=%Y-%m-%dT%H:%M:%S", &tm);
	puts_line(line, text);
	snprintf(text, sizeof(text), ".%03ldZ", now.tv_nsec / 1000000);
	puts_line(line, text);
}

void
log_line(enum log_level level, const char *event, ...)
{
	struct line line = {.len = 0};
	const char *key;
	va_list args;
	ssize_t done;
	int saved = errno;

	if ((int)level < atomic_load(&level_min))
		return;
	put_time(&line);
	put_pair(&line, "level", level_names[level]);
	put_pair(&line, "event", event);
	if (request[0])
		put_pair(&line, "request", request);
	va_start(args, event);
	while ((key = va_arg(args, const char *)))
		put_pair(&line, key, va_arg(args, const char *));
	va_end(args);
	if (line.len == sizeof(line.p) - 1)
		cut(&line);
	line.p[line.len++] = '\n';
	do
		done = write(STDERR_FILENO, line.p, line.len);
	while (done < 0 && errno == EINTR);
	/* Nobody is left to tell when standard error itself fails. */
	errno = saved;
}

const char *
log_num(int64_t n)
{
	static _Thread_local char ring[NUMBERS][24];
	static _Thread_local unsigned next;
	char *out = ring[next++ % NUMBERS];

	snprintf(out, sizeof(ring[0]), "%lld", (long long)n);
	return out;
}
