/* SPDX-License-Identifier: EUPL-1.2 */
/* A raw HTTP client for tests: sends exactly the bytes it is given. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* Whole requests without a body. */
#define HOST "Host: localhost\r\n"
#define GET(path) "GET " path " HTTP/1.1\r\n" HOST "\r\n"
#define POST(path) "POST " path " HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n"

struct reply {
	int status; /* 0: the connection ended without an answer */
	const char *head;
	struct bytes body;
};

/* Connects to the port on loopback; reads time out after 10 s. */
int client_dial(int port);
void client_send(int fd, const char *text);
/* One answer, as Content-Length says; head_only for HEAD and 304. */
struct reply client_read(struct arena *a, int fd, bool head_only);
/* The value of a header of an answer, or NULL. */
const char *client_header(
    struct arena *a, const struct reply *reply, const char *name);
/* True when the other side closed: nothing more comes. */
bool client_closed(int fd);
/* Dials, sends, reads, closes. */
struct reply client_ask(struct arena *a, int port, const char *text);
