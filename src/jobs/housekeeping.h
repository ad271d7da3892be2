/* SPDX-License-Identifier: EUPL-1.2 */
/* What the installation forgets by itself, at every round of the worker. A
 * write is opened only where there is something to forget. */
#pragma once

#include "domain/act.h"

/* The registry's. Role system. */
CHECKED enum err housekeeping_registry(struct act *act);
/* One school's, whose store is open. */
CHECKED enum err housekeeping_school(struct act *act);
