/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/office.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "web/app.h"

/* Digits of the largest number a form may carry. */
#define NUMBER_DIGITS_MAX 15

struct word {
	const char *code, *text;
};

static const char *
word_find(struct html *h, const struct word *words, size_t n, const char *code)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(words[i].code, code) == 0)
			return t(h->lang, words[i].text);
	return code;
}

const char *
office_role(struct html *h, const char *role)
{
	enum role known = role_parse(role);

	return known ? app_role_text(h->lang, known) : role;
}

const char *
office_roles(struct html *h, const char *roles)
{
	struct buf b;

	buf_init(&b, h->arena, 64);
	while (*roles) {
		size_t len = strcspn(roles, ",");

		if (b.len)
			buf_adds(&b, ", ");
		buf_adds(
		    &b, office_role(h, arena_strndup(h->arena, roles, len)));
		roles += len + (roles[len] == ',');
	}
	return b.p;
}

const char *const office_relations[] = {
    "", "mother", "father", "guardian", "trustee", "foster", "other"};
const size_t office_relations_n =
    sizeof(office_relations) / sizeof(office_relations[0]);

const char *
office_relation(struct html *h, const char *relation)
{
	static const struct word words[] = {
	    {"", N_("parent")},
	    {"mother", N_("mother")},
	    {"father", N_("father")},
	    {"guardian", N_("legal guardian")},
	    {"trustee", N_("trustee")},
	    {"foster", N_("foster parent")},
	    {"other", N_("another person")},
	};

	return word_find(h, words, sizeof(words) / sizeof(words[0]), relation);
}

const char *
office_sex(struct html *h, const char *sex)
{
	static const struct word words[] = {
	    {"f", N_("feminine")},
	    {"m", N_("masculine")},
	    {"", N_("not given")},
	};

	return word_find(h, words, sizeof(words) / sizeof(words[0]), sex);
}

const char *
office_field(struct html *h, const char *code)
{
	static const struct word words[] = {
	    {"language", N_("Languages and literature")},
	    {"math", N_("Mathematics")},
	    {"nature", N_("Natural sciences")},
	    {"health", N_("Society and health")},
	    {"society", N_("Civics and history")},
	    {"informatics", N_("Informatics")},
	    {"technology", N_("Technologies")},
	    {"arts", N_("Arts")},
	    {"sport", N_("Physical education")},
	    {"", N_("Several fields or none")},
	};

	return word_find(h, words, sizeof(words) / sizeof(words[0]), code);
}

const char *
office_year(struct html *h, int64_t year)
{
	return arena_printf(
	    h->arena, "%lld/%lld", (long long)year, (long long)year + 1);
}

const char *
office_day(struct html *h, int64_t day)
{
	return day == DAY_NONE ? "" : clock_short(h->arena, day);
}

const char *
office_day_field(struct html *h, int64_t day)
{
	return day == DAY_NONE ? "" : clock_iso(h->arena, day);
}

int64_t
office_number(struct page *p, const char *name)
{
	const char *s = office_text(p, name);
	size_t len = strlen(s);

	if (len == 0 || len > NUMBER_DIGITS_MAX ||
	    strspn(s, "0123456789") != len)
		return 0;
	return strtoll(s, NULL, 10);
}

const char *
office_text(struct page *p, const char *name)
{
	const char *s = http_field(p->req, name);

	return s ? s : "";
}

bool
office_date(struct page *p, const char *name, int64_t *day)
{
	const char *s = office_text(p, name);

	*day = DAY_NONE;
	return s[0] == '\0' || clock_parse_date(s, day) == OK;
}

enum table_format
office_format(struct page *p)
{
	return strcmp(office_text(p, "format"), "xlsx") == 0 ? TABLE_XLSX
							     : TABLE_CSV;
}

void
office_after(struct page *p, enum err err,
    void (*again)(struct page *p, enum err fault), const char *path,
    const char *notice)
{
	if (again && (err == ERR_INVALID || err == ERR_EXISTS))
		again(p, err);
	else if (err)
		page_error(p, err);
	else
		page_go(p, path, notice);
}

void
office_send(struct page *p, struct table_writer *w, enum table_format format,
    const char *name)
{
	struct bytes file;
	enum err err;

	if ((err = table_writer_end(w, &file))) {
		page_error(p, err);
		return;
	}
	buf_cut(&p->res->body, 0);
	buf_add(&p->res->body, file.p, file.len);
	p->res->content_type = table_content_type(format);
	p->res->compress = format == TABLE_CSV;
	http_attachment(p->res, arena_printf(p->html.arena, "%s.%s", name,
				    table_extension(format)));
}

void
office_export_links(struct page *p, const char *path)
{
	struct html *h = &p->html;
	const char *joint = strchr(path, '?') ? "&" : "?";

	html(h, "<p class='row small noprint'><span class='soft'>{}</span>",
	    _("Save as a table:"));
	html(h, "<a href='{}{}format=xlsx'>XLSX</a>", path, joint);
	html(h, "<a href='{}{}format=csv'>CSV</a></p>\n", path, joint);
}
