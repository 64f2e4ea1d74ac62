#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare po/POTFILES.in with the files that have words to translate. With --fix, write it."""
import re
import sys

import lint

CALL = re.compile(r"\b(?:_|N_|C_|NC_|Q_|gettext|ngettext|dgettext|dngettext|g_dgettext|g_dngettext|g_dpgettext2?)\s*\(")
UI = re.compile(r"\btranslatable=[\"'](?:yes|true|1)[\"']")
LIST = lint.ROOT / "po" / "POTFILES.in"
HEADER = "# SPDX-License-Identifier: GPL-3.0-or-later\n"


def has_words(path):
    if path.suffix in (".c", ".h"):
        lines = [line for line in lint.code(path).splitlines() if not line.lstrip().startswith("#define")]
        return any(CALL.search(line) for line in lines)
    return path.suffix != ".ui" or UI.search(lint.code(path)) is not None


def main():
    wanted = [path for path in lint.files(["src", "ui"], [".c", ".h", ".ui"]) if has_words(path)]
    wanted += lint.files(["data"], [".desktop.in", ".metainfo.xml.in"])
    wanted = sorted(lint.name(path) for path in wanted)
    if "--fix" in sys.argv:
        LIST.write_text(HEADER + "".join(f"{line}\n" for line in wanted), encoding="utf-8")
        return
    lines = [line.strip() for line in LIST.read_text(encoding="utf-8").splitlines()]
    listed = [line for line in lines if line and not line.startswith("#")]
    lint.report([
        ("every file with words is in po/POTFILES.in", [f"{line} is missing: run tests/lint/check-potfiles.py --fix"
                                                        for line in wanted if line not in listed]),
        ("every file in po/POTFILES.in has words", [line for line in listed if line not in wanted]),
    ])


if __name__ == "__main__":
    main()
