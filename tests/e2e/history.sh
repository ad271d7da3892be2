#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# docs/history.md says how to check an event by hand: its own lines are run
# here against a demo, and against an event that somebody changed.
set -eu
cd "$(dirname "$0")/../.."
root=$PWD
ejournal=$root/${BUILD:-build}/ejournal
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
awk '/^```sh$/ { on = 1; next } /^```$/ { on = 0 } on' \
    "$root/docs/history.md" >check.sh
[ -s check.sh ]
"$ejournal" demo --state d --make >/dev/null 2>&1

# holds STORE EVENT: the page's lines give the stored leaf again.
holds() {
	db=$1 n=$2 sh check.sh >lines
	[ "$(wc -l <lines)" = 2 ] && [ "$(sort -u lines | wc -l)" = 1 ]
}
checked=0
for store in d/registry.db d/school/00000001.db d/school/00000003.db; do
	last=$(sqlite3 $store 'SELECT size - 1 FROM log_head')
	for n in 0 1 $((last / 3)) $((last / 2)) "$last"; do
		holds $store "$n" || { echo "$store: event $n does not hold"
			cat content.txt lines; exit 1; }
		checked=$((checked + 1))
	done
done
# One of each kind and of each object.
for n in $(sqlite3 d/school/00000001.db "SELECT min(seq) FROM event_content
    GROUP BY kind, substr(object, 1, instr(object, '/'))"); do
	holds d/school/00000001.db "$n" || { echo "event $n does not hold"
		cat content.txt lines; exit 1; }
	checked=$((checked + 1))
done
sqlite3 d/school/00000001.db \
    "UPDATE event_content SET new = '12' WHERE seq = 500"
if holds d/school/00000001.db 500; then
	echo 'a changed event still holds'
	exit 1
fi
if "$ejournal" verify --state d --institution 1 >out 2>&1; then
	echo 'verify does not see a changed event'
	exit 1
fi
grep -q 'event 500' out
echo "history.sh: $checked events checked by hand"
