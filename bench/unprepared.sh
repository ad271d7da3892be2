#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# PostgreSQL behind a pooler that forgets the names of statements: each is sent
# whole.
set -eu
. bench/lib.sh

EJOURNAL_DATABASE_PREPARED=off
export EJOURNAL_DATABASE_PREPARED
serve
warm journal
for kind in journal save; do
	for _ in $(seq "$runs"); do
		load 8 $kind
	done >"$work/unprepared"
	line=$(middle "$work/unprepared")
	case $kind in
	journal) name='journal page, plain' ;;
	save) name='save of 30 marks' ;;
	esac
	figure "$name, 8 connections, database_prepared = off" '' \
	    "$(rates "$line")" "$line"
done
