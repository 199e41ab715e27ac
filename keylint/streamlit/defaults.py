"""Which initial values Streamlit takes for none given, and when one says more than where the widget begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.streamlit.traits import Entry, traits_of

if TYPE_CHECKING:
    from collections.abc import Collection


def is_as_if_absent(command: str, value: object) -> bool:
    """Whether this constant, as the initial value of `st.<command>`, is the same to Streamlit as none.

    Beside a value from session state Streamlit says nothing of it then. Observed by running 1.28 to 1.67.
    """
    if value is None:
        return True
    absent = traits_of(command).nothing
    return value == absent and type(value) is type(absent)  # `checkbox(value=0)` is not `value=False` to it


def decides_more(command: str, value: object, given: Collection[str]) -> bool:
    """Whether the number `value` decides, beside where the widget begins, what kind of number it takes.

    `given` are the other parameters of the call. Observed by running 1.28 to 1.67: without the value, and whatever
    session state holds, a slider without limits runs from 0 to 100 in whole numbers, and a number input without
    limits and step takes fractions.
    """
    traits = traits_of(command)
    if traits.entry is Entry.NUMBER:
        return isinstance(value, int) and not {"min_value", "max_value", "step"} & set(given)
    if traits.entry is Entry.SCALE and not traits.lists_options:
        return not isinstance(value, int) and not {"min_value", "max_value"} <= set(given)
    return False
