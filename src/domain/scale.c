/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/scale.h"

#include <string.h>

static const char *const numbers[] = {
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"};
#define NUMBERS (sizeof(numbers) / sizeof(numbers[0]))

static const struct {
	const char *typed, *value;
} codes[] = {
    {"н/а", "н/а"},
    {"Н/А", "н/а"},
    {"Н/а", "н/а"},
    {"на", "н/а"},
    {"НА", "н/а"},
    {"yf", "н/а"},
    {"y.f", "н/а"},
    {"y/f", "н/а"},
    {"зв", "зв"},
    {"зв.", "зв"},
    {"ЗВ", "зв"},
    {"Зв", "зв"},
    {"pd", "зв"},
};

enum err
scale_parse(const char *scale, const char *typed, const char **value)
{
	if (strcmp(scale, SCALE_12))
		return ERR_CORRUPT;
	for (size_t i = 0; i < NUMBERS; i++)
		if (!strcmp(numbers[i], typed)) {
			*value = numbers[i];
			return OK;
		}
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (!strcmp(codes[i].typed, typed)) {
			*value = codes[i].value;
			return OK;
		}
	return ERR_INVALID;
}

int
scale_number(const char *value)
{
	for (size_t i = 0; value && i < NUMBERS; i++)
		if (!strcmp(numbers[i], value))
			return (int)i + 1;
	return 0;
}
