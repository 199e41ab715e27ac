"""Inputs without a key that the user hides, told by conditions alone: of the very many of them no story is looked for.

What hides one is another input of its page, a menu for instance, or another page. What the app's state or data hides is
left to who asks for evidence: whether that can be undone takes a story.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from keylint.app.clicks import on_click
from keylint.app.keeping import initial_value
from keylint.conditions.nodes import NEVER
from keylint.run.values import Known, value_origins
from keylint.streamlit.commands import command_at

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.app.hiding import Hiding
    from keylint.app.keymap import KeyMap
    from keylint.conditions.nodes import Condition
    from keylint.run.runs import PageRun
    from keylint.run.trace import Draw, Guard
    from keylint.run.values import Value


@dataclass(frozen=True, eq=False)
class Forgetful:
    """An input without a key, by the calls that draw it on a page, and what hides it: `guard`, or the opening of
    `other`, another page."""

    page: PageRun
    draws: tuple[Draw, ...]
    guard: Guard | None = None
    other: PageRun | None = None


class Unkeyed:
    """The inputs of an app that have no key; make it with `KeyMap.about`."""

    def __init__(self, keymap: KeyMap) -> None:
        self._keymap = keymap
        self._hiding: dict[tuple[PageRun, Condition], Hiding | None] = {}

    def forgetful(self) -> Iterator[Forgetful]:
        """Those that start afresh when the user comes back to them."""
        for page in self._keymap.app.pages:
            other = next((one for one in self._keymap.app.pages if one.name != page.name), None)
            for draws in inputs_of(self._keymap, page):
                first = draws[0]
                if first.context.dialog is not None or on_click(self._keymap, first.condition):
                    continue
                if not all(_starts_afresh(self._keymap, draw) for draw in draws):
                    continue
                hiding = self._hidden(page, draws)
                if hiding is not None:
                    yield Forgetful(page, draws, guard=hiding.guard)
                elif other is not None and not first.context.in_frame:
                    yield Forgetful(page, draws, other=other)

    def _hidden(self, page: PageRun, draws: tuple[Draw, ...]) -> Hiding | None:
        """When the user hides the input by other inputs of its page; None where they do not."""
        conditions = self._keymap.conditions
        drawn = conditions.any_of(draw.condition for draw in draws)
        if (page, drawn) not in self._hiding:
            self._hiding[page, drawn] = self._asked(page, draws, drawn)
        return self._hiding[page, drawn]

    def _asked(self, page: PageRun, draws: tuple[Draw, ...], drawn: Condition) -> Hiding | None:
        hider = self._keymap.hider
        if self._keymap.conditions.without(page.universe, drawn) is NEVER or not hider.atoms_of("widget", drawn):
            return None
        hiding = hider.hiding_of(page, draws)
        return hiding if hiding.is_hidden and hider.differ_only_in(("widget",), hiding.drawn, hiding.plain) else None


def inputs_of(keymap: KeyMap, page: PageRun) -> Iterator[tuple[Draw, ...]]:
    """The inputs without a key of a page, each with the calls that draw it: equal ones are one widget."""
    found: dict[Hashable, list[Draw]] = {}
    for draw in keymap.value_draws(page):
        if draw.key is None and draw.kind == "value" and not draw.spreads and draw.parameters.get("disabled") != _OFF:
            found.setdefault(_identity(keymap, draw), []).append(draw)
    yield from map(tuple, found.values())


_OFF = Known(True)


def _identity(keymap: KeyMap, draw: Draw) -> Hashable:
    """What is equal for calls of one widget: the parameters, or, where one of them is not known, the call."""
    command = command_at(draw.command, keymap.versions.newest)
    if command is None:
        return draw.location
    known: list[Hashable] = [draw.command, draw.context.form]
    for name in sorted(draw.parameters):
        if not command.identifies(name, keyed=False):
            continue
        value = draw.parameters[name]
        if name == command.options_parameter and draw.options is not None:
            known.append(draw.options)
        elif name == command.initial_parameter and draw.chosen is not None:
            known.append(draw.chosen)
        elif isinstance(value, Known):
            known.append((name, type(value.value), value.value))
        else:
            return draw.location
    return tuple(known)


def _starts_afresh(keymap: KeyMap, draw: Draw) -> bool:
    """Whether nothing tells it its last value when it returns: no state, no data, no other input."""
    given: Value | None = initial_value(keymap, draw)
    return given is None or all(origin.kind == "environment" for origin in value_origins(given))
