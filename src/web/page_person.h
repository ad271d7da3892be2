/* SPDX-License-Identifier: EUPL-1.2 */
/* Between the files of the person's pages only. */
#pragma once

#include "domain/person.h"
#include "web/page.h"

/* The forms at the side of the card. */
void page_person_acts(
    struct page *p, const struct person_card *card, bool pupil);
