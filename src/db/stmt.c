/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/stmt.h"

#include <string.h>

/* The end of a quoted text or comment that starts at s, else s itself. NULL
 * when it does not end. */
static const char *
skip_quiet(const char *s)
{
	if (s[0] == '\'') {
		s = strchr(s + 1, '\'');
		return s ? s + 1 : NULL;
	}
	if (s[0] == '-' && s[1] == '-') {
		s += strcspn(s, "\n");
		return s;
	}
	if (s[0] == '/' && s[1] == '*') {
		s = strstr(s + 2, "*/");
		return s ? s + 2 : NULL;
	}
	return s;
}

static const char *
letters_fault(const char *letters, size_t max)
{
	if (!letters)
		return "letters are missing";
	if (strlen(letters) > max)
		return "too many letters";
	if (letters[strspn(letters, "isbISB")])
		return "unknown letter";
	return NULL;
}

/* SQLite numbers $n by first appearance and PostgreSQL by its value: both
 * agree only if the order of appearance is 1, 2, 3... */
static const char *
params_fault(const char *sql, size_t params)
{
	size_t seen = 0, n;
	const char *s = sql, *after;

	while (*s) {
		after = skip_quiet(s);
		if (!after)
			return "text or comment does not end";
		if (after != s) {
			s = after;
			continue;
		}
		if (strchr("?@:\"`[;", *s))
			return "only $1, $2 and plain SQL are allowed";
		if (*s++ != '$')
			continue;
		n = 0;
		while (*s >= '0' && *s <= '9' && n <= STMT_PARAMS_MAX)
			n = n * 10 + (size_t)(*s++ - '0');
		if (n == 0 || n > seen + 1)
			return "$n not in order of first appearance";
		if (n == seen + 1)
			seen = n;
	}
	return seen == params ? NULL : "letters and $n differ in number";
}

const char *
stmt_fault(const struct stmt *stmt)
{
	const char *fault;

	if (!stmt->name || !stmt->name[0] || !stmt->sql)
		return "name or sql is missing";
	if ((fault = letters_fault(stmt->params, STMT_PARAMS_MAX)))
		return fault;
	if ((fault = letters_fault(stmt->columns, STMT_COLUMNS_MAX)))
		return fault;
	return params_fault(stmt->sql, strlen(stmt->params));
}

const char *
stmt_args_fault(const struct stmt *stmt, const struct arg *args, size_t n)
{
	const char *letters = stmt->params;

	for (size_t i = 0; i < n; i++) {
		char letter = letters[i], small = (char)(letter | 0x20);

		if (!letter)
			return "too many arguments";
		if (args[i].type == 'n' && letter == small)
			return "NULL for a letter that is not upper case";
		if (args[i].type != 'n' && args[i].type != small)
			return "argument of another type";
	}
	return letters[n] ? "too few arguments" : NULL;
}
