"""What stands for a value in a story: an edit of the user, a constant, or something made of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Edit:
    """What the user gave the protagonist, the first or the second time, instead of what was there. Counts as true:
    nobody enters nothing."""

    number: int
    instead_of: Hashable = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Something that the app computes. Equal identities of equal parts are equal; others may be, or may not.

    `edits` are those that it goes back to. They and the hash are kept: terms of terms are asked for them all the time.
    """

    identity: Hashable
    parts: tuple[Hashable, ...] = ()
    edits: frozenset[Edit] = field(init=False, repr=False)
    _hash: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "edits", frozenset().union(*map(edits_in, self.parts)))
        object.__setattr__(self, "_hash", hash((self.identity, self.parts)))

    def __eq__(self, other: object) -> bool:
        return self is other or (
            isinstance(other, Term)
            and self._hash == other._hash
            and self.identity == other.identity
            and self.parts == other.parts
        )

    def __hash__(self) -> int:
        return self._hash


class Terms:
    """The terms of an app's stories, each made once: what grows from run to run is compared at a glance, also where the
    stories of several widgets meet."""

    def __init__(self) -> None:
        self._known: dict[Term, Term] = {}

    def of(self, identity: Hashable, parts: tuple[Token, ...] = ()) -> Term:
        """The one term of that identity and these parts."""
        term = Term(identity, parts)
        return self._known.setdefault(term, term)


@dataclass(frozen=True, slots=True)
class Whatever:
    """The first value of a widget that gives none, or one that says nothing of the story."""

    site: Hashable


Token: TypeAlias = Hashable
"""Edit, Term, Whatever, MISSING, or a constant."""


def edits_in(token: Token) -> frozenset[Edit]:
    """The edits that a token goes back to."""
    match token:
        case Edit():
            return frozenset({token})
        case Term(edits=edits):
            return edits
        case _:
            return frozenset()


def restored(token: Token) -> Token:
    """What a widget shows whose first value this is: one that is computed from a single edit is taken to be its way
    back (`index=OPTIONS.index(value)`)."""
    if isinstance(token, Term):
        edits = edits_in(token)
        others = [part for part in token.parts if not edits_in(part)]
        if len(edits) == 1 and not others:
            return next(iter(edits))
    return token


def may_be_equal(seen: Token, wanted: Token) -> bool:
    """Whether two tokens that differ may stand for the same: what is made of the wanted edit may give it back."""
    return bool(edits_in(seen) & edits_in(wanted))
