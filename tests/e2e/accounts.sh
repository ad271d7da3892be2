#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Everybody whom `ejournal demo --accounts` lists signs in over http, with the
# second factor where a secret stands, and lands on a page that shows the name.
# BUILD names the build.
set -u
cd "$(dirname "$0")/../.." || exit 1
ejournal=${EJOURNAL:-$PWD/${BUILD:-build}/ejournal}
totp=$PWD/tests/e2e/totp.py
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

"$ejournal" demo --state s --make >/dev/null || exit 1
"$ejournal" demo --state s --accounts >accounts.json || exit 1
for role in admin teacher substitute class_teacher deputy head secretary \
    pupil guardian inspector operator reviewer approver analyst support; do
	holds "the demo has a $role" jq -e "any(.role == \"$role\")" \
	    accounts.json
done
holds 'every account says who, where and how' jq -e 'all(
    (.name | length > 0) and (.email | length > 0) and
    (.password | length > 0) and has("totp_secret") and
    (.institution | type == "string"))' accounts.json

"$ejournal" serve --state s --port 0 >serving 2>serving.err &
server=$!
url=
for _ in $(seq 100); do
	url=$(sed -n 's/^E-Journal: //p' serving)
	[ -n "$url" ] && break
	sleep 0.1
done
[ -n "$url" ] || exit 1

token() { grep -o "name='csrf' value='[^']*'" "$1" | head -1 | cut -d "'" -f 4; }
# ask PATH [FIELD...]: as a browser would; `page` keeps the answer.
ask() {
	path=$1
	shift
	curl -s -L -b jar -c jar -o page -w '%{http_code} %{url_effective}\n' \
	    --post301 "$@" "$url$path" >answer
}
# enter ROLE NAME EMAIL PASSWORD SECRET
enter() {
	rm -f jar
	ask /sign-in
	ask /sign-in --data-urlencode "csrf=$(token page)" \
	    --data-urlencode "name=$3" --data-urlencode "password=$4"
	if [ -n "$5" ]; then
		holds "$1 is asked for the second factor" \
		    grep -q "^200 .*/sign-in/code" answer
		ask /sign-in/code --data-urlencode "csrf=$(token page)" \
		    --data-urlencode "code=$(python3 "$totp" "$5")"
	fi
	# Who holds several roles is asked which one.
	if grep -q '/mode$' answer; then
		mode=$(grep -o "value='[0-9.]*\.$1'" page | cut -d "'" -f 2)
		ask /mode --data-urlencode "csrf=$(token page)" \
		    --data-urlencode "mode=$mode"
	fi
	holds "$1 lands on a page" grep -q "^200 " answer
	holds "$1 has a first page, not a question ($(cat answer))" \
	    sh -c "! grep -Eq '/(sign-in|mode|account)' answer"
	# Staff are shown as "Гнатюк О. П.", the Institute's as they are called.
	holds "$1 sees the name" grep -q "${2%% *}" page
}
jq -r '.[] | [.role, .name, .email, .password, .totp_secret // ""] | join("|")' \
    accounts.json >list
while IFS='|' read -r role name email password secret; do
	enter "$role" "$name" "$email" "$password" "$secret" </dev/null
done <list

echo "accounts.sh: $passed passed, $failed failed"
[ "$failed" = 0 ]
