/* SPDX-License-Identifier: EUPL-1.2 */
#include "cli/demo.h"

/* Made-up institutions in real communities. */
const struct demo_institution demo_institutions[] = {
	{"school", "Сонячнівський ліцей № 1 Кролевецької міської ради", "59",
	    "UA59020090000085438", "901001", NULL,
	    "1-А 1-Б 2-А 2-Б 3-А 3-Б 4-А 4-Б 5-А 5-Б 5-В 6-А 6-Б 7-А 7-Б 8-А"
	    " 8-Б 9-А 9-Б 10-А 10-Б 11-А 11-Б 11-В",
	    25, true},
	{"school", "Калинівська гімназія", "53", NULL, "901002", NULL,
	    "5-А 6-А 7-А 8-А 9-А", 14, false},
	{"school", "Початкова школа «Джерельце»", "80", NULL, "901003",
	    NULL, "1-А 1-Б 2-А 3-А 4-А", 16, false},
	{"school", "Вишневецький ліцей імені Лесі Українки", "46", NULL,
	    "901004", NULL, "", 0, false},
	{"school", "Зарічненська гімназія", "51", NULL, "901005", NULL,
	    "", 0, false},
	{"vocational", "Дніпровський професійний ліцей будівництва", "12",
	    NULL, "902001", NULL, "1-А 1-Б 2-А", 18, false},
	{"vocational", "Подільський центр професійної освіти", "68", NULL,
	    "902002", NULL, "1-А 2-А", 16, false},
	{"pre_higher", "Слобідський фаховий коледж інформаційних технологій",
	    "63", NULL, "903001", NULL, "1-А 2-А 3-А", 20, false},
	{"pre_higher", "Лебединський фаховий коледж мистецтв", "59", NULL,
	    "903002", NULL, "1-А 2-А", 15, false},
	{"higher", "Придніпровський університет економіки і права", "12",
	    NULL, "904001", NULL, "1-А 1-Б 2-А", 20, false},
	{"higher", "Волинська академія педагогіки", "07", NULL, "904002",
	    NULL, "1-А", 20, false},
};
const size_t demo_institutions_n =
    sizeof(demo_institutions) / sizeof(demo_institutions[0]);
