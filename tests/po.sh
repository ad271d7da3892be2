#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Every text of the code has its Ukrainian and only one, nothing is fuzzy, and a
# translation has the same named holes as its source.
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
find src -name '*.c' -o -name '*.h' | sort >"$tmp/files"
xgettext --from-code=UTF-8 --language=C -k_ -kN_ -kNC_:1c,2 -kt:2 -ktc:2c,3 -kn_:1,2 \
    -ktn:2,3 -o "$tmp/all.pot" -f "$tmp/files" 2>"$tmp/log" || {
	cat "$tmp/log" >&2
	exit 1
}
cp po/uk.po "$tmp/uk.po"
msgmerge -q --no-fuzzy-matching -o "$tmp/merged.po" "$tmp/uk.po" "$tmp/all.pot"
msgattrib --untranslated --no-obsolete "$tmp/merged.po" -o "$tmp/missing.po"
if [ -s "$tmp/missing.po" ]; then
	n=$(grep -c '^msgid' "$tmp/missing.po" || true)
	grep -v '^$' "$tmp/missing.po" | grep -A3 '^#:' | head -120 >&2
	echo "po: $((n - 1)) texts without Ukrainian" >&2
	exit 1
fi
msgattrib --only-fuzzy --no-obsolete "$tmp/merged.po" -o "$tmp/fuzzy.po"
if [ -s "$tmp/fuzzy.po" ]; then
	cat "$tmp/fuzzy.po" >&2
	exit 1
fi
python3 tests/po_holes.py "$tmp/merged.po"
