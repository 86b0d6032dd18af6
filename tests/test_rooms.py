"""The rooms import one another as the table in docs/architecture.md says, and no further."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[1]
_ABOVE = {"programme", "extractors", "matchers", "storage"}


def _allowed() -> dict[str, set[str]]:
    """Room or module -> rooms it may import, by the table."""
    table: dict[str, set[str]] = {}
    for line in (_ROOT / "docs" / "architecture.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            names = re.findall(r"`(\w+)(?:/|\.py)`", cells[0])
            may = set() if cells[2] == "nothing of ours" else {part.strip() for part in cells[2].split(",")}
            table |= {name: (_ABOVE if may == {"all above"} else may) | set(names) for name in names}
    return table


def _files(room: str) -> list[Path]:
    folder = _ROOT / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [_ROOT / f"{room}.py"]


def _imported(tree: ast.AST) -> Iterator[str]:
    """The first word of every import but those for types alone."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]
        yield from _imported(node)


def test_every_room_stands_in_the_table() -> None:
    packages = {path.parent.name for path in _ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages | {path.stem for path in _ROOT.glob("*.py")} <= set(_allowed())


@pytest.mark.parametrize("room", sorted(_allowed()))
def test_a_room_imports_only_what_it_may(room: str) -> None:
    rooms = {*_allowed(), "tests"}
    for path in _files(room):
        wanted = set(_imported(ast.parse(path.read_text(encoding="utf-8")))) & rooms
        assert wanted <= _allowed()[room], path
