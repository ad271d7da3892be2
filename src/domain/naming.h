/* SPDX-License-Identifier: EUPL-1.2 */
/* How people are called on pages: short names, and short names of one class
 * that must not be alike. */
#pragma once

#include "base/arena.h"
#include "domain/act.h"

/* "Лисівка В. М.", with no-break spaces; without patronymic "Лисівка В." */
const char *naming_short(struct arena *arena, const char *surname,
    const char *given, const char *patronymic);
/* "Лисівка Віра" */
const char *naming_pupil(
    struct arena *arena, const char *surname, const char *given);

/* The short name behind a pseudonym of the history; "" for the system or
 * after an erasure. Never fails for a missing person. */
CHECKED enum err naming_author(
    struct act *act, const char *log_id, const char **name);
CHECKED enum err naming_person(
    struct act *act, int64_t person, const char **name);
