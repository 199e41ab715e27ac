"""What a repair does to a program, said without syntax: plain values, which `keylint.fixes` turns to edits.

A step names places of the source by their spans, which come from the facts; the text around them is for the fixes to
respect.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from keylint.findings import Location

    Version = tuple[int, int, int]


PREFIX = "_"
"""What the private key of a widget starts with, when its value lives under the key without it."""


@dataclass(frozen=True, slots=True)
class SetText:
    """Gives the call at `call` the argument `parameter="text"`, or changes the one that it has."""

    call: Location
    parameter: str
    text: str


@dataclass(frozen=True, slots=True)
class SetCode:
    """The same with `parameter=code`, which is code that reads alike in every file."""

    call: Location
    parameter: str
    code: str


@dataclass(frozen=True, slots=True)
class GiveKey:
    """Gives the widget at `call`, which has none, the key `key`, and `persist_state` with that `scope`."""

    call: Location
    key: str
    scope: str


@dataclass(frozen=True, slots=True)
class RemoveArgument:
    """Takes `parameter` away from the call; `positional` are the parameters that may be passed by position."""

    call: Location
    parameter: str
    positional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassCallback:
    """Turns the call at `called`, written where a callback is wanted, into the function and its `args=`, `kwargs=`."""

    called: Location


@dataclass(frozen=True, slots=True)
class Guard:
    """Puts the statements from the one at `first` to the one at `last` under `if key in st.session_state:`.

    `access` is a read or write of the session-state key to test, `where_missing` makes it `not in`.
    """

    first: Location
    last: Location
    access: Location
    where_missing: bool = False


@dataclass(frozen=True, slots=True)
class RenameTested:
    """Replaces the key text `old` by `new` in the test at `test`."""

    test: Location
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Home:
    """Where the fixes of an app have their helper.

    `entrypoint` is the app's script, from whose folder all its `files` can import. `file` is the one that the user
    wants it in, if any, and `name` what it is called.
    """

    entrypoint: str
    files: tuple[str, ...]
    file: str | None = None
    name: str = "kept"

    @property
    def is_alone(self) -> bool:
        """Whether the app has no other file than its script."""
        return len(self.files) == 1


FirstValueKind = Literal["none", "truth", "text", "whole", "fraction", "several"]


@dataclass(frozen=True, slots=True)
class Shadow:
    """Lets the value of the widget at `call` live under its key, and the widget itself under a private one.

    `initial` is the parameter that gives the first value, which it does if `has_initial`, `options` the one that gives
    the choices, `positional` the parameters that may be passed by position. `is_seeded` says that the key is there in
    every run that draws the widget. `drop` are arguments to take away, `add` such to give instead. `has_callback` says
    that the call has a callback, which runs after the save. `kind` is what is known of the first value that is given.
    `holds_several` says that the widget holds a list. `home` is where the helper is. `new_key` is the key that
    it is to have, where it has none yet.
    """

    call: Location
    command: str
    positional: tuple[str, ...]
    initial: str | None
    options: str | None
    has_initial: bool = False
    is_seeded: bool = False
    drop: tuple[str, ...] = ()
    add: tuple[str, ...] = ()
    has_callback: bool = False
    kind: FirstValueKind | None = None
    holds_several: bool = False
    home: Home = Home("", ())
    new_key: str | None = None


@dataclass(frozen=True, slots=True)
class Submit:
    """A submit button's call, and the keys that the widget's call draws in its form, or in its forms.

    `one_a_form` says that it draws only one of them in each.
    """

    call: Location
    keys: tuple[str, ...]
    one_a_form: bool


@dataclass(frozen=True, slots=True)
class ShadowInForm:
    """The same inside a form: `submits` are its submit buttons, which save the value."""

    widget: Shadow
    submits: tuple[Submit, ...]


@dataclass(frozen=True, slots=True)
class SeedInstead:
    """Gives the key its first value through session state, and takes it away from the call."""

    widget: Shadow


@dataclass(frozen=True, slots=True)
class Follow:
    """Assigns `key`, that of `widget`, after the assignment at `write` to the state that the widget is given."""

    widget: Shadow
    key: str
    write: Location


@dataclass(frozen=True, slots=True)
class KeepAlive:
    """Assigns `key` to itself at the top of the script `path`."""

    path: str
    key: str


@dataclass(frozen=True, slots=True)
class Spread:
    """How a widget comes by its key, first value and callback: the app's function called at `call` gives them, and `**`
    passes them on.

    `restore` is the assignment that gives the widget its value, `save` the one in the callback, None where submit
    buttons save it instead; `seed` is the one that gives the key its first value, if one does. `writes` are all that
    the function and the callback make, `widget` is the widget without them. `is_seeded` says that the app gives the
    first value, `index` is the place of that among the options, where it has one.
    `by_state` says that the key gets its first value through session state, as other code assigns it, too.
    """

    call: Location
    restore: Location
    save: Location | None
    seed: Location | None
    writes: tuple[Location, ...]
    widget: Shadow
    index: int | None = None
    by_state: bool = False


@dataclass(frozen=True, slots=True)
class Adopt:
    """Gives the widget at `call` the key `key`, which has held its value, and `persist_state`.

    `old` is the widget's key so far. Where the call computes its key, the code of the new one stands in the access to
    session state at `access`. `fed` is the parameter that the value came by, if one did: it goes, or, where the key may
    still be missing (`is_seeded` is false), keeps the default of the `.get` in it. `whole` asks for `step=1`, so that a
    number_input without a first value gives whole numbers. `saves` says that its callback saves the value: the callback
    goes if it does nothing else; with `alone` it does so for other widgets too, and only this one does without.
    `spread` says that a function of the app gives the call its arguments. `submits` are the calls of the submit buttons
    whose callbacks save the value, which go as its own does.
    """

    call: Location
    positional: tuple[str, ...]
    old: str
    key: str
    scope: str
    access: Location | None = None
    fed: str | None = None
    is_seeded: bool = False
    whole: bool = False
    saves: bool = False
    alone: bool = False
    spread: Spread | None = None
    submits: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Unwind:
    """Takes a workaround away: `adopted` widgets take over, `writes` and calls of `helpers` go.

    `writes` are assignments to session state, `helpers` calls of functions that do nothing but assign, `notes` calls
    that note a key and give it back, or only note it, and `stores` the keys of what they note it in, which nothing may
    use afterwards. What is empty or unused then goes too: blocks, functions, their imports.
    """

    adopted: tuple[Adopt, ...]
    writes: tuple[Location, ...]
    helpers: tuple[Location, ...] = ()
    notes: tuple[Location, ...] = ()
    stores: tuple[str, ...] = ()


Step = (
    SetText
    | SetCode
    | GiveKey
    | RemoveArgument
    | PassCallback
    | Guard
    | RenameTested
    | Shadow
    | ShadowInForm
    | SeedInstead
    | Follow
    | KeepAlive
    | Unwind
)


@dataclass(frozen=True, slots=True)
class Repair:
    """Steps that together repair a finding. Safe: what was reported is mended and nothing else changes.

    `since` is the oldest Streamlit that the repaired app runs on, where it ran on older ones before, and the project
    does not require it yet.
    """

    title: str
    safe: bool
    steps: tuple[Step, ...]
    since: Version | None = None

    @property
    def new_keys(self) -> tuple[str, ...]:
        """The keys that it gives to inputs without one."""
        given = (step.key if isinstance(step, GiveKey) else getattr(step, "new_key", None) for step in self.steps)
        return tuple(key for key in given if key is not None)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is repaired, as a clause: "the key is deleted elsewhere"."""

    reason: str
