/* SPDX-License-Identifier: EUPL-1.2 */
/* A small world for tests of store, domain and pages: two schools with people,
 * classes, subjects and journals, always the same. It is Monday, 23 November
 * 2026, 09:00 in Kyiv. Made through the store's functions; what has a history
 * (lessons, marks) is made by the tests through the domain.
 *
 * School 1: class 7-А (30 pupils) and 7-Б (3 pupils). Algebra in 7-А and 7-Б:
 * FX_ALGEBRA_TEACHER. Ukrainian in 7-А: FX_CLASS_TEACHER, who leads 7-А.
 * FX_LEFT_TEACHER taught algebra in 7-А and left on Friday. The mother stands
 * for the first pupil of 7-А and the first of 7-Б, the father's access is
 * restricted. Both joined on 14
 * September. School 2 has one teacher, one pupil, one journal of its own. */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/config.h"
#include "domain/act.h"

enum {
	FX_ADMIN = 1,
	FX_HEAD,
	FX_DEPUTY,
	FX_ALGEBRA_TEACHER,
	FX_CLASS_TEACHER,
	FX_LEFT_TEACHER,
	FX_MOTHER,
	FX_FATHER,
	FX_PUPIL, /* the first of 7-А; the others follow */
};
#define FX_PUPILS 30
#define FX_PUPIL_B (FX_PUPIL + FX_PUPILS) /* the first of three of 7-Б */

enum { FX_CLASS = 1, FX_CLASS_B };
enum { FX_ALGEBRA = 1, FX_UKRAINIAN };
enum { FX_J_ALGEBRA = 1, FX_J_UKRAINIAN, FX_J_ALGEBRA_B };
/* School 2: */
enum { FX2_TEACHER = 1, FX2_PUPIL };
enum { FX2_JOURNAL = 1 };

struct fixture {
	char dir[40];
	struct arena *arena;
	struct rng rng;
	struct config config;
	struct db_pool *pool;
	struct act act;
	int64_t today;	/* 23.11.2026 */
	int64_t uuid_n; /* counts the UUIDs given out */
};

void fixture_open(struct fixture *f);
void fixture_close(struct fixture *f);
/* Who acts from now on, in school 1 or another one. */
void fixture_as(struct fixture *f, int64_t person, enum role role);
void fixture_as_at(
    struct fixture *f, int64_t inst, int64_t person, enum role role);
/* Moves the clock to a day and a Kyiv time. */
void fixture_time(struct fixture *f, int64_t day, int hour, int minute);
/* A day of 2026. */
int64_t fixture_day(int month, int day);
/* A new UUID. */
const char *fixture_uuid(struct fixture *f);

/* For cmocka's setup and teardown: *state is a struct fixture. */
int fixture_setup(void **state);
int fixture_teardown(void **state);
#define FIXTURE_TEST(name)                                                     \
	cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
