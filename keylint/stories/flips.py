"""What makes a test come out differently in a later run: between two runs nothing changes by itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from keylint.conditions.assumptions import Assumption
from keylint.conditions.nodes import ALWAYS
from keylint.conditions.questions import Answer
from keylint.conditions.values import FALSE, NOTHING, TRUE, only
from keylint.run.atoms import variable_of
from keylint.run.cells import Cell
from keylint.run.computing import UNKNOWN
from keylint.run.keys import Hole, Key
from keylint.run.trace import Atom, Draw, StateDelete, StateWrite
from keylint.run.values import Choice, Known, Origin, in_order
from keylint.stories.comparisons import comparison_of, holding, outcome, step_of, value_with
from keylint.stories.example_values import first_value
from keylint.stories.possible_values import possible_values
from keylint.stories.tested_values import is_compared, is_in, named_in
from keylint.stories.writing import Writing
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Mapping

    from keylint.conditions.deciding import Model
    from keylint.conditions.formulas import Conditions
    from keylint.conditions.nodes import Condition, Variable
    from keylint.conditions.questions import Questions
    from keylint.conditions.values import ValueSet
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Event
    from keylint.stories.comparisons import Comparison
    from keylint.stories.effects import Effect, Effects


# What the user opens or sets without a widget of Streamlit's own that a draw tells of.
_UNSEEN_CONTROLS = frozenset({"container", "component"})


# A flip on the way to another one, and how the tests of the page come out before it.
Stage: TypeAlias = "tuple[Flip, Model]"
# Whether what writes or deletes a cell does more to what a story is about.
TakesAlong: TypeAlias = "Callable[[StateWrite | StateDelete], bool]"


def takes_nothing(_: StateWrite | StateDelete) -> bool:
    """As `TakesAlong`, where that does not matter."""
    return False


class Cause(Enum):
    """What flips a test. WIDGET: the user gives a widget another value. CLICK: a button, for one run. STATE: the app
    writes or deletes a cell. DATA: something outside the app changes. FAILURE: what failed works again. NOTHING: it
    stays as it is for the session."""

    WIDGET = "widget"
    FAILURE = "failure"
    CLICK = "click"
    STATE = "state"
    DATA = "data"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Flip:
    """A variable that has one of the values `to` in the later run, and what does that: a draw, a write, or nothing
    seen. `stages` are what leads there where it takes several writes, of which `by` is the last. `is_counted`: the
    write counts, and may count past these values."""

    variable: Variable
    cause: Cause
    to: ValueSet
    by: Event | None = None
    stages: tuple[Stage, ...] = field(default=(), compare=False)
    is_counted: bool = False

    @property
    def is_weak(self) -> bool:
        return self.cause is Cause.DATA


@dataclass(frozen=True, eq=False, slots=True)
class Held:
    """What session state holds, by the identity of the value, and how comparisons of it come out; None where that
    cannot be said."""

    values: Mapping[Hashable, object]
    outcomes: dict[Variable, bool | None] = field(default_factory=dict)

    def value_of(self, identity: Hashable) -> object:
        return self.values.get(identity, UNKNOWN)


class Flips:
    """Answers for one app."""

    def __init__(self, effects: Effects, conditions: Conditions, questions: Questions) -> None:
        self._effects = effects
        self._conditions = conditions
        self._questions = questions
        self.writing = Writing(effects, conditions)
        self._causes: dict[Variable, Cause] = {}
        self._assumed: dict[int, tuple[Model, Assumption, Held]] = {}
        self._held: dict[frozenset[tuple[Hashable, object]], Held] = {}
        self._compared: dict[Condition, tuple[tuple[Variable, Comparison], ...]] = {}
        self._ended: dict[CallbackRun, tuple[StateWrite, ...]] = {}

    def cause_of(self, variable: Variable) -> Cause:
        """What can flip the variable at all, whatever the run."""
        known = self._causes.get(variable)
        if known is None:
            known = self._causes[variable] = self._cause_of(_atom(variable))
        return known

    def _cause_of(self, atom: Atom) -> Cause:
        if atom.kind == "environment":
            return Cause.NOTHING
        if atom.kind == "exception":
            return Cause.FAILURE
        if atom.kind == "trigger":
            return Cause.CLICK
        if atom.kind == "data":
            return Cause.DATA
        if atom.kind == "widget":
            return Cause.WIDGET
        keys = list(_state_keys(atom))
        draws = [effect for key in keys for effect in self._effects.of(self._effects.draws, key)]
        if draws and atom.predicate != "present":
            kinds = {effect.event.kind for effect in draws}
            return Cause.CLICK if kinds <= {"trigger"} else Cause.WIDGET
        if draws:
            return Cause.STATE
        changes = [effect for key in keys for effect in self._effects.of(self._effects.writes, key)]
        gone = [effect for key in keys for effect in self._effects.deletes_of(key)]
        return Cause.STATE if changes or gone else Cause.NOTHING

    def flip(
        self, page: PageRun, variable: Variable, now: Model, later: ValueSet, takes_along: TakesAlong = takes_nothing
    ) -> Flip | None:
        """What can give the variable one of the later values after a run of the page with the values `now`: best a
        write or a deletion that takes nothing else along."""
        cause = self.cause_of(variable)
        atom = _atom(variable)
        if cause is Cause.NOTHING:
            return None
        if cause is Cause.FAILURE:
            return Flip(variable, cause, later) if now.get(variable) is TRUE else None
        if cause in (Cause.WIDGET, Cause.CLICK):
            draws = (draw for draw in self.controls(page, atom) if self.can_run(draw.condition, now))
            draw = next((draw for draw in draws if self._can_be_given(draw, variable, later)), None)
            if draw is not None or any(origin.kind in _UNSEEN_CONTROLS for origin in atom.origins):
                return Flip(variable, cause, later, draw)
            return self._by_state(page, atom, now, later, takes_along)
        by_state = self._by_state(page, atom, now, later, takes_along)
        if cause is Cause.STATE:
            return by_state
        return by_state if by_state is not None and not by_state.is_weak else Flip(variable, Cause.DATA, later)

    def _can_be_given(self, draw: Draw, variable: Variable, later: ValueSet) -> bool:
        """Whether the user can give the input such a value: not nothing, where something stays chosen, and no number
        beyond its bounds."""
        is_chosen = draw.traits.entry in (Entry.OPTION, Entry.MARK)
        if later == only((None,)) and not is_chosen and first_value(draw) is not None:
            return False
        possible = possible_values(draw, named_in(self._conditions, variable, later))
        if possible is None:
            return True
        if any(is_in(self._conditions, variable, draw, value, later) is not False for value in possible.values):
            return True
        return not possible.are_all and not is_compared(self._conditions, variable, draw)

    def controls(self, page: PageRun, atom: Atom) -> Iterator[Draw]:
        """The widgets of the page whose value the atom tests."""
        for origin in in_order(atom.origins):
            if origin.kind not in ("widget", "trigger", "component", "state", "upload", "container"):
                continue
            if isinstance(origin.detail, Key):
                # Patterns of one text may stand for several keys: the very one comes first.
                found = self._effects.of(self._effects.draws, origin.detail)
                effects = sorted(found, key=lambda effect: effect.event.key != origin.detail)
            else:
                effects = self._effects.draws_without_key.get(origin.detail, [])  # type: ignore[call-overload]
            yield from (effect.event for effect in effects if effect.page is page)

    def _by_state(self, page: PageRun, atom: Atom, now: Model, later: ValueSet, takes_along: TakesAlong) -> Flip | None:
        """A write or a deletion that gives the cell such a value."""
        weak: Flip | None = None
        counted: Flip | None = None
        other: Flip | None = None
        stepped: Flip | None = None
        variable = variable_of(self._conditions, atom)
        is_bound = comparison_of(self._conditions, atom.subject) is not None
        for key in _state_keys(atom):
            if atom.predicate != "present":
                # What has a value is there: who only writes where nothing is does not change it.
                now = {**now, **dict.fromkeys(self.presence(key), TRUE)}
            for effect in self._effects.of(self._effects.writes, key):
                if _is_elsewhere(effect.event, atom):
                    continue
                write = self.as_in(effect.event, key, variable, now)
                fits = self.writing.fits(write, key, atom, later)
                counts = not is_bound and bool(step_of(self._conditions, effect.event.value, key))
                is_counted = counts and not (isinstance(write.value, Known) and fits)
                if is_counted:
                    fits = self.writing.fits(effect.event, key, atom, later)
                if fits is None or effect.page is not page or not self.is_run(effect, now):
                    continue
                flip = Flip(variable, Cause.STATE, _given_by(write, variable, later), effect.event)
                if not fits:
                    weak = weak or Flip(variable, Cause.DATA, later, effect.event)
                elif is_counted:
                    counted = counted or replace(flip, is_counted=True)
                elif takes_along(effect.event):
                    other = other or flip
                elif counts:
                    stepped = stepped or flip  # what sets the value itself is told in fewer words
                else:
                    return flip
            if (later & FALSE) is not NOTHING:
                for gone in self._effects.deletes_of(key):
                    if gone.page is not page or not self.is_run(gone, now):
                        continue
                    if not takes_along(gone.event):
                        return Flip(variable, Cause.STATE, later, gone.event)
                    other = other or Flip(variable, Cause.STATE, later, gone.event)
        return stepped or other or counted or weak

    def presence(self, key: Key) -> Iterator[Variable]:
        """The variables of whether the key is there, and what holds it."""
        for one in (key, key.root) if isinstance(key, Cell) else (key,):
            here = Atom(("key", one), "present", kind="state", origins=frozenset({Origin("state", one)}))
            yield variable_of(self._conditions, here)

    def is_run(self, effect: Effect[StateWrite] | Effect[StateDelete], now: Model) -> bool:
        """Whether the event happens in such a run when something is clicked, or in a callback of what is drawn."""
        if effect.callback is not None:
            return any(self.can_run(draw.condition, now) for draw in effect.callback.draws)
        return self.can_run(effect.event.condition, now)

    def is_ended_by(self, callback: CallbackRun, now: Model) -> bool:
        """Whether the callback, whenever it is called, gives some state another value than it has in `now`: the run
        after it is another one."""
        ends = self._ended.get(callback)
        if ends is None:
            ends = self._ended[callback] = tuple(
                event
                for event in callback.trace.events
                if isinstance(event, StateWrite)
                and event.condition is ALWAYS
                and event.form in ("item", "attribute")
                and isinstance(event.value, Known)
                and event.key.constant is not None
            )
        last = {event.key: event.value for event in ends}
        held = ((_held_by(variable), values) for variable, values in now.items() if last)
        return any(
            isinstance(given := last.get(key), Known) and given.value not in values for key, values in held if key
        )

    def can_run(self, condition: Condition, now: Model) -> bool:
        """Whether the condition can hold with these values, and with whatever a click does."""
        kept = self._assumed.get(id(now))
        if kept is None or kept[0] is not now:
            known = {variable: values for variable, values in now.items() if self.cause_of(variable) is not Cause.CLICK}
            held = {variable.subject: one for variable, values in now.items() for one in only_value(variable, values)}
            alike = self._held.setdefault(frozenset(held.items()), Held(held))
            kept = self._assumed[id(now)] = now, Assumption(self._conditions, known), alike
        comes_out = dict(self._computed(condition, kept[2])) if kept[2].values else {}
        if comes_out:
            condition = self._conditions.assuming(condition, comes_out)
        return self._questions.possible(kept[1].of(condition)) is not Answer.NO

    def _computed(self, condition: Condition, held: Held) -> Iterator[tuple[Variable, ValueSet]]:
        """How the comparisons of a condition come out where session state holds these values."""
        compared = self._compared.get(condition)
        if compared is None:
            compared = self._compared[condition] = tuple(self._comparisons_in(condition))
        for variable, comparison in compared:
            if variable not in held.outcomes:
                held.outcomes[variable] = outcome(self._conditions, comparison, held.value_of)
            comes_out = held.outcomes[variable]
            if comes_out is not None:
                yield variable, only((comes_out,))

    def _comparisons_in(self, condition: Condition) -> Iterator[tuple[Variable, Comparison]]:
        for variable in dict.fromkeys(test.variable for test in self._conditions.tests(condition)):
            comparison = comparison_of(self._conditions, variable.subject)
            if comparison is not None:
                yield variable, comparison

    def copied(self, now: Model) -> Model:
        """A copy of the values, of which what has been asked is known."""
        copy = dict(now)
        kept = self._assumed.get(id(now))
        if kept is not None and kept[0] is now:
            self._assumed[id(copy)] = copy, *kept[1:]
        return copy

    def as_in(self, write: StateWrite, key: Key, variable: Variable, now: Model) -> StateWrite:
        """The write of a key with what its value can be after a run with these values: a constant where it is computed
        from the one that `variable` says the key holds."""
        if not isinstance(write.value, Choice):
            held = only_value(variable, now[variable]) if variable in now and _held_by(variable) == key else ()
            if not held or write.form == "inside" or isinstance(write.value, Known):
                return write
            made = value_with(self._conditions, write.value, holding(self._conditions, key, held[0]))
            return replace(write, value=Known(made)) if isinstance(made, (str, int, float)) else write
        left = tuple(one for one in write.value.alternatives if self.can_run(one[0], now))
        return replace(write, value=Choice(left)) if left else write


def _given_by(write: StateWrite, variable: Variable, later: ValueSet) -> ValueSet:
    """Which of the later values of session state it has after the write."""
    given = later & only((write.value.value,)) if isinstance(write.value, Known) else NOTHING
    return later if given is NOTHING or _held_by(variable) is None else given


def _atom(variable: Variable) -> Atom:
    atom = variable.about
    assert isinstance(atom, Atom)
    return atom


def _held_by(variable: Variable) -> Key | None:
    """The key whose value the variable is; None where it is something else."""
    match variable.aspect, variable.subject:
        case "value", ("state", Key() as key, 0):
            return key
    return None


def only_value(variable: Variable, values: ValueSet) -> tuple[object, ...]:
    """The value of a key of session state, where it is one constant; nothing where it is not."""
    is_one = not values.truthy and not values.falsy and len(values.exceptions) == 1
    return tuple(values.exceptions) if is_one and _held_by(variable) is not None else ()


def _state_keys(atom: Atom) -> Iterator[Key]:
    """The cells that the atom is about, the innermost first: a field is not written by what writes another one."""
    keys = [
        origin.detail for origin in in_order(atom.origins) if origin.kind == "state" and isinstance(origin.detail, Key)
    ]
    cells = [key for key in keys if isinstance(key, Cell)]
    yield from cells
    roots = {cell.root for cell in cells}
    yield from (key for key in keys if key not in cells and key not in roots)
    yield from (key for key in keys if key in roots)


def _is_elsewhere(write: StateWrite, atom: Atom) -> bool:
    """Whether an object is changed in another part than the one that is tested; a write of the very part has its own
    event."""
    cells = [origin.detail for origin in atom.origins if origin.kind == "state" and isinstance(origin.detail, Cell)]
    if write.form != "inside" or write.key in cells or not cells:
        return False
    match write.part:
        case (Key() as holder, *steps):
            path = (*(holder.path if isinstance(holder, Cell) else ()), *(step for step in steps if step is not None))
            is_known = not any(isinstance(step, Hole) for step in path)
            return is_known and not any(_is_in(cell, path) for cell in cells)
    return False


def _is_in(cell: Cell, path: tuple[object, ...]) -> bool:
    """Whether the cell is inside of what the path leads to; an index that only the run knows may lead there."""
    steps = zip(cell.path, path, strict=False)
    return len(path) < len(cell.path) and all(isinstance(own, Hole) or own == step for own, step in steps)
