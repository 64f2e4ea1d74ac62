#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How long files and functions are, per folder: a report to read, not a test."""
import re
import statistics

import lint

FUNCTION = re.compile(r"^\{$.*?^\}$", re.MULTILINE | re.DOTALL)


def p95(values):
    return sorted(values)[int(0.95 * (len(values) - 1))]


def main():
    print(f"{'folder':16} {'files':>5} {'median':>6} {'p95':>5} {'max':>5}   {'functions':>9} {'median':>6} {'p95':>5} {'max':>5}")
    folders = sorted({path.parent for path in lint.files(["src", "tests"], [".c"])})
    for folder in folders:
        texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.c"))]
        files = [text.count("\n") for text in texts]
        functions = [match.count("\n") + 1 for text in texts for match in FUNCTION.findall(text)] or [0]
        print(f"{lint.name(folder):16} {len(files):5} {statistics.median(files):6.0f} {p95(files):5} {max(files):5}   "
              f"{len(functions):9} {statistics.median(functions):6.0f} {p95(functions):5} {max(functions):5}")


if __name__ == "__main__":
    main()
