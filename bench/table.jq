# SPDX-License-Identifier: EUPL-1.2
# The figures of run.sh as a table for people.
def ms: . / 10 | round / 100 | tostring;
def ratio($of): if $of > 0 then . / $of * 100 | round / 100 | tostring
    else "-" end;
. as $all
| ["# \(.date): \(.machine)", "", .program,
   "", "4 KiB to the disk for good: \(.syncs_per_second) a second", "",
   "| institutions | page | bytes (br) | statements | in the server p50, p99 ms"
   + " | by http, 1 connection p50 ms | 16 connections p50, p99 ms | a second"
   + " | to static | to raw rows |",
   "|---|---|---|---|---|---|---|---|---|---|"]
+ [ .pages[] | . as $p
    | ($all.sizes[] | select(.institutions == $p.institutions) | .raw.rate)
      as $raw
    | "| \(.institutions) | \(.page) | \(.bytes) (\(.inside.brotli))"
      + " | \(.inside.statements)"
      + " | \(.inside.p50_us | ms), \(.inside.p99_us | ms)"
      + " | \(.one.p50_us | ms)"
      + " | \(.full.p50_us | ms), \(.full.p99_us | ms)"
      + " | \(.full.rate)"
      + (if .full.failed > 0 then " (\(.full.failed) failed)" else "" end)
      + " | \(if .page == "save of 30 marks" then
            "\(.full.rate | ratio($all.syncs_per_second)) of syncs"
          else (.full.rate | ratio($p.static.rate)) end)"
      + " | \(if .page == "journal page" then (.full.rate | ratio($raw))
          else "" end) |" ]
+ ["", "| institutions | memory MiB | raw rows a second (rows a page)"
   + " | bytes a mark | bytes an event |", "|---|---|---|---|---|"]
+ [ .sizes[]
    | "| \(.institutions) | \(.rss_kib / 1024 | round)"
      + " | \(.raw.rate) (\(.raw.rows))"
      + " | \(.stored.bytes_a_mark | . * 10 | round / 10)"
      + " | \(.stored.bytes_an_event | . * 10 | round / 10) |" ]
| .[]
