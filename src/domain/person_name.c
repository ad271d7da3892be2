/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/person_name.h"

#include <string.h>

#include "base/text.h"

/* Letters of the scripts that names here are written in, with the signs that
 * stand inside names. s is valid UTF-8. */
static bool
is_name(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;

	for (; *p; p++) {
		unsigned code = *p;

		if (code < 0x80) {
			if (!((code | 0x20) >= 'a' && (code | 0x20) <= 'z') &&
			    !strchr(" -.'", (int)code))
				return false;
			continue;
		}
		if (code >= 0xe0) {
			/* U+2019, the apostrophe of the gate. */
			if (p[0] != 0xe2 || p[1] != 0x80 || p[2] != 0x99)
				return false;
			p += 2;
			continue;
		}
		code = (code & 0x1fu) << 6 | (p[1] & 0x3fu);
		p++;
		/* Latin with marks; Cyrillic with its supplement; a combining
		 * acute accent. */
		if (!(code >= 0xc0 && code <= 0x24f) &&
		    !(code >= 0x400 && code <= 0x52f) && code != 0x301)
			return false;
	}
	return true;
}

enum name_check
person_name_check(
    struct arena *arena, const char *value, size_t bytes_max, const char **pure)
{
	const char *repaired;
	enum text_mix mix;

	if (strchr("=+-@", value[0]) || strpbrk(value, "=|<>{}"))
		return NAME_FORMULA;
	if (strlen(value) > bytes_max)
		return NAME_LONG;
	mix = text_unmix(arena, value, &repaired);
	if (mix == TEXT_AMBIGUOUS)
		return NAME_MIXED;
	if (mix == TEXT_PURE)
		repaired = value;
	if (!is_name(repaired))
		return NAME_SIGNS;
	*pure = repaired;
	return mix == TEXT_REPAIRED ? NAME_REPAIRED : NAME_FINE;
}
