#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Memory of the server after every institution was read and written.
set -eu
. bench/lib.sh

serve
before=$(rss_kib)
for kind in journal diary save; do
	load 8 $kind >/dev/null
done
after=$(rss_kib)
stop
figure "memory with $schools institutions" '<= 150 MiB with 300' \
    "$((after / 1024)) MiB" "{\"before_kib\": $before, \"after_kib\": $after}"
figure 'memory an institution' '' "$(((after - before) / schools)) KiB"
