/* SPDX-License-Identifier: EUPL-1.2 */
/* When a request is handled once more: a database that gave a transaction up
 * (a deadlock, a server that restarts) mostly takes it a moment later, and
 * nobody needs to hear of it. */
#pragma once

#include "base/crypt.h"
#include "http/http.h"

/* Besides the first one. */
#define APP_AGAIN_MAX 3

/* After the tried-th try (from 1): waits a short while of random length, so
 * that two who were in each other's way do not meet again, and says true.
 * False: it was the last try, or the request's deadline comes first. */
bool app_again(struct rng *rng, const struct http_request *req, int tried);
