/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose request it is: addresses, trusted proxies and X-Forwarded-For. */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

#define PEER_PROXIES_MAX 64
#define PEER_HOPS_MAX 16
#define PEER_TEXT_BYTES INET6_ADDRSTRLEN

/* An IPv6 address; IPv4 as ::ffff:a.b.c.d. */
struct peer {
	uint8_t bytes[16];
};

struct peer_net {
	struct peer base;
	unsigned bits; /* 0..128 */
};

struct peer_list {
	struct peer_net nets[PEER_PROXIES_MAX];
	size_t n;
};

/* "127.0.0.1", "::1", len bytes of it. ERR_INVALID otherwise. */
CHECKED enum err peer_parse(const char *s, size_t len, struct peer *out);
/* Of an accepted socket; all zero for a family that is not IP. */
struct peer peer_of(const struct sockaddr *address);
/* As people write it: IPv4 with dots. */
void peer_text(const struct peer *peer, char out[PEER_TEXT_BYTES]);

/* "127.0.0.1, ::1, 10.0.0.0/8": addresses and networks, comma separated.
 * ERR_INVALID: not that; ERR_LIMIT: more than PEER_PROXIES_MAX. */
CHECKED enum err peer_list_parse(const char *s, struct peer_list *out);
bool peer_listed(const struct peer_list *list, const struct peer *peer);

/* The nearest address on the way that is not a trusted proxy: walks
 * X-Forwarded-For (NULL: none) from its end, as each proxy appends whom it
 * has seen. What a stranger wrote at the front never counts. */
struct peer peer_forwarded(const struct peer_list *trusted,
    const struct peer *direct, const char *forwarded_for);
