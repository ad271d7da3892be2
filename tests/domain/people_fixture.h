/* SPDX-License-Identifier: EUPL-1.2 */
/* A small installation in a folder of its own: the registry, two schools and
 * whoever a test needs. Include after cmocka.h. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/log.h"
#include "domain/installation.h"
#include "domain/invitations.h"
#include "domain/password_pool.h"
#include "domain/session.h"
#include "domain/signin.h"
#include "place.h"
#include "store/accounts.h"
#include "store/classes.h"
#include "store/counters.h"
#include "store/enrolments.h"
#include "store/guardians.h"
#include "store/institute_roles.h"
#include "store/institutions.h"
#include "store/memberships.h"
#include "store/people.h"
#include "store/roles.h"

#define WORLD_NOW 1795417200 /* 23 November 2026, 09:00 in Kyiv */
#define GOOD_PASSWORD "green elephant 47 walks"
#define OTHER_PASSWORD "seven blue kettles sing"

#define ok(call) assert_int_equal((call), OK)
#define fails(call, with) assert_int_equal((call), (with))

struct world {
	char dir[32];
	struct arena *arena;
	struct rng rng;
	struct config config;
	struct db_pool *pool;
	struct act act;
	int64_t day;
	const char *own_cookie;
};

/* A fresh act, as one request has it. */
static inline struct act *
world_act(struct world *w)
{
	act_close(&w->act);
	w->act = (struct act){
	    .config = &w->config,
	    .arena = w->arena,
	    .pool = w->pool,
	    .rng = &w->rng,
	    .now = w->act.now ? w->act.now : WORLD_NOW,
	};
	ok(act_open(&w->act));
	return &w->act;
}

static inline void
world_later(struct world *w, int64_t seconds)
{
	w->act.now += seconds;
	w->day = clock_day_at(w->act.now);
}

static inline void
world_institution(struct world *w, int64_t inst, const char *name)
{
	ok(institutions_insert(w->act.registry, w->arena,
	    &(struct institution){
		.inst = inst,
		.kind = "school",
		.name = name,
		.region = "59",
		.state = "invited",
		.joined_on = w->day,
		.created_at = w->act.now,
	    }));
	ok(db_create_school(w->pool, inst));
}

static inline int
world_setup(void **state)
{
	struct world *w = calloc(1, sizeof(*w));
	struct db_place place;

	strcpy(w->dir, "/tmp/ej-people-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	log_set_level(LOG_ERROR);
	ok(crypt_start());
	w->arena = arena_new();
	rng_seeded(&w->rng, 11);
	ok(config_load(w->arena, w->dir, &w->config));
	place_create(w->dir);
	place = place_of(w->dir);
	ok(db_pool_open(&place, &w->pool));
	world_act(w);
	w->day = clock_day_at(w->act.now);
	ok(installation_init(&w->act, false));
	world_institution(w, 1, "Ліцей № 1");
	world_institution(w, 2, "Гімназія № 2");
	*state = w;
	return 0;
}

static inline int
world_teardown(void **state)
{
	struct world *w = *state;
	char command[64];

	act_close(&w->act);
	db_pool_close(w->pool);
	snprintf(command, sizeof(command), "rm -rf %s", w->dir);
	assert_int_equal(system(command), 0);
	arena_free(w->arena);
	free(w);
	return 0;
}

/* What the world's stores are written with: directly, without events. */
static inline struct db *
world_school(struct world *w, int64_t inst)
{
	struct db *db;

	ok(db_take_school(w->pool, inst, 1000, &db));
	ok(db_begin_write(db));
	return db;
}

static inline void
world_done(struct db *db)
{
	ok(db_commit(db));
	db_give(db);
}

struct someone {
	const char *surname, *given;
	const char *birth; /* "2014-05-17" or NULL */
	const char *email, *role;
};

static inline int64_t
world_person(struct world *w, int64_t inst, struct someone who)
{
	struct db *db = world_school(w, inst);
	int64_t id, birth = DAY_NONE;
	bool added;

	if (who.birth)
		ok(clock_parse_date(who.birth, &birth));
	ok(counters_next(db, inst, "person", &id));
	ok(people_insert(db, w->arena, inst,
	    &(struct person){
		.id = id,
		.surname = who.surname,
		.given = who.given,
		.patronymic = "",
		.birth_on = birth,
		.sex = "",
		.email = who.email,
		.log_id = arena_printf(w->arena, "t-%lld", (long long)id),
		.left_on = DAY_NONE,
		.created_at = w->act.now,
	    },
	    &added));
	assert_true(added);
	if (who.role)
		ok(roles_add(db, inst, id,
		    &(struct role_row){who.role, w->day - 10, DAY_NONE, NULL},
		    &added));
	world_done(db);
	return id;
}

static inline void
world_role(struct world *w, int64_t inst, int64_t person, const char *role)
{
	struct db *db = world_school(w, inst);
	bool added;

	ok(roles_add(db, inst, person,
	    &(struct role_row){role, w->day - 10, DAY_NONE, NULL}, &added));
	world_done(db);
}

static inline void
world_guardian(struct world *w, int64_t inst, int64_t pupil, int64_t guardian)
{
	struct db *db = world_school(w, inst);

	ok(guardians_insert(db, inst,
	    &(struct guardian){
		.pupil = pupil,
		.guardian = guardian,
		.relation = "mother",
		.created_at = w->act.now,
	    }));
	world_done(db);
}

static inline int64_t
world_class(struct world *w, int64_t inst, const char *label, int64_t grade)
{
	struct db *db = world_school(w, inst);
	int64_t id;

	ok(counters_next(db, inst, "class", &id));
	ok(classes_insert(db, w->arena, inst,
	    &(struct class){
		.id = id, .year = 2026, .grade = grade, .label = label}));
	world_done(db);
	return id;
}

static inline void
world_enrol(struct world *w, int64_t inst, int64_t class, int64_t pupil)
{
	struct db *db = world_school(w, inst);

	ok(enrolments_insert(db, inst,
	    &(struct enrolment){class, pupil, w->day - 60, DAY_NONE}));
	world_done(db);
}

static inline void
world_leaves(struct world *w, int64_t inst, int64_t person, int64_t day)
{
	struct db *db = world_school(w, inst);

	ok(people_set_left(db, inst, person, day));
	world_done(db);
}

/* An account with a password, made behind the domain's back. */
static inline int64_t
world_account(struct world *w, const char *email, const char *password)
{
	static int64_t last_log_id;
	const char *phc;
	int64_t id;

	ok(crypt_password_hash(w->arena, password, &phc));
	ok(db_begin_write(w->act.registry));
	ok(counters_next(w->act.registry, 0, "account", &id));
	ok(accounts_insert(w->act.registry,
	    &(struct account_row){
		.account = id,
		.email = email,
		.name = "",
		.log_id =
		    arena_printf(w->arena, "x-%lld", (long long)++last_log_id),
		.lang = "uk",
		.password = phc,
		.password_at = w->act.now,
		.state = "active",
		.created_at = w->act.now,
	    }));
	ok(db_commit(w->act.registry));
	return id;
}

static inline void
world_member(struct world *w, int64_t account, int64_t inst, int64_t person)
{
	ok(memberships_add(w->act.registry, account, inst, person, w->act.now));
}

static inline struct signin
world_signin(const char *name, const char *password)
{
	return (struct signin){
	    .name = name,
	    .password = password,
	    .address = "192.0.2.7",
	};
}

/* Signs in and reads the session back, as the next request does. */
static inline struct session
world_session(struct world *w, const char *name, const char *password)
{
	struct signin in = world_signin(name, password);
	struct signin_done done = {0};
	struct session session;

	ok(signin_password(world_act(w), &in, &done));
	w->own_cookie = done.cookie;
	ok(session_find(world_act(w), done.cookie, &session));
	return session;
}

/* The act of somebody at work in a school. */
static inline struct act *
world_enter(struct world *w, const struct session *session, int64_t inst)
{
	struct act *act = world_act(w);

	ok(act_open_school(act, inst));
	ok(session_enter(act, session, inst));
	return act;
}
