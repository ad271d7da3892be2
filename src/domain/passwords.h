/* SPDX-License-Identifier: EUPL-1.2 */
/* Which passwords are taken: 10 to 128 characters of any kind, but not those
 * that everybody tries first. No rules about capitals and digits: they make
 * people write passwords down, not better ones (NIST SP 800-63B, 5.1.1.2). */
#pragma once

#include <stddef.h>

#include "base/arena.h"

#define PASSWORD_CHARS_MIN 10
#define PASSWORD_CHARS_MAX 128

enum password_fault {
	PASSWORD_FINE,
	PASSWORD_SHORT,
	PASSWORD_LONG,
	PASSWORD_COMMON,   /* a known one, a walk over keys, a phone number */
	PASSWORD_PERSONAL, /* made of the person's own name or address */
};

/* own: e-mail, sign-in name, surname, given name; NULL and "" are skipped. */
enum password_fault passwords_check(struct arena *arena, const char *password,
    const char *const *own, size_t n);
