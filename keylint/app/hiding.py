"""In which runs of a page a widget is not drawn, and what makes it so."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from keylint.conditions import ALWAYS, NEVER, Condition, Conditions
from keylint.run.trace import Atom, Draw, Guard, Leave

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from keylint.run.runs import PageRun

# What cannot be flipped during a session hides nothing.
_FIXED = "environment"
_MOST_ALIKE = 40
# Nodes that one question may add to the diagrams, when the run has used up its own.
_ROOM = 5_000


@dataclass(frozen=True)
class Hiding:
    """When a widget of a page is not drawn.

    `plain` are the runs that end normally without it: its value is dropped. `skipped` are runs that `st.stop()` or an
    exception ends above it, `rerun` those that `st.rerun()` or `st.switch_page()` ends. `drawn` are the runs with it.
    `flipped_by` says what alone can make the difference between drawn and hidden: widget, trigger, state, data, loop.
    `guard` is the test or the leaving statement that explains it.
    """

    plain: Condition
    skipped: Condition
    rerun: Condition
    drawn: Condition
    flipped_by: frozenset[str]
    guard: Guard | None

    @property
    def is_hidden(self) -> bool:
        return self.plain != NEVER


class Hider:
    """Answers for the pages of one app. `kind_of` gives the kind of an atom, knowing the whole app."""

    def __init__(self, conditions: Conditions, kind_of: Callable[[Atom], str]) -> None:
        self.conditions = conditions
        self.kind_of = kind_of
        self._left_by: dict[tuple[PageRun, tuple[str, ...]], Condition] = {}

    def atoms(self, *conditions: Condition) -> list[Atom]:
        return [atom for atom in self.conditions.atoms(*conditions) if isinstance(atom, Atom)]

    def hiding_of(self, page: PageRun, draws: Sequence[Draw]) -> Hiding:
        """The hiding of the widget that all of `draws` draw on that page."""
        conditions = self.conditions
        conditions.make_room(_ROOM)
        drawn = self._any(draw.condition for draw in draws)
        hidden = conditions.without(page.universe, drawn)
        drawn, hidden = self._without_failures(drawn, hidden)
        drawn, hidden = self._settled(drawn, hidden)
        skipped = self._left(page, ("stop", "raise"), hidden)
        rerun = self._left(page, ("rerun", "switch_page"), hidden)
        plain = self.consistent(conditions.without(hidden, conditions.either(skipped, rerun)))
        drawn = self.consistent(drawn)
        flipped = self._flipped_by(drawn, conditions.either(plain, skipped))
        if any(_comes_and_goes(draw) for draw in draws):
            flipped |= {"loop"}
        guard = self._explanation(draws, flipped)
        return Hiding(plain, self.consistent(skipped), self.consistent(rerun), drawn, flipped, guard)

    def _any(self, parts: Iterable[Condition]) -> Condition:
        whole = NEVER
        for part in parts:
            whole = self.conditions.either(whole, part)
        return whole

    def _left(self, page: PageRun, kinds: tuple[str, ...], hidden: Condition) -> Condition:
        """The hidden runs that statements of these kinds end."""
        if (page, kinds) not in self._left_by:
            leaves = (event for event in page.trace.events if isinstance(event, Leave) and event.kind in kinds)
            self._left_by[page, kinds] = self._any(leave.condition for leave in leaves)
        return self.conditions.both(hidden, self._left_by[page, kinds])

    def _without_failures(self, drawn: Condition, hidden: Condition) -> tuple[Condition, Condition]:
        """Leaves out the runs in which something fails, unless the widget is drawn only then."""
        calm = drawn
        failing = [
            atom for atom in self.atoms(self.conditions.either(drawn, hidden)) if self.kind_of(atom) == "exception"
        ]
        for atom in failing:
            calm = self.conditions.restrict(calm, atom, False)
        if calm == NEVER:
            return drawn, hidden
        for atom in failing:
            hidden = self.conditions.restrict(hidden, atom, False)
        return calm, hidden

    def _settled(self, drawn: Condition, hidden: Condition) -> tuple[Condition, Condition]:
        """Fixes what cannot flip during a session, in favour of the widget being drawn."""
        for atom in {*self.atoms(drawn), *self.atoms(hidden)}:
            if self.kind_of(atom) == _FIXED:
                value = self.conditions.restrict(drawn, atom, True) != NEVER
                drawn = self.conditions.restrict(drawn, atom, value)
                hidden = self.conditions.restrict(hidden, atom, value)
        return drawn, hidden

    def consistent(self, condition: Condition) -> Condition:
        """The condition, where equalities and truths of one value agree with each other."""
        if condition in (NEVER, ALWAYS):
            return condition
        by_subject: dict[object, list[Atom]] = {}
        for atom in self.atoms(condition):
            by_subject.setdefault(atom.subject, []).append(atom)
        for atoms in by_subject.values():
            condition = self._with_axioms(condition, atoms)
        return condition

    def _with_axioms(self, condition: Condition, atoms: list[Atom]) -> Condition:
        conditions = self.conditions
        equal = [atom for atom in atoms if atom.predicate == "equals"]
        if len(equal) <= _MOST_ALIKE:
            for one, other in combinations(equal, 2):
                both = conditions.both(conditions.atom(one), conditions.atom(other))
                condition = conditions.without(condition, both)
        options = next((atom.options for atom in equal if atom.options), None)
        if options is not None and {atom.constant for atom in equal} >= set(options):
            condition = conditions.both(condition, self._any(conditions.atom(atom) for atom in equal))
        true = next((atom for atom in atoms if atom.predicate == "true"), None)
        if true is not None:
            truth = conditions.atom(true)
            for atom in equal:
                wrong = conditions.negate(truth) if bool(atom.constant) else truth
                condition = conditions.without(condition, conditions.both(conditions.atom(atom), wrong))
        return condition

    def flips_between(self, one: Condition, other: Condition) -> frozenset[str]:
        """The kinds of atoms of which a change can lead from a run of the one kind to a run of the other."""
        return self._flipped_by(*self._settled(*self._without_failures(one, other)))

    def _flipped_by(self, drawn: Condition, hidden: Condition) -> frozenset[str]:
        """The kinds of atoms that alone make the difference: everything else the same, the widget drawn or not."""
        kinds = {self.kind_of(atom) for atom in (*self.atoms(drawn), *self.atoms(hidden))}
        found = set()
        for kind in kinds:
            if self.consistent(self.conditions.both(self._some(drawn, kind), self._some(hidden, kind))) != NEVER:
                found.add(kind)
        return frozenset(found or (kinds if hidden != NEVER else ()))

    def differ_only_in(self, kinds: Iterable[str], one: Condition, other: Condition) -> bool:
        """Whether some run of `one` and some run of `other` differ in atoms of these kinds alone."""
        for kind in kinds:
            one, other = self._some(one, kind), self._some(other, kind)
        return self.consistent(self.conditions.both(one, other)) != NEVER

    def _some(self, condition: Condition, kind: str) -> Condition:
        """The condition for some values of the atoms of a kind."""
        return self.conditions.some(condition, [atom for atom in self.atoms(condition) if self.kind_of(atom) == kind])

    def _explanation(self, draws: Sequence[Draw], flipped: frozenset[str]) -> Guard | None:
        """The outermost guard of the first draw that what flips can close."""
        guards = [guard for guard in draws[0].guards if guard.condition != ALWAYS]
        ranked = [
            guard for guard in guards if any(self.kind_of(atom) in flipped for atom in self.atoms(guard.condition))
        ]
        return next(iter(ranked or guards), None)


def _comes_and_goes(draw: Draw) -> bool:
    """Whether the key belongs to an item of something that changes: an item that goes takes its widget along."""
    return draw.key is not None and any(
        origin.kind in ("element", "position") for hole in draw.key.holes for origin in hole.origins
    )
