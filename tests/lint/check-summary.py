#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The counting of ./dev test, on runs whose outcome is known."""
import sys

import lint

sys.path.insert(0, str(lint.ROOT / "tests"))
import summary  # noqa: E402

RUNS = [  # what, result of the program, its output, expected (passed, failed, skipped)
    ("plain program that passes", "OK", "", (1, 0, 0)),
    ("plain program that fails", "FAIL", "", (0, 1, 0)),
    ("plain program that is skipped", "SKIP", "", (0, 0, 1)),
    ("plain program that runs out of time", "TIMEOUT", "", (0, 1, 0)),
    ("cases", "OK", "TAP version 13\n1..3\nok 1 /a\nok 2 /b # SKIP not here\nok 3 /c\n", (2, 0, 1)),
    ("a case that fails", "FAIL", "1..2\nok 1 /a\nnot ok 2 /b\n", (1, 1, 0)),
    ("a case that is yet to do", "OK", "1..2\nok 1 /a\nnot ok 2 /b # TODO later\n", (1, 0, 1)),
    ("a crash before the plan is done", "ERROR", "1..3\nok 1 /a\n", (1, 1, 0)),
    ("an exit without the rest of the plan", "OK", "1..3\nok 1 /a\n", (1, 1, 0)),
    ("a leak found after all cases passed", "ERROR", "1..1\nok 1 /a\n", (1, 1, 0)),
    ("bail out", "ERROR", "1..2\nok 1 /a\nBail out! no\n", (1, 1, 0)),
    ("cases in blocks", "OK", "TAP version 14\n# Subtest: a\n    ok 1 x\n    ok 2 y\n    1..2\nok 1 a\n1..1\n", (2, 0, 0)),
    ("words that only look like cases", "OK", "1..1\nokay then\nok 1 /a\n", (1, 0, 0)),
]


def main():
    checks = []
    for what, result, output, expected in RUNS:
        counted = tuple(summary.outcome({"name": what, "result": result, "stdout": output}))
        checks.append((what, [] if counted == expected else [f"counted {counted}, expected {expected}"]))
    lint.report(checks)


if __name__ == "__main__":
    main()
