/* SPDX-License-Identifier: EUPL-1.2 */
/* Words and small pieces that the pages of the school office share: people,
 * classes, subjects, journals, lists. */
#pragma once

#include "base/table.h"
#include "domain/person.h"
#include "web/form.h"
#include "web/layout.h"

/* Permissions of these pages: who reads, who writes about people, who writes
 * about classes and journals. */
#define OFFICE_READS (ROLE_ADMIN | ROLE_SECRETARY | ROLES_LEADING)
#define OFFICE_WRITES (ROLE_ADMIN | ROLE_SECRETARY)
#define OFFICE_BUILDS (ROLE_ADMIN | ROLES_LEADING)

/* A role of person_role in the reader's language: "учитель / учителька". */
const char *office_role(struct html *h, const char *role);
/* Several of them, "teacher,admin", with comma and space. */
const char *office_roles(struct html *h, const char *roles);
/* mother, father, ...; "" gives "parent". */
const char *office_relation(struct html *h, const char *relation);
extern const char *const office_relations[];
extern const size_t office_relations_n;
/* Form of address: f, m, "". */
const char *office_sex(struct html *h, const char *sex);
/* Field of study by its code. */
const char *office_field(struct html *h, const char *code);
/* "2026/2027" */
const char *office_year(struct html *h, int64_t year);
/* "23.11.2026", "" for DAY_NONE; and for date fields "2026-11-23". */
const char *office_day(struct html *h, int64_t day);
const char *office_day_field(struct html *h, int64_t day);

/* A number of a form or a query; 0 when missing or malformed. */
int64_t office_number(struct page *p, const char *name);
/* A field of a form or query as text, never NULL. */
const char *office_text(struct page *p, const char *name);
/* A day of a date field: DAY_NONE when empty; false: no date. */
bool office_date(struct page *p, const char *name, int64_t *day);

/* After a form: its page again with the fault where the entry was wrong or is
 * there already (again may be NULL), a page of refusal, or on to path with a
 * notice. */
void office_after(struct page *p, enum err err,
    void (*again)(struct page *p, enum err fault), const char *path,
    const char *notice);

/* TABLE_XLSX when ?format=xlsx, else TABLE_CSV. */
enum table_format office_format(struct page *p);
/* Ends the writer and sends the file for saving as `name`.csv or .xlsx. */
void office_send(struct page *p, struct table_writer *w,
    enum table_format format, const char *name);
/* "Save as a table: XLSX, CSV" under a list; path may have a query. */
void office_export_links(struct page *p, const char *path);
