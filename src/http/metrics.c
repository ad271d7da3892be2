/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/metrics.h"

#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/log.h"
#include "http/listen.h"

/* A scraper's request is a few hundred bytes and comes at once. */
#define REQUEST_BYTES_MAX 4096
#define REQUEST_PIECES_MAX 16
#define PIECE_TIMEOUT_MS 100
#define PAGE_ROOM 16384

struct metrics {
	void (*print)(void *arg, struct buf *out);
	void *arg;
	int fd, end, port;
	pthread_t thread;
};

static void
send_all(int fd, const char *p, size_t len)
{
	while (len > 0) {
		ssize_t n = send(fd, p, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		p += n;
		len -= (size_t)n;
	}
}

/* Reads to the end of the headers; true if they ask for /metrics. */
static bool
request_read(int fd)
{
	static const char wanted[] = "GET /metrics ";
	char text[REQUEST_BYTES_MAX + 1];
	size_t len = 0;

	for (int i = 0; i < REQUEST_PIECES_MAX; i++) {
		ssize_t n = recv(fd, text + len, REQUEST_BYTES_MAX - len, 0);

		if (n <= 0)
			return false;
		len += (size_t)n;
		text[len] = '\0';
		if (strstr(text, "\r\n\r\n"))
			return !strncmp(text, wanted, strlen(wanted));
	}
	return false;
}

static void
answer(struct metrics *m, int fd)
{
	static const char missing[] =
	    "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n"
	    "Connection: close\r\n\r\n";
	const struct timeval timeout = {.tv_usec = PIECE_TIMEOUT_MS * 1000};
	AUTO_ARENA struct arena *arena = arena_new();
	const char *head;
	struct buf page;

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof(timeout));
	if (!request_read(fd)) {
		send_all(fd, missing, strlen(missing));
		return;
	}
	buf_init(&page, arena, PAGE_ROOM);
	m->print(m->arg, &page);
	head = arena_printf(arena,
	    "HTTP/1.1 200 OK\r\n"
	    "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"
	    "Content-Length: %zu\r\nConnection: close\r\n\r\n",
	    page.len);
	send_all(fd, head, strlen(head));
	send_all(fd, page.p, page.len);
}

static void *
metrics_run(void *arg)
{
	struct metrics *m = arg;
	struct pollfd fds[2] = {
	    {.fd = m->fd, .events = POLLIN},
	    {.fd = m->end, .events = POLLIN},
	};

	while (poll(fds, 2, -1) >= 0 && !fds[1].revents) {
		int fd = accept4(m->fd, NULL, NULL, SOCK_CLOEXEC);

		if (fd < 0)
			continue;
		answer(m, fd);
		close(fd);
	}
	return NULL;
}

enum err
metrics_start(int port, void (*print)(void *arg, struct buf *out), void *arg,
    struct metrics **out)
{
	struct metrics *m = calloc(1, sizeof(*m));
	enum err err;

	if (!m)
		abort();
	m->print = print;
	m->arg = arg;
	m->port = port;
	if ((err = listen_open("127.0.0.1", &m->port, &m->fd, 1))) {
		free(m);
		return err;
	}
	m->end = eventfd(0, EFD_CLOEXEC);
	if (m->end < 0 || pthread_create(&m->thread, NULL, metrics_run, m)) {
		log_line(LOG_ERROR, "metrics_failed", NULL);
		close(m->fd);
		if (m->end >= 0)
			close(m->end);
		free(m);
		return ERR_IO;
	}
	*out = m;
	return OK;
}

int
metrics_port(const struct metrics *m)
{
	return m->port;
}

void
metrics_stop(struct metrics *m)
{
	if (!m)
		return;
	if (eventfd_write(m->end, 1))
		abort(); /* it can only fail for a number too large */
	pthread_join(m->thread, NULL);
	close(m->fd);
	close(m->end);
	free(m);
}
