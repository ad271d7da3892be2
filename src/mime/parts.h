/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies and files of a letter, after their transfer encoding is undone. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct part_body {
	const char *type;    /* "text/html", lower case */
	const char *charset; /* as declared, or NULL */
	bool flowed;	     /* RFC 3676 */
	int alternative;     /* number of its multipart/alternative, 0 none */
	const char *p;
	size_t len;
};

/* A body as text. *text_left bytes of text may still come; it is lowered. */
void parts_put_body(struct arena *arena, const struct part_body *body,
    size_t *text_left, struct buf *out);

/* An attachment; name may be NULL or anything. */
void parts_put_file(struct arena *arena, const struct part_body *body,
    const char *name, struct buf *out);
