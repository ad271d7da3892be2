/* SPDX-License-Identifier: EUPL-1.2 */
/* How much room a synthetic country needs, before it is begun. Measured on
 * SQLite with 300 institutions (docs/operators.md); an answer kept for a
 * repeated save, indexes and free space in pages are part of an event. */
#include <string.h>
#include <sys/statvfs.h>

#include "cli/demo_country.h"

#define BYTES_INSTITUTION (300 * 1024LL) /* an empty store, staff, journals */
#define BYTES_PUPIL 1400LL		 /* with a guardian, in a class */
/* A class is asked and recorded some six times a day: two events a pupil. */
#define EVENTS_PUPIL_DAY 2LL
#define BYTES_EVENT 370LL

int64_t
demo_room_needed(const struct demo_country *c)
{
	const int64_t events = c->pupils * c->days * EVENTS_PUPIL_DAY;

	return c->institutions * BYTES_INSTITUTION + c->pupils * BYTES_PUPIL +
	       events * BYTES_EVENT;
}

int64_t
demo_room_free(struct arena *arena, const char *state)
{
	char *path = arena_strdup(arena, state);
	struct statvfs fs;

	/* The folder is not there yet: the one it will be made in. */
	while (statvfs(path, &fs)) {
		char *slash = strrchr(path, '/');

		if (!slash || slash == path)
			path = arena_strdup(arena, slash ? "/" : ".");
		else
			*slash = '\0';
		if ((!slash || slash == path) && statvfs(path, &fs))
			return 0;
	}
	return (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}
