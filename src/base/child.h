/* SPDX-License-Identifier: EUPL-1.2 */
/* A small program of ours run over pipes: it gets one open file as standard
 * input and an almost empty environment; what it prints is gathered up to a
 * limit and a deadline. Parsers of strangers' bytes live in such processes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

struct child {
	const char *path;  /* of the executable */
	int input;	   /* file that becomes its standard input */
	size_t output_max; /* bytes; more ends it */
	int seconds;	   /* wall clock; then it is killed */
};

struct child_end {
	struct bytes output;
	int code;      /* exit code, or -signal */
	bool late;     /* killed at the deadline */
	bool too_much; /* killed at output_max */
};

/* ERR_IO: the program could not be started (logged). However it ends, the
 * answer is OK and *end tells. */
CHECKED enum err child_run(
    struct arena *arena, const struct child *child, struct child_end *end);

/* Where a program of ours lies: EJOURNAL_LIBEXEC, else the folder of the
 * running executable, else that one's ../libexec/ejournal. */
const char *child_path(struct arena *arena, const char *name);
