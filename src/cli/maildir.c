/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/maildir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/log.h"

/* Letters of one round; the next round takes the rest. */
#define ROUND_MAX 1000
/* inotify may lose events (its queue is bounded): looked at anyway. */
#define LOOK_EVERY_MS 60000
/* After a letter that was not kept: 5 s, then longer, up to a minute. */
#define PAUSE_FIRST_MS 5000

struct watch {
	int folder; /* DIR/new */
	int notify, signals;
	enum err (*take)(void *context, int fd);
	void *context;
	bool stop;
};

static enum err
failed(const char *call)
{
	log_line(LOG_ERROR, "maildir_failed", "call", call, "error",
	    strerrorname_np(errno), NULL);
	return ERR_IO;
}

static bool
stop_asked(struct watch *w)
{
	struct signalfd_siginfo info;

	if (!w->stop && w->signals >= 0 &&
	    read(w->signals, &info, sizeof(info)) == sizeof(info))
		w->stop = true;
	return w->stop;
}

/* One letter. Links and devices are no letters, and are left where they are. */
static enum err
take_file(struct watch *w, const char *name)
{
	int fd = openat(
	    w->folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;
	enum err err;

	/* Somebody else was faster. */
	if (fd < 0)
		return errno == ENOENT || errno == ELOOP ? OK : failed("open");
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return OK;
	}
	err = w->take(w->context, fd);
	close(fd);
	if (err)
		return err;
	if (unlinkat(w->folder, name, 0) < 0 && errno != ENOENT)
		return failed("unlink");
	return OK;
}

static int
by_name(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

/* Names in DIR/new, sorted: they begin with the time of delivery. */
static enum err
list_names(struct watch *w, struct arena *arena, const char **names, size_t *n)
{
	int fd = openat(w->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
	struct dirent *entry;

	*n = 0;
	if (!dir) {
		if (fd >= 0)
			close(fd);
		return failed("opendir");
	}
	while (*n < ROUND_MAX && (entry = readdir(dir)))
		if (entry->d_name[0] != '.')
			names[(*n)++] = arena_strdup(arena, entry->d_name);
	closedir(dir);
	qsort(names, *n, sizeof(*names), by_name);
	return OK;
}

/* Everything that lies there, until nothing more can be taken. */
static enum err
take_all(struct watch *w)
{
	for (;;) {
		AUTO_ARENA struct arena *arena = arena_new();
		const char **names =
		    arena_array(arena, ROUND_MAX, sizeof(*names));
		enum err err, last = OK;
		size_t n, taken = 0;

		if ((err = list_names(w, arena, names, &n)))
			return err;
		for (size_t i = 0; i < n && !stop_asked(w); i++) {
			if ((err = take_file(w, names[i])))
				last = err;
			else
				taken++;
		}
		if (n < ROUND_MAX || taken == 0 || w->stop)
			return last;
	}
}

static void
wait_for_letters(struct watch *w, int timeout_ms)
{
	struct pollfd p[] = {{.fd = w->notify, .events = POLLIN},
	    {.fd = w->signals, .events = POLLIN}};
	char events[4096];

	if (poll(p, 2, timeout_ms) > 0)
		while (read(w->notify, events, sizeof(events)) > 0)
			;
	stop_asked(w);
}

static enum err
loop(struct watch *w)
{
	int pause_ms = PAUSE_FIRST_MS;

	while (!w->stop) {
		if (take_all(w) == OK) {
			pause_ms = PAUSE_FIRST_MS;
			wait_for_letters(w, LOOK_EVERY_MS);
			continue;
		}
		wait_for_letters(w, pause_ms);
		if (pause_ms < LOOK_EVERY_MS)
			pause_ms *= 2;
	}
	return OK;
}

static enum err
open_watch(struct watch *w, const char *dir)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const char *path = arena_printf(arena, "%s/new", dir);
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	w->folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->folder < 0)
		return errno == ENOENT ? ERR_NOT_FOUND : failed("open");
	w->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	w->notify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->signals < 0 || w->notify < 0)
		return failed("watch");
	if (inotify_add_watch(
		w->notify, path, IN_MOVED_TO | IN_CLOSE_WRITE | IN_CREATE) < 0)
		return failed("inotify");
	return OK;
}

enum err
maildir_watch(const char *dir, bool once,
    enum err (*take)(void *context, int fd), void *context)
{
	struct watch w = {.folder = -1,
	    .notify = -1,
	    .signals = -1,
	    .take = take,
	    .context = context};
	enum err err = open_watch(&w, dir);

	if (!err)
		err = once ? take_all(&w) : loop(&w);
	if (w.folder >= 0)
		close(w.folder);
	if (w.notify >= 0)
		close(w.notify);
	if (w.signals >= 0)
		close(w.signals);
	return err;
}
