#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""count_tests.py NAME TESTLOG.json: one line per test program with its passed
and failed tests (cmocka's own counts, or the program as one test); prints the
output of those that failed.  count_tests.py --sum FILE: the closing line."""
import json
import re
import sys


def program(entry):
    text = (entry.get("stdout") or "") + (entry.get("stderr") or "")
    passed = sum(int(n) for n in re.findall(r"\[  PASSED  \] (\d+) test", text))
    failed = sum(int(n) for n in re.findall(r"\[  FAILED  \][^\n]*?(\d+) test", text))
    # scripts/packages.sh installs what a test needs: one that was left out
    # has shown nothing.
    if entry["result"] == "SKIP":
        return 0, 1, text
    if entry["result"] != "OK" and failed == 0:
        failed = 1
    if passed == 0 and failed == 0:
        passed = 1
    return passed, failed, text


def main():
    if sys.argv[1] == "--sum":
        rows = [line.split() for line in open(sys.argv[2], encoding="utf-8")]
        passed = sum(int(r[-2]) for r in rows)
        failed = sum(int(r[-1]) for r in rows)
        for r in rows:
            if int(r[-1]):
                print("failed:", " ".join(r[:-2]))
        print(f"{passed} passed, {failed} failed")
        return 1 if failed or not passed else 0
    count = 0
    for line in open(sys.argv[2], encoding="utf-8"):
        entry = json.loads(line)
        passed, failed, text = program(entry)
        count += 1
        print(sys.argv[1], entry["name"].replace(" ", "_"), passed, failed)
        if failed:
            print(f"--- FAILED: {entry['name']} ({entry['result']})", file=sys.stderr)
            print(text[-6000:], file=sys.stderr)
    if count == 0:
        print(sys.argv[1], "no_test_ran", 0, 1)
    return 0


sys.exit(main())
