"""Widgets without a key: Streamlit tells them apart by their parameters, and so does what stands for the key of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.run.execution.domains import join_keys, key_of
from keylint.run.execution.iteration import items_of
from keylint.run.keys import UNKEYED, Key, constant_key
from keylint.run.values import NONE, Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.findings import Location
    from keylint.run.execution.machine import Machine
    from keylint.run.values import Value
    from keylint.streamlit.commands import Command


def key_of_parameters(machine: Machine, command: Command, parameters: Mapping[str, Value], location: Location) -> Key:
    """What stands for the key of a widget that has none: equal for calls of which Streamlit makes one widget.

    That is so on one page alone, unless the entrypoint draws it around every page. Where not all of its parameters are
    known, only the same call makes the same widget.
    """
    known: list[str] = []
    is_known = True
    for name in sorted(parameters):
        if name == "label" or not command.identifies(name, keyed=False):
            continue
        text = _text_of(machine, parameters[name])
        is_known = is_known and text is not None
        known.append(f"{name}={text}")
    label = key_of(machine, parameters.get("label", NONE))
    page = "every page" if machine.context.in_frame else str(machine.number)
    place = (
        ""
        if is_known and label.constant is not None
        else f"{location.path}:{location.span.line}:{location.span.column}"
    )
    form = repr(machine.context.form) if machine.context.form is not None else ""
    told = UNKEYED.join((page, command.name, form, place, *known))
    return join_keys((constant_key(f"{UNKEYED}{told}{UNKEYED}"), label, constant_key(UNKEYED)))


def _text_of(machine: Machine, value: Value) -> str | None:
    """A value as a text, where all of it is constant."""
    if isinstance(value, Known):
        return repr(value.value)
    items = items_of(machine, value)
    if items is None or not all(isinstance(element, Known) for element in items.elements):
        return None
    return repr([element.value for element in items.elements if isinstance(element, Known)])
