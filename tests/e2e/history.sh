#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# docs/history.md says how to check an event by hand: its own lines are run
# here against a demo, and against an event that somebody changed.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
ejournal=${EJOURNAL:-$root/${BUILD:-build}/ejournal}
engine=${EJ_E2E_ENGINE:-sqlite}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk -v own="^\`\`\`sh $engine\$" '/^```sh$/ || $0 ~ own { on = 1; next }
    /^```$/ { on = 0 } on' "$root/docs/history.md" >check.sh
[ -s check.sh ]
"$ejournal" demo --state d --make >/dev/null 2>&1

sql() { "$root/tests/e2e/sql" d "$@"; }
# holds INST EVENT: the page's lines give the stored leaf again.
holds() {
	db=$("$root/tests/e2e/sql" --where d "$1") n=$2 sh check.sh >lines
	[ "$(wc -l <lines)" = 2 ] && [ "$(sort -u lines | wc -l)" = 1 ]
}
must_hold() {
	holds "$1" "$2" || {
		echo "institution $1: event $2 does not hold"
		cat content.txt lines
		exit 1
	}
	checked=$((checked + 1))
}
checked=0
for inst in 0 1 3; do
	last=$(sql $inst "SELECT size - 1 FROM log_head")
	for n in 0 1 $((last / 3)) $((last / 2)) "$last"; do
		must_hold $inst "$n"
	done
done
# One of each kind and of each object.
for n in $(sql 1 "SELECT min(seq) FROM event_content GROUP BY kind,
    rtrim(object, '0123456789./')"); do
	must_hold 1 "$n"
done
sql 1 "UPDATE event_content SET new = '12' WHERE seq = 500"
if holds 1 500; then
	echo 'a changed event still holds'
	exit 1
fi
if "$ejournal" verify --state d --institution 1 >out 2>&1; then
	echo 'verify does not see a changed event'
	exit 1
fi
grep -q 'event 500' out
echo "history.sh: $checked events checked by hand"
