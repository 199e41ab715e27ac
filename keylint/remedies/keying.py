"""Repairs of inputs without a key: a key that nothing else in the app uses, and what keeps the value under it."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.app.keymap import Widget
from keylint.remedies.resets import hidden_by_keeping
from keylint.remedies.shadow import shadow_with_key
from keylint.repairs import PREFIX, GiveKey, Refusal, Repair
from keylint.run.cells import Cell
from keylint.run.keys import Key, constant_key
from keylint.run.trace import Draw, StateDelete, StateRead, StateWrite
from keylint.streamlit.commands import first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from keylint.app.keymap import KeyMap
    from keylint.findings import Location
    from keylint.run.runs import PageRun

# Shorter names say little: `x`, `v2`.
_SHORTEST_NAME = 3
_LONGEST_NAME = 40
_MOST_ALIKE = 40
_NO_WORD = re.compile(r"\W+|_+")
_CONFIRMS = re.compile(r"(?i)(?<![a-z])confirm")


def give_key(keymap: KeyMap, page: PageRun, draws: Sequence[Draw], scope: str) -> Repair | Refusal:
    """The repair of the input that these calls of a page draw; never safe: nobody has said that it is to be kept."""
    keys = keymap.about(NewKeys)
    reason = next((reason for draw in draws if (reason := keys.obstacle(page, draw))), None)
    if reason is not None:
        return Refusal(reason)
    key = keys.of(draws[0].location)
    if key is None:
        return Refusal("the app may use whatever its key could be called")
    keyed = tuple(replace(draw, key=constant_key(key)) for draw in draws)
    widget = Widget(key, page, keyed, keymap.hider)
    resets = hidden_by_keeping(keymap, key, [(page, draw) for draw in draws])
    if resets.obstacle is not None:
        return Refusal(resets.obstacle)
    match keymap.fix_strategy:
        case "persist":
            return resets.told_in(_persist(keymap, widget, scope))
        case "shadow":
            return resets.told_in(shadow_with_key(keymap, widget), is_copied=True)
        case "keep-alive":
            return Refusal("it has no key that could be kept alive")
    persisted = _persist(keymap, widget, scope)
    if isinstance(persisted, Repair):
        return resets.told_in(persisted)
    return resets.told_in(shadow_with_key(keymap, widget), is_copied=True)


def _persist(keymap: KeyMap, widget: Widget, scope: str) -> Repair | Refusal:
    since = first_version_with(widget.command, "persist_state")
    if since is None:
        return Refusal(f"st.{widget.command} has no persist_state")
    if not keymap.versions.all_from(since):
        return Refusal(f"persist_state needs Streamlit {version_label(since)}, and {keymap.target.admits}")
    title = f'add key="{widget.key}" and persist_state="{scope}" (Streamlit ≥ {version_label(since)}; '
    steps = tuple(GiveKey(draw.location, widget.key, scope) for draw in widget.draws)
    return Repair(f"{title}{keymap.target.clause})", False, steps, since)


class NewKeys:
    """The keys that the inputs of an app would get, each its own; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self._draws: dict[Location, list[tuple[PageRun, Draw]]] = defaultdict(list)
        for page in keymap.app.pages:
            for draw in keymap.value_draws(page):
                self._draws[draw.location].append((page, draw))
        used = dict.fromkeys(_keys_in(keymap))
        self._taken = {key.root.text if isinstance(key, Cell) else key.text for key in used}
        self._patterns = [key for key in used if key.constant is None and key.is_telling]
        self._made: dict[Location, str | None] = {}
        for place in sorted(self._draws):
            draw = self._draws[place][0][1]
            if draw.key is None and draw.kind == "value":
                self._made[place] = self._new(draw)

    def of(self, place: Location) -> str | None:
        """The key that the input at a call would get; None where the app may use whatever it could be called."""
        return self._made.get(place)

    def obstacle(self, page: PageRun, draw: Draw) -> str | None:
        """Why a call cannot be given a key; None when nothing speaks against it."""
        own = self._draws[draw.location]
        if any(other.key is not None for _, other in own):
            return "some runs give it a key"
        if draw.spreads:
            return "the widget is given arguments that cannot be seen"
        if draw.context.loops or sum(other is page for other, _ in own) > 1:
            return "its call is come to several times, in a loop or through a helper, and one key may not do for all"
        if not draw.context.in_frame and len(own) > 1:
            return "several pages draw it, and with one key they would share its value"
        if _CONFIRMS.search(draw.label or ""):
            return "its label says that it confirms something, which is to be confirmed anew each time"
        return None

    def _new(self, draw: Draw) -> str | None:
        return next((name for name in _candidates(draw) if self._take(name)), None)

    def _take(self, name: str) -> bool:
        for each in (name, PREFIX + name):
            if each in self._taken or any(pattern.may_equal(constant_key(each)) for pattern in self._patterns):
                return False
        self._taken.add(name)
        return True


def _keys_in(keymap: KeyMap) -> Iterator[Key]:
    """Every key that the app draws, reads, writes or deletes."""
    for page in keymap.app.pages:
        for _, trace in keymap.traces(page):
            for event in trace.events:
                if isinstance(event, (Draw, StateRead, StateWrite, StateDelete)) and event.key is not None:
                    yield event.key


def _candidates(draw: Draw) -> Iterator[str]:
    """Names for a key, the best first: what the value is called, what the user reads, then with a number."""
    bound, label = _name_of(draw.bound_to or ""), _name_of(draw.label or "")
    names = [name for name in (bound, label) if len(name) >= _SHORTEST_NAME] or [draw.command]
    yield from names
    yield from (f"{names[0]}_{number}" for number in range(2, _MOST_ALIKE + 1))


def _name_of(text: str) -> str:
    """A text as a name: its words in small letters, as many as there is room for."""
    name = ""
    for word in _NO_WORD.split(text.lower()):
        if word and len(name) + len(word) < _LONGEST_NAME:
            name = f"{name}_{word}" if name else word
    return name
