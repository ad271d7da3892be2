/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/app_again.h"

#include <time.h>

#include "base/log.h"

/* The longest pause after the first try; it doubles with each one. All of them
 * together stay below half a second, for a worker waits with the request. */
#define PAUSE_MS 60

static int64_t
monotonic_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool
app_again(struct rng *rng, const struct http_request *req, int tried)
{
	int64_t most = PAUSE_MS, pause;
	struct timespec t;

	if (tried > APP_AGAIN_MAX)
		return false;
	for (int i = 1; i < tried; i++)
		most *= 2;
	pause = most / 3 + (int64_t)rng_below(rng, (uint64_t)most * 2 / 3);
	if (monotonic_ms() + pause >= req->deadline_ms)
		return false;
	log_line(LOG_INFO, "request_again", "request", req->id ? req->id : "-",
	    "tried", log_num(tried), NULL);
	t = (struct timespec){
	    .tv_sec = pause / 1000, .tv_nsec = (long)(pause % 1000) * 1000000};
	nanosleep(&t, NULL);
	return true;
}
