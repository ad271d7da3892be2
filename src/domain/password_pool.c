/* SPDX-License-Identifier: EUPL-1.2 */
#include "domain/password_pool.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/crypt.h"

struct password_pool {
	pthread_mutex_t lock;
	pthread_cond_t left;
	int at_once, waiting_max;
	int running, waiting;
};

struct password_pool *
password_pool_new(int at_once, int waiting_max)
{
	struct password_pool *pool = calloc(1, sizeof(*pool));

	assert(at_once >= 1 && waiting_max >= 0);
	if (!pool)
		abort();
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->left, NULL);
	pool->at_once = at_once;
	pool->waiting_max = waiting_max;
	return pool;
}

void
password_pool_free(struct password_pool *pool)
{
	if (!pool)
		return;
	assert(pool->running == 0 && pool->waiting == 0);
	pthread_cond_destroy(&pool->left);
	pthread_mutex_destroy(&pool->lock);
	free(pool);
}

enum err
password_pool_enter(struct password_pool *pool)
{
	enum err err = OK;

	if (!pool)
		return OK;
	pthread_mutex_lock(&pool->lock);
	if (pool->running >= pool->at_once &&
	    pool->waiting >= pool->waiting_max)
		err = ERR_BUSY;
	if (!err) {
		pool->waiting++;
		while (pool->running >= pool->at_once)
			pthread_cond_wait(&pool->left, &pool->lock);
		pool->waiting--;
		pool->running++;
	}
	pthread_mutex_unlock(&pool->lock);
	return err;
}

void
password_pool_leave(struct password_pool *pool)
{
	if (!pool)
		return;
	pthread_mutex_lock(&pool->lock);
	pool->running--;
	pthread_cond_signal(&pool->left);
	pthread_mutex_unlock(&pool->lock);
}

enum err
password_pool_hash(struct password_pool *pool, struct arena *arena,
    const char *password, const char **phc)
{
	enum err err;

	if ((err = password_pool_enter(pool)))
		return err;
	err = crypt_password_hash(arena, password, phc);
	password_pool_leave(pool);
	return err;
}

enum err
password_pool_verify(struct password_pool *pool, struct arena *arena,
    const char *phc, const char *password, bool *same)
{
	const char *unused;
	enum err err;

	if ((err = password_pool_enter(pool)))
		return err;
	if (phc)
		*same = crypt_password_verify(phc, password);
	else
		err = crypt_password_hash(arena, password, &unused);
	password_pool_leave(pool);
	if (!phc && !err)
		*same = false;
	return err;
}
