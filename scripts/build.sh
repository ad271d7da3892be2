#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# build.sh DIR [MESON OPTION...]: configures once, builds, and leaves the
# programs at DIR/ejournal and DIR/ejournal-mime.
set -eu
dir=$1
shift
[ -f "$dir/build.ninja" ] || {
	log=$(meson setup "$dir" "$@" 2>&1) || {
		printf '%s\n' "$log" >&2
		exit 1
	}
}
log=$(ninja -C "$dir" 2>&1) || {
	printf '%s\n' "$log" | grep -vE '^\[[0-9]+/[0-9]+\]' >&2
	exit 1
}
# Hard links: each program finds the other beside itself.
ln -f "$dir/src/cli/ejournal" "$dir/ejournal"
ln -f "$dir/src/mime/ejournal-mime" "$dir/ejournal-mime"
