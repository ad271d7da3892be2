#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Letters through a real OpenSMTPD on loopback (mail.mjs). A machine that has a
# mail server of its own keeps it: then this says so and tests nothing.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
exec node tests/e2e/mail.mjs \
    "${EJOURNAL:-$PWD/$build/ejournal}"
