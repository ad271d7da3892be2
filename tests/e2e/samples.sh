#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# samples.sh: the sample letters and the whole codifier through the program.
# SAMPLES is a folder with requests/*.eml and katottg*.csv, which are not part
# of this repository; without it the test says so and ends.
# BUILD is the build folder (default: build).
set -eu
: "${SAMPLES:=}"
[ -d "$SAMPLES/requests" ] || { echo "SAMPLES is not set: skipped"; exit 0; }
build=$(cd "${BUILD:-build}" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
ejournal=${EJOURNAL:-$build/ejournal}
unset STATE PORT DATABASE_URL EJOURNAL_LIBEXEC
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

"$ejournal" init --state "$dir/s" >/dev/null

# Half of the letters come before the codifier, half after it.
n=0
codifier=$(ls "$SAMPLES"/katottg*.csv)
for letter in "$SAMPLES"/requests/*.eml; do
	[ $n = 3 ] && "$ejournal" import katottg "$codifier" --state "$dir/s"
	"$ejournal" intake --state "$dir/s" <"$letter"
	n=$((n + 1))
done
# Each once more changes nothing.
for letter in "$SAMPLES"/requests/*.eml; do
	"$ejournal" intake --state "$dir/s" <"$letter" | grep -q 'already there'
done
"$ejournal" requests --state "$dir/s" --json >"$dir/requests.json"
"$ejournal" worker --once --state "$dir/s" >/dev/null
answers=$(ls "$dir/s/outbox/new" | wc -l)
[ "$answers" = 5 ] || { echo "answers: $answers, not 5"; exit 1; }
exec python3 "$here/samples.py" "$dir/requests.json"
