/* SPDX-License-Identifier: EUPL-1.2 */
/* What the raw programs share: threads that repeat one piece of work on one
 * store after another, and the figures of it. An engine's part knows how to
 * open a store and how to do the work with statements prepared once. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define RAW_SAVE_ROWS 30
#define RAW_COL 40	  /* the column that saves write to: fill's last */
#define RAW_PUPIL_FIRST 3 /* fill.c: teacher, guardian, pupils */

/* read: the rows of a journal page. save: 30 marks, their events and the
 * contents of these in one transaction, made durable. upsert: the 30 marks
 * alone. */
enum raw_work { RAW_READ, RAW_SAVE, RAW_UPSERT };

/* A thread's own: its connections and what it has counted. */
struct raw_thread {
	int number;
	long rows;	/* read or written so far */
	unsigned bytes; /* touched, so that reading is not left out */
	void *engine;
};

struct raw_engine {
	/* store: 0..stores-1. Called by the thread itself, in its turn. */
	void (*open)(struct raw_thread *t, enum raw_work work, int store);
	void (*run)(struct raw_thread *t, enum raw_work work, int store);
};

/* argv: WORK THREADS SECONDS; -1 when they make no sense. */
int raw_arguments(int argc, char **argv, enum raw_work *work);

/* Runs and prints one JSON object. Thread i begins at store i * stores / n,
 * and for saves keeps to its own part of the stores where there are enough. */
int raw_main(char **argv, enum raw_work work, int stores,
    const struct raw_engine *engine);

/* Ends the program. */
_Noreturn void raw_fault(const char *what);

/* Another value than last time for a mark. */
const char *raw_value(long turn, int row);
