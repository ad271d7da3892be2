/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/peer.h"

#include <arpa/inet.h>
#include <string.h>

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static struct peer
from_ipv4(const void *address)
{
	struct peer peer;

	memcpy(peer.bytes, mapped, sizeof(mapped));
	memcpy(peer.bytes + sizeof(mapped), address, 4);
	return peer;
}

static bool
is_ipv4(const struct peer *peer)
{
	return !memcmp(peer->bytes, mapped, sizeof(mapped));
}

enum err
peer_parse(const char *s, size_t len, struct peer *out)
{
	char text[PEER_TEXT_BYTES];
	struct in6_addr six;
	struct in_addr four;

	if (len == 0 || len >= sizeof(text))
		return ERR_INVALID;
	memcpy(text, s, len);
	text[len] = '\0';
	if (inet_pton(AF_INET, text, &four) == 1) {
		*out = from_ipv4(&four);
		return OK;
	}
	if (inet_pton(AF_INET6, text, &six) != 1)
		return ERR_INVALID;
	memcpy(out->bytes, &six, sizeof(out->bytes));
	return OK;
}

struct peer
peer_of(const struct sockaddr *address)
{
	struct peer peer = {{0}};
	struct sockaddr_in6 six;
	struct sockaddr_in four;

	if (address && address->sa_family == AF_INET) {
		memcpy(&four, address, sizeof(four));
		peer = from_ipv4(&four.sin_addr);
	} else if (address && address->sa_family == AF_INET6) {
		memcpy(&six, address, sizeof(six));
		memcpy(peer.bytes, &six.sin6_addr, sizeof(peer.bytes));
	}
	return peer;
}

void
peer_text(const struct peer *peer, char out[PEER_TEXT_BYTES])
{
	if (is_ipv4(peer))
		inet_ntop(AF_INET, peer->bytes + sizeof(mapped), out,
		    PEER_TEXT_BYTES);
	else
		inet_ntop(AF_INET6, peer->bytes, out, PEER_TEXT_BYTES);
}

static void
trim(const char **s, size_t *len)
{
	while (*len > 0 && (**s == ' ' || **s == '\t')) {
		(*s)++;
		(*len)--;
	}
	while (*len > 0 && ((*s)[*len - 1] == ' ' || (*s)[*len - 1] == '\t'))
		(*len)--;
}

/* Decimal without sign, at most three digits. */
static enum err
bits_parse(const char *s, size_t len, unsigned max, unsigned *out)
{
	unsigned n = 0;

	if (len == 0 || len > 3)
		return ERR_INVALID;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return ERR_INVALID;
		n = n * 10 + (unsigned)(s[i] - '0');
	}
	if (n > max)
		return ERR_INVALID;
	*out = n;
	return OK;
}

static enum err
net_parse(const char *s, size_t len, struct peer_net *out)
{
	const char *slash = memchr(s, '/', len);
	size_t address = slash ? (size_t)(slash - s) : len;
	enum err err;

	out->bits = 128;
	if ((err = peer_parse(s, address, &out->base)))
		return err;
	if (!slash)
		return OK;
	if (!is_ipv4(&out->base))
		return bits_parse(
		    slash + 1, len - address - 1, 128, &out->bits);
	if ((err = bits_parse(slash + 1, len - address - 1, 32, &out->bits)))
		return err;
	out->bits += 96;
	return OK;
}

enum err
peer_list_parse(const char *s, struct peer_list *out)
{
	struct peer_list list = {.n = 0};

	while (*s) {
		size_t len = strcspn(s, ","), piece = len;
		const char *start = s;
		enum err err;

		trim(&start, &piece);
		if (piece > 0) {
			if (list.n == PEER_PROXIES_MAX)
				return ERR_LIMIT;
			if ((err = net_parse(start, piece, &list.nets[list.n])))
				return err;
			list.n++;
		}
		s += len + (s[len] == ',');
	}
	*out = list;
	return OK;
}

static bool
in_net(const struct peer_net *net, const struct peer *peer)
{
	unsigned whole = net->bits / 8, rest = net->bits % 8;
	unsigned mask = 0xff00u >> rest & 0xff;

	if (memcmp(net->base.bytes, peer->bytes, whole))
		return false;
	return rest == 0 ||
	       ((net->base.bytes[whole] ^ peer->bytes[whole]) & mask) == 0;
}

bool
peer_listed(const struct peer_list *list, const struct peer *peer)
{
	for (size_t i = 0; i < list->n; i++)
		if (in_net(&list->nets[i], peer))
			return true;
	return false;
}

struct peer
peer_forwarded(const struct peer_list *trusted, const struct peer *direct,
    const char *forwarded_for)
{
	const char *s = forwarded_for ? forwarded_for : "";
	struct peer peer = *direct;
	size_t end = strlen(s);

	for (int hop = 0; hop < PEER_HOPS_MAX && end > 0; hop++) {
		const char *piece = memrchr(s, ',', end);
		const char *start = piece ? piece + 1 : s;
		size_t len = (size_t)(s + end - start);

		if (!peer_listed(trusted, &peer))
			break;
		end = piece ? (size_t)(piece - s) : 0;
		trim(&start, &len);
		if (peer_parse(start, len, &peer))
			break;
	}
	return peer;
}
