/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"

#define READ_BYTES 65536
#define WAIT_STEP_MS 2

static enum err
failed(const char *what, int error)
{
	log_line(LOG_ERROR, "child_failed", "call", what, "error",
	    strerrorname_np(error), NULL);
	return ERR_IO;
}

static int64_t
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Standard input, output and error and no other file; default signals, so
 * that a broken pipe ends it even where we ignore one. */
static int
spawn(const struct child *child, int output, pid_t *pid)
{
	static char *const environment[] = {"LC_ALL=C.UTF-8", NULL};
	char *argv[] = {(char *)(uintptr_t)child->path, NULL};
	posix_spawn_file_actions_t files;
	posix_spawnattr_t attributes;
	sigset_t all, none;
	int error;

	sigfillset(&all);
	sigemptyset(&none);
	if ((error = posix_spawn_file_actions_init(&files)))
		return error;
	if ((error = posix_spawnattr_init(&attributes))) {
		posix_spawn_file_actions_destroy(&files);
		return error;
	}
	error = posix_spawn_file_actions_adddup2(
	    &files, child->input, STDIN_FILENO);
	if (!error)
		error = posix_spawn_file_actions_adddup2(
		    &files, output, STDOUT_FILENO);
	if (!error)
		error = posix_spawn_file_actions_addclosefrom_np(&files, 3);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(
	    &attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
	if (!error)
		error = posix_spawn(
		    pid, child->path, &files, &attributes, argv, environment);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&files);
	return error;
}

/* Reads until the end of the output, a limit or the deadline. */
static void
gather(const struct child *child, int fd, int64_t until, struct buf *out,
    struct child_end *end)
{
	char piece[READ_BYTES];

	for (;;) {
		struct pollfd p = {.fd = fd, .events = POLLIN};
		int64_t left = until - now_ms();
		ssize_t n;
		int ready;

		ready = left > 0 ? poll(&p, 1, (int)left) : 0;
		if (ready < 0 && errno == EINTR)
			continue;
		if (ready == 0) {
			end->late = true;
			return;
		}
		n = read(fd, piece, sizeof(piece));
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		if (out->len + (size_t)n > child->output_max) {
			end->too_much = true;
			return;
		}
		buf_add(out, piece, (size_t)n);
	}
}

/* What closed its output early may still be running: at the deadline it is
 * killed all the same. */
static int
wait_for(pid_t pid, int64_t until, struct child_end *end)
{
	const struct timespec pause = {.tv_nsec = WAIT_STEP_MS * 1000000};
	int status;
	pid_t done;

	while ((done = waitpid(pid, &status, WNOHANG)) <= 0) {
		if (done < 0 && errno != EINTR)
			return -SIGKILL;
		if (done == 0 && now_ms() >= until) {
			end->late = !end->too_much;
			until = INT64_MAX;
			kill(pid, SIGKILL);
		}
		nanosleep(&pause, NULL);
	}
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	return WIFSIGNALED(status) ? -WTERMSIG(status) : -SIGKILL;
}

enum err
child_run(struct arena *arena, const struct child *child, struct child_end *end)
{
	const int64_t until = now_ms() + (int64_t)child->seconds * 1000;
	int pipes[2], error;
	struct buf out;
	pid_t pid;

	*end = (struct child_end){0};
	if (pipe2(pipes, O_CLOEXEC) < 0)
		return failed("pipe", errno);
	error = spawn(child, pipes[1], &pid);
	close(pipes[1]);
	if (error) {
		close(pipes[0]);
		return failed("spawn", error);
	}
	buf_init(&out, arena, READ_BYTES);
	gather(child, pipes[0], until, &out, end);
	close(pipes[0]);
	end->code = wait_for(pid, end->late || end->too_much ? 0 : until, end);
	end->output = (struct bytes){out.p, out.len};
	return OK;
}

static const char *
beside_us(struct arena *arena, const char *name)
{
	char self[4096];
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *path;
	char *slash;

	if (n <= 0)
		return NULL;
	self[n] = '\0';
	if (!(slash = strrchr(self, '/')))
		return NULL;
	*slash = '\0';
	path = arena_printf(arena, "%s/%s", self, name);
	if (access(path, X_OK) == 0)
		return path;
	path = arena_printf(arena, "%s/../libexec/ejournal/%s", self, name);
	return access(path, X_OK) == 0 ? path : NULL;
}

const char *
child_path(struct arena *arena, const char *name)
{
	const char *folder = getenv("EJOURNAL_LIBEXEC"), *path;

	if (folder && *folder)
		return arena_printf(arena, "%s/%s", folder, name);
	path = beside_us(arena, name);
	/* Says by its failure where it was looked for. */
	return path ? path
		    : arena_printf(arena, "/usr/libexec/ejournal/%s", name);
}
