/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

#define CONNECT_S 20
#define TOTAL_S 120
#define PASSWORD_BYTES_MAX 512
#define URL_BYTES_MAX 512

struct letter {
	const char *p;
	size_t left;
};

static size_t
give(char *to, size_t size, size_t n, void *context)
{
	struct letter *letter = context;
	size_t want = size * n;

	if (want > letter->left)
		want = letter->left;
	memcpy(to, letter->p, want);
	letter->p += want;
	letter->left -= want;
	return want;
}

/* Each line of the server's answers. The last refusal is kept: a polite
 * good-bye may follow it. */
static size_t
hear(char *line, size_t size, size_t n, void *context)
{
	struct smtp_result *result = context;
	size_t len = size * n, kept = 0;

	if (len == 0 || (line[0] != '4' && line[0] != '5'))
		return len;
	for (size_t i = 0; i < len && kept < sizeof(result->text) - 1; i++)
		if (line[i] >= ' ' && line[i] <= '~')
			result->text[kept++] = line[i];
	result->text[kept] = '\0';
	return len;
}

/* The file's first line, so that the password stands in no process list and
 * in no settings file. */
static bool
read_password(const char *path, char *out, size_t cap)
{
	FILE *f = fopen(path, "re");
	bool ok;

	if (!f)
		return false;
	ok = fgets(out, (int)cap, f) != NULL;
	fclose(f);
	if (ok)
		out[strcspn(out, "\r\n")] = 0;
	return ok;
}

static bool
is_this_machine(const char *url)
{
	static const char *const names[] = {"localhost", "127.0.0.1", "[::1]"};
	const char *host = strstr(url, "://");

	if (!host)
		return false;
	host += 3;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t len = strlen(names[i]);

		if (!strncmp(host, names[i], len) &&
		    (!host[len] || host[len] == ':' || host[len] == '/'))
			return true;
	}
	return false;
}

static void
set_tls(CURL *curl, const struct config *config)
{
	bool near = is_this_machine(config->smtp_url) && !*config->smtp_user &&
		    !*config->smtp_ca_file;

	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	    near ? (long)CURLUSESSL_TRY : (long)CURLUSESSL_ALL);
	curl_easy_setopt(
	    curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (near) {
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
		curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
	}
	if (*config->smtp_ca_file)
		curl_easy_setopt(curl, CURLOPT_CAINFO, config->smtp_ca_file);
}

static CURLcode
set_up(CURL *curl, const struct config *config, char *password)
{
	char url[URL_BYTES_MAX];
	CURLcode code;

	/* What follows the slash is how we greet: servers refuse machine names
	 * that nobody can look up. */
	snprintf(url, sizeof(url), "%s/%s", config->smtp_url,
	    strcmp(config->domain, "localhost") ? config->domain : "");
	if ((code = curl_easy_setopt(curl, CURLOPT_URL, url)))
		return code;
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_PROXY, "");
	set_tls(curl, config);
	if (!*config->smtp_user)
		return CURLE_OK;
	if (!read_password(
		config->smtp_password_file, password, PASSWORD_BYTES_MAX)) {
		log_line(LOG_ERROR, "smtp_password_unreadable", NULL);
		return CURLE_LOGIN_DENIED;
	}
	curl_easy_setopt(curl, CURLOPT_USERNAME, config->smtp_user);
	return curl_easy_setopt(curl, CURLOPT_PASSWORD, password);
}

/* 530 asks for TLS or a password, 534 and 535 refuse the password: settings to
 * mend, while the letter is good and waits. */
static bool
is_final(long reply)
{
	return reply >= 500 && reply < 600 && reply != 530 && reply != 534 &&
	       reply != 535;
}

static enum err
judge(CURL *curl, CURLcode code, struct smtp_result *result)
{
	long reply = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
	result->code = (int)reply;
	if (code == CURLE_OK)
		return OK;
	/* A refusal is in the server's own words; everything else (no
	 * connection, a bad certificate, no TLS) in the library's. */
	if (reply < 400 || code == CURLE_USE_SSL_FAILED ||
	    code == CURLE_PEER_FAILED_VERIFICATION || !*result->text)
		snprintf(result->text, sizeof(result->text), "%s",
		    curl_easy_strerror(code));
	result->permanent = is_final(reply) && code != CURLE_LOGIN_DENIED &&
			    code != CURLE_USE_SSL_FAILED;
	return result->permanent ? ERR_INVALID : ERR_BUSY;
}

enum err
smtp_send(const struct config *config, const char *from, const char *to,
    const char *letter, size_t len, struct smtp_result *result)
{
	struct letter l = {letter, len};
	char password[PASSWORD_BYTES_MAX] = "";
	struct curl_slist *rcpt = NULL;
	CURL *curl = curl_easy_init();
	CURLcode code;
	enum err err;

	*result = (struct smtp_result){0};
	if (!curl)
		return ERR_BUSY;
	code = set_up(curl, config, password);
	if (code == CURLE_OK) {
		rcpt = curl_slist_append(NULL, to);
		curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
		curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, rcpt);
		curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, hear);
		curl_easy_setopt(curl, CURLOPT_HEADERDATA, result);
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(curl, CURLOPT_READDATA, &l);
		curl_easy_setopt(
		    curl, CURLOPT_INFILESIZE_LARGE, (curl_off_t)len);
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		code = curl_easy_perform(curl);
	}
	err = judge(curl, code, result);
	curl_slist_free_all(rcpt);
	curl_easy_cleanup(curl);
	explicit_bzero(password, sizeof(password));
	return err;
}
