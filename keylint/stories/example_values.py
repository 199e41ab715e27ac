"""Values that a user can give an input: one that it does not begin with, or one that a test asks for."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, TypeAlias

from keylint.run.values import Known
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.conditions.values import ValueSet
    from keylint.run.trace import Draw

Plain: TypeAlias = "str | int | float | bool"
Example: TypeAlias = "Plain | list[Plain]"
"""What JSON can hold; dates, times and colours are texts."""


def another_value(draw: Draw) -> Example | None:
    """A value that the input can have and does not begin with; None where too little of it is known."""
    first = _constant(draw, "value")
    match draw.traits.entry:
        case Entry.TEXT:
            limit = _constant(draw, "max_chars")
            text = "my text" if first != "my text" else "another text"
            return text[:limit] if isinstance(limit, int) and limit > 0 else text
        case Entry.NUMBER:
            return _another_number(draw, first)
        case Entry.SCALE if not draw.traits.lists_options:
            return _another_number(draw, first)
        case Entry.DATE:
            return None if _has_limits(draw) else _another_date(first)
        case Entry.TIME:
            return "08:30:00"
        case Entry.COLOUR:
            return "#336699" if first != "#336699" else "#996633"
    return _another_option(draw)


def fitting_value(draw: Draw, wanted: ValueSet) -> Example | None:
    """A value of the input that is in the set; None where none is known."""
    if draw.options is not None:
        return next((option for option in _examples(draw.options) if option in wanted), None)
    named = sorted(wanted.exceptions, key=lambda value: (type(value).__name__, repr(value)))
    given = next((value for value in _examples(named) if value in wanted), None)
    if given is not None:
        return given
    other = another_value(draw)
    return other if other is not None and not isinstance(other, list) and other in wanted else None


def _constant(draw: Draw, name: str) -> object:
    given = draw.parameters.get(name)
    return given.value if isinstance(given, Known) else None


def _is_known(draw: Draw, *names: str) -> bool:
    return all(name not in draw.parameters or isinstance(draw.parameters[name], Known) for name in names)


def _has_limits(draw: Draw) -> bool:
    return any(_constant(draw, name) is not None or not _is_known(draw, name) for name in ("min_value", "max_value"))


def _another_number(draw: Draw, first: object) -> Example | None:
    if not _is_known(draw, "min_value", "max_value", "value", "step"):
        return None
    low, high, step = (_constant(draw, name) for name in ("min_value", "max_value", "step"))
    numbers = [one for one in (low, high, first, step) if one is not None]
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in numbers):
        return None
    is_whole = bool(numbers) and all(isinstance(one, int) for one in numbers)
    if draw.traits.entry is Entry.SCALE and not numbers:
        is_whole = True
    return _between(draw, low, high, first, step, is_whole=is_whole)


def _between(draw: Draw, low: object, high: object, first: object, step: object, *, is_whole: bool) -> Example | None:
    least = low if isinstance(low, (int, float)) else None
    most = high if isinstance(high, (int, float)) else None
    if draw.traits.entry is Entry.SCALE:
        least = 0 if least is None else least
        most = (100 if is_whole else 1.0) if most is None else most
    begin = first if isinstance(first, (int, float)) else least if least is not None else 0
    by = step if isinstance(step, (int, float)) and step else 1 if is_whole else 0.01
    for number in (begin + by * 3, begin + by, begin - by):
        if (least is None or number >= least) and (most is None or number <= most):
            return int(number) if is_whole else round(float(number), 6)
    return None


def _another_date(first: object) -> str:
    day = datetime.date(2024, 3, 15)
    return (day if first != day else day.replace(day=16)).isoformat()


def _another_option(draw: Draw) -> Example | None:
    options = list(_examples(draw.options or ()))
    if draw.holds_several is not False:
        default = draw.parameters.get("default")
        return [*options[-1:]] if options and default is None else None
    if draw.traits.entry is Entry.TRUTH:
        return _constant(draw, "value") is not True if _is_known(draw, "value") else None
    index = _constant(draw, "index") if _is_known(draw, "index") and "index" in draw.parameters else 0
    first = options[index] if isinstance(index, int) and -len(options) <= index < len(options) else None
    for name in ("value", "default"):
        if name in draw.parameters:
            return next((option for option in reversed(options) if option != _constant(draw, name)), None)
    return next((option for option in _from_second(options) if option != first), None)


def _from_second(options: list[Plain]) -> Iterator[Plain]:
    yield from options[1:]
    yield from options[:1]


def _examples(values: Iterable[object]) -> Iterator[Plain]:
    return (value for value in values if isinstance(value, (str, int, float, bool)))
