/* SPDX-License-Identifier: EUPL-1.2 */
/* What ejournal-mime says about a letter: frames on standard output.
 *
 *     ejournal-mime 1\n
 *     <key> <length>\n<bytes>\n ...
 *
 * Bytes are UTF-8 without control characters but \n and \t (except "bytes",
 * which is the content of a file). The reader (domain/letter.c) trusts none of
 * it and checks again; a record without its last frame is no record.
 *
 *     status     ok | hostile | too_big | unreadable
 *     why        which limit or what is broken: headers, parts, depth, size,
 *                empty, format
 *     from, from_name, reply_to, return_path, sender, to   addresses
 *     subject, date, message_id
 *     auto_submitted, precedence, list   of the outermost letter
 *     auth       one line of Authentication-Results, Received-SPF or
 *                DKIM-Signature each
 *     message    a letter inside begins; its depth. from ... follow
 *     report     a delivery report, whatever else it holds
 *     part       a body follows: "plain alt=1 guessed=0 cut=0 windows-1251"
 *     text       its text
 *     file       a file follows; its media type
 *     name       its name, cleaned
 *     bytes      its content
 *     end        nothing follows
 */
#pragma once

#include <stddef.h>

#include "base/buf.h"

#define RECORD_MAGIC "ejournal-mime 1\n"

void record_add(struct buf *out, const char *key, const char *p, size_t len);
void record_adds(struct buf *out, const char *key, const char *s);
