/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/import_text.h"

#include <string.h>

#include "web/office.h"

const char *
import_column(struct html *h, enum roster_column column)
{
	static const char *const names[ROSTER_COLUMNS] = {
	    [ROSTER_IGNORE] = N_("not used"),
	    [ROSTER_CLASS] = N_("Class"),
	    [ROSTER_SURNAME] = N_("Surname"),
	    [ROSTER_GIVEN] = N_("Given name"),
	    [ROSTER_PATRONYMIC] = N_("Patronymic"),
	    [ROSTER_FULL_NAME] = N_("Surname, given name, patronymic"),
	    [ROSTER_BIRTH] = N_("Date of birth"),
	    [ROSTER_SEX] = N_("Form of address"),
	    [ROSTER_EMAIL] = N_("E-mail"),
	    [ROSTER_PHONE] = N_("Phone"),
	    [ROSTER_POST] = N_("Post"),
	    [ROSTER_SUBJECTS] = N_("Subjects"),
	    [ROSTER_GUARDIAN] = N_("Parent"),
	    [ROSTER_GUARDIAN_EMAIL] = N_("Parent: e-mail"),
	    [ROSTER_GUARDIAN_PHONE] = N_("Parent: phone"),
	    [ROSTER_SECOND] = N_("Second parent"),
	    [ROSTER_SECOND_EMAIL] = N_("Second parent: e-mail"),
	    [ROSTER_SECOND_PHONE] = N_("Second parent: phone"),
	    [ROSTER_MOTHER] = N_("Mother"),
	    [ROSTER_MOTHER_EMAIL] = N_("Mother: e-mail"),
	    [ROSTER_MOTHER_PHONE] = N_("Mother: phone"),
	    [ROSTER_FATHER] = N_("Father"),
	    [ROSTER_FATHER_EMAIL] = N_("Father: e-mail"),
	    [ROSTER_FATHER_PHONE] = N_("Father: phone"),
	};

	if (column >= ROSTER_COLUMNS)
		return _("whole row");
	return t(h->lang, names[column]);
}

static const char *
limit_text(struct html *h, const struct table_problem *problem)
{
	switch (problem->fault) {
	case TABLE_ROWS:
		return FILL(h->arena,
		    _("The file has more than {n} rows. Divide it into "
		      "parts."),
		    {"n", html_num(h, TABLE_ROWS_MAX)});
	case TABLE_COLUMNS:
		return FILL(h->arena,
		    _("The file has more than {n} columns. Leave only those "
		      "that are needed."),
		    {"n", html_num(h, TABLE_COLUMNS_MAX)});
	case TABLE_CELL_SIZE:
		return FILL(h->arena,
		    _("Row {row}, column {column}: the text is too long for a "
		      "list. Shorten it in the file."),
		    {"row", html_num(h, problem->row)},
		    {"column", html_num(h, problem->column)});
	default:
		return _("The file is too large. A list of a whole school "
			 "takes about 1 MB; the limit is 10 MB.");
	}
}

const char *
import_problem(struct html *h, const struct table_problem *problem)
{
	switch (problem->fault) {
	case TABLE_EMPTY:
		return _("There are no rows in the file: it needs headings "
			 "and at least one person under them.");
	case TABLE_OTHER_KIND:
		return _("This is not a table. Save the list as XLSX or CSV "
			 "in your spreadsheet program and choose that file.");
	case TABLE_OLD_EXCEL:
		return _("This file is of an old Excel (XLS) or is locked "
			 "with a password. Open it and save it as XLSX "
			 "without a password.");
	case TABLE_CHARSET:
		return _("The letters of the file cannot be read. Save it as "
			 "XLSX or as CSV in UTF-8.");
	case TABLE_QUOTE:
		return FILL(h->arena,
		    _("Row {row}: a quotation mark is opened and never "
		      "closed. Correct the row or save the list as XLSX."),
		    {"row", html_num(h, problem->row)});
	case TABLE_BROKEN:
		return _("The file is damaged. Open it in your spreadsheet "
			 "program, save it again and choose the new file.");
	case TABLE_NO_SHEET:
		return _("The workbook has no visible sheet.");
	case TABLE_HOSTILE:
		return _("The file is built so that it could harm the "
			 "system, so it was not read. Copy the list into a "
			 "new workbook.");
	default:
		return limit_text(h, problem);
	}
}

static const char *
error_text(struct html *h, const struct roster_issue *issue)
{
	switch (issue->code) {
	case ROSTER_MISSING:
		return _("The cell is empty; it has to be filled.");
	case ROSTER_NO_SUCH_DATE:
		return _("There is no such date. Example: 23.11.2012.");
	case ROSTER_DATE_RANGE:
		return _("The date is in the future or too long ago.");
	case ROSTER_NO_CLASS:
		return _("This is no class. Example: 5-А.");
	case ROSTER_FORMULA:
		return _("Looks like a formula, not like a name.");
	case ROSTER_NO_NAME:
		return _("There are digits or signs that names do not have.");
	case ROSTER_ONE_WORD:
		return _("There is one word only; a surname and a given name "
			 "are needed.");
	case ROSTER_LETTERS_MIXED:
		return _("Latin and Ukrainian letters are mixed. Type the "
			 "word again.");
	case ROSTER_NO_EMAIL:
		return _("This is no e-mail address.");
	case ROSTER_NO_PHONE:
		return _("This is no phone. Example: +380 67 123 45 67.");
	case ROSTER_NO_SEX:
		return _("Write «ж» or «ч», or leave the cell empty.");
	case ROSTER_TOO_LONG:
		return _("The text is too long.");
	case ROSTER_TWO_CLASSES:
		return FILL(h->arena,
		    _("The same child stands in row {row} in class {class}."),
		    {"row", html_num(h, issue->row)}, {"class", issue->param});
	case ROSTER_TWO_ALIKE:
		return _("Two people here fit this row. Join their cards or "
			 "give the date of birth.");
	default:
		return "";
	}
}

static const char *
differs_text(struct html *h, const struct roster_issue *issue)
{
	if (issue->column == ROSTER_ROW)
		return FILL(h->arena, _("Left on {date}; will be here again."),
		    {"date", issue->param});
	if (!issue->param[0])
		return _("Nothing stands here now; it will be added.");
	return FILL(h->arena, _("Now: {value}. It will be replaced."),
	    {"value", issue->column == ROSTER_SEX ? office_sex(h, issue->param)
						  : issue->param});
}

const char *
import_issue(struct html *h, const struct roster_issue *issue)
{
	switch (issue->code) {
	case ROSTER_CLASS_FORM:
		return FILL(h->arena,
		    _("Will be written as {class}, if you agree."),
		    {"class", issue->param});
	case ROSTER_LETTERS:
		return FILL(h->arena,
		    _("Latin letters are replaced by the same Ukrainian "
		      "ones: {name}."),
		    {"name", issue->param});
	case ROSTER_DIFFERS:
		return differs_text(h, issue);
	case ROSTER_GUARDIAN_NEW:
		return _("Will be added to the parents of this child.");
	case ROSTER_SAME_ROW:
		return FILL(h->arena, _("Repeats row {row}: the same person."),
		    {"row", html_num(h, issue->row)});
	default:
		return error_text(h, issue);
	}
}

const char *
import_value(struct html *h, const struct roster_issue *issue)
{
	if (!issue->value[0])
		return _("empty");
	if (issue->column == ROSTER_SEX && issue->code == ROSTER_DIFFERS)
		return office_sex(h, issue->value);
	return issue->value;
}

const char *
import_hold(struct html *h, enum roster_hold hold)
{
	switch (hold) {
	case ROSTER_LATE:
		return _("More than 24 hours have passed. Correct single "
			 "cards on the page “People”.");
	case ROSTER_MARKS:
		return _("Marks or attendance of these pupils are in the "
			 "journals already.");
	case ROSTER_JOURNALS:
		return _("Journals have been made for these classes, subjects "
			 "or teachers.");
	case ROSTER_LEADERS:
		return _("Class teachers have been named. Take that back "
			 "first.");
	case ROSTER_ACCOUNTS:
		return _("Somebody of this list signs in already.");
	case ROSTER_LATER_LIST:
		return _("A later list or card stands on this one. Take the "
			 "later list back first.");
	default:
		return "";
	}
}

const char *
import_format(struct html *h, const struct import *import)
{
	const char *separator;

	if (!import->charset[0])
		return "XLSX";
	switch (import->separator[0]) {
	case '\t':
		separator = _("tabs");
		break;
	case ',':
		separator = _("commas");
		break;
	default:
		separator = _("semicolons");
	}
	return arena_printf(h->arena, "%s, %s", import->charset, separator);
}
