/* SPDX-License-Identifier: EUPL-1.2 */
/* The demo country: a few institutions of each kind with people, classes,
 * journals and marks of the current school year. Fixed seed: the same day
 * gives the same country. Names are combined from common ones; no person is
 * meant. */
#pragma once

#include "cli/cli.h"

#define DEMO_SEED 2026
#define DEMO_CLASSES_MAX 200
#define DEMO_SUBJECTS_MAX 24
#define DEMO_TEACHERS_MAX 400
#define DEMO_CLASS_PUPILS_MAX 36

struct demo_person {
	const char *surname, *given, *patronymic;
	const char *sex; /* "f" or "m" */
};
/* A name; family (may be NULL) gives a child its parent's surname. */
struct demo_person demo_name(
    struct arena *arena, struct rng *rng, const char *family);
/* Another form of a surname: "Лисівський" of a woman is "Лисівська". */
const char *demo_surname(
    struct arena *arena, const char *surname, const char *sex);
/* "Олег" of a daughter: "Олегівна". */
const char *demo_patronymic(
    struct arena *arena, struct rng *rng, const char *sex);

/* One institution of the plan. classes: "5-А 5-Б ..." */
struct demo_institution {
	const char *kind, *name, *region, *community, *diso_id, *edrpou;
	const char *classes; /* "" = registered, has not begun */
	int pupils;	     /* in a class, about */
	bool full;	     /* all subjects; otherwise a few */
	int all;	     /* pupils in all, exactly; 0: as `pupils` says */
};
extern const struct demo_institution demo_institutions[];
extern const size_t demo_institutions_n;

struct demo_teacher {
	int64_t id;
	const char *log_id, *name;
};
struct demo_class {
	int64_t id;
	struct demo_teacher *teacher;
	int grade;
	const char *label;
	int64_t pupils[DEMO_CLASS_PUPILS_MAX];
	int pupils_n;
};
struct demo_journal {
	int64_t id;
	struct demo_teacher *teacher;
	int class;	  /* index */
	const char *name; /* of the subject */
	int weekly;	  /* lessons a week */
	int lessons;	  /* made so far */
	int64_t notebook; /* column without a date, 0 = none */
};
struct demo_school {
	int64_t inst;
	const struct demo_institution *plan;
	struct demo_class classes[DEMO_CLASSES_MAX];
	int classes_n;
	struct demo_journal *journals;
	int journals_n;
	struct demo_teacher teachers[DEMO_TEACHERS_MAX];
	int teachers_n;
	int64_t admin, head, deputy, secretary, guardian;
	int64_t substitute, inspector; /* where all subjects are kept */
	int64_t guardian_pupil;
	const char *deputy_log_id;
};

/* A class's week: place i is lesson i / 5 + 1 of weekday i % 5 + 1; NULL where
 * there is none. */
#define DEMO_WEEK_LESSONS 45
struct demo_week {
	struct demo_journal *slots[DEMO_WEEK_LESSONS];
	int n;
};

struct demo {
	struct cli *cli;
	struct rng rng;
	int64_t today, year_from; /* days */
	int64_t now; /* no lesson is recorded later than this */
	int64_t year;		  /* 2026 = 2026/2027 */
	int64_t events, marks; /* made by demo_year_make so far */
	const volatile bool *stop; /* NULL, or set: end with ERR_BUSY */
	bool country; /* a synthetic country: names of every length */
	/* Has a child in the first school, and one in the second. */
	struct demo_person guardian;
};

/* Who may sign in, printed by `demo --accounts`. */
#define DEMO_ACCOUNTS_MAX 32
struct demo_account {
	const char *role, *name, *email, *password, *secret, *institution;
	int64_t inst;
};
struct demo_accounts {
	struct demo_account list[DEMO_ACCOUNTS_MAX];
	size_t n;
};
/* The Institute's people, and one of each role of the first school. The
 * guardian has a child in the second one (may be NULL) too. */
CHECKED enum err demo_accounts_make(struct demo *demo,
    const struct demo_school *first, const struct demo_school *second,
    struct demo_accounts *accounts);
const char *demo_accounts_json(
    struct arena *arena, const struct demo_accounts *accounts);

/* The institution's row, in an open write of the registry. */
CHECKED enum err demo_school_register(
    struct demo *demo, int64_t inst, const struct demo_institution *plan);
/* People, classes, subjects, journals, in its open store. */
CHECKED enum err demo_school_fill(struct demo *demo, int64_t inst,
    const struct demo_institution *plan, struct demo_school *school);
/* Store, people and lessons from a day on, in one transaction: whole or not at
 * all. The store is left open. ERR_EXISTS: it was there, whole. ERR_BUSY: the
 * demo was stopped. */
CHECKED enum err demo_build(struct demo *demo, int64_t inst,
    const struct demo_institution *plan, int64_t from,
    struct demo_school *school);
/* Of all classes, DEMO_CLASSES_MAX weeks. */
void demo_timetable_plan(
    struct demo *demo, struct demo_school *school, struct demo_week *weeks);
CHECKED enum err demo_timetable_make(struct demo *demo,
    struct demo_school *school, const struct demo_week *weeks);
/* Lessons, attendance and marks from a day up to today, each through the
 * domain, as its teacher would have entered it at that time. */
CHECKED enum err demo_year_make(
    struct demo *demo, struct demo_school *school, int64_t from);
/* The last day that lessons are made for: today, or the year's last one. */
int64_t demo_year_last(const struct demo *demo);
bool demo_year_school_day(const struct demo *demo, int64_t day);
/* The deputy head acts, before lessons on the year's first day. */
void demo_calendar_act(struct demo *demo, const struct demo_school *school);
/* Breaks, moved and remote days, bells: entered by the deputy head. */
CHECKED enum err demo_calendar_make(
    struct demo *demo, struct demo_school *school);
/* Whose timetable a day is worked by, 1..6; 0: no lessons. */
int demo_calendar_weekday(const struct demo *demo, int64_t day);
/* Topic and homework number n of a subject. */
void demo_topic(const char *subject, int grade, int n, struct arena *arena,
    const char **topic, const char **homework);

/* Communities and towns of the codifier. */
CHECKED enum err demo_places_make(struct demo *demo);

/* A letter of the Institute's queue, and how far its request has come. */
enum demo_fate {
	DEMO_WAITS,
	DEMO_TAKEN,
	DEMO_RETURNED,
	DEMO_PASSED,
	DEMO_REJECTED,
	DEMO_INVITED,
};
struct demo_letter {
	int days_ago, hour, minute; /* oldest first */
	enum demo_fate fate;
	const char *from, *from_name, *subject, *text;
	const char *note; /* the reviewer's words, or who answered the call */
};
extern const struct demo_letter demo_letters[];
extern const size_t demo_letters_n;
/* Goes back in time with act->now and leaves it there. */
CHECKED enum err demo_requests_make(
    struct demo *demo, const struct demo_accounts *accounts);
