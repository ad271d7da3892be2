# SPDX-License-Identifier: EUPL-1.2
# What the scripts of bench/ share; sourced by them, started by run.sh, which
# exports:
#   build work bin        where the programs are, and what may be thrown away
#   engine                sqlite or postgres
#   state url             the data folder, the server's address
#   each runs schools     seconds a figure is taken, how often, institutions
#   DATABASE_URL          of the app role (postgres), shard_url for raw reading

# figure NAME AIM TEXT [JSON]: one cell of the table; JSON is kept beside it.
figure() {
	jq -nc --arg engine "$engine" --arg figure "$1" --arg aim "$2" \
	    --arg text "$3" --argjson data "${4:-null}" \
	    '{engine: $engine, figure: $figure, aim: $aim, text: $text,
	      data: $data}' >>"$work/figures"
}

server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null ||
	    :
	server=
}
trap stop EXIT
trap 'exit 1' INT TERM

# begin COMMAND...: a server, until stop.
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
serve() { begin "$build/ejournal" serve --state "$state" --port "$port"; }
rss_kib() { awk '/^VmRSS/ { print $2 }' "/proc/$server/status"; }

# load CONNECTIONS KIND [TSV]: one line of JSON (wrk.lua says which kinds).
load() {
	threads=2
	[ "$1" -ge 2 ] || threads=1
	wrk -t "$threads" -c "$1" -d "${each}s" -s bench/wrk.lua "$url" -- \
	    "$2" "${3:-$state/bench.tsv}" | sed -n 's/^JSON //p'
}
# warm KIND: every store is open, every statement prepared.
warm() {
	wrk -t 2 -c 8 -d 2s -s bench/wrk.lua "$url" -- "$1" \
	    "$state/bench.tsv" >/dev/null
}
# middle FILE: of lines of JSON, the one with the middle rate.
middle() { jq -sc 'sort_by(.rate)[(length - 1) / 2 | floor]' "$1"; }

# raw WORK THREADS: the same rows without the program.
raw() {
	if [ "$engine" = sqlite ]; then
		"$bin/raw_sqlite" "$1" "$2" "$each" "$state"/school/*.db
	else
		"$bin/raw_postgres" "$1" "$2" "$each" "$shard_url" "$schools"
	fi
}

# rates LINE: "5012 a second; 1.5, 2.1, 3.0 ms"
rates() {
	printf '%s' "$1" | jq -r 'def ms: . / 10 | round / 100;
	    "\(.rate) a second; \(.p50_us | ms), \(.p95_us | ms), "
	    + "\(.p99_us | ms) ms"
	    + (if (.failed // 0) > 0 then " (\(.failed) failed)" else "" end)'
}
# ratio LINE LINE: of their rates.
ratio() {
	jq -nr --argjson a "$1" --argjson b "$2" 'if $b.rate > 0
	    then $a.rate / $b.rate * 100 | round / 100 else "-" end'
}
