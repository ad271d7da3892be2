/* SPDX-License-Identifier: EUPL-1.2 */
#include "web/qr.h"

#include <qrencode.h>
#include <string.h>

#define QUIET 4 /* modules of white around it, as the standard asks */

/* One path of horizontal runs: a code of 33 modules takes about 3 kB. */
static const char *
path_of(struct arena *arena, const QRcode *code)
{
	struct buf b;

	buf_init(&b, arena, 4096);
	for (int y = 0; y < code->width; y++)
		for (int x = 0; x < code->width; x++) {
			int run = 0;

			while (x + run < code->width &&
			       (code->data[y * code->width + x + run] & 1))
				run++;
			if (!run)
				continue;
			buf_addf(&b, "M%d %dh%dv1h-%dz", x + QUIET, y + QUIET,
			    run, run);
			x += run;
		}
	return b.p;
}

void
qr_put(struct html *h, const char *text, const char *label)
{
	QRcode *code;
	const char *side, *path;

	if (strlen(text) > QR_BYTES_MAX)
		return;
	code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!code)
		return;
	side = html_id(h, code->width + 2 * QUIET);
	path = path_of(h->arena, code);
	QRcode_free(code);
	html(h,
	    "<svg class='qr' viewBox='0 0 {} {}' role='img' aria-label='{}' "
	    "shape-rendering='crispEdges'><path fill='#fff' d='M0 0h{}v{}H0z'/>"
	    "<path fill='#000' d='{}'/></svg>\n",
	    side, side, label, side, side, path);
}
