/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/work.h"

#include <assert.h>

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

enum err
work_mail(struct act *act, const struct mail_work *mail,
    const struct mail_hole *holes, size_t n)
{
	struct buf b;
	struct json_out o = {.out = &b};

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
