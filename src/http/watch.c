/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/watch.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/log.h"

#define BUCKETS 1024

/* Of the places this part is kept free by cutting others. */
#define SPARE_PART 8
/* Cut at a time: to find them costs a look at all connections. */
#define CUT_AT_ONCE 64
#define CUT_SLOW 16

/* Bytes of an IPv6 address that belong to the provider's customer. */
#define IPV6_NET_BYTES 8

struct origin {
	struct origin *next;
	struct peer net;
	size_t open, closing;
};

struct watch_conn {
	struct watch_conn *prev, *next;
	struct peer peer;
	struct origin *origin;
	int fd;
	bool closing; /* cut; the daemon has not seen it yet */
	atomic_bool idle;
	_Atomic int64_t until_ms;
};

struct watch {
	pthread_mutex_t mutex;
	struct watch_conn *conns;
	struct origin *buckets[BUCKETS];
	size_t open, closing, max, per_address_max;
	struct peer_list trusted;
	int64_t sweep_ms, cut;
	pthread_t sweeper;
	pthread_cond_t end;
	bool ending;
};

/* The daemon sees the end of the stream and closes; only it may close. */
static void
cut(struct watch *w, struct watch_conn *c)
{
	shutdown(c->fd, SHUT_RDWR);
	atomic_store(&c->until_ms, 0);
	w->cut++;
	if (c->closing)
		return;
	c->closing = true;
	c->origin->closing++;
	w->closing++;
}

static void
sweep(struct watch *w, int64_t now_ms)
{
	for (struct watch_conn *c = w->conns; c; c = c->next) {
		int64_t until_ms = atomic_load(&c->until_ms);

		if (until_ms == 0 || until_ms > now_ms)
			continue;
		cut(w, c);
	}
}

/* Who may be cut to make room: of one address or (NULL) of all; whoever is
 * idle too, or only who keeps memory. 0: nobody waits for him, or a worker
 * has his request. */
static int64_t
end_of(const struct watch_conn *c, const struct origin *origin, bool idle)
{
	if (c->closing || (origin && c->origin != origin) ||
	    (!idle && atomic_load(&c->idle)))
		return 0;
	return atomic_load(&c->until_ms);
}

/* Of those whose time ends next, n at most. */
static void
make_room(struct watch *w, const struct origin *origin, bool idle, size_t n)
{
	struct watch_conn *next[CUT_AT_ONCE];
	int64_t ends[CUT_AT_ONCE];
	size_t found = 0;

	if (n > CUT_AT_ONCE)
		n = CUT_AT_ONCE;
	for (struct watch_conn *c = w->conns; c; c = c->next) {
		int64_t end = end_of(c, origin, idle);
		size_t at;

		if (!end || (found == n && end >= ends[n - 1]))
			continue;
		at = found < n ? found++ : n - 1;
		for (; at > 0 && ends[at - 1] > end; at--) {
			ends[at] = ends[at - 1];
			next[at] = next[at - 1];
		}
		ends[at] = end;
		next[at] = c;
	}
	for (size_t i = 0; i < found; i++)
		cut(w, next[i]);
}

/* How many have to go. */
static size_t
missing(size_t open, size_t closing, size_t max)
{
	size_t spare = max / SPARE_PART;

	return spare > 0 && open - closing >= max - spare ? spare : 0;
}

static void *
sweeper_run(void *arg)
{
	struct watch *w = arg;
	struct timespec at;

	pthread_mutex_lock(&w->mutex);
	while (!w->ending) {
		int64_t ms;

		clock_gettime(CLOCK_MONOTONIC, &at);
		ms = (int64_t)at.tv_sec * 1000 + at.tv_nsec / 1000000;
		sweep(w, ms);
		ms += w->sweep_ms;
		at.tv_sec = ms / 1000;
		at.tv_nsec = ms % 1000 * 1000000;
		pthread_cond_clockwait(
		    &w->end, &w->mutex, CLOCK_MONOTONIC, &at);
	}
	pthread_mutex_unlock(&w->mutex);
	return NULL;
}

enum err
watch_start(size_t max, size_t per_address_max, const struct peer_list *trusted,
    int64_t sweep_ms, struct watch **out)
{
	struct watch *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->max = max;
	w->per_address_max = per_address_max;
	w->trusted = *trusted;
	w->sweep_ms = sweep_ms;
	pthread_mutex_init(&w->mutex, NULL);
	pthread_cond_init(&w->end, NULL);
	if (sweep_ms && pthread_create(&w->sweeper, NULL, sweeper_run, w)) {
		log_line(LOG_ERROR, "sweeper_failed", NULL);
		w->sweep_ms = 0;
		watch_stop(w);
		return ERR_IO;
	}
	*out = w;
	return OK;
}

void
watch_stop(struct watch *w)
{
	if (!w)
		return;
	if (w->sweep_ms) {
		pthread_mutex_lock(&w->mutex);
		w->ending = true;
		pthread_cond_signal(&w->end);
		pthread_mutex_unlock(&w->mutex);
		pthread_join(w->sweeper, NULL);
	}
	assert(w->open == 0);
	pthread_mutex_destroy(&w->mutex);
	pthread_cond_destroy(&w->end);
	free(w);
}

static struct peer
net_of(const struct peer *peer)
{
	static const uint8_t ipv4[12] = {[10] = 0xff, [11] = 0xff};
	struct peer net = *peer;

	if (memcmp(net.bytes, ipv4, sizeof(ipv4)))
		memset(net.bytes + IPV6_NET_BYTES, 0,
		    sizeof(net.bytes) - IPV6_NET_BYTES);
	return net;
}

static struct origin **
origin_at(struct watch *w, const struct peer *net)
{
	uint32_t hash = 2166136261u;
	struct origin **at;

	for (size_t i = 0; i < sizeof(net->bytes); i++)
		hash = (hash ^ net->bytes[i]) * 16777619u;
	at = &w->buckets[hash % BUCKETS];
	while (*at && memcmp((*at)->net.bytes, net->bytes, sizeof(net->bytes)))
		at = &(*at)->next;
	return at;
}

bool
watch_admit(struct watch *w, const struct peer *peer)
{
	struct peer net = net_of(peer);
	const struct origin *origin;
	bool admitted;
	size_t n;

	pthread_mutex_lock(&w->mutex);
	origin = *origin_at(w, &net);
	if (origin && peer_listed(&w->trusted, peer))
		origin = NULL;
	if (origin && (n = missing(origin->open, origin->closing,
			   w->per_address_max)) > 0)
		make_room(w, origin, true, n);
	if ((n = missing(w->open, w->closing, w->max)) > 0)
		make_room(w, NULL, true, n);
	admitted =
	    w->open < w->max && (!origin || origin->open < w->per_address_max);
	pthread_mutex_unlock(&w->mutex);
	return admitted;
}

struct watch_conn *
watch_open(struct watch *w, int fd, const struct peer *peer, int64_t until_ms)
{
	struct watch_conn *conn = calloc(1, sizeof(*conn));
	struct peer net = net_of(peer);
	struct origin **at;

	if (!conn)
		abort();
	conn->fd = fd;
	conn->peer = *peer;
	atomic_store(&conn->idle, true);
	atomic_store(&conn->until_ms, until_ms);
	pthread_mutex_lock(&w->mutex);
	at = origin_at(w, &net);
	if (!*at) {
		if (!(*at = calloc(1, sizeof(**at))))
			abort();
		(*at)->net = net;
	}
	conn->origin = *at;
	conn->origin->open++;
	conn->next = w->conns;
	if (w->conns)
		w->conns->prev = conn;
	w->conns = conn;
	w->open++;
	pthread_mutex_unlock(&w->mutex);
	return conn;
}

void
watch_close(struct watch *w, struct watch_conn *conn)
{
	pthread_mutex_lock(&w->mutex);
	if (conn->prev)
		conn->prev->next = conn->next;
	else
		w->conns = conn->next;
	if (conn->next)
		conn->next->prev = conn->prev;
	w->open--;
	if (conn->closing) {
		w->closing--;
		conn->origin->closing--;
	}
	if (--conn->origin->open == 0) {
		struct origin **at = origin_at(w, &conn->origin->net);

		*at = conn->origin->next;
		free(conn->origin);
	}
	pthread_mutex_unlock(&w->mutex);
	free(conn);
}

struct peer
watch_peer(const struct watch_conn *conn)
{
	return conn->peer;
}

int
watch_fd(const struct watch_conn *conn)
{
	return conn->fd;
}

void
watch_phase(struct watch_conn *conn, bool idle, int64_t until_ms)
{
	atomic_store(&conn->idle, idle);
	atomic_store(&conn->until_ms, until_ms);
}

void
watch_sweep(struct watch *w, int64_t now_ms)
{
	pthread_mutex_lock(&w->mutex);
	sweep(w, now_ms);
	pthread_mutex_unlock(&w->mutex);
}

void
watch_cut_slow(struct watch *w)
{
	pthread_mutex_lock(&w->mutex);
	make_room(w, NULL, false, CUT_SLOW);
	pthread_mutex_unlock(&w->mutex);
}

int64_t
watch_cut(struct watch *w)
{
	int64_t n;

	pthread_mutex_lock(&w->mutex);
	n = w->cut;
	pthread_mutex_unlock(&w->mutex);
	return n;
}

void
watch_cut_idle(struct watch *w)
{
	pthread_mutex_lock(&w->mutex);
	for (struct watch_conn *c = w->conns; c; c = c->next)
		if (atomic_load(&c->idle))
			shutdown(c->fd, SHUT_RDWR);
	pthread_mutex_unlock(&w->mutex);
}

size_t
watch_count(struct watch *w)
{
	size_t n;

	pthread_mutex_lock(&w->mutex);
	n = w->open;
	pthread_mutex_unlock(&w->mutex);
	return n;
}
