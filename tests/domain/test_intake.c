/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/intake.h"

#include "domain/bounce.h"
#include "domain/codifier_import.h"
#include "domain/installation.h"
#include "domain/request_export.h"
#include "domain/work.h"
#include "fixture.h"
#include "store/jobs.h"
#include "store/originals.h"
#include "store/request_fields.h"
#include "store/request_files.h"
#include "store/request_mails.h"
#include "store/request_steps.h"
#include "store/requests.h"

#define TEXT                                                                                                        \
	"Просимо підключити заклад до журналу.\nОбласть: Сумська\n"   \
	"Громада: Охтирська\nНазва: Охтирський ліцей № 1\nДІСО: 139401\n" \
	"ЄДРПОУ: 14360570\nАдміністратор: Щур Ян Янович\n"                            \
	"Пошта: admin@l1.example\nТелефон: 0671112233\n"

struct make {
	const char *from, *subject, *id, *text, *html, *more;
	const char *file;   /* content of an attachment */
	const char *sender; /* of the envelope */
};

static void
frame(struct buf *b, const char *key, const char *value)
{
	buf_addf(b, "%s %zu\n%s\n", key, strlen(value), value);
}

/* A letter as the reader would give it. */
static struct letter *
letter_of(struct fixture *f, const struct make *m)
{
	struct letter *letter = arena_alloc(f->arena, sizeof(*letter));
	struct buf b;

	buf_init(&b, f->arena, 4096);
	buf_adds(&b, "ejournal-mime 1\n");
	frame(&b, "status", "ok");
	frame(&b, "from", m->from ? m->from : "office@l1.example");
	frame(&b, "to", "journal@institute.example");
	frame(&b, "subject", m->subject ? m->subject : "Заявка");
	if (m->id)
		frame(&b, "message_id", m->id);
	if (m->more)
		buf_adds(&b, m->more);
	frame(&b, "part", "plain alt=1 guessed=0 cut=0 utf-8");
	frame(&b, "text", m->text ? m->text : TEXT);
	if (m->html) {
		frame(&b, "part", "html alt=1 guessed=0 cut=0 utf-8");
		frame(&b, "text", m->html);
	}
	if (m->file) {
		frame(&b, "file", "application/pdf");
		frame(&b, "name", "lyst.pdf");
		frame(&b, "bytes", m->file);
	}
	frame(&b, "end", "");
	assert_int_equal(letter_parse(f->arena, b.p, b.len, letter), OK);
	return letter;
}

static struct intake_result
store(struct fixture *f, const struct letter *letter, const char *original,
    const char *envelope)
{
	struct intake_mail mail = {.original = {original, strlen(original)},
	    .size = (int64_t)strlen(original),
	    .letter = letter,
	    .envelope_sender = envelope};
	struct intake_result result;

	f->act.actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	assert_int_equal(intake_store(&f->act, &mail, &result), OK);
	return result;
}

/* Every original is another one: the bytes on the way never agree. */
static struct intake_result
take(struct fixture *f, const struct make *m)
{
	static const char bytes[] = "Received: %s\n\nx";

	return store(f, letter_of(f, m),
	    arena_printf(f->arena, bytes, fixture_uuid(f)), m->sender);
}

static struct request
request_of(struct fixture *f, int64_t number)
{
	struct request row;

	assert_int_equal(
	    requests_find(f->act.registry, f->arena, number, &row), OK);
	return row;
}

static void
check_field(struct fixture *f, int64_t request, const char *name,
    const char *value, const char *flag)
{
	struct request_field *fields;
	size_t n;

	assert_int_equal(request_fields_list(
			     f->act.registry, f->arena, request, &fields, &n),
	    OK);
	for (size_t i = 0; i < n; i++) {
		if (strcmp(fields[i].field, name) || fields[i].ord)
			continue;
		assert_string_equal(fields[i].value, value);
		assert_string_equal(fields[i].flag, flag);
		return;
	}
	fail_msg("no field %s", name);
}

/* Letters that wait to be sent. */
static size_t
answers(struct fixture *f, const char **payload)
{
	struct job jobs[20];
	size_t n;

	assert_int_equal(
	    jobs_list(f->act.registry, f->arena, 0, "mail", NULL, 20, jobs, &n),
	    OK);
	if (payload)
		*payload = n ? jobs[0].payload : "";
	return n;
}

static void
a_letter_becomes_a_request_with_its_fields(void **state)
{
	struct fixture *f = *state;
	struct intake_result r = take(
	    f, &(struct make){.id = "<1@l1.example>", .subject = "Заявка № 1"});
	struct request row = request_of(f, r.first);

	assert_int_equal(r.outcome, INTAKE_REQUEST);
	assert_string_equal(row.state, "new");
	assert_string_equal(row.source, "mail");
	assert_string_equal(row.kind, "school");
	assert_string_equal(row.message_id, "1@l1.example");
	assert_string_equal(row.sender, "office@l1.example");
	check_field(f, r.first, "name", "Охтирський ліцей № 1", "ok");
	check_field(f, r.first, "region", "Сумська", "ok");
	check_field(f, r.first, "community", "Охтирська", "unchecked");
	check_field(f, r.first, "phone", "+380671112233", "ok");
	check_field(f, r.first, "sender", "office@l1.example", "ok");
}

static void
the_letter_and_its_files_are_kept(void **state)
{
	struct fixture *f = *state;
	struct intake_result r = take(f, &(struct make){.file = "%PDF-1.4"});
	struct request row = request_of(f, r.first);
	struct request_mail mail;
	struct request_file *files;
	struct bytes bytes;
	size_t n;

	assert_int_equal(
	    request_mails_find(f->act.registry, f->arena, row.mail_hash, &mail),
	    OK);
	assert_non_null(strstr(mail.body, "Назва: Охтирський ліцей № 1"));
	assert_string_equal(mail.status, "ok");
	assert_int_equal(originals_read(f->arena, f->config.state,
			     mail.original_hash, &bytes),
	    OK);
	assert_memory_equal(bytes.p, "Received: ", 10);
	assert_int_equal(
	    request_files_list(f->act.registry, f->arena, r.first, &files, &n),
	    OK);
	assert_int_equal(n, 1);
	assert_string_equal(files[0].name, "lyst.pdf");
	assert_int_equal(
	    originals_read(f->arena, f->config.state, files[0].hash, &bytes),
	    OK);
	assert_memory_equal(bytes.p, "%PDF-1.4", 8);
}

static void
the_same_letter_twice_is_one_request(void **state)
{
	struct fixture *f = *state;
	struct intake_result a = take(f, &(struct make){.id = "<1@x>"});
	struct intake_result b = take(f, &(struct make){.id = "<1@x>"});
	struct intake_result c = take(f, &(struct make){.id = "<2@x>"});

	assert_int_equal(b.outcome, INTAKE_AGAIN);
	assert_int_equal(b.first, a.first);
	assert_int_equal(c.outcome, INTAKE_AGAIN);
	assert_int_equal(c.first, a.first);
	assert_int_equal(answers(f, NULL), 1);
}

static void
one_message_id_with_other_content_is_a_second_request(void **state)
{
	struct fixture *f = *state;
	struct intake_result a = take(f, &(struct make){.id = "<1@x>"});
	struct intake_result b =
	    take(f, &(struct make){.id = "<1@x>", .text = TEXT "і ще одне\n"});

	assert_int_equal(b.outcome, INTAKE_REQUEST);
	assert_true(b.first != a.first);
	assert_int_equal(request_of(f, b.first).duplicate_of, a.first);
	assert_int_equal(request_of(f, a.first).duplicate_of, 0);
}

static void
what_was_rejected_can_be_sent_again(void **state)
{
	struct fixture *f = *state;
	struct intake_result a = take(f, &(struct make){.id = "<1@x>"});
	struct request row = request_of(f, a.first);
	struct intake_result again;

	row.state = "rejected";
	assert_int_equal(db_begin_write(f->act.registry), OK);
	assert_int_equal(requests_update(f->act.registry, &row, "new"), OK);
	assert_int_equal(db_commit(f->act.registry), OK);
	/* The mail server delivers once more: nothing new. */
	again = take(f, &(struct make){.id = "<1@x>"});
	assert_int_equal(again.outcome, INTAKE_AGAIN);
	/* The institution has sent it anew. */
	again = take(f, &(struct make){.id = "<2@x>"});
	assert_int_equal(again.outcome, INTAKE_REQUEST);
	assert_true(again.first != a.first);
}

static void
what_is_no_request_is_filed_apart_without_an_answer(void **state)
{
	struct fixture *f = *state;
	struct intake_result r = take(
	    f, &(struct make){.text = "Ви виграли приз. http://prize.example",
		   .subject = "Приз"});

	assert_int_equal(r.outcome, INTAKE_APART);
	assert_string_equal(request_of(f, r.first).state, "not_a_request");
	assert_int_equal(answers(f, NULL), 0);
}

static void
a_whole_request_is_acknowledged(void **state)
{
	struct fixture *f = *state;
	const char *payload;

	assert_true(take(f, &(struct make){.id = "<1@x>"}).answered);
	assert_int_equal(answers(f, &payload), 1);
	assert_non_null(strstr(payload, "request_received"));
	assert_non_null(strstr(payload, "office@l1.example"));
	assert_non_null(strstr(payload, "1@x"));
}

static void
what_is_missing_is_asked_for_with_a_link(void **state)
{
	struct fixture *f = *state;
	const char *payload;

	take(f, &(struct make){.text = "Область: Сумська\nНазва: Ліцей № 1\n"
				       "ДІСО: 139401\nЄДРПОУ: 32855968\n"});
	assert_int_equal(answers(f, &payload), 1);
	assert_non_null(strstr(payload, "request_missing"));
	assert_non_null(strstr(payload, "32855968"));
	assert_non_null(strstr(payload, "/join/complete/"));
}

static void
machines_get_no_answer(void **state)
{
	static const struct make machines[] = {
	    {.text = TEXT "1", .more = "auto_submitted 14\nauto-forwarded\n"},
	    {.text = TEXT "2", .more = "list 1\n1\n"},
	    {.text = TEXT "3", .more = "precedence 4\nbulk\n"},
	    {.text = TEXT "4", .more = "return_path 0\n\n"},
	    {.text = TEXT "5", .sender = ""},
	    {.text = TEXT "9", .sender = "MAILER-DAEMON"},
	    {.text = TEXT "6", .from = "no address"},
	    {.text = TEXT "7", .from = "journal@institute.example"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct intake_result r = take(f, &machines[i]);

		assert_int_equal(r.outcome, INTAKE_REQUEST);
		assert_false(r.answered);
	}
	assert_int_equal(answers(f, NULL), 0);
	/* A reply by a robot is no request whatever it quotes. */
	assert_int_equal(
	    take(f, &(struct make){.text = TEXT "8",
			.more = "auto_submitted 12\nauto-replied\n"})
		.outcome,
	    INTAKE_APART);
}

static void
one_answer_a_day_and_address(void **state)
{
	struct fixture *f = *state;

	assert_true(take(f, &(struct make){.text = TEXT "1"}).answered);
	assert_false(take(f, &(struct make){.text = TEXT "2"}).answered);
	assert_true(take(
	    f, &(struct make){.text = TEXT "3", .from = "other@l1.example"})
			.answered);
	f->act.now += 86401;
	assert_true(take(f, &(struct make){.text = TEXT "4"}).answered);
}

static void
two_institutions_are_two_requests_and_one_answer(void **state)
{
	struct fixture *f = *state;
	struct intake_result r = take(
	    f, &(struct make){.text = "Назва: Ліцей № 1\nДІСО: 139401\n"
				      "ЄДРПОУ: 14360570\n\nНазва: Ліцей № 2\n"
				      "ДІСО: 139402\nЄДРПОУ: 02070921\n",
		   .file = "%PDF"});
	const char *payload;

	assert_int_equal(r.n, 2);
	assert_int_equal(request_of(f, r.first + 1).mail_part, 1);
	check_field(f, r.first + 1, "diso_id", "139402", "ok");
	assert_int_equal(answers(f, &payload), 1);
	assert_non_null(strstr(payload, "Ліцей № 1; Ліцей № 2"));
}

static void
a_department_may_write_for_many(void **state)
{
	struct fixture *f = *state;
	struct intake_result r;
	struct request_mail mail;
	struct buf b;

	buf_init(&b, f->arena, 16384);
	for (int i = 0; i < 70; i++)
		buf_addf(&b,
		    "Назва: Ліцей із дуже довгою, насправді ще довшою назвою "
		    "№ %d\nДІСО: %d\nЄДРПОУ: 1\nТелефон: 2-33-44\n\n",
		    i + 1, 139401 + i);
	r = take(f, &(struct make){.text = b.p});
	assert_int_equal(r.n, 64);
	assert_int_equal(answers(f, NULL), 1);
	/* That there were more of them is not kept quiet. */
	assert_int_equal(request_mails_find(f->act.registry, f->arena,
			     request_of(f, r.first).mail_hash, &mail),
	    OK);
	assert_string_equal(mail.status, "cut");
}

static void
the_form_of_a_text_that_tells_more_is_taken(void **state)
{
	struct fixture *f = *state;
	struct intake_result r =
	    take(f, &(struct make){.text = "Лист у HTML. Просимо підключити до "
					   "журналу наш ліцей.",
			.html = TEXT});

	check_field(f, r.first, "diso_id", "139401", "ok");
}

static void
hostile_letters_are_kept_with_a_record(void **state)
{
	struct fixture *f = *state;
	struct letter *letter = arena_alloc(f->arena, sizeof(*letter));
	struct request_mail mail;
	struct intake_result r;

	letter_refused(LETTER_TOO_BIG, "size", letter);
	letter->from = "a@b.example";
	r = store(f, letter, "big one", NULL);
	assert_int_equal(r.outcome, INTAKE_APART);
	assert_int_equal(request_mails_find(f->act.registry, f->arena,
			     request_of(f, r.first).mail_hash, &mail),
	    OK);
	assert_string_equal(mail.status, "too_big size");
	/* Two of them are two: nothing of them was read. */
	assert_int_equal(
	    store(f, letter, "another", NULL).outcome, INTAKE_APART);
	assert_int_equal(
	    store(f, letter, "another", NULL).outcome, INTAKE_AGAIN);
}

static void
communities_are_checked_once_the_codifier_is_here(void **state)
{
	static const char codifier[] =
	    "UA59000000000057109;;;;;O;Сумська\n"
	    "UA59000000000057109;UA59040000000045652;;;;P;Охтирський\n"
	    "UA59000000000057109;UA59040000000045652;UA59040110000026694;;;H;"
	    "Охтирська\n";
	struct fixture *f = *state;
	struct intake_result r = take(f, &(struct make){.id = "<1@x>"});
	struct codifier_report report;

	check_field(f, r.first, "community", "Охтирська", "unchecked");
	assert_int_equal(
	    codifier_import(
		&f->act, (struct bytes){codifier, strlen(codifier)}, &report),
	    OK);
	assert_int_equal(report.rechecked, 1);
	check_field(f, r.first, "community", "Охтирська", "ok");
}

static void
the_queue_is_printed_as_json(void **state)
{
	struct fixture *f = *state;
	struct buf b;
	struct json_out out = {.out = &b};
	struct json *doc;
	const struct json *row, *phone;
	size_t n;

	take(f, &(struct make){
		    .id = "<1@x>", .text = TEXT "Телефон: 0501234567\n"});
	buf_init(&b, f->arena, 4096);
	json_open(&out, '[');
	assert_int_equal(request_export_page(&f->act, 0, &out, &n), OK);
	json_close(&out, ']');
	assert_int_equal(n, 1);
	assert_int_equal(json_parse(b.p, b.len, &doc), OK);
	row = json_at(doc, 0);
	assert_string_equal(json_text(row, "state"), "new");
	assert_string_equal(json_text(row, "message_id"), "<1@x>");
	phone = json_member(row, "phone");
	assert_string_equal(json_text(phone, "value"), "+380671112233");
	assert_string_equal(json_text(phone, "flag"), "ok");
	assert_string_equal(
	    json_as_text(json_at(json_member(phone, "other"), 0)),
	    "+380501234567");
	assert_string_equal(json_text(json_member(row, "region"), "code"),
	    "UA59000000000057109");
	json_free(doc);
}

/* It may quote the whole letter, link and all: nobody is to read that in the
 * queue. */
static void
a_letter_of_ours_that_came_back_is_not_kept(void **state)
{
	struct fixture *f = *state;
	struct act *act = &f->act;
	const char *id, *head, *status;
	struct intake_result result;
	struct job job;

	act->actor = (struct actor){.role = ROLE_SYSTEM, .log_id = "-"};
	assert_int_equal(installation_init(act, false), OK);
	assert_int_equal(act_begin_registry(act), OK);
	assert_int_equal(
	    work_mail(act,
		&(struct mail_work){
		    .template = "test", .to = "a@b.example", .lang = "uk"},
		NULL, 0),
	    OK);
	assert_int_equal(
	    jobs_take(act->registry, f->arena, 0, act->now, 300, &job), OK);
	assert_int_equal(
	    jobs_done(act->registry, 0, job.job, act->now, NULL), OK);
	assert_int_equal(act_commit(act), OK);
	assert_int_equal(bounce_message_id(act, 0, job.job, &id), OK);
	status = "Action: failed\nStatus: 5.1.1\n";
	head = arena_printf(f->arena, "Message-ID: <%s>\n", id);
	result = take(f, &(struct make){.from = "MAILER-DAEMON@mail.example",
			     .subject = "Delivery status notification: error",
			     .sender = "",
			     .more = arena_printf(f->arena,
				 "report 1\n1\n"
				 "file 23\nmessage/delivery-status\n"
				 "bytes %zu\n%s\n"
				 "file 19\ntext/rfc822-headers\n"
				 "bytes %zu\n%s\n",
				 strlen(status), status, strlen(head), head)});
	assert_int_equal(result.outcome, INTAKE_BOUNCE);
	assert_int_equal(result.n, 0);
	assert_int_equal(
	    jobs_find(act->registry, f->arena, 0, job.job, &job), OK);
	assert_string_equal(job.state, "failed");
	assert_string_equal(job.error, "bounced: 5.1.1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    FIXTURE_TEST(a_letter_becomes_a_request_with_its_fields),
	    FIXTURE_TEST(the_letter_and_its_files_are_kept),
	    FIXTURE_TEST(the_same_letter_twice_is_one_request),
	    FIXTURE_TEST(one_message_id_with_other_content_is_a_second_request),
	    FIXTURE_TEST(what_was_rejected_can_be_sent_again),
	    FIXTURE_TEST(what_is_no_request_is_filed_apart_without_an_answer),
	    FIXTURE_TEST(a_whole_request_is_acknowledged),
	    FIXTURE_TEST(what_is_missing_is_asked_for_with_a_link),
	    FIXTURE_TEST(machines_get_no_answer),
	    FIXTURE_TEST(one_answer_a_day_and_address),
	    FIXTURE_TEST(two_institutions_are_two_requests_and_one_answer),
	    FIXTURE_TEST(a_department_may_write_for_many),
	    FIXTURE_TEST(the_form_of_a_text_that_tells_more_is_taken),
	    FIXTURE_TEST(hostile_letters_are_kept_with_a_record),
	    FIXTURE_TEST(communities_are_checked_once_the_codifier_is_here),
	    FIXTURE_TEST(the_queue_is_printed_as_json),
	    FIXTURE_TEST(a_letter_of_ours_that_came_back_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
