/* SPDX-License-Identifier: EUPL-1.2 */
#include "jobs/smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"

#define CONNECT_S 20
#define TOTAL_S 120
#define PASSWORD_BYTES_MAX 512

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

static CURLcode
set_up(CURL *curl, const struct config *config, char *password)
{
	CURLcode code;

	if ((code = curl_easy_setopt(curl, CURLOPT_URL, config->smtp_url)))
		return code;
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)TOTAL_S);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	/* A password never goes out in clear. Without one, TLS is used where
	 * the server offers it (a relay on the same machine often does not). */
	curl_easy_setopt(curl, CURLOPT_USE_SSL,
	    *config->smtp_user ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
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

static enum err
judge(CURL *curl, CURLcode code, struct smtp_result *result)
{
	long reply = 0;

	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply);
	result->code = (int)reply;
	if (code == CURLE_OK)
		return OK;
	snprintf(result->text, sizeof(result->text), "%s (reply %ld)",
	    curl_easy_strerror(code), reply);
	result->permanent = reply >= 500 && reply < 600 &&
			    code != CURLE_LOGIN_DENIED;
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
		curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(curl, CURLOPT_READDATA, &l);
		curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
		code = curl_easy_perform(curl);
	}
	err = judge(curl, code, result);
	curl_slist_free_all(rcpt);
	curl_easy_cleanup(curl);
	explicit_bzero(password, sizeof(password));
	return err;
}
