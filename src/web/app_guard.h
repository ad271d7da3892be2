/* SPDX-License-Identifier: EUPL-1.2 */
/* The gate before every handler: session, institution, working mode,
 * permission, CSRF. Deny is the default. */
#pragma once

#include "web/page.h"
#include "web/routes.h"

/* True: the handler may run. False: the answer (redirect or refusal) is
 * already in the response. */
bool app_guard(struct page *p, const struct route_params *params);
