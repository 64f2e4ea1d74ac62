#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Count the test cases of a Meson test run and print "N passed, N failed[, N skipped]".

usage: summary.py testlog.json

A program that speaks TAP counts as its cases, any other as one. A program that crashes, runs out of time or leaves out
cases of its plan counts as one failure more. Exit status 1 when something failed or nothing ran.
"""
import json
import re
import sys

CASE = re.compile(r"^( *)(not )?ok\b(?:\s+\d+)?(.*)$")
PLAN = re.compile(r"^1\.\.(\d+)")
DIRECTIVE = re.compile(r"#\s*(skip|todo)\b", re.IGNORECASE)
GOOD = {"OK", "EXPECTEDFAIL"}


def cases_of(text):
    """The cases of a TAP stream as "passed", "failed" or "skipped", and the size of its plan.

    A line that closes a block of indented cases only repeats their outcome, so it is not a case of its own.
    """
    cases, planned, indent_before = [], None, 0
    for line in text.splitlines():
        plan = PLAN.match(line)
        if plan:
            planned = int(plan.group(1))
        match = CASE.match(line)
        if not match:
            continue
        indent, bad, rest = len(match.group(1)), match.group(2), match.group(3)
        closes_block, indent_before = indent < indent_before, indent
        if closes_block:
            planned = None  # counts blocks, not cases
        elif DIRECTIVE.search(rest):
            cases.append("skipped")
        else:
            cases.append("failed" if bad else "passed")
    return cases, planned


def outcome(test):
    """How many cases of one program passed, failed and were skipped."""
    cases, planned = cases_of(test.get("stdout") or "")
    good, skipped = test["result"] in GOOD, test["result"] == "SKIP"
    if not cases:
        return [int(good), int(not good and not skipped), int(skipped)]
    count = [cases.count(kind) for kind in ("passed", "failed", "skipped")]
    incomplete = planned is not None and len(cases) < planned
    if count[1] == 0 and (incomplete or not (good or skipped)):
        count[1] += 1
    return count


def main():
    total, bad = [0, 0, 0], []
    with open(sys.argv[1], encoding="utf-8") as log:
        for line in log:
            test = json.loads(line)
            count = outcome(test)
            total = [a + b for a, b in zip(total, count)]
            if count[1]:
                bad.append(f"{test['name']}: {count[1]} failed ({test['result']})")
    for line in bad:
        print(line)
    print(f"{total[0]} passed, {total[1]} failed" + (f", {total[2]} skipped" if total[2] else ""))
    return 1 if total[1] or total[0] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
