/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/wake.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

static bool
address(const char *state, struct sockaddr_un *at)
{
	int n;

	memset(at, 0, sizeof(*at));
	at->sun_family = AF_UNIX;
	n = snprintf(
	    at->sun_path, sizeof(at->sun_path), "%s/worker.sock", state);
	return n > 0 && (size_t)n < sizeof(at->sun_path);
}

void
wake_send(const char *state, int64_t inst)
{
	struct sockaddr_un at;
	int fd;

	if (!address(state, &at))
		return;
	if ((fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
		 0)) < 0)
		return;
	(void)sendto(fd, &inst, sizeof(inst), MSG_DONTWAIT,
	    (const struct sockaddr *)&at, sizeof(at));
	close(fd);
}

/* A socket file may be left by a killed worker: whoever answers a connect is
 * alive, otherwise the file is stale. */
static bool
somebody_listens(const struct sockaddr_un *at)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	bool alive;

	if (fd < 0)
		return false;
	alive = !connect(fd, (const struct sockaddr *)at, sizeof(*at));
	close(fd);
	return alive;
}

bool
wake_heard(const char *state)
{
	struct sockaddr_un at;

	return address(state, &at) && somebody_listens(&at);
}

enum err
wake_listen(const char *state, int *out)
{
	struct sockaddr_un at;
	int fd;

	if (!address(state, &at)) {
		log_line(LOG_ERROR, "state_path_too_long", "path", state, NULL);
		return ERR_INVALID;
	}
	if (somebody_listens(&at))
		return ERR_EXISTS;
	if ((fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) < 0)
		return ERR_IO;
	unlink(at.sun_path);
	if (bind(fd, (const struct sockaddr *)&at, sizeof(at))) {
		log_line(LOG_ERROR, "wake_socket", "errno", strerror(errno),
		    NULL);
		close(fd);
		return ERR_IO;
	}
	*out = fd;
	return OK;
}

enum err
wake_wait(int fd, int timeout_ms, int64_t *inst)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	int64_t got;

	if (poll(&p, 1, timeout_ms) <= 0)
		return ERR_EXPIRED;
	if (recv(fd, &got, sizeof(got), MSG_DONTWAIT) !=
	    (ssize_t)sizeof(got))
		return ERR_EXPIRED;
	*inst = got;
	return OK;
}

void
wake_close(const char *state, int fd)
{
	struct sockaddr_un at;

	close(fd);
	if (address(state, &at))
		unlink(at.sun_path);
}
