#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# test_postgres.sh DUMP_STMTS: runs the migrations, unchanged, on a throw-away
# PostgreSQL and prepares every statement there. Exit 77 (skipped) without
# PostgreSQL 15.
set -eu
dump=$(realpath "$1")
cd "$(dirname "$0")/../.."
[ -n "${EJ_TEST_PG:-}" ] || exec tests/pg.sh "$0" "$dump"

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' INT TERM
psql='psql -X -q'
# A database of this run's own, in a cluster that others may use too.
database() {
	echo "$EJ_TEST_PG" | sed "s#/postgres?#/$1_$$?#"
}
failed=0

for kind in registry school; do
	$psql -d "$EJ_TEST_PG" -c "DROP DATABASE IF EXISTS ${kind}_$$" \
	    -c "CREATE DATABASE ${kind}_$$" 2>/dev/null
	db=$(database $kind)
	for file in sql/$kind/*.sql; do
		if ! $psql -d "$db" -v ON_ERROR_STOP=1 -1 -f "$file" \
		    >"$dir/out" 2>&1; then
			echo "$file fails on PostgreSQL:"
			grep -v NOTICE "$dir/out"
			failed=1
		fi
	done
	# Both stores have it; the program creates it.
	$psql -d "$db" -c "CREATE TABLE schema_migration (version BIGINT
	    PRIMARY KEY, name TEXT, applied_at BIGINT, sha256 BYTEA)"
	"$dump" $kind >"$dir/$kind.psql"
	$psql -d "$db" -At -F '|' -f "$dir/$kind.psql" >"$dir/out" 2>&1 || true
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
