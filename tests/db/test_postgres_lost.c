/* SPDX-License-Identifier: EUPL-1.2 */
/* Connections that end: what is known then, and what is not. */
#include "postgres_fixture.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <sys/un.h>

/* ---- a wire that is cut ---- */

/* When a commit goes by: before the server has it, or before its answer is
 * passed on. */
enum cut { CUT_NEVER, CUT_BEFORE, CUT_AFTER };

struct wire {
	pthread_t thread;
	char folder[64], url[256];
	char server[128];  /* the socket behind */
	const char *words; /* of a commit */
	enum cut cut;
	int listener, client, backend;
};

static int
unix_socket(const char *path, bool listening)
{
	struct sockaddr_un to = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	if (listening) {
		assert_int_equal(
		    bind(fd, (struct sockaddr *)&to, sizeof(to)), 0);
		assert_int_equal(listen(fd, 1), 0);
	} else if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool
pass_on(int from, int to, char *buf, size_t size, size_t *n)
{
	ssize_t got = read(from, buf, size);

	*n = got > 0 ? (size_t)got : 0;
	return got > 0 && (to < 0 || write(to, buf, *n) == got);
}

/* One connection, both ways, until an end or the cut. */
static void *
carry(void *context)
{
	struct wire *wire = context;
	char buf[65536];
	bool cut = false;
	size_t n;

	wire->client = accept(wire->listener, NULL, NULL);
	wire->backend = unix_socket(wire->server, false);
	while (!cut) {
		struct pollfd fds[] = {
		    {wire->client, POLLIN, 0}, {wire->backend, POLLIN, 0}};

		if (poll(fds, 2, -1) < 0)
			break;
		if (fds[1].revents &&
		    !pass_on(wire->backend, wire->client, buf, sizeof(buf), &n))
			break;
		if (!fds[0].revents)
			continue;
		if (!pass_on(wire->client, -1, buf, sizeof(buf), &n))
			break;
		/* With its end: READ COMMITTED goes by as well. */
		cut = wire->cut != CUT_NEVER &&
		      memmem(buf, n, wire->words, strlen(wire->words) + 1);
		if (cut && wire->cut == CUT_BEFORE)
			break;
		if (write(wire->backend, buf, n) != (ssize_t)n)
			break;
		/* The server's answer means that it has committed. */
		if (cut)
			(void)!read(wire->backend, buf, sizeof(buf));
	}
	close(wire->client);
	close(wire->backend);
	return NULL;
}

static struct db *
wire_open_kind(
    struct wire *wire, struct world *w, enum cut cut, enum db_kind kind)
{
	char path[96];
	struct db *db;

	*wire = (struct wire){.cut = cut, .words = "COMMIT"};
	/* Its single writes commit by themselves. */
	if (kind == DB_REGISTRY)
		wire->words = "$4, $5, $6)";
	strcpy(wire->folder, "/tmp/ejournal-wire-XXXXXX");
	assert_non_null(mkdtemp(wire->folder));
	snprintf(path, sizeof(path), "%s/.s.PGSQL.5432", wire->folder);
	snprintf(
	    wire->server, sizeof(wire->server), "%s/.s.PGSQL.5432", w->host);
	snprintf(wire->url, sizeof(wire->url),
	    "postgresql://ejournal@/ej_%d?host=%s", getpid(), wire->folder);
	wire->listener = unix_socket(path, true);
	assert_int_equal(pthread_create(&wire->thread, NULL, carry, wire), 0);
	assert_int_equal(
	    db_open_bare(kind, wire->url, false, DB_USE_POOLED, &db), OK);
	db->inst = kind == DB_SCHOOL ? 1 : 0;
	return db;
}

static struct db *
wire_open(struct wire *wire, struct world *w, enum cut cut)
{
	return wire_open_kind(wire, w, cut, DB_SCHOOL);
}

static void
wire_close(struct wire *wire, struct db *db)
{
	char path[96];

	db_close(db);
	pthread_join(wire->thread, NULL);
	close(wire->listener);
	snprintf(path, sizeof(path), "%s/.s.PGSQL.5432", wire->folder);
	unlink(path);
	rmdir(wire->folder);
}

/* ---- claims ---- */

static const struct stmt backend STMT = {
    .name = "backend",
    .params = "",
    .columns = "i",
    .sql = "SELECT pg_backend_pid()",
};

static void
kill_backend(struct world *w, struct db *db)
{
	AUTO_ROWS struct rows rows = {0};
	char sql[160];

	assert_int_equal(db_one(db, &backend, &rows), OK);
	snprintf(sql, sizeof(sql), "SELECT pg_terminate_backend(%d, 5000)",
	    (int)rows_int(&rows, 0));
	server_run(w->root, sql);
}

static void
a_backend_killed_before_the_commit_may_be_tried_again(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(put_sent(w->db, 2, "two"), OK);
	kill_backend(w, w->db);
	assert_int_equal(db_commit(w->db), ERR_AGAIN);
	assert_true(w->db->broken);
	assert_false(db_in_transaction(w->db));
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 0);
}

static void
a_backend_killed_between_two_statements_may_be_tried_again(void **state)
{
	struct world *w = *state;

	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	kill_backend(w, w->db);
	assert_int_equal(put(w->db, 2, "two"), ERR_AGAIN);
	assert_true(w->db->broken);
	db_rollback(w->db);
	/* The same request may go on with the handle: it connects anew. */
	assert_int_equal(db_begin_write(w->db), OK);
	assert_int_equal(put(w->db, 1, "one"), OK);
	assert_int_equal(db_commit(w->db), OK);
	assert_false(w->db->broken);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
a_connection_that_went_while_it_rested_is_made_anew_unseen(void **state)
{
	struct world *w = *state;

	for (int write = 0; write < 2; write++) {
		kill_backend(w, w->db);
		db_rest(w->db);
		if (write)
			assert_int_equal(put(w->db, 1, "one"), OK);
		assert_int_equal(rows_in(w->db), write);
		assert_false(w->db->broken);
		db_rest(w->db);
	}
}

static void
a_connection_cut_after_the_commit_went_by_is_unsure(void **state)
{
	struct world *w = *state;
	struct wire wire;
	struct db *db = wire_open(&wire, w, CUT_AFTER);

	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(db_commit(db), ERR_UNSURE);
	assert_true(db->broken);
	assert_false(db_in_transaction(db));
	wire_close(&wire, db);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
a_connection_cut_before_the_commit_arrived_is_unsure_as_well(void **state)
{
	struct world *w = *state;
	struct wire wire;
	struct db *db = wire_open(&wire, w, CUT_BEFORE);

	assert_int_equal(db_begin_write(db), OK);
	assert_int_equal(put_sent(db, 1, "one"), OK);
	assert_int_equal(db_commit(db), ERR_UNSURE);
	wire_close(&wire, db);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 0);
}

static void
a_single_write_cut_off_is_unsure(void **state)
{
	struct world *w = *state;
	struct wire wire;
	struct db *db = wire_open(&wire, w, CUT_AFTER);

	assert_int_equal(put(db, 1, "one"), ERR_UNSURE);
	assert_true(db->broken);
	wire_close(&wire, db);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
a_single_write_of_the_registry_cut_off_is_unsure(void **state)
{
	struct world *w = *state;
	struct wire wire;
	struct db *db = wire_open_kind(&wire, w, CUT_AFTER, DB_REGISTRY);

	assert_int_equal(put(db, 1, "one"), ERR_UNSURE);
	assert_true(db->broken);
	wire_close(&wire, db);
	assert_int_equal(server_ask(w->root, "SELECT count(*) FROM t"), 1);
}

static void
a_wire_that_is_not_cut_carries_everything(void **state)
{
	struct world *w = *state;
	struct wire wire;
	struct db *db = wire_open(&wire, w, CUT_NEVER);

	assert_int_equal(put(db, 1, "one"), OK);
	assert_int_equal(rows_in(db), 1);
	wire_close(&wire, db);
}

static void
a_server_that_is_not_there_is_busy_for_a_pool_and_a_fault_alone(void **state)
{
	static const char url[] = "postgresql://x@/y?host=/tmp/ejournal-none";
	struct db *db;

	(void)state;
	assert_int_equal(
	    db_open_bare(DB_SCHOOL, url, false, DB_USE_POOLED, &db), ERR_BUSY);
	assert_int_equal(
	    db_open_bare(DB_SCHOOL, url, false, DB_USE_ALONE, &db), ERR_DB);
}

/* ---- at any moment ---- */

struct killer {
	pthread_t thread;
	PGconn *conn;
	atomic_bool stop;
};

static void *
kill_again_and_again(void *context)
{
	struct killer *killer = context;

	/* Some transactions come through, some do not get far. */
	for (unsigned i = 0; !killer->stop; i++) {
		usleep(500 * (i * 7 % 13));
		PQclear(PQexec(killer->conn,
		    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
		    " WHERE datname = current_database() AND usename LIKE"
		    " 'app_%'"));
	}
	return NULL;
}

#define ROWS 5

/* Rows id * ROWS ... of one transaction, some sent and some waited for. */
static enum err
write_rows(struct db *db, int64_t id)
{
	char name[32];
	enum err err;

	if ((err = db_begin_write(db)))
		return err;
	for (int64_t i = id * ROWS; i < (id + 1) * ROWS; i++) {
		snprintf(name, sizeof(name), "row %d", (int)i);
		err = i % 3 ? put_sent(db, i, name) : put(db, i, name);
		if (err) {
			db_rollback(db);
			return err;
		}
	}
	return db_commit(db);
}

static void
whenever_a_backend_dies_the_answer_is_true(void **state)
{
	struct world *w = *state;
	struct killer killer = {.conn = server_connect(w->whole)};
	int64_t times = getenv("SOAK") ? 3000 : 200, found,
		came[ERR_COUNT] = {0};
	char sql[96];
	enum err err;

	assert_int_equal(
	    pthread_create(&killer.thread, NULL, kill_again_and_again, &killer),
	    0);
	for (int64_t id = 0; id < times; id++) {
		err = write_rows(w->db, id);
		came[err]++;
		snprintf(sql, sizeof(sql),
		    "SELECT count(*) FROM t WHERE id / %d = %d", ROWS, (int)id);
		found = server_ask(w->root, sql);
		if (err == OK)
			assert_int_equal(found, ROWS);
		else if (err == ERR_UNSURE)
			assert_true(found == 0 || found == ROWS);
		else
			assert_int_equal(found, 0);
		assert_true(err == OK || err == ERR_AGAIN ||
			    err == ERR_UNSURE || err == ERR_BUSY);
		if (id % 4 == 0)
			db_rest(w->db);
	}
	killer.stop = true;
	pthread_join(killer.thread, NULL);
	PQfinish(killer.conn);
	print_message("%d written, %d given up, %d unsure\n", (int)came[OK],
	    (int)came[ERR_AGAIN], (int)came[ERR_UNSURE]);
	db_rest(w->db);
	/* The last blow may fall only now. */
	if ((err = write_rows(w->db, times)) == ERR_AGAIN)
		err = write_rows(w->db, times);
	assert_int_equal(err, OK);
}

static const struct CMUnitTest tests[] = {
    world_test(a_backend_killed_before_the_commit_may_be_tried_again),
    world_test(a_backend_killed_between_two_statements_may_be_tried_again),
    world_test(a_connection_that_went_while_it_rested_is_made_anew_unseen),
    world_test(a_connection_cut_after_the_commit_went_by_is_unsure),
    world_test(a_connection_cut_before_the_commit_arrived_is_unsure_as_well),
    world_test(a_single_write_cut_off_is_unsure),
    world_test(a_single_write_of_the_registry_cut_off_is_unsure),
    world_test(a_wire_that_is_not_cut_carries_everything),
    world_test(whenever_a_backend_dies_the_answer_is_true),
    world_test(a_server_that_is_not_there_is_busy_for_a_pool_and_a_fault_alone),
};

WORLD_MAIN(tests)
