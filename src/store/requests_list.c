/* SPDX-License-Identifier: EUPL-1.2 */
/* The queue: lists, counts, possible duplicates. */
#include <string.h>

#include "base/text.h"
#include "store/days.h"
#include "store/list.h"
#include "store/requests_part.h"

/* Parameters: state, passed, region, kind, LIKE of the words, number, exact
 * code or address. Folding leaves no wildcards in the words. */
#define WHERE                                                                  \
	" FROM request r WHERE (r.state = $1 OR (CAST($1 AS TEXT) IS NULL"     \
	" AND r.state <> 'unconfirmed'))"                                      \
	" AND (CAST($2 AS BIGINT) < 0"                                         \
	"  OR (CAST($2 AS BIGINT) = 0 AND r.passed_at IS NULL)"                \
	"  OR (CAST($2 AS BIGINT) = 1 AND r.passed_at IS NOT NULL))"           \
	" AND (CAST($3 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM"              \
	"  request_field f WHERE f.request = r.request AND f.field = 'region'" \
	"  AND f.ord = 0 AND f.code = $3))"                                    \
	" AND (r.kind = $4 OR CAST($4 AS TEXT) IS NULL)"                       \
	" AND (CAST($5 AS TEXT) IS NULL OR r.name_fold LIKE $5"                \
	"  OR r.request = $6 OR EXISTS (SELECT 1 FROM request_field f"         \
	"  WHERE f.request = r.request AND f.field IN ('diso_id', 'edrpou',"   \
	"  'email') AND f.value = $7))"

static const struct stmt count STMT = {
    .name = "requests.count",
    .params = "SiSSSiS",
    .columns = "i",
    .sql = "SELECT count(*)" WHERE,
};

#define FIELD(name)                                                            \
	"coalesce((SELECT f.value FROM request_field f"                        \
	" WHERE f.request = r.request AND f.field = '" name                    \
	"' AND f.ord = 0), '')"

static const struct stmt list STMT = {
    .name = "requests.list",
    .params = "SiSSSiSiii",
    .columns = REQUESTS_LETTERS "ssiii",
    .sql = "SELECT " REQUESTS_COLUMNS ", " FIELD("name") ", " FIELD(
	"region") ", (SELECT count(*) FROM request_field f"
		  "  WHERE f.request = r.request AND f.flag <> 'ok'"
		  "  AND f.field <> 'kind')"
		  ", (SELECT count(*) FROM request_field f"
		  "  WHERE f.request = r.request AND f.flag IN ('missing', "
		  "'invalid'))"
		  ", CASE WHEN EXISTS (SELECT 1 FROM request_field f, "
		  "request_field o,"
		  "  request x WHERE f.request = r.request AND o.field = "
		  "f.field"
		  "  AND o.value = f.value AND o.request <> f.request"
		  "  AND f.field IN ('diso_id', 'edrpou', 'email') AND f.value "
		  "<> ''"
		  "  AND x.request = o.request AND x.state <> 'unconfirmed')"
		  " OR EXISTS (SELECT 1 FROM request_field f, institution i"
		  "  WHERE f.request = r.request AND f.field = 'diso_id'"
		  "  AND f.value <> '' AND i.diso_id = f.value"
		  "  AND i.state <> 'closed' AND i.inst <> coalesce(r.inst, 0))"
		  " OR r.duplicate_of IS NOT NULL THEN 1 ELSE 0 END" WHERE
		  " ORDER BY CASE WHEN CAST($8 AS BIGINT) = 1 THEN - "
		  "r.changed_at"
		  " ELSE r.received_at END, r.request LIMIT $9 OFFSET $10",
};

static int64_t
number_in(const char *words)
{
	int64_t n = 0;

	for (; words && *words; words++) {
		if (*words < '0' || *words > '9' || n > INT64_MAX / 100)
			return 0;
		n = n * 10 + (*words - '0');
	}
	return n;
}

/* A search by address looks for that address and not for its parts. */
struct search {
	const char *like, *exact;
	int64_t number;
};

static struct search
search_for(struct arena *arena, const char *words)
{
	struct search s = {0};
	const char *fold;

	if (!words || !*words)
		return s;
	fold = text_fold(arena, words);
	s.like = *fold ? arena_printf(arena, "%%%s%%", fold) : "%";
	s.exact = words;
	s.number = number_in(words);
	return s;
}

static enum err
read_lines(struct rows *rows, struct arena *arena, struct list *out)
{
	enum err err;

	while (!(err = rows_next(rows))) {
		struct request_line *line = list_add(out);

		requests_read(rows, arena, &line->request);
		line->name =
		    arena_strdup(arena, rows_text(rows, REQUESTS_COLUMNS_N));
		line->region = arena_strdup(
		    arena, rows_text(rows, REQUESTS_COLUMNS_N + 1));
		line->doubts = rows_int(rows, REQUESTS_COLUMNS_N + 2);
		line->wrong = rows_int(rows, REQUESTS_COLUMNS_N + 3);
		line->alike = rows_int(rows, REQUESTS_COLUMNS_N + 4) != 0;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

enum err
requests_list(struct db *db, struct arena *arena, const struct request_query *q,
    struct request_line **lines, size_t *n, int64_t *total)
{
	struct list all = {.arena = arena, .size = sizeof(**lines)};
	const struct search s = search_for(arena, q->words);
	AUTO_ROWS struct rows counted = {0};
	AUTO_ROWS struct rows rows = {0};
	int64_t limit =
	    q->limit < REQUESTS_PAGE_MAX ? q->limit : REQUESTS_PAGE_MAX;
	int64_t sum;
	enum err err;

	if ((err = db_one(db, &count, &counted, A_TEXT(q->state),
		 A_INT(q->passed), A_TEXT(q->region), A_TEXT(q->kind),
		 A_TEXT(s.like), A_INT(s.number), A_TEXT(s.exact))))
		return err;
	sum = rows_int(&counted, 0);
	if ((err = db_query(db, &list, &rows, A_TEXT(q->state),
		 A_INT(q->passed), A_TEXT(q->region), A_TEXT(q->kind),
		 A_TEXT(s.like), A_INT(s.number), A_TEXT(s.exact),
		 A_INT(q->newest_first), A_INT(limit), A_INT(q->offset))))
		return err;
	if ((err = read_lines(&rows, arena, &all)))
		return err;
	*lines = (struct request_line *)all.p;
	*n = all.n;
	*total = sum;
	return OK;
}

static const struct stmt counts STMT = {
    .name = "requests.counts",
    .params = "i",
    .columns = "siii",
    .sql = "SELECT state, CASE WHEN passed_at IS NULL THEN 0 ELSE 1 END,"
	   " count(*), min(received_at) FROM request GROUP BY 1, 2"
	   " ORDER BY 1, 2 LIMIT $1",
};

enum err
requests_counts(struct db *db, struct arena *arena,
    struct request_count out[REQUESTS_STATES_MAX], size_t *n)
{
	AUTO_ROWS struct rows rows = {0};
	size_t got = 0;
	enum err err;

	if ((err = db_query(db, &counts, &rows, A_INT(REQUESTS_STATES_MAX))))
		return err;
	while (got < REQUESTS_STATES_MAX && !(err = rows_next(&rows)))
		out[got++] = (struct request_count){
		    .state = arena_strdup(arena, rows_text(&rows, 0)),
		    .passed = rows_int(&rows, 1) != 0,
		    .n = rows_int(&rows, 2),
		    .oldest = rows_int(&rows, 3),
		};
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}

#define SAME(field, param)                                                     \
	"CASE WHEN EXISTS (SELECT 1 FROM request_field f"                      \
	" WHERE f.request = r.request AND f.field = '" field                   \
	"' AND f.value = " param ") THEN 1 ELSE 0 END"

static const struct stmt alike STMT = {
    .name = "requests.alike",
    .params = "SSSSSii",
    .columns = REQUESTS_LETTERS "siiiii",
    .sql = "SELECT " REQUESTS_COLUMNS ", " FIELD("name") ", " SAME(
	"diso_id", "$1") ", " SAME("edrpou", "$2") ", " SAME("email",
	"$3") ", CASE WHEN r.message_id = $4 THEN 1 ELSE 0 END"
	      ", CASE WHEN r.name_fold = $5 THEN 1 ELSE 0 END"
	      " FROM request r WHERE (r.request IN (SELECT f.request"
	      "  FROM request_field f WHERE (f.field = 'diso_id' AND f.value = "
	      "$1)"
	      "  OR (f.field = 'edrpou' AND f.value = $2)"
	      "  OR (f.field = 'email' AND f.value = $3))"
	      " OR r.message_id = $4 OR r.name_fold = $5)"
	      " AND r.request <> $6 AND r.state <> 'unconfirmed'"
	      " ORDER BY r.received_at DESC, r.request DESC LIMIT $7",
};

static const char *
or_null(const char *s)
{
	return s && *s ? s : NULL;
}

enum err
requests_alike(struct db *db, struct arena *arena, int64_t request,
    const struct request_traits *t,
    struct request_alike out[REQUESTS_ALIKE_MAX], size_t *n)
{
	const char *fold =
	    t->name && *t->name ? text_fold(arena, t->name) : NULL;
	AUTO_ROWS struct rows rows = {0};
	const int at = REQUESTS_COLUMNS_N;
	size_t got = 0;
	enum err err;

	if ((err = db_query(db, &alike, &rows, A_TEXT(or_null(t->diso_id)),
		 A_TEXT(or_null(t->edrpou)), A_TEXT(or_null(t->email)),
		 A_TEXT(or_null(t->message_id)), A_TEXT(or_null(fold)),
		 A_INT(request), A_INT(REQUESTS_ALIKE_MAX))))
		return err;
	while (got < REQUESTS_ALIKE_MAX && !(err = rows_next(&rows))) {
		struct request_alike *a = &out[got++];

		requests_read(&rows, arena, &a->request);
		a->name = arena_strdup(arena, rows_text(&rows, at));
		a->diso_id = rows_int(&rows, at + 1) != 0;
		a->edrpou = rows_int(&rows, at + 2) != 0;
		a->email = rows_int(&rows, at + 3) != 0;
		a->message_id = rows_int(&rows, at + 4) != 0;
		a->same_name = rows_int(&rows, at + 5) != 0;
	}
	if (err && err != ERR_NOT_FOUND)
		return err;
	*n = got;
	return OK;
}
