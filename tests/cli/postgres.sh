#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Commands on a throw-away PostgreSQL: roles, shards, a demo, a backup and the
# way back, the server's answer when its database is away. Prints
# "N passed, N failed"; 77 (skipped) without PostgreSQL 15.
set -u
cd "$(dirname "$0")/../.."
[ -n "${EJ_TEST_PG:-}" ] || exec tests/pg.sh "$0" "$@"
ejournal=$(realpath "${EJOURNAL:-build/src/cli/ejournal}")
unset STATE PORT DATABASE_URL DATABASE_OWNER_URL

dir=$(mktemp -d)
server=
stop() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	for d in "r_$$" "s_$$" "d_$$" "b_$$"; do
		psql -X -q -d "$EJ_TEST_PG" \
		    -c "DROP DATABASE IF EXISTS $d WITH (FORCE)" 2>/dev/null
	done
	rm -rf "$dir"
}
trap stop EXIT
trap 'exit 1' INT TERM
passed=0
failed=0

url() { # user, database
	echo "$EJ_TEST_PG" | sed "s#//[^@]*@/postgres#//$1@/$2#"
}
sql() { # database, statement
	psql -X -q -At -d "$(url ejournal "$1")" -c "$2"
}
# exits CODE NAME COMMAND...
exits() {
	want=$1
	name=$2
	shift 2
	"$@" >"$dir/out" 2>"$dir/err"
	got=$?
	if [ $got = "$want" ]; then
		passed=$((passed + 1))
	else
		echo "FAILED: $name: exit $got, not $want"
		tail -n 5 "$dir/out" "$dir/err"
		failed=$((failed + 1))
	fi
}
says() { # TEXT: the last command printed it
	if grep -qF -- "$1" "$dir/out" "$dir/err"; then
		passed=$((passed + 1))
	else
		echo "FAILED: $name: does not say \"$1\""
		cat "$dir/out" "$dir/err"
		failed=$((failed + 1))
	fi
}

psql -X -q -d "$EJ_TEST_PG" -c "CREATE ROLE own_$$ LOGIN" \
    -c "CREATE ROLE app_$$ LOGIN" -c "CREATE DATABASE r_$$ OWNER own_$$" \
    -c "CREATE DATABASE s_$$ OWNER own_$$" \
    -c "CREATE DATABASE b_$$ OWNER own_$$" -c "CREATE DATABASE d_$$" || exit 1

# ---- roles -------------------------------------------------------------------
export DATABASE_OWNER_URL
DATABASE_OWNER_URL=$(url "own_$$" "r_$$")
app=$(url "app_$$" "r_$$")
state=$dir/state
DATABASE_URL=postgresql://a:secret@h/x exits 78 'a password in the URL' \
    "$ejournal" init --state "$state"
says 'PGPASSFILE'
export DATABASE_URL
DATABASE_URL=$app
exits 66 'nothing is there' "$ejournal" serve --state "$state"
exits 0 'init' "$ejournal" init --state "$state"
says '/i/'
exits 0 'init again' "$ejournal" init --state "$state"
exits 0 'the first shard' "$ejournal" shard list --state "$state"
says 'schema:school'
exits 0 'migrate' "$ejournal" migrate --state "$state"
exits 0 'requests' "$ejournal" requests --json --state "$state"
exits 0 'the history holds' "$ejournal" verify --state "$state"
DATABASE_URL=$DATABASE_OWNER_URL exits 77 'the owner serves nothing' \
    "$ejournal" worker --once --state "$state"
says 'it owns the tables'
DATABASE_URL=$(url ejournal "r_$$") exits 77 'a superuser serves nothing' \
    "$ejournal" worker --once --state "$state"
says 'DATABASE_OWNER_URL'
exits 0 'the app does' "$ejournal" worker --once --state "$state"
DATABASE_URL=$(url ejournal "r_$$") DATABASE_OWNER_URL= \
    exits 65 'a demo never takes a real installation' \
    "$ejournal" demo --make --state "$dir/demo"
says 'a real installation'
exits 0 'and has changed nothing' "$ejournal" verify --state "$state"

# ---- shards ------------------------------------------------------------------
second=$(url "app_$$" "s_$$")
exits 64 'a shard needs a verb' "$ejournal" shard --state "$state"
exits 64 'a shard with a password' "$ejournal" shard add \
    postgresql://a:secret@h/x --state "$state"
says 'PGPASSFILE'
exits 64 'a shard in files' "$ejournal" shard add /tmp/x --state "$state"
exits 0 'shard add' "$ejournal" shard add "$second" --state "$state"
says 'shard 2'
exits 65 'the same again' "$ejournal" shard add "$second" --state "$state"
exits 0 'shard close' "$ejournal" shard close 1 --state "$state"
exits 0 'shard close again' "$ejournal" shard close 1 --state "$state"
exits 66 'shard close of none' "$ejournal" shard close 9 --state "$state"
exits 64 'shard close of no number' "$ejournal" shard close x --state "$state"
exits 0 'shard list' "$ejournal" shard list --state "$state"
says '1	closed'
exits 0 'each is an event' sh -c \
    "[ \$(psql -X -At -d '$(url ejournal "r_$$")' -c \"SELECT count(*) FROM
    event_content WHERE object LIKE 'setting/shard.%'\") = 3 ]"
exits 0 'verify' "$ejournal" verify --state "$state"

# ---- a demo ------------------------------------------------------------------
unset DATABASE_OWNER_URL
DATABASE_URL=$(url ejournal "d_$$")
demo=$dir/demo
exits 0 'demo of an empty database' "$ejournal" demo --make --state "$demo"
exits 0 'it is there' "$ejournal" demo --accounts --state "$demo"
says 'totp_secret'
exits 0 'it is not made twice' "$ejournal" demo --make --state "$demo"
exits 0 'its tables are not the server role'"'"'s' sh -c \
    "[ \"\$(psql -X -At -d '$DATABASE_URL' -c \"SELECT has_table_privilege(
    'ejournal_demo', 'event', 'UPDATE')\")\" = f ]"
exits 0 'its history holds' "$ejournal" verify --state "$demo"
cp "$dir/out" "$dir/verified"
rm "$demo/demo-accounts.json"
exits 0 'cut short, it is made again' "$ejournal" demo --make --state "$demo"
says 'cut short'

# ---- a backup, and the way back to both engines ------------------------------
exits 0 'backup' "$ejournal" backup --state "$demo" --to "$dir/backup"
exits 0 'its sums' sh -c "cd '$dir/backup' && sha256sum --quiet -c SHA256SUMS"
DATABASE_URL= exits 0 'restore into files' \
    "$ejournal" restore --from "$dir/backup" --state "$dir/files"
DATABASE_URL= exits 0 'the history holds in files' \
    "$ejournal" verify --state "$dir/files"
sed 's/: [0-9]* events/:/' "$dir/out" >"$dir/in-files"
sed 's/: [0-9]* events/:/' "$dir/verified" >"$dir/before"
exits 0 'the same marks as before' cmp "$dir/before" "$dir/in-files"
DATABASE_URL= exits 64 'files have no shards' \
    "$ejournal" shard list --state "$dir/files"
DATABASE_URL= exits 0 'backup of files' \
    "$ejournal" backup --state "$dir/files" --to "$dir/backup2"
DATABASE_OWNER_URL=$(url "own_$$" "b_$$")
export DATABASE_OWNER_URL
DATABASE_URL=$(url "app_$$" "b_$$")
exits 0 'restore into PostgreSQL' \
    "$ejournal" restore --from "$dir/backup2" --state "$dir/back"
exits 0 'the history holds there' "$ejournal" verify --state "$dir/back"
sed 's/: [0-9]* events/:/' "$dir/out" >"$dir/in-postgres"
exits 0 'the same marks again' cmp "$dir/before" "$dir/in-postgres"
exits 65 'never over what is there' \
    "$ejournal" restore --from "$dir/backup2" --state "$dir/back2"
says 'not empty'
exits 0 'and nothing was touched' "$ejournal" verify --state "$dir/back"

# ---- the server --------------------------------------------------------------
answer() { # path
	curl -s -o "$dir/body" -w '%{http_code}' "http://127.0.0.1:$port$1"
}
wait_for() { # code, path
	for _ in $(seq 100); do
		[ "$(answer "$2")" = "$1" ] && return 0
		sleep 0.1
	done
	return 1
}
port=${PORT_BASE:-8240}
"$ejournal" serve --state "$dir/back" --port "$port" >"$dir/serve" 2>&1 &
server=$!
exits 0 'serve is ready' wait_for 200 /readyz
exits 0 'a page' sh -c "curl -sf http://127.0.0.1:$port/ >/dev/null"
sql "b_$$" "REVOKE CONNECT ON DATABASE b_$$ FROM PUBLIC" >/dev/null
sql postgres "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = 'b_$$'" >/dev/null
exits 0 'without its database it is not ready' wait_for 503 /readyz
exits 0 'but alive' wait_for 200 /healthz
sql postgres "GRANT CONNECT ON DATABASE b_$$ TO PUBLIC" >/dev/null
exits 0 'and ready again' wait_for 200 /readyz
kill "$server"
wait "$server"
exits 0 'it stops as told' test $? = 0
server=

echo "$passed passed, $failed failed"
[ $failed = 0 ]
