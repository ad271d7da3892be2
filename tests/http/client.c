/* SPDX-License-Identifier: EUPL-1.2 */
#include "client.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <netinet/in.h>

#define READ_TIMEOUT_S 20

int
client_dial(int port)
{
	const struct timeval timeout = {.tv_sec = READ_TIMEOUT_S};
	struct sockaddr_in address = {
	    .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		return -1;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		return -1;
	}
	return fd;
}

void
client_send(int fd, const char *text)
{
	size_t len = strlen(text);

	while (len > 0) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

const char *
client_header(struct arena *a, const struct reply *reply, const char *name)
{
	const char *line = reply->head;
	size_t len = strlen(name);

	while (line && (line = strstr(line, "\r\n"))) {
		line += 2;
		if (!strncasecmp(line, name, len) && line[len] == ':') {
			line += len + 1;
			line += strspn(line, " ");
			return arena_strndup(a, line, strcspn(line, "\r"));
		}
	}
	return NULL;
}

/* Byte by byte, so that nothing of the next answer is taken. */
static const char *
head_read(struct arena *a, int fd)
{
	struct buf b;
	char c;

	buf_init(&b, a, 1024);
	while (recv(fd, &c, 1, 0) == 1) {
		buf_addc(&b, c);
		if (b.len >= 4 && !memcmp(b.p + b.len - 4, "\r\n\r\n", 4))
			return b.p;
	}
	return NULL;
}

struct reply
client_read(struct arena *a, int fd, bool head_only)
{
	struct reply reply = {.body = {"", 0}};
	const char *length;
	size_t want, have = 0;
	char *body;

	if (!(reply.head = head_read(a, fd)))
		return reply;
	reply.status = atoi(reply.head + strlen("HTTP/1.1 "));
	length = client_header(a, &reply, "Content-Length");
	if (head_only || !length)
		return reply;
	want = (size_t)strtoull(length, NULL, 10);
	body = arena_alloc(a, want + 1);
	while (have < want) {
		ssize_t n = recv(fd, body + have, want - have, 0);

		if (n <= 0)
			break;
		have += (size_t)n;
	}
	reply.body = (struct bytes){body, have};
	return reply;
}

bool
client_closed(int fd)
{
	char c;

	return recv(fd, &c, 1, 0) <= 0;
}

struct reply
client_ask(struct arena *a, int port, const char *text)
{
	int fd = client_dial(port);
	struct reply reply;

	if (fd < 0)
		return (struct reply){0};
	client_send(fd, text);
	reply = client_read(a, fd, !strncmp(text, "HEAD", 4));
	close(fd);
	return reply;
}
