/* SPDX-License-Identifier: EUPL-1.2 */
#include "raw.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define THREADS_MAX 64
#define TIMES_MAX 1000000

struct worker {
	struct raw_thread t;
	pthread_t id;
	const struct raw_engine *engine;
	enum raw_work work;
	int first, stores;
	double seconds, took;
	pthread_barrier_t *ready;
	long n;
	float *times; /* microseconds */
};

void
raw_fault(const char *what)
{
	fprintf(stderr, "raw: %s\n", what);
	exit(74);
}

const char *
raw_value(long turn, int row)
{
	static const char *const values[] = {
	    "4", "5", "6", "7", "8", "9", "10", "11"};

	return values[(turn + row) % 8];
}

static double
seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *
work(void *arg)
{
	struct worker *w = arg;
	double begin, at, now;

	for (int s = 0; s < w->stores; s++)
		w->engine->open(&w->t, w->work, w->first + s);
	pthread_barrier_wait(w->ready);
	begin = at = seconds();
	for (int s = 0; at < begin + w->seconds; s = (s + 1) % w->stores) {
		w->engine->run(&w->t, w->work, w->first + s);
		now = seconds();
		if (w->n < TIMES_MAX)
			w->times[w->n] = (float)((now - at) * 1e6);
		w->n++;
		at = now;
	}
	w->took = at - begin;
	return NULL;
}

static int
by_size(const void *a, const void *b)
{
	const float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void
print(struct worker *workers, int n)
{
	static const double parts[] = {0.5, 0.95, 0.99};
	double rate = 0, p[3] = {0};
	long times = 0, done = 0, rows = 0;
	float *all = malloc((size_t)n * TIMES_MAX * sizeof(*all));

	if (!all)
		raw_fault("no memory");
	for (int i = 0; i < n; i++) {
		const struct worker *w = &workers[i];
		const long kept = w->n < TIMES_MAX ? w->n : TIMES_MAX;

		memcpy(all + times, w->times, (size_t)kept * sizeof(*all));
		times += kept;
		done += w->n;
		rows += w->t.rows;
		rate += (double)w->n / w->took;
	}
	qsort(all, (size_t)times, sizeof(*all), by_size);
	for (int i = 0; i < 3 && times; i++)
		p[i] = (double)all[(long)((double)times * parts[i])];
	printf("{\"rate\":%.0f,\"rows\":%ld,\"p50_us\":%.0f,\"p95_us\":%.0f,"
	       "\"p99_us\":%.0f}\n",
	    rate, done ? rows / done : 0, p[0], p[1], p[2]);
	free(all);
}

int
raw_arguments(int argc, char **argv, enum raw_work *work)
{
	static const char *const names[] = {"read", "save", "upsert"};

	for (int i = 0; argc > 4 && i < 3; i++)
		if (!strcmp(argv[1], names[i])) {
			*work = (enum raw_work)i;
			return 0;
		}
	fprintf(stderr, "usage: %s read|save|upsert THREADS SECONDS ...\n",
	    argv[0]);
	return -1;
}

int
raw_main(char **argv, enum raw_work work_asked, int stores,
    const struct raw_engine *engine)
{
	static struct worker workers[THREADS_MAX];
	const int n = atoi(argv[2]);
	pthread_barrier_t ready;

	if (n < 1 || n > THREADS_MAX || stores < 1)
		raw_fault("1 to 64 threads, at least one store");
	pthread_barrier_init(&ready, NULL, (unsigned)n);
	for (int i = 0; i < n; i++) {
		struct worker *w = &workers[i];

		*w = (struct worker){.engine = engine,
		    .work = work_asked,
		    .first = stores >= n ? i * stores / n : i % stores,
		    .stores =
			stores >= n ? (i + 1) * stores / n - i * stores / n : 1,
		    .seconds = strtod(argv[3], NULL),
		    .ready = &ready,
		    .times = malloc(TIMES_MAX * sizeof(float))};
		w->t.number = i;
		if (!w->times || pthread_create(&w->id, NULL, work, w))
			raw_fault("no thread");
	}
	for (int i = 0; i < n; i++)
		pthread_join(workers[i].id, NULL);
	print(workers, n);
	return 0;
}
