"""Acts of the user that show because Streamlit drops a value, and that a kept value would hide.

A widget that begins anew takes the first value that it is given then: from an object that a button has reset, or from a
preset that was chosen meanwhile. One that keeps its value does not begin anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.dialogs import openers
from keylint.app.identity import begins_otherwise
from keylint.app.keeping import is_keep_alive, is_seed
from keylint.app.owners import drawn_for_one_value, owner, owner_of
from keylint.findings import Location
from keylint.remedies.deletes import Deletes
from keylint.remedies.obstacles import draws_of
from keylint.repairs import Refusal, Repair
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.values import in_order
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Sequence

    from keylint.app.keymap import KeyMap
    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Event, StateWrite
    from keylint.run.values import Origin, OriginKind

    Drawn = tuple[PageRun, Draw]

_BY_INPUT: frozenset[OriginKind] = frozenset({"widget", "filter", "component", "upload", "container"})
_FROM_OUTSIDE: frozenset[OriginKind] = frozenset({"data", "upload"})


@dataclass(frozen=True, slots=True)
class Resets:
    """What a kept value would hide. `obstacle` is the clause that forbids keeping it, where the app itself has the act.

    Else `costs` says in a clause what may no longer show, and `deletes` the same of what Streamlit keeps only.
    """

    obstacle: str | None = None
    costs: str | None = None
    deletes: str | None = None

    def told_in(self, repair: Repair | Refusal, *, is_copied: bool = False) -> Repair | Refusal:
        """The repair; one that hides something is unsafe, and its title says so. `is_copied` says that the value lives
        under a key of the app's own, which is gone when it is deleted."""
        costs = [each for each in (self.costs, None if is_copied else self.deletes) if each is not None]
        if not costs or isinstance(repair, Refusal):
            return repair
        return replace(repair, title="; ".join((repair.title, *costs)), safe=False)


def resets_of(keymap: KeyMap, key: str) -> Resets:
    """The acts that a repair of this key would hide."""
    return keymap.about(_Known).of(key)


def hidden_by_keeping(keymap: KeyMap, key: str, drawn: Sequence[Drawn]) -> Resets:
    """The same of widgets that may have no key yet; `key` is what the origins of their values say."""
    search = _Search(keymap, {key, *(owner(draw) for _, draw in drawn)}, drawn)
    obstacle = search.obstacle()
    if obstacle is not None:
        return Resets(obstacle)
    costs = None
    if any(draw.context.form is not None and draw.context.form_clears for _, draw in drawn):
        costs = "its form, which clears itself, then shows again what was submitted"
    elif search.is_from_outside:
        costs = "its first value comes from outside the app, and a later change there then no longer shows"
    return Resets(None, costs, keymap.about(Deletes).beside(key, drawn))


class _Known:
    """The acts, by key; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._found: dict[str, Resets] = {}

    def of(self, key: str) -> Resets:
        if key not in self._found:
            self._found[key] = hidden_by_keeping(self._keymap, key, draws_of(self._keymap, key))
        return self._found[key]


@dataclass(slots=True)
class _Search:
    """Goes back from the first value of the widgets `drawn`, whose values are `own`, to what changes it."""

    keymap: KeyMap
    own: Collection[Hashable]
    drawn: Sequence[Drawn]
    is_from_outside: bool = False
    _seen: set[Origin] = field(default_factory=set)

    def obstacle(self) -> str | None:
        """The first act of the app's own that changes the first value, as a clause."""
        if self._is_of_records():
            return "what is kept of one dialog would show in the next, which is for something else"
        pending = list(self._firsts())
        parts = {origin.detail for origin in pending if origin.kind == "part"}
        while pending:
            origin = pending.pop(0)
            if origin in self._seen or owner_of(origin) in self.own:
                continue
            self._seen.add(origin)
            if origin.kind in _FROM_OUTSIDE and origin.detail != "query_params":
                self.is_from_outside = True
            place = self._input(origin) or self._click(origin) or self._item(origin)
            if place is not None:
                return f"what it begins with depends on {place}, and a kept value would not follow that"
            if origin.kind != "state" or not isinstance(origin.detail, Key) or isinstance(origin.detail, Cell):
                continue
            for page, callback, write in self.keymap.events_of(self.keymap.writes, origin.detail):
                if not self._changes(origin.detail, write, parts):
                    continue
                if self._is_act(page, callback, write):
                    return f"what it begins with is set at {_at(write)}, and a kept value would not follow that"
                if not is_seed(self.keymap, write):
                    pending += in_order(write.value_origins)
                    pending += self._asked(write)
        return None

    def _is_of_records(self) -> bool:
        """Whether dialogs begin otherwise, or buttons for many records open one: what is kept of one record would show
        in the dialog of the next."""
        fields = [(page, draw) for page, draw in self.drawn if draw.context.dialog is not None]
        if any(begins_otherwise(self.keymap, one, other) for (_, one), (_, other) in combinations(fields, 2)):
            return True
        return any(opener.context.loops for page, draw in fields for opener in openers(self.keymap, page, draw))

    def _firsts(self) -> Iterator[Origin]:
        """Where the first values come from: what the calls are given, and what the key is given where it is missing."""
        for _, draw in self.drawn:
            command = command_at(draw.command, self.keymap.versions.newest)
            if command is not None and command.initial_parameter is not None:
                yield from in_order(draw.parameter_origins.get(command.initial_parameter, frozenset()))
        keys = {draw.key for _, draw in self.drawn if draw.key is not None and draw.key.constant is not None}
        for key in sorted(keys, key=lambda key: key.text):
            for _, callback, write in self.keymap.events_of(self.keymap.writes, key):
                if callback is None and is_seed(self.keymap, write) and not is_keep_alive(write):
                    yield from in_order(write.value_origins)

    def _input(self, origin: Origin) -> str | None:
        """The other input whose value is that, with its place, if it can change while the widget stays the same."""
        if origin.kind not in (*_BY_INPUT, "state") or origin.kind == "upload":
            return None
        for page, draw in _inputs(self.keymap):
            if owner(draw) == owner_of(origin):
                own = [each for where, each in self.drawn if where is page]
                if not own or not all(drawn_for_one_value(self.keymap, draw, each) for each in own):
                    return f"{_named(draw)} ({_at(draw)})"
        return None

    def _click(self, origin: Origin) -> str | None:
        if origin.kind != "trigger":
            return None
        for _, draw in _inputs(self.keymap):
            if owner(draw) == owner_of(origin):
                return f"{_named(draw)} ({_at(draw)})"
        return None

    def _item(self, origin: Origin) -> str | None:
        """The loop for whose items one key stands: a dialog that is opened for one record or another."""
        is_one_key = all(draw.key is None or draw.key.constant is not None for _, draw in self.drawn)
        if origin.kind != "element" or not isinstance(origin.detail, Location) or not is_one_key:
            return None
        return f"the item of the loop at {origin.detail.path}:{origin.detail.span.line}"

    def _changes(self, key: Key, write: StateWrite, parts: Collection[Hashable]) -> bool:
        """Whether the write may give another first value; what the widget itself saves there does not."""
        if is_keep_alive(write) or any(owner_of(origin) in self.own for origin in write.value_origins):
            return False
        if write.form != "inside" or write.part is None or write.key != key:
            return True
        known = [part for part in parts if isinstance(part, tuple) and part[:1] == (key,)]
        return not known or any(_overlap(part, write.part) for part in known)

    def _is_act(self, page: PageRun, callback: CallbackRun | None, write: StateWrite) -> bool:
        """Whether the user makes the write happen: by a click, an edit, or by opening another page."""
        if callback is not None or on_click(self.keymap, write.condition):
            return True
        return not is_seed(self.keymap, write) and all(page is not own for own, _ in self.drawn)

    def _asked(self, write: StateWrite) -> Iterator[Origin]:
        """What decides whether the write happens."""
        for atom in self.keymap.hider.atoms(write.condition):
            if atom.predicate != "present" and atom.kind != "exception":
                yield from in_order(atom.origins)


def _overlap(part: tuple[Hashable, ...], other: Hashable) -> bool:
    """Whether one of two parts of an object is the other one, or in it; None in the other is any."""
    return not isinstance(other, tuple) or all(two in (one, None) for one, two in zip(part, other, strict=False))


def _inputs(keymap: KeyMap) -> Iterator[Drawn]:
    for page in keymap.app.pages:
        for draw in page.trace.draws():
            if not draw.traits.hands_out_file and not draw.is_silent:
                yield page, draw


def _named(draw: Draw) -> str:
    """What to call an input: its key, its label, else the command."""
    if draw.key is not None and draw.key.constant is not None and not draw.key.is_unkeyed:
        return f"'{draw.key.text}'"
    return f"'{draw.label}'" if draw.label else f"st.{draw.command}"


def _at(event: Event) -> str:
    place: Location = event.location
    return f"{place.path}:{place.span.line}"
