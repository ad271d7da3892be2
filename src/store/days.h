/* SPDX-License-Identifier: EUPL-1.2 */
/* Nullable numbers of rows: a day that is not known is DAY_NONE in memory and
 * NULL in the table; an instant or id that is not there is 0 and NULL. */
#pragma once

#include "base/clock.h"
#include "db/db.h"

static inline struct arg
days_arg(int64_t day)
{
	return day == DAY_NONE ? A_NULL() : A_INT(day);
}

static inline int64_t
days_column(const struct rows *rows, int column)
{
	return rows_null(rows, column) ? DAY_NONE : rows_int(rows, column);
}

static inline struct arg
days_arg_zero(int64_t n)
{
	return n == 0 ? A_NULL() : A_INT(n);
}
