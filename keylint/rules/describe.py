"""How findings speak: of conditions, routes, places and versions, in words that a data scientist reads once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.app.clicks import where_none
from keylint.findings import Related, Role
from keylint.run.cells import Cell
from keylint.run.keys import Key
from keylint.run.trace import Draw
from keylint.run.values import in_order
from keylint.streamlit.behaviour import PERSIST_STATE
from keylint.streamlit.commands import first_version_with
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from keylint.app.keymap import KeyMap, Widget
    from keylint.conditions.nodes import Condition
    from keylint.run.trace import Atom, AtomKind, Context, Guard, GuardKind
    from keylint.run.values import Origin

_ONLY_WHEN: dict[GuardKind, str] = {
    "if": "shown only when this is true",
    "else": "shown only when this is not true",
    "case": "shown only in this case",
    "and": "shown only when this is true",
    "or": "shown only when this is not true",
    "loop": "shown once for each item of this, so not for an item that is gone",
    "comprehension": "shown once for each item of this, so not for an item that is gone",
    "except": "shown only when something fails",
    "return": "not shown in runs that return here",
    "raise": "not shown in runs that raise here",
    "stop": "not shown in runs that stop here",
    "rerun": "not shown in runs that start again here",
    "switch_page": "not shown in runs that leave the page here",
    "break": "not shown in rounds after this",
    "continue": "not shown in rounds that end here",
}


def hidden_because(keymap: KeyMap, guard: Guard) -> Related:
    """The place that makes a widget conditional, with who can flip it."""
    reason = _ONLY_WHEN[guard.kind]
    flippers = flipped_with(keymap, guard)
    return Related(guard.location, f"{reason}; {flippers}" if flippers else reason, Role.CAUSE)


def flipped_with(keymap: KeyMap, guard: Guard) -> str | None:
    """What flips a guard: the widgets, buttons and state keys that its test depends on."""
    atoms = keymap.conditions.atoms(guard.condition)
    for kind, words in _FLIPPERS.items():
        chosen = [atom for atom in atoms if keymap.kind_of(atom) == kind]
        if kind == "trigger" and not _is_decided_without(keymap, guard.condition, chosen):
            continue  # what a click has brought about stays
        names = dict.fromkeys(_name(origin) for atom in chosen for origin in _named(atom.origins))
        named = [f"`{name}`" for name in names if name]
        if chosen:
            return words[0].format(" and ".join(named[:2])) if named else words[1]
    return None


def _is_decided_without(keymap: KeyMap, condition: Condition, clicks: list[Atom]) -> bool:
    """Whether nothing but the click makes the difference, in the run that follows it."""
    calm = where_none(keymap, condition, clicks)
    return not keymap.possible(calm) or not keymap.possible(calm.negation)


_FLIPPERS: dict[AtomKind, tuple[str, str]] = {
    "widget": ("the user can change it with {}", "the user can change it"),
    "trigger": ("it is true for one run, after a click on {}", "it is true for one run, after a click"),
    "state": ("it depends on session state {}", "it depends on session state"),
    "data": ("it depends on {}", "it depends on data"),
}


def _named(origins: frozenset[Origin]) -> list[Origin]:
    """The origins that say most: of a part of an object the part, not the key that holds the object."""
    ordered = in_order(origins)
    holders = {origin.detail.root for origin in ordered if isinstance(origin.detail, Cell)}
    return [origin for origin in ordered if origin.detail not in holders]


def _name(origin: Origin) -> str | None:
    if isinstance(origin.detail, Key) and not origin.detail.is_unkeyed:
        return origin.detail.text
    return None


def route_of(draw: Draw, page: str) -> tuple[str, ...]:
    """The way from the page to the widget: the page, then each function that was called."""
    return (page, *steps_of(draw.context))


def steps_of(context: Context) -> tuple[str, ...]:
    return tuple(f"{name}()" for _, name in context.route.steps)


def drawn_here(draw: Draw) -> tuple[Related, ...]:
    """The widget call itself, when the finding points at the call of a wrapper."""
    return (
        ()
        if draw.site == draw.location
        else (Related(draw.location, f"st.{draw.command} is called here", Role.WIDGET),)
    )


def persist_advice(keymap: KeyMap, widget: Widget | Draw, scope: str) -> str:
    """What to do about a lost value, on every version that the project allows."""
    since = first_version_with(widget.command, "persist_state")
    target = keymap.target.clause
    if since is None:
        return "copy what you need into another session-state key as soon as the widget returns it"
    if keymap.versions.all_from(since):
        return f'add persist_state="{scope}" (Streamlit ≥ {version_label(since)}; {target})'
    draw = widget if isinstance(widget, Draw) else widget.first
    # Within a form, Streamlit takes callbacks of submit buttons alone.
    callback = "on_change" if draw.context.form is None else "the on_click of the form's submit button"
    return (
        f"keep the value under another key: copy it there in {callback}, and assign it back right before the widget; "
        f'or require Streamlit ≥ {version_label(max(since, PERSIST_STATE))} and add persist_state="{scope}" ({target})'
    )


def a_or_an(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def called(draw: Draw) -> str:
    """What to call a widget in a sentence: its key, else its label, else the command."""
    if draw.key is not None and not draw.key.is_unknown and not draw.key.is_unkeyed:
        return f"'{draw.key.text}'"
    return f"'{draw.label}'" if draw.label else f"this {draw.command}"
