/* SPDX-License-Identifier: EUPL-1.2 */
/* The way back: everything is copied and checked in a folder beside, and takes
 * its place only when it is whole. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "db/files.h"
#include "domain/backup.h"
#include "domain/backup_part.h"
#include "domain/ledger.h"
#include "store/events.h"
#include "store/institutions.h"
#include "store/jobs.h"
#include "store/sessions.h"

#define STAGE "restore.part"
#define STAGE_HANDLES 8
#define REGISTRY_NAME "registry.db"

struct restore {
	struct act *act;
	const char *from, *state, *stage;
	struct backup_manifest manifest;
	struct backup_report *report;
};

static enum err
refuse(struct restore *r, const char *path, const char *why)
{
	r->report->fault = arena_printf(r->act->arena, "%s: %s", path, why);
	return ERR_INVALID;
}

/* ---- is it one whole backup? ------------------------------------------------
 */

static const struct backup_file *
listed(const struct backup_list *list, const char *path)
{
	for (size_t i = 0; i < list->n; i++)
		if (!strcmp(list->files[i].path, path))
			return &list->files[i];
	return NULL;
}

static enum err
check_versions(struct restore *r)
{
	const struct backup_list *list = &r->manifest.list;
	const struct backup_file *registry = listed(list, REGISTRY_NAME);

	if (!registry || registry->inst != 0)
		return refuse(r, REGISTRY_NAME, "is not in the manifest");
	for (size_t i = 0; i < list->n; i++) {
		const struct backup_file *f = &list->files[i];

		if (f->inst == BACKUP_PLAIN)
			continue;
		if (f->schema >
		    db_schema_latest(f->inst ? DB_SCHOOL : DB_REGISTRY))
			return refuse(
			    r, f->path, "is of a newer program than this one");
		if (strcmp(f->path,
			db_store_path(r->act->arena, ".", f->inst) + 2))
			return refuse(
			    r, f->path, "does not lie where its number says");
	}
	return OK;
}

/* A database that the manifest does not name came from elsewhere. */
static enum err
check_extra(struct restore *r)
{
	struct backup_list found = {0};
	enum err err;

	if ((err = backup_walk(r->act->arena, r->from, true, &found)))
		return err;
	for (size_t i = 0; i < found.n; i++) {
		const char *path = found.files[i].path;

		if (strstr(path, ".db") && !listed(&r->manifest.list, path))
			return refuse(r, path, "is not of this backup");
	}
	return OK;
}

static enum err
copy_one(struct restore *r, const struct backup_file *f)
{
	struct arena *a = r->act->arena;
	struct backup_file got = {.path = f->path};
	enum err err;

	if ((err = backup_folders(a, r->stage, f->path)))
		return err;
	err = backup_copy(a, arena_printf(a, "%s/%s", r->from, f->path),
	    arena_printf(a, "%s/%s", r->stage, f->path), &got);
	if (err == ERR_NOT_FOUND)
		return refuse(r, f->path, "is missing");
	if (err)
		return err;
	if (got.size != f->size || strcmp(got.sha256, f->sha256))
		return refuse(r, f->path,
		    "was changed, or is of another backup: its sum is not the"
		    " one in " BACKUP_MANIFEST);
	return OK;
}

static enum err
copy_all(struct restore *r)
{
	enum err err;

	if ((err = backup_remove(r->stage)) || (err = files_folder(r->stage)) ||
	    (err = files_folder(
		 arena_printf(r->act->arena, "%s/school", r->stage))))
		return err;
	for (size_t i = 0; !err && i < r->manifest.list.n; i++)
		err = copy_one(r, &r->manifest.list.files[i]);
	return err;
}

/* ---- what follows from being restored
 * ----------------------------------------- */

/* Everybody who reads this history sees from where on something may be
 * missing. */
static enum err
tell(struct restore *r)
{
	struct act *act = r->act;

	return ledger_append(act,
	    &(struct event){
		.kind = EVENT_LOSS,
		.object = "setting/restore",
		.new = arena_printf(act->arena, "%s %lld", r->manifest.id,
		    (long long)r->manifest.started_at),
		.prev = -1,
	    },
	    NULL);
}

static enum err
replay(struct restore *r, int64_t inst)
{
	AUTO_ROLLBACK struct act *act = r->act;
	int64_t changed;
	enum err err;

	if ((err = inst ? act_begin_school(act) : act_begin_registry(act)) ||
	    (err = jobs_replay(act->writing, inst, act->now,
		 r->manifest.started_at, &changed)) ||
	    (!inst && (err = sessions_forget(act->registry))) ||
	    (err = tell(r)) || (err = act_commit(act)))
		return err;
	r->report->jobs += changed;
	return OK;
}

static enum err
check_log(struct restore *r, struct db *db, const struct backup_file *f)
{
	int64_t size, last_at;
	enum err err;

	if ((err = events_head(db, f->inst, &size, &last_at)))
		return err;
	return size == f->log_size
		   ? OK
		   : refuse(r, f->path,
			 "its history is not as long as the manifest says");
}

static enum err
revive_school(struct restore *r, const struct backup_file *f)
{
	struct act *act = r->act;
	struct institution row;
	enum err err;

	err = institutions_find(act->registry, act->arena, f->inst, &row);
	if (err == ERR_NOT_FOUND)
		return refuse(r, f->path,
		    "the registry of this backup does not know the"
		    " institution");
	if (err || (err = act_open_school(act, f->inst)))
		return err;
	act->actor.inst = f->inst;
	if (!(err = check_log(r, act->school, f)))
		err = replay(r, f->inst);
	db_give(act->school);
	act->school = NULL;
	return err;
}

/* Opens the copies (older ones are migrated) and makes them ready to work. */
static enum err
revive(struct restore *r)
{
	const struct backup_list *list = &r->manifest.list;
	const struct db_place stage = {
	    .state = r->stage, .handles_max = STAGE_HANDLES};
	struct act *act = r->act;
	enum err err;

	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	if ((err = db_pool_open(&stage, &act->pool)))
		return err;
	err = act_open(act);
	if (!err)
		err = check_log(r, act->registry, listed(list, REGISTRY_NAME));
	if (!err)
		err = replay(r, 0);
	for (size_t i = 0; !err && i < list->n; i++)
		if (list->files[i].inst > 0)
			err = revive_school(r, &list->files[i]);
	act_close(act);
	db_pool_close(act->pool);
	act->pool = NULL;
	return err;
}

/* ---- taking its place
 * ---------------------------------------------------------- */

static enum err
move(struct arena *a, const char *from, const char *to, const char *name)
{
	const char *there = arena_printf(a, "%s/%s", to, name);

	if (rename(arena_printf(a, "%s/%s", from, name), there) == 0)
		return OK;
	log_line(LOG_ERROR, "file_failed", "call", "rename", "path", there,
	    "error", strerrorname_np(errno), NULL);
	return ERR_IO;
}

static bool
stays(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..") ||
	       !strcmp(name, STAGE) || !strcmp(name, "in-use") ||
	       !strcmp(name, "lost+found") ||
	       !strncmp(name, "before-restore-", 15);
}

/* Moves every entry of a folder but `last`, and that at the end: while the
 * registry is not there, nothing serves the folder. */
static enum err
move_all(struct arena *a, const char *from, const char *to, const char *last)
{
	DIR *dir = opendir(from);
	struct dirent *entry;
	enum err err = OK;

	if (!dir)
		return ERR_IO;
	while (!err && (entry = readdir(dir)) != NULL)
		if (!stays(entry->d_name) &&
		    (!last || strcmp(entry->d_name, last)))
			err = move(a, from, to, entry->d_name);
	closedir(dir);
	if (!err && last)
		err = move(a, from, to, last);
	if (!err)
		err = files_sync_folder(to);
	return err;
}

static enum err
place(struct restore *r, bool aside)
{
	struct arena *a = r->act->arena;
	const char *old = arena_printf(
	    a, "%s/before-restore-%lld", r->state, (long long)r->act->now);
	enum err err;

	if (aside) {
		/* The registry first: without it nothing starts here. */
		if ((err = files_folder(old)))
			return err;
		if (files_exist(
			arena_printf(a, "%s/" REGISTRY_NAME, r->state)) &&
		    (err = move(a, r->state, old, REGISTRY_NAME)))
			return err;
		if ((err = move_all(a, r->state, old, NULL)))
			return err;
		r->report->aside = old;
	}
	/* Behind a URL the registry is no file. */
	if ((err = move_all(a, r->stage, r->state,
		 *r->act->config->database_url ? NULL : REGISTRY_NAME)))
		return err;
	return backup_remove(r->stage);
}

static enum err
restore_held(struct restore *r, bool force)
{
	bool empty;
	enum err err;

	if ((err = backup_remove(r->stage)))
		return err;
	empty = backup_folder_empty(r->state);
	if (!empty && !force)
		return ERR_EXISTS;
	if ((err = backup_manifest_read(
		 r->act->arena, r->from, &r->manifest, &r->report->fault)) ||
	    (err = check_versions(r)) || (err = check_extra(r)) ||
	    (err = copy_all(r)) || (err = revive(r)))
		return err;
	if (*r->act->config->database_url &&
	    (err = backup_fill(
		 r->act, r->stage, &r->manifest, &r->report->fault)))
		return err;
	return place(r, !empty);
}

enum err
backup_restore(
    struct act *act, const char *from, bool force, struct backup_report *report)
{
	AUTO_FILES_LOCK int lock = -1;
	struct restore r = {
	    .act = act,
	    .from = from,
	    .state = act->config->state,
	    .stage = arena_printf(act->arena, "%s/" STAGE, act->config->state),
	    .report = report,
	};
	enum err err;

	*report = (struct backup_report){0};
	if ((err = files_folder(r.state)) ||
	    (err = files_hold(
		 arena_printf(act->arena, "%s/in-use", r.state), true, &lock)))
		return err;
	if ((err = restore_held(&r, force))) {
		enum err cleaned = backup_remove(r.stage);

		return cleaned ? cleaned : err;
	}
	for (size_t i = 0; i < r.manifest.list.n; i++) {
		report->bytes += r.manifest.list.files[i].size;
		if (r.manifest.list.files[i].inst == BACKUP_PLAIN)
			report->files++;
		else
			report->stores++;
	}
	report->id = r.manifest.id;
	report->at = r.manifest.started_at;
	return OK;
}
