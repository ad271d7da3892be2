#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The commands as an operator meets them: help, plain errors, exit codes of
# sysexits(3), what is refused and what is left behind. BUILD names the build.
set -u
cd "$(dirname "$0")/../.." || exit 1
ejournal=${EJOURNAL:-$PWD/${BUILD:-build}/ejournal}
. tests/e2e/claims
work=$(mktemp -d)
server=
stop() {
	[ -z "$server" ] || kill -9 "$server" 2>/dev/null
	rm -rf "$work"
}
trap stop EXIT
cd "$work" || exit 1
unset STATE PORT DATABASE_URL
engine=${EJ_E2E_ENGINE:-sqlite}

says() { grep -q -- "$1" err; }
prints() { grep -q -- "$1" out; }
silent() { [ ! -s "$1" ]; }

# ---- help -----------------------------------------------------------------------

exits 64 'no command is a usage error' "$ejournal"
holds 'usage goes to standard error' silent out
exits 0 'help is no error' "$ejournal" --help
commands=$(awk '/^  [a-z]/ { print $1 }' out)
holds 'help lists the commands' test "$(echo "$commands" | wc -w)" -ge 8
for c in $commands; do
	exits 0 "$c --help" "$ejournal" "$c" --help
	holds "$c --help shows its usage" prints "^ejournal $c"
	holds "$c --help says what it does" test "$(wc -l <out)" -ge 3
	holds "$c --help has no error" silent err
	# A mail server bounces what ends with 64: intake asks it to wait.
	code=64
	[ "$c" != intake ] || code=75
	exits $code "$c refuses an unknown option" "$ejournal" "$c" --frobnicate
	holds "$c names the unknown option" says '--frobnicate'
done
exits 64 'an unknown command' "$ejournal" frobnicate
holds 'names what it does not know' says frobnicate
exits 0 'version' "$ejournal" version
exits 0 '--version' "$ejournal" --version
exits 64 'an option without its value' "$ejournal" serve --state
exits 64 'a word too many' "$ejournal" serve --state s extra
exits 64 'mail without an address' "$ejournal" mail test

# ---- no data ----------------------------------------------------------------------

for c in serve worker migrate verify doctor; do
	exits 66 "$c without data" "$ejournal" "$c" --state absent
	holds "$c says how to begin" says 'ejournal init'
	holds "$c makes nothing" test ! -e absent
done
exits 66 'backup without data' "$ejournal" backup --state absent --to b
holds 'backup of nothing makes nothing' test ! -e b
exits 66 'demo --accounts without a demo' \
    "$ejournal" demo --state absent --accounts
exits 73 'init where a file is' sh -c "
	: >file; exec '$ejournal' init --state file"

# ---- init ---------------------------------------------------------------------------

exits 0 init "$ejournal" init --state s
holds 'init prints one link' test "$(grep -c 'http://.*/i/' out)" = 1
first=$(grep -o '/i/[A-Za-z0-9_-]*' out)
holds 'the link is long' test ${#first} -ge 40
holds 'nobody else reads the data' test "$(stat -c %a s)" = 700
[ "$engine" != sqlite ] ||
    holds 'nor the registry' test "$(stat -c %a s/registry.db)" = 600
holds 'the settings are there to be set' grep -q '^#port = 8080' s/ejournal.ini
holds 'and set nothing' sh -c '! grep -q "^[^#]" s/ejournal.ini'
exits 0 'init again' "$ejournal" init --state s
holds 'a new link' test "$(grep -o '/i/[A-Za-z0-9_-]*' out)" != "$first"
exits 0 'verify of an empty installation' "$ejournal" verify --state s
holds 'no faults' prints ' 0 faults'
exits 64 'verify of no number' \
    "$ejournal" verify --state s --institution x
exits 0 'migrate' "$ejournal" migrate --state s
exits 0 'worker --once' "$ejournal" worker --state s --once
exits 0 'a test letter without SMTP' \
    "$ejournal" mail test somebody@school.example --state s
holds 'lies in the outbox' test -n "$(ls s/outbox/new)"
exits 0 'routes as JSON' "$ejournal" routes --json
holds 'every route has a permission' jq -e \
    'length > 0 and all(.method != "" and .path != "" and .permission != "")' \
    out

chmod 755 s
exits 78 'doctor of an open folder' "$ejournal" doctor --state s
holds 'says what to do' prints 'chmod -R go= s'
chmod 700 s
exits 78 'doctor without a worker or a backup' "$ejournal" doctor --state s
holds 'misses the worker' prints '^mend  worker'
holds 'misses a backup' prints '^mend  backup'
holds 'shows the outbox' prints '1 lie there'
holds 'has no complaint about the folder' prints '^ok    data folder'
exits 78 'doctor of a public address without a proxy' \
    env EJOURNAL_PUBLIC_URL=http://j.example "$ejournal" doctor --state s
holds 'wants https' prints '^mend  public_url'
"$ejournal" worker --state s >/dev/null 2>&1 &
worker=$!
sleep 1
exits 69 'a second worker' "$ejournal" worker --state s
"$ejournal" backup --state s --to sb >/dev/null 2>&1
"$ejournal" doctor --state s >out 2>err
holds 'doctor sees the worker' prints '^ok    worker'
holds 'and the backup' prints '^ok    backup'
kill -TERM "$worker"
wait "$worker"
holds 'SIGTERM ends the worker well' test $? = 0

# ---- settings ------------------------------------------------------------------------

mkdir wrong
[ "$engine" != sqlite ] || cp s/registry.db wrong/
printf 'port = many\nfrobnicate = 1\n' >wrong/ejournal.ini
exits 78 'wrong settings' "$ejournal" serve --state wrong
holds 'name the line' says '2'
holds 'and the setting' says frobnicate

# ---- what may be served -----------------------------------------------------------------

exits 64 'a port that is none' "$ejournal" serve --state s --port 70000
exits 78 'plain http beyond loopback' \
    "$ejournal" serve --state s --port 0 --bind 0.0.0.0
holds 'says what to set' says trusted_proxies
exits 78 'https without a proxy' env EJOURNAL_PUBLIC_URL=https://j.example \
    "$ejournal" serve --state s --port 0 --bind 0.0.0.0
exits 78 'https on loopback without a proxy' \
    env EJOURNAL_PUBLIC_URL=https://j.example \
    "$ejournal" serve --state s --port 0
exits 0 'a demo' "$ejournal" demo --state d --make
exits 78 'a demo beyond loopback' env EJOURNAL_PUBLIC_URL=https://j.example \
    EJOURNAL_TRUSTED_PROXIES=127.0.0.1 \
    "$ejournal" serve --state d --port 0 --bind 0.0.0.0
exits 65 'a demo of a real installation' "$ejournal" demo --state s --make
exits 0 'demo --accounts' "$ejournal" demo --state d --accounts
holds 'the demo has accounts' \
    jq -e 'length > 0 and all(.role and .email and .password)' out
exits 0 'verify of the demo' "$ejournal" verify --state d
holds 'the demo has no faults' sh -c \
    '! grep -v " 0 faults" out'
exits 65 'accounts of a real installation' \
    "$ejournal" demo --state s --accounts

# ---- a running server ---------------------------------------------------------------------

# begin STATE: serves on a free port; url is where.
begin() {
	EJOURNAL_METRICS_PORT=$metrics \
	    "$ejournal" serve --state "$1" --port 0 >serving 2>serving.err &
	server=$!
	url=
	for _ in $(seq 100); do
		url=$(sed -n 's/^E-Journal: //p' serving)
		[ -n "$url" ] && return
		sleep 0.1
	done
	fail 'serve does not begin'
	cat serving.err
}
metrics=$((20000 + $$ % 10000))
begin d
holds '/healthz' curl -sf "$url/healthz"
holds '/readyz' curl -sf "$url/readyz"
holds 'the front page' curl -sf "$url/"
exits 0 'the figures' curl -sf "http://127.0.0.1:$metrics/metrics"
for name in ejournal_http_queued ejournal_school_handles ejournal_jobs \
    ejournal_statements_total process_resident_memory_bytes; do
	holds "have $name" prints "^$name"
done
holds 'the figures are not on the public port' \
    test "$(curl -s -o /dev/null -w '%{http_code}' "$url/metrics")" = 404
exits 74 'a port that is taken' \
    "$ejournal" serve --state d --port "${url##*:}"
exits 0 'a backup while it is served' "$ejournal" backup --state d --to b
holds 'its sums hold' sh -c 'cd b && sha256sum --quiet -c SHA256SUMS'
exits 73 'a backup over a backup' "$ejournal" backup --state d --to b
exits 75 'a restore over a served state' \
    "$ejournal" restore --from b --state d --force
holds 'says what to stop' says 'stop the server'
exits 0 'a restore beside' "$ejournal" restore --from b --state r
exits 0 'verify what was restored' "$ejournal" verify --state r
holds 'no faults after a restore' sh -c '! grep -v " 0 faults" out'
exits 73 'a restore over data' "$ejournal" restore --from b --state r
printf x >>b/registry.db
exits 65 'a changed backup' "$ejournal" restore --from b --state r2
holds 'names the file' says registry.db

# A client that never finishes its request must not keep the server.
(
	printf 'POST /language HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n'
	sleep 30
) | curl -s "telnet://${url#http://}" >/dev/null 2>&1 &
slow=$!
sleep 0.3
started=$(date +%s)
kill -TERM "$server"
wait "$server"
code=$?
took=$(($(date +%s) - started))
kill "$slow" 2>/dev/null
server=
holds 'SIGTERM ends well' test "$code" = 0
holds "within 10 s ($took)" test "$took" -le 10

exits 0 'the log is one line a fact' sh -c \
    '! grep -v "^time=[^ ]* level=[a-z]* event=[a-z_]*" serving.err'

echo "cli.sh: $passed passed, $failed failed"
[ "$failed" = 0 ]
