# SPDX-License-Identifier: EUPL-1.2
# The table of bench/overload.sh.
def ms: . / 1000 | if . < 10 then . * 10 | round / 10 else round end;
def share: . * 100 | round | tostring + " %";
def by(kind): map(select(.kind == kind))[0];
"# More than it can do, \(.date)",
"",
"\(.machine); \(.program); \(.institutions) institutions; the load on the same machine.",
"",
"| ten times the capacity | |",
"|---|---|",
"| journal pages a second at most | \(.peak.answered.rate) |",
"| asked for, ten times that (dropped by the load itself) | \(.ten.asked_rate) (\(.ten.dropped / .ten.seconds | round) a second) |",
"| answered a second: goodput | \(.ten.answered.rate): \(.goodput | share) |",
"| the same per second of the server’s processor time | \(.goodput_per_cpu | share) |",
"| processor seconds a second: server, load | \(.ten.server_cpu_s / .ten.seconds * 100 | round / 100), \(.ten.load_cpu_s / .ten.seconds * 100 | round / 100) |",
"| answered: p50, p99, ms | \(.ten.answered.p50_us | ms), \(.ten.answered.p99_us | ms) |",
"| refused a second | \(.ten.refused.rate) |",
"| time to the 503: p50, p99, longest, ms | \(.ten.refused.p50_us | ms), \(.ten.refused.p99_us | ms), \(.ten.refused.max_us | ms) |",
"| no answer at all | \(.ten.failed) |",
(.teachers | by("save") |
"| saves meanwhile, of 100 a second: answered, refused | \(.answered.rate), \(.refused.rate) |",
"| their p50, p99, ms | \(.answered.p50_us | ms), \(.answered.p99_us | ms) |"),
"",
"| 300 people sign in at once | |",
"|---|---|",
(.sign_ins | by("sign-in") |
"| signed in, refused, no answer | \(.answered.n), \(.refused.n), \(.failed) |",
"| the last after, s | \(.answered.max_us / 100000 | round / 10) |"),
"| saves before: p50, p99, ms | \(.saves.answered.p50_us | ms), \(.saves.answered.p99_us | ms) |",
(.sign_ins | by("save") |
"| saves meanwhile: p50, p99, ms | \(.answered.p50_us | ms), \(.answered.p99_us | ms) |"),
"",
"| 5,000 slow connections | good answers a second of 100 | p99, ms | no answer | open at most | MiB |",
"|---|---|---|---|---|---|",
(.slow[] | "| \(.held.mode) | \(.good.answered.rate) | \(.good.answered.p99_us | ms) | \(.good.failed) | \(.held.most_open) | \(.rss_kib / 1024 | round) |")
