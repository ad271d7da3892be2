/* SPDX-License-Identifier: EUPL-1.2 */
/* Ukrainian text: the gate every typed string passes, folding for search and
 * keys for sorting. ICU lives only behind this header.
 *
 * Rules: domain.md of the project, section 7 (alphabet of 33 letters,
 * apostrophe U+2019, collation uk with shifted punctuation). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"

/* Longest text any form field may carry, in bytes, before its own limit. */
#define TEXT_BYTES_MAX 65536

/* Checks UTF-8 strictly (no surrogates, no overlong, no NUL). */
bool text_is_utf8(const char *s, size_t len);

/* The gate. At most TEXT_BYTES_MAX bytes (or bytes_max, where that is more)
 * may come in. Valid UTF-8 -> NFC; control characters refused except \n and \t
 * when multiline; \r\n becomes \n; no-break and other spaces become one space
 * (single line only); runs of spaces collapse; ends trimmed; bidi overrides
 * and zero-width characters dropped. Apostrophe variants (U+0027, U+02BC,
 * U+0060, U+00B4, U+2018, U+FF07) BETWEEN two Cyrillic letters become U+2019.
 * ERR_INVALID: not UTF-8, a forbidden control, or more than 30 combining
 * marks in a row. ERR_LIMIT: longer than bytes_max after cleaning.
 * Cleaning a second time changes nothing. */
CHECKED enum err text_clean(struct arena *arena, const char *s, size_t len,
    size_t bytes_max, bool multiline, const char **out);

/* What text_unmix found. */
enum text_mix {
	TEXT_PURE,      /* nothing to do */
	TEXT_REPAIRED,  /* Latin look-alikes replaced by Cyrillic ones */
	TEXT_AMBIGUOUS, /* mixed, and no single reading exists */
};

/* Repairs words that mix Latin look-alikes (a c e i o p x y A B C E H I K M O
 * P T X and so on) into Cyrillic, or the other way round when every Cyrillic
 * letter of a Latin word has one Latin twin. Only where exactly one reading
 * exists; otherwise TEXT_AMBIGUOUS and out = s. Words of one script are left
 * alone; a mixed Roman numeral becomes Latin. Input must have passed
 * text_clean. */
enum text_mix text_unmix(
    struct arena *arena, const char *s, const char **out);

/* Search form: case folded, apostrophes and stress marks removed, everything
 * else that is no letter or digit (hyphens, quotes, №) collapsed to one space
 * between words, ґ kept apart from г. "Д’Яченко " and "д'яченко" fold alike.
 * Same text, same fold on every machine with one ICU. */
const char *text_fold(struct arena *arena, const char *s);

/* Sort key: hexadecimal text that strcmp() orders as the Ukrainian alphabet
 * does (uk-u-ka-shifted), tie-broken by code points: two texts that passed the
 * gate have one key only if they are the same. At most 255 bytes of input
 * count. */
const char *text_sort_key(struct arena *arena, const char *s);

/* Put between surname, given name and patronymic where a key is made of them:
 * it comes before every letter (U+FFFE, CLDR root collation), so that all of
 * «Бондар» stand before «Бондаренко». A space would not do: it counts last. */
#define TEXT_NAME_BREAK "\xef\xbf\xbe"

/* The same with numbers by value: 5-А before 10-А, "Школа № 2" before
 * "Школа № 10". */
const char *text_sort_key_numeric(struct arena *arena, const char *s);

/* Compares as text_sort_key would. Per-thread collator, opened once. */
int text_compare(const char *a, const char *b);

/* ICU version and collation version, stored beside the keys; when it changes
 * `migrate` rebuilds them. Static. */
const char *text_icu_version(void);

/* Class label to its one form: "5а", "5 А", "5-a" (Latin a), "5–А" -> "5-А".
 * grade gets the number. *changed tells that the input differed.
 * ERR_INVALID: not 1..12, or no letter where text follows. Labels without a
 * letter ("5") and quotes round the letter (5-«А») are allowed. Length at most
 * 24 bytes; an addition after the letter ("10-А (мат.)") is refused: it is a
 * separate note. */
CHECKED enum err text_class_label(struct arena *arena, const char *s,
    const char **label, int *grade, bool *changed);

/* Number of code points. Input must be valid UTF-8. */
size_t text_length(const char *s);

/* First letter of s as a string, upper case ("Є"), or "" if none. */
const char *text_initial(struct arena *arena, const char *s);

/* Official transliteration (КМУ № 55 of 27.01.2010), lower case a-z only:
 * "Згурський Юрій" -> "zghurskyi yurii"; what is no letter becomes one space.
 * For system-given logins. */
const char *text_latin(struct arena *arena, const char *s);

/* To UTF-8 from a charset known to ICU ("windows-1251", "koi8-u", ...).
 * A byte order mark at the start is dropped. ERR_INVALID for an unknown
 * charset or where a byte does not decode, ERR_LIMIT above 64 MiB. */
CHECKED enum err text_from_charset(struct arena *arena, const char *charset,
    const void *p, size_t len, const char **out, size_t *out_len);

/* Guesses among UTF-8 (with or without BOM), windows-1251, KOI8-U, CP866,
 * UTF-16 by letter statistics of Ukrainian text. The name is one that
 * text_from_charset takes. Never NULL. */
const char *text_guess_charset(const void *p, size_t len);
