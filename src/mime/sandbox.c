/* SPDX-License-Identifier: EUPL-1.2 */
#include "mime/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "base/log.h"

/* A letter of 10 MiB is read in well under a second and takes less than ten
 * times its size. */
#define CPU_SECONDS 20
#define MEMORY_BYTES (512UL * 1024 * 1024)
#define OUTPUT_BYTES (64UL * 1024 * 1024)
#define FILES 8

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

static enum err
limit(int resource, rlim_t most)
{
	struct rlimit r = {most, most};

	if (setrlimit((__rlimit_resource_t)resource, &r) == 0)
		return OK;
	log_line(LOG_ERROR, "mime_limit_failed", "resource", log_num(resource),
	    "errno", log_num(errno), NULL);
	return ERR_IO;
}

static enum err
limit_all(void)
{
	enum err err;

	if ((err = limit(RLIMIT_CPU, CPU_SECONDS)))
		return err;
	if ((err = limit(RLIMIT_FSIZE, OUTPUT_BYTES)))
		return err;
	if ((err = limit(RLIMIT_CORE, 0)))
		return err;
	/* The sanitizers' shadow is larger than any sensible limit. */
	if (!SANITIZED && (err = limit(RLIMIT_AS, MEMORY_BYTES)))
		return err;
	return limit(RLIMIT_NOFILE, FILES);
}

/* Memory, time, pipes and an end: what glibc, GLib and GMime still need. */
static const int allowed[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(close), SCMP_SYS(fstat), SCMP_SYS(lseek), SCMP_SYS(munmap),
    SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex),
    SCMP_SYS(getrandom), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
    SCMP_SYS(time), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sched_yield),
    SCMP_SYS(tgkill), SCMP_SYS(restart_syscall), SCMP_SYS(exit),
    SCMP_SYS(exit_group)};

/* Libraries may ask; they are told no and go on (a converter that is not
 * there, a locale, a terminal). */
static const int refused[] = {SCMP_SYS(open), SCMP_SYS(openat),
    SCMP_SYS(newfstatat), SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(access),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getcwd), SCMP_SYS(ioctl),
    SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(sysinfo),
    SCMP_SYS(uname)};

static int
add_rules(scmp_filter_ctx filter)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(allowed) / sizeof(allowed[0]); i++)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; !rc && i < sizeof(refused) / sizeof(refused[0]); i++)
		rc = seccomp_rule_add(
		    filter, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
	/* Memory that can be executed is never asked for. */
	if (!rc)
		rc = seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
		    SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	if (!rc)
		rc =
		    seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect),
			1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	return rc;
}

static enum err
filter_calls(void)
{
	scmp_filter_ctx filter;
	int rc;

	if (SANITIZED)
		return OK;
	filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
	if (!filter)
		return ERR_IO;
	rc = add_rules(filter);
	if (!rc)
		rc = seccomp_load(filter);
	seccomp_release(filter);
	if (!rc)
		return OK;
	log_line(LOG_ERROR, "mime_filter_failed", "code", log_num(-rc), NULL);
	return ERR_IO;
}

enum err
sandbox_enter(void)
{
	enum err err;

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
		return ERR_IO;
	if ((err = limit_all()))
		return err;
	return filter_calls();
}
