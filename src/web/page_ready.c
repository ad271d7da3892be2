/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/installation.h"
#include "web/pages.h"

void
page_ready(struct page *p)
{
	enum err err = installation_ready(p->act);

	p->res->status = err ? 503 : 200;
	p->res->content_type = "text/plain; charset=utf-8";
	buf_adds(&p->res->body, err ? "not ready: " : "ready");
	buf_adds(&p->res->body, err ? err_name(err) : "");
	buf_addc(&p->res->body, '\n');
}
