/* SPDX-License-Identifier: EUPL-1.2 */
#include "kitchen.h"

#include <string.h>

#include "web/layout.h"

const struct kitchen_pupil kitchen_pupils[KITCHEN_PUPILS] = {
    {"Авраменко", "В", "ікторія"},
    {"Бондар", "Ю", "лія"},
    {"В’юнник", "О", "стап"},
    {"Гнатюк", "М", "аксим"},
    {"Ґалаґан", "Є", "лизавета"},
    {"Ґудзь", "Л", "ук’ян"},
    {"Дем’янчук", "С", "оломія"},
    {"Д’яченко", "З", "ахар"},
    {"Єрмак", "Д", "арина"},
    {"Жук", "Є", "ва"},
    {"Зінченко", "Н", "азар"},
    {"Іваненко", "Ю", "рій"},
    {"Ївженко", "Т", "имофій"},
    {"Їжак", "М", "ар’яна"},
    {"Йосипенко", "Б", "огдан"},
    {"Коваль", "Н", "іка"},
    {"Кравець", "Ю", "лія"},
    {"Левченко", "Т", "арас"},
    {"Лисенко", "Д", "анило"},
    {"Мельник", "Д", "арина"},
    {"Нечипоренко-Ґалаґан", "С", "вятослав"},
    {"Олійник", "У", "стим"},
    {"Петрук", "Є", "ва"},
    {"Поліщук", "В", "ікторія"},
    {"Савчук", "І", "ванна"},
    {"Стеф’юк", "Г", "ригорій"},
    {"Ткачук", "С", "офія"},
    {"Холод", "І", "лля"},
    {"Цап’як", "М", "атвій"},
    {"Чередниченко", "О", "лександра"},
    {"Шевчук", "А", "нна"},
    {"Щербина", "О", "лег"},
    {"Юрченко", "К", "атерина"},
    {"Яворська-Підгірна", "М", "арія-Магдалина"},
    {"Яковенко", "Р", "оман"},
};

#define COLUMNS 30
#define MONTHS 3

static const char *const marks[] = {"7", "8", "", "9", "", "10", "6", "", "11",
    "", "5", "12", "", "", "8", "4", "", "9", "", "7"};
#define MARKS_N (sizeof(marks) / sizeof(*marks))

static char
kind_of(int column)
{
	if (column % 10 == 9)
		return 't';
	return column % 5 == 3 ? 'k' : ' ';
}

static void
grid_head(struct html *h)
{
	static const char *const months[MONTHS] = {
	    "Вересень", "Жовтень", "Листопад"};
	static const char *const days[] = {"пн", "ср", "пт"};

	html(h, "<colgroup><col>");
	for (int c = 0; c < COLUMNS; c++)
		html(h, "<col{}>", kind_of(c) == 'k' ? " class=k" : "");
	html(h, "<col></colgroup><thead>\n<tr><th class='name' rowspan='2' "
		"scope='col'>Учні <span>· 35</span></th>");
	for (int m = 0; m < MONTHS; m++)
		html(h, "<th colspan='10' scope='colgroup'>{}</th>", months[m]);
	html(h, "<th scope='colgroup'>Зараз</th></tr>\n<tr>");
	for (int c = 0; c < COLUMNS; c++)
		html(h,
		    "<th scope='col'{}><a href='?col={}'>"
		    "<abbr title='{}.09, урок'>{}</abbr><small>{}</small></a>"
		    "</th>",
		    kind_of(c) == 't' ? " class=t" : "", html_id(h, c),
		    html_id(h, 1 + c % 30), html_id(h, 1 + c % 30),
		    kind_of(c) == 'k'	? "К. р."
		    : kind_of(c) == 't' ? "тем."
					: days[c % 3]);
	html(h, "<th scope='col' class='open' id='open'>23<small>пн</small>"
		"</th></tr></thead>\n<tbody>\n");
}

static bool
special_cell(struct html *h, int row, int column)
{
	switch (row * 100 + column) {
	case 501:
		html(h, "<td data-s='pending'>10<span class='vh'>чекає на "
			"зв’язок</span></td>");
		return true;
	case 602:
		html(h, "<td data-s='saved'>8<span class='vh'>збережено</span>"
			"</td>");
		return true;
	case 703:
		html(h, "<td data-s='refused'><s>13</s><span class='vh'>не "
			"збережено</span></td>");
		return true;
	case 804:
		html(h, "<td data-s='clash'><u>9</u><u>8</u><span class='vh'>"
			"два різні значення</span></td>");
		return true;
	case 905:
		html(h, "<td data-s='pencil'>6<span class='vh'>олівець</span>"
			"</td>");
		return true;
	case 401:
		html(h, "<td data-c class='at'>9<span class='vh'>"
			"змінювали</span></td>");
		return true;
	default:
		break;
	}
	if ((row * 7 + column * 3) % 31 == 5) {
		html(h, "<td><i>хв</i><b>8</b></td>");
		return true;
	}
	if ((row * 5 + column) % 23 == 7) {
		html(h, "<td><i>н</i></td>");
		return true;
	}
	return false;
}

static void
grid_row(struct html *h, int row)
{
	const struct kitchen_pupil *k = &kitchen_pupils[row];

	html(h, "<tr><th scope='row'><b>{}</b>{} {}<span>{}</span></th>",
	    html_id(h, row + 1), k->surname, k->initial, k->rest);
	for (int c = 0; c < COLUMNS; c++) {
		const char *mark = marks[(size_t)(row * 11 + c * 7) % MARKS_N];

		if (kind_of(c) == 't')
			html(h, "<td class='t'>{}</td>", *mark ? mark : "7");
		else if (!special_cell(h, row, c))
			html(h, "<td{}>{}</td>",
			    (row + c) % 37 == 1 && *mark ? " data-c" : "",
			    mark);
	}
	html(h,
	    "<td class='open'><input name='c{}' value='{}' autocomplete='off' "
	    "aria-label='{} {}{}, 23.11'></td></tr>\n",
	    html_id(h, row), row % 4 == 1 ? "9" : "", k->surname, k->initial,
	    k->rest);
}

static void
legend(struct html *h)
{
	html(h, "<div class='all legend' role='group' aria-label='Позначки'>"
		"<span><b><i>н</i><u>8</u></b>відсутність і оцінка</span>"
		"<span><b data-s='pending'>10</b>чекає на зв’язок</span>"
		"<span><b data-s='saved'>8</b>збережено</span>"
		"<span><b data-s='refused'><s>13</s></b>не збережено</span>"
		"<span><b data-s='clash'><u>9</u><u>8</u></b>два різні значення"
		"</span><span><b data-c>9</b>змінювали</span>"
		"<span><b data-s='pencil'>6</b>олівець</span>"
		"<span><b data-s='frozen'></b>період закрито</span></div>\n");
}

void
kitchen_journal(struct page *p)
{
	struct html *h = &p->html;

	layout_begin(p,
	    &(struct layout){.title = "7-Б · Алгебра",
		.sub = "2026/2027 н. р. · Лисівка О. П. · 12-бальна шкала",
		.menu = "journals",
		.width = LAYOUT_WIDE,
		.actions = (struct layout_action[]){{"#", "Урок 23.11", "main"},
		    {"#", "Надрукувати", ""}},
		.actions_n = 2});
	layout_tabs(p, "Сторінки журналу",
	    (struct layout_tab[]){{"#", "Оцінки", NULL, true},
		{"#", "Теми й завдання", NULL, false},
		{"#", "Відвідування", NULL, false},
		{"#", "Зауваження", "1", false}},
	    4);
	html(h, "<form class='desk has-panel' method='post' action='#'>\n"
		"<div class='all state' role='status'>"
		"<span class='chip ok'>збережено о 09:41</span>"
		"<span class='chip'>… чекають: 1</span>"
		"<a class='chip err' href='#e1'>не збережено: 1</a>"
		"<span class='soft keys'><kbd>Enter</kbd> вниз · <kbd>F4</kbd> "
		"історія · <kbd>F1</kbd> довідка</span></div>\n"
		"<div class='pane' tabindex='0' role='region' "
		"aria-label='Сторінка журналу, прокручується'>\n"
		"<table class='grid'>");
	grid_head(h);
	for (int row = 0; row < KITCHEN_PUPILS; row++)
		grid_row(h, row);
	html(h,
	    "</tbody></table></div>\n<div class='flow'>"
	    "<aside class='panel' aria-labelledby='h-h'><div>"
	    "<h2 id='h-h'>Історія оцінки</h2><p class='small soft'>Ґалаґан "
	    "Єлизавета · К. р. 18.11</p></div><ol class='history'>"
	    "<li><span class='val'><del>7</del> → 9</span><b>20.11, 14:52</b>"
	    "<span>Лисівка О. П.</span><span class='soft'>Помилка під час "
	    "введення</span></li><li><span class='val'>7</span><b>18.11, "
	    "16:05</b><span>Лисівка О. П.</span></li></ol><div class='row'>"
	    "<button class='btn mini'>Повернути 7</button><a class='btn mini' "
	    "href='#'>Закрити</a></div></aside>\n"
	    "<section class='note err' id='e1'><h3>Д’яченко Захар, 4.09: «13»"
	    "</h3><p>Оцінки 13 немає в 12-бальній шкалі. Введіть число від 1 "
	    "до 12 або код: н, зв, н/а.</p></section>"
	    "<section class='note warn'><h3>Єрмак Дарина, 5.09</h3><p>Поки ви "
	    "вводили 9, у цій клітинці записано 8 (Ткаченко І. В., 12:41). Що "
	    "залишити?</p><p class='row'><button class='btn mini'>Залишити 8"
	    "</button> <button class='btn mini'>Поставити 9</button></p>"
	    "</section></div>\n");
	legend(h);
	html(h, "<noscript class='all'><button class='btn main'>Зберегти "
		"колонку 23.11</button></noscript></form>\n");
	layout_end(p);
}

static void
roll_row(struct html *h, int row)
{
	const struct kitchen_pupil *k = &kitchen_pupils[row];
	static const struct {
		const char *value, *sign, *word;
	} states[] = {{"", "є", "присутність"}, {"absent", "н", "відсутність"},
	    {"ill", "хв", "хвороба"}, {"late", "зп", "запізнення"}};
	size_t on = row == 2 || row == 27 ? 1
		    : row == 7		  ? 2
		    : row == 19		  ? 3
					  : 0;

	html(h,
	    "<li><span class='no'>{}</span><span class='nm'>{} <span>{}{}"
	    "</span></span><fieldset class='seg'><legend class='vh'>{} {}{}: "
	    "присутність</legend>",
	    html_id(h, row + 1), k->surname, k->initial, k->rest, k->surname,
	    k->initial, k->rest);
	for (size_t i = 0; i < 4; i++)
		html(h,
		    "<label><input type='radio' name='a{}' value='{}'{}>"
		    "<span aria-hidden='true'>{}</span><span class='vh'>{}"
		    "</span></label>",
		    html_id(h, row), states[i].value, i == on ? " checked" : "",
		    states[i].sign, states[i].word);
	html(h,
	    "</fieldset><label class='mk'{}><span class='vh'>{} {}{}: оцінка"
	    "</span><input name='m{}' inputmode='numeric' maxlength='3' "
	    "autocomplete='off' value='{}'></label>",
	    row == 3   ? " data-s=saved"
	    : row == 9 ? " data-s=refused"
		       : "",
	    k->surname, k->initial, k->rest, html_id(h, row),
	    row == 9	   ? "13"
	    : row % 5 == 3 ? "9"
			   : "");
	if (row == 9)
		html(h, "<span class='why wrong'>Оцінки 13 немає в 12-бальній "
			"шкалі</span>");
	html(h, "</li>\n");
}

void
kitchen_lesson(struct page *p)
{
	struct html *h = &p->html;

	layout_begin(
	    p, &(struct layout){.title = "7-Б · Алгебра",
		   .sub = "Понеділок, 23.11.2026 · 2-й урок, 09:25–10:10",
		   .menu = "today",
		   .back_href = "#",
		   .back_text = "Сьогодні",
		   .task = true});
	html(h,
	    "<form method='post' action='#'><div class='lesson'>\n"
	    "<div class='plan card flow'><div class='field'><label "
	    "for='f-topic'>Тема уроку</label><span class='hint' "
	    "id='f-topic-h'>З плану, урок 23 із 70</span><textarea "
	    "id='f-topic' rows='2' aria-describedby='f-topic-h'>"
	    "Ірраціональні рівняння. Розв’язування вправ</textarea></div>"
	    "<div class='field'><label for='f-hw'>Домашнє завдання</label>"
	    "<textarea id='f-hw' rows='2'>§ 12, № 12.8, 12.14; повторити "
	    "властивості кореня</textarea></div>"
	    "<details class='more'><summary>На коли, вид роботи</summary>"
	    "<div class='field'><label for='f-k'>Вид роботи</label><select "
	    "id='f-k' class='w2'><option>усна відповідь</option></select></div>"
	    "</details></div>\n<ol class='roll' aria-label='Присутність і "
	    "оцінки'>");
	for (int row = 0; row < KITCHEN_PUPILS; row++)
		roll_row(h, row);
	html(h, "</ol></div>\n<div class='bar'><div><p class='small' "
		"role='status'><b>31 є</b> · 2 н · 1 хв · 1 зп<br><span "
		"class='soft'>Збережено о 09:41</span></p><button class='btn "
		"main'>Зберегти урок</button></div></div></form>\n");
	layout_end(p);
}
