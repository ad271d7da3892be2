#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# html_literal.sh SRC CC...: a format that is not a literal must not compile,
# and the same line with a literal must.
set -eu
src=$1
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT

compiles() { # the format; then the compiler
	cat >"$dir/try.c" <<END
#include "web/html.h"
void try(struct html *h, const char *typed);
void try(struct html *h, const char *typed) { html(h, $1, typed); }
END
	shift
	"$@" -I"$src/src" -std=gnu17 -fsyntax-only "$dir/try.c" 2>/dev/null
}

compiles '"<b>{}</b>"' "$@" || {
	echo "a literal format does not compile" >&2
	exit 1
}
for format in typed '(const char *)typed' 't(h->lang, "{}")' '&typed[0]'; do
	if compiles "$format" "$@"; then
		echo "html(h, $format) compiles" >&2
		exit 1
	fi
done
