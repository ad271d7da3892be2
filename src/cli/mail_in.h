/* SPDX-License-Identifier: EUPL-1.2 */
/* One letter from a mail server into the queue: read by ejournal-mime, stored
 * by domain/intake. */
#pragma once

#include <stdio.h>

#include "cli/cli.h"
#include "domain/intake.h"

/* Reads fd to its end. ERR_IO: could not be read; ERR_BUSY and others: try
 * again later. What is hostile, too big or makes the reader fail is stored,
 * too, with a record that says so. act's arena takes what is needed. */
CHECKED enum err mail_in_take(struct act *act, int fd,
    const char *envelope_sender, struct intake_result *result);
