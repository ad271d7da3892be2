/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/i18n_plural.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

/* Operators waiting for their right side; parentheses count too. */
#define WAITING_MAX 64
#define DIGITS_MAX 9
/* Numbers tried at load: every rule of a living language repeats by 100. */
#define TRIED_MAX 1000

enum op {
	OP_NUMBER,
	OP_N,
	OP_NOT,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_ADD,
	OP_SUB,
	OP_LESS,
	OP_MORE,
	OP_LESS_EQ,
	OP_MORE_EQ,
	OP_EQ,
	OP_NE,
	OP_AND,
	OP_OR,
	OP_SELECT, /* ?: with its colon seen */
	OP_ASK,	   /* ? still without its colon */
	OP_OPEN,
};

/* Longer words first: "<=" is not "<". */
static const struct word {
	char text[3];
	unsigned char op;
	signed char rank; /* higher binds closer */
} words[] = {
    {"<=", OP_LESS_EQ, 4},
    {">=", OP_MORE_EQ, 4},
    {"==", OP_EQ, 3},
    {"!=", OP_NE, 3},
    {"&&", OP_AND, 2},
    {"||", OP_OR, 1},
    {"*", OP_MUL, 6},
    {"/", OP_DIV, 6},
    {"%", OP_MOD, 6},
    {"+", OP_ADD, 5},
    {"-", OP_SUB, 5},
    {"<", OP_LESS, 4},
    {">", OP_MORE, 4},
};

#define RANK_NOT 7
#define RANK_SELECT 0
#define RANK_OPEN (-1)

/* Dijkstra's shunting yard: steps go out, operators wait on a stack. */
struct yard {
	const char *s;
	struct plural *plural;
	struct {
		unsigned char op;
		signed char rank;
	} waiting[WAITING_MAX];
	int n_waiting;
};

static bool
emit(struct yard *yard, unsigned char op, uint32_t number)
{
	struct plural *plural = yard->plural;

	if (plural->n_steps == PLURAL_STEPS_MAX)
		return false;
	plural->steps[plural->n_steps++] = (struct plural_step){op, number};
	return true;
}

static bool
wait_for_right(struct yard *yard, unsigned char op, signed char rank)
{
	if (yard->n_waiting == WAITING_MAX)
		return false;
	yard->waiting[yard->n_waiting].op = op;
	yard->waiting[yard->n_waiting++].rank = rank;
	return true;
}

static unsigned char
top(const struct yard *yard)
{
	return yard->n_waiting ? yard->waiting[yard->n_waiting - 1].op
			       : OP_OPEN;
}

/* Emits what binds at least as close as rank. A lone ? has no colon to close
 * it, so it stays. */
static bool
settle(struct yard *yard, signed char rank)
{
	while (yard->n_waiting &&
	       yard->waiting[yard->n_waiting - 1].rank >= rank &&
	       top(yard) != OP_ASK) {
		if (!emit(yard, top(yard), 0))
			return false;
		yard->n_waiting--;
	}
	return true;
}

static void
skip_spaces(struct yard *yard)
{
	while (*yard->s == ' ' || *yard->s == '\t')
		yard->s++;
}

static bool
read_number(struct yard *yard)
{
	uint32_t n = 0;
	int digits = 0;

	for (; *yard->s >= '0' && *yard->s <= '9'; yard->s++) {
		if (++digits > DIGITS_MAX)
			return false;
		n = n * 10 + (uint32_t)(*yard->s - '0');
	}
	return emit(yard, OP_NUMBER, n);
}

/* Prefixes, then one number, n; *done once that was read. */
static bool
read_operand(struct yard *yard, bool *done)
{
	char c = *yard->s;

	*done = false;
	if (c >= '0' && c <= '9') {
		*done = true;
		return read_number(yard);
	}
	yard->s++;
	switch (c) {
	case 'n':
		*done = true;
		return emit(yard, OP_N, 0);
	case '!':
		return wait_for_right(yard, OP_NOT, RANK_NOT);
	case '(':
		return wait_for_right(yard, OP_OPEN, RANK_OPEN);
	default:
		return false;
	}
}

/* What may follow an operand; *done if another operand must come. */
static bool
read_operator(struct yard *yard, bool *operand_next)
{
	const struct word *word;
	size_t i, len;

	*operand_next = true;
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		word = &words[i];
		len = strlen(word->text);
		if (strncmp(yard->s, word->text, len))
			continue;
		yard->s += len;
		return settle(yard, word->rank) &&
		       wait_for_right(yard, word->op, word->rank);
	}
	switch (*yard->s++) {
	case '?':
		/* Only what binds closer: a?b:c?d:e is a?b:(c?d:e). */
		return settle(yard, RANK_SELECT + 1) &&
		       wait_for_right(yard, OP_ASK, RANK_SELECT);
	case ':':
		if (!settle(yard, RANK_SELECT) || top(yard) != OP_ASK)
			return false;
		yard->waiting[yard->n_waiting - 1].op = OP_SELECT;
		return true;
	case ')':
		*operand_next = false;
		if (!settle(yard, RANK_SELECT) || !yard->n_waiting ||
		    top(yard) != OP_OPEN)
			return false;
		yard->n_waiting--;
		return true;
	default:
		return false;
	}
}

static bool
compile(struct yard *yard)
{
	bool operand = true, done;

	for (;;) {
		skip_spaces(yard);
		if (!operand && (!*yard->s || *yard->s == ';'))
			break;
		if (operand) {
			if (!read_operand(yard, &done))
				return false;
			operand = !done;
		} else if (!read_operator(yard, &operand)) {
			return false;
		}
	}
	if (*yard->s == ';')
		yard->s++;
	skip_spaces(yard);
	/* Nothing may wait: neither "(" nor a "?" without its colon. */
	return !*yard->s && settle(yard, RANK_SELECT) && !yard->n_waiting;
}

static uint64_t
apply(unsigned char op, uint64_t a, uint64_t b)
{
	switch (op) {
	case OP_MUL:
		return a * b;
	case OP_DIV:
		return b ? a / b : 0;
	case OP_MOD:
		return b ? a % b : 0;
	case OP_ADD:
		return a + b;
	case OP_SUB:
		return a - b;
	case OP_LESS:
		return a < b;
	case OP_MORE:
		return a > b;
	case OP_LESS_EQ:
		return a <= b;
	case OP_MORE_EQ:
		return a >= b;
	case OP_EQ:
		return a == b;
	case OP_NE:
		return a != b;
	case OP_AND:
		return a && b;
	default:
		assert(op == OP_OR);
		return a || b;
	}
}

static uint64_t
value(const struct plural *plural, uint64_t n)
{
	uint64_t stack[PLURAL_STEPS_MAX];
	const struct plural_step *step;
	int i, at = 0;

	/* The parser lets operands and operators only alternate, so no step
	 * finds the stack too short, and one value is left. */
	for (i = 0; i < plural->n_steps; i++) {
		step = &plural->steps[i];
		switch (step->op) {
		case OP_NUMBER:
			stack[at++] = step->number;
			break;
		case OP_N:
			stack[at++] = n;
			break;
		case OP_NOT:
			stack[at - 1] = !stack[at - 1];
			break;
		case OP_SELECT:
			at -= 2;
			stack[at - 1] =
			    stack[at - 1] ? stack[at] : stack[at + 1];
			break;
		default:
			at--;
			stack[at - 1] =
			    apply(step->op, stack[at - 1], stack[at]);
		}
	}
	return stack[0];
}

unsigned
i18n_plural_form(const struct plural *plural, uint64_t n)
{
	uint64_t form = value(plural, n);

	return form < plural->forms ? (unsigned)form : 0;
}

enum err
i18n_plural_parse(const char *s, struct plural *plural)
{
	struct yard yard = {.plural = plural};
	uint64_t n;

	*plural = (struct plural){0};
	yard.s = s;
	skip_spaces(&yard);
	if (strncmp(yard.s, "nplurals=", 9))
		return ERR_INVALID;
	yard.s += 9;
	if (*yard.s < '1' || *yard.s > '0' + PLURAL_FORMS_MAX)
		return ERR_INVALID;
	plural->forms = (unsigned)(*yard.s++ - '0');
	if (*yard.s++ != ';')
		return ERR_INVALID;
	skip_spaces(&yard);
	if (strncmp(yard.s, "plural=", 7))
		return ERR_INVALID;
	yard.s += 7;
	if (!compile(&yard))
		return ERR_INVALID;
	for (n = 0; n <= TRIED_MAX; n++) {
		if (value(plural, n) >= plural->forms)
			return ERR_INVALID;
	}
	return OK;
}
