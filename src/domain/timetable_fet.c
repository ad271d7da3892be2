/* SPDX-License-Identifier: EUPL-1.2 */
/* FET's *_data_and_timetable.fet (domain/timetable_file.h): lists of days and
 * hours, activities, and constraints that say when and where each is. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/xml.h"
#include "domain/calendar.h"
#include "domain/timetable_file.h"

#define DAYS_MAX 14
#define HOURS_MAX 60
#define ACTIVITIES_MAX 3000
#define TEACHERS_TEXT_MAX 400
#define CLASSES_TEXT_MAX 600
#define DEPTH_LIST 2  /* <fet><Days_List> */
#define DEPTH_ITEM 3  /* <Day>, <Activity>, <Constraint...> */
#define DEPTH_FIELD 4 /* <Name>, <Subject> */

struct activity {
	int64_t id, duration;
	const char *teachers, *classes, *subject, *room;
	int day, hour; /* places in the lists; -1 = not placed */
	bool inactive;
};

struct fet {
	struct arena *arena;
	int depth;
	char list[40], item[60], field[40];
	char text[TIMETABLE_NAME_BYTES_MAX + 1];
	size_t text_len;
	const char *days[DAYS_MAX], *hours[HOURS_MAX];
	size_t days_n, hours_n;
	struct activity *activities;
	size_t n;
	struct activity now; /* being read: an activity or a constraint */
	const char *day, *hour;
};

static void
name_copy(char *to, size_t size, const char *name)
{
	size_t len = strlen(name);

	if (len >= size)
		len = size - 1;
	memcpy(to, name, len);
	to[len] = '\0';
}

static enum err
on_start(void *ctx, const char *name, const char **attrs)
{
	struct fet *f = ctx;

	(void)attrs;
	f->depth++;
	f->text_len = 0;
	if (f->depth == DEPTH_LIST)
		name_copy(f->list, sizeof(f->list), name);
	if (f->depth == DEPTH_ITEM) {
		name_copy(f->item, sizeof(f->item), name);
		f->now = (struct activity){.duration = 1,
		    .day = -1,
		    .hour = -1,
		    .teachers = "",
		    .classes = "",
		    .subject = "",
		    .room = ""};
		f->day = f->hour = "";
	}
	if (f->depth == DEPTH_FIELD)
		name_copy(f->field, sizeof(f->field), name);
	return f->depth == 1 && strcmp(name, "fet") != 0 ? ERR_INVALID : OK;
}

static enum err
on_text(void *ctx, const char *s, size_t len)
{
	struct fet *f = ctx;

	if (f->depth != DEPTH_FIELD)
		return OK;
	/* Comments may be long and say nothing about lessons. */
	if (len > TIMETABLE_NAME_BYTES_MAX - f->text_len)
		len = TIMETABLE_NAME_BYTES_MAX - f->text_len;
	memcpy(f->text + f->text_len, s, len);
	f->text_len += len;
	return OK;
}

static const char *
joined(struct fet *f, const char *all, const char *one, size_t bytes_max)
{
	if (!*all)
		return one;
	if (strlen(all) + strlen(one) > bytes_max)
		return all;
	return arena_printf(f->arena, "%s+%s", all, one);
}

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void
field_of_activity(struct fet *f, const char *text)
{
	struct activity *a = &f->now;

	if (is(f->field, "Teacher"))
		a->teachers = joined(f, a->teachers, text, TEACHERS_TEXT_MAX);
	else if (is(f->field, "Students"))
		a->classes = joined(f, a->classes, text, CLASSES_TEXT_MAX);
	else if (is(f->field, "Subject"))
		a->subject = text;
	else if (is(f->field, "Duration"))
		a->duration = strtol(text, NULL, 10);
	else if (is(f->field, "Id"))
		a->id = strtoll(text, NULL, 10);
	else if (is(f->field, "Active"))
		a->inactive = is(text, "false");
}

/* Versions before 6.8 say Preferred_Day, later ones Day. */
static void
field_of_constraint(struct fet *f, const char *text)
{
	if (is(f->field, "Activity_Id"))
		f->now.id = strtoll(text, NULL, 10);
	else if (is(f->field, "Preferred_Day") || is(f->field, "Day"))
		f->day = text;
	else if (is(f->field, "Preferred_Hour") || is(f->field, "Hour"))
		f->hour = text;
	else if (is(f->field, "Room"))
		f->now.room = text;
	else if (is(f->field, "Active"))
		f->now.inactive = is(text, "false");
}

static enum err
end_field(struct fet *f)
{
	const char *text;

	if (text_clean(f->arena, f->text, f->text_len, TIMETABLE_NAME_BYTES_MAX,
		false, &text))
		text = ""; /* cut through a letter, or no text */
	if (is(f->list, "Activities_List")) {
		field_of_activity(f, text);
		return OK;
	}
	if (is(f->list, "Time_Constraints_List") ||
	    is(f->list, "Space_Constraints_List")) {
		field_of_constraint(f, text);
		return OK;
	}
	if (!is(f->field, "Name"))
		return OK;
	if (is(f->list, "Days_List")) {
		if (f->days_n == DAYS_MAX)
			return ERR_LIMIT;
		f->days[f->days_n++] = text;
	} else if (is(f->list, "Hours_List")) {
		if (f->hours_n == HOURS_MAX)
			return ERR_LIMIT;
		f->hours[f->hours_n++] = text;
	}
	return OK;
}

static struct activity *
activity_find(struct fet *f, int64_t id)
{
	/* FET writes them by number: nearly always it stands at its place. */
	if (id >= 1 && (size_t)id <= f->n && f->activities[id - 1].id == id)
		return &f->activities[id - 1];
	for (size_t i = 0; i < f->n; i++)
		if (f->activities[i].id == id)
			return &f->activities[i];
	return NULL;
}

static int
place_in(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (is(names[i], name))
			return (int)i;
	return -1;
}

static enum err
end_item(struct fet *f)
{
	struct activity *a;

	if (is(f->item, "Activity") && is(f->list, "Activities_List")) {
		if (f->n == ACTIVITIES_MAX)
			return ERR_LIMIT;
		f->activities[f->n++] = f->now;
		return OK;
	}
	if (f->now.inactive || !(a = activity_find(f, f->now.id)))
		return OK;
	if (is(f->item, "ConstraintActivityPreferredStartingTime")) {
		a->day = place_in(f->days, f->days_n, f->day);
		a->hour = place_in(f->hours, f->hours_n, f->hour);
	} else if (is(f->item, "ConstraintActivityPreferredRoom")) {
		a->room = f->now.room;
	}
	return OK;
}

static enum err
on_end(void *ctx, const char *name)
{
	struct fet *f = ctx;
	enum err err = OK;

	(void)name;
	if (f->depth == DEPTH_FIELD)
		err = end_field(f);
	else if (f->depth == DEPTH_ITEM)
		err = end_item(f);
	f->text_len = 0;
	f->depth--;
	return err;
}

/* ---- rows ---------------------------------------------------------------- */

/* Where all hours are called by a digit, that is the lesson's number; else the
 * first one is lesson 1. */
static int64_t
number_at(const struct fet *f, int hour)
{
	for (size_t i = 0; i < f->hours_n; i++)
		if (f->hours[i][0] < '0' || f->hours[i][0] > '9' ||
		    f->hours[i][1])
			return hour + 1;
	return f->hours[hour][0] - '0';
}

static int64_t
weekday_at(const struct fet *f, int day)
{
	int64_t named = timetable_file_weekday(f->arena, f->days[day]);

	return named ? named : day + 1;
}

static enum err
add_lessons(const struct fet *f, const struct activity *a,
    struct timetable_row *rows, size_t *n)
{
	for (int64_t k = 0; k < a->duration; k++) {
		char *rest = arena_strdup(f->arena, a->classes), *class;
		const int hour = a->hour + (int)k;

		if ((size_t)hour >= f->hours_n)
			break;
		while ((class = strsep(&rest, "+"))) {
			int64_t number = number_at(f, hour);

			if (*n == TIMETABLE_ROWS_MAX)
				return ERR_LIMIT;
			rows[(*n)++] = (struct timetable_row){.line = a->id,
			    .class = class,
			    .subject = a->subject,
			    .teacher = a->teachers,
			    .room = a->room,
			    .weekday = weekday_at(f, a->day),
			    .number = number > 9 ? -1 : number,
			    .week = WEEK_EVERY,
			    .day_text = f->days[a->day],
			    .number_text = f->hours[hour]};
		}
	}
	return OK;
}

enum err
timetable_file_fet(struct arena *arena, struct bytes file,
    struct timetable_row **rows, size_t *n, struct table_problem *problem)
{
	static const struct xml_events events = {on_start, on_end, on_text};
	struct fet *f = arena_alloc(arena, sizeof(*f));
	AUTO_XML struct xml *xml = NULL;
	struct timetable_row *out =
	    arena_array(arena, TIMETABLE_ROWS_MAX, sizeof(*out));
	size_t got = 0;
	enum err err;

	memset(f, 0, sizeof(*f));
	f->arena = arena;
	f->activities =
	    arena_array(arena, ACTIVITIES_MAX, sizeof(*f->activities));
	xml = xml_new(&events, f);
	err = xml_feed(xml, file.p, file.len, true);
	for (size_t i = 0; !err && i < f->n; i++)
		if (!f->activities[i].inactive && f->activities[i].day >= 0 &&
		    f->activities[i].hour >= 0)
			err = add_lessons(f, &f->activities[i], out, &got);
	problem->fault = err == ERR_LIMIT ? TABLE_HOSTILE
			 : err		  ? TABLE_BROKEN
			 : got		  ? TABLE_FINE
					  : TABLE_EMPTY;
	if (problem->fault != TABLE_FINE)
		return err ? err : ERR_INVALID;
	*rows = out;
	*n = got;
	return OK;
}
