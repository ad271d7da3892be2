#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench/run.sh [INSTITUTIONS...]: measures the built release program (1 and 300
# institutions) against limits taken in the same run on the same machine:
#   static   the same server answering the same number of bytes from memory
#   raw      the same rows read straight from SQLite on two threads
#   syncs    how often the disk takes 4 KiB for good
# A table goes to standard output, the figures to bench/results/.
# SECONDS_EACH (5) is how long each figure is taken; every one is the middle of
# three, taken by turns, so that a busy moment of the machine spoils none.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
each=${SECONDS_EACH:-5}
port=${BENCH_PORT:-8217}
runs=3
bin=$build/bench
sh scripts/build.sh "$build"
ninja -C "$build" bench/fill bench/inside bench/static bench/raw_read \
    bench/sync_rate >/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/ej-bench-XXXXXX")
server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null ||
	    :
	server=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

url=http://127.0.0.1:$port
begin() {
	"$@" >"$work/server.log" 2>&1 &
	server=$!
	for _ in $(seq 200); do
		curl -sf -o /dev/null "$url/healthz" && return
		sleep 0.05
	done
	cat "$work/server.log" >&2
	exit 1
}
# warm KIND: every store is open, every statement prepared.
warm() {
	wrk -t 2 -c 16 -d 2s -s bench/wrk.lua "$url" -- "$1" "$tsv" >/dev/null
}
# load CONNECTIONS KIND: one line of JSON.
load() {
	threads=2
	[ "$1" -ge 2 ] || threads=1
	wrk -t "$threads" -c "$1" -d "${each}s" -s bench/wrk.lua "$url" -- \
	    "$2" "$tsv" | sed -n 's/^JSON //p'
}
# middle NAME: of the lines of a file, the one with the middle rate.
middle() {
	jq -s 'sort_by(.rate)[(length - 1) / 2 | floor]' "$1"
}
rss_kib() { awk '/^VmRSS/ { print $2 }' "/proc/$server/status"; }

# One page at one number of institutions; $name $kind are set.
measure_page() {
	: >"$work/full" && : >"$work/one" && : >"$work/static"
	for _ in $(seq $runs); do
		begin "$build/ejournal" serve --state "$state" --port "$port"
		warm "$kind"
		load 16 "$kind" >>"$work/full"
		load 1 "$kind" >>"$work/one"
		stop
		begin "$bin/static" "$port" "$bytes"
		load 16 / >>"$work/static"
		stop
		[ "$kind" != journal ] ||
		    "$bin/raw_read" 2 "$each" "$state"/school/*.db \
			>>"$work/raw"
	done
	jq -n --arg name "$name" --argjson n "$n" --argjson bytes "$bytes" \
	    --argjson full "$(middle "$work/full")" \
	    --argjson one "$(middle "$work/one")" \
	    --argjson static "$(middle "$work/static")" \
	    --argjson inside "$(jq --arg name "$name" \
		'.[] | select(.page == $name)' "$work/inside")" \
	    '{page: $name, institutions: $n, bytes: $bytes, full: $full,
	      one: $one, static: $static, inside: $inside}' >>"$work/pages"
}

# Bytes of tables and their indexes, free space in the pages included.
stored() {
	sqlite3 -json "$state/school/00000001.db" "
	    SELECT (SELECT count(*) FROM mark) AS marks,
	      (SELECT count(*) FROM event) AS events,
	      sum(CASE WHEN name IN ('mark', 'mark_by_pupil', 'mark_changed')
	        THEN pgsize END) AS mark_bytes,
	      sum(CASE WHEN name IN ('event', 'event_content', 'event_note',
	        'event_content_by_actor') THEN pgsize END) AS event_bytes
	    FROM dbstat" |
	    jq '.[0] | {marks, events, bytes_a_mark: (.mark_bytes / .marks),
	        bytes_an_event: (.event_bytes / .events)}'
}

measure() {
	n=$1
	state=$work/state-$n
	tsv=$state/bench.tsv
	echo "# $n institutions: making them" >&2
	"$bin/fill" "$state" "$n"
	stored_now=$(stored)
	"$bin/inside" "$state" 600 >"$work/inside"
	: >"$work/raw"
	for page in "sign-in page=/sign-in" "journal page=journal" \
	    "diary week=diary" "save of 30 marks=save"; do
		name=${page%%=*}
		kind=${page#*=}
		echo "# $n institutions: $name" >&2
		bytes=$(jq --arg name "$name" \
		    '.[] | select(.page == $name) | .bytes' "$work/inside")
		measure_page
	done
	# Memory after every institution was read and written.
	begin "$build/ejournal" serve --state "$state" --port "$port"
	for kind in journal diary save; do
		load 16 $kind >/dev/null
	done
	jq -n --argjson n "$n" --argjson rss "$(rss_kib)" \
	    --argjson raw "$(middle "$work/raw")" \
	    --argjson stored "$stored_now" \
	    '{institutions: $n, rss_kib: $rss, raw: $raw, stored: $stored}' \
	    >>"$work/sizes"
	stop
	rm -rf "$state"
}

: >"$work/pages" && : >"$work/sizes"
[ $# -gt 0 ] || set -- 1 300
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
syncs=$("$bin/sync_rate" "$work" "$each")
for n in "$@"; do
	measure "$n"
done

facts="$(nproc)x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo |
    head -1), load before $load_before"
mkdir -p bench/results
to=bench/results/$(date +%Y-%m-%d)-$(nproc)cpu-$(uname -m)
jq -n --arg facts "$facts" --arg date "$(date +%Y-%m-%d)" \
    --arg program "$("$build/ejournal" version)" --argjson syncs "$syncs" \
    --slurpfile pages "$work/pages" --slurpfile sizes "$work/sizes" \
    '{date: $date, machine: $facts, program: $program,
      syncs_per_second: $syncs, pages: $pages, sizes: $sizes}' >"$to.json"
jq -r -f bench/table.jq "$to.json" | tee "$to.md"
