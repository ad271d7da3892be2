/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/config_table.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#define DAY_S 86400
#define MIB (1024 * 1024)
/* inih reads lines of 200 bytes. */
#define TEXT_MAX 180

static bool
is_url(const char *s)
{
	size_t len = strlen(s);

	if (!len)
		return true;
	if (strncmp(s, "http://", 7) && strncmp(s, "https://", 8))
		return false;
	return s[len - 1] != '/' && !strpbrk(s, " \"'<>?#");
}

/* Whoever reads the settings, the process list or a backup would read the
 * password too. */
static bool
has_password(const char *url)
{
	const char *user = strstr(url, "://") + 3;
	/* Not only up to the first '/': a password may hold one, and then the
	 * library would print a part of it as a wrong port. */
	const char *end = user + strcspn(user, "?");
	const char *at = memchr(user, '@', (size_t)(end - user));

	if (at && memchr(user, ':', (size_t)(at - user)))
		return true;
	return strstr(url, "password=") != NULL;
}

bool
config_is_database_url(const char *s)
{
	if (!*s)
		return true;
	if (strncmp(s, "postgresql://", 13) && strncmp(s, "postgres://", 11))
		return false;
	return !has_password(s);
}

static bool
is_on_or_off(const char *s)
{
	return !strcmp(s, "on") || !strcmp(s, "off");
}

static bool
is_smtp_url(const char *s)
{
	return !*s || !strncmp(s, "smtp://", 7) || !strncmp(s, "smtps://", 8);
}

static bool
is_domain(const char *s)
{
	return *s &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789.-")] == '\0';
}

static bool
is_address(const char *s)
{
	const char *at = strchr(s, '@');

	return !*s || (at && at != s && at[1] && !strpbrk(s, " <>,\r\n") &&
			  !strchr(at + 1, '@'));
}

static bool
is_ip(const char *s)
{
	struct in6_addr address;

	return inet_pton(AF_INET, s, &address) == 1 ||
	       inet_pton(AF_INET6, s, &address) == 1;
}

static bool
is_bind(const char *s)
{
	return !strcmp(s, "localhost") || is_ip(s);
}

/* "10.0.0.1", or a network "10.0.0.0/8". */
static bool
is_net(char *s)
{
	char *slash = strchr(s, '/');
	size_t digits;

	if (!slash)
		return is_ip(s);
	*slash = '\0';
	digits = strspn(slash + 1, "0123456789");
	return is_ip(s) && digits > 0 && digits <= 3 && !slash[1 + digits] &&
	       atoi(slash + 1) <= (strchr(s, ':') ? 128 : 32);
}

static bool
is_net_list(const char *s)
{
	char one[INET6_ADDRSTRLEN + sizeof("/128")];
	size_t len;

	while (*s) {
		s += strspn(s, " ");
		len = strcspn(s, ", ");
		if (!len || len >= sizeof(one))
			return false;
		memcpy(one, s, len);
		one[len] = '\0';
		if (!is_net(one))
			return false;
		s += len;
		s += strspn(s, " ");
		if (*s == ',' && !*++s)
			return false;
	}
	return true;
}

#define DATABASE_URL_ALLOWED                                                   \
	"postgresql://... without a password (a PGPASSFILE or a service file"  \
	" keeps it)"

#define TEXT(member, value)                                                    \
	.name = #member, .fallback = (value),                                  \
	.offset = offsetof(struct config, member), .max = TEXT_MAX
#define NUMBER(member, value, low, high)                                       \
	.name = #member, .fallback = (value), .number = true,                  \
	.offset = offsetof(struct config, member), .min = (low), .max = (high)

/* clang-format off */
const struct setting config_settings[] = {
	{.heading = "Where it is and who runs it",
	 TEXT(public_url, ""), .check = is_url,
	 .allowed = "http:// or https:// and no slash at the end",
	 .comment = "The address people type, as in"
		    " https://journal.example.ua; links in letters begin with"
		    " it. Empty: the address and port listened on."},
	{TEXT(domain, "localhost"), .check = is_domain,
	 .allowed = "small Latin letters, digits, dots and hyphens",
	 .comment = "The log of marks calls itself log.DOMAIN. Choose it once:"
		    " proofs carry it for ever."},
	{TEXT(institute, "Інститут освітньої аналітики"),
	 .comment = "The organisation that runs this installation, as pages"
		    " show it."},
	{TEXT(contact, ""), .check = is_address,
	 .allowed = "an e-mail address",
	 .comment = "The e-mail address for questions, shown in letters and"
		    " on error pages."},

	{.heading = "Data",
	 TEXT(database_url, ""), .env = "DATABASE_URL",
	 .check = config_is_database_url, .allowed = DATABASE_URL_ALLOWED,
	 .comment = "Empty: SQLite files in the data folder."},
	{TEXT(database_owner_url, ""), .env = "DATABASE_OWNER_URL",
	 .check = config_is_database_url, .allowed = DATABASE_URL_ALLOWED,
	 .comment = "PostgreSQL only: who owns the tables. init, migrate and"
		    " shard add use it; the server needs it not. Empty:"
		    " database_url."},
	{TEXT(database_prepared, "on"), .check = is_on_or_off,
	 .allowed = "on or off",
	 .comment = "PostgreSQL only: off behind a pgbouncer before 1.21 that"
		    " shares connections between transactions."},
	{NUMBER(database_connections_max, "32", 1, 10000),
	 .comment = "PostgreSQL only: connections of one process to the"
		    " registry, and to each shard. Not fewer than workers, or"
		    " they wait for each other."},
	{NUMBER(school_handles_max, "330", 8, 20000),
	 .comment = "School files open at once. Fewer than the schools that"
		    " are busy together cost speed, each costs about 0.2"
		    " MiB."},

	{.heading = "Listening",
	 TEXT(bind, "127.0.0.1"), .check = is_bind,
	 .allowed = "an IP address or localhost",
	 .comment = "Anything but loopback needs TLS: an https:// public_url"
		    " and trusted_proxies."},
	{NUMBER(port, "8080", 0, 65535), .env = "PORT",
	 .comment = "0 takes any free one."},
	{NUMBER(metrics_port, "0", 0, 65535),
	 .comment = "Prometheus figures, on loopback only. 0: off."},
	{TEXT(trusted_proxies, ""), .check = is_net_list,
	 .allowed = "IP addresses or networks (10.0.0.0/8), parted by commas",
	 .comment = "Whose X-Forwarded-For is believed."},
	{NUMBER(threads, "0", 0, 256),
	 .comment = "Threads that read and write the network. 0: one per"
		    " core."},
	{NUMBER(workers, "0", 0, 1024),
	 .comment = "Threads that make pages. 0: four per core, at least"
		    " eight."},

	{.heading = "Limits",
	 NUMBER(queue_max, "1024", 16, 100000),
	 .comment = "Requests that may wait for a worker; more are told to"
		    " come back."},
	{NUMBER(request_deadline_ms, "10000", 100, 120000),
	 .comment = "Saves of teachers that could not be answered in this"
		    " time are told at once to come back."},
	{NUMBER(page_wait_ms, "1000", 100, 120000),
	 .comment = "The same for pages and reports: saves go first."},
	{NUMBER(sign_in_wait_ms, "20000", 100, 120000),
	 .comment = "The same for signing in, when a whole school comes at"
		    " once."},
	{NUMBER(header_bytes_max, "16384", 4096, 131072),
	 .comment = "Bytes of a request's head."},
	{NUMBER(body_bytes_max, "262144", 65536, 16 * MIB),
	 .comment = "Bytes of a form without files."},
	{NUMBER(upload_bytes_max, "10485760", 65536, 64 * MIB),
	 .comment = "Bytes of a form with a file: imports, attachments."},
	{NUMBER(connections_max, "8192", 16, 100000),
	 .comment = "Connections at once. When they get scarce, those are"
		    " cut that have waited longest. Needs as many open files,"
		    " and three for each of school_handles_max."},
	{NUMBER(connections_per_address_max, "1024", 1, 100000),
	 .comment = "Connections of one address. A whole school is often one"
		    " address."},
	{NUMBER(password_pool, "2", 1, 64),
	 .comment = "Passwords checked at once: 19 MiB and one core each."},

	{.heading = "Sessions",
	 NUMBER(session_idle_s, "86400", 300, 90 * DAY_S),
	 .comment = "Seconds without use that end a session."},
	{NUMBER(session_absolute_s, "2592000", 3600, 400 * DAY_S),
	 .comment = "Seconds after which one signs in again."},
	{NUMBER(shared_idle_s, "900", 60, DAY_S),
	 .comment = "The same as session_idle_s, on a shared computer."},

	{.heading = "Terms, in days and months",
	 NUMBER(invitation_days, "7", 1, 60),
	 .comment = "An e-mailed invitation holds so long."},
	{NUMBER(slip_days, "60", 1, 400),
	 .comment = "A printed slip with a code holds so long."},
	{NUMBER(request_days, "30", 1, 400),
	 .comment = "A request that waits for its sender expires after"
		    " that."},
	{NUMBER(request_mail_months, "6", 0, 120),
	 .comment = "Original mails are deleted so long after a request was"
		    " rejected or expired."},
	{NUMBER(pupil_accounts_from_grade, "5", 1, 12),
	 .comment = "Pupils get accounts of their own from this grade; below"
		    " it guardians alone do."},

	{.heading = "Mail",
	 TEXT(smtp_url, ""), .check = is_smtp_url,
	 .allowed = "smtp://host:port or smtps://host:port",
	 .comment = "The server that takes our letters. Empty: letters become"
		    " files in outbox/new of the data folder."},
	{TEXT(smtp_user, ""), .comment = "Empty: no signing in."},
	{TEXT(smtp_password_file, ""),
	 .comment = "A file with the password and nothing else."},
	{TEXT(smtp_ca_file, ""),
	 .comment = "A PEM file with the authorities that certify the mail"
		    " server. Empty: those of the system. Letters go out only"
		    " under TLS with a good certificate, but for a server on"
		    " this machine that asks for no user."},
	{TEXT(mail_from, "ejournal@localhost"), .check = is_address,
	 .allowed = "an e-mail address",
	 .comment = "The sender of our letters; requests come to it too."},
	{TEXT(mail_authserv, ""),
	 .comment = "The name under which our own mail server writes"
		    " Authentication-Results; others are not believed."},
};
/* clang-format on */

const size_t config_settings_n =
    sizeof(config_settings) / sizeof(config_settings[0]);
