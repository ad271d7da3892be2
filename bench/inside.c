/* SPDX-License-Identifier: EUPL-1.2 */
/* inside STATE N [PAGE]: the pages without sockets (or the one of that name),
 * N times each, by turns over the institutions of STATE (made by fill): time in
 * the server, statements, bytes plain and compressed. Prints one JSON array;
 * first_us: the first time in each institution, with its handle to be opened
 * (when no other page came before).
 * Saves: measure on a copy. Instructions, repeatable on a busy machine:
 *     valgrind --tool=callgrind --toggle-collect=app_handle ... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/config.h"
#include "base/log.h"
#include "http/compress.h"
#include "web/app.h"

#define SITES_MAX 1000
#define LINE_MAX_BYTES 1000
#define HANDLES 330
#define SAVE_CELLS 30
#define FIRST_PUPIL 3 /* fill.c: teacher, guardian, pupils */

struct site {
	int64_t inst;
	char teacher[100], token[200], guardian[100], week[20];
};

struct bench {
	struct config config;
	struct rng rng;
	struct db_pool *pool;
	struct app *app;
	struct site sites[SITES_MAX];
	size_t sites_n;
	int64_t turn;
};

struct page_kind {
	const char *name, *path; /* {} stands for the institution */
	bool guardian, save;
};
static const struct page_kind pages[] = {
    {"front page", "/", false, false},
    {"sign-in page", "/sign-in", false, false},
    {"journal page", "/s/{}/journals/1", false, false},
    {"diary week", "/s/{}/diary", true, false},
    {"save of 30 marks", "/s/{}/journals/1/cells", false, true},
};

static void
ok(enum err err)
{
	if (!err)
		return;
	fprintf(stderr, "inside: %s\n", err_name(err));
	exit(EXIT_FAILURE);
}

static void
read_sites(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[LINE_MAX_BYTES];

	if (!f)
		ok(ERR_IO);
	while (b->sites_n < SITES_MAX && fgets(line, sizeof(line), f)) {
		struct site *s = &b->sites[b->sites_n++];
		long long inst;

		if (sscanf(line, "%lld\t%99s\t%199s\t%99s\t%19s", &inst,
			s->teacher, s->token, s->guardian, s->week) != 5)
			ok(ERR_INVALID);
		s->inst = inst;
	}
	fclose(f);
}

/* ---- one request -----------------------------------------------------------
 */

/* Another value than last time for every cell. */
static const char *
save_body(struct bench *b, struct arena *arena)
{
	struct buf out;

	buf_init(&out, arena, 4096);
	buf_addf(&out,
	    "{\"uuid\":\"11111111-1111-4111-8111-%012llx\",\"cells\":[",
	    (unsigned long long)b->turn +
		((unsigned long long)time(NULL) << 16));
	for (int i = 0; i < SAVE_CELLS; i++)
		buf_addf(&out,
		    "%s{\"c\":40,\"p\":%d,\"v\":\"%lld\",\"seen\":"
		    "9007199254740991}",
		    i ? "," : "", FIRST_PUPIL + i,
		    (long long)(4 + (b->turn / (int64_t)b->sites_n + i) % 8));
	buf_adds(&out, "]}");
	return out.p;
}

static struct http_request
request(struct bench *b, struct arena *arena, const struct page_kind *kind)
{
	const struct site *s = &b->sites[(size_t)b->turn % b->sites_n];
	const char *hole = strstr(kind->path, "{}");
	struct http_request req = {
	    .arena = arena,
	    .method = kind->save ? HTTP_POST : HTTP_GET,
	    .path = kind->path,
	    .query = "",
	    .peer = "127.0.0.1",
	    .host = "localhost",
	    .sec_fetch_site = "same-origin",
	    .now = time(NULL),
	    .deadline_ms = INT64_MAX,
	    .id = "0123456789abcdef",
	};
	const char *body;

	if (!hole)
		return req;
	req.path = arena_printf(arena, "%.*s%lld%s", (int)(hole - kind->path),
	    kind->path, (long long)s->inst, hole + 2);
	if (kind->guardian)
		req.query = arena_printf(arena, "day=%s", s->week);
	req.cookie = arena_printf(
	    arena, "ej=%s", kind->guardian ? s->guardian : s->teacher);
	if (kind->save) {
		body = save_body(b, arena);
		req.x_csrf = s->token;
		req.content_type = req.accept = "application/json";
		req.body = (struct bytes){body, strlen(body)};
	}
	return req;
}

struct result {
	int64_t statements;
	size_t bytes, brotli, gzip;
};

static double
ask(struct bench *b, const struct page_kind *kind, struct result *r,
    struct compressor *c)
{
	AUTO_ARENA struct arena *arena = arena_new();
	struct http_request req = request(b, arena, kind);
	struct timespec from, to;
	struct http_response res;
	struct bytes packed = {0};

	clock_gettime(CLOCK_MONOTONIC, &from);
	http_response_init(&res, arena);
	app_handle(b->app, 0, &req, &res);
	clock_gettime(CLOCK_MONOTONIC, &to);
	b->turn++;
	if (res.status != 200) {
		fprintf(stderr, "inside: %s: %d\n%.*s\n", req.path, res.status,
		    (int)res.body.len, res.body.p);
		exit(EXIT_FAILURE);
	}
	if (c) {
		const struct bytes in = {res.body.p, res.body.len};

		r->bytes = res.body.len;
		if (compress_page(c, COMPRESS_BROTLI, arena, in, &packed))
			r->brotli = packed.len;
		if (compress_page(c, COMPRESS_GZIP, arena, in, &packed))
			r->gzip = packed.len;
	}
	return (double)(to.tv_sec - from.tv_sec) * 1e6 +
	       (double)(to.tv_nsec - from.tv_nsec) / 1e3;
}

/* ---- many -------------------------------------------------------------------
 */

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static void
measure(struct bench *b, const struct page_kind *kind, size_t n)
{
	struct compressor *c = compress_new();
	double *times = calloc(n, sizeof(*times));
	struct db_pool_figures before, after;
	double first[SITES_MAX];
	struct result r = {0};

	/* Once round: after it handles are open and statements prepared. */
	for (size_t i = 0; i < b->sites_n; i++)
		first[i] = ask(b, kind, &r, c);
	db_pool_figures(b->pool, &before);
	for (size_t i = 0; i < n; i++)
		times[i] = ask(b, kind, &r, NULL);
	db_pool_figures(b->pool, &after);
	qsort(times, n, sizeof(*times), by_size);
	qsort(first, b->sites_n, sizeof(*first), by_size);
	printf("{\"page\":\"%s\",\"first_us\":%.0f,\"p50_us\":%.0f,"
	       "\"p95_us\":%.0f,\"p99_us\":%.0f,"
	       "\"statements\":%.1f,\"round_trips\":%.1f,\"bytes\":%zu,"
	       "\"brotli\":%zu,"
	       "\"gzip\":%zu}\n",
	    kind->name, first[b->sites_n / 2], times[n / 2],
	    times[n * 95 / 100], times[n * 99 / 100],
	    (double)(after.statements - before.statements) / (double)n,
	    (double)(after.round_trips - before.round_trips) / (double)n,
	    r.bytes, r.brotli, r.gzip);
	free(times);
	compress_free(c);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	AUTO_ARENA struct arena *arena = arena_new();
	const size_t kinds = sizeof(pages) / sizeof(pages[0]);
	const char *only = argc == 4 ? argv[3] : NULL;
	const long n = argc == 3 || only ? strtol(argv[2], NULL, 10) : 0;
	const char *comma = "";
	struct db_place place;

	if (n < 1) {
		fprintf(stderr, "usage: inside STATE N [PAGE]\n");
		return EXIT_FAILURE;
	}
	log_set_level(LOG_WARN);
	ok(crypt_start());
	rng_system(&b.rng);
	ok(config_load(arena, argv[1], &b.config));
	place = db_place_of(&b.config);
	place.handles_max = HANDLES;
	ok(db_pool_open(&place, &b.pool));
	ok(app_new(&b.config, b.pool, &b.rng, &b.app));
	read_sites(&b, arena_printf(arena, "%s/bench.tsv", argv[1]));
	puts("[");
	for (size_t i = 0; i < kinds; i++) {
		if (only && strcmp(only, pages[i].name))
			continue;
		fputs(comma, stdout);
		measure(&b, &pages[i], (size_t)n);
		comma = ",";
	}
	puts("]");
	app_free(b.app);
	db_pool_close(b.pool);
	return EXIT_SUCCESS;
}
