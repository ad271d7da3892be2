/* SPDX-License-Identifier: EUPL-1.2 */
/* How fast a line moves: from the moments at which people leave it follows how
 * long the next one would stand in it. What a request costs need not be known,
 * nor how many workers there are, nor what goes before this line: all of that
 * is in the pace already. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All zero: nobody has left it yet. */
struct wait_line {
	int64_t mean_us; /* between two, scaled */
	int64_t last_us;
	unsigned seen;
	bool moving; /* somebody stood behind the last one who left */
};

/* One left at this moment; more: somebody stands behind. */
void wait_left(struct wait_line *line, int64_t now_us, bool more);

/* How long it takes until `n` have left; 0 while nothing is known. */
int64_t wait_estimate(const struct wait_line *line, size_t n);

/* The same arithmetic for other durations: a mean that forgets slowly. */
void wait_learn(struct wait_line *line, int64_t us);
