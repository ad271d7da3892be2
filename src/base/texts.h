/* SPDX-License-Identifier: EUPL-1.2 */
/* The translated texts that are built into the program. Without them every
 * page and letter is English, so whatever writes for people starts with this:
 * the server and the worker alike. */
#pragma once

#include "base/err.h"

/* Once per process, before threads; again does no harm. */
CHECKED enum err texts_start(void);
