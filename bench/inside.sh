#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# inside.sh read|save: pages without sockets: time in the server, statements,
# bytes; each in a process of its own, so that the first time is the one after
# a restart. Figures of the whole stand in $work/inside for the other scripts.
set -eu
. bench/lib.sh

times=$((each * 200))
rm -f "$work/inside-each"
case $1 in
read) set -- 'sign-in page' 'journal page' 'diary week' ;;
save) set -- 'save of 30 marks' ;;
esac
for page in "$@"; do
	"$bin/inside" "$state" "$times" "$page" | jq -c '.[]' \
	    >>"$work/inside-each"
done
jq -s . "$work/inside-each" >"$work/inside"

of() { jq -r --arg page "$page" \
    ".[] | select(.page == \$page) | $1" "$work/inside"; }
for page in "$@"; do
	aim=
	[ "$page" = 'sign-in page' ] || aim='<= 2 ms median (SQLite)'
	case $page in
	'journal page') bytes='<= 70 kB, 8 kB' ;;
	'diary week') bytes='<= 50 kB' ;;
	*) bytes= ;;
	esac
	figure "$page: bytes plain, brotli, gzip" "$bytes" \
	    "$(of '"\(.bytes), \(.brotli), \(.gzip)"')"
	figure "$page: statements" \
	    "$([ "$page" != 'save of 30 marks' ] || echo '<= 4 a mark')" \
	    "$(of .statements)"
	if [ "$engine" != sqlite ]; then
		figure "$page: round trips" '' \
		    "$(of '.round_trips // "-"')"
	fi
	figure "$page: in the server p50, p95, p99" "$aim" \
	    "$(of 'def ms: round / 1000;
	        "\(.p50_us | ms), \(.p95_us | ms), \(.p99_us | ms) ms"')" \
	    "$(of .)"
	figure "$page: the first after a restart, p50" '' \
	    "$(of '"\(.first_us / 1000) ms"')"
done
