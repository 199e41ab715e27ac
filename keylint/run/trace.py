"""The trace of a symbolic run: what was drawn, read, written and left, in order, each with its condition and route."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, Literal, get_args

from keylint.run.values import NONE, Choice, Known
from keylint.streamlit.names import SUBMIT_BUTTON
from keylint.streamlit.traits import Entry, traits_of

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Scalar
    from keylint.findings import Location
    from keylint.run.keys import Key
    from keylint.run.values import Origin, Value
    from keylint.streamlit.data import CommandKind
    from keylint.streamlit.traits import Traits


# What is asked of the subject of a test.
Predicate = Literal[
    "true",
    "equals",  # the atom's `constant`
    "present",  # the key is in session state
    "some",  # an iterable is not empty
    "fails",  # an exception is raised
    "open",  # a dialog or lazy container
    "startswith",  # a key of session state begins with the `constant`
    "endswith",
]
# What can flip a test.
AtomKind = Literal["widget", "trigger", "state", "data", "environment", "exception"]
KINDS: tuple[AtomKind, ...] = get_args(AtomKind)


@dataclass(frozen=True, slots=True)
class Atom:
    """A test that decides a branch. Equal subjects and predicates are the same test.

    `options` are all values that the subject can have, where known.
    """

    subject: Hashable
    predicate: Predicate
    constant: Hashable = None
    kind: AtomKind = field(default="data", compare=False)
    origins: frozenset[Origin] = field(default=frozenset(), compare=False)
    options: tuple[Hashable, ...] | None = field(default=None, compare=False)
    location: Location | None = field(default=None, compare=False)

    def asking(self, predicate: Predicate, constant: Hashable = None) -> Atom:
        """Another test of the same subject."""
        return replace(self, predicate=predicate, constant=constant)


# How a run ends before the end of the script.
LeaveKind = Literal["stop", "rerun", "switch_page", "raise"]
# By what a statement leaves the code that it stands in.
Leaving = Literal[LeaveKind, "return", "break", "continue"]
GuardKind = Literal[Leaving, "if", "else", "case", "loop", "and", "or", "except", "comprehension"]


@dataclass(frozen=True, slots=True)
class Guard:
    """Why a statement may not be reached, for messages: the place of the test or of the statement that leaves.

    `condition` is what must hold to get past it.
    """

    kind: GuardKind
    location: Location
    condition: Condition


@dataclass(frozen=True, slots=True)
class Route:
    """The way to a statement: the page, then one step a call."""

    steps: tuple[tuple[Location, str], ...] = ()

    def into(self, location: Location, name: str) -> Route:
        return Route((*self.steps, (location, name)))


@dataclass(frozen=True, slots=True)
class Context:
    """What a statement stands in. `form` is the form's identity; `form_clears` its `clear_on_submit`.

    `loops` are the symbolic loops around the statement, outermost first; `closes_silently` says that the user can
    close the dialog without a run of the app, `dialog_call` where `st.dialog(…)` decorates its function, if it does;
    `catches_missing_key` says that a `try` around it catches a missing key.
    """

    route: Route = Route()
    form: Hashable = None
    form_clears: bool = False
    fragment: str | None = None
    dialog: str | None = None
    closes_silently: bool = False
    dialog_call: Location | None = None
    loops: tuple[Location, ...] = ()
    catches_missing_key: bool = False
    in_frame: bool = False
    function: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `order` counts from 0 within a trace."""

    order: int
    location: Location
    condition: Condition
    guards: tuple[Guard, ...]
    context: Context


@dataclass(frozen=True, slots=True)
class Draw(Event):
    """A call that draws something with an identity. `key` is None for an unkeyed one.

    `site` is where findings point: the innermost call site at which the key is known; `location` is the widget call.
    `parameters` are the arguments by parameter name; `spreads` says that arguments were passed that cannot be seen.
    `options` are the choices, where all are constants. `containers` are the containers around it, outermost first.
    `parameter_origins` says for each parameter what its value is made of, chosen by or filtered by.
    `callback_call` is the call that was written where a callback is wanted, when it gave None. `chosen` is the first
    value, where it is a list of constants. `bound_to` is the name that its result is given at once.
    """

    command: str
    kind: CommandKind
    key: Key | None
    site: Location
    label: str | None
    parameters: Mapping[str, Value] = field(hash=False)
    spreads: bool
    options: tuple[Scalar, ...] | None
    containers: tuple[Value, ...]
    parameter_origins: Mapping[str, frozenset[Origin]] = field(default_factory=dict, hash=False)
    callback_call: Location | None = None
    chosen: tuple[Scalar, ...] | None = None
    bound_to: str | None = None

    @property
    def traits(self) -> Traits:
        return traits_of(self.command)

    @property
    def submits_form(self) -> bool:
        return self.command == SUBMIT_BUTTON

    @property
    def is_silent(self) -> bool:
        """Whether the app hears nothing of what the user does there: a chart without `on_select`, a plain link."""
        name = self.traits.reports_by
        return name is not None and self.parameters.get(name, NONE) in (NONE, Known("ignore"))

    @property
    def holds_several(self) -> bool | None:
        """Whether the widget holds a list; None when that cannot be told."""
        mode = self.parameters.get("selection_mode")
        if mode is None:
            return self.traits.entry is Entry.OPTIONS
        return mode == Known("multi") if isinstance(mode, Known) else None


def always_chosen(traits: Traits, parameters: Mapping[str, Value]) -> bool:
    """Whether one of the options is chosen all the time, in a widget that takes one."""
    if not traits.begins_with_option:
        return parameters.get("required") == Known(True)
    index = parameters.get("index", Known(0))
    return all(inner != NONE for _, inner in index.alternatives) if isinstance(index, Choice) else index != NONE


ReadForm = Literal["item", "attribute", "get", "pop"]


@dataclass(frozen=True, slots=True)
class StateRead(Event):
    """A read of session state."""

    key: Key
    form: ReadForm

    @property
    def raises_if_missing(self) -> bool:
        """Whether the run fails here where the key is missing, and nothing catches that."""
        return self.form in ("item", "attribute") and not self.context.catches_missing_key


WriteForm = Literal[
    "item",
    "attribute",
    "setdefault",
    "update",
    "all",  # every key at once
    "inside",  # the object that the key holds was changed
]


class ItemsChange(Enum):
    """What a write does to the collection that the key holds. ADDS: an item is put into it, or another one in its
    place, and nothing is taken away. REMOVES: items are taken away. EMPTIES: there is nothing in it afterwards."""

    ADDS = auto()
    REMOVES = auto()
    EMPTIES = auto()


@dataclass(frozen=True, slots=True)
class StateWrite(Event):
    """A write. `part` is the key and the indices of what was changed, where all are known. `change` is what happens to
    the items of a collection, where that is known. `shared` is set where the value is an object of all sessions."""

    key: Key
    form: WriteForm
    value: Value
    value_origins: frozenset[Origin] = frozenset()
    part: Hashable = None
    change: ItemsChange | None = None
    shared: Shared | None = None


@dataclass(frozen=True, slots=True)
class StateDelete(Event):
    """A `del`, `pop` or `clear` (key `*`)."""

    key: Key


# What makes an object one for all sessions.
SharedKind = Literal[
    "module",  # it is a name of an imported module
    "class",  # an attribute of a class there
    "default",  # the default of a parameter of a function there
    "cache",  # a cached function gives it to every caller
    "package",  # it belongs to a package outside the app
]


@dataclass(frozen=True, slots=True)
class Shared:
    """An object, or a name, of which the server has one for all sessions.

    `name` is what the author calls it. `location` is where it is made, None where that is not seen.
    """

    name: str
    kind: SharedKind
    module: str
    location: Location | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SharedRead:
    """A place that looks at a shared object. `is_test` says that it does so to decide what to do; `function` is the
    function that it stands in, empty for the script or module itself."""

    location: Location
    function: str
    is_test: bool


# The methods of lists, sets and dicts that change them: those that put something in, and those that do not.
PuttingMethod = Literal["append", "appendleft", "add", "insert", "setdefault", "extend", "update"]
TakingMethod = Literal["remove", "pop", "popitem", "clear", "discard", "sort", "reverse"]
SharedForm = Literal[
    PuttingMethod,
    TakingMethod,
    "item",
    "attribute",
    "name",  # another object takes the place of the shared one
]


@dataclass(frozen=True, slots=True)
class SharedWrite(Event):
    """A change of a shared object.

    `value` is what goes in, None where nothing does, or more than one value. `key_origins` are those of the indices,
    and of the arguments of the cached function, by which the changed part was chosen. `is_update` says that the new
    value is computed from the old one (`+=`).
    """

    shared: Shared
    form: SharedForm
    value: Value | None
    value_origins: frozenset[Origin]
    key_origins: frozenset[Origin]
    is_update: bool


@dataclass(frozen=True, slots=True)
class Leave(Event):
    """A statement that ends the run. `query_params` are the known names of what `st.switch_page()` is given to put into
    the address, None where it is not given the argument. `reruns_fragment`: it stops the fragment, which runs again."""

    kind: LeaveKind
    query_params: tuple[str, ...] | None = None
    reruns_fragment: bool = False


Sink = Literal[
    "display",
    "chart",  # it goes to what draws charts
    "call",
    "cached",  # it goes to a cached function, which does no more than to give a result
    "write",
    "subset",  # it selects rows
    "test",
    "parameter",
]


@dataclass(frozen=True, slots=True)
class Use(Event):
    """A value that came from widgets or session state reached something that matters. `part` is the identity of what
    is read later where it is written to, if that is an attribute of something that nobody can look into."""

    origins: frozenset[Origin]
    sink: Sink
    detail: str = ""
    part: Hashable = None


@dataclass(frozen=True, slots=True)
class Round:
    """The round of a loop that stands for all of its rounds: the events from number `first` up to, and without, `end`.

    `location` is what `Context.loops` and the origins of the loop's elements name. `entry` are the runs that enter
    the loop,
    `again` those in which nothing in the round prevents another one. A `while` is recorded only where its test cannot
    fail.
    """

    location: Location
    first: int
    end: int
    entry: Condition
    again: Condition


@dataclass(slots=True, eq=False)
class Trace:
    """All that one page run, or one callback run, did."""

    events: list[Event] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    _draws: tuple[Draw, ...] = ()
    _looked_at: int = 0

    def draws(self) -> tuple[Draw, ...]:
        """The draws among the events. To be asked when the run is over: they are looked for once."""
        if self._looked_at != len(self.events):
            self._draws = tuple(event for event in self.events if isinstance(event, Draw))
            self._looked_at = len(self.events)
        return self._draws
