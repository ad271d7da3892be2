/* SPDX-License-Identifier: EUPL-1.2 */
/* One row by itself: what its cells mean, what is wrong, what can be
 * repaired. */
#include <string.h>

#include "base/clock.h"
#include "base/codes.h"
#include "base/text.h"
#include "domain/person_name.h"
#include "domain/roster_part.h"
#include "domain/subject.h"

/* Nobody in a school was born before. */
#define BIRTH_YEAR_MIN 1920

struct checking {
	struct act *act;
	struct roster *roster;
	struct roster_row *row;
};

void
roster_issue_add(struct roster *roster, const struct roster_row *row,
    enum roster_column column, enum roster_code code, const char *value,
    const char *param, int64_t other)
{
	roster->issues_total++;
	if (roster->issues_n == ROSTER_ISSUES_MAX)
		return;
	roster->issues[roster->issues_n++] = (struct roster_issue){
	    .number = row->number,
	    .column = column,
	    .code = code,
	    .value = value,
	    .param = param,
	    .row = other,
	};
}

static void
wrong(struct checking *c, enum roster_column column, enum roster_code code,
    const char *value)
{
	roster_issue_add(c->roster, c->row, column, code, value, "", 0);
	c->row->state = ROSTER_ERROR;
}

static void
repaired(struct checking *c, enum roster_column column, enum roster_code code,
    const char *value, const char *param)
{
	roster_issue_add(c->roster, c->row, column, code, value, param, 0);
	if (c->row->state != ROSTER_ERROR)
		c->row->state = ROSTER_REPAIR;
}

/* A dash of any kind alone in a cell says "nothing". */
static const char *
cell(struct checking *c, enum roster_column column)
{
	const char *s = roster_cell(c->roster, c->row, column);

	if (strcmp(s, "-") == 0 || strcmp(s, "–") == 0 || strcmp(s, "—") == 0)
		return "";
	return s;
}

/* NULL when the cell cannot be a name; already noted then. */
static const char *
name_check(struct checking *c, enum roster_column column, const char *value)
{
	const char *pure;

	switch (person_name_check(
	    c->act->arena, value, 3 * PERSON_NAME_BYTES_MAX, &pure)) {
	case NAME_FINE:
		return pure;
	case NAME_REPAIRED:
		repaired(c, column, ROSTER_LETTERS, value, pure);
		return pure;
	case NAME_FORMULA:
		wrong(c, column, ROSTER_FORMULA, value);
		return NULL;
	case NAME_MIXED:
		wrong(c, column, ROSTER_LETTERS_MIXED, value);
		return NULL;
	case NAME_LONG:
		wrong(c, column, ROSTER_TOO_LONG, value);
		return NULL;
	case NAME_SIGNS:
		break;
	}
	wrong(c, column, ROSTER_NO_NAME, value);
	return NULL;
}

static const char *
name_part(struct checking *c, enum roster_column column, bool required)
{
	const char *value = cell(c, column), *name;

	if (!value[0]) {
		if (required)
			wrong(c, column, ROSTER_MISSING, "");
		return required ? NULL : "";
	}
	name = name_check(c, column, value);
	if (name && strlen(name) > PERSON_NAME_BYTES_MAX) {
		wrong(c, column, ROSTER_TOO_LONG, value);
		return NULL;
	}
	return name;
}

struct name {
	const char *surname, *given, *patronymic;
};

/* «Прізвище Ім’я По батькові»; what follows the second word is the
 * patronymic («Мамед огли»). */
static bool
name_split(struct checking *c, enum roster_column column, const char *value,
    struct name *out)
{
	struct arena *arena = c->act->arena;
	const char *full = name_check(c, column, value), *second, *third;

	if (!full)
		return false;
	second = strchr(full, ' ');
	if (!second) {
		wrong(c, column, ROSTER_ONE_WORD, value);
		return false;
	}
	third = strchr(second + 1, ' ');
	out->surname = arena_strndup(arena, full, (size_t)(second - full));
	out->given = third ? arena_strndup(arena, second + 1,
				 (size_t)(third - second - 1))
			   : arena_strdup(arena, second + 1);
	out->patronymic = third ? arena_strdup(arena, third + 1) : "";
	if (strlen(out->surname) > PERSON_NAME_BYTES_MAX ||
	    strlen(out->given) > PERSON_NAME_BYTES_MAX ||
	    strlen(out->patronymic) > PERSON_NAME_BYTES_MAX) {
		wrong(c, column, ROSTER_TOO_LONG, value);
		return false;
	}
	return true;
}

static void
names_check(struct checking *c)
{
	struct roster_row *row = c->row;
	const char *full = cell(c, ROSTER_FULL_NAME);
	struct name name;

	/* Columns of their own win where both are there. */
	if (roster_column_at(c->roster, ROSTER_SURNAME) < 0) {
		if (!full[0]) {
			wrong(c, ROSTER_FULL_NAME, ROSTER_MISSING, "");
			return;
		}
		if (!name_split(c, ROSTER_FULL_NAME, full, &name))
			return;
		row->surname = name.surname;
		row->given = name.given;
		row->patronymic = name.patronymic;
		return;
	}
	row->surname = name_part(c, ROSTER_SURNAME, true);
	row->given = name_part(c, ROSTER_GIVEN, true);
	row->patronymic = name_part(c, ROSTER_PATRONYMIC, false);
}

static void
class_check(struct checking *c)
{
	const char *value = cell(c, ROSTER_CLASS), *label;
	bool changed;
	int grade;

	if (!value[0]) {
		wrong(c, ROSTER_CLASS, ROSTER_MISSING, "");
		return;
	}
	if (text_class_label(c->act->arena, value, &label, &grade, &changed)) {
		wrong(c, ROSTER_CLASS, ROSTER_NO_CLASS, value);
		return;
	}
	if (changed)
		repaired(c, ROSTER_CLASS, ROSTER_CLASS_FORM, value, label);
	c->row->class = label;
	c->row->grade = grade;
}

static void
birth_check(struct checking *c)
{
	const char *value = cell(c, ROSTER_BIRTH);
	int64_t day;

	c->row->birth_on = DAY_NONE;
	if (!value[0])
		return;
	if (clock_parse_date(value, &day)) {
		wrong(c, ROSTER_BIRTH, ROSTER_NO_SUCH_DATE, value);
		return;
	}
	if (day > clock_day_at(c->act->now) ||
	    clock_date(day).year < BIRTH_YEAR_MIN) {
		wrong(c, ROSTER_BIRTH, ROSTER_DATE_RANGE, value);
		return;
	}
	c->row->birth_on = day;
}

static void
sex_check(struct checking *c)
{
	static const struct {
		const char *sex, *words;
	} known[] = {
	    {"f", "|ж|жін|жіноча|жінка|дівчинка|дівчина|f|female|girl|w|"},
	    {"m", "|ч|чол|чоловіча|чоловік|хлопчик|хлопець|m|male|boy|"},
	};
	const char *value = cell(c, ROSTER_SEX), *word;
	size_t i;

	if (!value[0])
		return;
	word = arena_printf(
	    c->act->arena, "|%s|", text_fold(c->act->arena, value));
	for (i = 0; i < 2; i++) {
		if (strstr(known[i].words, word)) {
			c->row->sex = known[i].sex;
			return;
		}
	}
	wrong(c, ROSTER_SEX, ROSTER_NO_SEX, value);
}

static const char *
email_check(struct checking *c, enum roster_column column)
{
	const char *value = cell(c, column);

	if (!value[0])
		return NULL;
	if (!codes_email_valid(value)) {
		wrong(c, column, ROSTER_NO_EMAIL, value);
		return NULL;
	}
	return codes_email_lower(c->act->arena, value);
}

static const char *
phone_check(struct checking *c, enum roster_column column)
{
	const char *value = cell(c, column), *phone;

	if (!value[0])
		return NULL;
	if (codes_phone_any(c->act->arena, value, &phone)) {
		wrong(c, column, ROSTER_NO_PHONE, value);
		return NULL;
	}
	return phone;
}

static void
guardian_check(
    struct checking *c, enum roster_column column, const char *relation)
{
	const char *value = cell(c, column);
	struct roster_row *row = c->row;
	struct roster_guardian g = {.relation = relation};
	struct name name;

	g.email = email_check(c, column + 1);
	g.phone = phone_check(c, column + 2);
	if (!value[0]) {
		/* An address without a person cannot be written. */
		if (g.email || g.phone)
			wrong(c, column, ROSTER_MISSING, "");
		return;
	}
	if (!name_split(c, column, value, &name))
		return;
	g.surname = name.surname;
	g.given = name.given;
	g.patronymic = name.patronymic;
	row->guardians[row->guardians_n++] = g;
}

static void
taught_add(struct checking *c, const char *s, size_t len)
{
	struct roster_row *row = c->row;
	const char *name;

	while (len && *s == ' ') {
		s++;
		len--;
	}
	while (len && s[len - 1] == ' ')
		len--;
	if (len == 0)
		return;
	name = arena_strndup(c->act->arena, s, len);
	if (len > ROSTER_SUBJECT_BYTES_MAX ||
	    row->subjects_n == ROSTER_SUBJECTS_MAX)
		wrong(c, ROSTER_SUBJECTS, ROSTER_TOO_LONG, name);
	else if (strchr("=+@", name[0]))
		wrong(c, ROSTER_SUBJECTS, ROSTER_FORMULA, name);
	else
		row->subjects[row->subjects_n++] = name;
}

/* «алгебра, геометрія» are two; «Здоров’я, безпека та добробут» is one, and
 * the list of subjects knows it. */
static void
subjects_check(struct checking *c)
{
	const char *s = cell(c, ROSTER_SUBJECTS);
	char separator = strchr(s, ';') ? ';' : ',';

	while (*s) {
		size_t len = strcspn(s, (char[]){separator, '\0'});
		size_t two = len;

		if (s[len])
			two = len + 1 +
			      strcspn(s + len + 1, (char[]){separator, '\0'});
		if (two > len && subject_is_known(c->act->arena,
				     arena_strndup(c->act->arena, s, two)))
			len = two;
		taught_add(c, s, len);
		s += len + (s[len] != '\0');
	}
}

static void
post_check(struct checking *c)
{
	const char *value = cell(c, ROSTER_POST);

	if (!value[0])
		return;
	if (strlen(value) > ROSTER_POST_BYTES_MAX)
		wrong(c, ROSTER_POST, ROSTER_TOO_LONG, value);
	else if (strchr("=+@", value[0]))
		wrong(c, ROSTER_POST, ROSTER_FORMULA, value);
	else
		c->row->post = value;
}

void
roster_check_row(struct act *act, struct roster *roster, struct roster_row *row)
{
	struct checking c = {act, roster, row};

	row->state = ROSTER_READY;
	if (roster->kind == ROSTER_PUPILS)
		class_check(&c);
	names_check(&c);
	birth_check(&c);
	sex_check(&c);
	row->email = email_check(&c, ROSTER_EMAIL);
	row->phone = phone_check(&c, ROSTER_PHONE);
	if (roster->kind == ROSTER_STAFF) {
		post_check(&c);
		subjects_check(&c);
		return;
	}
	guardian_check(&c, ROSTER_GUARDIAN, "");
	guardian_check(&c, ROSTER_SECOND, "");
	guardian_check(&c, ROSTER_MOTHER, "mother");
	guardian_check(&c, ROSTER_FATHER, "father");
}
