/* SPDX-License-Identifier: EUPL-1.2 */
/* QR codes as SVG in the page; the only file that knows libqrencode. */
#pragma once

#include "web/html.h"

/* Text longer than this makes a code no telephone reads from paper. */
#define QR_BYTES_MAX 400

/* <svg class='qr'> with `label` for those who do not see it. What does not fit
 * prints nothing: the text itself always stands beside. */
void qr_put(struct html *h, const char *text, const char *label);
