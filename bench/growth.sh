#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# One school with 1, 10 and 100 times the classes, marks and events: what a
# page and a save cost in the server.
set -eu
. bench/lib.sh
. bench/database.sh

times=$((each * 100))
rm -f "$work"/growth-*
for k in $growth; do
	state=$work/grown-$k
	make_database "grown_$k"
	"$bin/fill" "$state" 1 "$k"
	use_database
	for page in 'journal page' 'diary week' 'save of 30 marks'; do
		"$bin/inside" "$state" "$times" "$page" | jq -c '.[]' \
		    >>"$work/growth-$k"
	done
	rm -rf "$state"
	drop_database "grown_$k"
done
for page in 'journal page' 'diary week' 'save of 30 marks'; do
	text= first= last=
	for k in $growth; do
		last=$(jq -r --arg page "$page" \
		    'select(.page == $page) | .p50_us' "$work/growth-$k")
		first=${first:-$last}
		text="$text${text:+, }$(jq -nr "$last / 10 | round / 100")"
	done
	figure "$page: p50 ms with $(echo $growth | sed 's/ /, /g') times the data" \
	    'flat within 20 %' \
	    "$text ($(jq -nr "($last / $first - 1) * 100 | round") %)"
done
