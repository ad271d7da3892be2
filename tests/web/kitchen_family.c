/* SPDX-License-Identifier: EUPL-1.2 */
#include "kitchen.h"

#include "web/layout.h"

struct slot {
	const char *class, *at, *until, *subject, *topic, *soft, *right;
};

static void
slot(struct html *h, const char *class, const char *at, const char *until,
    const char *subject, const char *topic, const char *soft)
{
	html(h,
	    "<li class='{}'><div class='at'><b>{}</b>{}</div><div class='what'>"
	    "<h3>{}</h3>",
	    class, at, until, subject);
	if (topic)
		html(h, "<p>{}</p>", topic);
	if (soft)
		html(h, "<p class='soft'>{}</p>", soft);
	html(h, "</div><div class='do'>");
}

static void
slot_end(struct html *h)
{
	html(h, "</div></li>\n");
}

static void
today(struct html *h)
{
	html(h, "<section class='day today'><h2>Сьогодні, понеділок <span>23 "
		"листопада</span></h2><ol class='slots'>");
	slot(h, "", "1", "08:30", "Українська мова",
	    "Складне речення. § 14, вправа 112", NULL);
	html(h, "<span class='m'>10</span>");
	slot_end(h);
	slot(h, "", "2", "09:25", "Алгебра", "Ірраціональні рівняння",
	    "Завдання на ср, 25.11: § 12, № 12.8");
	html(h, "<span class='m'>11</span><small>К. р.</small>");
	slot_end(h);
	slot(h, "", "3", "10:25", "Англійська мова", "Unit 4, speaking", NULL);
	html(h, "<span class='m abs'>зп 5 хв</span>");
	slot_end(h);
	slot(h, "now", "4", "11:30", "Хімія", "Кабінет 21", NULL);
	html(h, "<span class='chip now'>зараз</span>");
	slot_end(h);
	slot(h, "gone", "5", "12:25", "Історія України", NULL,
	    "Урок не відбудеться");
	slot_end(h);
	html(h, "</ol></section>\n");
}

static void
other_days(struct html *h)
{
	static const char *const days[][2] = {{"Вівторок", "24 листопада"},
	    {"Середа", "25 листопада"}, {"Четвер", "26 листопада"},
	    {"П’ятниця", "27 листопада"}};

	for (size_t i = 0; i < 4; i++) {
		html(h,
		    "<section class='day'><h2>{} <span>{}</span></h2><ol "
		    "class='slots'>",
		    days[i][0], days[i][1]);
		slot(h, "", "1", "08:30", "Фізика", "§ 21, задачі 3–5", NULL);
		slot_end(h);
		slot(h, "", "2", "09:25", "Захист України (інтегрований курс)",
		    NULL, "Нічого не задано");
		html(h, "<span class='chip warn'>контрольна</span>");
		slot_end(h);
		html(h, "</ol></section>\n");
	}
}

void
kitchen_diary(struct page *p)
{
	struct html *h = &p->html;

	p->person_name = "Ґалаґан О. М.";
	p->role_text = "мати";
	layout_begin(p, &(struct layout){.title = "Щоденник", .menu = "diary"});
	html(h,
	    "<nav class='kids' aria-label='Діти'><a href='#' "
	    "aria-current='true'><span class='badge' aria-hidden='true'>ЄЛ"
	    "</span><span><b>Єлизавета</b><small>10-А · Кролевецький ліцей "
	    "№ 1</small></span></a><a href='#'><span class='badge sq' "
	    "aria-hidden='true'>ЛУ</span><span><b>Лук’ян</b><small>5-Б · "
	    "Кролевецька гімназія № 4 · нових записів: 2</small></span></a>"
	    "</nav>\n<section class='note warn'><h2>Оцінку змінено: алгебра, "
	    "контрольна робота 18.11</h2><p><span class='m chg'><del><span "
	    "class='vh'>було </span>7</del> → <ins><span class='vh'>стало "
	    "</span>9</ins></span> 20.11 о 14:52, Лисівка О. П. Причина: "
	    "помилка під час введення.</p><p class='row'><a class='btn mini' "
	    "href='#'>Історія оцінки</a> <a class='btn mini' href='#'>"
	    "Прочитано</a></p></section>\n<div class='head'><div><h2>Тиждень "
	    "23–27 листопада</h2><p>Завдань: 7</p></div><nav class='row' "
	    "aria-label='Тижні'><a class='btn mini' href='#'>← Попередній</a>"
	    "<a class='btn mini' href='#'>Наступний →</a></nav></div>\n"
	    "<div class='week'>");
	today(h);
	other_days(h);
	html(h, "</div>\n");
	layout_end(p);
}

void
kitchen_today(struct page *p)
{
	struct html *h = &p->html;

	p->role_text = "класний керівник";
	layout_begin(p, &(struct layout){.title = "Понеділок, 23 листопада",
			    .sub = "Записано уроків: 2 з 6",
			    .menu = "today"});
	html(h, "<div class='side'><div class='flow'><section class='day "
		"today'><h2>Уроки за розкладом <span>зараз 11:48</span></h2>"
		"<ol class='slots times'>");
	slot(h, "", "08:30", "09:15", "Алгебра · 10-Б", NULL,
	    "Ірраціональні рівняння · присутні 28 із 30");
	html(h, "<span class='chip ok'>записано</span>");
	slot_end(h);
	slot(h, "", "10:25", "11:10", "Геометрія · 8-В", NULL, "Кабінет 14");
	html(h, "<span class='chip warn'>теми не записано</span> <a class='btn "
		"mini' href='#'>Додати</a>");
	slot_end(h);
	slot(h, "now", "11:30", "12:15", "Алгебра · 7-А", NULL,
	    "За планом: множення одночлена на многочлен");
	html(h, "<span class='vh'>Триває зараз. </span><a class='btn main' "
		"href='#'>Почати урок</a>");
	slot_end(h);
	slot(h, "", "12:25", "13:10", "Геометрія · 11-А", NULL,
	    "Замінює: Ґалаґан Є. І. · доступ лише до цього уроку");
	html(h, "<span class='chip'>заміна</span>");
	slot_end(h);
	html(h, "</ol></section></div><div class='flow'><section class='card' "
		"aria-labelledby='w-h'><h2 id='w-h'>Варто закінчити</h2><ul "
		"class='list'><li><a href='#'><b>8-В, п’ятниця: теми не "
		"записано</b><small><span>Геометрія, 3-й урок</span><span "
		"class='chip warn'>сьогодні останній день</span></small></a>"
		"</li><li><a href='#'><b>10-А: олівець на 16.11</b><small>"
		"<span>2 попередні оцінки</span></small></a></li></ul>"
		"</section></div></div>\n");
	layout_end(p);
}
