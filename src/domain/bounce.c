/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/bounce.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/crypt.h"
#include "base/log.h"
#include "base/text.h"
#include "domain/installation.h"
#include "store/jobs.h"

#define TAG_BYTES 6 /* 48 bits: a guess has to be tried by sending mail */
#define REPORT_BYTES_MAX 65536
#define VALUE_BYTES_MAX 400

static enum err
tag_of(struct act *act, int64_t inst, int64_t job, const char **tag)
{
	const char *what = arena_printf(
	    act->arena, "letter\n%lld.%lld", (long long)inst, (long long)job);
	uint8_t secret[HASH_BYTES], mac[HASH_BYTES];
	enum err err;

	if ((err = installation_secret(act, secret)))
		return err;
	crypt_hmac_sha256(secret, sizeof(secret), what, strlen(what), mac);
	*tag = crypt_hex(act->arena, mac, TAG_BYTES);
	return OK;
}

enum err
bounce_message_id(struct act *act, int64_t inst, int64_t job, const char **id)
{
	const char *tag;
	enum err err;

	if ((err = tag_of(act, inst, job, &tag)))
		return err;
	*id = arena_printf(act->arena, "job.%lld.%lld.%s@%s", (long long)inst,
	    (long long)job, tag, act->config->domain);
	return OK;
}

/* ---- reading a report ---------------------------------------------------- */

/* The value of a field of a block of headers, unfolded, cleaned and cut; NULL
 * when it is not there. */
static const char *
field(struct arena *arena, const char *block, const char *name)
{
	size_t name_len = strlen(name);
	struct buf b;
	const char *out;

	for (; *block; block += strcspn(block, "\n"), block += *block == '\n')
		if (!strncasecmp(block, name, name_len) &&
		    block[name_len] == ':')
			break;
	if (!*block)
		return NULL;
	block += name_len + 1;
	buf_init(&b, arena, VALUE_BYTES_MAX);
	do {
		size_t len = strcspn(block, "\r\n");

		buf_add(&b, block, len);
		block += len;
		block += strspn(block, "\r");
		block += *block == '\n';
	} while ((*block == ' ' || *block == '\t') && b.len < VALUE_BYTES_MAX);
	for (size_t i = 0; i < b.len; i++)
		if ((unsigned char)b.p[i] < ' ' || (unsigned char)b.p[i] > '~')
			b.p[i] = ' ';
	if (b.len > VALUE_BYTES_MAX)
		buf_cut(&b, VALUE_BYTES_MAX);
	if (text_clean(arena, b.p, b.len, VALUE_BYTES_MAX, false, &out))
		return NULL;
	return out;
}

/* "smtp; 550 5.1.1 no such user" -> what comes after the type. */
static const char *
after_type(const char *s)
{
	const char *semicolon = s ? strchr(s, ';') : NULL;

	if (!semicolon)
		return s ? s : "";
	return semicolon + 1 + strspn(semicolon + 1, " ");
}

static const char *
bare_id(struct arena *arena, const char *s)
{
	size_t len;

	if (!s)
		return NULL;
	s += strspn(s, " <");
	len = strcspn(s, "> ");
	return len ? arena_strndup(arena, s, len) : NULL;
}

static const char *
text_of(struct arena *arena, const struct letter_file *file)
{
	size_t len = file->bytes.len;

	if (len > REPORT_BYTES_MAX)
		len = REPORT_BYTES_MAX;
	return arena_strndup(arena, file->bytes.p, strnlen(file->bytes.p, len));
}

static void
read_status(struct arena *arena, const char *text, struct bounce *out)
{
	const char *action = field(arena, text, "Action");
	const char *status = field(arena, text, "Status");

	out->status = status ? status : "";
	out->reason = after_type(field(arena, text, "Diagnostic-Code"));
	/* RFC 3464, 2.3.3: failed, delayed, delivered, relayed, expanded. */
	out->permanent =
	    action ? !strncasecmp(action, "failed", 6) : *out->status == '5';
}

enum err
bounce_read(
    struct arena *arena, const struct letter *letter, struct bounce *out)
{
	struct bounce found = {.status = "", .reason = ""};
	bool status = false;

	if (!letter->report)
		return ERR_NOT_FOUND;
	for (size_t i = 0; i < letter->files_n; i++) {
		const struct letter_file *file = &letter->files[i];

		if (!strcmp(file->type, "message/delivery-status") && !status) {
			read_status(arena, text_of(arena, file), &found);
			status = true;
		}
		if (!strcmp(file->type, "text/rfc822-headers") &&
		    !found.message_id)
			found.message_id = bare_id(arena,
			    field(arena, text_of(arena, file), "Message-ID"));
	}
	if (!found.message_id && *letter->inner_message_id)
		found.message_id = letter->inner_message_id;
	if (!status || !found.message_id)
		return ERR_NOT_FOUND;
	*out = found;
	return OK;
}

/* ---- finding the job ----------------------------------------------------- */

/* Of "job.<inst>.<job>.<tag>@<domain>", whatever the domain is called today:
 * the tag proves it. */
static enum err
job_of(struct act *act, const char *id, int64_t *inst, int64_t *job)
{
	const char *tag;
	char *end;
	long long a, b;
	size_t len;
	enum err err;

	if (strncmp(id, "job.", 4) != 0)
		return ERR_NOT_FOUND;
	a = strtoll(id + 4, &end, 10);
	if (*end != '.' || a < 0)
		return ERR_NOT_FOUND;
	b = strtoll(end + 1, &end, 10);
	if (*end != '.' || b < 1)
		return ERR_NOT_FOUND;
	if ((err = tag_of(act, a, b, &tag)))
		return err;
	len = strlen(tag);
	if (strlen(end + 1) < len || end[1 + len] != '@' ||
	    !crypt_equal(end + 1, tag, len))
		return ERR_NOT_FOUND;
	*inst = a;
	*job = b;
	return OK;
}

static enum err
write_down(struct act *act, int64_t inst, int64_t job, const char *why)
{
	AUTO_ROLLBACK struct act *tx = act;
	enum err err;

	if (inst > 0 && (err = act_open_school(act, inst)))
		return err;
	err = inst > 0 ? act_begin_school(tx) : act_begin_registry(tx);
	if (err)
		return err;
	err = jobs_bounce(act->writing, inst, job, act->now, why);
	if (err)
		return err == ERR_NOT_FOUND ? OK : err;
	return act_commit(act);
}

enum err
bounce_note(struct act *act, const struct letter *letter)
{
	struct act system = *act;
	struct bounce b;
	int64_t inst, job;
	const char *why;
	enum err err;

	if ((err = bounce_read(act->arena, letter, &b)))
		return err;
	if ((err = job_of(act, b.message_id, &inst, &job)))
		return err;
	log_line(LOG_INFO, "letter_came_back", "inst", log_num(inst), "job",
	    log_num(job), "status", b.status, "permanent",
	    b.permanent ? "1" : "0", NULL);
	if (!b.permanent)
		return OK;
	why = *b.reason ? b.reason : b.status;
	why = arena_printf(act->arena, BOUNCE_PREFIX "%s", why);
	system.school = NULL;
	system.actor =
	    (struct actor){.inst = inst, .role = ROLE_SYSTEM, .log_id = "-"};
	err = write_down(&system, inst, job, why);
	if (system.school)
		act_close_school(&system);
	return err;
}
