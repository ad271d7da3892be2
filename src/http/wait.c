/* SPDX-License-Identifier: EUPL-1.2 */
#include "http/wait.h"

/* The mean forgets half of what it knew after some 45 steps: at a few thousand
 * requests a second that is a blink, and one slow request does not sway it. */
#define STEPS 64
/* Keeps fractions of a microsecond. */
#define SCALE 256
/* One stall of a disk says little about the pace after it. */
#define STEP_US_MAX 1000000

void
wait_learn(struct wait_line *line, int64_t us)
{
	if (us > STEP_US_MAX)
		us = STEP_US_MAX;
	if (line->seen < STEPS)
		line->seen++;
	line->mean_us += (us * SCALE - line->mean_us) / line->seen;
}

void
wait_left(struct wait_line *line, int64_t now_us, bool more)
{
	/* A line that was empty in between did not move slowly: it waited for
	 * people, not they for it. */
	if (line->moving)
		wait_learn(line, now_us - line->last_us);
	line->last_us = now_us;
	line->moving = more;
}

int64_t
wait_estimate(const struct wait_line *line, size_t n)
{
	return line->mean_us * (int64_t)n / SCALE;
}
