"""What fixes are planned for, as plain data: those who only hand it on do without LibCST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # The shown path of a file, a dotted name with leading dots → the shown path of the module that it imports.
    Resolve = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Sources:
    """What fixes are planned for: the bytes of the analysed files, and their hashes, by shown path, those that look as
    if helpers belonged to them, what an import in one means, whether something is where a new module would be, and how
    long lines may be."""

    contents: Mapping[str, bytes]
    hashes: Mapping[str, str]
    libraries: frozenset[str]
    resolve: Resolve
    is_taken: Callable[[str], bool]
    line_length: int

    def hashes_of(self, paths: tuple[str, ...]) -> tuple[str, ...]:
        """The hash of each file, "" for one that is not among them."""
        return tuple(self.hashes.get(path, "") for path in paths)
