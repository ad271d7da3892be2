/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/config.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/config_table.h"
#include "base/log.h"
#include "base/text.h"

#define FILE_NAME "ejournal.ini"
#define LINES_MAX 2000
#define DIGITS_MAX 18
#define COLUMNS 76

struct loader {
	struct arena *arena;
	struct config *config;
	const char *path;
	FILE *file;
	int line;
	bool *seen; /* one a setting: set twice in a file is a mistake */
	enum err err;
};

static const struct setting *
find(const char *name)
{
	size_t i;

	for (i = 0; i < config_settings_n; i++) {
		if (!strcmp(config_settings[i].name, name))
			return &config_settings[i];
	}
	return NULL;
}

static const char *
allowed(struct arena *arena, const struct setting *setting)
{
	if (setting->number)
		return arena_printf(arena, "a number from %lld to %lld",
		    (long long)setting->min, (long long)setting->max);
	return arena_printf(arena, "%s%sat most %lld bytes of UTF-8",
	    setting->allowed ? setting->allowed : "",
	    setting->allowed ? "; " : "", (long long)setting->max);
}

static bool
read_number(const char *value, int64_t *n)
{
	size_t digits = strspn(value, "0123456789");

	if (!digits || digits > DIGITS_MAX || value[digits])
		return false;
	*n = strtoll(value, NULL, 10);
	return true;
}

/* Puts a value into the struct; false if it is not allowed. */
static bool
set(struct arena *arena, struct config *config, const struct setting *setting,
    const char *value)
{
	char *member = (char *)config + setting->offset;
	const char *copy;
	int64_t n;

	if (setting->number) {
		if (!read_number(value, &n) || n < setting->min ||
		    n > setting->max)
			return false;
		memcpy(member, &n, sizeof(n));
		return true;
	}
	if (strlen(value) > (size_t)setting->max ||
	    !text_is_utf8(value, strlen(value)) ||
	    (setting->check && !setting->check(value)))
		return false;
	copy = arena_strdup(arena, value);
	memcpy(member, &copy, sizeof(copy));
	return true;
}

static void
refuse(struct loader *loader, const char *name, const char *why)
{
	log_line(LOG_ERROR, "setting_refused", "file", loader->path, "line",
	    log_num(loader->line), "name", name, "allowed", why, NULL);
	loader->err = ERR_INVALID;
}

/* inih's callback: 1 goes on. Faults are collected, so that the operator sees
 * all of them at once. */
static int
on_pair(void *user, const char *section, const char *name, const char *value)
{
	struct loader *loader = user;
	const struct setting *setting = find(name);

	if (*section)
		refuse(loader, section, "no sections, only name = value");
	else if (!setting)
		refuse(loader, name, "only the names of the sample file");
	else if (loader->seen[setting - config_settings])
		refuse(loader, name, "once in a file");
	else if (!set(loader->arena, loader->config, setting, value))
		refuse(loader, name, allowed(loader->arena, setting));
	if (setting)
		loader->seen[setting - config_settings] = true;
	return 1;
}

/* inih's reader: counts lines, and refuses one that its buffer would cut. */
static char *
on_line(char *out, int size, void *user)
{
	struct loader *loader = user;
	size_t len;
	int c;

	if (!fgets(out, size, loader->file) || loader->line >= LINES_MAX)
		return NULL;
	loader->line++;
	len = strlen(out);
	if (len + 1 < (size_t)size || out[len - 1] == '\n')
		return out;
	if ((c = fgetc(loader->file)) == EOF)
		return out;
	while (c != '\n' && c != EOF)
		c = fgetc(loader->file);
	refuse(loader, "-", "lines below 200 bytes");
	out[0] = '\0';
	return out;
}

static enum err
load_file(struct loader *loader)
{
	int bad;

	if (!(loader->file = fopen(loader->path, "re"))) {
		if (errno == ENOENT)
			return OK;
		log_line(LOG_ERROR, "settings_unreadable", "file", loader->path,
		    "error", strerror(errno), NULL);
		return ERR_IO;
	}
	bad = ini_parse_stream(on_line, loader, on_pair, loader);
	fclose(loader->file);
	if (bad) {
		loader->line = bad > 0 ? bad : 0;
		refuse(loader, "-", "name = value, or a comment after #");
	}
	return loader->err;
}

static const char *
env_name(struct arena *arena, const struct setting *setting)
{
	char *name = arena_printf(arena, "EJOURNAL_%s", setting->name), *p;

	for (p = name; *p; p++)
		*p = (char)toupper((unsigned char)*p);
	return name;
}

static enum err
load_env(struct arena *arena, struct config *config)
{
	const struct setting *setting;
	const char *name, *value;
	enum err err = OK;
	size_t i;

	for (i = 0; i < config_settings_n; i++) {
		setting = &config_settings[i];
		name = env_name(arena, setting);
		value = getenv(name);
		/* An empty variable is one that nobody filled in. */
		if ((!value || !*value) && setting->env) {
			name = setting->env;
			value = getenv(name);
		}
		if (!value || !*value || set(arena, config, setting, value))
			continue;
		log_line(LOG_ERROR, "setting_refused", "variable", name,
		    "allowed", allowed(arena, setting), NULL);
		err = ERR_INVALID;
	}
	return err;
}

/* Settings that only make sense together. */
static enum err
check_together(const struct config *config)
{
	const char *why = NULL;

	if (config->session_idle_s > config->session_absolute_s)
		why = "session_idle_s up to session_absolute_s";
	else if (config->shared_idle_s > config->session_idle_s)
		why = "shared_idle_s up to session_idle_s";
	else if (config->body_bytes_max > config->upload_bytes_max)
		why = "body_bytes_max up to upload_bytes_max";
	else if (*config->smtp_user && !*config->smtp_password_file)
		why = "smtp_user together with smtp_password_file";
	else if (config->metrics_port && config->metrics_port == config->port)
		why = "metrics_port other than port";
	if (!why)
		return OK;
	log_line(LOG_ERROR, "settings_refused", "allowed", why, NULL);
	return ERR_INVALID;
}

bool
config_is_loopback(const char *address)
{
	struct in6_addr six;
	struct in_addr four;

	if (inet_pton(AF_INET, address, &four) == 1)
		return ntohl(four.s_addr) >> 24 == IN_LOOPBACKNET;
	if (inet_pton(AF_INET6, address, &six) == 1)
		return IN6_IS_ADDR_LOOPBACK(&six);
	return !strcmp(address, "localhost");
}

void
config_settle(struct arena *arena, struct config *config)
{
	bool v6 = strchr(config->bind, ':') != NULL;

	/* Letters and errors always name somebody to ask. */
	if (!*config->contact)
		config->contact = config->mail_from;
	if (*config->public_url && !config->public_url_derived)
		return;
	config->public_url_derived = true;
	config->public_url =
	    arena_printf(arena, "http://%s%s%s:%lld", v6 ? "[" : "",
		config->bind, v6 ? "]" : "", (long long)config->port);
}

enum err
config_load(struct arena *arena, const char *state, struct config *config)
{
	struct config loaded = {0};
	struct loader loader = {.arena = arena, .config = &loaded};
	bool fits;
	enum err err;
	size_t i;

	if (!state && !(state = getenv("STATE")))
		state = "state";
	loaded.state = arena_strdup(arena, state);
	for (i = 0; i < config_settings_n; i++) {
		fits = set(arena, &loaded, &config_settings[i],
		    config_settings[i].fallback);
		/* A default out of its own limits is a mistake of ours. */
		if (!fits)
			abort();
	}
	loader.path = arena_printf(arena, "%s/" FILE_NAME, state);
	loader.seen = arena_array(arena, config_settings_n, sizeof(bool));
	if ((err = load_file(&loader)))
		return err;
	if ((err = load_env(arena, &loaded)))
		return err;
	if ((err = check_together(&loaded)))
		return err;
	config_settle(arena, &loaded);
	*config = loaded;
	return OK;
}

/* A comment in lines that fit a terminal. */
static void
print_wrapped(FILE *out, const char *text)
{
	size_t len, column = 0;

	while (*text) {
		len = strcspn(text, " ");
		if (column && column + 1 + len > COLUMNS) {
			fputc('\n', out);
			column = 0;
		}
		column += (size_t)fprintf(
		    out, "%s%.*s", column ? " " : "# ", (int)len, text);
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', out);
}

void
config_print_sample(FILE *out)
{
	AUTO_ARENA struct arena *arena = arena_new();
	const struct setting *setting;
	size_t i;

	print_wrapped(out, "Settings of E-Journal: " FILE_NAME
			   " in the data folder. A line without # sets a"
			   " value; the values shown are the defaults. A"
			   " variable of the environment beats this file, a"
			   " flag beats both. Text after a space and ; is a"
			   " comment too.");
	for (i = 0; i < config_settings_n; i++) {
		setting = &config_settings[i];
		if (setting->heading)
			fprintf(out, "\n\n### %s\n", setting->heading);
		fputc('\n', out);
		print_wrapped(out, setting->comment);
		print_wrapped(
		    out, arena_printf(arena, "Allowed: %s. Variable: %s%s%s.",
			     allowed(arena, setting), env_name(arena, setting),
			     setting->env ? " or " : "",
			     setting->env ? setting->env : ""));
		fprintf(out, "#%s =%s%s\n", setting->name,
		    *setting->fallback ? " " : "", setting->fallback);
	}
}
