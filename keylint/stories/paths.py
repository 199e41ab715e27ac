"""The way of a wizard: from one value of session state to another, write by write."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from keylint.conditions.values import TRUE, only
from keylint.run.keys import Key
from keylint.run.trace import Atom, StateWrite
from keylint.run.values import Known
from keylint.stories.comparisons import step_of
from keylint.stories.flips import Cause, Flip, only_value, takes_nothing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Variable
    from keylint.conditions.values import ValueSet
    from keylint.facts.expressions import Scalar
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateDelete
    from keylint.stories.effects import Effects
    from keylint.stories.flips import Flips, Stage, TakesAlong

# Further no wizard goes.
_MOST_STAGES = 20


class Paths:
    """Answers for one app."""

    def __init__(self, effects: Effects, flips: Flips) -> None:
        self._effects = effects
        self._flips = flips

    def flip(
        self, page: PageRun, variable: Variable, now: Model, later: ValueSet, takes_along: TakesAlong = takes_nothing
    ) -> Flip | None:
        """What gives the variable one of the later values after a run of the page with the values `now`: at once if
        that can be, else stage by stage, of which none takes anything else along."""
        flip = self._flips.flip(page, variable, now, later, takes_along)
        if variable not in now or (flip is not None and not flip.is_counted):
            return flip
        start = only_value(variable, now[variable])
        stages = self.between(page, variable, start, later, now, takes_along)
        if stages:
            return Flip(variable, Cause.STATE, stages[-1][0].to, stages[-1][0].by, stages)
        return None if flip is not None and start and self._counts_away(flip, start[0], later) else flip

    def _counts_away(self, flip: Flip, held: object, later: ValueSet) -> bool:
        """Whether what the flip counts never comes to the later value, if that is one."""
        wanted = only_value(flip.variable, later)
        if not isinstance(flip.by, StateWrite) or not wanted:
            return False
        step, goal = step_of(self._effects.app.conditions, flip.by.value, flip.by.key), wanted[0]
        if not step or not isinstance(held, (int, float)) or not isinstance(goal, (int, float)):
            return False
        return (goal - held) / step < 0 or (goal - held) % step != 0

    def between(
        self,
        page: PageRun,
        variable: Variable,
        start: tuple[object, ...],
        later: ValueSet,
        env: Model,
        takes_along: TakesAlong = takes_nothing,
    ) -> tuple[Stage, ...]:
        """The shortest way from what session state holds at the start, if that is one value, to one of the later ones:
        each stage with the values that the page has before it. Nothing where none is found; `env` is how the other
        tests come out."""
        match variable.subject, variable.aspect, start:
            case ("state", Key() as key, 0), "value", (str() | int() | float() | None as held,):
                ways: deque[tuple[Scalar, tuple[Stage, ...]]] = deque([(held, ())])
            case _:
                return ()
        seen: set[Scalar] = {held}
        while ways:
            held, way = ways.popleft()
            if held in later:
                return way
            if len(way) == _MOST_STAGES:
                continue
            now = {**env, variable: only((held,))}
            if held is not None:
                now |= dict.fromkeys(self._flips.presence(key), TRUE)
            for write, value in self._writes(page, key, variable, now):
                if value not in seen and not takes_along(write):
                    seen.add(value)
                    ways.append((value, (*way, (Flip(variable, Cause.STATE, only((value,)), write), now))))
        return ()

    def _writes(
        self, page: PageRun, key: Key, variable: Variable, now: Model
    ) -> Iterator[tuple[StateWrite | StateDelete, Scalar]]:
        """The writes of what is then a constant that such a run makes when something is clicked, and deletions."""
        for effect in self._effects.of(self._effects.writes, key):
            write, atom = self._flips.as_in(effect.event, key, variable, now), variable.about
            value = write.value
            if effect.page is not page or not isinstance(value, Known) or not isinstance(atom, Atom):
                continue
            fits = self._flips.writing.fits(write, key, atom, only((value.value,)))
            if fits and self._flips.is_run(effect, now):
                yield effect.event, value.value
        for gone in self._effects.deletes_of(key):
            if gone.page is page and self._flips.is_run(gone, now):
                yield gone.event, None
