"""Whose value follows whose: the input that an origin stands for, and what is drawn for one of its values only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.conditions.nodes import NEVER
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Hashable

    from keylint.app.keymap import KeyMap
    from keylint.run.trace import Draw
    from keylint.run.values import Origin


def owner_of(origin: Origin) -> Hashable:
    """The text of the key, or without one the place, of the widget that a value comes from."""
    return getattr(origin.detail, "text", origin.detail)


def owner(draw: Draw) -> Hashable:
    """What the origins of its value say of a widget."""
    return draw.site if draw.key is None else draw.key.text


def drawn_for_one_value(keymap: KeyMap, other: Draw, draw: Draw) -> bool:
    """Whether the widget is drawn only for one value of the other input, so that it goes when that changes."""
    conditions = keymap.conditions
    for atom in keymap.hider.atoms(draw.condition):
        if {owner_of(origin) for origin in atom.origins} == {owner(other)} and atom.predicate in ("equals", "true"):
            holds = conditions.implies(draw.condition, conditions.atom(atom))
            fails = conditions.implies(conditions.both(draw.condition, conditions.atom(atom)), NEVER)
            if (holds and atom.predicate == "equals") or (_is_switch(other) and (holds or fails)):
                return True
    return False


def _is_switch(draw: Draw) -> bool:
    """Whether it is on or off."""
    return draw.kind == "trigger" or draw.traits.entry is Entry.TRUTH
