#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The migrations run unchanged in the plain sqlite3 shell.
set -eu
cd "$(dirname "$0")/../.."
if ! command -v sqlite3 >/dev/null; then
	echo "skipped: the sqlite3 shell is not installed"
	exit 77
fi
for kind in registry school; do
	cat sql/$kind/*.sql | sqlite3 -bail :memory:
done
