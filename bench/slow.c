/* SPDX-License-Identifier: EUPL-1.2 */
/* slow PORT MODE CONNECTIONS SECONDS: what slowhttptest does, from several
 * addresses of this machine: opens connections and holds them as long as the
 * server lets it, opening a new one for each that is closed.
 *
 * MODE: head (a header every second), body (a byte every second of a long
 * form), read (asks for pages and takes a few bytes a second of them), idle.
 *
 * Prints one line of JSON: how many were opened, how many the server closed,
 * and the most open at a time. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <netinet/in.h>

#define ADDRESSES 8
#define LITTLE 256 /* bytes of the buffer that a slow reader has */

struct slow {
	int port;
	const char *first, *more; /* sent at once; sent every second */
	bool reads;
	int *fds;
	size_t n, open, most;
	long opened, closed, refused;
};

static const struct {
	const char *mode, *first, *more;
	bool reads;
} modes[] = {
    {"head", "GET /sign-in HTTP/1.1\r\nHost: localhost\r\n", "X-A: b\r\n",
	false},
    {"body",
	"POST /sign-in HTTP/1.1\r\nHost: localhost\r\n"
	"Content-Type: application/x-www-form-urlencoded\r\n"
	"Content-Length: 200000\r\n\r\n",
	"a", false},
    /* Ten pages in a row: one alone fits into the kernel's buffers. */
    {"read",
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n"
	"GET /help HTTP/1.1\r\nHost: localhost\r\n\r\n",
	"", true},
    {"idle", "", "", false},
};

static void
dial(struct slow *s, size_t i)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
	    .sin_port = htons((uint16_t)s->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	struct sockaddr_in own = {.sin_family = AF_INET,
	    .sin_addr.s_addr =
		htonl(INADDR_LOOPBACK + 1 + (uint32_t)(i % ADDRESSES))};
	const int on = 1, little = LITTLE;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return;
	setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof(on));
	if (s->reads)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &little, sizeof(little));
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) ||
	    connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		close(fd);
		s->refused++;
		return;
	}
	fcntl(fd, F_SETFL, O_NONBLOCK);
	s->fds[i] = fd;
	s->opened++;
	s->open++;
	if (s->open > s->most)
		s->most = s->open;
	if (send(fd, s->first, strlen(s->first), MSG_NOSIGNAL) < 0)
		return; /* seen at the next turn */
}

static bool
still_open(const struct slow *s, int fd)
{
	char some[16];
	ssize_t n;

	if (*s->more && send(fd, s->more, strlen(s->more), MSG_NOSIGNAL) < 0)
		return errno == EAGAIN;
	n = recv(
	    fd, some, s->reads ? sizeof(some) : 1, s->reads ? 0 : MSG_PEEK);
	return n > 0 || (n < 0 && errno == EAGAIN);
}

static void
turn(struct slow *s)
{
	for (size_t i = 0; i < s->n; i++) {
		if (s->fds[i] >= 0 && !still_open(s, s->fds[i])) {
			close(s->fds[i]);
			s->fds[i] = -1;
			s->open--;
			s->closed++;
		}
		if (s->fds[i] < 0)
			dial(s, i);
	}
}

int
main(int argc, char **argv)
{
	struct slow s = {0};
	struct rlimit files;
	time_t end;

	s.n = argc == 5 ? strtoul(argv[3], NULL, 10) : 0;
	for (size_t i = 0; s.n && i < sizeof(modes) / sizeof(*modes); i++)
		if (!strcmp(argv[2], modes[i].mode)) {
			s.first = modes[i].first;
			s.more = modes[i].more;
			s.reads = modes[i].reads;
		}
	if (!s.first || !(s.fds = malloc(s.n * sizeof(*s.fds)))) {
		fprintf(stderr, "usage: slow PORT head|body|read|idle"
				" CONNECTIONS SECONDS\n");
		return 64;
	}
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	s.port = atoi(argv[1]);
	for (size_t i = 0; i < s.n; i++)
		s.fds[i] = -1;
	end = time(NULL) + strtol(argv[4], NULL, 10);
	while (time(NULL) < end) {
		turn(&s);
		sleep(1);
	}
	printf("{\"mode\":\"%s\",\"wanted\":%zu,\"opened\":%ld,"
	       "\"closed_by_server\":%ld,\"refused\":%ld,\"most_open\":%zu}\n",
	    argv[2], s.n, s.opened, s.closed, s.refused, s.most);
	return 0;
}
