/* SPDX-License-Identifier: EUPL-1.2 */
/* multipart/form-data as browsers send it (RFC 7578), read strictly: the body
 * begins with the boundary, lines end with CRLF, and the closing boundary is
 * there. What another reader might understand differently is refused. */
#pragma once

#include "http/http.h"

/* Limits of one part. */
#define MULTIPART_BOUNDARY_MAX 70 /* RFC 2046, 5.1.1 */
#define MULTIPART_HEADER_MAX 4096 /* all header lines of one part */
#define MULTIPART_LINES_MAX 8
#define MULTIPART_FILENAME_MAX 512

/* Adds the fields and files of req->body to the request's list.
 * ERR_INVALID: malformed. ERR_LIMIT: one of the limits above or of a form. */
CHECKED enum err multipart_parse(struct http_request *req);
