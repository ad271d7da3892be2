/* SPDX-License-Identifier: EUPL-1.2 */
/* kitchen OUT: writes the pages of kitchen.h and the assets into a folder. */
#include "kitchen.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/crypt.h"
#include "page_fixture.h"
#include "web/pages.h"

extern const char _binary_uk_mo_start[], _binary_uk_mo_end[];

static void
error_page(struct page *p)
{
	page_error(p, ERR_DENIED);
}

static const struct kitchen_page pages[] = {
    {"parts.html", ROLE_ADMIN, "/kitchen", kitchen_parts},
    {"forms.html", ROLE_NONE, "/join", kitchen_forms},
    {"queue.html", ROLE_REVIEWER, "/institute/requests", kitchen_queue},
    {"start.html", ROLE_ADMIN, "/s/12/start", kitchen_start},
    {"slips.html", ROLE_ADMIN, "/s/12/slips", kitchen_slips},
    {"journal.html", ROLE_TEACHER, "/s/12/journals/1", kitchen_journal},
    {"lesson.html", ROLE_TEACHER, "/s/12/lessons/1", kitchen_lesson},
    {"diary.html", ROLE_GUARDIAN, "/s/12/diary", kitchen_diary},
    {"today.html", ROLE_CLASS_TEACHER, "/s/12/today", kitchen_today},
    {"error.html", ROLE_TEACHER, "/nowhere", error_page},
    {"home.html", ROLE_NONE, "/", page_home},
    {"help.html", ROLE_NONE, "/help", page_help},
    {"privacy.html", ROLE_NONE, "/privacy", page_privacy},
    {"accessibility.html", ROLE_NONE, "/accessibility", page_accessibility},
};

static void
save(const char *folder, const char *name, const void *p, size_t len)
{
	char path[512];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	out = fopen(path, "wb");
	if (!out || fwrite(p, 1, len, out) != len || fclose(out)) {
		perror(path);
		exit(1);
	}
}

static void
save_asset(const char *folder, const char *name)
{
	struct page_fixture f;

	page_fixture_open(&f, ROLE_NONE, asset_href(name));
	if (!assets_answer(&f.req, &f.res))
		exit(1);
	save(folder, f.req.path, f.res.file.p, f.res.file.len);
	page_fixture_close(&f);
}

static const struct stmt publish STMT = {
    .name = "kitchen.publish",
    .params = "siii",
    .columns = "",
    .sql = "INSERT INTO published_statistic (region, kind, registered, active,"
	   " published_at) VALUES ($1, 'school', $2, $3, $4)",
};

/* A registry with figures for the front page. */
static struct db *
registry(const char *folder)
{
	static const char *const regions[] = {
	    "05", "12", "18", "26", "32", "46", "51", "53", "59", "63", "80"};
	char path[512];
	struct db *db;

	snprintf(path, sizeof(path), "%s/registry.db", folder);
	remove(path);
	if (db_open(DB_REGISTRY, path, true, &db))
		exit(1);
	for (int i = 0; i < 11; i++) {
		char code[32];

		snprintf(code, sizeof(code), "UA%s000000000057109", regions[i]);
		if (db_run(db, &publish, NULL, A_TEXT(code),
			A_INT(3 + i * 17 % 40), A_INT(1 + i * 17 % 20),
			A_INT(1795424400)))
			exit(1);
	}
	return db;
}

static void
show(const char *folder, struct db *db, const struct kitchen_page *page)
{
	struct page_fixture f;
	struct page *p = page_fixture_open(&f, page->role, page->path);

	f.act.registry = db;
	page->show(p);
	save(folder, page->file, f.res.body.p, f.res.body.len);
	page_fixture_close(&f);
}

int
main(int argc, char **argv)
{
	char folder[512];
	struct db *db;

	if (argc != 2) {
		fprintf(stderr, "usage: kitchen OUT\n");
		return 64;
	}
	if (crypt_start() || assets_start() ||
	    i18n_load(LANG_UK, _binary_uk_mo_start,
		(size_t)(_binary_uk_mo_end - _binary_uk_mo_start)))
		return 1;
	snprintf(folder, sizeof(folder), "%s/a", argv[1]);
	mkdir(argv[1], 0755);
	mkdir(folder, 0755);
	save_asset(argv[1], "style.css");
	save_asset(argv[1], "mark.svg");
	db = registry(argv[1]);
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++)
		show(argv[1], db, &pages[i]);
	db_close(db);
	return 0;
}
