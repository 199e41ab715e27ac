"""The values that the symbolic run computes with: what is known of a Python value, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from keylint.run.cells import QUERY_PARAMETERS, Cell
from keylint.run.compounds import Compound, hash_once
from keylint.run.keys import Hole
from keylint.run.ordering import text_of

if TYPE_CHECKING:
    from collections.abc import Hashable
    from pathlib import Path

    from keylint.conditions.nodes import Condition
    from keylint.facts.expressions import Expression, Lambda, Scalar
    from keylint.facts.statements import Class, Function
    from keylint.findings import Location, Span
    from keylint.run.compounds import Extent
    from keylint.run.keys import Key
    from keylint.run.opaque_reasons import OpaqueReason


# The user, through the draw whose key or, without one, place is the origin's `detail`.
InputKind = Literal["widget", "trigger", "upload", "component"]
OriginKind = Literal[
    InputKind,
    "state",  # the key `detail`
    "part",  # of an object in session state: `detail` is its key and the indices
    "key",  # any key of session state, in the loop `detail`
    "data",  # anything outside the app
    "environment",  # fixed while the process runs
    "unstable",  # another value on every run
    "element",  # of the loop `detail`
    "position",  # in the loop `detail`
    "exception",  # a failure
    "container",  # the user, by opening a lazy container
    "filter",  # rows or items were picked by the widget or the state key `detail`
]


OF_LOOPS: frozenset[OriginKind] = frozenset({"element", "position"})


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value comes from."""

    kind: OriginKind
    detail: Hashable = None


NO_ORIGINS: frozenset[Origin] = frozenset()


@lru_cache(maxsize=50_000)
def in_order(origins: frozenset[Origin]) -> tuple[Origin, ...]:
    """The origins in an order that is the same in every process: what is said must not depend on how texts hash."""
    known: dict[int, str] = {}
    return tuple(sorted(origins, key=lambda origin: text_of(origin, known))) if len(origins) > 1 else tuple(origins)


@dataclass(frozen=True, slots=True)
class Known:
    """A constant."""

    value: Scalar


@dataclass(frozen=True, slots=True)
class Text:
    """A string of which parts are known."""

    key: Key


@dataclass(frozen=True, slots=True)
class Truth:
    """The result of a test: true exactly under the condition."""

    condition: Condition
    origins: frozenset[Origin] = NO_ORIGINS


CollectionKind = Literal["list", "tuple", "set"]
ItemsKind = Literal[CollectionKind, "slice"]


@dataclass(frozen=True, slots=True)
class Items(Compound):
    """A tuple, the content of a list or a set, or the bounds of a slice. When not `complete`, more items may follow."""

    kind: ItemsKind
    elements: tuple[Value, ...]
    complete: bool = True

    def __hash__(self) -> int:
        return hash_once(self, self.kind, self.elements, self.complete)


@dataclass(frozen=True, slots=True)
class Table(Compound):
    """The content of a dict. When not `complete`, there may be more entries."""

    entries: tuple[tuple[Value, Value], ...]
    complete: bool = True

    def __hash__(self) -> int:
        return hash_once(self, self.entries, self.complete)


ReferenceKind = Literal["list", "set", "dict", "instance"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A list, set or dict, or an instance of a class of the app; its content lives in the store. `extent` is that of
    what it held when it was made. `behind`: what `super()` gives, the instance as its classes after that one see it."""

    identity: Hashable
    kind: ReferenceKind
    class_: ClassValue | None = None
    extent: Extent | None = field(default=None, repr=False, compare=False)
    behind: ClassValue | None = None


@dataclass(frozen=True, slots=True)
class StreamlitValue:
    """The module streamlit, or something in it by its dotted name: "", "text_input", "sidebar", "session_state"."""

    name: str
    receiver: Container | None = None


@dataclass(frozen=True, slots=True)
class Container:
    """A container. `reports_opening` says that `.open` tells whether the user has it open (a lazy container).

    `clears` is a form's `clear_on_submit`.
    """

    identity: Hashable
    command: str
    location: Location
    reports_opening: bool = False
    is_form: bool = False
    clears: bool = False


@dataclass(frozen=True, slots=True)
class PageValue:
    """What `st.Page` gives: a file or a function of the app; `target` is None when neither is known, and `missing` the
    name of a file that is not there.

    `identity` is the same in every run of the app, where functions are made anew, and wherever the page is made: two
    calls of `st.Page` for one file and one address, as for users of two roles, make one page. `title` is what it calls
    the page.
    """

    target: Path | FunctionValue | None = field(compare=False)
    is_default: bool = field(compare=False)
    identity: Hashable
    location: Location = field(compare=False)
    title: str | None = field(default=None, compare=False)
    missing: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class NavigationValue:
    """What `st.navigation` gives in the run of one page: calling `.run()` runs that page, or nothing for None."""

    page: PageValue | None


# What a decorator makes of a function.
Role = Literal[
    "fragment",
    "dialog",
    "watched",  # beside "dialog": the app runs when it is closed
    "cached",
    "shared",  # beside "cached": every caller gets the same object
    "remembered",  # by one of Python's own caches
    "property",
    "classmethod",
    "staticmethod",
    "contextmanager",
]


@dataclass(frozen=True, slots=True)
class FunctionValue(Compound):
    """A function, a lambda or a method of the app; its place in the source identifies it.

    `defaults` are the values of parameters, by name, as they were when the function was made.
    """

    definition: Function | Lambda = field(compare=False)
    span: Span
    module: Path
    scope: int
    roles: frozenset[Role] = frozenset()
    bound: Value | None = None
    defaults: tuple[tuple[str, Value], ...] = ()

    def __hash__(self) -> int:
        return hash_once(self, self.span, self.module, self.scope, self.roles, self.bound, self.defaults)


@dataclass(frozen=True, slots=True)
class ClassValue(Compound):
    """A class of the app; the scope of its body identifies it. `order`: what `lineage` has found when it was asked."""

    definition: Class = field(compare=False)
    span: Span
    module: Path
    scope: int
    bases: tuple[Value, ...] = field(default=(), compare=False)
    order: tuple[ClassValue, ...] | None = field(default=None, init=False, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class BoundBuiltin(Compound):
    """A method of a value whose class is not the app's: `names.append`, `"a".join`."""

    base: Value
    name: str
    expression: Expression = field(compare=False)


@dataclass(frozen=True, slots=True)
class Partial(Compound):
    function: Value
    positional: tuple[Value, ...]
    keywords: tuple[tuple[str, Value], ...]

    def __hash__(self) -> int:
        return hash_once(self, self.function, self.positional, self.keywords)


@dataclass(frozen=True, slots=True)
class ModuleValue:
    """A module of the app."""

    path: Path


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the app, by its dotted name: "uuid.uuid4", "builtins.len", "pandas"."""

    name: str


@dataclass(frozen=True, slots=True)
class WidgetResult:
    """What a widget call returned. `kind` is that of its Origin; `options` are the choices, where known.

    `several` says that the value is a list of choices.
    """

    identity: Hashable
    kind: InputKind
    key: Key | None
    site: Location
    options: tuple[Scalar, ...] | None
    several: bool = False


@dataclass(frozen=True, slots=True)
class StateValue:
    """What session state holds under a key, or in a cell below it. `seed` is what the app itself put there, when that
    is an object or a function; `also` are other origins of the value, such as the loop that it is an item of."""

    identity: Hashable
    key: Key
    seed: Value | None = field(default=None, compare=False)
    also: frozenset[Origin] = field(default=frozenset(), compare=False)

    @property
    def origins(self) -> frozenset[Origin]:
        """The place itself, and for a part of an object the key that holds the object, with the way into it."""
        origins = {Origin("state", self.key)} | self.also
        if isinstance(self.key, Cell):
            origins.add(Origin("state", self.key.root))
            if not any(isinstance(step, Hole) for step in self.key.path):
                origins.add(Origin("part", (self.key.root, *self.key.path)))
            if self.key.root == QUERY_PARAMETERS:
                origins.add(Origin("data", "query_params"))
        return frozenset(origins)


@dataclass(frozen=True, slots=True)
class Choice(Compound):
    """One of several values, each under its condition."""

    alternatives: tuple[tuple[Condition, Value], ...]

    def __hash__(self) -> int:
        return hash_once(self, self.alternatives)


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that is not known, and why. Equal identities are equal values within a run."""

    identity: Hashable
    origins: frozenset[Origin]
    reason: OpaqueReason


Value = (
    Known
    | Text
    | Truth
    | Items
    | Table
    | Reference
    | StreamlitValue
    | Container
    | PageValue
    | NavigationValue
    | FunctionValue
    | ClassValue
    | BoundBuiltin
    | Partial
    | ModuleValue
    | External
    | WidgetResult
    | StateValue
    | Choice
    | Opaque
)

NONE = Known(None)
# What can grow by being made of itself.
MADE_OF_OTHERS = (Compound, Reference, StateValue, PageValue, NavigationValue)

# Stands before the factory that makes the default of a dataclass's field, in a Partial.
FACTORY = External("keylint.factory")
# What `auto()` gives, until the class is there whose member gets a value by it.
AUTO = External("keylint.auto")
# Stands before a generator function that `contextmanager` decorates and its arguments, in a Partial, until `with`
# runs it.
MANAGER = External("keylint.manager")


def value_origins(value: Value) -> frozenset[Origin]:
    """The origins of a value by itself; what a list or dict holds is for the run to know."""

    match value:
        case Opaque(origins=origins) | Truth(origins=origins):
            return origins
        case StateValue():
            return value.origins
        case WidgetResult(kind=kind, key=key, site=site):
            return frozenset({Origin(kind, key or site)})
        case Text(key=key):
            return frozenset(origin for hole in key.holes for origin in hole.origins)
        case Items(elements=elements):
            return frozenset(origin for element in elements for origin in value_origins(element))
        case Choice(alternatives=alternatives):
            return frozenset(origin for _, inner in alternatives for origin in value_origins(inner))
        case _:
            return frozenset()


def identity_of(value: Value) -> Hashable:
    """Equal identities are equal values within one run."""
    if isinstance(value, (WidgetResult, StateValue, Opaque)):
        return value.identity
    return value


def identities_in(identity: Hashable) -> set[Hashable]:
    """The identities of all values that a value of this one may be."""
    return {identity_of(one) for _, one in identity.alternatives} if isinstance(identity, Choice) else {identity}


def known_text(value: Value | None) -> str | None:
    """The text that a value is for certain; None where it is another kind of value, or may be another one."""
    return value.value if isinstance(value, Known) and isinstance(value.value, str) else None
