# SPDX-License-Identifier: GPL-3.0-or-later
"""What the checks of the source tree share: its files, their text without comments, and reports in TAP."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]


def files(folders, suffixes):
    """The files below folders of the tree whose names end with one of suffixes, sorted."""
    found = []
    for folder in folders:
        found += [path for path in sorted((ROOT / folder).rglob("*")) if path.name.endswith(tuple(suffixes)) and path.is_file()]
    return found


def name(path):
    return str(path.relative_to(ROOT))


TOKENS = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|<!--.*?-->", re.DOTALL)


def code(path):
    """The text without comments and without what stands in quotes, line numbers kept; for .ui only comments go."""
    def blank(match):
        text = match.group(0)
        if text[0] in "\"'" and (path.suffix == ".ui" or line_starts_include(match)):
            return text
        return re.sub(r"[^\n]+", lambda piece: " " if text[0] in "/<" else '""', text)

    def line_starts_include(match):
        start = match.string.rfind("\n", 0, match.start()) + 1
        return match.string[start:match.start()].strip() == "#include"

    return TOKENS.sub(blank, path.read_text(encoding="utf-8"))


def report(checks):
    """Print checks, a list of (title, problems), as TAP and leave with the right status."""
    print(f"1..{len(checks)}")
    for number, (title, problems) in enumerate(checks, 1):
        print(f"{'not ok' if problems else 'ok'} {number} {title}")
        for problem in problems:
            print(f"# {problem}")
    sys.exit(any(problems for _, problems in checks))
