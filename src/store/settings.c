/* SPDX-License-Identifier: EUPL-1.2 */
#include "store/settings.h"

static const struct stmt registry STMT = {
	.name = "settings.registry", .params = "s", .columns = "s",
	.sql = "SELECT value FROM setting WHERE name = $1",
};

enum err
settings_registry(
    struct db *db, struct arena *arena, const char *name, const char **value)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &registry, &rows, A_TEXT(name))))
		return err;
	*value = arena_strdup(arena, rows_text(&rows, 0));
	return OK;
}

static const struct stmt set_registry STMT = {
	.name = "settings.set_registry", .params = "ss", .columns = "",
	.sql = "INSERT INTO setting (name, value) VALUES ($1, $2)"
	       " ON CONFLICT (name) DO UPDATE SET value = EXCLUDED.value",
};

enum err
settings_set_registry(struct db *db, const char *name, const char *value)
{
	return db_run(db, &set_registry, NULL, A_TEXT(name), A_TEXT(value));
}

static const struct stmt school STMT = {
	.name = "settings.school", .params = "is", .columns = "s",
	.sql = "SELECT value FROM setting WHERE inst = $1 AND name = $2",
};

enum err
settings_school(struct db *db, struct arena *arena, int64_t inst,
    const char *name, const char **value)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &school, &rows, A_INT(inst), A_TEXT(name))))
		return err;
	*value = arena_strdup(arena, rows_text(&rows, 0));
	return OK;
}

static const struct stmt set_school STMT = {
	.name = "settings.set_school", .params = "iss", .columns = "",
	.sql = "INSERT INTO setting (inst, name, value) VALUES ($1, $2, $3)"
	       " ON CONFLICT (inst, name) DO UPDATE SET value = EXCLUDED.value",
};

enum err
settings_set_school(
    struct db *db, int64_t inst, const char *name, const char *value)
{
	return db_run(
	    db, &set_school, NULL, A_INT(inst), A_TEXT(name), A_TEXT(value));
}
