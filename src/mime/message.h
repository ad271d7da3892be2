/* SPDX-License-Identifier: EUPL-1.2 */
/* One letter, taken apart by GMime into a record. */
#pragma once

#include <stddef.h>

#include "base/buf.h"

#define MESSAGE_BYTES_MAX (10UL * 1024 * 1024)
#define MESSAGE_HEADER_BYTES_MAX (64UL * 1024)
#define MESSAGE_HEADERS_MAX 1000
#define MESSAGE_DEPTH_MAX 10
#define MESSAGE_PARTS_MAX 200
#define MESSAGE_TEXT_MAX (1024UL * 1024)

/* Loads the library; before the sandbox. */
void message_prepare(void);
void message_finish(void);

/* Writes the whole record. len may be MESSAGE_BYTES_MAX + 1: then it is too
 * big and only its headers are read. Never fails: whatever the bytes are, a
 * record says what they were. */
void message_read(
    struct arena *arena, const char *p, size_t len, struct buf *out);
