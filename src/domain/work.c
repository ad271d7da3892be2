/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/work.h"

#include <assert.h>
#include <string.h>

#include "base/json.h"
#include "store/jobs.h"

enum err
work_add(struct act *act, const char *kind, const char *key,
    const char *payload, int64_t delay_s)
{
	enum err err;

	assert(act->writing);
	if ((err = jobs_add(act->writing, act->write_inst, kind, key, payload,
		 act->now + delay_s, act->now)))
		return err;
	act->work_added = true;
	return OK;
}

static const struct {
	const char *template, *holes;
} letters[] = {
    {"admin", "institution link date"},
    {"staff", "role link date"},
    {"member", "institution role link date"},
    {"reset", "link date"},
    {"password_changed", "when link"},
    {"email_confirm", "link date"},
    {"email_changed", "when"},
    {"suspended", "institution link"},
    {"request_confirm", "institution link date"},
    {"request_received", "number institution date"},
    {"request_missing", "number institution list link date"},
    {"request_returned", "number institution note link date"},
    {"request_rejected", "number institution note"},
    {"request_expired", "number institution"},
    {"test", ""},
};

const char *
work_mail_holes(const char *template)
{
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (!strcmp(letters[i].template, template))
			return letters[i].holes;
	return NULL;
}

/* A name may be empty where a person left it out; a link never is. */
static bool
is_given(const struct mail_hole *hole, const char *name, size_t len)
{
	return strlen(hole->name) == len && !strncmp(hole->name, name, len) &&
	       hole->value && (*hole->value || strcmp(hole->name, "link") != 0);
}

static bool
is_filled(const char *template, const struct mail_hole *holes, size_t n)
{
	const char *name = work_mail_holes(template);
	size_t len;

	if (!name)
		return false;
	for (; *name; name += len, name += *name == ' ') {
		size_t i = 0;

		len = strcspn(name, " ");
		while (i < n && !is_given(&holes[i], name, len))
			i++;
		if (i == n)
			return false;
	}
	return true;
}

enum err
work_mail(struct act *act, const struct mail_work *mail,
    const struct mail_hole *holes, size_t n)
{
	struct buf b;
	struct json_out o = {.out = &b};

	assert(is_filled(mail->template, holes, n));
	buf_init(&b, act->arena, 512);
	json_open(&o, '{');
	json_put_text(&o, "template", mail->template);
	json_put_text(&o, "to", mail->to);
	json_put_text(&o, "lang", mail->lang);
	if (mail->in_reply_to)
		json_put_text(&o, "in_reply_to", mail->in_reply_to);
	json_key(&o, "fields");
	json_open(&o, '{');
	for (size_t i = 0; i < n; i++)
		json_put_text(&o, holes[i].name, holes[i].value);
	json_close(&o, '}');
	json_close(&o, '}');
	return work_add(act, "mail", mail->key, b.p, 0);
}
