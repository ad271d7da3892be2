/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/request_export.h"

#include <assert.h>
#include <string.h>
#include <time.h>

#include "domain/extract.h"
#include "store/request_fields.h"
#include "store/request_files.h"
#include "store/requests.h"

/* "2026-11-23T17:05:00Z" */
static const char *
stamp(struct arena *arena, int64_t at)
{
	time_t t = (time_t)at;
	char text[32];
	struct tm tm;

	gmtime_r(&t, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_strdup(arena, text);
}

static const struct request_field *
find(const struct request_field *fields, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (fields[i].ord == 0 && strcmp(fields[i].field, name) == 0)
			return &fields[i];
	return NULL;
}

/* A value that was never given is null, not "". */
static const char *
value_of(const struct request_field *f)
{
	return f && f->value[0] ? f->value : NULL;
}

static void
put_others(struct json_out *out, const struct request_field *fields, size_t n)
{
	json_key(out, "other");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++)
		if (strcmp(fields[i].field, "other_phone") == 0)
			json_add_text(out, fields[i].value);
	json_close(out, ']');
}

static void
put_field(struct json_out *out, const char *name,
    const struct request_field *fields, size_t n)
{
	const struct request_field *f = find(fields, n, name);

	json_key(out, name);
	json_open(out, '{');
	json_put_text(out, "value", value_of(f));
	json_put_text(out, "flag", f ? f->flag : "missing");
	if (strcmp(name, "region") == 0 || strcmp(name, "community") == 0)
		json_put_text(out, "code", f ? f->code : NULL);
	if (strcmp(name, "phone") == 0)
		put_others(out, fields, n);
	json_put_text(out, "why", f && f->why[0] ? f->why : NULL);
	json_put_int(out, "confidence", f ? f->confidence : 0);
	json_put_text(out, "source", f ? f->source : NULL);
	json_close(out, '}');
}

static void
put_files(struct json_out *out, const struct request_file *files, size_t n)
{
	json_key(out, "files");
	json_open(out, '[');
	for (size_t i = 0; i < n; i++) {
		json_open(out, '{');
		json_put_text(out, "name", files[i].name);
		json_put_text(out, "type", files[i].type);
		json_put_int(out, "size", files[i].size);
		json_put_text(out, "sha256", files[i].hash);
		json_close(out, '}');
	}
	json_close(out, ']');
}

static void
put_head(struct act *act, struct json_out *out, const struct request *r)
{
	json_put_int(out, "number", r->request);
	json_put_text(out, "state", r->state);
	json_put_text(out, "kind", r->kind);
	json_put_text(out, "source", r->source);
	/* As it stands in the letter. */
	json_put_text(out, "message_id",
	    r->message_id ? arena_printf(act->arena, "<%s>", r->message_id)
			  : NULL);
	json_put_text(out, "received_at", stamp(act->arena, r->received_at));
	json_put_text(out, "changed_at", stamp(act->arena, r->changed_at));
	json_put_text(out, "subject", r->subject);
	json_key(out, "duplicate_of");
	if (r->duplicate_of)
		json_add_int(out, r->duplicate_of);
	else
		json_add_text(out, NULL);
}

static void
put_sender(struct json_out *out, const struct request *r,
    const struct request_field *fields, size_t n)
{
	const struct request_field *f = find(fields, n, "sender");

	json_key(out, "sender");
	json_open(out, '{');
	json_put_text(out, "value", r->sender);
	json_put_text(out, "flag", f ? f->flag : "unchecked");
	json_put_text(out, "why", f && f->why[0] ? f->why : NULL);
	json_close(out, '}');
}

static enum err
put_request(struct act *act, struct json_out *out, const struct request *r)
{
	struct request_field *fields;
	struct request_file *files;
	size_t n, files_n;
	enum err err;

	if ((err = request_fields_list(
		 act->registry, act->arena, r->request, &fields, &n)))
		return err;
	if ((err = request_files_list(
		 act->registry, act->arena, r->request, &files, &files_n)))
		return err;
	json_open(out, '{');
	put_head(act, out, r);
	for (int f = 0; f < FIELD_KIND; f++)
		put_field(out, extract_field_name((enum field_id)f), fields, n);
	put_sender(out, r, fields, n);
	put_files(out, files, files_n);
	json_close(out, '}');
	return OK;
}

enum err
request_export_page(
    struct act *act, int64_t offset, struct json_out *out, size_t *n)
{
	struct request_query query = {
	    .passed = -1, .limit = REQUEST_EXPORT_PAGE, .offset = offset};
	struct request_line *lines;
	int64_t total;
	enum err err;

	assert(act->actor.role == ROLE_SYSTEM);
	if ((err = requests_list(
		 act->registry, act->arena, &query, &lines, n, &total)))
		return err;
	for (size_t i = 0; i < *n; i++)
		if ((err = put_request(act, out, &lines[i].request)))
			return err;
	return OK;
}
