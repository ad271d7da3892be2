/* SPDX-License-Identifier: EUPL-1.2 */
/* What the columns of a list mean, by their headings. */
#include <string.h>

#include "base/text.h"
#include "domain/roster_part.h"

static const char *const names[ROSTER_COLUMNS] = {
    [ROSTER_IGNORE] = "-",
    [ROSTER_CLASS] = "class",
    [ROSTER_SURNAME] = "surname",
    [ROSTER_GIVEN] = "given",
    [ROSTER_PATRONYMIC] = "patronymic",
    [ROSTER_FULL_NAME] = "full_name",
    [ROSTER_BIRTH] = "birth",
    [ROSTER_SEX] = "sex",
    [ROSTER_EMAIL] = "email",
    [ROSTER_PHONE] = "phone",
    [ROSTER_POST] = "post",
    [ROSTER_SUBJECTS] = "subjects",
    [ROSTER_GUARDIAN] = "guardian",
    [ROSTER_GUARDIAN_EMAIL] = "guardian_email",
    [ROSTER_GUARDIAN_PHONE] = "guardian_phone",
    [ROSTER_SECOND] = "second",
    [ROSTER_SECOND_EMAIL] = "second_email",
    [ROSTER_SECOND_PHONE] = "second_phone",
    [ROSTER_MOTHER] = "mother",
    [ROSTER_MOTHER_EMAIL] = "mother_email",
    [ROSTER_MOTHER_PHONE] = "mother_phone",
    [ROSTER_FATHER] = "father",
    [ROSTER_FATHER_EMAIL] = "father_email",
    [ROSTER_FATHER_PHONE] = "father_phone",
};

/* Headings met in school lists, parted by '|'; compared folded, so case,
 * apostrophes and hyphens do not matter. */
static const struct {
	enum roster_column column;
	const char *headings;
} known[] = {
    {ROSTER_CLASS, "клас|група|class|grade|group|клас учня"},
    {ROSTER_SURNAME, "прізвище|прізвище учня|прізвище дитини|surname|last name|"
		     "family name|lastname"},
    {ROSTER_GIVEN,
	"ім’я|ім’я учня|ім’я дитини|власне ім’я|given name|first name|name|"
	"firstname|given"},
    {ROSTER_PATRONYMIC,
	"по батькові|по батькові за наявності|patronymic|middle name|"
	"middlename"},
    {ROSTER_FULL_NAME,
	"піб|п.і.б.|п. і. б.|прізвище ім’я по батькові|"
	"прізвище, ім’я, по батькові|прізвище та ім’я|прізвище, ім’я|"
	"прізвище ім’я|піб учня|піб дитини|піб вчителя|піб працівника|учень|"
	"здобувач освіти|full name|fullname|pupil|student|teacher|учитель|"
	"вчитель|працівник"},
    {ROSTER_BIRTH,
	"дата народження|народження|дн|д.н.|день народження|birth date|"
	"date of birth|birthday|birthdate|dob|born"},
    {ROSTER_SEX, "стать|форма звертання|ст.|sex|gender"},
    {ROSTER_EMAIL, "email|електронна адреса|електронна пошта|пошта|ел. пошта|"
		   "ел. адреса|адреса електронної пошти|mail|email учня|"
		   "електронна пошта учня"},
    {ROSTER_PHONE,
	"телефон|тел.|тел|номер телефону|моб. телефон|мобільний телефон|"
	"мобільний|phone|mobile|telephone|телефон учня|phone number"},
    {ROSTER_POST, "посада|посади|post|position|job title"},
    {ROSTER_SUBJECTS,
	"предмети|предмет|навчальні предмети|викладає|дисципліни|дисципліна|"
	"subjects|subject|teaches"},
    {ROSTER_GUARDIAN,
	"один із батьків|один з батьків|батьки|опікун|представник|"
	"законний представник|піб батьків|піб одного з батьків|"
	"піб одного із батьків|перший із батьків|guardian|parent|"
	"guardian name|parent name|parents|guardian 1|parent 1"},
    {ROSTER_GUARDIAN_EMAIL,
	"email батьків|пошта батьків|електронна пошта батьків|"
	"електронна адреса батьків|ел. пошта батьків|"
	"email одного з батьків|email одного із батьків|email опікуна|"
	"guardian email|parent email|parents email|email of guardian|"
	"email of parent|guardian 1 email|parent 1 email"},
    {ROSTER_GUARDIAN_PHONE,
	"телефон батьків|тел. батьків|тел батьків|номер телефону батьків|"
	"контактний телефон батьків|телефон одного з батьків|"
	"телефон одного із батьків|телефон опікуна|guardian phone|"
	"parent phone|parents phone|phone of guardian|phone of parent|"
	"guardian 1 phone|parent 1 phone"},
    {ROSTER_SECOND, "другий із батьків|другий з батьків|один із батьків 2|"
		    "один з батьків 2|другий опікун|другий представник|"
		    "second guardian|second parent|guardian 2|parent 2"},
    {ROSTER_SECOND_EMAIL,
	"email другого з батьків|email другого із батьків|email батьків 2|"
	"email другого опікуна|second guardian email|second parent email|"
	"guardian 2 email|parent 2 email"},
    {ROSTER_SECOND_PHONE,
	"телефон другого з батьків|телефон другого із батьків|"
	"телефон батьків 2|телефон другого опікуна|second guardian phone|"
	"second parent phone|guardian 2 phone|parent 2 phone"},
    {ROSTER_MOTHER, "мати|мама|піб матері|піб мами|mother|mother name"},
    {ROSTER_MOTHER_EMAIL, "email матері|email мами|пошта матері|пошта мами|"
			  "електронна пошта матері|mother email"},
    {ROSTER_MOTHER_PHONE,
	"телефон матері|телефон мами|тел. матері|тел. мами|mother phone"},
    {ROSTER_FATHER, "батько|тато|піб батька|піб тата|father|father name"},
    {ROSTER_FATHER_EMAIL, "email батька|email тата|пошта батька|пошта тата|"
			  "електронна пошта батька|father email"},
    {ROSTER_FATHER_PHONE,
	"телефон батька|телефон тата|тел. батька|тел. тата|father phone"},
};

const char *
roster_column_name(enum roster_column column)
{
	return column < ROSTER_COLUMNS ? names[column] : "row";
}

enum roster_column
roster_column_parse(const char *name)
{
	enum roster_column i;

	for (i = ROSTER_IGNORE; name && i < ROSTER_COLUMNS; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return ROSTER_IGNORE;
}

bool
roster_column_fits(enum roster_kind kind, enum roster_column column)
{
	if (kind == ROSTER_PUPILS)
		return column != ROSTER_POST && column != ROSTER_SUBJECTS;
	return column != ROSTER_CLASS && column < ROSTER_GUARDIAN;
}

/* Folded letters and digits alone, so that «Тел. батьків» is «телбатьків»,
 * «П.І.Б.» is «піб» and «E-mail» is «email». */
static const char *
heading_fold(struct arena *arena, const char *s, size_t len)
{
	char *folded =
	    arena_strdup(arena, text_fold(arena, arena_strndup(arena, s, len)));
	char *from, *to = folded;

	for (from = folded; *from; from++) {
		if (*from != ' ')
			*to++ = *from;
	}
	*to = '\0';
	return folded;
}

static bool
heading_in(struct arena *arena, const char *folded, const char *list)
{
	while (*list) {
		size_t len = strcspn(list, "|");

		if (strcmp(folded, heading_fold(arena, list, len)) == 0)
			return true;
		list += len + (list[len] == '|');
	}
	return false;
}

enum roster_column
roster_column_recognise(
    struct arena *arena, enum roster_kind kind, const char *heading)
{
	const char *pure, *folded;
	size_t i;

	/* A heading typed with Latin look-alikes means the same. */
	if (text_unmix(arena, heading, &pure) == TEXT_AMBIGUOUS)
		pure = heading;
	folded = heading_fold(arena, pure, strlen(pure));
	if (!folded[0])
		return ROSTER_IGNORE;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (roster_column_fits(kind, known[i].column) &&
		    heading_in(arena, folded, known[i].headings))
			return known[i].column;
	}
	return ROSTER_IGNORE;
}

int
roster_column_at(const struct roster *roster, enum roster_column column)
{
	size_t i;

	for (i = 0; i < roster->columns_n; i++) {
		if (roster->columns[i] == column)
			return (int)i;
	}
	return -1;
}

const char *
roster_cell(const struct roster *roster, const struct roster_row *row,
    enum roster_column column)
{
	int at = roster_column_at(roster, column);

	return at < 0 || (size_t)at >= row->n ? "" : row->cells[at];
}
