/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/extract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
/* cmocka wants the four above. */
#include <cmocka.h>

#include "base/crypt.h"
#include "places_fixture.h"

static struct arena *arena;

static int
setup(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct extract_result
read_from(const char *from, const char *subject, const char *text)
{
	struct extract_letter letter = {.text = text,
	    .len = strlen(text),
	    .from = from,
	    .to = "journal@institute.example",
	    .subject = subject};
	struct extract_result result;

	assert_int_equal(
	    extract_read(arena, &letter, &fixture_places, &result), OK);
	/* What is highlighted lies inside the text. */
	for (size_t i = 0; i < result.n; i++) {
		for (int f = 0; f < FIELD_COUNT; f++) {
			const struct extract_value *v =
			    &result.requests[i].field[f];

			assert_true(v->at + v->len <= letter.len);
			assert_true(
			    (v->value == NULL) == (v->flag == FLAG_MISSING));
		}
	}
	return result;
}

static struct extract_result
read_text(const char *text)
{
	return read_from("office@school.example", "", text);
}

/* expected: "value" or NULL for missing. */
static void
check(const struct extract_request *q, enum field_id field, const char *value,
    enum flag flag)
{
	const struct extract_value *v = &q->field[field];

	if (v->flag != flag || (value == NULL) != (v->value == NULL) ||
	    (value && strcmp(v->value, value) != 0))
		fail_msg("%s: got \"%s\" %s (%s), wanted \"%s\" %s",
		    extract_field_name(field), v->value ? v->value : "-",
		    place_flag_name(v->flag), v->why, value ? value : "-",
		    place_flag_name(flag));
}

static void
check_code(
    const struct extract_request *q, enum field_id field, const char *code)
{
	assert_non_null(q->field[field].code);
	assert_string_equal(q->field[field].code, code);
}

static void
labelled_lines_give_every_field(void **state)
{
	struct extract_result r = read_text(
	    "Доброго дня!\n"
	    "Просимо підключити наш заклад до системи E-Journal.\n\n"
	    "Область: Сумська область\n"
	    "Місто/ОТГ: Кролевецька міська територіальна громада\n"
	    "Назва закладу освіти: Кролевецький ліцей № 2 Кролевецької "
	    "міської ради\n"
	    "ID у системі ДІСО: 138204\n"
	    "ЄДРПОУ: 02070944\n"
	    "Прізвище, ім'я, по батькові адміністратора: Ґудзь Єва Іванівна\n"
	    "Електронна адреса: admin@school.example\n"
	    "Телефон: +380 54 539 11 22\n\n"
	    "З повагою, директорка ліцею\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_true(r.is_request);
	assert_int_equal(r.n, 1);
	check(q, FIELD_REGION, "Сумська", FLAG_OK);
	check_code(q, FIELD_REGION, "UA59000000000057109");
	check(q, FIELD_COMMUNITY, "Кролевецька", FLAG_OK);
	check_code(q, FIELD_COMMUNITY, "UA59020090000085438");
	check(q, FIELD_NAME, "Кролевецький ліцей № 2 Кролевецької міської ради",
	    FLAG_OK);
	check(q, FIELD_DISO, "138204", FLAG_OK);
	check(q, FIELD_EDRPOU, "02070944", FLAG_OK);
	check(q, FIELD_PERSON, "Ґудзь Єва Іванівна", FLAG_OK);
	check(q, FIELD_EMAIL, "admin@school.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380545391122", FLAG_OK);
	check(q, FIELD_KIND, "school", FLAG_DERIVED);
	assert_int_equal(r.sender, SENDER_INSTITUTION);
}

static void
prose_gives_codes_phones_and_the_quoted_name(void **state)
{
	struct extract_result r = read_text(
	    "Шановні колеги,\nпрошу підключити до електронного журналу "
	    "заклад освіти \"Охтирська загальноосвітня\n школа І-ІІІ "
	    "ступенів №5\"\n(ID ДІСО 139417, код ЄДРПОУ 14360570), "
	    "м. Охтирка, Сумська обл.\nВідповідальна особа (адміністратор) - "
	    "Щербина Юрій Олегович, тел. 0(5446)2-15-47, моб. "
	    "050-123-45-67,\ne-mail: shcherbyna.y@okhtyrka5.example\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_true(r.is_request);
	assert_int_equal(r.n, 1);
	check(q, FIELD_REGION, "Сумська", FLAG_OK);
	check(q, FIELD_COMMUNITY, "Охтирська", FLAG_DERIVED);
	check_code(q, FIELD_COMMUNITY, "UA59040110000026694");
	check(q, FIELD_NAME,
	    "Охтирська загальноосвітня школа І-ІІІ ступенів №5", FLAG_OK);
	check(q, FIELD_DISO, "139417", FLAG_OK);
	check(q, FIELD_EDRPOU, "14360570", FLAG_OK);
	check(q, FIELD_PERSON, "Щербина Юрій Олегович", FLAG_OK);
	check(q, FIELD_EMAIL, "shcherbyna.y@okhtyrka5.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380544621547", FLAG_OK);
	assert_int_equal(q->phones, 1);
	assert_string_equal(q->phone[0].value, "+380501234567");
}

static void
table_cells_are_labels_and_values(void **state)
{
	struct extract_result r = read_text(
	    "Надсилаємо дані для підключення:\n"
	    "Область\tДніпропетровська\n"
	    "Територіальна громада\tКриворізька міська ТГ\n"
	    "Повна назва\tКриворізький професійний гірничо-технологічний "
	    "ліцей\n"
	    "Код ДІСО\t27190\nКод\u00a0ЄДРПОУ\t21560045\n"
	    "ПІБ відповідальної особи\tЇжакевич Ольга Д’ячківна\n"
	    "E-mail\tpgtl@kr.example\nТелефон\t+38(067)1112233\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_int_equal(r.n, 1);
	check(q, FIELD_REGION, "Дніпропетровська", FLAG_OK);
	check(q, FIELD_COMMUNITY, "Криворізька", FLAG_OK);
	check_code(q, FIELD_COMMUNITY, "UA12060170000091033");
	check(q, FIELD_KIND, "vocational", FLAG_DERIVED);
	check(q, FIELD_DISO, "27190", FLAG_OK);
	check(q, FIELD_EDRPOU, "21560045", FLAG_OK);
	check(q, FIELD_PERSON, "Їжакевич Ольга Д’ячківна", FLAG_OK);
	check(q, FIELD_EMAIL, "pgtl@kr.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380671112233", FLAG_OK);
}

static void
a_quoted_forward_is_read_and_its_sender_told_apart(void **state)
{
	struct extract_result r =
	    read_from("vo@department.example", "Fwd: запит E-Journal",
		"-------- Переслане повідомлення --------\n"
		"> Область: Київська\n> Місто: Біла Церква\n"
		"> Заклад: Білоцерківська гімназія N 9\n> ДІСО: 141002\n"
		"> Адміністратор: Мельник Андрій\n"
		"> Пошта: melnyk@bc9.example\n> Телефон: 0971234567\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_true(r.is_request);
	check(q, FIELD_REGION, "Київська", FLAG_OK);
	check(q, FIELD_COMMUNITY, "Білоцерківська", FLAG_DERIVED);
	check_code(q, FIELD_COMMUNITY, "UA32020010000093088");
	check(q, FIELD_NAME, "Білоцерківська гімназія N 9", FLAG_OK);
	check(q, FIELD_DISO, "141002", FLAG_OK);
	check(q, FIELD_EDRPOU, NULL, FLAG_MISSING);
	check(q, FIELD_PERSON, "Мельник Андрій", FLAG_AMBIGUOUS);
	assert_string_equal(q->field[FIELD_PERSON].why, "no_patronymic");
	check(q, FIELD_EMAIL, "melnyk@bc9.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380971234567", FLAG_OK);
	assert_int_equal(r.sender, SENDER_OTHER);
}

static void
a_wrong_code_is_kept_and_flagged(void **state)
{
	struct extract_result r = read_text(
	    "Область: Сумська\nОТГ: Лебединська\n"
	    "Назва: Лебединський педагогічний фаховий коледж імені А. С. "
	    "Макаренка\nID в ДІСО: 3115\nЄДРПОУ: 32855968\n"
	    "Адміністратор: Коваль Ніна Петрівна\n"
	    "email: koval@school.example\nтел. +380 (5445) 2-23-45\n");
	const struct extract_request *q = r.requests;

	(void)state;
	check(q, FIELD_EDRPOU, "32855968", FLAG_INVALID);
	assert_string_equal(q->field[FIELD_EDRPOU].why, "check_digit");
	check(q, FIELD_KIND, "pre_higher", FLAG_DERIVED);
	check(q, FIELD_COMMUNITY, "Лебединська", FLAG_OK);
	check(q, FIELD_PHONE, "+380544522345", FLAG_OK);
	check(q, FIELD_NAME,
	    "Лебединський педагогічний фаховий коледж імені А. С. Макаренка",
	    FLAG_OK);
}

static void
an_advertisement_is_no_request(void **state)
{
	(void)state;
	assert_false(read_text("Вітаємо! Ви виграли приз. Перейдіть за "
			       "посиланням http://prize.example\n")
			 .is_request);
	assert_false(read_text("Пропонуємо меблі. Тел. 050 123 45 67, "
			       "sale@shop.example, м. Київ\n")
			 .is_request);
	assert_false(read_text("").is_request);
}

static void
a_request_by_attachment_alone_is_one(void **state)
{
	struct extract_letter letter = {.text = "Лист у вкладенні.",
	    .len = strlen("Лист у вкладенні."),
	    .from = "office@lyceum.example",
	    .subject = "Заявка на підключення до E-Journal",
	    .files = true};
	struct extract_result r;

	(void)state;
	assert_int_equal(extract_read(arena, &letter, &fixture_places, &r), OK);
	assert_true(r.is_request);
	check(r.requests, FIELD_NAME, NULL, FLAG_MISSING);
	check(r.requests, FIELD_EMAIL, "office@lyceum.example", FLAG_DERIVED);
}

static void
numbered_lists_work_with_and_without_labels(void **state)
{
	struct extract_result r = read_text(
	    "Просимо підключити заклад до електронного журналу:\n"
	    "1. Сумська область\n2. Кролевецька міська територіальна громада\n"
	    "3. Кролевецький ліцей № 3\n4. 138206\n5. 02070921\n"
	    "6. Ґудзь Єва Іванівна\n7. g@lyceum3.example\n8. 0545391122\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_int_equal(r.n, 1);
	check(q, FIELD_REGION, "Сумська", FLAG_OK);
	check(q, FIELD_COMMUNITY, "Кролевецька", FLAG_OK);
	check(q, FIELD_NAME, "Кролевецький ліцей № 3", FLAG_OK);
	/* A bare number is proposed, never taken for certain. */
	check(q, FIELD_DISO, "138206", FLAG_AMBIGUOUS);
	check(q, FIELD_EDRPOU, "02070921", FLAG_AMBIGUOUS);
	assert_string_equal(q->field[FIELD_PERSON].value, "Ґудзь Єва Іванівна");
	check(q, FIELD_EMAIL, "g@lyceum3.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380545391122", FLAG_OK);

	r = read_text("1) Область – Сумська\n2) Громада – Охтирська\n"
		      "3) Назва закладу – Охтирська гімназія № 4\n"
		      "4) ID ДІСО – 139418\n5) Код ЄДРПОУ – 14360570\n"
		      "6) ПІБ – Щур Ян Янович\n7) Ел. пошта – y@g4.example\n"
		      "8) Моб. тел. – 067 111 22 33\n");
	q = r.requests;
	check(q, FIELD_NAME, "Охтирська гімназія № 4", FLAG_OK);
	check(q, FIELD_DISO, "139418", FLAG_OK);
	check(q, FIELD_PERSON, "Щур Ян Янович", FLAG_OK);
	check(q, FIELD_EMAIL, "y@g4.example", FLAG_OK);
	check(q, FIELD_PHONE, "+380671112233", FLAG_OK);
}

static void
two_institutions_one_after_the_other_are_two_requests(void **state)
{
	struct extract_result r = read_text(
	    "Відділ освіти просить підключити заклади:\n\n"
	    "Область: Сумська\nГромада: Охтирська\n"
	    "Назва: Охтирський ліцей № 1\nДІСО: 139401\nЄДРПОУ: 14360570\n"
	    "Адміністратор: Щур Ян Янович\nПошта: one@o.example\n"
	    "Телефон: 0671112233\n\n"
	    "Область: Сумська\nГромада: Кролевецька\n"
	    "Назва: Кролевецький ліцей № 2\nДІСО: 138202\nЄДРПОУ: 02070921\n"
	    "Адміністратор: Ґудзь Єва Іванівна\nПошта: two@k.example\n"
	    "Телефон: 0545391122\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_int_equal(r.n, 2);
	check(&q[0], FIELD_COMMUNITY, "Охтирська", FLAG_OK);
	check(&q[0], FIELD_DISO, "139401", FLAG_OK);
	check(&q[0], FIELD_PHONE, "+380671112233", FLAG_OK);
	assert_int_equal(q[0].phones, 0);
	check(&q[1], FIELD_REGION, "Сумська", FLAG_OK);
	check(&q[1], FIELD_COMMUNITY, "Кролевецька", FLAG_OK);
	check(&q[1], FIELD_NAME, "Кролевецький ліцей № 2", FLAG_OK);
	check(&q[1], FIELD_PERSON, "Ґудзь Єва Іванівна", FLAG_OK);
	check(&q[1], FIELD_EMAIL, "two@k.example", FLAG_OK);
}

static void
what_is_said_once_for_all_is_derived(void **state)
{
	struct extract_result r = read_text(
	    "Сумська область, Охтирська громада. Просимо підключити:\n"
	    "1. Охтирська гімназія № 4, ДІСО 139404, ЄДРПОУ 14360570\n"
	    "2. Охтирська гімназія № 7, ДІСО 139407, ЄДРПОУ 02070921\n"
	    "Відповідальна особа: Щур Ян Янович, тел. 0671112233, "
	    "s@o.example\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_int_equal(r.n, 2);
	check(&q[0], FIELD_NAME, "Охтирська гімназія № 4", FLAG_AMBIGUOUS);
	check(&q[0], FIELD_DISO, "139404", FLAG_OK);
	check(&q[1], FIELD_DISO, "139407", FLAG_OK);
	check(&q[1], FIELD_EDRPOU, "02070921", FLAG_OK);
	check(&q[1], FIELD_REGION, "Сумська", FLAG_DERIVED);
	check(&q[1], FIELD_COMMUNITY, "Охтирська", FLAG_DERIVED);
	check(&q[0], FIELD_PERSON, "Щур Ян Янович", FLAG_DERIVED);
	check(&q[0], FIELD_PHONE, "+380671112233", FLAG_DERIVED);
}

static void
rows_and_columns_of_a_table_are_institutions(void **state)
{
	struct extract_result r = read_text(
	    "Сумська область\n"
	    "№\tНазва закладу\tID ДІСО\tЄДРПОУ\tПІБ\tE-mail\tТелефон\n"
	    "1\tОхтирський ліцей № 1\t139401\t14360570\tЩур Ян Янович\t"
	    "one@o.example\t0671112233\n"
	    "2\tОхтирський ліцей № 2\t139402\t\tҐудзь Єва Іванівна\t"
	    "two@o.example\t0545391122\n");

	(void)state;
	assert_int_equal(r.n, 2);
	check(&r.requests[0], FIELD_DISO, "139401", FLAG_OK);
	check(&r.requests[0], FIELD_REGION, "Сумська", FLAG_DERIVED);
	check(&r.requests[1], FIELD_NAME, "Охтирський ліцей № 2", FLAG_OK);
	check(&r.requests[1], FIELD_EDRPOU, NULL, FLAG_MISSING);
	check(&r.requests[1], FIELD_EMAIL, "two@o.example", FLAG_OK);
	check(&r.requests[1], FIELD_PHONE, "+380545391122", FLAG_OK);

	r = read_text("| Область | Сумська | Сумська |\n"
		      "| Назва закладу | Охтирський ліцей № 1 | Охтирський "
		      "ліцей № 2 |\n"
		      "| ДІСО | 139401 | 139402 |\n"
		      "| ПІБ | Щур Ян Янович | Ґудзь Єва Іванівна |\n");
	assert_int_equal(r.n, 2);
	check(&r.requests[0], FIELD_PERSON, "Щур Ян Янович", FLAG_OK);
	check(&r.requests[1], FIELD_DISO, "139402", FLAG_OK);
	check(&r.requests[1], FIELD_PERSON, "Ґудзь Єва Іванівна", FLAG_OK);
}

static void
a_label_over_its_value_and_wrapped_names_are_read(void **state)
{
	struct extract_result r = read_text(
	    "Область\nСумська\nГромада\nОхтирська\nНазва закладу освіти\n"
	    "Охтирський ліцей № 1\nID ДІСО\n139401\nЄДРПОУ\n14360570\n");
	const struct extract_request *q = r.requests;

	(void)state;
	check(q, FIELD_REGION, "Сумська", FLAG_OK);
	check(q, FIELD_NAME, "Охтирський ліцей № 1", FLAG_OK);
	check(q, FIELD_EDRPOU, "14360570", FLAG_OK);

	r = read_text("Назва: Комунальний заклад загальної середньої освіти\n"
		      "  Охтирський ліцей № 1\nДІСО: 139401\n");
	check(r.requests, FIELD_NAME,
	    "Комунальний заклад загальної середньої освіти Охтирський ліцей "
	    "№ 1",
	    FLAG_OK);
}

static void
wrong_values_stay_and_nothing_is_made_up(void **state)
{
	struct extract_result r = read_text(
	    "Область: Гетьманська\nГромада: Неіснуюча\n"
	    "Назва: Охтирський ліцей № 1\nДІСО: ДІСО-1\nЄДРПОУ: 2070921\n"
	    "Адміністратор: Щур\nПошта: щур собака o.example\n"
	    "Телефон: 2-15-47\n");
	const struct extract_request *q = r.requests;

	(void)state;
	assert_true(r.is_request);
	check(q, FIELD_REGION, "Гетьманська", FLAG_INVALID);
	check(q, FIELD_COMMUNITY, "Неіснуюча", FLAG_INVALID);
	check(q, FIELD_EDRPOU, "2070921", FLAG_INVALID);
	check(q, FIELD_PERSON, "Щур", FLAG_INVALID);
	check(q, FIELD_EMAIL, "щур собака o.example", FLAG_INVALID);
	check(q, FIELD_PHONE, "2-15-47", FLAG_INVALID);

	r = read_text("Назва: Охтирський ліцей № 1\nДІСО: немає\n"
		      "ЄДРПОУ: відсутній\nОбласть: Сумська\n");
	check(r.requests, FIELD_DISO, NULL, FLAG_MISSING);
	check(r.requests, FIELD_EDRPOU, NULL, FLAG_MISSING);
}

static void
latin_letters_in_a_name_are_mended_and_said(void **state)
{
	struct extract_result r =
	    read_text("Назва: Охтирський ліцей № 1\nДІСО: 139401\n"
		      "Адміністратор: Щуp Ян Янoвич\n");

	(void)state;
	check(r.requests, FIELD_PERSON, "Щур Ян Янович", FLAG_DERIVED);
	assert_string_equal(
	    r.requests->field[FIELD_PERSON].why, "mixed_script");
}

static void
headers_of_a_forwarded_letter_are_not_its_data(void **state)
{
	struct extract_result r =
	    read_text("---------- Forwarded message ---------\n"
		      "Від: Відділ освіти <dep@dep.example>\nДата: 02.11.2026\n"
		      "Тема: Підключення\nКому: <someone@else.example>\n\n"
		      "Назва: Охтирський ліцей № 1\nДІСО: 139401\n"
		      "Пошта: one@o.example\nІПН: 0671112233\n");

	(void)state;
	check(r.requests, FIELD_EMAIL, "one@o.example", FLAG_OK);
	check(r.requests, FIELD_PHONE, NULL, FLAG_MISSING);
}

static void
a_name_with_latin_letters_is_mended_too(void **state)
{
	struct extract_result r = read_text("Назва: Oхтиpcький лiцeй № 1\n"
					    "ДІСО: 139401\nГромада: "
					    "Oхтирськa\nОбласть: Сумська\n"
					    "Телефон: O671112233\n");

	(void)state;
	check(r.requests, FIELD_NAME, "Охтирський ліцей № 1", FLAG_DERIVED);
	check(r.requests, FIELD_COMMUNITY, "Охтирська", FLAG_OK);
	/* A letter instead of a zero: only a person may mend a number. */
	check(r.requests, FIELD_PHONE, "O671112233", FLAG_INVALID);
}

static void
names_in_one_sentence_go_with_their_own_codes(void **state)
{
	struct extract_result r = read_text(
	    "Просимо підключити два заклади Охтирської міської громади:\n"
	    "- Охтирська ЗОШ №4 (ДІСО 138111, ЄДРПОУ 14006182), тел. "
	    "0505556677;\n- Охтирська гімназія №1 (ДІСО 138222, ЄДРПОУ "
	    "02070921), тел. 0661112233.\n");

	(void)state;
	assert_int_equal(r.n, 2);
	check(&r.requests[0], FIELD_NAME, "Охтирська ЗОШ №4", FLAG_AMBIGUOUS);
	check(&r.requests[1], FIELD_NAME, "Охтирська гімназія №1",
	    FLAG_AMBIGUOUS);
	check(&r.requests[1], FIELD_PHONE, "+380661112233", FLAG_OK);
}

static void
the_responsible_person_goes_before_the_office(void **state)
{
	struct extract_result r =
	    read_text("Назва: Охтирський ліцей № 1\nДІСО: 139401\n"
		      "Директор: Зубко Павло Ілліч\n"
		      "Адміністратор: Щур Ян Янович\n"
		      "Телефон закладу: (05745) 2-33-44\n"
		      "Телефон адміністратора: 0991234567\n"
		      "Пошта закладу: office@o.example\n"
		      "Електронна адреса відповідальної особи: s@o.example\n");

	(void)state;
	check(r.requests, FIELD_PERSON, "Щур Ян Янович", FLAG_OK);
	check(r.requests, FIELD_EMAIL, "s@o.example", FLAG_OK);
	check(r.requests, FIELD_PHONE, "+380991234567", FLAG_OK);
	assert_string_equal(r.requests->phone[0].value, "+380574523344");
}

static void
a_corrected_code_above_the_quoted_letter_is_seen(void **state)
{
	struct extract_result r =
	    read_text("Виправлений код: ЄДРПОУ 32855961\n\n"
		      "> Назва: Лебединський фаховий коледж\n> ДІСО: 3115\n"
		      "> ЄДРПОУ: 32855968\n> Адміністратор: Щур Ян Янович\n");

	(void)state;
	assert_int_equal(r.n, 1);
	check(r.requests, FIELD_EDRPOU, "32855961", FLAG_AMBIGUOUS);
}

static void
who_forwards_is_not_taken_for_the_institution(void **state)
{
	struct extract_result r = read_from("vo@department.example", "",
	    "Надсилаємо лист. Відділ освіти, тел. 0335255555, "
	    "vo@department.example\n\nFrom: office@l.example\nSubject: "
	    "x\n\nНазва: Охтирський ліцей № 1\nДІСО: 139401\n"
	    "Тел.: 0671112233\n");

	(void)state;
	check(r.requests, FIELD_PHONE, "+380671112233", FLAG_OK);
	assert_int_equal(r.requests->phones, 0);
	check(r.requests, FIELD_EMAIL, NULL, FLAG_MISSING);
	assert_int_equal(r.sender, SENDER_OTHER);
}

static void
numbered_tables_and_pasted_lines_of_csv_are_read(void **state)
{
	struct extract_result r = read_text(
	    "1\tОбласть, місто (ОТГ)\tСумська, Охтирська міська ТГ\n"
	    "2\tПовне найменування закладу\tОхтирський ліцей № 10\n"
	    "3\tID закладу в ДІСО\t138777\n4\tКод за ЄДРПОУ\t02070921\n"
	    "5\tВідповідальний за роботу з журналом (ПІБ, посада)\t"
	    "Щур Ян Янович, заступник директора\n"
	    "6\tКонтакти (тел., e-mail)\t380(50)1234567, s@o.example\n");

	(void)state;
	check(r.requests, FIELD_REGION, "Сумська", FLAG_OK);
	check(r.requests, FIELD_COMMUNITY, "Охтирська", FLAG_OK);
	check(r.requests, FIELD_NAME, "Охтирський ліцей № 10", FLAG_OK);
	check(r.requests, FIELD_EDRPOU, "02070921", FLAG_OK);
	check(r.requests, FIELD_PERSON, "Щур Ян Янович", FLAG_OK);
	check(r.requests, FIELD_PHONE, "+380501234567", FLAG_OK);

	r = read_text("Область;Громада;Назва;ДІСО;ЄДРПОУ;ПІБ;e-mail;телефон\n"
		      "Сумська;Охтирська;Охтирський ліцей № 1;138001;02070921;"
		      "Щур Ян Янович;s@o.example;0544422111\n");
	check(r.requests, FIELD_COMMUNITY, "Охтирська", FLAG_OK);
	check(r.requests, FIELD_DISO, "138001", FLAG_OK);
	check(r.requests, FIELD_PHONE, "+380544422111", FLAG_OK);
}

static void
a_sentence_goes_on_behind_a_code(void **state)
{
	struct extract_result r = read_text(
	    "Охтирський коледж мистецтв, Сумська область, м. Охтирка. Наш код "
	    "ЄДРПОУ: 02070921, номер у ДІСО - 9123. Пошта s@o.example, "
	    "телефон 0564 71 22 33.\n");

	(void)state;
	check(r.requests, FIELD_NAME, "Охтирський коледж мистецтв",
	    FLAG_AMBIGUOUS);
	check(r.requests, FIELD_DISO, "9123", FLAG_OK);
	check(r.requests, FIELD_EMAIL, "s@o.example", FLAG_OK);
	check(r.requests, FIELD_PHONE, "+380564712233", FLAG_OK);
}

static void
places_in_the_text_point_at_what_was_read(void **state)
{
	static const char text[] = "Область: Сумська\nм. Охтирка\n"
				   "Назва: Ліцей № 1\nДІСО: 139401\n";
	struct extract_result r = read_text(text);
	const struct extract_value *v = r.requests->field;

	(void)state;
	assert_memory_equal(text + v[FIELD_DISO].at, "139401", 6);
	assert_int_equal(v[FIELD_DISO].len, 6);
	assert_memory_equal(
	    text + v[FIELD_COMMUNITY].at, "м. Охтирка", strlen("м. Охтирка"));
	assert_int_equal(v[FIELD_COMMUNITY].len, strlen("м. Охтирка"));
}

static void
kinds_are_told_by_the_first_noun(void **state)
{
	static const struct {
		const char *name, *kind;
	} rows[] = {
	    {"Кролевецький ліцей № 1", "school"},
	    {"Опорний заклад «Сумська гімназія»", "school"},
	    {"ЗОШ № 5", "school"},
	    {"Школа-інтернат № 2", "school"},
	    {"Академічний ліцей при університеті", "school"},
	    {"Криворізький професійний гірничо-технологічний ліцей",
		"vocational"},
	    {"ВПУ № 7 м. Суми", "vocational"},
	    {"Сумський центр професійно-технічної освіти", "vocational"},
	    {"Вище професійне училище № 3", "vocational"},
	    {"Фаховий коледж Сумського державного університету", "pre_higher"},
	    {"Технікум харчових технологій", "pre_higher"},
	    {"Сумський державний університет", "higher"},
	    {"Академія прокуратури", "higher"},
	    {"Палац дітей та юнацтва", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *kind = extract_kind(arena, rows[i].name);

		if (!rows[i].kind)
			assert_null(kind);
		else if (!kind || strcmp(kind, rows[i].kind) != 0)
			fail_msg("%s: %s", rows[i].name, kind ? kind : "-");
	}
}

/* Cuts, doubles and swaps bytes of a letter; what comes out is valid UTF-8
 * again. SOAK takes more of them. */
static void
broken_letters_are_read_without_harm(void **state)
{
	static const char seed[] =
	    "1. Область: Сумська обл.\t| м. Охтирка |\n> > Назва: «Ліцей \"№ "
	    "1\"» Охтирської міської ради\nДІСО/ЄДРПОУ: 139401 / 14360570\n"
	    "тел. +38(067)111-22-33; 0(5446)2-15-47 a@b.example, Щур Ян "
	    "Янович (адміністратор) - х\n№\tНазва\tДІСО\tЄДРПОУ\n1\tЛ\t2\t3\n";
	int rounds = getenv("SOAK") ? 60000 : 2000;
	uint64_t x = 88172645463325252ULL;
	struct rng rng;

	(void)state;
	rng_seeded(&rng, x);
	for (int i = 0; i < rounds; i++) {
		AUTO_ARENA struct arena *a = arena_new();
		size_t len = strlen(seed);
		char *text = arena_alloc(a, 2 * len + 1);
		struct extract_letter letter = {
		    .from = "a@b.example", .subject = "Запит"};
		struct extract_result r;

		memcpy(text, seed, len);
		for (uint64_t k = 1 + rng_below(&rng, 8); k; k--) {
			size_t at = rng_below(&rng, len);
			size_t n = rng_below(&rng, len - at);

			switch (rng_below(&rng, 3)) {
			case 0:
				memmove(text + at, text + at + n, len - at - n);
				len -= n;
				break;
			case 1:
				text[at] =
				    "\n\t|>:@+(,0A \""[rng_below(&rng, 13)];
				break;
			default:
				memmove(text, text + at, n);
				break;
			}
			if (len < 2)
				break;
		}
		while (len && !text_is_utf8(text, len))
			text[len - 1] = '\0', len--;
		letter.text = text;
		letter.len = len;
		assert_int_equal(
		    extract_read(a, &letter, &fixture_places, &r), OK);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    TEST(labelled_lines_give_every_field),
	    TEST(prose_gives_codes_phones_and_the_quoted_name),
	    TEST(table_cells_are_labels_and_values),
	    TEST(a_quoted_forward_is_read_and_its_sender_told_apart),
	    TEST(a_wrong_code_is_kept_and_flagged),
	    TEST(an_advertisement_is_no_request),
	    TEST(a_request_by_attachment_alone_is_one),
	    TEST(numbered_lists_work_with_and_without_labels),
	    TEST(two_institutions_one_after_the_other_are_two_requests),
	    TEST(what_is_said_once_for_all_is_derived),
	    TEST(rows_and_columns_of_a_table_are_institutions),
	    TEST(a_label_over_its_value_and_wrapped_names_are_read),
	    TEST(wrong_values_stay_and_nothing_is_made_up),
	    TEST(latin_letters_in_a_name_are_mended_and_said),
	    TEST(headers_of_a_forwarded_letter_are_not_its_data),
	    TEST(a_name_with_latin_letters_is_mended_too),
	    TEST(names_in_one_sentence_go_with_their_own_codes),
	    TEST(the_responsible_person_goes_before_the_office),
	    TEST(a_corrected_code_above_the_quoted_letter_is_seen),
	    TEST(who_forwards_is_not_taken_for_the_institution),
	    TEST(numbered_tables_and_pasted_lines_of_csv_are_read),
	    TEST(a_sentence_goes_on_behind_a_code),
	    TEST(places_in_the_text_point_at_what_was_read),
	    TEST(kinds_are_told_by_the_first_noun),
	    TEST(broken_letters_are_read_without_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
