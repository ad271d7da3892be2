/* SPDX-License-Identifier: EUPL-1.2 */
/* Our cookies: the session's, the language, and a notice that is shown once. */
#pragma once

#include "web/page.h"

/* The notice of the last act, signed, at most a minute old; takes it away. */
const char *app_take_notice(struct page *p);
