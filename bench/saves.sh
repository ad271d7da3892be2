#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Saves of 30 marks by HTTP (each one request, one transaction, 30 events, on
# the disk when it is answered), spread over the institutions and in one of
# them; then the same rows written by a bare loop, and what the disk can do.
# Run last: neither leaves the data as people would.
set -eu
. bench/lib.sh

head -1 "$state/bench.tsv" >"$work/one.tsv"
rm -f "$work"/save-*
for _ in $(seq "$runs"); do
	serve
	warm journal
	for n in 1 2 8 64; do
		load "$n" save >>"$work/save-$n"
	done
	load 8 save "$work/one.tsv" >>"$work/save-one"
	stop
	"$bin/sync_rate" "$work" "$each" >>"$work/save-syncs"
done
for _ in $(seq "$runs"); do
	raw save 8 >>"$work/save-raw"
	raw upsert 8 >>"$work/save-upsert"
done

for n in 1 2 8 64; do
	line=$(middle "$work/save-$n")
	aim=
	[ "$n" != 8 ] || aim='>= 1500 where the disk allows'
	what=connections
	[ "$n" != 1 ] || what=connection
	figure "save of 30 marks, $n $what" "$aim" "$(rates "$line")" "$line"
done
line=$(middle "$work/save-one")
figure 'save of 30 marks, 8 connections, one school' '' "$(rates "$line")" \
    "$line"
save=$(middle "$work/save-8")
line=$(middle "$work/save-raw")
figure 'the same rows written raw, 8 threads' '' "$(rates "$line")" "$line"
figure 'save of 30 marks, 8 connections, to the same rows raw' '>= 0.5' \
    "$(ratio "$save" "$line")"
line=$(middle "$work/save-upsert")
figure '30 marks upserted raw, 8 threads' '' "$(rates "$line")" "$line"
figure 'save of 30 marks, 8 connections, to 30 upserts raw' '' \
    "$(ratio "$save" "$line")"
syncs=$(sort -n "$work/save-syncs" | sed -n "$(((runs + 1) / 2))p")
figure '4 KiB to the disk for good, one after another' '' "$syncs a second" \
    "$syncs"
figure 'save of 30 marks, 8 connections, to syncs' '' \
    "$(ratio "$save" "{\"rate\": $syncs}")"
