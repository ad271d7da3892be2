/* SPDX-License-Identifier: EUPL-1.2 */
/* A day of the whole school for head and deputies: which lessons are recorded,
 * where attendance is taken, how many are absent. */
#pragma once

#include "domain/actor_may.h"
#include "store/lessons.h"

struct overview_class {
	int64_t class;
	const char *label;
	int64_t pupils, lessons, taken, without_topic, absent;
};

struct overview {
	int64_t day;
	struct overview_class *classes;
	size_t n;
	int64_t pupils, lessons, taken, without_topic, absent;
};

CHECKED enum err overview_read(
    struct act *act, int64_t day, struct overview *out);
