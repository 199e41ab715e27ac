"""Functions that several fixes together have left without a use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from keylint.facts.source import decode
from keylint.findings import Fix
from keylint.fixing.merging import breaks_code, with_edits

if TYPE_CHECKING:
    from keylint.discover.contents import FileContents
    from keylint.fixes.sources import Sources


_DEFINED = re.compile(r"(?<![^\r\n])def (\w+)")


def remove_orphans(before: Sources, after: Sources, contents: FileContents) -> None:
    """Takes the functions away which had a use `before`, and have none `after`, and lays that over the files.

    What nothing calls does nothing: no finding comes or goes with it.
    """
    from keylint.errors import SourceError  # noqa: PLC0415 -- LibCST costs half a second to import
    from keylint.fixes.errors import Refused  # noqa: PLC0415
    from keylint.fixes.removal import without_functions  # noqa: PLC0415
    from keylint.fixes.tree import Tree  # noqa: PLC0415

    words = _words_said_less(before, after)
    if not words:
        return
    try:
        sources = {path: decode(data) for path, data in after.contents.items()}
        trees = {
            path: Tree(path, source) for path, source in sources.items() if any(word in source.text for word in words)
        }

        def find(importer: str, dotted: str) -> Tree | None:
            path = after.resolve(importer, dotted)
            return trees.get(path) if path is not None else None

        edits = without_functions(list(trees.values()), words, find)
    except (SourceError, Refused):
        return  # what cannot be parsed may call anything
    if not edits:
        return
    known = contents.overlay
    overlay = with_edits(contents, [Fix("remove what nothing uses", False, tuple(edits))])
    if breaks_code(contents, overlay):
        return
    contents.overlay = overlay
    try:
        for edited in dict.fromkeys(edit.location.path for edit in edits):
            Tree(edited, decode(contents.overlay[contents.file(edited).path]))
    except SourceError:
        contents.overlay = known


def _words_said_less(before: Sources, after: Sources) -> frozenset[str]:
    """The functions of which the app says the name less often than before, in whatever file they are."""
    if all(before.contents[path] == data for path, data in after.contents.items()):
        return frozenset()
    defined = {word for data in after.contents.values() for word in _DEFINED.findall(_text(data))}
    return frozenset(word for word in defined if _count(after, word) < _count(before, word))


def _count(sources: Sources, word: str) -> int:
    pattern = re.compile(rf"\b{word}\b")
    return sum(len(pattern.findall(_text(data))) for data in sources.contents.values())


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
