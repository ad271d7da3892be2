#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Installs what the browser tests need (npm, tests only) and plays them.
set -eu
cd "$(dirname "$0")"
[ -d node_modules/playwright-core ] && [ -d node_modules/axe-core ] ||
	npm ci --no-audit --no-fund --loglevel=error >&2
exec node story.mjs
