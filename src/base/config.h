/* SPDX-License-Identifier: EUPL-1.2 */
/* Settings of the installation: defaults < file (STATE/ejournal.ini) <
 * environment < flag. One table in config.c names every setting, its default,
 * its limits and its comment, and also prints the sample file. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/err.h"

struct config {
	const char *state;		  /* data folder */
	const char *database_url;	  /* "" = SQLite in state */
	const char *database_owner_url;	  /* who migrates; "" = database_url */
	const char *database_prepared;	  /* "on" or "off" */
	int64_t database_connections_max; /* to the registry, to each shard */
	const char *public_url; /* "https://journal.example.ua", no slash */
	const char *domain;	/* of log origins: "log.<domain>" */
	const char *institute;	/* who runs it, shown on pages */
	const char *contact;	/* e-mail shown in letters and errors */
	const char *bind;	/* address to listen on */
	int64_t port;
	int64_t metrics_port; /* loopback; 0 = off */
	int64_t threads;      /* daemons; 0 = one per core */
	int64_t workers;      /* 0 = max(8, 4 x cores) */
	int64_t queue_max;
	int64_t request_deadline_ms; /* of saves */
	int64_t page_wait_ms, sign_in_wait_ms;
	int64_t header_bytes_max;
	int64_t body_bytes_max;
	int64_t upload_bytes_max; /* import files, intake form attachments */
	int64_t connections_max;
	int64_t connections_per_address_max;
	const char *trusted_proxies; /* addresses, comma separated */
	int64_t school_handles_max;  /* cap of open school stores */
	int64_t session_idle_s, session_absolute_s;
	int64_t shared_idle_s; /* "shared computer" */
	int64_t invitation_days, slip_days, request_days;
	int64_t request_mail_months; /* originals kept after the end */
	int64_t password_pool;	     /* Argon2id at once */
	const char *smtp_url;	     /* "" = files in state/outbox */
	const char *smtp_user, *smtp_password_file;
	const char *smtp_ca_file; /* "" = the system's */
	const char *mail_from;
	const char *mail_authserv; /* whose Authentication-Results we believe */
	int64_t pupil_accounts_from_grade;
	bool demo;		 /* set by the state, not by the file */
	bool public_url_derived; /* not set: made of bind and port */
};

/* Defaults, then the file if it exists, then EJOURNAL_* variables and
 * STATE (where state is NULL), PORT, DATABASE_URL; an empty variable counts as
 * none. Unknown keys and values out of limits are errors that name file, line
 * and what is allowed, all of them at once (logged, ERR_INVALID). ERR_IO: the
 * file is there and cannot be read. Texts live in the arena. */
CHECKED enum err config_load(
    struct arena *arena, const char *state, struct config *config);

/* Fills in what follows from other settings (public_url, where it was not
 * set). config_load did it; do it again after a flag changed bind or port. */
void config_settle(struct arena *arena, struct config *config);

/* 127.0.0.0/8, ::1 or "localhost": an address of this machine alone, which is
 * served without TLS. */
bool config_is_loopback(const char *address);

/* postgresql://... and no password in it, which whoever reads the settings or
 * the list of shards would read as well; or "". */
bool config_is_database_url(const char *s);

/* The sample file with every comment and default. */
void config_print_sample(FILE *out);
