/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <netinet/in.h>

#include "base/log.h"

/* Connections the kernel keeps while the daemon is busy; it cuts this down to
 * its own net.core.somaxconn. */
#define BACKLOG 4096

static void
complain(const char *bind_address, int port)
{
	log_line(LOG_ERROR, "listen_failed", "address", bind_address, "port",
	    log_num(port), "cause", strerrorname_np(errno), NULL);
}

static void
port_set(struct sockaddr_storage *address, int port)
{
	if (address->ss_family == AF_INET6)
		((struct sockaddr_in6 *)address)->sin6_port =
		    htons((uint16_t)port);
	else
		((struct sockaddr_in *)address)->sin_port =
		    htons((uint16_t)port);
}

static int
port_get(int fd)
{
	struct sockaddr_storage address;
	socklen_t len = sizeof(address);

	if (getsockname(fd, (struct sockaddr *)&address, &len))
		return 0;
	if (address.ss_family == AF_INET6)
		return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
	return ntohs(((struct sockaddr_in *)&address)->sin_port);
}

static enum err
resolve(
    const char *bind_address, struct sockaddr_storage *out, socklen_t *out_len)
{
	const struct addrinfo hints = {
	    .ai_flags = AI_PASSIVE, .ai_socktype = SOCK_STREAM};
	struct addrinfo *found;
	int rc = getaddrinfo(bind_address, "0", &hints, &found);

	if (rc) {
		log_line(LOG_ERROR, "listen_failed", "address", bind_address,
		    "cause", gai_strerror(rc), NULL);
		return ERR_IO;
	}
	memcpy(out, found->ai_addr, found->ai_addrlen);
	*out_len = found->ai_addrlen;
	freeaddrinfo(found);
	return OK;
}

static int
socket_bound(const struct sockaddr_storage *address, socklen_t len, bool shared)
{
	const int on = 1;
	int fd = socket(
	    address->ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (shared)
		setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on));
	if (bind(fd, (const struct sockaddr *)address, len)) {
		int saved = errno;

		close(fd);
		errno = saved;
		return -1;
	}
	return fd;
}

/* SO_REUSEPORT would also let a second server of the same user slip in beside
 * the first one. A bind without it fails then, so that is tried first. */
static bool
port_free(const struct sockaddr_storage *address, socklen_t len)
{
	int fd = socket_bound(address, len, false);

	if (fd < 0)
		return false;
	close(fd);
	return true;
}

enum err
listen_open(const char *bind_address, int *port, int *fds, size_t n)
{
	struct sockaddr_storage address;
	int chosen = *port;
	socklen_t len;
	enum err err;
	size_t i;

	if ((err = resolve(bind_address, &address, &len)))
		return err;
	port_set(&address, chosen);
	if (!port_free(&address, len)) {
		complain(bind_address, chosen);
		return ERR_IO;
	}
	for (i = 0; i < n; i++) {
		fds[i] = socket_bound(&address, len, true);
		if (fds[i] < 0 || listen(fds[i], BACKLOG))
			break;
		chosen = port_get(fds[i]);
		port_set(&address, chosen);
	}
	if (i < n) {
		complain(bind_address, chosen);
		for (size_t k = 0; k <= i; k++)
			if (fds[k] >= 0)
				close(fds[k]);
		return ERR_IO;
	}
	*port = chosen;
	return OK;
}

enum err
listen_files(size_t needed)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit))
		return ERR_IO;
	if (limit.rlim_cur < limit.rlim_max) {
		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) &&
		    getrlimit(RLIMIT_NOFILE, &limit))
			return ERR_IO;
	}
	if (limit.rlim_cur >= needed)
		return OK;
	log_line(LOG_ERROR, "open_files_limit", "allowed",
	    log_num((int64_t)limit.rlim_cur), "needed",
	    log_num((int64_t)needed), NULL);
	return ERR_LIMIT;
}
