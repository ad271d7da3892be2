/* SPDX-License-Identifier: EUPL-1.2 */
/* How the installation fares: what needs the operator first, then plain
 * figures. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "domain/operations.h"
#include "web/form.h"
#include "web/layout.h"
#include "web/pages.h"

#define GIB (1024LL * 1024 * 1024)
#define MIB (1024LL * 1024)
/* A file of marks grows slowly; a tenth leaves months to act. */
#define DISK_LOW_PERCENT 10

/* "12,4 GB", with the decimal sign of the language. */
static const char *
bytes_text(struct html *h, int64_t bytes)
{
	const int64_t unit = bytes >= GIB ? GIB : MIB;
	const int64_t tenths = bytes * 10 / unit;
	const char *number =
	    arena_printf(h->arena, "%lld%s%lld", (long long)(tenths / 10),
		h->lang == LANG_UK ? "," : ".", (long long)(tenths % 10));

	return FILL(
	    h->arena, unit == GIB ? _("{n} GB") : _("{n} MB"), {"n", number});
}

/* ---- what needs somebody ---------------------------------------------------
 */

static bool
disk_is_low(const struct operations_state *s)
{
	return s->disk_all > 0 &&
	       s->disk_free < s->disk_all / 100 * DISK_LOW_PERCENT;
}

static void
put_needs(struct page *p, const struct operations_state *s)
{
	struct html *h = &p->html;
	const struct config *config = p->act->config;

	if (s->worker_late)
		layout_note(p, "err",
		    _("The worker does not run: letters and reports wait"),
		    FILL(h->arena, _("Start it: {command}"),
			{"command",
			    arena_printf(h->arena, "ejournal worker --state %s",
				config->state)}));
	if (disk_is_low(s))
		layout_note(p, "err", _("There is little room on the disk"),
		    FILL(h->arena, _("Left: {free} of {all}."),
			{"free", bytes_text(h, s->disk_free)},
			{"all", bytes_text(h, s->disk_all)}));
	if (s->sweep.silent)
		layout_note(p, "err", _("Some stores did not open"),
		    _("The worker’s log names them. The command “ejournal "
		      "doctor” looks at each."));
	if (!*config->smtp_url)
		layout_note(p, "warn", _("Letters are not sent yet"),
		    _("No mail server is set: letters become files of this "
		      "machine. How to set it is told on the page “Mail”."));
}

/* ---- figures ----------------------------------------------------------------
 */

static void
stat(struct html *h, const char *name, int64_t n)
{
	html(h, "<div><dt>{}</dt><dd>{}</dd></div>\n", name, html_num(h, n));
}

static void
put_stats(struct html *h, const struct figures *f)
{
	html(h, "<dl class='stats'>\n");
	stat(h, _("Institutions connected"), f->active);
	stat(h, _("Institutions invited"), f->invited);
	stat(h, _("Accounts"), f->accounts);
	stat(h, _("Sessions today"), f->sessions);
	html(h, "</dl>\n");
}

static void
fact(struct html *h, const char *name, const char *value)
{
	html(h, "<dt>{}</dt><dd>{}</dd>\n", name, value);
}

static const char *
moment(struct html *h, int64_t at)
{
	return at ? clock_stamp(h->arena, at) : _("never");
}

static void
put_work(struct page *p, const struct operations_state *s)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='w-h'><h2 id='w-h'>{}</h2>"
	    "\n<dl class='facts'>",
	    _("Background work"));
	fact(h, _("Waiting jobs"), html_num(h, s->ready + s->sweep.ready));
	if (s->oldest_ready && s->oldest_ready < p->act->now)
		fact(
		    h, _("The oldest waits since"), moment(h, s->oldest_ready));
	fact(h, _("Failed"), html_num(h, s->failed + s->sweep.failed));
	fact(h, _("The worker’s last round"), moment(h, s->sweep.at));
	fact(h, _("Stores of institutions"), html_num(h, s->sweep.stores));
	html(h, "</dl></section>\n");
}

static void
put_machine(struct page *p, const struct operations_state *s)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='m-h'><h2 id='m-h'>{}</h2>"
	    "\n<dl class='facts'>",
	    _("Disk and versions"));
	if (s->disk_all)
		fact(h, _("Free on the disk"),
		    FILL(h->arena, _("{free} of {all}"),
			{"free", bytes_text(h, s->disk_free)},
			{"all", bytes_text(h, s->disk_all)}));
	if (s->registry_bytes)
		fact(h, _("Registry"), bytes_text(h, s->registry_bytes));
	fact(h, _("Data folder"), p->act->config->state);
	fact(h, "E-Journal", EJOURNAL_VERSION);
	fact(h, _("Schema of the registry"), html_num(h, s->schema));
	fact(h, "ICU", s->icu);
	html(h, "</dl></section>\n");
}

/* ---- failed work
 * ------------------------------------------------------------- */

static const char *
kind_text(struct html *h, const char *kind)
{
	static const struct {
		const char *kind, *text;
	} known[] = {
	    {"mail", N_("Letter")},
	    {"forgot", N_("Letter with a link for a new password")},
	    {"access_event",
		N_("Record of access in the institution’s history")},
	    {"open_institution", N_("Opening of an institution")},
	    {"report_statistics", N_("Figures of an institution")},
	    {"publish_statistics", N_("Published figures")},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!strcmp(known[i].kind, kind))
			return _(known[i].text);
	return kind;
}

static void
put_job(struct page *p, const struct operations_job *j)
{
	struct html *h = &p->html;

	html(h,
	    "<tr><th scope='row'>{}<br><span class='soft small'>{}</span></th>"
	    "<td data-l='{}'><code>{}</code></td><td data-l='{}'>{}</td><td>",
	    kind_text(h, j->kind), j->institution, _("Reason"), j->error,
	    _("When"), clock_stamp(h->arena, j->ended_at));
	form_open(p, "/operator/again", FORM_ROW);
	form_hidden(p, "store", html_id(h, j->store));
	form_hidden(p, "job", html_id(h, j->job));
	form_button(p, "mini", NULL, NULL, _("Try again"));
	form_end(p);
	html(h, "</td></tr>\n");
}

static void
put_failed(struct page *p, const struct operations_job *jobs, size_t n)
{
	struct html *h = &p->html;

	if (!n)
		return;
	html(h,
	    "<section aria-labelledby='f-h'><h2 id='f-h'>{}</h2>\n"
	    "<table class='table stack'><caption class='vh'>{}</caption><thead>"
	    "<tr><th scope='col'>{}</th><th scope='col'>{}</th><th scope='col'>"
	    "{}</th><th scope='col'><span class='vh'>{}</span></th></tr>"
	    "</thead><tbody>\n",
	    _("Failed work"), _("Failed work"), _("Background work"),
	    _("Reason"), _("When"), _("Action"));
	for (size_t i = 0; i < n; i++)
		put_job(p, &jobs[i]);
	html(h, "</tbody></table></section>\n");
}

void
page_operator(struct page *p)
{
	struct html *h = &p->html;
	struct operations_state state;
	struct operations_job *jobs;
	size_t n;
	enum err err;

	if ((err = operations_state(p->act, &state)) ||
	    (err = operations_failed(p->act, &jobs, &n))) {
		page_error(p, err);
		return;
	}
	layout_begin(p, &(struct layout){
			    .title = _("State of the installation"),
			    .menu = "operator",
			});
	put_needs(p, &state);
	put_stats(h, &state.figures);
	put_failed(p, jobs, n);
	html(h, "<div class='two'>\n");
	put_work(p, &state);
	put_machine(p, &state);
	html(h, "</div>\n");
	layout_end(p);
}

static int64_t
number(struct page *p, const char *name)
{
	const char *s = http_post(p->req, name);

	return s ? strtoll(s, NULL, 10) : -1;
}

/* Work and letters are tried again in one place; `from` leads back. */
void
page_operator_again_post(struct page *p)
{
	struct html *h = &p->html;
	const char *from = http_post(p->req, "from");
	enum err err =
	    operations_retry(p->act, number(p, "store"), number(p, "job"));

	if (err == ERR_EXPIRED)
		page_refuse(p, 410, _("This letter cannot be sent again"),
		    _("It was sent and came back, and its link has been "
		      "forgotten since. Mend the address and send a new "
		      "invitation from where the first one came."));
	else if (err == ERR_CONFLICT)
		page_refuse(p, 409, _("No mail server is set"),
		    _("The letter lies in the outbox. Set smtp_url, start the "
		      "worker again, then try once more."));
	else if (err)
		page_error(p, err);
	else
		page_go(p,
		    from && !strcmp(from, "mail") ? "/operator/mail"
						  : "/operator",
		    _("It is tried again."));
}
