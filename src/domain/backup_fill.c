/* SPDX-License-Identifier: EUPL-1.2 */
/* A restored folder whose databases go behind a URL. */
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "domain/backup.h"
#include "domain/backup_part.h"
#include "domain/installation.h"
#include "domain/sharding.h"

#define WAIT_MS 60000

/* Nothing is ever written over: two installations in one database would be
 * nobody's any more. */
static enum err
check_empty(struct act *act, const char **fault)
{
	int64_t *inst;
	size_t n;
	enum err err;

	if ((err = db_pool_schools(act->pool, act->arena, &inst, &n)))
		return err;
	if (n == 0 && installation_ready(act) == ERR_NOT_FOUND)
		return OK;
	*fault = "the databases of DATABASE_URL are not empty: make new ones"
		 " (ejournal shard add works before the restore)";
	return ERR_INVALID;
}

static enum err
fill_school(struct act *act, const char *stage, int64_t inst)
{
	AUTO_DB struct db *db = NULL;
	enum err err;

	if ((err = db_create_school(act->pool, inst)) ||
	    (err = db_take_school(act->pool, inst, WAIT_MS, &db)))
		return err;
	return db_fill(db, db_store_path(act->arena, stage, inst));
}

/* The registry comes last: until then nothing serves these databases. */
static enum err
fill_all(
    struct act *act, const char *stage, const struct backup_manifest *manifest)
{
	const struct backup_list *list = &manifest->list;
	enum err err;

	if ((err = sharding_first(act)))
		return err;
	for (size_t i = 0; i < list->n; i++)
		if (list->files[i].inst > 0 &&
		    (err = fill_school(act, stage, list->files[i].inst)))
			return err;
	return db_fill(act->registry, db_store_path(act->arena, stage, 0));
}

/* They are in the databases now. */
static void
remove_files(
    struct act *act, const char *stage, const struct backup_manifest *manifest)
{
	const struct backup_list *list = &manifest->list;

	for (size_t i = 0; i < list->n; i++)
		if (list->files[i].inst != BACKUP_PLAIN)
			unlink(db_store_path(
			    act->arena, stage, list->files[i].inst));
	rmdir(arena_printf(act->arena, "%s/school", stage));
}

enum err
backup_fill(struct act *act, const char *stage,
    const struct backup_manifest *manifest, const char **fault)
{
	const struct db_place place = db_place_of(act->config);
	enum err err;

	if ((err = db_state_create(&place)) ||
	    (err = db_pool_open(&place, &act->pool)))
		return err;
	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	if (!(err = act_open(act)) && !(err = check_empty(act, fault)))
		err = fill_all(act, stage, manifest);
	act_close(act);
	db_pool_close(act->pool);
	act->pool = NULL;
	if (err)
		return err;
	remove_files(act, stage, manifest);
	return db_place_analyze(&place);
}
