"""The house rules a linter does not know. Every fault is collected before the test fails."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = ("domain", "projections", "adapters", "service")
ALL = (*CODE, "tests", "benchmarks")
FILE_LINES_MAX = 300
FUNCTION_LINES_MAX = 60

CALLS_ONLY_IN = {
    "datetime.now": {"service/reading.py", "service/app.py", "service/api/time_travel.py"},
    "date.today": set(),
    "random.random": set(),
}


def sources(*folders: str) -> Iterator[tuple[str, Path]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path


def test_no_file_or_function_grows_too_long() -> None:
    faults = []
    for name, path in sources(*ALL):
        text = path.read_text()
        lines = len(text.splitlines())
        if lines > FILE_LINES_MAX:
            faults.append(f"{name}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > FUNCTION_LINES_MAX:
                    faults.append(f"{name}:{node.lineno} {node.name}: {length} lines")

    assert not faults, "\n".join(faults)


def test_clocks_are_read_in_named_places_only() -> None:
    faults = []
    for name, path in sources(*CODE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                call = ast.unparse(node.func)
                for forbidden, places in CALLS_ONLY_IN.items():
                    if call.endswith(forbidden) and name not in places:
                        faults.append(f"{name}:{node.lineno} {call}")

    assert not faults, "\n".join(faults)


def test_nothing_is_left_for_later() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "X" * 3, "HA" + "CK")
    marks = re.compile(r"\b(" + "|".join(words) + r")\b")
    faults = [
        f"{name}:{number}"
        for name, path in sources(*ALL)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if marks.search(line)
    ]

    assert not faults, "\n".join(faults)


def test_every_module_is_imported_somewhere() -> None:
    """A module nobody imports is dead, unless it is one that a person starts."""
    started = {"service/cli/__init__.py", "service/cli/__main__.py"}
    texts = {name: path.read_text() for name, path in sources(*ALL)}
    faults = []
    for name, _ in sources(*CODE):
        if name in started or name.endswith("__init__.py"):
            continue
        module = name.removesuffix(".py").replace("/", ".")
        package, _, leaf = module.rpartition(".")
        pattern = re.compile(
            rf"(from {re.escape(module)} import|import {re.escape(module)}\b"
            rf"|from {re.escape(package)} import [^\n]*\b{leaf}\b"
            rf"|from {re.escape(package)} import \([^)]*\b{leaf}\b)"
        )
        if not any(pattern.search(text) for other, text in texts.items() if other != name):
            faults.append(name)

    assert not faults, "\n".join(faults)
