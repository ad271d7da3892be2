/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/participants.h"

#include "domain/codifier.h"

static bool
reads(const struct act *act)
{
	return act->actor.role & (ROLE_REVIEWER | ROLE_APPROVER | ROLE_SUPPORT);
}

enum err
participants_list(struct act *act, const struct institution_query *query,
    struct institution **rows, size_t *n, int64_t *total)
{
	if (!reads(act))
		return ERR_DENIED;
	return institutions_list(
	    act->registry, act->arena, query, rows, n, total);
}

static enum err
read_place(struct act *act, struct participant *p)
{
	struct community c;
	enum err err;

	p->community = p->district = "";
	if (!p->row.community)
		return OK;
	err = codifier_community(act, p->row.community, &c);
	if (!err) {
		p->community = c.name;
		p->district = c.district;
	}
	return err == ERR_NOT_FOUND ? OK : err;
}

static enum err
read_kin(struct act *act, struct participant *p)
{
	enum err err = OK;

	if (p->row.parent)
		err = institutions_find(
		    act->registry, act->arena, p->row.parent, &p->parent);
	if (err && err != ERR_NOT_FOUND)
		return err;
	return institutions_branches(act->registry, act->arena, p->row.inst,
	    PARTICIPANTS_BRANCHES_MAX, &p->branches, &p->branches_n);
}

enum err
participants_find(struct act *act, int64_t inst, struct participant *out)
{
	struct participant p = {0};
	enum err err;

	if (!reads(act))
		return ERR_DENIED;
	if ((err = institutions_find(act->registry, act->arena, inst, &p.row)))
		return err;
	if ((err = read_place(act, &p)) || (err = read_kin(act, &p)))
		return err;
	if ((err = statistics_reported(act->registry, inst, &p.figures)))
		return err;
	/* What was written in a request is not for support. */
	if (p.row.request && act->actor.role != ROLE_SUPPORT) {
		err = requests_find(
		    act->registry, act->arena, p.row.request, &p.request);
		if (err && err != ERR_NOT_FOUND)
			return err;
	}
	*out = p;
	return OK;
}

enum err
participants_figures(struct act *act, struct participants_figures *out)
{
	struct statistic_detail *rows;
	size_t n;
	enum err err;

	if (act->actor.role != ROLE_ANALYST)
		return ERR_DENIED;
	if ((err = statistics_details(act->registry, act->arena, &rows, &n)))
		return err;
	out->rows = arena_array(act->arena, n, sizeof(*out->rows));
	for (size_t i = 0; i < n; i++)
		out->rows[i] = (struct participants_sum){
		    .region = rows[i].region,
		    .kind = rows[i].kind,
		    .registered = rows[i].registered,
		    .active = rows[i].active,
		    .journals = rows[i].journals,
		    .pupils = rows[i].pupils,
		    .staff = rows[i].staff,
		};
	out->n = n;
	return requests_counts(
	    act->registry, act->arena, out->requests, &out->requests_n);
}
