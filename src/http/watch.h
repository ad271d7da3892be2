/* SPDX-License-Identifier: EUPL-1.2 */
/* Watches open connections: how many there are in all and per address, and
 * until when each may take its time. libmicrohttpd's own timeout starts again
 * with every byte, so that a client sending one byte a second would hold its
 * place for ever; here each phase has an end.
 *
 * When places get scarce, in all or for one address, those are cut whose time
 * ends next: who dribbles or sleeps goes before who works, and somebody new
 * finds room. A whole school behind one address loses idle connections then,
 * which browsers open again unasked.
 *
 * Called from the daemons' threads. A thread of its own cuts what has had its
 * time: a first byte may come at any moment, an end only from here. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "http/peer.h"

struct watch;
struct watch_conn;

/* Limits of open connections. Addresses in `trusted` (proxies, which carry
 * many people) count only in all. IPv6 counts by /64: that is one client.
 * Looks every sweep_ms; 0: only when watch_sweep() is called. ERR_IO: no
 * thread (logged). */
CHECKED enum err watch_start(size_t max, size_t per_address_max,
    const struct peer_list *trusted, int64_t sweep_ms, struct watch **out);
/* All connections must be closed. NULL is allowed. */
void watch_stop(struct watch *w);

/* May this address connect now? Makes room where it gets scarce. */
bool watch_admit(struct watch *w, const struct peer *peer);

/* A connection begins, until watch_close(). fd must stay open till then. */
struct watch_conn *watch_open(
    struct watch *w, int fd, const struct peer *peer, int64_t until_ms);
void watch_close(struct watch *w, struct watch_conn *conn);
struct peer watch_peer(const struct watch_conn *conn);
int watch_fd(const struct watch_conn *conn);

/* A new phase that must end before until_ms (monotonic; 0: no end, as long as
 * a worker has the request). idle: between requests. */
void watch_phase(struct watch_conn *conn, bool idle, int64_t until_ms);

/* Cuts the connections whose phase should have ended by now_ms. */
void watch_sweep(struct watch *w, int64_t now_ms);
/* Memory gets scarce: cuts some of those that are slow to send or to read. */
void watch_cut_slow(struct watch *w);
/* How many were cut so far, for whatever cause. */
int64_t watch_cut(struct watch *w);
/* Cuts those that are idle: at the end, nobody waits for them. */
void watch_cut_idle(struct watch *w);
/* Connections open now. */
size_t watch_count(struct watch *w);
