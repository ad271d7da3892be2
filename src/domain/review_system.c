/* SPDX-License-Identifier: EUPL-1.2 */
/* What happens to requests by themselves: time runs out, letters are
 * forgotten, communities are checked once the codifier is here. */
#include <string.h>

#include "base/clock.h"
#include "domain/codifier.h"
#include "domain/request_link.h"
#include "domain/review_part.h"
#include "store/originals.h"

#define DAY_S 86400

/* ---- time runs out --------------------------------------------------------
 */

static enum err
expire_one(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_field *fields;
	struct request row;
	struct review_letter letter = {.template = "request_expired"};
	size_t n;
	enum err err;

	if ((err = review_begin(tx, request, &row)))
		return err;
	if (!review_has_state(&row, "returned"))
		return OK;
	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	if ((err = request_link_end(act, request)))
		return err;
	letter.key =
	    arena_printf(act->arena, "expired.%lld", (long long)request);
	if ((letter.to = review_address(&row, fields, n)) &&
	    (err = review_write(
		 act, &row, &letter, review_called(act, &row, fields, n))))
		return err;
	row.state = "expired";
	if ((err = review_note(act, &row,
		 &(struct review_done){
		     .step = "expired", .old_state = "returned"})))
		return err;
	return act_commit(act);
}

/* A form whose address nobody confirmed was never a request. */
static enum err
drop_one(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	if ((err = act_begin_registry(tx)))
		return err;
	if ((err = request_link_end(act, request)))
		return err;
	if ((err = requests_delete(act->registry, request)))
		return err;
	return act_commit(act);
}

static enum err
each_due(struct act *act, const char *state, int64_t before,
    enum err (*one)(struct act *act, int64_t request), int64_t *n)
{
	struct request *rows;
	size_t due;
	enum err err;

	if ((err = requests_due(
		 act->registry, act->arena, state, before, &rows, &due)))
		return err;
	for (size_t i = 0; i < due; i++) {
		if ((err = one(act, rows[i].request)))
			return err;
		(*n)++;
	}
	return OK;
}

enum err
review_expire(struct act *act, int64_t *n)
{
	const int64_t before = act->now - act->config->request_days * DAY_S;
	enum err err;

	*n = 0;
	if ((err = each_due(act, "returned", before, expire_one, n)))
		return err;
	return each_due(act, "unconfirmed", before, drop_one, n);
}

/* ---- letters are forgotten ------------------------------------------------
 */

static int64_t
months_ago(int64_t now, int64_t months)
{
	struct date d = clock_date(clock_day_at(now));
	int64_t month = d.year * 12 + (d.month - 1) - months;

	d.year = (int)(month / 12);
	d.month = (int)(month % 12) + 1;
	while (!clock_date_valid(d))
		d.day--;
	return clock_instant(clock_days(d), 0, 0);
}

/* The same bytes may have come with another request. */
static enum err
delete_files(struct act *act, const struct request_file *files, size_t n,
    const char *original)
{
	bool used;
	enum err err;

	for (size_t i = 0; i < n; i++) {
		if ((err = request_files_used(
			 act->registry, files[i].hash, &used)))
			return err;
		if (!used && (err = originals_delete(act->arena,
				  act->config->state, files[i].hash)))
			return err;
	}
	if (!original)
		return OK;
	if ((err = request_mails_original_used(act->registry, original, &used)))
		return err;
	if (used)
		return OK;
	return originals_delete(act->arena, act->config->state, original);
}

/* Who wrote is forgotten with the letter; what institution it was stays. */
static enum err
forget_people(struct act *act, int64_t request)
{
	static const char *const personal[] = {
	    "person", "email", "phone", "other_phone", "sender"};
	struct request_field *fields;
	size_t n;
	enum err err;

	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < sizeof(personal) / sizeof(personal[0]);
		     k++)
			if (!strcmp(fields[i].field, personal[k]) &&
			    (err = request_fields_delete(act->registry, request,
				 fields[i].field, fields[i].ord)))
				return err;
	return requests_forget_sender(act->registry, request);
}

static enum err
forget_letter(
    struct act *act, const struct request *row, struct request_mail *mail)
{
	enum err err =
	    request_mails_find(act->registry, act->arena, row->mail_hash, mail);

	if (err && err != ERR_NOT_FOUND)
		return err;
	return request_mails_delete(act->registry, row->mail_hash);
}

static enum err
forget_one(struct act *act, int64_t request)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct request_mail mail = {0};
	struct request_file *files;
	struct request row;
	size_t n;
	enum err err;

	if ((err = review_begin(tx, request, &row)))
		return err;
	if ((err = request_files_list(
		 act->registry, act->arena, request, &files, &n)))
		return err;
	if (row.mail_hash && (err = forget_letter(act, &row, &mail)))
		return err;
	if ((err = request_files_delete(act->registry, request)) ||
	    (err = forget_people(act, request)))
		return err;
	/* Before the row says that it is done: what is killed here is done
	 * again, and deleting twice is allowed. */
	if ((err = delete_files(act, files, n, mail.original_hash)))
		return err;
	row.mail_deleted_at = act->now;
	/* changed_at stays: it says when the request ended. */
	if ((err = requests_update(act->registry, &row, row.state)))
		return err;
	if ((err = request_steps_add(act->registry, request,
		 &(struct request_step){.at = act->now, .act = "forgotten"})))
		return err;
	return act_commit(act);
}

enum err
review_forget(struct act *act, int64_t *n)
{
	struct request *rows;
	size_t due;
	enum err err;

	*n = 0;
	if ((err = requests_mails_due(act->registry, act->arena,
		 months_ago(act->now, act->config->request_mail_months), &rows,
		 &due)))
		return err;
	for (size_t i = 0; i < due; i++) {
		if ((err = forget_one(act, rows[i].request)))
			return err;
		(*n)++;
	}
	return OK;
}

/* ---- the codifier has come ------------------------------------------------
 */

static enum err
recheck_one(struct act *act, const struct places *places, int64_t request)
{
	struct request_field *fields, region, community;
	const struct request_field *old;
	struct place_answer a;
	size_t n;
	enum err err;

	if ((err = request_fields_list(
		 act->registry, act->arena, request, &fields, &n)))
		return err;
	if (!(old = request_check_find(fields, n, FIELD_COMMUNITY)))
		return OK;
	community = *old;
	if ((err = place_resolve(act->arena, places,
		 request_check_value(fields, n, FIELD_REGION), old->value, &a)))
		return err;
	community.value = a.community ? a.community : old->value;
	community.code = a.code;
	community.flag = place_flag_name(a.community_flag);
	community.why = a.community_why;
	if ((err = request_fields_set(act->registry, request, &community)))
		return err;
	old = request_check_find(fields, n, FIELD_REGION);
	if (!a.region || !old || old->code)
		return OK;
	region = *old;
	region.value = a.region->name;
	region.code = a.region->code;
	region.flag = place_flag_name(a.region_flag);
	region.why = a.region_why;
	return request_fields_set(act->registry, request, &region);
}

enum err
review_recheck(struct act *act, int64_t *n)
{
	int64_t requests[REQUEST_FIELDS_UNCHECKED_MAX], after = 0;
	struct places places;
	size_t got;
	enum err err;

	*n = 0;
	if ((err = codifier_places(act, &places)) || !places.loaded)
		return err;
	do {
		AUTO_ROLLBACK struct act *tx = act;

		if ((err = act_begin_registry(tx)))
			return err;
		if ((err = request_fields_unchecked(
			 act->registry, after, requests, &got)))
			return err;
		for (size_t i = 0; i < got; i++)
			if ((err = recheck_one(act, &places, requests[i])))
				return err;
		if ((err = act_commit(act)))
			return err;
		*n += (int64_t)got;
		if (got)
			after = requests[got - 1];
	} while (got == REQUEST_FIELDS_UNCHECKED_MAX);
	return OK;
}
