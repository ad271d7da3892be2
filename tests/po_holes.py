#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""po_holes.py FILE: a translation has the holes {name} of its source; straight
apostrophes, straight quotes and three dots are no Ukrainian typography."""
import re
import subprocess
import sys

text = subprocess.run(["msgcat", "--no-wrap", sys.argv[1]], check=True,
                      capture_output=True, text=True).stdout
faults = 0


def holes(s):
    return sorted(set(re.findall(r"\{(\w+)\}", s)))


def fault(what, msgid, msgstr):
    global faults
    faults += 1
    print(f"{what}: {msgid!r} -> {msgstr!r}", file=sys.stderr)


for block in text.split("\n\n"):
    if block.startswith("#~") or "\n#~" in block:
        continue
    ids = re.findall(r'^msgid "(.*)"$', block, re.M) + re.findall(r'^msgid_plural "(.*)"$', block, re.M)
    strs = re.findall(r'^msgstr(?:\[\d\])? "(.*)"$', block, re.M)
    if not ids or not ids[0]:
        continue
    want = sorted(set(h for i in ids for h in holes(i)))
    for s in strs:
        if not set(holes(s)) <= set(want) or (len(ids) == 1 and holes(s) != want):
            fault("other holes", ids[0], s)
        if re.search(r"[А-Яа-яІіЇїЄєҐґ]'[А-Яа-яІіЇїЄєҐґ]", s):
            fault("straight apostrophe", ids[0], s)
        if '\\"' in s and re.search(r"[А-Яа-яІіЇїЄєҐґ]", s):
            fault("straight quotes", ids[0], s)
        if "..." in s:
            fault("three dots", ids[0], s)
        if re.search(r"[!]", s):
            fault("exclamation mark", ids[0], s)
sys.exit(1 if faults else 0)
