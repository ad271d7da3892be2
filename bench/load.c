/* SPDX-License-Identifier: EUPL-1.2 */
/* load PORT TSV SECONDS KIND:CONNECTIONS[:RATE[:EACH]]...: asks as the people
 * of STATE/bench.tsv (see fill.c) and measures who is answered and who is
 * refused apart, which wrk does not.
 *
 * KIND: journal, diary, save, sign-in or a path. RATE: so many a second however
 * the server does; a request that finds no idle connection is counted as
 * dropped. 0: the next one as soon as the last is answered. EACH: so many on
 * each connection; the program ends when those streams have.
 *
 * Prints one line of JSON a stream; times from sending a request to the last
 * byte of its answer. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <netinet/in.h>
#include <netinet/tcp.h>

#define SITES_MAX 20000
#define STREAMS_MAX 8
#define CONNECTIONS_MAX 20000
#define HEAD_BYTES 4096
#define REQUEST_BYTES 8192
#define TOKEN_BYTES 160
#define CELLS 30
/* One address may have only so many connections. */
#define ADDRESSES 8
#define PASSWORD "bench+password+of+all"

struct site {
	char inst[16], teacher[64], token[TOKEN_BYTES], guardian[64], week[16];
};

/* Microseconds, one for each request. */
struct times {
	uint32_t *us;
	size_t n, cap;
};

struct conn {
	struct stream *stream;
	int fd;
	bool asking;
	int64_t sent_us, left; /* bytes of the body still to come */
	int status;
	long done;
	size_t have; /* of the head; its end was seen when left >= 0 */
	char head[HEAD_BYTES];
};

struct stream {
	const char *kind;
	long connections, rate, each;
	struct conn **idle;
	size_t idle_n, turn;
	double due_us;
	long dropped, failed, finished;
	struct times answered, refused;
};

struct load {
	int port, epoll;
	struct site *sites;
	size_t sites_n;
	struct stream streams[STREAMS_MAX];
	size_t streams_n;
	char csrf[TOKEN_BYTES]; /* of the sign-in page */
};

static int64_t
now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
die(const char *what)
{
	fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
note(struct times *t, int64_t us)
{
	if (t->n == t->cap) {
		t->cap = t->cap ? t->cap * 2 : 4096;
		if (!(t->us = realloc(t->us, t->cap * sizeof(*t->us))))
			die("memory");
	}
	t->us[t->n++] = (uint32_t)us;
}

/* ---- requests ---- */

static int
form(char *out, const char *path, const char *headers, const char *body)
{
	return snprintf(out, REQUEST_BYTES,
	    "POST %s HTTP/1.1\r\nHost: localhost\r\n%s"
	    "Content-Length: %zu\r\n\r\n%s",
	    path, headers, strlen(body), body);
}

static int
save(char *out, const struct site *s, size_t turn)
{
	char body[REQUEST_BYTES / 2], headers[512], path[64];
	int n = snprintf(body, sizeof(body),
	    "{\"uuid\":\"%08x-%04x-4000-8000-%012zx\",\"cells\":[",
	    (unsigned)time(NULL), (unsigned)getpid() & 0xffff, turn);

	for (int i = 0; i < CELLS; i++)
		n += snprintf(body + n, sizeof(body) - (size_t)n,
		    "%s{\"c\":40,\"p\":%d,\"v\":\"%zu\","
		    "\"seen\":9007199254740991}",
		    i ? "," : "", 3 + i, 4 + (turn / 7 + (size_t)i) % 8);
	snprintf(body + n, sizeof(body) - (size_t)n, "]}");
	snprintf(path, sizeof(path), "/s/%s/journals/1/cells", s->inst);
	snprintf(headers, sizeof(headers),
	    "Cookie: ej=%s\r\nX-CSRF: %s\r\nContent-Type: application/json\r\n"
	    "Accept: application/json\r\n",
	    s->teacher, s->token);
	return form(out, path, headers, body);
}

static int
page(char *out, const char *path, const char *cookie)
{
	return snprintf(out, REQUEST_BYTES,
	    "GET %s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n"
	    "%s%s\r\n\r\n",
	    path, *cookie ? "Cookie: ej=" : "X-None: ", cookie);
}

static int
sign_in(char *out, const struct load *l, size_t turn)
{
	char body[1024];

	snprintf(body, sizeof(body),
	    "csrf=%s&as=&name=p%zu%%40school.example&password=" PASSWORD,
	    l->csrf, 2 + turn % (2 * l->sites_n));
	return form(out, "/sign-in",
	    "Content-Type: application/x-www-form-urlencoded\r\n", body);
}

static int
request(char *out, const struct load *l, const char *kind, size_t turn)
{
	const struct site *s = &l->sites[turn % l->sites_n];
	char path[128];

	if (!strcmp(kind, "save"))
		return save(out, s, turn);
	if (!strcmp(kind, "sign-in"))
		return sign_in(out, l, turn);
	if (!strcmp(kind, "journal")) {
		snprintf(path, sizeof(path), "/s/%s/journals/1", s->inst);
		return page(out, path, s->teacher);
	}
	if (!strcmp(kind, "diary")) {
		snprintf(
		    path, sizeof(path), "/s/%s/diary?day=%s", s->inst, s->week);
		return page(out, path, s->guardian);
	}
	return page(out, kind, "");
}

/* ---- connections ---- */

static int
dial(int port, size_t from)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in own = {.sin_family = AF_INET,
	    .sin_addr.s_addr =
		htonl(INADDR_LOOPBACK + 1 + (uint32_t)(from % ADDRESSES))};
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;

	if (fd < 0)
		die("socket");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		close(fd);
		return -1;
	}
	return fd;
}

static void
conn_open(struct load *l, struct conn *c)
{
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};

	c->fd = dial(l->port, (size_t)(c->stream->turn + c->stream->idle_n));
	c->asking = false;
	if (c->fd < 0) {
		c->stream->failed++;
		return;
	}
	epoll_ctl(l->epoll, EPOLL_CTL_ADD, c->fd, &event);
	c->stream->idle[c->stream->idle_n++] = c;
}

static void
ask(struct load *l, struct conn *c)
{
	char text[REQUEST_BYTES];
	int len = request(text, l, c->stream->kind, c->stream->turn++);

	c->asking = true;
	c->have = 0;
	c->left = -1;
	c->sent_us = now_us();
	if (send(c->fd, text, (size_t)len, MSG_NOSIGNAL) != len)
		c->stream->failed++;
}

static void
answered(struct load *l, struct conn *c)
{
	struct stream *s = c->stream;
	int64_t us = now_us() - c->sent_us;

	c->asking = false;
	c->done++;
	if (c->status == 503)
		note(&s->refused, us);
	else if (c->status < 400)
		note(&s->answered, us);
	else
		s->failed++;
	if (s->each && c->done >= s->each) {
		s->finished++;
		return;
	}
	if (s->rate)
		s->idle[s->idle_n++] = c;
	else
		ask(l, c);
}

/* The head ends in what is there: how much body follows? */
static void
head_read(struct conn *c, size_t *body)
{
	char *end, *length;

	c->head[c->have] = '\0';
	if (!(end = strstr(c->head, "\r\n\r\n")))
		return;
	c->status = atoi(c->head + strlen("HTTP/1.1 "));
	length = strcasestr(c->head, "Content-Length:");
	c->left = length && length < end
		      ? strtoll(length + strlen("Content-Length:"), NULL, 10)
		      : 0;
	*body = c->have - (size_t)(end + 4 - c->head);
}

static void
lost(struct load *l, struct conn *c)
{
	if (c->asking)
		c->stream->failed++;
	close(c->fd);
	/* An idle one stands in the list already. */
	if (c->asking)
		conn_open(l, c);
	else
		c->fd = dial(l->port, c->stream->turn);
}

static void
readable(struct load *l, struct conn *c)
{
	char rest[65536];
	size_t body = 0;
	ssize_t n;

	if (c->left < 0) {
		n = recv(c->fd, c->head + c->have, HEAD_BYTES - 1 - c->have, 0);
		if (n > 0) {
			c->have += (size_t)n;
			head_read(c, &body);
		}
	} else {
		n = recv(c->fd, rest, sizeof(rest), 0);
		body = n > 0 ? (size_t)n : 0;
	}
	if (n <= 0 || !c->asking) {
		lost(l, c);
		return;
	}
	if (c->left >= 0 && (c->left -= (int64_t)body) <= 0)
		answered(l, c);
}

/* ---- the whole ---- */

static void
sites_read(struct load *l, const char *path)
{
	FILE *f = fopen(path, "r");

	if (!f || !(l->sites = calloc(SITES_MAX, sizeof(*l->sites))))
		die(path);
	while (l->sites_n < SITES_MAX) {
		struct site *s = &l->sites[l->sites_n];

		if (fscanf(f, "%15s %63s %159s %63s %15s", s->inst, s->teacher,
			s->token, s->guardian, s->week) != 5)
			break;
		l->sites_n++;
	}
	fclose(f);
	if (!l->sites_n)
		die("no sites");
}

/* The token of the form that everybody gets; false: nobody answered. */
static bool
csrf_read(struct load *l)
{
	static const char mark[] = "name='csrf' value='";
	static const char ask_for[] =
	    "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n"
	    "Connection: close\r\n\r\n";
	char text[65536], *at;
	int fd = dial(l->port, 0);
	size_t len = 0;
	ssize_t n;

	if (fd < 0)
		return false;
	if (send(fd, ask_for, sizeof(ask_for) - 1, MSG_NOSIGNAL) > 0)
		while (
		    (n = recv(fd, text + len, sizeof(text) - 1 - len, 0)) > 0)
			len += (size_t)n;
	close(fd);
	text[len] = '\0';
	if (!(at = strstr(text, mark)))
		return false;
	at += strlen(mark);
	snprintf(l->csrf, sizeof(l->csrf), "%.*s", (int)strcspn(at, "'"), at);
	return true;
}

/* Among slow connections the first try may find no place. */
static void
csrf_get(struct load *l)
{
	for (int i = 0; i < 20; i++) {
		if (csrf_read(l))
			return;
		usleep(100000);
	}
	die("no sign-in page");
}

static void
stream_read(struct load *l, char *arg)
{
	struct stream *s = &l->streams[l->streams_n++];
	char *n = strchr(arg, ':');

	if (!n || l->streams_n > STREAMS_MAX)
		die(arg);
	*n++ = '\0';
	s->kind = arg;
	s->connections = strtol(n, &n, 10);
	s->rate = *n ? strtol(n + 1, &n, 10) : 0;
	s->each = *n ? strtol(n + 1, &n, 10) : 0;
	if (s->connections < 1 || s->connections > CONNECTIONS_MAX ||
	    !(s->idle = calloc((size_t)s->connections, sizeof(*s->idle))))
		die("connections");
}

static void
stream_start(struct load *l, struct stream *s)
{
	struct conn *all = calloc((size_t)s->connections, sizeof(*all));

	if (!all)
		die("memory");
	s->turn = (size_t)(s - l->streams) * 1000003;
	for (long i = 0; i < s->connections; i++) {
		all[i].stream = s;
		conn_open(l, &all[i]);
	}
	s->due_us = (double)now_us();
	while (!s->rate && s->idle_n)
		ask(l, s->idle[--s->idle_n]);
}

static void
stream_due(struct load *l, struct stream *s, int64_t now)
{
	while (s->rate && s->due_us <= (double)now) {
		s->due_us += 1e6 / (double)s->rate;
		if (s->idle_n)
			ask(l, s->idle[--s->idle_n]);
		else
			s->dropped++;
	}
}

static bool
finished(const struct load *l)
{
	bool any = false;

	for (size_t i = 0; i < l->streams_n; i++) {
		const struct stream *s = &l->streams[i];

		any = any || s->each;
		if (s->each && s->finished < s->connections)
			return false;
	}
	return any;
}

static int
by_time(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static void
print_times(const char *name, struct times *t, double seconds)
{
	uint32_t p50 = 0, p99 = 0, max = 0;

	if (t->n) {
		qsort(t->us, t->n, sizeof(*t->us), by_time);
		p50 = t->us[t->n / 2];
		p99 = t->us[t->n - 1 - t->n / 100];
		max = t->us[t->n - 1];
	}
	printf(",\"%s\":{\"n\":%zu,\"rate\":%.0f,\"p50_us\":%u,"
	       "\"p99_us\":%u,\"max_us\":%u}",
	    name, t->n, (double)t->n / seconds, p50, p99, max);
}

static void
print(struct stream *s, double seconds)
{
	struct rusage own;

	getrusage(RUSAGE_SELF, &own);
	printf("{\"kind\":\"%s\",\"connections\":%ld,\"asked_rate\":%ld,"
	       "\"seconds\":%.2f",
	    s->kind, s->connections, s->rate, seconds);
	print_times("answered", &s->answered, seconds);
	print_times("refused", &s->refused, seconds);
	printf(",\"failed\":%ld,\"dropped\":%ld,\"load_cpu_s\":%.2f}\n",
	    s->failed, s->dropped,
	    (double)(own.ru_utime.tv_sec + own.ru_stime.tv_sec) +
		(double)(own.ru_utime.tv_usec + own.ru_stime.tv_usec) / 1e6);
}

static void
run(struct load *l, double seconds)
{
	const int64_t end = now_us() + (int64_t)(seconds * 1e6);
	struct epoll_event events[256];
	int64_t now;

	while ((now = now_us()) < end && !finished(l)) {
		int n;

		for (size_t i = 0; i < l->streams_n; i++)
			stream_due(l, &l->streams[i], now);
		n = epoll_wait(l->epoll, events, 256, 1);
		for (int i = 0; i < n; i++)
			readable(l, events[i].data.ptr);
	}
}

int
main(int argc, char **argv)
{
	struct load l = {0};
	struct rlimit files;
	int64_t from;
	double seconds;

	if (argc < 5) {
		fprintf(stderr, "usage: load PORT TSV SECONDS "
				"KIND:CONNECTIONS[:RATE[:EACH]]...\n");
		return 64;
	}
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	l.port = atoi(argv[1]);
	sites_read(&l, argv[2]);
	if ((l.epoll = epoll_create1(0)) < 0)
		die("epoll");
	for (int i = 4; i < argc; i++)
		stream_read(&l, argv[i]);
	csrf_get(&l);
	from = now_us();
	for (size_t i = 0; i < l.streams_n; i++)
		stream_start(&l, &l.streams[i]);
	run(&l, strtod(argv[3], NULL));
	seconds = (double)(now_us() - from) / 1e6;
	for (size_t i = 0; i < l.streams_n; i++)
		print(&l.streams[i], seconds);
	return 0;
}
