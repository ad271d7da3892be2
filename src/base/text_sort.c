/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of the Ukrainian alphabet: ICU's collators, one pair a thread. */
#include "base/text.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "base/log.h"

/* Bytes of a text that count for its place in a list. */
#define SORT_BYTES_MAX 255
/* Sort keys of that many bytes stay below this; longer ones are asked for. */
#define KEY_BYTES 1024

struct collators {
	UCollator *plain, *numeric;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t collators_key;
static char version_text[2 * U_MAX_VERSION_STRING_LENGTH + 2];
static _Thread_local struct collators *collators;

static void
check(const char *call, UErrorCode status)
{
	if (U_SUCCESS(status))
		return;
	/* ICU's data is missing: no list could be put in order. */
	log_line(LOG_ERROR, "icu_failed", "call", call, "error",
	    u_errorName(status), NULL);
	abort();
}

static UCollator *
open_one(bool numeric)
{
	UErrorCode status = U_ZERO_ERROR;
	UCollator *collator = ucol_open("uk", &status);

	check("ucol_open", status);
	/* Apostrophe and hyphen count only where nothing else differs. */
	ucol_setAttribute(
	    collator, UCOL_ALTERNATE_HANDLING, UCOL_SHIFTED, &status);
	/* The last level is the text itself: equal means identical. */
	ucol_setAttribute(collator, UCOL_STRENGTH, UCOL_IDENTICAL, &status);
	ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION,
	    numeric ? UCOL_ON : UCOL_OFF, &status);
	check("ucol_setAttribute", status);
	return collator;
}

static void
close_both(void *p)
{
	struct collators *both = p;

	ucol_close(both->plain);
	ucol_close(both->numeric);
	free(both);
}

static void
start(void)
{
	if (pthread_key_create(&collators_key, close_both))
		abort();
}

static const struct collators *
of_thread(void)
{
	if (collators)
		return collators;
	pthread_once(&once, start);
	if (!(collators = calloc(1, sizeof(*collators))))
		abort();
	collators->plain = open_one(false);
	collators->numeric = open_one(true);
	pthread_setspecific(collators_key, collators);
	return collators;
}

/* Length of s, cut to what counts, at a whole character. */
static int32_t
counted(const char *s)
{
	size_t len = strnlen(s, SORT_BYTES_MAX + 1);

	if (len <= SORT_BYTES_MAX)
		return (int32_t)len;
	len = SORT_BYTES_MAX;
	while (len && ((unsigned char)s[len] & 0xc0) == 0x80)
		len--;
	return (int32_t)len;
}

static const char *
hex(struct arena *arena, const uint8_t *key, int32_t len)
{
	static const char digits[] = "0123456789abcdef";
	char *out = arena_alloc(arena, (size_t)len * 2 + 1);
	int32_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[key[i] >> 4];
		out[2 * i + 1] = digits[key[i] & 15];
	}
	return out;
}

static const char *
key_of(struct arena *arena, const UCollator *collator, const char *s)
{
	UErrorCode status = U_ZERO_ERROR;
	UChar wide[SORT_BYTES_MAX + 1];
	uint8_t small[KEY_BYTES], *key = small;
	int32_t n, len;

	u_strFromUTF8WithSub(
	    wide, SORT_BYTES_MAX + 1, &n, s, counted(s), 0xfffd, NULL, &status);
	check("u_strFromUTF8", status);
	len = ucol_getSortKey(collator, wide, n, key, KEY_BYTES);
	if (len > KEY_BYTES) {
		key = arena_alloc(arena, (size_t)len);
		len = ucol_getSortKey(collator, wide, n, key, len);
	}
	/* The key's own NUL at its end orders nothing. */
	return hex(arena, key, len ? len - 1 : 0);
}

const char *
text_sort_key(struct arena *arena, const char *s)
{
	return key_of(arena, of_thread()->plain, s);
}

const char *
text_sort_key_numeric(struct arena *arena, const char *s)
{
	return key_of(arena, of_thread()->numeric, s);
}

int
text_compare(const char *a, const char *b)
{
	UErrorCode status = U_ZERO_ERROR;
	int order = ucol_strcollUTF8(
	    of_thread()->plain, a, counted(a), b, counted(b), &status);

	check("ucol_strcollUTF8", status);
	return order;
}

static void
write_version(void)
{
	UVersionInfo icu, collation;
	char first[U_MAX_VERSION_STRING_LENGTH + 1];
	char second[U_MAX_VERSION_STRING_LENGTH + 1];

	u_getVersion(icu);
	ucol_getVersion(of_thread()->plain, collation);
	u_versionToString(icu, first);
	u_versionToString(collation, second);
	snprintf(version_text, sizeof(version_text), "%s/%s", first, second);
}

const char *
text_icu_version(void)
{
	static pthread_once_t written = PTHREAD_ONCE_INIT;

	pthread_once(&written, write_version);
	return version_text;
}
