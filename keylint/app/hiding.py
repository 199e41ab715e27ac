"""In which runs of a page a widget is not drawn, and what makes it so."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from keylint.conditions.nodes import ALWAYS, Condition, reach_of
from keylint.run.trace import KINDS, Atom, AtomKind, Draw, Guard, Leave
from keylint.run.values import OF_LOOPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from keylint.app.asking import Asking
    from keylint.run.runs import PageRun
    from keylint.run.trace import LeaveKind

# What cannot be flipped during a session hides nothing.
_FIXED: AtomKind = "environment"
# What can make the difference between drawn and hidden: a test, or the items of a loop, which come and go.
Flipper = Literal[AtomKind, "loop"]


@dataclass(frozen=True, eq=False)
class Hiding:
    """When a widget of a page is not drawn.

    `plain` are the runs that end normally without it: its value is dropped. `skipped` are runs that `st.stop()` or an
    exception ends above it, `rerun` those that `st.rerun()` or `st.switch_page()` ends. `drawn` are the runs with it.
    `is_hidden` says that `plain` is possible, or that it takes too long to say.
    """

    plain: Condition
    skipped: Condition
    rerun: Condition
    drawn: Condition
    is_hidden: bool
    _hider: Hider
    _draws: tuple[Draw, ...]
    _flipped: dict[AtomKind, bool] = field(default_factory=dict)

    @cached_property
    def flipped_by(self) -> frozenset[Flipper]:
        """What alone can make the difference between drawn and hidden."""
        flipped: frozenset[Flipper] = self._hider.flipped_by(self.drawn, self._without)
        return flipped | {"loop"} if any(_comes_and_goes(draw) for draw in self._draws) else flipped

    @cached_property
    def guard(self) -> Guard | None:
        """The outermost guard of the first draw that what flips can close: it explains the rest."""
        guards = [guard for guard in self._draws[0].guards if guard.condition is not ALWAYS]
        found = next((guard for guard in guards if any(map(self._is_flipped_by, self._asked(guard)))), None)
        if found is None:  # then it may be several at once
            found = next((guard for guard in guards if not self.flipped_by.isdisjoint(self._asked(guard))), None)
        return found or next(iter(guards), None)

    def _asked(self, guard: Guard) -> Iterator[AtomKind]:
        return (kind for kind in KINDS if self._hider.asks_for(kind, guard.condition))

    def _is_flipped_by(self, kind: AtomKind) -> bool:
        """Whether this kind alone can make the difference: asked one by one, because each answer takes a while."""
        if kind not in self._flipped:
            parts = self.drawn, self._without
            self._flipped[kind] = self._hider.asks_for(kind, *parts) and self._hider.flips(kind, *parts)
        return self._flipped[kind]

    @cached_property
    def _without(self) -> Condition:
        return self._hider.conditions.either(self.plain, self.skipped)


class Hider:
    """Answers for the pages of one app. `kind_of` gives the kind of an atom, knowing the whole app."""

    def __init__(self, conditions: Asking, kind_of: Callable[[Atom], AtomKind]) -> None:
        self.conditions = conditions
        self.kind_of = kind_of
        self._reaches: dict[AtomKind, tuple[int, int]] = {}
        self._left_by: dict[tuple[PageRun, tuple[str, ...]], Condition] = {}
        self.undecided: set[tuple[PageRun, Draw]] = set()
        """Pages, and the first draws of widgets there, of which it took too long to say when they are hidden."""

    def atoms(self, *conditions: Condition) -> list[Atom]:
        return self.conditions.atoms(*conditions)

    def atoms_of(self, kind: AtomKind, *conditions: Condition) -> list[Atom]:
        """The atoms of one kind: of large conditions, which have few of it, these are found sooner."""
        reach = self._reach_of(kind)
        return [atom for atom in self.conditions.atoms_within(reach, *conditions) if self.kind_of(atom) == kind]

    def asks_for(self, kind: AtomKind, *conditions: Condition) -> bool:
        """Whether the conditions are made of any atom of the kind."""
        return self.conditions.asks(self._reach_of(kind), lambda atom: self.kind_of(atom) == kind, *conditions)

    def _reach_of(self, kind: AtomKind) -> int:
        known, reach = self._reaches.get(kind, (0, 0))
        variables = self.conditions.variables_after(known)
        if variables:
            reach |= reach_of(v for v in variables if self.kind_of(v.about) == kind)  # type: ignore[arg-type]
            self._reaches[kind] = known + len(variables), reach
        return reach

    def hiding_of(self, page: PageRun, draws: Sequence[Draw]) -> Hiding:
        """The hiding of the widget that all of `draws` draw on that page."""
        conditions = self.conditions
        open_before = conditions.open
        drawn = conditions.any_of(draw.condition for draw in draws)
        hidden = conditions.without(page.universe, drawn)
        drawn, hidden = self._without_failures(drawn, hidden)
        drawn, hidden = self._settled(drawn, hidden)
        skipped = self._left(page, ("stop", "raise"), hidden)
        rerun = self._left(page, ("rerun", "switch_page"), hidden)
        plain = conditions.without(hidden, conditions.either(skipped, rerun))
        is_hidden = conditions.possible(plain)
        if conditions.open > open_before:
            self.undecided.add((page, draws[0]))
        return Hiding(plain, skipped, rerun, drawn, is_hidden, self, tuple(draws))

    def _left(self, page: PageRun, kinds: tuple[LeaveKind, ...], hidden: Condition) -> Condition:
        """The hidden runs that statements of these kinds end."""
        if (page, kinds) not in self._left_by:
            leaves = (event for event in page.trace.events if isinstance(event, Leave) and event.kind in kinds)
            self._left_by[page, kinds] = self.conditions.any_of(leave.condition for leave in leaves)
        return self.conditions.both(hidden, self._left_by[page, kinds])

    def _without_failures(self, drawn: Condition, hidden: Condition) -> tuple[Condition, Condition]:
        """Leaves out the runs in which something fails, unless the widget is drawn only then."""
        calmly = [(atom, False) for atom in self.atoms_of("exception", drawn, hidden)]
        calm = self.conditions.where(drawn, calmly)
        if not calmly or not self.conditions.possible(calm):
            return drawn, hidden
        return calm, self.conditions.where(hidden, calmly)

    def _settled(self, drawn: Condition, hidden: Condition) -> tuple[Condition, Condition]:
        """Fixes what cannot flip during a session, in favour of the widget being drawn."""
        for atom in self.atoms_of(_FIXED, drawn, hidden):
            value = self.conditions.possible(self.conditions.restrict(drawn, atom, True))
            drawn = self.conditions.restrict(drawn, atom, value)
            hidden = self.conditions.restrict(hidden, atom, value)
        return drawn, hidden

    def flips_between(self, one: Condition, other: Condition) -> frozenset[AtomKind]:
        """The kinds of atoms of which a change can lead from a run of the one kind to a run of the other."""
        return self.flipped_by(*self._settled(*self._without_failures(one, other)))

    def flipped_by(self, drawn: Condition, hidden: Condition) -> frozenset[AtomKind]:
        """The kinds of atoms that alone make the difference: everything else the same, the widget drawn or not."""
        kinds = [kind for kind in KINDS if self.asks_for(kind, drawn, hidden)]
        found = [kind for kind in kinds if self.flips(kind, drawn, hidden)]
        return frozenset(found or (kinds if self.conditions.possible(hidden) else ()))

    def flips(self, kind: AtomKind, one: Condition, other: Condition) -> bool:
        """Whether this kind alone makes the difference between some run of `one` and some of `other`."""
        return self.differ_only_in((kind,), one, other)

    def differ_only_in(self, kinds: Iterable[AtomKind], one: Condition, other: Condition) -> bool:
        """Whether some run of `one` and some run of `other` differ in atoms of these kinds alone."""
        wanted, reach = frozenset(kinds), 0
        for kind in wanted:
            reach |= self._reach_of(kind)
        return self.conditions.change(one, other, lambda atom: self.kind_of(atom) in wanted, reach)


def _comes_and_goes(draw: Draw) -> bool:
    """Whether the key belongs to an item of something that changes: an item that goes takes its widget along."""
    return draw.key is not None and any(origin.kind in OF_LOOPS for hole in draw.key.holes for origin in hole.origins)
