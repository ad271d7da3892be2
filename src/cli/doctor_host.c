/* SPDX-License-Identifier: EUPL-1.2 */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/statvfs.h>
#include <sys/timex.h>
#include <unistd.h>

#include "cli/doctor.h"

#define MIB 1048576
#define DISK_MIB_LEAST 1024
#define DISK_PERCENT_LEAST 5
/* Three files a store, the registry's handles, connections (db_pool.c). */
#define FILES_PER_STORE 3
#define FILES_OTHER 256
/* sun_path of a Unix socket holds 108 bytes with its NUL. */
#define STATE_PATH_MAX 95
/* Nothing of this program is older: 1 January 2026. */
#define CLOCK_LEAST 1767225600
/* File systems on another machine: SQLite's log needs shared memory. */
#define MAGIC_NFS 0x6969
#define MAGIC_SMB 0xff534d42
#define MAGIC_SMB2 0xfe534d42
#define MAGIC_9P 0x01021997

/* ---- settings
 * ----------------------------------------------------------------- */

static bool
is_loopback(const char *s)
{
	return !strncmp(s, "127.", 4) || !strcmp(s, "::1") ||
	       !strcmp(s, "localhost");
}

static void
settings_address(struct doctor *d)
{
	const struct config *c = d->config;
	const bool https = !strncmp(c->public_url, "https://", 8);

	if (c->public_url_derived)
		doctor_say(d, FINDING_NOTE, "public_url",
		    arena_printf(d->arena,
			"is not set; letters will link to"
			" %s",
			c->public_url),
		    "set it to the https:// address that people type");
	else if (!https)
		doctor_say(d, FINDING_MEND, "public_url",
		    "is not https://, so sessions have no Secure cookie",
		    "end TLS in a proxy (docs/nginx.conf.sample) and set"
		    " public_url to its https:// address");
	else
		doctor_say(d, FINDING_OK, "public_url", c->public_url, NULL);
	if (https && !*c->trusted_proxies)
		doctor_say(d, FINDING_MEND, "trusted_proxies",
		    "is empty: every visitor seems to come from the proxy",
		    "set it to the address of the proxy that ends TLS");
	if (!is_loopback(c->bind) && (!https || !*c->trusted_proxies))
		doctor_say(d, FINDING_MEND, "bind",
		    arena_printf(d->arena, "%s is refused by serve without TLS",
			c->bind),
		    "bind to 127.0.0.1, or set public_url and"
		    " trusted_proxies");
	if (https && !strcmp(c->domain, "localhost"))
		doctor_say(d, FINDING_MEND, "domain",
		    "is localhost: the history of marks would carry that name"
		    " for ever",
		    "set domain before the first institution begins");
}

void
doctor_settings(struct doctor *d)
{
	const struct config *c = d->config;

	settings_address(d);
	if (!*c->institute || !*c->contact)
		doctor_say(d, FINDING_NOTE, "institute, contact",
		    "pages do not say who runs this and who helps",
		    "set institute and contact");
}

/* ---- the data folder
 * ---------------------------------------------------------------- */

static void
folder_rights(struct doctor *d)
{
	const char *state = d->config->state;
	struct stat st;

	if (stat(state, &st)) {
		doctor_say(d, FINDING_MEND, "data folder",
		    arena_printf(d->arena, "%s: %s", state, strerror(errno)),
		    "make it with: ejournal init");
		return;
	}
	if (st.st_mode & 077)
		doctor_say(d, FINDING_MEND, "data folder",
		    "others on this machine may read or write it",
		    arena_printf(d->arena, "chmod -R go= %s", state));
	else if (st.st_uid != geteuid())
		doctor_say(d, FINDING_NOTE, "data folder",
		    "belongs to another user than the one asking",
		    "ask as the user that runs the server");
	else
		doctor_say(d, FINDING_OK, "data folder", state, NULL);
	if (strlen(state) > STATE_PATH_MAX)
		doctor_say(d, FINDING_MEND, "data folder",
		    "its path is too long for the worker's socket",
		    "use a shorter path");
	if (!access(arena_printf(d->arena, "%s/restore.part", state), F_OK))
		doctor_say(d, FINDING_NOTE, "data folder",
		    "holds restore.part of a restore that was cut short",
		    "remove restore.part");
}

static void
folder_disk(struct doctor *d)
{
	struct statvfs vfs;
	struct statfs fs;
	int64_t free_mib, percent;
	const char *what;

	if (statvfs(d->config->state, &vfs) || statfs(d->config->state, &fs))
		return;
	free_mib = (int64_t)vfs.f_bavail * (int64_t)vfs.f_frsize / MIB;
	percent =
	    vfs.f_blocks ? (int64_t)(vfs.f_bavail * 100 / vfs.f_blocks) : 100;
	what = arena_printf(d->arena, "%lld MiB are free, %lld %%",
	    (long long)free_mib, (long long)percent);
	if (free_mib < DISK_MIB_LEAST || percent < DISK_PERCENT_LEAST)
		doctor_say(d, FINDING_MEND, "disk", what,
		    "make room: on a full disk nothing is lost, but nothing"
		    " is saved either");
	else
		doctor_say(d, FINDING_OK, "disk", what, NULL);
	if (fs.f_type == MAGIC_NFS || (uint32_t)fs.f_type == MAGIC_SMB ||
	    (uint32_t)fs.f_type == MAGIC_SMB2 || fs.f_type == MAGIC_9P)
		doctor_say(d, FINDING_MEND, "disk",
		    "the data lies on another machine's disk, where SQLite is"
		    " not safe",
		    "move the data folder to a disk of this machine");
}

void
doctor_folder(struct doctor *d)
{
	folder_rights(d);
	folder_disk(d);
}

/* ---- limits and clock
 * ----------------------------------------------------------------- */

void
doctor_limits(struct doctor *d)
{
	const struct config *c = d->config;
	const int64_t databases = *c->database_url
				      ? 2 * c->database_connections_max
				      : c->school_handles_max * FILES_PER_STORE;
	const int64_t need = databases + c->connections_max + FILES_OTHER;
	const int64_t workers = c->workers ? c->workers
					   : 4 * sysconf(_SC_NPROCESSORS_ONLN);
	struct rlimit limit;
	const char *what;

	if (*c->database_url && workers > c->database_connections_max)
		doctor_say(d, FINDING_NOTE, "database_connections_max",
		    arena_printf(d->arena,
			"%lld workers share %lld connections and wait for"
			" each other",
			(long long)workers,
			(long long)c->database_connections_max),
		    "raise it, and max_connections of the server");
	if (getrlimit(RLIMIT_NOFILE, &limit))
		return;
	what = arena_printf(d->arena, "%lld are needed, %llu allowed",
	    (long long)need, (unsigned long long)limit.rlim_max);
	if (limit.rlim_max < (rlim_t)need)
		doctor_say(d, FINDING_MEND, "open files", what,
		    "raise the hard limit (LimitNOFILE= of the service), or"
		    " lower school_handles_max and connections_max");
	else
		doctor_say(d, FINDING_OK, "open files", what, NULL);
}

void
doctor_clock(struct doctor *d)
{
	struct timex t = {0};

	if (d->now < CLOCK_LEAST)
		doctor_say(d, FINDING_MEND, "clock", "is years behind",
		    "set it: every mark carries its time");
	else if (adjtimex(&t) == TIME_ERROR)
		doctor_say(d, FINDING_NOTE, "clock",
		    "is not kept by a time server",
		    "run chrony or systemd-timesyncd");
	else
		doctor_say(
		    d, FINDING_OK, "clock", "is kept by a time server", NULL);
}

/* ---- mail
 * -----------------------------------------------------------------------------
 */

static int64_t
count_files(const char *path)
{
	DIR *dir = opendir(path);
	struct dirent *entry;
	int64_t n = 0;

	if (!dir)
		return 0;
	while ((entry = readdir(dir)) != NULL)
		n += entry->d_name[0] != '.';
	closedir(dir);
	return n;
}

void
doctor_mail(struct doctor *d)
{
	const struct config *c = d->config;
	const int64_t waiting =
	    count_files(arena_printf(d->arena, "%s/outbox/new", c->state));

	if (!*c->smtp_url) {
		doctor_say(d, FINDING_NOTE, "mail",
		    arena_printf(d->arena,
			"no smtp_url is set: letters become files in"
			" outbox/new (%lld lie there)",
			(long long)waiting),
		    "set smtp_url and mail_from, then: ejournal mail test"
		    " ADDRESS");
		return;
	}
	if (*c->smtp_password_file && access(c->smtp_password_file, R_OK))
		doctor_say(d, FINDING_MEND, "mail",
		    arena_printf(
			d->arena, "%s cannot be read", c->smtp_password_file),
		    "correct smtp_password_file or its rights");
	else
		doctor_say(d, FINDING_OK, "mail",
		    arena_printf(d->arena,
			"goes through %s (to try it:"
			" ejournal mail test ADDRESS)",
			c->smtp_url),
		    NULL);
	if (waiting)
		doctor_say(d, FINDING_NOTE, "mail",
		    arena_printf(d->arena,
			"%lld letters lie in outbox/new from before",
			(long long)waiting),
		    "send them by hand or remove them");
}
