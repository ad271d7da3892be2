#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# packages.sh build|test...: installs the Debian packages of these groups that
# are missing; says so first. Uses sudo when not root. A machine without apt
# must bring them itself: the list is printed.
set -eu

build='gcc make meson ninja-build pkg-config gettext libmicrohttpd-dev
libsqlite3-dev libpq-dev libssl-dev libsodium-dev libjansson-dev libicu-dev
libcurl4-openssl-dev libgmime-3.0-dev libqrencode-dev libxlsxwriter-dev
libminizip-dev libexpat1-dev libcsv-dev libinih-dev zlib1g-dev libbrotli-dev
libseccomp-dev libcmocka-dev'
tests='clang libclang-rt-14-dev chromium fonts-noto-core nodejs npm curl jq
postgresql-15 pgbouncer slowhttptest zbar-tools sqlite3 openssl procps'
bench='wrk sqlite3 curl jq postgresql-15'

want=
for group in "$@"; do
	case $group in
	build) want="$want $build" ;;
	test) want="$want $tests" ;;
	bench) want="$want $bench" ;;
	*) echo "packages.sh: no group $group" >&2; exit 64 ;;
	esac
done
# A mail server that the machine already has is never replaced: the end-to-end
# test then says what it leaves out.
case " $* " in
*' test '*)
	if dpkg-query -W -f '${Status} ${Provides}\n' 2>/dev/null |
	    grep '^install ok installed' | grep -q mail-transport-agent; then
		echo 'packages.sh: this machine has a mail server; it stays' >&2
	else
		want="$want opensmtpd"
	fi ;;
esac

missing=
for p in $want; do
	case $p in
	# Another source of these is as good as Debian's.
	nodejs) command -v node >/dev/null && continue ;;
	npm) command -v npm >/dev/null && continue ;;
	esac
	dpkg-query -W -f '${Status}\n' "$p" 2>/dev/null |
	    grep -q '^install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
echo "packages.sh: installing$missing" >&2
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -q >/dev/null
# Services of test packages must not start by themselves.
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e $policy ]; then
	printf '#!/bin/sh\nexit 101\n' | $sudo tee $policy >/dev/null
	$sudo chmod 755 $policy
	made=1
fi
status=0
# shellcheck disable=SC2086
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q \
    --no-install-recommends $missing >/dev/null || status=$?
[ -z "$made" ] || $sudo rm -f $policy
exit $status
