#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every language of po/LINGUAS is complete: extract the words of the tree afresh and look for gaps."""
import os
import pathlib
import re
import subprocess
import tempfile

import lint

PO = lint.ROOT / "po"
KEYWORDS = ["_", "N_", "C_:1c,2", "NC_:1c,2", "g_dngettext:2,3", "g_dgettext:2", "g_dpgettext2:2c,3", "ngettext:1,2"]
LESSON_KEYWORDS = ["Title", "Goal", "Text", "Hint", *(f"{key}{i}" for key in ("Option", "Reason") for i in range(1, 7))]
LONGEST = 200


def run(*command):
    # Locale C.UTF-8, so that messages are the ones matched below and file names of any kind work.
    return subprocess.run(command, cwd=lint.ROOT, capture_output=True, text=True, check=False,
                          env=os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": ""})


def extract(folder):
    """All words of the tree as a .pot file; files that are not there yet are left to check-potfiles.py."""
    lines = (PO / "POTFILES.in").read_text(encoding="utf-8").splitlines()
    present = [line for line in lines if line and line[0] != "#" and (lint.ROOT / line).exists()]
    pot = folder / "words.pot"
    result = run("xgettext", "--from-code=UTF-8", "--add-comments=Translators", "-o", str(pot),
                 *(f"--keyword={word}" for word in KEYWORDS), *present)
    return pot, [] if result.returncode == 0 else result.stderr.splitlines()


def extract_lessons(folder):
    """The words of the lessons and of the glossary, which are key files and have a catalogue of their own."""
    lessons = sorted(str(path.relative_to(lint.ROOT)) for path in (lint.ROOT / "data").glob("*/*.*")
                     if path.suffix in (".lesson", ".glossary"))
    pot = folder / "lessons.pot"
    result = run("xgettext", "--language=Desktop", "--from-code=UTF-8", "--keyword", "-o", str(pot),
                 *(f"--keyword={word}" for word in LESSON_KEYWORDS), *lessons)
    return pot, [] if result.returncode == 0 else result.stderr.splitlines()


def cut(pot):
    """Words that end at a macro xgettext does not know: only those of <inttypes.h> may stand inside a message."""
    return [f"cut off at a macro, use PRIu64 and the like: {word[:LONGEST]}"
            for word in re.findall(r'^msgid "(.*[^%]%|%)"$', pot.read_text(encoding="utf-8"), re.MULTILINE)]


def gaps(pot, po, folder):
    """Entries of po that are missing, unsure or broken against pot."""
    merged = folder / po.name
    result = run("msgmerge", "--quiet", "--no-fuzzy-matching", "-o", str(merged), str(po), str(pot))
    if result.returncode:
        return result.stderr.splitlines()
    missing = run("msgattrib", "--untranslated", "--no-obsolete", "--no-wrap", str(merged)).stdout
    unsure = run("msgattrib", "--only-fuzzy", "--no-obsolete", "--no-wrap", str(merged)).stdout
    problems = [f"not translated: {word[:LONGEST]}" for word in re.findall(r'^msgid "(.+)"$', missing, re.MULTILINE)]
    problems += [f"fuzzy: {word[:LONGEST]}" for word in re.findall(r'^msgid "(.+)"$', unsure, re.MULTILINE)]
    checked = run("msgfmt", "-c", "-o", os.devnull, str(po))
    return problems + (checked.stderr.splitlines() if checked.returncode else [])


def main():
    languages = [line for line in (PO / "LINGUAS").read_text(encoding="utf-8").split("\n") if line and line[0] != "#"]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        pot, problems = extract(folder)
        checks = [("words can be extracted", problems), ("words are whole", cut(pot))]
        checks += [(f"{language} is complete", gaps(pot, PO / f"{language}.po", folder)) for language in languages]
        pot, problems = extract_lessons(folder)
        checks += [("words of lessons can be extracted", problems)]
        checks += [(f"{language} of the lessons is complete", gaps(pot, PO / "lessons" / f"{language}.po", folder))
                   for language in languages]
    lint.report(checks)


if __name__ == "__main__":
    main()
