/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/year_items.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "store/counters.h"

/* Fields of a kept line, and all lines of one change. */
#define FIELDS 5
#define ITEMS_MAX 12000

/* ---- values as text ------------------------------------------------------ */

static void
add_range(struct buf *b, int64_t from, int64_t to)
{
	buf_addf(
	    b, "%s..%s", clock_iso(b->arena, from), clock_iso(b->arena, to));
}

const char *
year_items_year(struct arena *arena, const struct academic_year *y)
{
	struct buf b;

	buf_init(&b, arena, 96);
	add_range(&b, y->starts_on, y->ends_on);
	for (size_t i = 0; i < y->terms_n; i++) {
		buf_addf(&b, " %lld:", (long long)y->terms[i].term);
		add_range(&b, y->terms[i].starts_on, y->terms[i].ends_on);
	}
	if (y->periods != PERIODS_SEMESTER)
		buf_addf(&b, " terms:%s", years_periods_name(y->periods));
	if (y->school_days > 5)
		buf_addf(&b, " days:%lld", (long long)y->school_days);
	if (y->week_a_on)
		buf_addf(&b, " a:%s", clock_iso(arena, y->week_a_on));
	return b.p;
}

const char *
year_items_entry(struct arena *arena, const struct calendar_entry *e)
{
	struct buf b;

	buf_init(&b, arena, 64);
	buf_addf(&b, "%s ", calendars_kind_name(e->kind));
	add_range(&b, e->starts_on, e->ends_on);
	if (e->as_weekday)
		buf_addf(&b, " as:%lld", (long long)e->as_weekday);
	for (size_t i = 0; i < e->classes_n; i++)
		buf_addf(&b, "%s%lld",
		    i ? "," : " classes:", (long long)e->classes[i]);
	return b.p;
}

static void
add_time(struct buf *b, int64_t minutes)
{
	buf_addf(b, "%02lld:%02lld", (long long)minutes / 60,
	    (long long)minutes % 60);
}

const char *
year_items_bells(struct arena *arena, const struct bell_day *day)
{
	struct buf b;

	if (!day->set)
		return NULL;
	buf_init(&b, arena, 128);
	for (int i = 0; i < BELLS_NUMBERS; i++) {
		if (!day->ends[i])
			continue;
		buf_addf(&b, "%s%d:", b.len ? " " : "", i);
		add_time(&b, day->starts[i]);
		buf_addc(&b, '-');
		add_time(&b, day->ends[i]);
	}
	return b.p;
}

const char *
year_items_slot(struct arena *arena, const struct slot *s)
{
	struct buf b;

	buf_init(&b, arena, 64);
	buf_addf(&b, "%lld %lld.%lld.%lld %s..", (long long)s->journal,
	    (long long)s->weekday, (long long)s->number, (long long)s->week,
	    clock_iso(arena, s->starts_on));
	if (s->ends_on)
		buf_adds(&b, clock_iso(arena, s->ends_on));
	if (s->room)
		buf_addf(&b, " room:%lld", (long long)s->room);
	if (s->person)
		buf_addf(&b, " person:%lld", (long long)s->person);
	return b.p;
}

/* ---- and back ------------------------------------------------------------ */

/* "2026-09-01..2026-12-24"; an open end gives 0. */
static bool
read_range(struct arena *arena, const char *word, int64_t *from, int64_t *to)
{
	const char *dots = strstr(word, "..");

	if (!dots ||
	    clock_parse_date(
		arena_strndup(arena, word, (size_t)(dots - word)), from))
		return false;
	*to = 0;
	return !dots[2] || !clock_parse_date(dots + 2, to);
}

static bool
has(const char **word, const char *prefix)
{
	size_t len = strlen(prefix);

	if (strncmp(*word, prefix, len) != 0)
		return false;
	*word += len;
	return true;
}

static enum err
write_year(struct act *act, int64_t id, char *value)
{
	struct academic_year y = {.year = id, .school_days = 5};
	int64_t inst = act->actor.inst;
	const char *word;

	if (!value)
		return years_delete(act->school, inst, id);
	if (!(word = strsep(&value, " ")) ||
	    !read_range(act->arena, word, &y.starts_on, &y.ends_on))
		return ERR_CORRUPT;
	while ((word = strsep(&value, " "))) {
		struct term *t = &y.terms[y.terms_n];

		if (has(&word, "terms:")) {
			y.periods = years_periods_parse(word);
		} else if (has(&word, "days:")) {
			y.school_days = strtol(word, NULL, 10);
		} else if (has(&word, "a:")) {
			if (clock_parse_date(word, &y.week_a_on))
				return ERR_CORRUPT;
		} else {
			const char *colon = strchr(word, ':');

			if (!colon || y.terms_n == YEARS_TERMS_MAX ||
			    !read_range(act->arena, colon + 1, &t->starts_on,
				&t->ends_on))
				return ERR_CORRUPT;
			t->term = strtol(word, NULL, 10);
			y.terms_n++;
		}
	}
	return years_set(act->school, inst, &y);
}

static enum err
write_entry(struct act *act, int64_t id, char *value, const char *name)
{
	struct calendar_entry e = {.entry = id, .name = name ? name : ""};
	const char *word;

	if (!value)
		return calendars_delete(act->school, act->actor.inst, id);
	if (!(word = strsep(&value, " ")) ||
	    !calendars_kind_parse(word, &e.kind) ||
	    !(word = strsep(&value, " ")) ||
	    !read_range(act->arena, word, &e.starts_on, &e.ends_on))
		return ERR_CORRUPT;
	while ((word = strsep(&value, " "))) {
		char *classes, *one;

		if (has(&word, "as:")) {
			e.as_weekday = strtol(word, NULL, 10);
			continue;
		}
		if (!has(&word, "classes:"))
			return ERR_CORRUPT;
		e.classes = arena_array(
		    act->arena, CALENDARS_CLASSES_MAX, sizeof(*e.classes));
		classes = arena_strdup(act->arena, word);
		while ((one = strsep(&classes, ",")) &&
		       e.classes_n < CALENDARS_CLASSES_MAX)
			e.classes[e.classes_n++] = strtoll(one, NULL, 10);
	}
	return calendars_put(act->school, act->actor.inst, &e);
}

static enum err
write_bells(struct act *act, const char *ids, char *value)
{
	struct bell_day day = {.set = value != NULL};
	long long year, shift, weekday;
	char *word;

	if (sscanf(ids, "%lld.%lld.%lld", &year, &shift, &weekday) != 3)
		return ERR_CORRUPT;
	while ((word = strsep(&value, " "))) {
		int n, h1, m1, h2, m2;

		if (sscanf(word, "%d:%d:%d-%d:%d", &n, &h1, &m1, &h2, &m2) !=
			5 ||
		    n < 0 || n >= BELLS_NUMBERS)
			return ERR_CORRUPT;
		day.starts[n] = h1 * 60 + m1;
		day.ends[n] = h2 * 60 + m2;
	}
	return bells_set(
	    act->school, act->actor.inst, year, shift, weekday, &day);
}

static enum err
write_slot(struct act *act, int64_t id, char *value)
{
	struct slot s = {.slot = id};
	long long weekday, number, week;
	const char *word;

	if (!value)
		return slots_delete(act->school, act->actor.inst, id);
	if (!(word = strsep(&value, " ")))
		return ERR_CORRUPT;
	s.journal = strtoll(word, NULL, 10);
	if (!(word = strsep(&value, " ")) ||
	    sscanf(word, "%lld.%lld.%lld", &weekday, &number, &week) != 3 ||
	    !(word = strsep(&value, " ")) ||
	    !read_range(act->arena, word, &s.starts_on, &s.ends_on))
		return ERR_CORRUPT;
	s.weekday = weekday;
	s.number = number;
	s.week = week;
	while ((word = strsep(&value, " "))) {
		if (has(&word, "room:"))
			s.room = strtoll(word, NULL, 10);
		else if (has(&word, "person:"))
			s.person = strtoll(word, NULL, 10);
		else
			return ERR_CORRUPT;
	}
	return slots_put(act->school, act->actor.inst, &s);
}

static enum err
write_one(struct act *act, const struct year_item *item)
{
	const char *ids = item->object;
	char *value =
	    item->after ? arena_strdup(act->arena, item->after) : NULL;

	if (has(&ids, "year/"))
		return write_year(act, strtoll(ids, NULL, 10), value);
	if (has(&ids, "calendar/"))
		return write_entry(
		    act, strtoll(ids, NULL, 10), value, item->after_name);
	if (has(&ids, "bells/"))
		return write_bells(act, ids, value);
	if (has(&ids, "slot/"))
		return write_slot(act, strtoll(ids, NULL, 10), value);
	if (has(&ids, "shift/"))
		return bells_set_shift(act->school, act->actor.inst,
		    strtoll(ids, NULL, 10),
		    value ? strtoll(value, NULL, 10) : 1);
	return ERR_CORRUPT;
}

/* ---- what stands --------------------------------------------------------- */

static enum err
read_bells(struct act *act, const char *ids, const char **value)
{
	long long year, shift, weekday;
	struct bells bells;
	enum err err;

	if (sscanf(ids, "%lld.%lld.%lld", &year, &shift, &weekday) != 3 ||
	    shift < 1 || shift > BELLS_SHIFTS_MAX || weekday < 0 ||
	    weekday >= BELLS_WEEKDAYS)
		return ERR_CORRUPT;
	if ((err = bells_read(act->school, act->actor.inst, year, &bells)))
		return err;
	*value = year_items_bells(act->arena, &bells.days[shift - 1][weekday]);
	return OK;
}

static enum err
read_shift(struct act *act, int64_t class, const char **value)
{
	struct class_shift *list;
	int64_t shift;
	size_t n;
	enum err err;

	if ((err = bells_shifts(
		 act->school, act->arena, act->actor.inst, &list, &n)))
		return err;
	shift = bells_shift_of(list, n, class);
	*value = shift == 1
		     ? NULL
		     : arena_printf(act->arena, "%lld", (long long)shift);
	return OK;
}

static enum err
read_found(
    struct act *act, const char *object, const char **value, const char **name)
{
	const char *ids = object;
	int64_t id, inst = act->actor.inst;
	struct calendar_entry entry;
	struct academic_year year;
	struct slot slot;
	enum err err;

	if (has(&ids, "bells/"))
		return read_bells(act, ids, value);
	if (has(&ids, "shift/"))
		return read_shift(act, strtoll(ids, NULL, 10), value);
	id = strtoll(strchr(object, '/') + 1, NULL, 10);
	if (has(&ids, "year/")) {
		if ((err = years_find(act->school, inst, id, &year)))
			return err;
		*value = year_items_year(act->arena, &year);
	} else if (has(&ids, "calendar/")) {
		if ((err = calendars_find(
			 act->school, act->arena, inst, id, &entry)))
			return err;
		*value = year_items_entry(act->arena, &entry);
		*name = entry.name;
	} else if (has(&ids, "slot/")) {
		if ((err = slots_find(act->school, inst, id, &slot)))
			return err;
		*value = year_items_slot(act->arena, &slot);
	} else {
		return ERR_CORRUPT;
	}
	return OK;
}

enum err
year_items_read(
    struct act *act, const char *object, const char **value, const char **name)
{
	enum err err;

	*value = NULL;
	*name = "";
	err = read_found(act, object, value, name);
	return err == ERR_NOT_FOUND ? OK : err;
}

/* ---- one change ---------------------------------------------------------- */

static bool
same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool
is_so(const struct year_item *item)
{
	if (!item->after || !item->before)
		return item->after == item->before;
	return same(item->before, item->after) &&
	       same(item->before_name, item->after_name);
}

static const char *
or_empty(const char *s)
{
	return s ? s : "";
}

static void
keep(struct buf *b, const struct year_item *i)
{
	buf_addf(b, "%s\t%s\t%s\t%s\t%s\n", i->object, or_empty(i->before),
	    or_empty(i->before_name), or_empty(i->after),
	    or_empty(i->after_name));
}

enum err
year_items_parse(
    struct arena *arena, const char *text, struct year_item **items, size_t *n)
{
	char *line, *rest = arena_strdup(arena, text);
	size_t count = 0;

	*items = arena_array(arena, strlen(text) / FIELDS + 1, sizeof(**items));
	while ((line = strsep(&rest, "\n")) && *line) {
		const char *field[FIELDS];

		for (int i = 0; i < FIELDS; i++)
			if (!(field[i] = strsep(&line, "\t")))
				return ERR_CORRUPT;
		(*items)[count++] = (struct year_item){.object = field[0],
		    .before = *field[1] ? field[1] : NULL,
		    .before_name = field[2],
		    .after = *field[3] ? field[3] : NULL,
		    .after_name = field[4]};
	}
	*n = count;
	return OK;
}

static enum err
note_event(struct act *act, const struct year_item *item,
    const struct event *event, bool single)
{
	struct event e = *event;

	e.prev = -1;
	if (single) {
		e.object = item->object;
		e.old = item->before;
		e.new = item->after;
		e.note = item->after && item->after_name && *item->after_name
			     ? item->after_name
			     : NULL;
	}
	return ledger_append(act, &e, NULL);
}

enum err
year_items_commit(struct act *act, const char *area, struct year_item *items,
    size_t n, const struct event *event, int64_t *change)
{
	struct year_change row = {
	    .area = area, .at = act->now, .actor = act->actor.person};
	const struct year_item *last = NULL;
	struct buf kept;
	size_t done = 0;
	enum err err;

	if (change)
		*change = 0;
	if (n > ITEMS_MAX)
		return ERR_LIMIT;
	buf_init(&kept, act->arena, 256);
	for (size_t i = 0; i < n; i++) {
		if ((err = year_items_read(act, items[i].object,
			 &items[i].before, &items[i].before_name)))
			return err;
		if (is_so(&items[i]))
			continue;
		if ((err = write_one(act, &items[i])))
			return err;
		keep(&kept, &items[i]);
		last = &items[i];
		done++;
	}
	if (done == 0) {
		act_rollback(act);
		return OK;
	}
	row.items = kept.p;
	if ((err = note_event(act, last, event, n == 1)) ||
	    (err = counters_next(
		 act->school, act->actor.inst, "year_change", &row.change)) ||
	    (err = year_changes_insert(act->school, act->actor.inst, &row)))
		return err;
	if (change)
		*change = row.change;
	return act_commit(act);
}
