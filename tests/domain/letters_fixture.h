/* SPDX-License-Identifier: EUPL-1.2 */
/* The world's letters: they wait as jobs, and links stand in them alone. */
#pragma once

#include "people_fixture.h"

#include "store/jobs.h"

/* The token stands in the letter and nowhere else. */
static inline const char *
token_of(struct world *w, size_t back, const char **template)
{
	struct job jobs[20];
	const char *at;
	size_t n;

	ok(jobs_list(w->act.registry, w->arena, 0, "mail", NULL, 20, jobs, &n));
	assert_true(n > back);
	at = strstr(jobs[back].payload, "\"template\":\"");
	assert_non_null(at);
	if (template)
		*template =
		    arena_strndup(w->arena, at + 12, strcspn(at + 12, "\""));
	at = strstr(jobs[back].payload, "/i/");
	if (!at)
		return NULL;
	return arena_strndup(w->arena, at + 3, 43);
}

static inline size_t
letters(struct world *w)
{
	struct job jobs[50];
	size_t n;

	ok(jobs_list(w->act.registry, w->arena, 0, "mail", NULL, 50, jobs, &n));
	return n;
}

static inline enum err
take(struct world *w, const char *token, const char *password,
    struct invitation_taken *taken)
{
	const struct invitation_form form = {
	    .name = "Ґалаґан Єва",
	    .email = "first@example.ua",
	    .password = password,
	};
	struct invitation_fault fault;

	return invitations_take(world_act(w), token, &form, &fault, taken);
}
