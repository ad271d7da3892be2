/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests to join as letters leave them, the Institute's people who work on
 * them, and a few rows of the codifier. */
#pragma once

#include "domain/installation.h"
#include "domain/request_check.h"
#include "domain/review.h"
#include "fixture.h"
#include "store/accounts.h"
#include "store/originals.h"
#include "store/places.h"

enum {
	RF_REVIEWER = 901,
	RF_REVIEWER_2,
	RF_APPROVER,
	RF_APPROVER_2,
};

static inline void
rf_ok(enum err err)
{
	if (err)
		fail_msg("request: %s", err_name(err));
}

static inline void
rf_places(struct fixture *f)
{
	static const struct {
		const char *code, *hromada, *category, *name, *district;
	} rows[] = {
	    {"UA59020090000085438", "UA59020090000085438", "H", "Кролевецька",
		"Конотопський"},
	    {"UA59040110000026694", "UA59040110000026694", "H", "Охтирська",
		"Охтирський"},
	    {"UA59040110010017443", "UA59040110000026694", "M", "Охтирка",
		"Охтирський"},
	    {"UA59080150000011111", "UA59080150000011111", "H", "Миколаївська",
		"Сумський"},
	    {"UA59060150000022222", "UA59060150000022222", "H", "Миколаївська",
		"Роменський"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		rf_ok(places_set(f->act.registry, f->arena,
		    &(struct place_row){.code = rows[i].code,
			.region = "UA59000000000057109",
			.hromada = rows[i].hromada,
			.level = 3,
			.category = rows[i].category,
			.name = rows[i].name,
			.district = rows[i].district}));
}

static inline void
rf_staff(struct fixture *f)
{
	static const char *const names[] = {
	    "Шевчук І. А.", "Мороз О. Л.", "Бондар Т. Р.", "Кравець Є. В."};

	for (int i = 0; i < 4; i++)
		rf_ok(accounts_insert(f->act.registry,
		    &(struct account_row){
			.account = RF_REVIEWER + i,
			.email = arena_printf(f->arena, "s%d@iea.example", i),
			.name = names[i],
			.log_id =
			    arena_printf(f->arena, "t-%d", RF_REVIEWER + i),
			.lang = "uk",
			.state = "active",
		    }));
}

/* The Institute's people act outside any school. */
static inline void
rf_as(struct fixture *f, int64_t account, enum role role)
{
	if (f->act.school)
		db_give(f->act.school);
	f->act.school = NULL;
	f->act.actor = (struct actor){
	    .account = account,
	    .role = role,
	    .log_id = role == ROLE_SYSTEM ? "-"
					  : arena_printf(f->arena, "t-%lld",
						(long long)account),
	};
}

static inline void
rf_open(struct fixture *f)
{
	rf_ok(db_begin_write(f->act.registry));
	rf_places(f);
	rf_staff(f);
	rf_ok(db_commit(f->act.registry));
	rf_as(f, 0, ROLE_SYSTEM);
	rf_ok(installation_init(&f->act, false));
	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
}

struct rf_plan {
	const char *state; /* NULL: new */
	const char *name, *community, *diso, *edrpou, *person, *email, *phone;
	const char *body; /* the letter; NULL: a form */
};

/* A request as it comes in, whole unless the plan says otherwise. */
static inline int64_t
rf_make(struct fixture *f, const struct rf_plan *p)
{
	const struct request_typed typed = {{
	    [FIELD_REGION] = "Сумська область",
	    [FIELD_COMMUNITY] = p->community ? p->community : "Кролевецька",
	    [FIELD_NAME] =
		p->name ? p->name
			: "Кролевецький ліцей № 1 Кролевецької міської ради",
	    [FIELD_DISO] = p->diso ? p->diso : "138204",
	    [FIELD_EDRPOU] = p->edrpou ? p->edrpou : "02070921",
	    [FIELD_PERSON] =
		p->person ? p->person : "Ґалаґан Єлизавета Іванівна",
	    [FIELD_EMAIL] = p->email ? p->email : "admin@liceum.example",
	    [FIELD_PHONE] = p->phone ? p->phone : "+380 54 539 11 22",
	}};
	struct request row = {
	    .state = p->state ? p->state : "new",
	    .source = p->body ? "mail" : "form",
	    .received_at = f->act.now,
	    .changed_at = f->act.now,
	    .sender = "school@liceum.example",
	};
	struct request_field fields[FIELD_COUNT];
	struct act act = f->act;
	bool inserted;

	act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	rf_ok(request_check(&act, &typed, p->body ? "mail" : "form", fields));
	row.kind = fields[FIELD_KIND].value;
	rf_ok(db_begin_write(act.registry));
	if (p->body) {
		struct request_mail mail = {
		    .mail_hash = arena_printf(f->arena, "hash-%s-%s",
			typed.value[FIELD_DISO], typed.value[FIELD_EDRPOU]),
		    .from = "Ліцей <school@liceum.example>",
		    .subject = "Заявка E-Journal",
		    .sent_at = "Fri, 20 Nov 2026 09:14:00 +0200",
		    .message_id = "m1@liceum.example",
		    .auth = "spf=pass dkim=none",
		    .body = p->body,
		    .status = "ok",
		    .size = (int64_t)strlen(p->body),
		    .received_at = f->act.now,
		};

		rf_ok(originals_put(f->arena, f->dir, p->body, strlen(p->body),
		    &mail.original_hash));
		rf_ok(request_mails_insert(act.registry, &mail, &inserted));
		row.mail_hash = mail.mail_hash;
		row.message_id = mail.message_id;
		row.subject = mail.subject;
	}
	rf_ok(requests_insert(
	    act.registry, f->arena, &row, fields[FIELD_NAME].value, &inserted));
	for (size_t i = 0; i < FIELD_COUNT; i++)
		rf_ok(
		    request_fields_set(act.registry, row.request, &fields[i]));
	rf_ok(request_steps_add(act.registry, row.request,
	    &(struct request_step){
		.at = f->act.now, .act = "received", .new_state = row.state}));
	rf_ok(db_commit(act.registry));
	return row.request;
}

/* As it is: whatever the role that asks. */
static inline struct request
rf_find(struct fixture *f, int64_t request)
{
	struct request row;

	rf_ok(requests_find(f->act.registry, f->arena, request, &row));
	return row;
}

static inline void
rf_state(struct fixture *f, int64_t request, const char *state)
{
	assert_string_equal(rf_find(f, request).state, state);
}

/* Taken and handed on by RF_REVIEWER; RF_APPROVER acts afterwards. */
static inline int64_t
rf_passed(struct fixture *f, const struct rf_plan *p)
{
	const int64_t request = rf_make(f, p);

	rf_as(f, RF_REVIEWER, ROLE_REVIEWER);
	rf_ok(review_take(&f->act, request));
	rf_ok(review_pass(&f->act, request));
	rf_as(f, RF_APPROVER, ROLE_APPROVER);
	return request;
}

static const struct review_proof rf_call = {.kind = "call",
    .phone = "+380 5453 9-11-22",
    .who = "Гончар С. І., директор"};
