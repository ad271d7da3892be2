/* SPDX-License-Identifier: EUPL-1.2 */
/* kitchen OUT: writes the pages of kitchen.h and the assets into a folder. */
#include "kitchen.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/crypt.h"
#include "page_fixture.h"

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
	if (f.res.file.p)
		save(folder, f.req.path, f.res.file.p, f.res.file.len);
	else
		save(folder, f.req.path, f.res.body.p, f.res.body.len);
	page_fixture_close(&f);
}

int
main(int argc, char **argv)
{
	char folder[512];

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
	for (size_t i = 0; i < sizeof(pages) / sizeof(*pages); i++) {
		struct page_fixture f;

		pages[i].show(
		    page_fixture_open(&f, pages[i].role, pages[i].path));
		save(argv[1], pages[i].file, f.res.body.p, f.res.body.len);
		page_fixture_close(&f);
	}
	return 0;
}
