/* SPDX-License-Identifier: EUPL-1.2 */
/* Values of headers: encoded words (RFC 2047), bytes without any declared
 * charset, addresses. What comes out is one clean line. */
#pragma once

#include <stddef.h>

#include "base/arena.h"

/* A header longer than this is cut. */
#define HEADER_VALUE_MAX 8192

/* raw as it stands in the letter, folded lines included. */
const char *header_decode(struct arena *arena, const char *raw);

struct header_address {
	const char *address; /* "" when there is none */
	const char *name;    /* decoded display name, "" for none */
};
/* The first address of a raw From, Reply-To, Sender or Return-Path. */
struct header_address header_address(struct arena *arena, const char *raw);
