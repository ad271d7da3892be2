#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# test_postgres.sh DUMP_STMTS: runs the migrations, unchanged, on a throw-away
# PostgreSQL and prepares every statement there. The cluster listens on a Unix
# socket only and is gone afterwards. Exit 77 (skipped) without PostgreSQL 15.
set -eu
dump=$(realpath "$1")
cd "$(dirname "$0")/../.."
bin=${PG_BIN:-/usr/lib/postgresql/15/bin}
if [ ! -x "$bin/initdb" ]; then
	echo "skipped: PostgreSQL 15 is not installed (no $bin/initdb)"
	exit 77
fi

dir=$(mktemp -d /tmp/ejournal-pg-XXXXXX)
# PostgreSQL refuses to run as root.
as=
if [ "$(id -u)" = 0 ]; then
	user=$(id -u nobody) || exit 77
	as="setpriv --reuid=$user --regid=$(id -g nobody) --clear-groups env HOME=$dir"
	chown "$user:$(id -g nobody)" "$dir"
fi
stop() {
	(cd "$dir" && $as "$bin/pg_ctl" -D "$dir/data" -m immediate -w stop) \
	    >/dev/null 2>&1 || true
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM

if ! (cd "$dir" && $as "$bin/initdb" -D "$dir/data" -U ejournal -A trust \
    -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 &&
	$as "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -w \
	    -o "-k $dir -c listen_addresses= -c fsync=off -c shared_buffers=16MB" \
	    start >>"$dir/log" 2>&1); then
	cat "$dir/log" "$dir/server.log" 2>/dev/null
	exit 1
fi
psql="psql -X -q -h $dir -U ejournal"
failed=0

for kind in registry school; do
	$psql -d postgres -c "CREATE DATABASE $kind"
	for file in sql/$kind/*.sql; do
		if ! $psql -d $kind -v ON_ERROR_STOP=1 -1 -f "$file" \
		    >"$dir/out" 2>&1; then
			echo "$file fails on PostgreSQL:"
			grep -v NOTICE "$dir/out"
			failed=1
		fi
	done
	# Both stores have it; the program creates it.
	$psql -d $kind -c "CREATE TABLE schema_migration (version BIGINT
	    PRIMARY KEY, name TEXT, applied_at BIGINT, sha256 BYTEA)"
	"$dump" $kind >"$dir/$kind.psql"
	$psql -d $kind -At -F '|' -f "$dir/$kind.psql" >"$dir/out" 2>&1 || true
	# Letters against the types that PostgreSQL gives the columns.
	awk -v kind="$kind" '
	function wrong(why) { print kind ": " name ": " why; bad = 1 }
	function close_one() {
		if (name != "" && !told && columns != seen)
			wrong("columns " columns ", PostgreSQL has " seen)
	}
	/^STMT / {
		close_one()
		name = $2; columns = $3 == "-" ? "" : tolower($3)
		seen = ""; told = 0; n++
		next
	}
	/ERROR:/ { wrong($0); told = 1; next }
	/\|(bigint|integer)$/ { seen = seen "i"; next }
	/\|text$/ { seen = seen "s"; next }
	/\|bytea$/ { seen = seen "b"; next }
	/\|[a-z ]+$/ { wrong("no letter for the type: " $0); told = 1 }
	END {
		close_one()
		print kind ": " n " statements"
		exit bad || !n
	}' "$dir/out" || failed=1
done
exit $failed
