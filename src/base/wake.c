/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/wake.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

#define SOCKET_NAME "worker.sock"

/* A socket's address has 107 bytes, a folder's path may have more: the path
 * goes through the open folder. */
static void
address(int folder, struct sockaddr_un *at)
{
	memset(at, 0, sizeof(*at));
	at->sun_family = AF_UNIX;
	snprintf(at->sun_path, sizeof(at->sun_path),
	    "/proc/self/fd/%d/" SOCKET_NAME, folder);
}

static int
open_folder(const char *state)
{
	return open(state, O_PATH | O_DIRECTORY | O_CLOEXEC);
}

void
wake_send(const char *state, int64_t inst)
{
	struct sockaddr_un at;
	int folder = open_folder(state), fd;

	if (folder < 0)
		return;
	address(folder, &at);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd >= 0) {
		(void)sendto(fd, &inst, sizeof(inst), MSG_DONTWAIT,
		    (const struct sockaddr *)&at, sizeof(at));
		close(fd);
	}
	close(folder);
}

static enum err
failed(const char *what, struct wake *wake)
{
	log_line(LOG_ERROR, "wake_socket", "call", what, "errno",
	    strerrorname_np(errno), NULL);
	wake_close(wake);
	return ERR_IO;
}

/* A socket file may be left by a killed worker: whoever answers a connect is
 * alive. */
bool
wake_heard(const char *state)
{
	struct sockaddr_un at;
	int folder = open_folder(state), fd;
	bool heard = false;

	if (folder < 0)
		return false;
	address(folder, &at);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		heard = !connect(fd, (const struct sockaddr *)&at, sizeof(at));
		close(fd);
	}
	close(folder);
	return heard;
}

enum err
wake_listen(const char *state, struct wake *out)
{
	struct wake wake = {-1, -1, open_folder(state)};
	struct sockaddr_un at;

	if (wake.folder < 0)
		return failed("open folder", &wake);
	wake.lock = openat(
	    wake.folder, "worker.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (wake.lock < 0)
		return failed("open lock", &wake);
	if (flock(wake.lock, LOCK_EX | LOCK_NB)) {
		if (errno != EWOULDBLOCK)
			return failed("lock", &wake);
		wake_close(&wake);
		return ERR_EXISTS;
	}
	/* A socket left by a killed worker; with the lock it is ours. */
	unlinkat(wake.folder, SOCKET_NAME, 0);
	wake.socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (wake.socket < 0)
		return failed("socket", &wake);
	address(wake.folder, &at);
	if (bind(wake.socket, (const struct sockaddr *)&at, sizeof(at)))
		return failed("bind", &wake);
	*out = wake;
	return OK;
}

enum err
wake_wait(const struct wake *wake, int timeout_ms, int64_t *inst)
{
	struct pollfd p = {.fd = wake->socket, .events = POLLIN};
	int64_t got;

	if (poll(&p, 1, timeout_ms) <= 0)
		return ERR_EXPIRED;
	if (recv(wake->socket, &got, sizeof(got), MSG_DONTWAIT) !=
	    (ssize_t)sizeof(got))
		return ERR_EXPIRED;
	*inst = got;
	return OK;
}

void
wake_close(struct wake *wake)
{
	if (wake->socket >= 0) {
		unlinkat(wake->folder, SOCKET_NAME, 0);
		close(wake->socket);
	}
	if (wake->lock >= 0)
		close(wake->lock);
	if (wake->folder >= 0)
		close(wake->folder);
	*wake = (struct wake){-1, -1, -1};
}
