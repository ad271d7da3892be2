/* SPDX-License-Identifier: EUPL-1.2 */
/* The codifier КАТОТТГ of this installation, as place.h asks it and as a form
 * suggests it. */
#pragma once

#include "domain/act.h"
#include "domain/place.h"

#define CODIFIER_SUGGEST_MAX 30

/* Look-ups in act's registry; valid as long as the act. */
CHECKED enum err codifier_places(struct act *act, struct places *places);

struct community {
	const char *code, *name;
	const char *district; /* "" for a city without one */
	const char *region;   /* code */
	const char *seat;     /* its centre, "селище Миколаївка", "" = not
			       * known */
	const char *text;     /* as it is typed so that it is understood:
			       * "Кролевецька, Конотопський район"; the code
			       * where one district has two of that name */
};
/* Communities that begin like what was typed, or have a settlement that does.
 * region: anything regions_find takes, or NULL. Nothing for less than two
 * letters, or before the codifier was imported. */
CHECKED enum err codifier_suggest(struct act *act, const char *region,
    const char *typed, struct community out[CODIFIER_SUGGEST_MAX], size_t *n);

/* A community by its code. ERR_NOT_FOUND. */
CHECKED enum err codifier_community(
    struct act *act, const char *code, struct community *out);
