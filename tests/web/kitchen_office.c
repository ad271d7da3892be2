/* SPDX-License-Identifier: EUPL-1.2 */
#include "kitchen.h"

#include "web/form.h"
#include "web/layout.h"

void
kitchen_forms(struct page *p)
{
	struct html *h = &p->html;
	const struct field edrpou = {.name = "edrpou",
	    .label = "Код ЄДРПОУ",
	    .hint = "8 цифр, нулі на початку зберігаються",
	    .error = "контрольна цифра не збігається. Звірте код із випискою",
	    .value = "02070912",
	    .inputmode = "numeric",
	    .width = 1};
	const struct field phone = {.name = "phone",
	    .label = "Телефон",
	    .error = "бракує двох цифр. Приклад: +380 67 123 45 67",
	    .type = "tel",
	    .value = "+380 54 539 1",
	    .width = 2};
	const struct field name = {.name = "name",
	    .label = "Повна назва",
	    .hint = "Як у статуті, без скорочень",
	    .type = "textarea",
	    .value = "Кролевецький ліцей № 1 Кролевецької міської ради"};
	const struct field kind = {
	    .name = "kind", .label = "Вид закладу", .value = "school"};
	const struct field region = {
	    .name = "region", .label = "Область", .value = "59"};
	const struct field file = {.name = "file",
	    .label = "Список учнів",
	    .hint = "CSV або XLSX, до 10 МіБ",
	    .type = "file",
	    .accept = ".csv,.xlsx"};

	layout_begin(
	    p, &(struct layout){.title = "Заявка на підключення закладу",
		   .sub = "Близько п’яти хвилин",
		   .back_href = "/",
		   .back_text = "На головну"});
	form_errors(p, (const struct field *const[]){&edrpou, &phone}, 2);
	form_open(p, "/join", 0);
	html(h, "<fieldset><legend>Заклад</legend><div class='flow'>\n");
	form_select(p, &region,
	    (struct choice[]){
		{"05", "Вінницька", NULL}, {"59", "Сумська", NULL}},
	    2);
	form_field(p, &name);
	form_radios(p, &kind,
	    (struct choice[]){
		{"school", "Школа", "заклад загальної середньої освіти"},
		{"vocational", "Заклад професійної освіти", NULL},
		{"pre_higher", "Фаховий коледж", NULL},
		{"higher", "Заклад вищої освіти", NULL}},
	    4);
	form_field(p, &edrpou);
	form_field(p, &phone);
	form_field(p, &file);
	html(h, "</div></fieldset>\n");
	form_tick(p, "right", "1",
	    "Маю повноваження подавати заявку від закладу",
	    "Наказ або доручення можна додати пізніше", true);
	html(h, "<div class='row'>");
	form_button(p, "main", "do", "send", "Надіслати заявку");
	form_button(p, "", "do", "check", "Перевірити без запису");
	form_button(p, "risk", "do", "drop", "Не зберігати");
	html(h, "</div>");
	form_end(p);
	layout_end(p);
}

static void
parsed(struct html *h)
{
	html(h,
	    "<dl class='parsed'><div><dt>Область</dt><dd>Сумська</dd><dd><span "
	    "class='chip ok'>є</span></dd></div><div><dt>Назва</dt><dd>"
	    "Лебединський педагогічний фаховий коледж імені А. С. Макаренка"
	    "</dd><dd><span class='chip ok'>є</span></dd></div><div><dt>Вид "
	    "закладу</dt><dd>Фаховий коледж</dd><dd><span class='chip'>здогад"
	    "</span></dd><dd class='why soft'>За словами «фаховий коледж»"
	    "</dd></div><div><dt>Код ЄДРПОУ</dt><dd><span class='num bad'>"
	    "32855968</span></dd><dd><span class='chip err'>не збігається"
	    "</span></dd><dd class='why'>Контрольна цифра не збігається</dd>"
	    "</div><div><dt>Відповідальна особа</dt><dd>Коваль Ніна Петрівна"
	    "</dd><dd><span class='chip ok'>є</span></dd></div></dl>");
}

void
kitchen_queue(struct page *p)
{
	struct html *h = &p->html;

	p->role_text = "розглядає заявки";
	layout_begin(p, &(struct layout){.title = "Заявки на підключення",
			    .sub = "Чекають розгляду: 14, найстаріша 5 днів",
			    .menu = "requests",
			    .width = LAYOUT_WIDE,
			    .head_open = true});
	form_open(p, "/institute/requests", FORM_GET | FORM_ROW);
	form_field(p,
	    &(struct field){.name = "q", .label = "Знайти", .type = "search"});
	form_button(p, "", NULL, NULL, "Знайти");
	form_end(p);
	layout_head_end(p);
	layout_tabs(p, "Стан заявки",
	    (struct layout_tab[]){{"#", "Нові", "9", false},
		{"#", "На розгляді", "5", true},
		{"#", "Потребують уточнення", "7", false},
		{"#", "Схвалено", "3", false},
		{"#", "Підключено", "497", false},
		{"#", "Відмовлено", "21", false}},
	    6);
	html(h,
	    "<div class='fore'><nav aria-label='Заявки в черзі'><ul "
	    "class='list boxed'><li><a href='#' aria-current='true'><b>"
	    "Лебединський педагогічний фаховий коледж</b><small><span>№ 518 · "
	    "3 дні</span><span class='chip warn'>позначок: 3</span></small>"
	    "</a></li><li><a href='#'><b>Кролевецький ліцей № 1</b><small>"
	    "<span>№ 521 · 2 дні</span><span class='chip ok'>усе збігається"
	    "</span></small></a></li><li><a href='#'><b>Ґудзівська гімназія"
	    "</b><small><span>№ 516 · 5 днів</span><span class='chip warn'>"
	    "можливий повтор</span></small></a></li></ul></nav>\n"
	    "<article class='flow'><div class='head'><div><h2>Заявка № 518: "
	    "Лебединський педагогічний фаховий коледж</h2><p>Лист від "
	    "20 листопада 2026 р., 09:14</p></div></div>");
	layout_note(p, "warn", "Можливий повтор заявки № 402",
	    "Той самий код ЄДРПОУ та інша відповідальна особа.");
	html(h, "<div class='two'><section class='card' aria-labelledby='p-h'>"
		"<h2 id='p-h'>Що розпізнано</h2>");
	parsed(h);
	html(h,
	    "<p class='row'><a class='btn mini' href='#'>Змінити</a></p>"
	    "</section><div class='flow'><section class='card flow' "
	    "aria-labelledby='l-h'><h2 id='l-h'>Лист</h2><dl class='facts'>"
	    "<dt>Від</dt><dd>school@lebedyn.example</dd><dt>Тема</dt><dd>"
	    "Заявка E-Journal</dd></dl><div class='letter' tabindex='0' "
	    "role='region' aria-label='Текст листа'>Область: <mark>"
	    "Сумська</mark>\nОТГ: <mark>Лебединська</mark>\nЄДРПОУ: <mark "
	    "class='bad'>32855968</mark>\nтел. <mark class='bad'>+380 (5445) "
	    "2-23-45</mark></div><details class='more'><summary>Історія "
	    "заявки</summary><ol class='history'><li><span class='val small'>"
	    "23.11</span><b>На розгляді</b><span class='soft'>Шевчук І. А."
	    "</span></li><li><span class='val small'>20.11</span><b>Нова</b>"
	    "</li></ol></details></section>");
	form_open(p, "#", 0);
	form_field(p, &(struct field){.name = "msg",
			  .label = "Що написати заявникові",
			  .type = "textarea"});
	html(h, "<div class='row'>");
	form_button(p, "main", "do", "return", "Надіслати на уточнення");
	form_button(p, "", "do", "pass", "Передати на схвалення");
	form_button(p, "risk", "do", "reject", "Відмовити");
	html(h, "</div></form></div></div></article></div>\n");
	layout_end(p);
}

void
kitchen_start(struct page *p)
{
	struct html *h = &p->html;

	p->person_name = "Ґалаґан Є. І.";
	p->role_text = "адміністраторка закладу";
	p->modes = (const struct page_mode[]){
	    {"#", "Адміністраторка закладу", "Кролевецький ліцей № 1", true},
	    {"#", "Учителька", "Кролевецький ліцей № 1", false},
	    {"#", "Мати", "", false}};
	p->modes_n = 3;
	p->notice = "Збережено о 09:41.";
	layout_begin(
	    p, &(struct layout){.title = "Підготовка журналу до роботи",
		   .sub = "Кролевецький ліцей № 1 · 2026/2027 н. р.",
		   .menu = "start"});
	html(h,
	    "<div class='side'><div class='flow'><section class='card' "
	    "aria-labelledby='c-h'><h2 id='c-h'>Зроблено кроків: 2 з 5</h2>"
	    "<progress class='meter' value='2' max='5' "
	    "aria-labelledby='c-h'></progress><ol class='checks'>"
	    "<li class='done'><h3>Працівники</h3><p class='soft'>46 осіб, "
	    "запрошення прийнято: 41</p><div class='row'><a class='btn mini' "
	    "href='#'>Переглянути</a></div></li><li class='done'><h3>Класи"
	    "</h3><p class='soft'>22 класи, від 1-А до 11-Б</p></li>"
	    "<li class='next'><h3>Учні й батьки</h3><p>Завантажте список із "
	    "CSV або XLSX. Спершу перевіримо без запису</p><div class='row'>"
	    "<a class='btn main' href='#'>Завантажити список</a></div></li>"
	    "<li><h3>Предмети</h3><p class='soft'>24 предмети за типовою "
	    "програмою</p></li><li><h3>Журнали</h3></li></ol></section>");
	layout_empty(p, "Журналів ще немає",
	    "Вони з’являться, щойно будуть учні та предмети.", "#",
	    "Почати зі списку учнів");
	html(h, "</div><div class='flow'><section class='card' "
		"aria-labelledby='n-h'><h2 id='n-h'>Зараз у закладі</h2><dl "
		"class='stats'><div><dt>Педагоги</dt><dd>46</dd></div><div>"
		"<dt>Класи</dt><dd>22</dd></div><div><dt>Учні</dt><dd>0</dd>"
		"</div><div><dt>Журнали</dt><dd>0</dd></div></dl></section>");
	layout_note(p, "", "Оцінки ставить лише вчитель",
	    "Адміністратор керує людьми й класами.");
	html(h, "</div></div>\n");
	layout_end(p);
}

static void
table(struct page *p)
{
	struct html *h = &p->html;

	html(h,
	    "<section class='card' aria-labelledby='t-h'><h2 id='t-h'>Рядки "
	    "файлу</h2><table class='table stack'><caption class='vh'>Помилки "
	    "за рядками</caption><thead><tr><th scope='col' class='num'>Рядок"
	    "</th><th scope='col'>Стовпець</th><th scope='col'>У файлі</th>"
	    "<th scope='col'>Пояснення</th><th scope='col'>Що буде</th></tr>"
	    "</thead><tbody><tr><td class='num' data-l='Рядок'>4</td><th "
	    "scope='row'>Дата народження</th><td data-l='У файлі'><span "
	    "class='bad'>31.02.2015</span></td><td>Такої дати немає</td><td>"
	    "<span class='chip err'>виправити</span></td></tr><tr><td "
	    "class='num' data-l='Рядок'>7</td><th scope='row'>Клас</th><td "
	    "data-l='У файлі'><span class='bad'>5 А</span></td><td>Запишемо "
	    "як 5-А</td><td><span class='chip warn'>виправимо</span></td></tr>"
	    "</tbody></table></section>\n");
}

void
kitchen_parts(struct page *p)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = "Складники сторінок",
			    .sub = "Усе, з чого зроблено сторінки",
			    .menu = "people"});
	layout_note(p, "ok", "Записано учнів: 28",
	    "Якщо це не той файл, скасуйте завантаження.");
	layout_note(p, "warn", "Потрібна причина зміни", NULL);
	layout_note(p, "err", "Не збережено", "Немає зв’язку.");
	html(h, "<p class='row'>");
	layout_chip(h, "ok", "записано");
	layout_chip(h, "warn", "теми не записано");
	layout_chip(h, "err", "не збережено");
	layout_chip(h, "now", "зараз");
	layout_chip(h, "", "заміна");
	html(h, "</p><p class='row'><a class='btn main' href='#'>Почати урок"
		"</a><a class='btn' href='#'>Надрукувати</a><button class='btn "
		"risk'>Вилучити</button><a class='btn mini' href='#'>Змінити"
		"</a><button class='btn' disabled>Далі</button></p>\n");
	table(p);
	layout_pager(p, "/s/12/people", 100, 20, 400);
	html(h,
	    "<div class='verdict'><b>9</b><div><h2>Запис підтверджено</h2><p>"
	    "Його внесено 18.11.2026; відтоді історію журналу не "
	    "переписували.</p></div></div>\n<h2>Коди відновлення</h2><ul "
	    "class='card secrets'><li class='secret'>ABCD-EFGH</li><li "
	    "class='secret'>JKLM-NPQR</li><li class='secret'>STUV-WXYZ</li>"
	    "</ul>\n<ol class='steps'><li><h3>Надішліть заявку</h3><p>Форма "
	    "або лист.</p></li><li><h3>Розглянемо</h3><p>Двоє людей.</p></li>"
	    "<li><h3>Прийде запрошення</h3><p>Діє 7 днів.</p></li></ol>\n");
	layout_end(p);
}

void
kitchen_slips(struct page *p)
{
	struct html *h = &p->html;

	layout_begin(p, &(struct layout){.title = "Картки доступу: 5-А",
			    .sub = "Надрукуйте, розріжте й роздайте",
			    .menu = "people"});
	html(h, "<div class='slips'>\n");
	for (int i = 0; i < 8; i++)
		html(h,
		    "<section class='slip'><h2>{} {}{}</h2><p class='soft "
		    "small'>5-А · Кролевецький ліцей № 1</p><svg class='qr' "
		    "viewBox='0 0 25 25' role='img' aria-label='QR-код'><path "
		    "d='M0 0h7v7H0zm9 2h3v5H9zm9-2h7v7h-7zM0 18h7v7H0zm10-7h9v4"
		    "h-9zm4 8h6v6h-6z'/></svg><p class='small'>Відкрийте "
		    "journal.example/start і введіть код:</p><p class='secret'>"
		    "ABCD EFGH JKLM NPQR</p><p class='small'>Один раз, до "
		    "22.01.2027</p></section>\n",
		    kitchen_pupils[i + 16].surname,
		    kitchen_pupils[i + 16].initial,
		    kitchen_pupils[i + 16].rest);
	html(h, "</div>\n");
	layout_end(p);
}
