#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# intake.sh: exit codes for a mail server, a watched Maildir, two servers at
# once, and a kill in between.
set -eu
build=$(cd "${BUILD:-build}" && pwd)
ejournal=${EJOURNAL:-$build/ejournal}
unset STATE PORT DATABASE_URL EJOURNAL_LIBEXEC
dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || :; rm -rf "$dir"' EXIT
state=$dir/s

fail() {
	echo "intake.sh: $*"
	exit 1
}

letter() { # number
	printf 'From: office@l%s.example\nSubject: request\nMessage-ID: <%s@x>\n' \
		"$1" "$1"
	printf 'Content-Type: text/plain; charset=utf-8\n\n'
	printf 'Назва: Ліцей № %s\nДІСО: 1394%02d\nОбласть: Сумська\n' "$1" "$1"
}

code() { # expected, command...
	want=$1
	shift
	set +e
	"$@" >"$dir/out" 2>&1
	got=$?
	set -e
	[ "$got" = "$want" ] || { cat "$dir/out"; fail "$* ended with $got"; }
}

count() { # pattern
	"$ejournal" requests --state "$state" --json | grep -o "$1" | wc -l
}

# Nothing is there yet: the mail server has to try again, not to bounce.
letter 1 >"$dir/1"
code 75 "$ejournal" intake --state "$state" <"$dir/1"
"$ejournal" init --state "$state" >/dev/null 2>&1
code 75 "$ejournal" intake --nonsense <"$dir/1"
EJOURNAL_LIBEXEC=$dir code 75 "$ejournal" intake --state "$state" <"$dir/1"
[ "$(count '"number"')" = 0 ] || fail "a letter that was refused is there"

# Kept, whatever it holds.
code 0 "$ejournal" intake --state "$state" <"$dir/1"
code 0 "$ejournal" intake --state "$state" --sender "" </dev/null
head -c 11000000 /dev/zero >"$dir/zeros"
code 0 "$ejournal" intake --state "$state" <"$dir/zeros"
code 0 "$ejournal" intake --state "$state" <"$build/ejournal-mime"
[ "$(count '"not_a_request"')" = 3 ] || fail "what is no letter is not kept"

# A Maildir: what lies there, and what comes later.
mkdir -p "$dir/m/new" "$dir/m/cur" "$dir/m/tmp"
code 75 "$ejournal" intake --state "$state" --maildir "$dir/none"
letter 2 >"$dir/m/new/2"
ln -s /etc/passwd "$dir/m/new/link"
code 0 "$ejournal" intake --state "$state" --maildir "$dir/m" --once
[ ! -e "$dir/m/new/2" ] || fail "a letter that was taken is still there"
[ -L "$dir/m/new/link" ] || fail "a link is no letter"
[ "$(count '"new"')" = 2 ] || fail "the letter is not in the queue"

"$ejournal" intake --state "$state" --maildir "$dir/m" >"$dir/log" 2>&1 &
pid=$!
for n in 3 4 5 6 7 8; do
	letter $n >"$dir/m/tmp/$n"
	mv "$dir/m/tmp/$n" "$dir/m/new/$n"
done
i=0
while [ "$(count '"new"')" != 8 ]; do
	i=$((i + 1))
	[ $i -lt 100 ] || { cat "$dir/log"; fail "letters are not taken"; }
	sleep 0.1
done
kill -TERM "$pid"
wait "$pid" || fail "SIGTERM did not end it in order"
pid=

# The same letter by two deliveries at once is one request.
letter 9 >"$dir/9"
"$ejournal" intake --state "$state" <"$dir/9" >/dev/null &
a=$!
"$ejournal" intake --state "$state" <"$dir/9" >/dev/null &
b=$!
wait $a && wait $b || fail "one of two deliveries failed"
[ "$(count '"new"')" = 9 ] || fail "one letter became two requests"

# Killed at any moment it is delivered again, and is there once.
n=9
for delay in 0.002 0.005 0.01 0.02 0.03 0.05; do
	n=$((n + 1))
	letter $n >"$dir/k"
	"$ejournal" intake --state "$state" <"$dir/k" >/dev/null 2>&1 &
	a=$!
	sleep $delay
	kill -9 $a 2>/dev/null || :
	wait $a 2>/dev/null || :
	code 0 "$ejournal" intake --state "$state" <"$dir/k"
done
[ "$(count '"new"')" = 15 ] || fail "a killed delivery left $(count '"new"')"
code 0 "$ejournal" verify --state "$state"
grep -q ' 0 faults' "$dir/out" || { cat "$dir/out"; fail "history"; }
echo "intake: as expected"
