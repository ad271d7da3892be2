# SPDX-License-Identifier: EUPL-1.2
"""What the six sample letters must give, by the number in their name."""
import json
import sys

OK = {"region": "ok", "community": "ok", "name": "ok", "diso_id": "ok",
      "edrpou": "ok", "person": "ok", "email": "ok", "phone": "ok"}
EXPECTED = {
    1: {"flags": OK, "kind": "school", "code": "UA59020090000085438",
        "community": "Кролевецька", "phone": "+380545391122",
        "name": "Кролевецький ліцей № 1 Кролевецької міської ради",
        "sender": "ok"},
    2: {"flags": {**OK, "community": "derived"}, "kind": "school",
        "code": "UA59040110000026694", "community": "Охтирська",
        "phone": "+380544621547", "other": ["+380501234567"],
        "name": "Охтирська загальноосвітня школа І-ІІІ ступенів №5"},
    3: {"flags": OK, "kind": "vocational", "code": "UA12060170000091033",
        "community": "Криворізька", "phone": "+380671112233",
        "person": "Їжакевич Ольга Д’ячківна"},
    4: {"flags": {**OK, "community": "derived", "edrpou": "missing",
                  "person": "ambiguous"}, "kind": "school",
        "code": "UA32020010000093088", "community": "Білоцерківська",
        "phone": "+380971234567", "sender": "ambiguous"},
    5: {"flags": {**OK, "edrpou": "invalid"}, "kind": "pre_higher",
        "code": "UA59080110000034361", "community": "Лебединська",
        "edrpou": "32855968", "phone": "+380544522345",
        "files": ["lyst.pdf"]},
}


def check(number, row, want):
    for field, flag in want["flags"].items():
        assert row[field]["flag"] == flag, (number, field, row[field])
    assert row["state"] == "new" and row["kind"] == want["kind"], row
    assert row["community"]["code"] == want["code"], row["community"]
    for field in ("community", "phone", "name", "person", "edrpou"):
        if field in want:
            assert row[field]["value"] == want[field], (number, row[field])
    assert row["phone"]["other"] == want.get("other", []), row["phone"]
    if "sender" in want:
        assert row["sender"]["flag"] == want["sender"], row["sender"]
    assert [f["name"] for f in row["files"]] == want.get("files", []), row


rows = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(rows) == 6, len(rows)
for place, row in enumerate(rows, 1):
    if place in EXPECTED:
        check(place, row, EXPECTED[place])
assert rows[5]["state"] == "not_a_request", rows[5]["state"]
print("samples: as expected")
