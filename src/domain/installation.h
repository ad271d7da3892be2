/* SPDX-License-Identifier: EUPL-1.2 */
/* What is true of the installation as a whole: its secret, whether it is a
 * demo, whether it can work. */
#pragma once

#include "domain/act.h"

/* The secret that signs notices and forms of pages without a session. Made by
 * `init`; ERR_NOT_FOUND before. */
CHECKED enum err installation_secret(
    struct act *act, uint8_t secret[HASH_BYTES]);
/* Makes the secret and the registry's first settings; repeats change nothing.
 * demo marks the state for ever: it may print passwords and is served on
 * loopback only. */
CHECKED enum err installation_init(struct act *act, bool demo);
bool installation_is_demo(struct act *act);

/* For /readyz: the registry answers and its migrations are those of this
 * program. */
CHECKED enum err installation_ready(struct act *act);
