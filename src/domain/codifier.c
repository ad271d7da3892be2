/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/codifier.h"

#include <string.h>

#include "base/codes.h"
#include "base/text.h"
#include "store/places.h"

#define LETTERS_MIN 2

static enum err
find(void *context, struct arena *arena, const char *region, const char *name,
    struct place *out, size_t *n)
{
	struct act *act = context;
	struct place_row rows[PLACES_MAX];
	size_t got;
	enum err err;

	if ((err = places_named(
		 act->registry, arena, region, name, PLACES_MAX, rows, &got)))
		return err;
	for (size_t i = 0; i < got; i++)
		out[i] = (struct place){
		    .code = rows[i].code,
		    .name = rows[i].name,
		    .region = rows[i].region,
		    .hromada = rows[i].hromada,
		    .hromada_name = rows[i].hromada_name,
		    .district = rows[i].district,
		    .category = rows[i].category[0],
		};
	*n = got;
	return OK;
}

enum err
codifier_places(struct act *act, struct places *places)
{
	int64_t n;
	enum err err;

	if ((err = places_count(act->registry, &n)))
		return err;
	*places =
	    (struct places){.find = find, .context = act, .loaded = n > 0};
	return OK;
}

/* A settlement as the codifier calls it. */
static const char *
seat_of(struct arena *arena, const char *seat)
{
	if (!seat || !*seat)
		return "";
	return arena_printf(arena, "%s %s",
	    *seat == 'M'   ? "м."
	    : *seat == 'X' ? "селище"
			   : "с.",
	    seat + 1);
}

static struct community
community_of(struct arena *arena, const struct place_row *row)
{
	const char *district = row->district ? row->district : "";

	return (struct community){
	    .code = row->code,
	    .name = row->name,
	    .district = district,
	    .region = row->region,
	    .seat = seat_of(arena, row->seat),
	    .text = *district ? arena_printf(
				    arena, "%s, %s район", row->name, district)
			      : row->name,
	};
}

/* Sumy district has two communities called Миколаївська: there only the code
 * tells which one is meant. */
static enum err
make_plain(struct act *act, struct community *c)
{
	struct place_row rows[PLACES_MAX];
	size_t n, same = 0;
	enum err err;

	if ((err = places_named(act->registry, act->arena, c->region, c->name,
		 PLACES_MAX, rows, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		same += rows[i].category[0] == 'H' && rows[i].district &&
			strcmp(rows[i].district, c->district) == 0;
	if (same > 1)
		c->text = c->code;
	return OK;
}

enum err
codifier_suggest(struct act *act, const char *region, const char *typed,
    struct community out[CODIFIER_SUGGEST_MAX], size_t *n)
{
	struct place_row rows[CODIFIER_SUGGEST_MAX];
	const struct region *within = region ? regions_find(region) : NULL;
	const char *clean;
	size_t got;
	enum err err;

	*n = 0;
	if (!typed ||
	    text_clean(act->arena, typed, strlen(typed), 200, false, &clean))
		return OK;
	/* A suggestion that is asked for again is that suggestion. */
	clean = arena_strndup(act->arena, clean, strcspn(clean, ","));
	if (text_length(text_fold(act->arena, clean)) < LETTERS_MIN)
		return OK;
	if ((err = places_begin(act->registry, act->arena,
		 within ? within->code : NULL, clean, CODIFIER_SUGGEST_MAX,
		 rows, &got)))
		return err;
	for (size_t i = 0; i < got; i++) {
		out[i] = community_of(act->arena, &rows[i]);
		if ((err = make_plain(act, &out[i])))
			return err;
	}
	*n = got;
	return OK;
}

enum err
codifier_community(struct act *act, const char *code, struct community *out)
{
	struct place_row row;
	enum err err;

	if (!codes_katottg_valid(code))
		return ERR_NOT_FOUND;
	if ((err = places_find(act->registry, act->arena, code, &row)))
		return err;
	if (row.category[0] != 'H' && row.category[0] != 'K')
		return ERR_NOT_FOUND;
	*out = community_of(act->arena, &row);
	return make_plain(act, out);
}
