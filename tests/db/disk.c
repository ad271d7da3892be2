/* SPDX-License-Identifier: EUPL-1.2 */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PATH_BYTES 512

static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	const char *word;
	bool hold, refuse, shadow;
	int held, syncs;
	unsigned slow_us;
} disk = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, NULL, false,
    false, false, 0, 0, 0};

static void
set(bool *flag, bool value)
{
	pthread_mutex_lock(&disk.lock);
	*flag = value;
	pthread_cond_broadcast(&disk.changed);
	pthread_mutex_unlock(&disk.lock);
}

void
disk_reset(void)
{
	pthread_mutex_lock(&disk.lock);
	disk.word = NULL;
	disk.hold = disk.refuse = disk.shadow = false;
	disk.syncs = 0;
	disk.slow_us = 0;
	pthread_cond_broadcast(&disk.changed);
	pthread_mutex_unlock(&disk.lock);
}

void
disk_hold(const char *word)
{
	disk.word = word;
	set(&disk.hold, true);
}

void
disk_release(void)
{
	set(&disk.hold, false);
}

void
disk_wait_held(void)
{
	pthread_mutex_lock(&disk.lock);
	while (!disk.held)
		pthread_cond_wait(&disk.changed, &disk.lock);
	pthread_mutex_unlock(&disk.lock);
}

void
disk_refuse(bool refuse)
{
	set(&disk.refuse, refuse);
}

void
disk_slow_us(unsigned us)
{
	disk.slow_us = us;
}

int
disk_syncs(void)
{
	int n;

	pthread_mutex_lock(&disk.lock);
	n = disk.syncs;
	pthread_mutex_unlock(&disk.lock);
	return n;
}

void
disk_shadow(bool shadow)
{
	set(&disk.shadow, shadow);
}

static void
shell(const char *command, const char *folder)
{
	char text[PATH_BYTES * 2];

	snprintf(text, sizeof(text), "cd '%s' && %s", folder, command);
	if (system(text) != 0)
		abort();
}

void
disk_cut(const char *folder)
{
	shell("rm -f *-shm *-wal *.db *.part;"
	      " for f in *.disk; do mv \"$f\" \"${f%.disk}\"; done",
	    folder);
}

void
disk_keep(const char *folder)
{
	shell("rm -f *.disk; for f in *.db; do cp \"$f\" \"$f.disk\"; done",
	    folder);
}

/* Locked: a shadow is never overtaken by an older one. */
static void
leave_shadow(const char *path)
{
	char part[PATH_BYTES + 16], whole[PATH_BYTES + 16], block[65536];
	int from = open(path, O_RDONLY), to;
	ssize_t n;

	snprintf(part, sizeof(part), "%s.part", path);
	snprintf(whole, sizeof(whole), "%s.disk", path);
	to = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (from < 0 || to < 0)
		abort();
	while ((n = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)n) != n)
			abort();
	close(from);
	close(to);
	if (n < 0 || rename(part, whole))
		abort();
}

static bool
path_of(int fd, char *path)
{
	char link[64];
	ssize_t n;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	n = readlink(link, path, PATH_BYTES - 1);
	if (n <= 0)
		return false;
	path[n] = '\0';
	return true;
}

/* A database or its log; folders and others are of no interest here. */
static bool
ends_with(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n >= m && !strcmp(path + n - m, end);
}

int
fdatasync(int fd)
{
	char path[PATH_BYTES];
	bool log, refused = false;
	unsigned slow_us;

	if (!path_of(fd, path))
		return 0;
	log = ends_with(path, "-wal");
	pthread_mutex_lock(&disk.lock);
	if (disk.shadow && (log || ends_with(path, ".db")))
		leave_shadow(path);
	if (log) {
		disk.syncs++;
		disk.held++;
		pthread_cond_broadcast(&disk.changed);
		while (disk.hold && (!disk.word || strstr(path, disk.word)))
			pthread_cond_wait(&disk.changed, &disk.lock);
		disk.held--;
		refused = disk.refuse;
	}
	slow_us = disk.slow_us;
	pthread_mutex_unlock(&disk.lock);
	if (slow_us)
		usleep(slow_us);
	if (!refused)
		return 0;
	errno = EIO;
	return -1;
}

int
fsync(int fd)
{
	return fdatasync(fd);
}
