"""Which initial values Streamlit takes for none given, and when one says more than where the widget begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

# Given one of these beside a value from session state, Streamlit is silent: it is what the parameter is anyway.
# Observed by running 1.28 to 1.67; `slider`, `select_slider`, `color_picker`, `multiselect` and `feedback` have None.
_AS_IF_ABSENT: dict[str, object] = {
    "checkbox": False,
    "date_input": "today",
    "datetime_input": "now",
    "number_input": "min",
    "radio": 0,
    "selectbox": 0,
    "text_area": "",
    "text_input": "",
    "time_input": "now",
    "toggle": False,
}


def is_as_if_absent(command: str, value: object) -> bool:
    """Whether this constant, as the initial value of `st.<command>`, is the same to Streamlit as none."""
    if value is None:
        return True
    absent = _AS_IF_ABSENT.get(command)
    return value == absent and type(value) is type(absent)  # `checkbox(value=0)` is not `value=False` to it


def constant_as_if_absent(command: str) -> str | bool | None:
    """What `st.<command>` begins with where it is given nothing and that is a constant; None for what is not."""
    absent = _AS_IF_ABSENT.get(command)
    return absent if absent == "" or isinstance(absent, bool) else None


def decides_more(command: str, value: object, given: Collection[str]) -> bool:
    """Whether the number `value` decides, beside where the widget begins, what kind of number it takes.

    `given` are the other parameters of the call. Observed by running 1.28 to 1.67: without the value, and whatever
    session state holds, a slider without limits runs from 0 to 100 in whole numbers, and a number input without
    limits and step takes fractions.
    """
    if command == "number_input":
        return isinstance(value, int) and not {"min_value", "max_value", "step"} & set(given)
    if command == "slider":
        return not isinstance(value, int) and not {"min_value", "max_value"} <= set(given)
    return False
