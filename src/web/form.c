/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/form.h"

#include <assert.h>
#include <string.h>

/* What the browser gets beside a field is always in the same order: label,
 * hint, error, field. A screen reader hears hint and error through
 * aria-describedby. */

void
form_hidden(struct page *p, const char *name, const char *value)
{
	html(&p->html, "<input type='hidden' name='{}' value='{}'>", name,
	    value);
}

void
form_open(struct page *p, const char *action, unsigned flags)
{
	struct html *h = &p->html;
	const char *class = flags & FORM_ROW ? "row" : "form";

	if (flags & FORM_GET) {
		html(h, "<form class='{}' action='{}'>\n", class, action);
		return;
	}
	/* Every POST carries the token: a page without one is a wrong program,
	 * not a form that fails at the reader's. */
	assert(p->csrf);
	html(h, "<form class='{}' method='post' action='{}'", class, action);
	if (flags & FORM_UPLOAD)
		html(h, " enctype='multipart/form-data'");
	html(h, " novalidate>");
	form_tokens(p);
	html(h, "\n");
}

void
form_tokens(struct page *p)
{
	assert(p->csrf);
	form_hidden(p, FORM_CSRF, p->csrf);
	if (p->as && *p->as)
		form_hidden(p, FORM_AS, p->as);
}

/* Attributes common to every kind of field, after the tag's name. */
static void
attributes(struct page *p, const struct field *f)
{
	struct html *h = &p->html;

	html(h, " id='f-{}' name='{}'", f->name, f->name);
	if (f->width)
		html(h, " class='{}'", f->width == 1 ? "w1 num" : "w2");
	if (f->hint && f->error)
		html(h, " aria-describedby='f-{}-h f-{}-e'", f->name, f->name);
	else if (f->hint)
		html(h, " aria-describedby='f-{}-h'", f->name);
	else if (f->error)
		html(h, " aria-describedby='f-{}-e'", f->name);
	if (f->error)
		html(h, " aria-invalid='true'");
	if (f->required)
		html(h, " required");
	/* The error summary takes the focus when there is one. */
	if (f->autofocus && !f->error)
		html(h, " autofocus");
	if (f->multiple)
		html(h, " multiple");
	if (f->autocomplete)
		html(h, " autocomplete='{}'", f->autocomplete);
	if (f->spell_off)
		html(h, " spellcheck='false' autocapitalize='none'");
	if (f->maxlength > 0)
		html(h, " maxlength='{}'", html_id(h, f->maxlength));
}

static void
input_only(struct page *p, const struct field *f)
{
	struct html *h = &p->html;

	if (f->inputmode)
		html(h, " inputmode='{}'", f->inputmode);
	if (f->pattern)
		html(h, " pattern='{}'", f->pattern);
	if (f->list)
		html(h, " list='{}'", f->list);
	if (f->accept)
		html(h, " accept='{}'", f->accept);
}

static void
hint_and_error(struct page *p, const struct field *f)
{
	struct html *h = &p->html;

	if (f->hint)
		html(h, "<span class='hint' id='f-{}-h'>{}</span>\n", f->name,
		    f->hint);
	if (f->error)
		html(h, "<strong class='wrong' id='f-{}-e'>{}</strong>\n",
		    f->name, f->error);
}

static void
field_begin(struct page *p, const struct field *f)
{
	html(&p->html, "<div class='field{}'><label for='f-{}'>{}</label>\n",
	    f->error ? " bad" : "", f->name, f->label);
	hint_and_error(p, f);
}

void
form_field(struct page *p, const struct field *f)
{
	struct html *h = &p->html;
	const char *type = f->type ? f->type : "text";
	/* What was typed comes back, but a password or a file never does. */
	bool keeps = strcmp(type, "password") != 0 && strcmp(type, "file") != 0;

	field_begin(p, f);
	if (strcmp(type, "textarea") == 0) {
		html(h, "<textarea rows='3'");
		attributes(p, f);
		/* A first line break in a textarea is not content. */
		html(h, ">\n{}</textarea></div>\n", f->value);
		return;
	}
	html(h, "<input type='{}'", type);
	attributes(p, f);
	input_only(p, f);
	if (keeps && f->value)
		html(h, " value='{}'", f->value);
	html(h, "></div>\n");
}

static bool
is_value(const struct field *f, const struct choice *choice)
{
	return strcmp(f->value ? f->value : "", choice->value) == 0;
}

void
form_select(struct page *p, const struct field *f, const struct choice *choices,
    size_t n)
{
	struct html *h = &p->html;

	field_begin(p, f);
	html(h, "<select");
	attributes(p, f);
	html(h, ">\n");
	for (size_t i = 0; i < n; i++)
		html(h, "<option value='{}'{}>{}</option>\n", choices[i].value,
		    is_value(f, &choices[i]) ? " selected" : "",
		    choices[i].text);
	html(h, "</select></div>\n");
}

static void
radio(struct page *p, const struct field *f, const struct choice *choice,
    bool first)
{
	struct html *h = &p->html;

	html(h, "<label><input type='radio' name='{}' value='{}'", f->name,
	    choice->value);
	if (first)
		html(h, " id='f-{}'", f->name);
	if (f->required)
		html(h, " required");
	if (is_value(f, choice))
		html(h, " checked");
	html(h, "> <span>{}", choice->text);
	if (choice->hint)
		html(h, "<span class='hint'>{}</span>", choice->hint);
	html(h, "</span></label>\n");
}

void
form_radios(struct page *p, const struct field *f, const struct choice *choices,
    size_t n)
{
	struct html *h = &p->html;

	html(h, "<fieldset class='field{}'", f->error ? " bad" : "");
	if (f->hint && f->error)
		html(h, " aria-describedby='f-{}-h f-{}-e'", f->name, f->name);
	else if (f->hint || f->error)
		html(h, " aria-describedby='f-{}-{}'", f->name,
		    f->hint ? "h" : "e");
	html(h, "><legend>{}</legend>\n", f->label);
	hint_and_error(p, f);
	html(h, "<div class='pick'>\n");
	for (size_t i = 0; i < n; i++)
		radio(p, f, &choices[i], i == 0);
	html(h, "</div></fieldset>\n");
}

void
form_tick(struct page *p, const char *name, const char *value,
    const char *label, const char *hint, bool checked)
{
	struct html *h = &p->html;

	html(h,
	    "<label class='tick'><input type='checkbox' name='{}' "
	    "value='{}'{}> <span>{}",
	    name, value, checked ? " checked" : "", label);
	if (hint)
		html(h, "<span class='hint'>{}</span>", hint);
	html(h, "</span></label>\n");
}

void
form_button(struct page *p, const char *kind, const char *name,
    const char *value, const char *text)
{
	struct html *h = &p->html;

	html(h, "<button class='btn{}{}'", *kind ? " " : "", kind);
	if (name)
		html(h, " name='{}' value='{}'", name, value);
	html(h, ">{}</button>\n", text);
}

void
form_end(struct page *p)
{
	html(&p->html, "</form>\n");
}

void
form_close(struct page *p, const char *button)
{
	html(&p->html, "<p class='row'>");
	form_button(p, "main", NULL, NULL, button);
	html(&p->html, "</p></form>\n");
}

void
form_errors(struct page *p, const struct field *const *fields, size_t n)
{
	struct html *h = &p->html;
	int64_t wrong = 0;

	for (size_t i = 0; i < n; i++)
		wrong += fields[i]->error != NULL;
	if (!wrong)
		return;
	html(h,
	    "<section class='sum' role='alert' tabindex='-1' autofocus "
	    "aria-labelledby='sum-h'>\n<h2 id='sum-h'>{}</h2>\n<ul>\n",
	    FILL(h->arena, n_("Correct {n} field", "Correct {n} fields", wrong),
		{"n", html_num(h, wrong)}));
	for (size_t i = 0; i < n; i++)
		if (fields[i]->error)
			html(h, "<li><a href='#f-{}'>{}: {}</a></li>\n",
			    fields[i]->name, fields[i]->label,
			    fields[i]->error);
	html(h, "</ul></section>\n");
}
