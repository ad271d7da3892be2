/* SPDX-License-Identifier: EUPL-1.2 */
#include "db/postgres_roles.h"

#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/engine.h"
#include "db/migrations.h"

/* Names reach the scripts below as settings of the transaction: no text is
 * assembled here, and format('%I') quotes them. */
static const struct stmt name_role STMT = {
    .name = "postgres_roles.name_role",
    .params = "s",
    .columns = "s",
    .sql = "SELECT set_config('ejournal.name', $1, true)",
};

static const struct stmt self STMT = {
    .name = "postgres_roles.self",
    .params = "",
    .columns = "s",
    .sql = "SELECT CAST(current_user AS TEXT)",
};

/* The app writes rows; the history only grows. What deletes the contents of
 * events by right of erasure will be a role of its own. */
static const char grants[] =
    "DO $$\n"
    "DECLARE app text := current_setting('ejournal.name');\n"
    "BEGIN\n"
    "  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I',\n"
    "    current_schema(), app);\n"
    "  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE'\n"
    "    ' ON ALL TABLES IN SCHEMA %I TO %I', current_schema(), app);\n"
    "  EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE'\n"
    "    ' ON event, event_content, event_note FROM %I', app);\n"
    "  EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE'\n"
    "    ' ON schema_migration FROM %I', app);\n"
    "END $$;\n";

/* A transaction that did not say for which institution it is finds no rows but
 * an error: the setting is unset, or '' once it was set before, and neither is
 * a number. FORCE: the owner is no exception. */
static const char policies[] =
    "DO $$\n"
    "DECLARE t text;\n"
    "BEGIN\n"
    "  FOR t IN\n"
    "    SELECT c.relname FROM pg_class c\n"
    "      JOIN pg_namespace n ON n.oid = c.relnamespace\n"
    "      JOIN pg_attribute a ON a.attrelid = c.oid\n"
    "    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')\n"
    "      AND a.attname = 'inst' AND NOT a.attisdropped\n"
    "      AND NOT (c.relrowsecurity AND c.relforcerowsecurity\n"
    "        AND EXISTS (SELECT 1 FROM pg_policy p\n"
    "          WHERE p.polrelid = c.oid AND p.polname = 'by_institution'))\n"
    "  LOOP\n"
    "    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY,'\n"
    "      ' FORCE ROW LEVEL SECURITY', t);\n"
    "    EXECUTE format('DROP POLICY IF EXISTS by_institution ON %I', t);\n"
    "    EXECUTE format('CREATE POLICY by_institution ON %I'\n"
    "      ' USING (inst = current_setting(''app.inst'')::bigint)'\n"
    "      ' WITH CHECK (inst = current_setting(''app.inst'')::bigint)',\n"
    "      t);\n"
    "  END LOOP;\n"
    "END $$;\n";

static const char unforce[] =
    "DO $$\n"
    "DECLARE t text;\n"
    "BEGIN\n"
    "  FOR t IN SELECT c.relname FROM pg_class c\n"
    "    JOIN pg_namespace n ON n.oid = c.relnamespace\n"
    "    WHERE n.nspname = current_schema() AND c.relforcerowsecurity\n"
    "  LOOP\n"
    "    EXECUTE format('ALTER TABLE %I NO FORCE ROW LEVEL SECURITY', t);\n"
    "  END LOOP;\n"
    "END $$;\n";

static const char make_role[] =
    "DO $$\n"
    "DECLARE r text := current_setting('ejournal.name');\n"
    "BEGIN\n"
    "  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = r) THEN\n"
    "    EXECUTE format('CREATE ROLE %I NOLOGIN', r);\n"
    "  END IF;\n"
    "  EXECUTE format('GRANT %I TO %I', r, current_user);\n"
    "END $$;\n";

static const char make_schema[] =
    "DO $$\n"
    "BEGIN\n"
    "  EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I',\n"
    "    current_setting('ejournal.name'));\n"
    "END $$;\n";

static const char drop_all[] =
    "DO $$\n"
    "DECLARE t text;\n"
    "BEGIN\n"
    "  FOR t IN SELECT c.relname FROM pg_class c\n"
    "    JOIN pg_namespace n ON n.oid = c.relnamespace\n"
    "    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')\n"
    "      AND c.relname = ANY (string_to_array(\n"
    "        current_setting('ejournal.name'), ' '))\n"
    "  LOOP EXECUTE format('DROP TABLE %I CASCADE', t); END LOOP;\n"
    "END $$;\n";

static const struct stmt may_make STMT = {
    .name = "postgres_roles.may_make",
    .params = "",
    .columns = "i",
    .sql = "SELECT CASE WHEN rolsuper OR rolcreaterole THEN 1 ELSE 0 END"
	   " FROM pg_roles WHERE rolname = current_user",
};

static const struct stmt strength STMT = {
    .name = "postgres_roles.strength",
    .params = "",
    .columns = "siiii",
    .sql = "SELECT CAST(r.rolname AS TEXT),"
	   " CASE WHEN r.rolsuper THEN 1 ELSE 0 END,"
	   " CASE WHEN r.rolbypassrls THEN 1 ELSE 0 END,"
	   " (SELECT count(*) FROM pg_class c"
	   " JOIN pg_namespace n ON n.oid = c.relnamespace"
	   " WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')"
	   " AND pg_has_role(c.relowner, 'MEMBER')),"
	   " CASE WHEN has_table_privilege('event', 'UPDATE')"
	   " OR has_table_privilege('event', 'DELETE') THEN 1 ELSE 0 END"
	   " FROM pg_roles r WHERE r.rolname = current_user",
};

static const struct stmt demo STMT = {
    .name = "postgres_roles.demo",
    .params = "",
    .columns = "s",
    .sql = "SELECT value FROM setting WHERE name = 'demo'",
};

static const struct stmt used STMT = {
    .name = "postgres_roles.used",
    .params = "",
    .columns = "s",
    .sql = "SELECT value FROM setting WHERE name = 'secret'",
};

enum err
postgres_roles_self(struct db *db, struct arena *arena, const char **role)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &self, &rows)))
		return err;
	*role = arena_strdup(arena, rows_text(&rows, 0));
	return OK;
}

bool
postgres_roles_used(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return !db_one(db, &used, &rows);
}

/* A script with one name, or none, inside the open transaction. */
static enum err
run_named(struct db *db, const char *script, const char *name)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if (name && (err = db_one(db, &name_role, &rows, A_TEXT(name))))
		return err;
	rows_close(&rows);
	return db_script(db, script, strlen(script));
}

static enum err
run_alone(struct db *db, const char *script, const char *name)
{
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	if (!(err = run_named(db, script, name)))
		return db_commit(db);
	db_rollback(db);
	return err;
}

enum err
postgres_roles_grant(struct db *db, const char *app)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *owner;
	enum err err;

	if ((err = postgres_roles_self(db, arena, &owner)) ||
	    (err = db_begin_write(db)))
		return err;
	if (db->kind == DB_SCHOOL)
		err = run_named(db, policies, NULL);
	if (!err && strcmp(app, owner) != 0)
		err = run_named(db, grants, app);
	if (!err)
		return db_commit(db);
	db_rollback(db);
	return err;
}

enum err
postgres_roles_unforce(struct db *db)
{
	return run_alone(db, unforce, NULL);
}

static const char *
too_strong(const struct rows *rows)
{
	if (rows_int(rows, 1))
		return "it is a superuser";
	if (rows_int(rows, 2))
		return "it passes by row-level security (BYPASSRLS)";
	if (rows_int(rows, 3))
		return "it owns the tables";
	if (rows_int(rows, 4))
		return "it may change the history (table event)";
	return NULL;
}

enum err
postgres_roles_check(struct db *db, bool allowed)
{
	AUTO_ROWS struct rows rows = {0};
	const char *why;
	enum err err;

	if ((err = db_one(db, &strength, &rows)))
		return err;
	if ((why = too_strong(&rows)) == NULL)
		return OK;
	log_line(allowed ? LOG_DEBUG : LOG_ERROR, "db_role_too_strong", "role",
	    rows_text(&rows, 0), "error", why, "todo",
	    "let DATABASE_URL name a plain role, DATABASE_OWNER_URL the owner,"
	    " then: ejournal migrate",
	    NULL);
	return allowed ? OK : ERR_DENIED;
}

bool
postgres_roles_demo(struct db *db)
{
	AUTO_ROWS struct rows rows = {0};

	return !db_one(db, &demo, &rows) && !strcmp(rows_text(&rows, 0), "1");
}

enum err
postgres_roles_make(struct db *db, const char *role)
{
	AUTO_ROWS struct rows rows = {0};
	enum err err;

	if ((err = db_one(db, &may_make, &rows)))
		return err;
	if (!rows_int(&rows, 0))
		return ERR_DENIED;
	rows_close(&rows);
	return run_alone(db, make_role, role);
}

/* The names of the tables that the migrations make, parted by spaces: what else
 * lies beside them is somebody else's. */
static const char *
own_tables(struct arena *arena, enum db_kind kind)
{
	static const char make[] = "\nCREATE TABLE ";
	const struct migration *steps;
	struct buf b;
	size_t n;

	buf_init(&b, arena, 1024);
	buf_adds(&b, "schema_migration");
	steps = migrations_of(kind, &n);
	for (size_t i = 0; i < n; i++) {
		const char *at = steps[i].start, *end = steps[i].end;

		while ((at = memmem(at, (size_t)(end - at), make,
			    sizeof(make) - 1)) != NULL) {
			at += sizeof(make) - 1;
			buf_addc(&b, ' ');
			for (; at < end && *at != ' ' && *at != '('; at++)
				buf_addc(&b, *at);
		}
	}
	return b.p;
}

enum err
postgres_roles_drop_all(struct db *db)
{
	AUTO_ARENA struct arena *arena = arena_new();

	return run_alone(db, drop_all, own_tables(arena, db->kind));
}

enum err
postgres_roles_analyze(struct db *db)
{
	return run_alone(db, "ANALYZE;", NULL);
}

enum err
postgres_roles_schema(struct db *db, const char *schema)
{
	return run_alone(db, make_schema, schema);
}
