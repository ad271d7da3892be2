# SPDX-License-Identifier: EUPL-1.2
# The figures of run.sh as a table for people.
def ms: . / 10 | round / 100 | tostring;
["# A school day: \(.institutions) institutions, \(.pupils) pupils,"
   + " \(.connections) connections", "", .machine, "",
 "| when | request | a second | p50 ms | p95 ms | p99 ms | 503 | errors |",
 "|---|---|---|---|---|---|---|---|"]
+ [ .phases[] | .name as $name
    | ("| **\($name)** | together | \(.rate | round) | | |"
       + " | \([.kinds[].refused] | add)"
       + " | \(([.kinds[].errors] | add) + .broken) |"),
      (.kinds[] | "| | \(.kind) | \(.rate * 10 | round / 10)"
       + " | \(.p50_us | ms) | \(.p95_us | ms) | \(.p99_us | ms)"
       + " | \(.refused) | \(.errors) |") ]
+ ["", "Marks acknowledged: \(.check.saved), missing afterwards:"
   + " \(.check.missing); the history has \(.faults) faults."]
| .[]
