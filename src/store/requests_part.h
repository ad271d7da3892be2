/* SPDX-License-Identifier: EUPL-1.2 */
/* What requests.c and requests_list.c share. */
#pragma once

#include "store/requests.h"

#define REQUESTS_COLUMNS                                                       \
	"r.request, r.state, r.kind, r.source, r.message_id, r.mail_hash,"     \
	" r.mail_part, r.received_at, r.changed_at, r.passed_at, r.reviewer,"  \
	" r.approver, r.proof_kind, r.proof_text, r.duplicate_of, r.sender,"   \
	" r.subject, r.inst, r.parent_inst, r.lang, r.peer_hash,"              \
	" r.mail_deleted_at"
#define REQUESTS_LETTERS "isSsSSiiiIIISSISSIIsSI"
#define REQUESTS_COLUMNS_N 22

/* The first REQUESTS_COLUMNS_N columns of a row. */
void requests_read(
    const struct rows *rows, struct arena *arena, struct request *row);
