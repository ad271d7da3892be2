#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# test_pooler.sh TEST...: runs tests of the PostgreSQL engine through pgbouncer
# in transaction mode, without names of statements. Exit 77 (skipped) without
# PostgreSQL 15 or pgbouncer.
set -eu
[ -n "${EJ_TEST_PG:-}" ] || exec "$(dirname "$0")/../pg.sh" "$0" "$@"
pooler=${PGBOUNCER:-$(command -v pgbouncer || true)}
[ -n "$pooler" ] || pooler=/usr/sbin/pgbouncer
if [ ! -x "$pooler" ]; then
	echo 'skipped: pgbouncer is not installed'
	exit 77
fi

dir=$(mktemp -d /tmp/ejournal-pooler-XXXXXX)
# It refuses to run as root, as the server does.
as=
if [ "$(id -u)" = 0 ]; then
	user=$(id -u nobody) || exit 77
	group=$(id -g nobody)
	as="setpriv --reuid=$user --regid=$group --clear-groups"
fi
# Fewer sessions than handles: transactions really take turns on them.
cat >"$dir/pooler.ini" <<END
[databases]
* = host=${EJ_TEST_PG#*host=}
[pgbouncer]
unix_socket_dir = $dir
listen_addr =
listen_port = 6432
auth_type = trust
auth_file = $dir/users
auth_user = ejournal
pool_mode = transaction
default_pool_size = 3
max_client_conn = 100
logfile = $dir/log
pidfile = $dir/pid
END
echo '"ejournal" ""' >"$dir/users"
[ -z "$as" ] || chown -R "$user:$group" "$dir"
stop() {
	[ ! -s "$dir/pid" ] || kill "$(cat "$dir/pid")" 2>/dev/null || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM
if ! (cd "$dir" && $as "$pooler" -q -d "$dir/pooler.ini"); then
	cat "$dir/log"
	exit 1
fi
EJ_TEST_POOLER="$dir&port=6432"
export EJ_TEST_POOLER
status=0
for test; do
	"$test" || status=1
done
[ $status = 0 ] || tail -n 20 "$dir/log"
exit $status
