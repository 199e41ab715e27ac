"""Keys of widgets and of session state: constants, patterns with holes, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.run.values import Origin


UNKEYED = "\0"
"""What stands at both ends of the text that names a widget without a key: no key of an app begins or ends so."""


# Texts that are what Python makes of another value.
_CONSTANTS = ("None", "True", "False")


@dataclass(frozen=True, slots=True)
class Hole:
    """The part of a key that only the run knows. Equal identities are equal texts within one run."""

    identity: Hashable
    origins: frozenset[Origin]


@dataclass(frozen=True, slots=True)
class Key:
    """The text of a key: literal parts and holes, never two literal parts in a row."""

    parts: tuple[str | Hole, ...]

    @property
    def text(self) -> str:
        """The key with `*` for each hole."""
        if len(self.parts) == 1 and isinstance(self.parts[0], str):
            return self.parts[0]
        return "".join(part if isinstance(part, str) else "*" for part in self.parts)

    @property
    def constant(self) -> str | None:
        """The key when it has no hole."""
        if not self.parts:
            return ""
        first = self.parts[0]
        return first if len(self.parts) == 1 and isinstance(first, str) else None

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(part for part in self.parts if isinstance(part, Hole))

    @property
    def is_unknown(self) -> bool:
        """Nothing of the text is known."""
        return all(isinstance(part, Hole) for part in self.parts) and bool(self.parts)

    @property
    def shape(self) -> Hashable:
        """What `may_equal` goes by: keys of one shape may equal the same keys."""
        return literals(self.parts)

    @property
    def is_unkeyed(self) -> bool:
        """Whether it stands for a widget without a key, which no other text can mean."""
        first = self.parts[0] if self.parts else None
        return isinstance(first, str) and first.startswith(UNKEYED)

    def may_equal(self, other: Key) -> bool:
        """Whether some run can make the two texts equal: constants against constants, patterns by prefix and suffix."""
        if self.constant is not None and other.constant is not None:
            return self.constant == other.constant
        if self.is_unkeyed != other.is_unkeyed:
            return False
        if self.constant is not None:
            return other._may_be(self.constant)
        if other.constant is not None:
            return self._may_be(other.constant)
        return _matches(self.text_edges, other.text_edges)

    def _may_be(self, text: str) -> bool:
        """Whether some texts in the holes give `text`: its literal parts stand there in order, the outer ones at the
        ends."""
        start, end, _ = self.text_edges
        if len(text) < len(start) + len(end) or not (text.startswith(start) and text.endswith(end)):
            return False
        place, last = len(start), len(text) - len(end)
        for part in self.parts[1:-1]:
            if isinstance(part, str):
                place = text.find(part, place, last)
                if place < 0:
                    return False
                place += len(part)
        return True

    def in_only_hole(self, text: str) -> tuple[Hole, str] | None:
        """The only hole, and what has to be in it for the whole to be `text`; None where that may be another value
        than a text, which only looks so: a number, say."""
        holes = self.holes
        if len(holes) != 1 or not self._may_be(text):
            return None
        start, end, _ = self.text_edges
        there = text[len(start) : len(text) - len(end)]
        return (holes[0], there) if there.isidentifier() and there not in _CONSTANTS else None

    def must_equal(self, other: Key) -> bool:
        """Whether the two texts are equal in every run: the same literals, and holes of the same identity."""
        return len(self.parts) == len(other.parts) and all(
            mine == theirs if isinstance(mine, str) or isinstance(theirs, str) else mine.identity == theirs.identity
            for mine, theirs in zip(self.parts, other.parts, strict=True)
        )

    @property
    def is_telling(self) -> bool:
        """Whether some letter or digit of the text is known: `_` between two holes fits almost any key."""
        return any(isinstance(part, str) and any(map(str.isalnum, part)) for part in self.parts)

    @property
    def text_edges(self) -> tuple[str, str, bool]:
        """Literal beginning, literal end, and whether that is all of it."""
        if self.constant is not None:
            return self.constant, self.constant, True
        first, last = self.parts[0], self.parts[-1]
        return (first if isinstance(first, str) else "", last if isinstance(last, str) else "", False)


def literals(parts: tuple[str | Hole, ...]) -> tuple[str | None, ...]:
    """The literal parts, with None for each hole."""
    return tuple(part if isinstance(part, str) else None for part in parts)


def _matches(left: tuple[str, str, bool], right: tuple[str, str, bool]) -> bool:
    (left_start, left_end, left_whole), (right_start, right_end, right_whole) = left, right
    if left_whole:
        return len(left_start) >= len(right_start) + len(right_end) and (
            left_start.startswith(right_start) and left_end.endswith(right_end)
        )
    if right_whole:
        return _matches(right, left)
    starts = left_start.startswith(right_start) or right_start.startswith(left_start)
    ends = left_end.endswith(right_end) or right_end.endswith(left_end)
    return starts and ends


def constant_key(text: str) -> Key:
    return Key((text,))
