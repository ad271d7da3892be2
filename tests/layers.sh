#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# A file includes its own layer or a lower one; one foreign library, one file;
# SQL stands in store alone. Prints every offence; silent when there is none.
set -u
cd "$(dirname "$0")/.."

allow() { # layer, the layers it may include
	grep -nE '^#include "[a-z]+/' src/"$1"/*.[ch] 2>/dev/null |
	    grep -vE "\"($2)/"
}
only() { # header, the files that may include it
	grep -rlE "^#include <$1" src | grep -vE "$2" |
	    sed "s|\$|: includes <$1>|"
}
offences=$(
	allow base 'base'
	allow db 'base|db'
	allow store 'base|db|store'
	allow domain 'base|db|store|domain'
	allow http 'base|http'
	allow web 'base|http|domain|web'
	allow jobs 'base|db|store|domain|jobs'
	allow mime 'base|mime'
	only 'sqlite3.h' '^src/db/db_sqlite[a-z_]*\.c$'
	only 'libpq-fe.h' '^src/db/db_postgres[a-z_]*\.c$'
	only 'microhttpd.h' '^src/http/daemon\.c$'
	only 'sodium' '^src/base/crypt_secret\.c$'
	only 'openssl/' '^src/base/crypt_[a-z]+\.[ch]$'
	only 'unicode/' '^src/base/text[a-z_]*\.[ch]$'
	only 'jansson.h' '^src/base/json\.c$'
	only 'gmime' '^src/mime/'
	only 'curl/' '^src/jobs/smtp\.c$'
	only 'qrencode.h' '^src/web/qr\.c$'
	only 'expat.h' '^src/base/xml\.c$'
	only 'minizip/' '^src/base/zip\.c$'
	only 'xlsxwriter.h' '^src/base/table_write\.c$'
	only 'csv.h' '^src/base/table_csv\.c$'
	only 'ini.h' '^src/base/config\.c$'
	only 'brotli/' '^src/http/compress\.c$'
	grep -rnE '"(SELECT|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM) ' src \
	    --include='*.c' | grep -vE '^src/(store|db)/'
	# Unmarked, a statement is not in the catalogue that the tests prepare.
	grep -rnE 'static const struct stmt .*=' src --include='*.c' |
	    grep -v ' STMT =' | sed 's/$/ (a statement needs STMT)/'
)
[ -z "$offences" ] && exit 0
printf '%s\nlayers: a file reaches where it may not\n' "$offences" >&2
exit 1
