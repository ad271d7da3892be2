/* SPDX-License-Identifier: EUPL-1.2 */
#pragma once

#include "web/page.h"

/* The form of a slip with the code filled in (NULL: empty) and, after a
 * refusal, why. */
void page_slip_form(
    struct page *p, const char *code, const char *refusal, int status);
