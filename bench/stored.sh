#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Bytes of tables and their indexes, free space in the pages included.
set -eu
. bench/lib.sh

marks="'mark', 'mark_by_pupil', 'mark_changed'"
events="'event', 'event_content', 'event_note', 'event_content_by_actor'"
if [ "$engine" = sqlite ]; then
	got=$(sqlite3 -json "$state/school/00000001.db" "
	    SELECT (SELECT count(*) FROM mark) AS marks,
	      (SELECT count(*) FROM event) AS events,
	      sum(CASE WHEN name IN ($marks) THEN pgsize END) AS mark_bytes,
	      sum(CASE WHEN name IN ($events) THEN pgsize END) AS event_bytes
	    FROM dbstat" | jq -c '.[0]')
else
	got=$(psql -qAt "$owner_shard_url" -c "SELECT json_build_object(
	    'marks', (SELECT count(*) FROM mark),
	    'events', (SELECT count(*) FROM event),
	    'mark_bytes', pg_total_relation_size('mark'),
	    'event_bytes', pg_total_relation_size('event') +
	      pg_total_relation_size('event_content') +
	      pg_total_relation_size('event_note'))")
fi
each_of() { printf '%s' "$got" | jq -r "$1 * 10 | round / 10"; }
figure 'bytes a mark, with its pupil index' '<= 45 (SQLite)' \
    "$(each_of '.mark_bytes / .marks')" "$got"
figure 'bytes an event' '<= 300' "$(each_of '.event_bytes / .events')"
