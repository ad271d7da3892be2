#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# pg.sh COMMAND ...: runs the command with a throw-away PostgreSQL 15 whose
# superuser's URL is in EJ_TEST_PG. The cluster listens on a Unix socket only,
# keeps nothing safe (fsync is off) and is gone afterwards; its programs are in
# PG_BIN. Where EJ_TEST_PG is set already, that cluster is used: one can serve
# many tests. Exit: that of the command; 77 (skipped) without PostgreSQL 15.
set -eu
PG_BIN=${PG_BIN:-/usr/lib/postgresql/15/bin}
export PG_BIN
[ -z "${EJ_TEST_PG:-}" ] || exec "$@"
if [ ! -x "$PG_BIN/initdb" ]; then
	echo "skipped: PostgreSQL 15 is not installed (no $PG_BIN/initdb)"
	exit 77
fi

dir=$(mktemp -d /tmp/ejournal-pg-XXXXXX)
# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
	user=$(id -u nobody) || exit 77
	group=$(id -g nobody)
	as="setpriv --reuid=$user --regid=$group --clear-groups env HOME=$dir"
	chown "$user:$group" "$dir"
fi
stop() {
	(cd "$dir" && $as "$PG_BIN/pg_ctl" -D "$dir/data" -m immediate -w stop) \
	    >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

# In one line: pg_ctl hands them to a shell.
options="-k $dir -c listen_addresses= -c fsync=off -c full_page_writes=off"
options="$options -c shared_buffers=32MB -c deadlock_timeout=100ms"
options="$options -c max_connections=200"
if ! (cd "$dir" && $as "$PG_BIN/initdb" -D "$dir/data" -U ejournal -A trust \
    -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 &&
	$as "$PG_BIN/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w \
	    -o "$options" \
	    start >>"$dir/log" 2>&1); then
	cat "$dir/log" "$dir/server.log" 2>/dev/null
	exit 1
fi
EJ_TEST_PG="postgresql://ejournal@/postgres?host=$dir"
export EJ_TEST_PG
status=0
"$@" || status=$?
exit $status
