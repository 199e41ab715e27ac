"""Values that a user can give an input: what it begins with, others that it can have, and which of them fits a test."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, TypeAlias

from keylint.run.computing import UNKNOWN
from keylint.run.values import Known
from keylint.streamlit.traits import INITIAL_PARAMETERS, Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from keylint.run.trace import Draw

Plain: TypeAlias = "str | int | float | bool"
Example: TypeAlias = "Plain | list[Plain]"
"""What JSON can hold; dates, times and colours are texts."""

# Short ones for short fields, and such as can be read as a number, a day, or JSON.
_OTHER_TEXTS = ("another text", "x", "", "7", "2024-03-15", "{}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def first_value(draw: Draw) -> object:
    """What the input begins with: a constant, a list, None for nothing; or UNKNOWN."""
    traits = draw.traits
    if draw.holds_several:
        given = draw.parameters.get("default", Known(None))
        return [] if given == Known(None) else UNKNOWN if draw.chosen is None else list(draw.chosen)
    if takes_number(draw):
        return _first_number(draw)
    name = next((name for name in INITIAL_PARAMETERS if name in traits.parameters), None)
    if draw.holds_several is None or name is None or not _is_known(draw, name):
        return UNKNOWN
    if name == "index":
        return _first_option(draw)
    if name in draw.parameters and not (traits.entry is Entry.COLOUR and _constant(draw, name) is None):
        return _constant(draw, name)
    if traits.begins_with_option:
        return draw.options[0] if draw.options else UNKNOWN
    if traits.begins_with is not None:
        return traits.begins_with
    # What shows its choices begins with none of them; a day or an hour begins with today's.
    return None if traits.entry in (Entry.OPTION, Entry.MARK) else UNKNOWN


def takes_number(draw: Draw) -> bool:
    """Whether the value is a number, or two of them."""
    traits = draw.traits
    return traits.entry is Entry.NUMBER or (traits.entry is Entry.SCALE and not traits.lists_options)


def _first_option(draw: Draw) -> object:
    if draw.options is None:
        return UNKNOWN
    index = _constant(draw, "index") if "index" in draw.parameters else 0
    if index is None or not draw.options:
        return None
    return draw.options[index] if isinstance(index, int) and 0 <= index < len(draw.options) else UNKNOWN


def _first_number(draw: Draw) -> object:
    if "value" in draw.parameters and _constant(draw, "value") not in (None, "min"):
        return _constant(draw, "value")
    if draw.chosen is not None:
        return list(draw.chosen)
    if not _is_known(draw, "value", "min_value"):
        return UNKNOWN
    is_scale = draw.traits.entry is Entry.SCALE
    if not is_scale and "value" in draw.parameters and _constant(draw, "value") is None:
        return None
    least = _constant(draw, "min_value")
    if least is None:
        return 0 if is_scale or _is_whole(draw) else 0.0
    return least


# -- others --------------------------------------------------------------------------------------------------------


def another_value(draw: Draw, besides: Collection[object] = ()) -> Example | None:
    """A value that the input can have, does not begin with, and that is none of `besides`; None where too little of it
    is known."""
    first = first_value(draw)
    # What may be empty at first is no other value when it is empty.
    known = [*besides, [] if first is UNKNOWN and draw.holds_several else first]
    return next((value for value in candidates(draw) if not any(_is_same(value, other) for other in known)), None)


def fitting_value(
    draw: Draw, fits: Callable[[object], bool | None], named: Iterable[object] = (), besides: Collection[object] = ()
) -> Example | None:
    """A value of the input with which a test comes out as `fits` says; None where none is known. `named` are the values
    that the test names."""
    ways = [*candidates(draw, sorted(named, key=lambda value: (type(value).__name__, repr(value))))]
    first = first_value(draw)
    if isinstance(first, (str, int, float, list)):
        ways.append(first)
    return next(
        (value for value in ways if fits(value) is True and not any(_is_same(value, other) for other in besides)), None
    )


def candidates(draw: Draw, named: Iterable[object] = ()) -> Iterator[Example]:
    """Values that the input can have, those first that are near what it begins with, or that are `named`."""
    if draw.holds_several:
        options = list(_plain(draw.options or ()))
        yield from ([option] for option in reversed(options))
        if options:
            yield options
        yield []
        return
    if takes_number(draw):
        yield from _numbers(draw, named)
        return
    match draw.traits.entry:
        case Entry.TRUTH:
            yield from (True, False)
        case Entry.TEXT:
            yield from _texts(draw, named)
        case Entry.DATE:
            yield from _dates(draw)
        case Entry.TIME:
            yield from ("08:30:00", "17:45:00")
        case Entry.COLOUR:
            yield from ("#336699", "#996633")
        case Entry.MARK:
            yield from (1, 0)
        case _ if draw.holds_several is False:
            options = list(_plain(draw.options or ()))
            yield from _turned(options) if "index" in draw.traits.parameters else reversed(options)


def _texts(draw: Draw, named: Iterable[object]) -> Iterator[str]:
    limit = _constant(draw, "max_chars") if _is_known(draw, "max_chars") else 1
    for text in ("my text", *(text for text in named if isinstance(text, str)), *_OTHER_TEXTS):
        if not isinstance(limit, int) or len(text) <= limit:
            yield text


def _numbers(draw: Draw, named: Iterable[object]) -> Iterator[Example]:
    if not _is_known(draw, "min_value", "max_value", "step") or (draw.chosen is None and not _is_known(draw, "value")):
        return
    given = _given_numbers(draw)
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in given):
        return
    is_whole = _is_whole(draw)
    low, high = _limits(draw, is_whole=is_whole)
    first = first_value(draw)
    by = step_by(draw)
    if isinstance(first, list):
        if len(first) == 2:
            yield from (pair for pair in _ranges(first, by, low, high, is_whole=is_whole))
        return
    begin = first if isinstance(first, (int, float)) else low if low is not None else 0
    around = [number + by * n for number in named if isinstance(number, (int, float)) for n in (0, 1, -1)]
    for number in (begin + by * 3, begin + by, begin - by, *around):
        if (low is None or number >= low) and (high is None or number <= high):
            yield _number(number, is_whole=is_whole)


def step_by(draw: Draw) -> float:
    """By how much the number changes with one move of the slider, or one click on plus."""
    step = _constant(draw, "step")
    return step if isinstance(step, (int, float)) and step else 1 if _is_whole(draw) else 0.01


def bounds_of(draw: Draw) -> tuple[float, float] | None:
    """The least and the greatest number that the input takes; None where there is no such, or it is not known."""
    if not takes_number(draw) or not _is_known(draw, "min_value", "max_value"):
        return None
    low, high = _limits(draw, is_whole=_is_whole(draw))
    return None if low is None or high is None else (low, high)


def _ranges(
    first: list[float], by: float, low: float | None, high: float | None, *, is_whole: bool
) -> Iterator[list[Plain]]:
    begin, end = first
    for pair in ((begin + by, end), (begin, end - by), (begin - by, end), (begin, end + by)):
        if pair[0] <= pair[1] and (low is None or pair[0] >= low) and (high is None or pair[1] <= high):
            yield [_number(one, is_whole=is_whole) for one in pair]


def _number(number: float, *, is_whole: bool) -> int | float:
    return int(number) if is_whole else round(float(number), 6)


def _given_numbers(draw: Draw) -> list[object]:
    names = ("min_value", "max_value", "value", "step")
    given = [_constant(draw, name) for name in names]
    return [one for one in (*given, *(draw.chosen or ())) if one is not None and one != "min"]


def _is_whole(draw: Draw) -> bool:
    """Whether it takes whole numbers only: where all that is given is whole. A slider does so of itself."""
    given = _given_numbers(draw)
    return all(isinstance(one, int) for one in given) if given else draw.traits.entry is Entry.SCALE


def _limits(draw: Draw, *, is_whole: bool) -> tuple[float | None, float | None]:
    low, high = _constant(draw, "min_value"), _constant(draw, "max_value")
    least = low if isinstance(low, (int, float)) else None
    most = high if isinstance(high, (int, float)) else None
    if draw.traits.entry is Entry.SCALE:
        least = 0 if least is None else least
        most = (100 if is_whole else 1.0) if most is None else most
    return least, most


def _dates(draw: Draw) -> Iterator[str]:
    """Days near the one that it begins with: without limits it takes ten years before and after."""
    if draw.chosen is not None:
        return  # a range of days
    if not _is_known(draw, "min_value", "max_value"):
        return
    low, high, first = (_day(_constant(draw, name)) for name in ("min_value", "max_value", "value"))
    one = datetime.timedelta(days=1)
    if first is not None:
        days = [first + one, first - one]
    elif low is not None or high is not None:
        days = [low + one, low] if low is not None else [high - one, high] if high is not None else []
    else:
        days = [datetime.date(2024, 3, 15), datetime.date(2024, 3, 16)]
    for day in days:
        if (low is None or day >= low) and (high is None or day <= high):
            yield day.isoformat()


def _day(constant: object) -> datetime.date | None:
    if not isinstance(constant, str) or not _DAY.fullmatch(constant):
        return None
    try:
        return datetime.date.fromisoformat(constant)
    except ValueError:
        return None


# -- parts ---------------------------------------------------------------------------------------------------------


def _constant(draw: Draw, name: str) -> object:
    given = draw.parameters.get(name)
    return given.value if isinstance(given, Known) else None


def _is_known(draw: Draw, *names: str) -> bool:
    return all(name not in draw.parameters or isinstance(draw.parameters[name], Known) for name in names)


def _is_same(one: object, other: object) -> bool:
    """As Streamlit sees it: on and 1 are two things here, 1 and 1.0 are one."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _turned(options: list[Plain]) -> Iterator[Plain]:
    yield from options[1:]
    yield from options[:1]


def _plain(values: Iterable[object]) -> Iterator[Plain]:
    return (value for value in values if isinstance(value, (str, int, float, bool)))
