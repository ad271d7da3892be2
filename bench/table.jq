# SPDX-License-Identifier: EUPL-1.2
# The figures of run.sh as one table for people: a line a figure, in the order
# they were taken, the engines side by side. PostgreSQL has some of its own.
def cell($engine): map(select(.engine == $engine))[0].text // "";
. as $all
| (reduce (.figures | sort_by(.engine)[]).figure as $f ([];
    if index($f) then . else . + [$f] end)) as $names
| ["# \(.date): \(.machine)", "", .program, "",
   "\(.institutions) institutions, each figure taken for \(.seconds_each) s;"
   + " in all \(.took_seconds / 60 | round) minutes."
   + " Three times are p50, p95 and p99.", "",
   "| figure | aim | SQLite | PostgreSQL |", "|---|---|---|---|"]
+ [ $names[] as $name
    | $all.figures | map(select(.figure == $name))
    | "| \($name) | \(map(.aim) | map(select(. != ""))[0] // "")"
      + " | \(cell("sqlite")) | \(cell("postgres")) |" ]
| .[]
