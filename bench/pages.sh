#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Pages that are read, by HTTP, plain and compressed, with 1, 2, 8 and 64
# connections, and against two limits taken in turn with them: the same rows
# read raw on two threads, and the same bytes answered from memory.
set -eu
. bench/lib.sh

bytes_of() {
	jq --arg page "$1" '.[] | select(.page == $page) | .bytes' \
	    "$work/inside"
}
# as_bytes NAME PAGE: a server that does nothing but answer as many bytes.
as_bytes() {
	begin "$bin/static" "$port" "$(bytes_of "$2")"
	load 8 /static >>"$work/load-$1"
	stop
}
kinds='sign-in:8 journal:1 journal:2 journal:8 journal:64 journal-br:1
journal-br:2 journal-br:8 journal-br:64 diary:1 diary:2 diary:8 diary:64
diary-br:8'
rm -f "$work"/load-*
for _ in $(seq "$runs"); do
	serve
	for kind in sign-in journal diary; do
		warm $kind
	done
	for pair in $kinds; do
		load "${pair#*:}" "${pair%:*}" >>"$work/load-$pair"
	done
	stop
	raw read 2 >>"$work/load-raw"
	as_bytes static 'journal page'
	as_bytes static-sign-in 'sign-in page'
done

name_of() {
	case $1 in
	sign-in) echo 'sign-in page' ;;
	journal) echo 'journal page, plain' ;;
	journal-br) echo 'journal page, brotli' ;;
	diary) echo 'diary week, plain' ;;
	diary-br) echo 'diary week, brotli' ;;
	esac
}
aim_of() {
	[ "$engine" = sqlite ] || return 0
	case $1 in
	journal:8) echo '>= 5000 (SQLite)' ;;
	journal-br:8) echo '>= 3500 (SQLite)' ;;
	esac
}
for pair in $kinds; do
	line=$(middle "$work/load-$pair")
	n=${pair#*:}
	what=connections
	[ "$n" != 1 ] || what=connection
	figure "$(name_of "${pair%:*}"), $n $what" "$(aim_of "$pair")" \
	    "$(rates "$line")" "$line"
done
line=$(middle "$work/load-raw")
page=$(middle "$work/load-journal:8")
figure 'rows of a journal page read raw, 2 threads' '' "$(rates "$line")" \
    "$line"
figure 'journal page, plain, to raw rows' '>= 0.3' "$(ratio "$page" "$line")"
line=$(middle "$work/load-static")
figure 'as many bytes from memory, 8 connections' '' "$(rates "$line")" "$line"
figure 'journal page, plain, to bytes from memory' '' \
    "$(ratio "$page" "$line")"
line=$(middle "$work/load-static-sign-in")
figure 'sign-in page, to as many bytes from memory' '>= 0.5' \
    "$(ratio "$(middle "$work/load-sign-in:8")" "$line")" "$line"
