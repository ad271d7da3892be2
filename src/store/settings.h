/* SPDX-License-Identifier: EUPL-1.2 */
/* Named values of a store. The registry's have inst 0: the installation's
 * secret, the demo mark, the ICU version of the stored sort keys. */
#pragma once

#include "base/arena.h"
#include "db/db.h"

#define SETTING_SECRET "secret" /* 64 hex digits, made by init */
#define SETTING_DEMO "demo"	/* "1": may be shown passwords, loopback only */
#define SETTING_ICU "icu"
#define SETTING_BACKUP "backup" /* when the last one ended, Unix seconds */

/* ERR_NOT_FOUND when it was never set. */
CHECKED enum err settings_registry(
    struct db *db, struct arena *arena, const char *name, const char **value);
CHECKED enum err settings_set_registry(
    struct db *db, const char *name, const char *value);
CHECKED enum err settings_school(struct db *db, struct arena *arena,
    int64_t inst, const char *name, const char **value);
CHECKED enum err settings_set_school(
    struct db *db, int64_t inst, const char *name, const char *value);
