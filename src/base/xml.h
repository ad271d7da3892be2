/* SPDX-License-Identifier: EUPL-1.2 */
/* XML as a stream of events, without anything that XML can do to a server: a
 * document type, entities and external parts are refused, depth is bounded.
 * expat lives only behind this header. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

#define XML_DEPTH_MAX 32

/* Names come without their prefix: some writers say <x:row>. attrs are pairs
 * of name and value, ended by NULL. Text comes in pieces. Anything but OK stops
 * the parsing and is given back by xml_feed. */
struct xml_events {
	enum err (*start)(void *ctx, const char *name, const char **attrs);
	enum err (*end)(void *ctx, const char *name);
	enum err (*text)(void *ctx, const char *s, size_t len); /* or NULL */
};

struct xml;

struct xml *xml_new(const struct xml_events *events, void *ctx);
void xml_free(struct xml **xml);
#define AUTO_XML __attribute__((cleanup(xml_free)))

/* Pieces in order; last with the final one. ERR_INVALID: not well formed.
 * ERR_LIMIT: a document type, or too deep. */
CHECKED enum err xml_feed(
    struct xml *xml, const void *p, size_t len, bool last);

/* Value of an attribute, or NULL. The name is looked for without prefix, so
 * "id" finds r:id; an exact name wins. */
const char *xml_attr(const char **attrs, const char *name);
