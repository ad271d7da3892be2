/* SPDX-License-Identifier: EUPL-1.2 */
/* LD_PRELOAD: every fdatasync and fsync of a program takes SLOW_SYNC_MS longer,
 * as on a disk that is busy or far away. At the end the number of syncs of logs
 * (files that end in -wal) goes to the file SLOW_SYNC_COUNT. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define PATH_BYTES 4096

static atomic_long syncs;

static void
count(int fd)
{
	char link[64], path[PATH_BYTES];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, sizeof(path));
	if (n > 4 && !memcmp(path + n - 4, "-wal", 4))
		atomic_fetch_add(&syncs, 1);
}

static void
wait_for_disk(void)
{
	const char *ms = getenv("SLOW_SYNC_MS");
	const struct timespec pause = {
	    .tv_nsec = (ms ? strtol(ms, NULL, 10) % 1000 : 0) * 1000000};

	nanosleep(&pause, NULL);
}

int fdatasync(int fd);
int fsync(int fd);

int
fdatasync(int fd)
{
	count(fd);
	wait_for_disk();
	return (int)syscall(SYS_fdatasync, fd);
}

int
fsync(int fd)
{
	count(fd);
	wait_for_disk();
	return (int)syscall(SYS_fsync, fd);
}

__attribute__((destructor)) static void
tell(void)
{
	const char *path = getenv("SLOW_SYNC_COUNT");
	FILE *out = path ? fopen(path, "w") : NULL;

	if (!out)
		return;
	fprintf(out, "%ld\n", atomic_load(&syncs));
	fclose(out);
}
