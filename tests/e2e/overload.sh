#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# More than the server can do: ten times as many requests, connections that
# dribble, a school that signs in at once, too few open files. Small counts;
# SOAK=1 takes those of the plan (5,000 slow connections, 300 sign-ins). What
# is asserted are shares and the server's own figures, with wide margins: how
# quick this machine is, bench/overload.sh tells.
set -u
cd "$(dirname "$0")/../.." || exit 1
build=${BUILD:-build}
ejournal=$build/ejournal
port=${OVERLOAD_PORT:-8268}
metrics=$((port + 1))
work=$(mktemp -d)
server= slow=
stop() {
	for pid in $slow $server; do
		kill "$pid" && wait "$pid"
	done 2>/dev/null
	server= slow=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
unset STATE PORT DATABASE_URL
failed=0 passed=0
if [ -n "${SOAK:-}" ]; then
	institutions=40 crowd=3000 each=10 slows=5000 signs=300 from=1000
	page_wait_ms=1000
else
	institutions=4 crowd=300 each=3 slows=400 signs=40 from=200
	page_wait_ms=100
fi

# holds CLAIM COMMAND...
holds() {
	claim=$1
	shift
	if "$@" >"$work/out" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED: $claim"
		tail -n 4 "$work/load" "$work/out" 2>/dev/null | sed 's/^/    /'
	fi
}
# is FILTER: of the streams of the last load, by kind.
is() {
	jq -es "map({(.kind): .}) | add | $1" "$work/load"
}
load() {
	"$build/bench/load" "$port" "$work/state/bench.tsv" "$@" >"$work/load"
}
begin() {
	env EJOURNAL_METRICS_PORT=$metrics "$@" "$ejournal" serve \
	    --state "$work/state" --port "$port" >"$work/log" 2>&1 &
	server=$!
	for _ in $(seq 200); do
		curl -sf -o /dev/null "http://127.0.0.1:$port/healthz" && return
		sleep 0.05
	done
	cat "$work/log" >&2
	exit 1
}
figure() {
	curl -s "http://127.0.0.1:$metrics/metrics" |
	    awk -v name="$1" '$1 == name { print $2 }'
}
# waited, took CLASS LE PERCENT: so many of those admitted waited for a worker,
# or for their answer, at most LE seconds.
waited() { share ejournal_http_wait_seconds "$@"; }
took() { share ejournal_http_request_seconds "$@"; }
share() {
	name=$1
	shift
	[ $(($(figure "${name}_bucket{class=\"$1\",le=\"$2\"}") * 100)) -ge \
	    $(($(figure "${name}_count{class=\"$1\"}") * $3)) ]
}

ninja -C "$build" bench/fill bench/load bench/slow >/dev/null || exit 1
"$build/bench/fill" "$work/state" $institutions 2>/dev/null || exit 1

# ---- ten times as many as can be answered ------------------------------------

# Here a machine that stands still for a moment shall be no reason to refuse.
patient=EJOURNAL_PAGE_WAIT_MS=60000
begin $patient
load $each journal:16
capacity=$(jq '.answered.rate' "$work/load")
holds 'the server is quick enough for a test' test "$capacity" -gt 20
holds 'nobody is refused while there is time' is '.journal.refused.n == 0'
stop
begin EJOURNAL_PAGE_WAIT_MS=$page_wait_ms
load $each journal:$crowd:$((capacity * 10)) save:20:20
holds 'a crowd is refused in part' is '.journal.refused.n > 0'
holds 'nobody is left without an answer' is '.journal.failed == 0'
holds 'others are answered' is '.journal.answered.n > 0'
holds 'teachers save all the same' \
    is '.save.refused.n == 0 and .save.failed == 0 and .save.answered.n > 0'
holds 'who is let in does not wait long' waited read 1 95
holds 'the log does not grow with refusals' \
    test "$(grep -c 'event=overload' "$work/log")" -le $((each + 3))
# From the whole request to the whole answer, as the server saw it.
holds 'and is answered in time' took read 2.5 97
stop

# ---- a school signs in at 08:30 ------------------------------------------------

begin
load 120 sign-in:$signs:0:1 save:10:50
holds 'everybody is signed in' \
    is ".\"sign-in\".answered.n == $signs and .\"sign-in\".failed == 0"
holds 'nobody who saves is refused' \
    is '.save.refused.n == 0 and .save.failed == 0'
holds 'saves do not stand behind sign-ins' waited write 0.25 90
stop

# ---- slow connections ------------------------------------------------------------

for mode in head body read idle; do
	begin $patient
	"$build/bench/slow" "$port" $mode $slows $((each + 3)) \
	    >"$work/slow" &
	slow=$!
	sleep 1
	load $each journal:100:100
	holds "$slows slow connections ($mode) stop nobody" is \
	    '.journal | .failed == 0 and .refused.n == 0 and
	     .answered.n >= 90 * .seconds'
	wait $slow
	slow=
	holds "they were there ($mode)" jq -e ".most_open >= $slows * 9 / 10" \
	    "$work/slow"
	stop
done
# Fewer places than they would take: the oldest of them make room.
begin $patient EJOURNAL_CONNECTIONS_MAX=$((slows / 2))
"$build/bench/slow" "$port" head $slows $((each + 3)) >"$work/slow" &
slow=$!
sleep 1
load $each journal:100:100
holds 'nor where there are fewer places than they take' is \
    '.journal | .answered.n >= 75 * .seconds'
holds 'some of them were cut' test \
    "$(figure ejournal_http_connections_cut_total)" -gt 0
wait $slow
slow=
stop

# The same with a program that others use; it comes from one address, so that
# address is made that of a proxy, which speaks for many.
if command -v slowhttptest >/dev/null; then
	for mode in -H -B -X; do
		begin $patient EJOURNAL_TRUSTED_PROXIES=127.0.0.1
		slowhttptest $mode -c $slows -r $from -l $((each + 4)) -i 2 \
		    -u "http://127.0.0.1:$port/help" >"$work/slow" 2>&1 &
		slow=$!
		sleep 2
		load $each journal:100:100
		holds "slowhttptest $mode stops nobody" is \
		    '.journal | .failed == 0 and .refused.n == 0 and
		     .answered.n >= 90 * .seconds'
		kill $slow 2>/dev/null
		wait $slow 2>/dev/null
		slow=
		stop
	done
else
	echo 'overload.sh: no slowhttptest here; left out'
fi

# ---- too few open files ------------------------------------------------------------

sh -c "ulimit -n 1000; exec '$ejournal' serve --state '$work/state' \
    --port $port" >"$work/few" 2>&1
code=$?
holds 'a server without files for its promises does not start' test $code = 78
holds 'and says what to do' grep -q 'LimitNOFILE' "$work/few"

echo "overload.sh: $passed passed, $failed failed"
[ "$failed" = 0 ]
