"""What a user has to do on a page that was just opened until it is as a story takes it to be."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from keylint.conditions.nodes import ALWAYS, NEVER
from keylint.conditions.values import FALSE, NOTHING, TRUE
from keylint.run.computing import UNKNOWN, computed
from keylint.run.keys import Key
from keylint.run.trace import Atom, Draw, ItemsChange
from keylint.run.values import Container, Known, WidgetResult
from keylint.stories.comparisons import comparison_of, key_of_state, outcome
from keylint.stories.example_values import first_value
from keylint.stories.flips import Cause, Flip
from keylint.stories.tested_values import is_among, is_in

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.deciding import Model
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.values import ValueSet
    from keylint.run.runs import PageRun
    from keylint.run.trace import StateWrite
    from keylint.stories.effects import Effects
    from keylint.stories.flips import Flips

_LAST: Final = 1 << 30


class Openings:
    """Answers for one app."""

    def __init__(self, effects: Effects, conditions: Conditions, flips: Flips) -> None:
        self._effects = effects
        self._conditions = conditions
        self._flips = flips
        self._seeds: dict[tuple[str, str], object] = {}

    def needed(self, page: PageRun, env: Model, *matter: Condition) -> tuple[Flip, ...]:
        """What has to flip after the page was opened until the tests that `matter` come out as in `env`, in the order
        in which it can be done: what stands further up on the page decides what is there below."""
        found: list[Flip] = []
        for variable in self.asked(env, *matter):
            wanted = env.get(variable)
            if wanted is None or self.begins_so(page, variable, wanted) is not False:
                continue
            before = {**env, variable: wanted.complement}
            flip = self._flips.flip(page, variable, before, wanted)
            if flip is not None and not flip.is_weak:
                found.append(flip)
        return tuple(sorted(found, key=partial(self._position, found)))

    def asked(self, env: Model, *matter: Condition) -> Iterator[Variable]:
        """What the tests in `matter` ask where what is clicked and what fails is as in `env`, each once."""
        resting = {v: values for v, values in env.items() if self._flips.cause_of(v) in (Cause.CLICK, Cause.FAILURE)}
        rest = (self._conditions.assuming(condition, resting) for condition in matter)
        yield from dict.fromkeys(test.variable for test in self._conditions.tests(*rest))

    def at_rest(self, condition: Condition) -> Condition:
        """The condition in runs in which nothing is clicked."""
        variables = dict.fromkeys(test.variable for test in self._conditions.tests(condition))
        clicks = (variable for variable in variables if self._flips.cause_of(variable) is Cause.CLICK)
        return self._conditions.assuming(condition, dict.fromkeys(clicks, FALSE))

    def _position(self, flips: list[Flip], flip: Flip) -> tuple[int, bool]:
        """Where on the page a flip has its turn: that of an input where it stands, what the app has to write first
        before the inputs that are shown only then."""
        if isinstance(flip.by, Draw):
            return flip.by.order, True
        inputs = (one.by for one in flips if isinstance(one.by, Draw))
        waiting = (
            draw.order
            for draw in inputs
            if any(test.variable is flip.variable for test in self._conditions.tests(draw.condition))
        )
        return min(waiting, default=_LAST), False

    def begins_so(self, page: PageRun, variable: Variable, wanted: ValueSet) -> bool | None:
        """Whether the variable has such a value before the user does anything; None where that is not known."""
        atom = variable.about
        assert isinstance(atom, Atom)
        cause = self._flips.cause_of(variable)
        if atom.predicate == "open":
            container = container_of(page, variable.subject)
            if container is None or container.command not in ("tabs", "popover"):
                return None
            return self._is_first(container) in wanted
        if cause is Cause.WIDGET:
            draw = next(iter(self._flips.controls(page, atom)), None)
            first = UNKNOWN if draw is None else self._shown_at_first(page, draw)
            if draw is None or first is UNKNOWN:
                return None
            return is_in(self._conditions, variable, draw, first, wanted)
        if cause is not Cause.STATE:
            return None
        if variable.aspect != "value":
            there = self._is_there(page, variable)
            return None if there is None else there in wanted
        comparison = comparison_of(self._conditions, variable.subject)
        if comparison is not None:
            comes_out = outcome(self._conditions, comparison, partial(self.held_at_first, page))
            return None if comes_out is None else comes_out in wanted
        first = self.held_at_first(page, variable.subject)
        return None if first is UNKNOWN else is_among(first, wanted)

    def _is_there(self, page: PageRun, variable: Variable) -> bool | None:
        """Whether the first run leaves a key, or an item in what a loop goes through; None where that is not known."""
        match variable.subject, variable.aspect:
            case ("key", Key() as key), ("present", None):
                return self._is_put(page, key)
            case subject, ("some", None):
                match self._conditions.parts(subject) if isinstance(subject, int) else subject:
                    case ("a range", number):
                        subject = number
                held = self.held_at_first(page, subject)
                return None if held is UNKNOWN else bool(held)
        return None

    def _is_put(self, page: PageRun, key: Key) -> bool | None:
        found = {
            self._conditions.assuming(effect.event.condition, dict(self._at_first(effect.event.condition)))
            for effect in self._effects.of(self._effects.writes, key)
            if effect.page is page and effect.callback is None
        }
        return True if ALWAYS in found else None if found - {NEVER} else False

    def held_at_first(self, page: PageRun, identity: Hashable) -> object:
        """What session state has for a value at the end of the first run, as `put_there`, or what is computed from
        that; UNKNOWN for other values."""

        def held(side: Hashable) -> object:
            key = key_of_state(self._conditions, side)
            return UNKNOWN if key is None else self.put_there(page, key)

        return computed(self._conditions, identity, held)

    def _is_first(self, container: Container) -> bool:
        """Whether it is the first of several tabs: that one is open."""
        parts = self._conditions.parts(container.identity) if isinstance(container.identity, int) else ()
        return container.command == "tabs" and parts[1:] == (0,)

    def _shown_at_first(self, page: PageRun, draw: Draw) -> object:
        """What the input shows: what session state holds for it comes before its own first value."""
        seeded = self.put_there(page, draw.key) if draw.key is not None else None
        return first_value(draw) if seeded is None else seeded

    def put_there(self, page: PageRun, key: Key) -> object:
        """What the cell holds at the end of the first run; None where nothing is put there, UNKNOWN where it is not
        known what."""
        place = (page.name, key.text)
        if place not in self._seeds:
            self._seeds[place] = self._put_at_first(page, key)
        return self._seeds[place]

    def _put_at_first(self, page: PageRun, key: Key) -> object:
        held: object = None
        for effect in self._effects.of(self._effects.writes, key):
            write = effect.event
            if effect.page is not page or effect.callback is not None or write.form == "inside":
                continue
            rest = self._conditions.assuming(write.condition, dict(self._at_first(write.condition)))
            if rest is ALWAYS and (held is None or write.form != "setdefault"):
                held = self._at_first_value(write)
        return held

    def _at_first_value(self, write: StateWrite) -> object:
        """A constant, nothing in a list, or what an input begins with."""
        value = write.value
        if write.change is ItemsChange.EMPTIES:
            return []
        if isinstance(value, Known):
            return value.value
        draw = self._effects.draw_of(value) if isinstance(value, WidgetResult) else None
        return UNKNOWN if draw is None else first_value(draw)

    def _at_first(self, condition: Condition) -> Iterator[tuple[Variable, ValueSet]]:
        """How tests come out in a first run: nothing is there, nothing is clicked, nothing fails."""
        for test in self._conditions.tests(condition):
            variable = test.variable
            is_presence = isinstance(variable.subject, tuple) and variable.subject[0] == "key"
            if is_presence or self._flips.cause_of(variable) in (Cause.CLICK, Cause.FAILURE):
                yield variable, FALSE
            elif variable.aspect == "value" and variable.domain is None and (test.values & TRUE) is NOTHING:
                yield variable, TRUE


def container_of(page: PageRun, identity: Hashable) -> Container | None:
    """The container of that identity, if something is drawn in it."""
    around = (container for draw in page.trace.draws() for container in draw.containers)
    return next((one for one in around if isinstance(one, Container) and one.identity == identity), None)
