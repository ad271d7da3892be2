/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/texts.h"

#include <stddef.h>

#include "base/i18n.h"

/* po/uk.po as one catalogue (scripts/embed.sh). */
extern const char _binary_uk_mo_start[], _binary_uk_mo_end[];

enum err
texts_start(void)
{
	return i18n_load(LANG_UK, _binary_uk_mo_start,
	    (size_t)(_binary_uk_mo_end - _binary_uk_mo_start));
}
