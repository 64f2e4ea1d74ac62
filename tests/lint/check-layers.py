#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hold the layers: who may include whom, which libraries each folder may use, where threads and Cairo live, licences."""
import re

import lint

# Each folder sees itself and these.
MAY_INCLUDE = {
    "core": set(),
    "tensor": {"core"},
    "analysis": {"core", "tensor"},
    "plot": set(),
    "figures": {"core", "tensor", "analysis", "plot"},
    "lessons": {"core", "tensor", "analysis", "plot", "figures"},
    "app": {"core", "tensor", "analysis", "plot", "figures", "lessons"},
    "cli": {"core", "tensor", "analysis", "plot", "figures", "lessons"},
}
GTK = r"gtk/|gdk/|gsk/|adwaita|graphene"
DRAWING = r"cairo|pango/"
NEVER = {
    "core": rf"{GTK}|{DRAWING}|glib|gio/|gobject|pthread|threads\.h|stdio\.h|locale\.h|fcntl|unistd|sys/(?!auxv)",
    "tensor": rf"{GTK}|{DRAWING}",
    "analysis": rf"{GTK}|{DRAWING}",
    "plot": GTK,
    "figures": GTK,
    "lessons": rf"{GTK}|{DRAWING}",
    "app": r"jansson|cairo-(pdf|svg|ps)",
    "cli": GTK,
}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.MULTILINE)
MEMORY = re.compile(r"\b(malloc|calloc|realloc|free|alloca|strdup|aligned_alloc)\s*\(")
THREADS = re.compile(r"\b(pthread_create|thrd_create|g_thread_(?:new|try_new|pool_\w+))\b")
TASKS = re.compile(r"\bg_task_run_in_thread")
CAIRO = re.compile(r"\bcairo_\w+\s*\(")
CAIRO_IN_APP = re.compile(r"qs-(paint|plot-view)[a-z-]*\.c$")
UNBOUNDED = re.compile(r"\b(strcpy|strcat|sprintf|vsprintf|gets|strtok)\s*\(")


def layer(path):
    return path.relative_to(lint.ROOT / "src").parts[0]


def includes(path):
    text = lint.code(path)
    for match in INCLUDE.finditer(text):
        yield text.count("\n", 0, match.start()) + 1, match.group(1), match.group(2)


def wrong_direction(sources):
    for path in sources:
        own = layer(path)
        for line, quote, target in includes(path):
            where = f"{lint.name(path)}:{line}: {target}"
            folder = target.split("/")[0]
            if quote == '"' and folder in MAY_INCLUDE:
                if folder != own and folder not in MAY_INCLUDE[own]:
                    yield f"{where} is not below {own}"
                elif folder != own and re.search(r"-private\.h$|/kernels/", target):
                    yield f"{where} is private to {folder}"
            elif quote == '"' and target != "config.h" and "/" not in target and own != "core":
                yield f"{where} is not relative to src"


def strange_libraries(sources):
    for path in sources:
        own = layer(path)
        for line, quote, target in includes(path):
            if quote == "<" and re.match(NEVER[own], target):
                yield f"{lint.name(path)}:{line}: {target} may not be used in {own}"


def uses(sources, pattern, allowed, what):
    for path in sources:
        for number, line in enumerate(lint.code(path).splitlines(), 1):
            match = pattern.search(line)
            if match and not allowed(path):
                yield f"{lint.name(path)}:{number}: {match.group(0).strip('( ')}: {what}"


def no_licence(paths):
    for path in paths:
        head = path.read_text(encoding="utf-8").splitlines()[:3]
        core = lint.name(path).startswith(("src/core/", "tests/core/"))
        wanted = "LGPL-2.1-or-later" if core else "GPL-3.0-or-later"
        if not any(re.search(rf"SPDX-License-Identifier: {wanted}", line) for line in head):
            yield f"{lint.name(path)}: its first lines do not say SPDX-License-Identifier: {wanted}"


def main():
    sources = lint.files(["src"], [".c", ".h"])
    core = [path for path in sources if layer(path) == "core"]
    app = [path for path in sources if layer(path) == "app"]
    licensed = lint.files(["src", "tests", "ui", "data"], [".c", ".h", ".inc", ".ui", ".css", ".py", ".xml", ".in", ".svg"])
    licensed += [lint.ROOT / "dev", lint.ROOT / ".ci" / "run"]
    lint.report([
        ("includes follow the layers", list(wrong_direction(sources))),
        ("each layer keeps to its libraries", list(strange_libraries(sources))),
        ("the core allocates nothing", list(uses(core, MEMORY, lambda path: False, "the caller owns all memory"))),
        ("threads are started in analysis only",
         list(uses(sources, THREADS, lambda path: layer(path) == "analysis", "only in src/analysis"))),
        ("tasks run in analysis and the application only",
         list(uses(sources, TASKS, lambda path: layer(path) in ("analysis", "app"), "only in src/analysis and src/app"))),
        ("Cairo in the application stays in the plot widget",
         list(uses(app, CAIRO, lambda path: CAIRO_IN_APP.search(path.name), "only in qs-paint.c and qs-plot-view*.c"))),
        ("no functions without bounds", list(uses(sources, UNBOUNDED, lambda path: False, "use what knows its bounds"))),
        ("every file names its licence", list(no_licence(licensed))),
    ])


if __name__ == "__main__":
    main()
