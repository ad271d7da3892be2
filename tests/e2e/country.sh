#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A synthetic country: made by several processes, the same every time, killed
# and gone on with, and a sample of its people signs in. BUILD names the build.
set -u
cd "$(dirname "$0")/../.." || exit 1
ejournal=${EJOURNAL:-$PWD/${BUILD:-build}/ejournal}
. tests/e2e/claims
work=$(mktemp -d)
server=
stop() {
	[ -z "$server" ] || kill "$server" 2>/dev/null
	rm -rf "$work"
}
trap stop EXIT
cd "$work" || exit 1
unset STATE PORT DATABASE_URL

# country STATE: of twelve institutions, one of them no school.
country() {
	"$ejournal" demo --state "$1" --make --institutions 12 --pupils 600 \
	    --days 3
}
total() { awk '{ n += $2 } END { print n }' out; }

exits 0 'a country' country a
exits 0 'its history' "$ejournal" verify --state a
holds 'has no faults' sh -c '! grep -v " 0 faults" out'
holds 'every institution is there' test "$(grep -c . out)" = 13
holds 'with events' test "$(total)" -gt 1000
events=$(grep -v '^00000000' out | cut -d ' ' -f 1-6)
exits 0 'the country again' country a
exits 0 'is there already' "$ejournal" verify --state a
holds 'and unchanged' \
    test "$events" = "$(grep -v '^00000000' out | cut -d ' ' -f 1-6)"
exits 0 'a whole country needs no size' "$ejournal" demo --state a --make
exits 65 'a country of another size' "$ejournal" demo --state a --make \
    --institutions 13
exits 64 'no institutions' "$ejournal" demo --state x --institutions 0
exits 64 'too many pupils' "$ejournal" demo --state x --institutions 1 \
    --pupils 100000
exits 64 'pupils without institutions' "$ejournal" demo --state x --pupils 10
holds 'refused ones make nothing' test ! -e x

# Killed at some moment, with all its processes; then it goes on.
setsid "$ejournal" demo --state b --make --institutions 12 --pupils 600 \
    --days 3 >/dev/null 2>&1 &
maker=$!
sleep 1
kill -9 -- "-$maker" 2>/dev/null
wait "$maker"
exits 0 'a killed one goes on' country b
exits 0 'its history' "$ejournal" verify --state b
holds 'has no faults' sh -c '! grep -v " 0 faults" out'
holds 'and is the same country' \
    test "$events" = "$(grep -v '^00000000' out | cut -d ' ' -f 1-6)"

# ---- people --------------------------------------------------------------

exits 0 'accounts' "$ejournal" demo --state a --accounts
holds 'are listed with a teacher and a guardian' \
    jq -e 'any(.role == "teacher") and any(.role == "guardian")' out
"$ejournal" serve --state a --port 0 >serving 2>serving.err &
server=$!
url=
for _ in $(seq 100); do
	url=$(sed -n 's/^E-Journal: //p' serving)
	[ -n "$url" ] && break
	sleep 0.1
done
for who in teacher1.12 guardian1.12 pupil.7 deputy.3; do
	rm -f jar
	curl -s -c jar -o page "$url/sign-in"
	token=$(grep -o "name='csrf' value='[^']*'" page | head -1 |
	    cut -d "'" -f 4)
	curl -s -L -b jar -c jar -o page -w '%{http_code} %{url_effective}\n' \
	    --data-urlencode "csrf=$token" \
	    --data-urlencode "name=$who@demo.example" \
	    --data-urlencode 'password=demo-sample-2026' "$url/sign-in" >answer
	holds "$who signs in ($(cat answer))" \
	    grep -q "^200 .*/s/${who#*.}/" answer
done

echo "country.sh: $passed passed, $failed failed"
[ "$failed" = 0 ]
