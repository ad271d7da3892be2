/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/subject.h"

#include <string.h>

#include "base/text.h"
#include "domain/ledger.h"
#include "store/counters.h"

/* Subjects met in schools; fields as in the state standard. The list is a
 * start: schools add integrated courses of their own. */
const struct subject_seed subject_seeds[] = {
    {"Українська мова", "language"},
    {"Українська література", "language"},
    {"Зарубіжна література", "language"},
    {"Англійська мова", "language"},
    {"Друга іноземна мова", "language"},
    {"Мова національної меншини", "language"},
    {"Навчання грамоти", "language"},
    {"Літературне читання", "language"},
    {"Українознавство", "language"},
    {"Математика", "math"},
    {"Алгебра", "math"},
    {"Геометрія", "math"},
    {"Алгебра і початки аналізу", "math"},
    {"Я досліджую світ", "nature"},
    {"Пізнаємо природу", "nature"},
    {"Довкілля", "nature"},
    {"Біологія", "nature"},
    {"Біологія і екологія", "nature"},
    {"Географія", "nature"},
    {"Фізика", "nature"},
    {"Астрономія", "nature"},
    {"Хімія", "nature"},
    {"STEM", "nature"},
    {"Здоров’я, безпека та добробут", "health"},
    {"Основи здоров’я", "health"},
    {"Етика", "health"},
    {"Підприємництво і фінансова грамотність", "health"},
    {"Історія України", "society"},
    {"Всесвітня історія", "society"},
    {"Вступ до історії України та громадянської освіти", "society"},
    {"Досліджуємо історію і суспільство", "society"},
    {"Громадянська освіта", "society"},
    {"Правознавство", "society"},
    {"Захист України", "society"},
    {"Інформатика", "informatics"},
    {"Технології", "technology"},
    {"Трудове навчання", "technology"},
    {"Дизайн і технології", "technology"},
    {"Мистецтво", "arts"},
    {"Музичне мистецтво", "arts"},
    {"Образотворче мистецтво", "arts"},
    {"Фізична культура", "sport"},
};
const size_t subject_seeds_n = sizeof(subject_seeds) / sizeof(subject_seeds[0]);

const char *const subject_fields[] = {"language", "math", "nature", "health",
    "society", "informatics", "technology", "arts", "sport"};
const size_t subject_fields_n =
    sizeof(subject_fields) / sizeof(subject_fields[0]);

bool
subject_field_known(const char *code)
{
	size_t i;

	for (i = 0; i < subject_fields_n; i++) {
		if (strcmp(subject_fields[i], code) == 0)
			return true;
	}
	return code[0] == '\0';
}

const struct subject_seed *
subject_seed_find(struct arena *arena, const char *name)
{
	const char *fold = text_fold(arena, name);
	size_t i;

	for (i = 0; i < subject_seeds_n; i++) {
		if (strcmp(fold, text_fold(arena, subject_seeds[i].name)) == 0)
			return &subject_seeds[i];
	}
	return NULL;
}

bool
subject_is_known(struct arena *arena, const char *name)
{
	return subject_seed_find(arena, name) != NULL;
}

static enum err
may_write(const struct act *act)
{
	if (act->actor.role & (ROLE_ADMIN | ROLES_LEADING))
		return OK;
	return ERR_DENIED;
}

static enum err
note(struct act *act, int64_t id, const char *old, const char *new)
{
	return ledger_append(act,
	    &(struct event){.kind = EVENT_STRUCTURE,
		.object =
		    arena_printf(act->arena, "subject/%lld", (long long)id),
		.old = old,
		.new = new,
		.prev = -1},
	    NULL);
}

static const char *
subject_text(struct arena *arena, const struct subject *s)
{
	if (!s->field[0])
		return s->name;
	return arena_printf(arena, "%s (%s)", s->name, s->field);
}

enum err
subject_list(
    struct act *act, bool removed, struct subject **subjects, size_t *n)
{
	return subjects_list(
	    act->school, act->arena, act->actor.inst, removed, subjects, n);
}

enum err
subject_find(struct act *act, int64_t id, struct subject *subject)
{
	return subjects_find(
	    act->school, act->arena, act->actor.inst, id, subject);
}

static enum err
insert_new(struct act *act, const char *name, const char *field, int64_t *id)
{
	struct subject s = {.name = name, .field = field};
	enum err err;

	if ((err = counters_next(
		 act->school, act->actor.inst, "subject", &s.id)))
		return err;
	if ((err = subjects_insert(
		 act->school, act->arena, act->actor.inst, &s)))
		return err;
	*id = s.id;
	return OK;
}

enum err
subject_ensure(struct act *act, const char *name, int64_t *id, bool *added)
{
	const struct subject_seed *seed = subject_seed_find(act->arena, name);
	struct subject s;
	enum err err;

	err = subjects_find_name(
	    act->school, act->arena, act->actor.inst, name, &s);
	if (err && err != ERR_NOT_FOUND)
		return err;
	*added = err == ERR_NOT_FOUND;
	if (*added)
		return insert_new(
		    act, seed ? seed->name : name, seed ? seed->field : "", id);
	*id = s.id;
	if (!s.removed_at)
		return OK;
	s.removed_at = 0;
	return subjects_update(act->school, act->arena, act->actor.inst, &s);
}

enum err
subject_seed(struct act *act, int64_t *added)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct subject *here;
	int64_t id, count = 0;
	struct subject s;
	size_t i, n;
	enum err err;

	if ((err = may_write(act)) || (err = act_begin_school(tx)))
		return err;
	/* A removed one stays removed: somebody decided so. */
	if ((err = subject_list(act, true, &here, &n)))
		return err;
	for (i = 0; i < subject_seeds_n; i++) {
		err = subjects_find_name(act->school, act->arena,
		    act->actor.inst, subject_seeds[i].name, &s);
		if (!err)
			continue;
		if (err != ERR_NOT_FOUND)
			return err;
		if ((err = insert_new(act, subject_seeds[i].name,
			 subject_seeds[i].field, &id)))
			return err;
		count++;
	}
	*added = count;
	if (count == 0)
		return OK;
	if ((err = ledger_append(act,
		 &(struct event){.kind = EVENT_STRUCTURE,
		     .object = "subject/seed",
		     .new = arena_printf(act->arena, "+%lld", (long long)count),
		     .prev = -1},
		 NULL)))
		return err;
	return act_commit(act);
}

static enum err
name_check(struct act *act, const char **name, const char *field)
{
	enum err err;

	err = text_clean(act->arena, *name, strlen(*name),
	    SUBJECT_NAME_BYTES_MAX, false, name);
	if (err || !(*name)[0] || !subject_field_known(field))
		return ERR_INVALID;
	return OK;
}

enum err
subject_add(struct act *act, const char *name, const char *field, int64_t *id)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct subject s;
	enum err err;

	if ((err = may_write(act)) || (err = name_check(act, &name, field)) ||
	    (err = act_begin_school(tx)))
		return err;
	err = subjects_find_name(
	    act->school, act->arena, act->actor.inst, name, &s);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && !s.removed_at)
		return ERR_EXISTS;
	if (err == ERR_NOT_FOUND) {
		if ((err = insert_new(act, name, field, &s.id)))
			return err;
	} else {
		s.name = name;
		s.field = field;
		s.removed_at = 0;
		if ((err = subjects_update(
			 act->school, act->arena, act->actor.inst, &s)))
			return err;
	}
	s.name = name;
	s.field = field;
	if ((err = note(act, s.id, NULL, subject_text(act->arena, &s))))
		return err;
	*id = s.id;
	return act_commit(act);
}

enum err
subject_change(struct act *act, int64_t id, const char *name, const char *field)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct subject s, other;
	const char *old;
	enum err err;

	if ((err = may_write(act)) || (err = name_check(act, &name, field)) ||
	    (err = act_begin_school(tx)))
		return err;
	if ((err = subjects_find(
		 act->school, act->arena, act->actor.inst, id, &s)))
		return err;
	err = subjects_find_name(
	    act->school, act->arena, act->actor.inst, name, &other);
	if (err && err != ERR_NOT_FOUND)
		return err;
	if (!err && other.id != id)
		return ERR_EXISTS;
	old = subject_text(act->arena, &s);
	s.name = name;
	s.field = field;
	if ((err = subjects_update(
		 act->school, act->arena, act->actor.inst, &s)))
		return err;
	if ((err = note(act, id, old, subject_text(act->arena, &s))))
		return err;
	return act_commit(act);
}

static enum err
set_removed(struct act *act, int64_t id, int64_t removed_at)
{
	AUTO_ROLLBACK struct act *tx = act;
	struct subject *all, s;
	const char *text;
	size_t i, n;
	enum err err;

	if ((err = may_write(act)) || (err = act_begin_school(tx)))
		return err;
	if ((err = subjects_find(
		 act->school, act->arena, act->actor.inst, id, &s)))
		return err;
	if ((s.removed_at != 0) == (removed_at != 0))
		return OK;
	if ((err = subject_list(act, true, &all, &n)))
		return err;
	for (i = 0; removed_at && i < n; i++) {
		if (all[i].id == id && all[i].journals > 0)
			return ERR_CONFLICT;
	}
	s.removed_at = removed_at;
	if ((err = subjects_update(
		 act->school, act->arena, act->actor.inst, &s)))
		return err;
	text = subject_text(act->arena, &s);
	if ((err = note(
		 act, id, removed_at ? text : NULL, removed_at ? NULL : text)))
		return err;
	return act_commit(act);
}

enum err
subject_remove(struct act *act, int64_t id)
{
	return set_removed(act, id, act->now);
}

enum err
subject_restore(struct act *act, int64_t id)
{
	return set_removed(act, id, 0);
}
