#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Installs what the browser tests need (npm, tests only), checks the types of
# the scripts and plays the tests. The last line is "N passed, N failed".
set -eu
cd "$(dirname "$0")"
for package in playwright-core axe-core typescript; do
	[ -d "node_modules/$package" ] || {
		npm ci --no-audit --no-fund --loglevel=error >&2
		break
	}
done
node_modules/.bin/tsc -p tsconfig.json
passed=1
failed=0
for test in story.mjs; do
	if node "$test" >run.log 2>&1; then :; fi
	cat run.log
	line=$(tail -n 1 run.log)
	case $line in
	*' passed, '*' failed')
		passed=$((passed + ${line%% *}))
		line=${line#* passed, }
		failed=$((failed + ${line%% *}))
		;;
	*) failed=$((failed + 1)) ;;
	esac
done
rm -f run.log
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
