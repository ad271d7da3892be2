/* SPDX-License-Identifier: EUPL-1.2 */
/* One row of person, for people.c, people_list.c and the files that join
 * person. */
#pragma once

#include "store/people.h"

#define PEOPLE_COLUMNS                                                         \
	"p.person, p.surname, p.given, p.patronymic, p.birth_on, p.sex,"       \
	" p.email, p.phone, p.note, p.log_id, p.left_on, p.merged_into,"       \
	" p.created_at"
#define PEOPLE_LETTERS "isssIsSSSsIIi"
#define PEOPLE_WIDTH 13

/* The person in columns 0..12 of the present row. */
struct person people_row(struct arena *arena, const struct rows *rows);
