"""What a user does to make tests come out differently: which inputs are set to what, and which buttons are clicked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.conditions.values import FALSE, NOTHING
from keylint.run.trace import Draw, Leave, StateWrite
from keylint.run.values import StateValue, WidgetResult
from keylint.stories.example_values import another_value, fitting_value
from keylint.stories.flips import Cause
from keylint.stories.tested_values import is_among, is_in, named_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.conditions.deciding import Model
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import App, PageRun
    from keylint.run.trace import Event
    from keylint.stories.effects import Effects
    from keylint.stories.example_values import Example
    from keylint.stories.flips import Flip, Flips


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that is done for a flip, and for others of the same write. `draw` is the input that is set to `value`,
    or clicked; None where something else happens. `clears` says that nothing is chosen in it any more. `place` is what
    the step is about, where that is not the input. `is_seen_later`: the test that it is done for was made before in the
    run, so that it takes another one."""

    flip: Flip
    others: tuple[Flip, ...] = ()
    draw: Draw | None = None
    value: Example | None = None
    clears: bool = False
    place: Event | None = None
    is_seen_later: bool = False


class Doing:
    """Answers for one app."""

    def __init__(self, app: App, effects: Effects, flips: Flips) -> None:
        self._effects = effects
        self._conditions = app.conditions
        self._flips = flips
        self._callbacks: dict[int, CallbackRun] = {
            id(event): callback for page in app.pages for callback in page.callbacks for event in callback.trace.events
        }

    def deeds(self, flips: Iterable[Flip], page: PageRun, env: Model) -> Iterator[Deed]:
        """What is done, in order, on a page whose tests come out as in `env`. What several flips ask of one input is
        done at once."""
        flips = list(flips)
        told: set[int] = set()
        for flip in flips:
            by = flip.by
            if by is None or flip.is_weak:
                yield Deed(flip)
                continue
            if id(by) in told:
                continue
            if isinstance(by, Draw):
                wanted = {one.variable: one.to for one in flips if one.by is by}
                value = self.value_for(by, wanted)
                yield Deed(flip, (), by, value, clears=value is None and self._clears(by, wanted))
            else:
                others = tuple(one for one in flips if one.by is by and one is not flip and not one.stages)
                for stage, now in flip.stages or ((flip, env),):
                    for deed in self._written(stage, stage.by or by, page, now):
                        yield deed if flip.stages else replace(deed, others=others)
            told.add(id(by))

    def value_for(self, draw: Draw, wanted: Model) -> Example | None:
        """A value of the input with which the variables have those values."""
        named = [name for variable, values in wanted.items() for name in named_in(self._conditions, variable, values)]
        return fitting_value(draw, partial(self._fits, draw, wanted), named)

    def _clears(self, draw: Draw, wanted: Model) -> bool:
        """Whether an input of which all options are known has none of those values but that of no choice."""
        return bool(draw.options) and draw.holds_several is False and self._fits(draw, wanted, None) is True

    def _fits(self, draw: Draw, wanted: Model, value: object) -> bool | None:
        return all(
            is_in(self._conditions, variable, draw, value, values) is True for variable, values in wanted.items()
        )

    def _written(self, flip: Flip, write: Event, page: PageRun, env: Model) -> Iterator[Deed]:
        """What the user does to make the app write, or delete, a cell."""
        callback = self._callbacks.get(id(write))
        given = getattr(write, "value", None)
        if callback is not None:
            copied = self._flips.writing.input_of(given.key) if isinstance(given, StateValue) else None
            if copied is not None and copied not in callback.draws:
                yield Deed(flip, (), copied, fitting_value(copied, lambda value: is_among(value, flip.to)), place=write)
                if copied.context.form is not None:
                    return  # which is submitted then
            draws = [draw for draw in callback.draws if self._flips.can_run(draw.condition, env)]
            draw = (draws or callback.draws)[0]
            yield Deed(flip, (), draw, another_value(draw), place=write)
            return
        shown = self._effects.draw_of(given) if isinstance(given, WidgetResult) else None
        if shown is not None:
            value = fitting_value(shown, lambda value: is_among(value, flip.to))
            yield Deed(flip, (), shown, value, place=write, is_seen_later=self._is_seen_later(flip, write, page))
            return
        deeds = [Deed(flip, (), draw, value, place=write) for draw, value in self.first(write.condition, page, env)]
        yield from deeds or [Deed(flip)]

    def first(self, condition: Condition, page: PageRun, env: Model) -> Iterator[tuple[Draw, Example | None]]:
        """What has to be clicked, or set to which value, for the condition to hold."""
        for variable, values in self._asked(condition, env):
            asked = self._flips.flip(page, variable, env, values)
            if asked is not None and isinstance(asked.by, Draw):
                yield asked.by, self.value_for(asked.by, {variable: values})

    def _is_seen_later(self, flip: Flip, write: Event, page: PageRun) -> bool:
        """Whether the write stands behind the test that it makes come out differently, and no `st.rerun()` follows."""
        if all(test.variable is not flip.variable for test in self._conditions.tests(write.condition)):
            return False
        return not _starts_again(page, write)

    def comes_after(self, deed: Deed, draw: Draw, page: PageRun) -> bool:
        """Whether the call sees only in the next run what was written for the deed, and none follows by itself."""
        write = deed.place
        if not isinstance(write, StateWrite) or id(write) in self._callbacks:
            return False
        return write.order > draw.order and not _starts_again(page, write)

    def _asked(self, condition: Condition, env: Model) -> Iterator[tuple[Variable, ValueSet]]:
        """The clicks and the values of inputs that a condition needs and that are not there; inputs first."""
        needed: list[tuple[bool, Variable, ValueSet]] = []
        for test in self._conditions.tests(condition):
            for values, others in ((test.values, test.negation.values), (test.negation.values, test.values)):
                cause = self._cause_missing(test.variable, values, env)
                if cause is None or self._conditions.assuming(condition, {test.variable: others}) is not NEVER:
                    continue
                needed.append((cause is Cause.CLICK, test.variable, values))
        for _, variable, values in sorted(needed, key=lambda one: one[0]):
            yield variable, values

    def _cause_missing(self, variable: Variable, values: ValueSet, env: Model) -> Cause | None:
        """Whether it takes a click, or an input, to give a variable one of these values; None where it has one, or
        takes something else."""
        cause = self._flips.cause_of(variable)
        if cause is Cause.CLICK:
            return cause if (values & FALSE) is NOTHING else None
        is_else = variable in env and (env[variable] & values) is NOTHING
        return cause if cause is Cause.WIDGET and is_else else None


def _starts_again(page: PageRun, write: Event) -> bool:
    """Whether `st.rerun()` follows the write in every run that comes to it."""
    leaves = (event for event in page.trace.events if isinstance(event, Leave) and event.order > write.order)
    return any(leave.kind == "rerun" and leave.condition is write.condition for leave in leaves)
