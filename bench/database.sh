# SPDX-License-Identifier: EUPL-1.2
# The databases of run.sh; sourced. With sqlite they are files and there is
# nothing to do. With postgres a cluster of PostgreSQL 15 is started that keeps
# what it is given (fsync on), on a socket in $work.
PG_BIN=${PG_BIN:-/usr/lib/postgresql/15/bin}

# PostgreSQL refuses to run as root.
as_other() {
	if [ "$(id -u)" = 0 ]; then
		(cd "$work/pg" && setpriv --reuid="$(id -u nobody)" \
		    --regid="$(id -g nobody)" --clear-groups \
		    env HOME="$work/pg" "$@")
	else
		"$@"
	fi
}

begin_cluster() {
	mkdir "$work/pg"
	chmod 711 "$work"
	[ "$(id -u)" != 0 ] || chown nobody: "$work/pg"
	as_other "$PG_BIN/initdb" -D "$work/pg/data" -U ejournal -A trust \
	    -E UTF8 --locale=C >"$work/pg.log"
	# On one line: pg_ctl's own shell would take the second for a command.
	options="-k $work/pg -c listen_addresses= -c shared_buffers=256MB"
	as_other "$PG_BIN/pg_ctl" -D "$work/pg/data" -w start \
	    -l "$work/pg/server.log" -o "$options -c max_connections=200" \
	    >>"$work/pg.log"
}

end_cluster() {
	[ ! -e "$work/pg/data/postmaster.pid" ] || as_other \
	    "$PG_BIN/pg_ctl" -D "$work/pg/data" -m immediate -w stop \
	    >>"$work/pg.log" || :
}

# make_database NAME: fill then finds it in DATABASE_URL, as its owner.
make_database() {
	[ "$engine" != sqlite ] || return 0
	database=$1
	DATABASE_URL="postgresql://ejournal@/$database?host=$work/pg"
	export DATABASE_URL database
	psql -qd "postgresql://ejournal@/postgres?host=$work/pg" \
	    -c "CREATE DATABASE $database"
}
# use_database: what fill made is used as a server uses it.
use_database() {
	[ "$engine" != sqlite ] || return 0
	owner_shard_url="$DATABASE_URL&options=-csearch_path%3Dschool"
	DATABASE_URL=$(cat "$state/bench.url")
	shard_url="$DATABASE_URL&options=-csearch_path%3Dschool"
	psql -qd "$owner_shard_url" -c 'VACUUM ANALYZE' 2>/dev/null
	export DATABASE_URL shard_url owner_shard_url
}
drop_database() {
	[ "$engine" != sqlite ] || return 0
	psql -qd "postgresql://ejournal@/postgres?host=$work/pg" \
	    -c "DROP DATABASE $1 WITH (FORCE)"
}
