"""What keeps a widget's value while the widget is not drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.by_key import writes_by_key
from keylint.app.keymap import KeyMap, Widget, same_state
from keylint.app.once import once
from keylint.conditions.nodes import NEVER, Condition
from keylint.run.atoms import asking_for_items
from keylint.run.chosen_keys import where_passing
from keylint.run.keys import Key, constant_key
from keylint.run.trace import Atom, StateWrite
from keylint.run.values import (
    NONE,
    Choice,
    Origin,
    StateValue,
    Value,
    WidgetResult,
    in_order,
    known_text,
    value_origins,
)
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator

    from keylint.run.callbacks import CallbackRun
    from keylint.run.runs import PageRun

    Written = tuple[PageRun, CallbackRun | None, StateWrite]
    from keylint.run.trace import Draw


@dataclass(frozen=True, eq=False)
class KeepAlive:
    """An assignment of keys to themselves, and the runs of its page in which it keeps a given key."""

    page: PageRun
    write: StateWrite
    condition: Condition


@dataclass(frozen=True, eq=False)
class Shadow:
    """A widget whose value lives under another key.

    `restore` is the write that feeds the widget's key from it, None when a parameter does. `save` writes it from the
    widget.
    """

    permanent: str
    restore: StateWrite | None
    save: StateWrite


def persistence(draw: Draw) -> str | None:
    """The value of `persist_state`: "session", "page", "unknown", or None when it is not given."""
    given = draw.parameters.get("persist_state")
    if given is None or given == NONE:
        return None
    text = known_text(given)
    return text if text is not None else "unknown"


def is_bound(draw: Draw) -> bool:
    """Whether `bind="query-params"` is given, or perhaps given."""
    given = draw.parameters.get("bind")
    return given is not None and given != NONE


def keeps_itself(draw: Draw, scope: str) -> bool:
    """Whether a parameter keeps the value: in `scope` "page" while hidden there, in "session" on other pages too."""
    kept = persistence(draw)
    if kept in ("session", "unknown") or is_bound(draw) or draw.spreads:
        return True
    return kept == "page" and scope == "page"


def keep_alives(keymap: KeyMap, page: PageRun, key: str) -> Iterator[KeepAlive]:
    """The keep-alives of a page's own run that mean the key."""
    for write in _keep_alive_writes(page):
        condition = covering(keymap, write, key)
        if keymap.possible(condition):
            yield KeepAlive(page, write, condition)


@once
def writes_of(page: PageRun) -> tuple[StateWrite, ...]:
    """The writes of a page's own run, in order."""
    return tuple(event for event in page.trace.events if isinstance(event, StateWrite))


@once
def _keep_alive_writes(page: PageRun) -> tuple[StateWrite, ...]:
    return tuple(write for write in writes_of(page) if is_keep_alive(write))


def is_keep_alive(write: StateWrite) -> bool:
    return write.form == "all" or same_state(write.value, write.key)


def covering(keymap: KeyMap, write: StateWrite, key: str) -> Condition:
    """The runs in which the write keeps `key`, given that the key is there."""
    conditions = keymap.conditions
    condition = write.condition
    if write.key.text != key and not write.key.may_equal(constant_key(key)):
        return NEVER
    identities = {hole.identity for hole in write.key.holes}
    own = ("key", write.key), ("key", constant_key(key))
    answers: list[tuple[Atom, bool]] = []
    atoms = keymap.hider.atoms(condition)
    of_loops = asking_for_items(atoms)
    for atom in atoms:
        if atom.subject in identities:
            continue  # a test of the key itself
        if identities and (atom in of_loops or _is_looked_for(keymap, atom, identities)):
            # A list of keys that is made while the app runs is taken to hold the key: what is unknown is not missing.
            answers.append((atom, True))
        elif atom.predicate == "present" and (atom.subject in own or _is_made_beside(keymap, atom, key)):
            answers.append((atom, True))
        elif atom.kind == "exception":
            answers.append((atom, False))
        elif atom.origins == frozenset({Origin("state", constant_key(key))}) and atom.predicate in ("true", "equals"):
            # `if st.session_state.get(key):` asks for a value; there is one to lose.
            answers.append((atom, atom.predicate == "true"))
    return where_passing(keymap.app.conditions, conditions.where(condition, answers), write.key, key, otherwise=True)


def _is_made_beside(keymap: KeyMap, atom: Atom, key: str) -> bool:
    """Whether the test asks for a key of the app's own that a page makes which draws the widget, and that stays: where
    the widget has a value, it is there."""
    match atom.subject:
        case ("key", Key() as other) if other.text not in keymap.widget_keys and other.text not in keymap.deletes:
            drawing = {widget.page for widget in keymap.widgets_of(key)}
            return any(page in drawing for page, _, _ in keymap.writes.get(other.text, ()))
    return False


def _is_looked_for(keymap: KeyMap, atom: Atom, identities: Collection[Hashable]) -> bool:
    """Whether the test asks if a key is in a list that is not known."""
    parts = keymap.app.conditions.parts(atom.subject) if isinstance(atom.subject, int) else ()
    return parts[:1] == ("in",) and parts[1] in identities


def kept_everywhere(keymap: KeyMap, page: PageRun, key: str) -> bool:
    """Whether every run of the page keeps the key alive."""
    covered = NEVER
    for keep_alive in keep_alives(keymap, page, key):
        covered = keymap.conditions.either(covered, keep_alive.condition)
    return not keymap.possible(keymap.conditions.without(page.universe, covered))


def kept_while_hidden(keymap: KeyMap, widget: Widget) -> bool:
    """Whether keep-alives run in every hidden run and, before the widget, in every run that draws it."""
    conditions = keymap.conditions
    before = after = NEVER
    for keep_alive in keep_alives(keymap, widget.page, widget.key):
        after = conditions.either(after, keep_alive.condition)
        if keep_alive.write.order < widget.first.order:
            before = conditions.either(before, keep_alive.condition)
    hidden_without = conditions.without(widget.hiding.plain, after)
    drawn_without = conditions.without(widget.hiding.drawn, before)
    return not keymap.possible(hidden_without) and not keymap.possible(drawn_without)


def initial_value(keymap: KeyMap, draw: Draw) -> Value | None:
    """What is given as `value=`, `index=` or `default=`."""
    command = command_at(draw.command, keymap.versions.newest)
    name = command.initial_parameter if command else None
    return draw.parameters.get(name) if name else None


def restored_from(keymap: KeyMap, draw: Draw, page: PageRun) -> dict[str, StateWrite | None]:
    """The other state keys that feed the widget when it is drawn: through its key (the write) or a parameter (None)."""
    assert draw.key is not None
    found: dict[str, StateWrite | None] = {}
    given = initial_value(keymap, draw)
    for origin in in_order(_origins(given)):
        if origin.kind == "state" and isinstance(origin.detail, Key) and origin.detail.text != draw.key.text:
            found[origin.detail.text] = None
    for event in writes_by_key(page.trace).alike(draw.key):
        if event.order < draw.order and not is_keep_alive(event):
            for origin in in_order(event.value_origins):
                if origin.kind == "state" and isinstance(origin.detail, Key) and origin.detail.text != draw.key.text:
                    found.setdefault(origin.detail.text, event)
    return found


def saved_to(keymap: KeyMap, widget: Widget) -> dict[str, tuple[StateWrite, CallbackRun | None]]:
    """The other state keys that the widget's value is written to, by the page's run or by a callback: the first write
    of each."""
    found: dict[str, tuple[StateWrite, CallbackRun | None]] = {}
    for _, callback, write in writes_from(keymap, widget.key):
        found.setdefault(write.key.text, (write, callback))
    return found


def writes_from(keymap: KeyMap, key: str) -> list[Written]:
    """The writes of what the key holds, or of what is made of it, under other keys."""
    return keymap.about(_writes_by_source).get(key, [])


def _writes_by_source(keymap: KeyMap) -> dict[str, list[Written]]:
    found: dict[str, list[Written]] = {}
    for text, entries in keymap.writes.items():
        for page, callback, write in entries:
            for source in dict.fromkeys(map(_source, in_order(write.value_origins))):
                if source is not None and source != text:
                    found.setdefault(source, []).append((page, callback, write))
    return found


def comes_from(origin: Origin, key: str) -> bool:
    """Whether an origin is the widget or the state of that key."""
    return _source(origin) == key


def _source(origin: Origin) -> str | None:
    """The key of which an origin is the widget or the state, if it is of one."""
    is_value = origin.kind in ("widget", "state", "upload")
    return origin.detail.text if is_value and isinstance(origin.detail, Key) else None


def is_value_itself(value: Value, key: str) -> bool:
    """Whether a value is what the widget of that key gives, or may be that: not something that is made of it."""
    match value:
        case Choice(alternatives=alternatives):
            return any(is_value_itself(inner, key) for _, inner in alternatives)
        case WidgetResult(key=Key() as own) | StateValue(key=own):
            return own.text == key
    return False


def shadow_of(keymap: KeyMap, widget: Widget) -> Shadow | None:
    """The other key that the widget's value lives under: saved to it, and restored from it before or as it is drawn."""
    shadow = _shadow_in_any_run(keymap, widget)
    if shadow is None or shadow.restore is None or restored_too_early(keymap, widget, shadow.restore) is None:
        return shadow
    return None


def restored_too_early(keymap: KeyMap, widget: Widget, restore: StateWrite) -> StateWrite | None:
    """A write that restores the widget's key where it is missing, in runs that do not draw the widget.

    When the widget returns, its key is there from an earlier run: the browser draws the default all the same, and
    sends that. Only a restore that happens whether the key is there or not, right before the widget, holds.
    """
    if not is_seed(keymap, restore):
        return None
    for page, callback, write in keymap.writes.get(widget.key, ()):
        if callback is not None or not is_seed(keymap, write) or not _comes_from_other_state(write, widget.key):
            continue
        elsewhere = page is not widget.page and all(other.page is not page for other in keymap.widgets_of(widget.key))
        while_hidden = page is widget.page and keymap.possible(
            keymap.conditions.both(where_missing(keymap, write), widget.hiding.plain)
        )
        if elsewhere or while_hidden:
            return write
    return None


def _comes_from_other_state(write: StateWrite, key: str) -> bool:
    return any(
        origin.kind == "state" and isinstance(origin.detail, Key) and origin.detail.text != key
        for origin in write.value_origins
    )


def where_missing(keymap: KeyMap, write: StateWrite) -> Condition:
    """The runs that reach the write, whatever they find under the key."""
    condition = write.condition
    for atom in keymap.hider.atoms(condition):
        if atom.predicate == "present" and atom.subject == ("key", write.key):
            condition = keymap.conditions.restrict(condition, atom, False)
    return condition


def _shadow_in_any_run(keymap: KeyMap, widget: Widget) -> Shadow | None:
    saved = saved_to(keymap, widget)
    if not saved:
        return None
    for draw in widget.draws:
        sources = restored_from(keymap, draw, widget.page)
        for permanent in sorted(sources.keys() & saved.keys(), key=lambda key: (saved[key][0].form == "inside", key)):
            save, _ = saved[permanent]
            return Shadow(permanent, sources[permanent], save)
    return None


def is_seed(keymap: KeyMap, write: StateWrite) -> bool:
    """Whether the write only happens where the key is missing."""
    return write.form == "setdefault" or keymap.about(_Seeding).is_below(write.condition, write.key)


class _Seeding:
    """Which conditions ask for a missing key, remembered: many rules ask the same of the same writes."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._known: dict[tuple[Condition, Key], bool] = {}

    def is_below(self, condition: Condition, key: Key) -> bool:
        """Whether no run with that key meets the condition."""
        asked = (condition, key)
        if asked not in self._known:
            self._known[asked] = any(
                atom.predicate == "present"
                and atom.subject == ("key", key)
                and not self._keymap.conditions.overlap(condition, self._keymap.conditions.atom(atom))
                for atom in self._keymap.hider.atoms(condition)
            )
        return self._known[asked]


def _origins(value: Value | None) -> frozenset[Origin]:
    return frozenset() if value is None else value_origins(value)
