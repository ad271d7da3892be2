/* SPDX-License-Identifier: EUPL-1.2 */
/* The board on top of every page: the sign, the menu of the working mode, and
 * who works as what. Used by layout.c alone. */
#pragma once

#include "web/layout.h"

#define BOARD_PRODUCT "E-Journal"

void board_put(struct page *p, const struct layout *layout);
/* False: nobody signed in, or a mode without a menu (no bar on phones). */
bool board_has_menu(struct page *p);
