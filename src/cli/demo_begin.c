/* SPDX-License-Identifier: EUPL-1.2 */
/* Before a synthetic country grows: is it possible, is there room, and the two
 * institutions whose people are listed by `demo --accounts`. */
#include "cli/demo_country.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/clock.h"
#include "store/settings.h"

#define SETTING_COUNTRY "country" /* "300 120000 20 20780" */
#define SPARE_BYTES (1LL << 30)	  /* is left to the machine */
#define MB 1000000

int
demo_begin_parse(const char *institutions, const char *pupils, const char *days,
    struct demo_country *c)
{
	*c = (struct demo_country){.days = DEMO_DAYS};
	if (!cli_number(
		institutions, 1, DEMO_INSTITUTIONS_MAX, &c->institutions))
		return cli_fail(EX_USAGE, "demo: --institutions is 1 to %d",
		    DEMO_INSTITUTIONS_MAX);
	c->pupils = c->institutions * DEMO_PUPILS_EACH;
	if (pupils &&
	    !cli_number(pupils, c->institutions * DEMO_PUPILS_EACH_MIN,
		c->institutions * DEMO_PUPILS_EACH_MAX, &c->pupils))
		return cli_fail(EX_USAGE,
		    "demo: --pupils of %lld institutions are %lld to %lld",
		    (long long)c->institutions,
		    (long long)c->institutions * DEMO_PUPILS_EACH_MIN,
		    (long long)c->institutions * DEMO_PUPILS_EACH_MAX);
	if (days && !cli_number(days, 0, DEMO_DAYS_MAX, &c->days))
		return cli_fail(
		    EX_USAGE, "demo: --days is 0 to %d", DEMO_DAYS_MAX);
	return EX_OK;
}

enum err
demo_begin_kept(struct act *act, struct demo_country *c)
{
	const char *value;
	char *end;
	enum err err;

	if ((err = settings_registry(
		 act->registry, act->arena, SETTING_COUNTRY, &value)))
		return err;
	*c = (struct demo_country){0};
	c->institutions = strtoll(value, &end, 10);
	c->pupils = strtoll(end, &end, 10);
	c->days = strtoll(end, &end, 10);
	c->today = strtoll(end, &end, 10);
	return *end || c->institutions < 1 ? ERR_CORRUPT : OK;
}

/* School days that the year has had so far. */
static int64_t
days_so_far(const struct demo *demo)
{
	int64_t n = 0;

	for (int64_t d = demo->year_from; d <= demo_year_last(demo); d++)
		n += demo_year_school_day(demo, d);
	return n;
}

/* What the disk would hold instead. */
static const char *
what_fits(struct arena *arena, const struct demo_country *c, int64_t spare)
{
	struct demo_country less = *c;

	while (less.days > 0 && demo_room_needed(&less) > spare)
		less.days--;
	if (demo_room_needed(&less) > spare)
		return "fewer --pupils need less";
	return arena_printf(
	    arena, "--days %lld has room", (long long)less.days);
}

int
demo_begin_room(struct cli *cli, const struct demo *demo,
    const struct demo_country *c, int64_t missing)
{
	const int64_t most = days_so_far(demo);
	struct demo_country made = *c;
	int64_t needed, spare;

	if (c->days > most) {
		printf("The school year has had %lld school days: so many are"
		       " made, not %lld.\n",
		    (long long)most, (long long)c->days);
		made.days = most;
	}
	needed = demo_room_needed(&made) / c->institutions * missing;
	spare = demo_room_free(cli->arena, cli->config.state) - SPARE_BYTES;
	printf("A country of %lld institutions, %lld pupils, %lld school days:"
	       " about %lld MB\n",
	    (long long)c->institutions, (long long)c->pupils,
	    (long long)made.days, (long long)(needed / MB));
	fflush(stdout);
	/* What a server of databases has cannot be seen from here. */
	if (*cli->config.database_url || needed <= spare)
		return EX_OK;
	return cli_fail(EX_CANTCREAT,
	    "%s has room for %lld MB, and %lld MB are needed; nothing was"
	    " made (%s)",
	    cli->config.state, (long long)(spare > 0 ? spare / MB : 0),
	    (long long)(needed / MB), what_fits(cli->arena, &made, spare));
}

static enum err
keep(struct act *act, const struct demo_country *c)
{
	return settings_set_registry(act->registry, SETTING_COUNTRY,
	    arena_printf(act->arena, "%lld %lld %lld %lld",
		(long long)c->institutions, (long long)c->pupils,
		(long long)c->days, (long long)c->today));
}

enum err
demo_begin_make(struct demo *demo, const struct demo_country *c,
    struct demo_accounts *accounts)
{
	struct act *act = &demo->cli->act;
	const size_t n = c->institutions < 2 ? 1 : 2;
	struct demo_school *schools =
	    arena_array(act->arena, 2, sizeof(*schools));
	struct demo_sample samples[2];
	const char *password;
	const int64_t now = act->now;
	enum err err;

	for (size_t i = 0; i < n; i++)
		if ((err = demo_crew_make(
			 demo, c, (int64_t)i + 1, &schools[i], &samples[i])))
			return err;
	act->now = now;
	if ((err = crypt_password_hash(
		 act->arena, DEMO_SAMPLE_PASSWORD, &password)) ||
	    (err = demo_crew_enter(demo, c, samples, n, password)) ||
	    (err = demo_accounts_make(
		 demo, &schools[0], n > 1 ? &schools[1] : NULL, accounts)) ||
	    (err = demo_places_make(demo)))
		return err;
	act->now = now;
	return keep(act, c);
}
