#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# embed.sh INPUT OUTPUT.o: wraps a file into an object; the symbol is made of
# the file's base name alone (_binary_uk_mo_start), not of its path.
set -eu
in=$1
case $2 in /*) out=$2 ;; *) out=$PWD/$2 ;; esac
cd "$(dirname "$in")"
exec ld -r -b binary -z noexecstack -o "$out" "$(basename "$in")"
