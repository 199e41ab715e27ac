"""How long lines may be, by what the project's formatter is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.discover.documents import parse_toml, read_text, table

if TYPE_CHECKING:
    from pathlib import Path

    from keylint.discover.disk import Disk

USUAL = 88
"""What Ruff and Black go by when nobody tells them anything else."""

_LARGEST = 320  # more than that, Ruff does not take


def line_length(root: Path, disk: Disk) -> int:
    """The line length of Ruff or Black in the project, of which the first that says one counts."""
    for name, keys in (
        (".ruff.toml", ()),
        ("ruff.toml", ()),
        ("pyproject.toml", ("tool", "ruff")),
        ("pyproject.toml", ("tool", "black")),
    ):
        text = read_text(root / name, disk) if name in disk.names_beginning(root, name) else None
        told = table(parse_toml(text) if text is not None else None, *keys).get("line-length")
        if isinstance(told, int) and not isinstance(told, bool) and 1 <= told <= _LARGEST:
            return told
    return USUAL
