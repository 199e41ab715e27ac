"""What the user can give an input: every value, where they are few, else such as tell how a test can come out."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING

from keylint.run.computing import UNKNOWN
from keylint.run.trace import always_chosen
from keylint.run.values import Known
from keylint.stories.example_values import bounds_of, first_value, step_by, takes_number
from keylint.streamlit.traits import Entry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.run.trace import Draw

_MOST = 200
# Of so many options each may be among those that are chosen, or not.
_MOST_TOGETHER = 6
# Of more numbers some are looked at: as many as stand evenly between the bounds, and those near the ones in the test.
_SAMPLES = 20


@dataclass(frozen=True, slots=True)
class Possible:
    """Values that the user can give an input; `are_all` where there are no others."""

    values: Sequence[object]
    are_all: bool = True


def possible_values(draw: Draw, named: Iterable[object] = ()) -> Possible | None:
    """The values; None where they are not known. `named` are the constants in the test that is asked of them."""
    if takes_number(draw) and not draw.holds_several:
        return _numbers(draw, named)
    options = _together(draw) if draw.holds_several else _options(draw)
    return None if options is None else Possible(options)


def _options(draw: Draw) -> Sequence[object] | None:
    if draw.traits.entry is Entry.TRUTH:
        return (True, False)
    if not draw.options or draw.holds_several is None or draw.traits.entry not in (Entry.OPTION, Entry.SCALE):
        return None
    if draw.traits.entry is Entry.SCALE and "value" in draw.parameters and _is_pair(draw):
        return None
    stays_chosen = not draw.traits.can_be_cleared or always_chosen(draw.traits, draw.parameters)
    return draw.options if stays_chosen else (*draw.options, None)


def _is_pair(draw: Draw) -> bool:
    """Whether the ends of a range may be asked for."""
    return not isinstance(draw.parameters["value"], Known)


def _together(draw: Draw) -> Sequence[object] | None:
    """The lists of options that can be chosen at once."""
    if not draw.options or len(draw.options) > _MOST_TOGETHER:
        return None
    given = draw.parameters.get("max_selections", Known(None))
    most = given.value if isinstance(given, Known) and isinstance(given.value, int) else len(draw.options)
    return [list(some) for size in range(most + 1) for some in combinations(draw.options, size)]


def _numbers(draw: Draw, named: Iterable[object]) -> Possible | None:
    bounds, first = bounds_of(draw), first_value(draw)
    if bounds is None or first is UNKNOWN:
        return None
    low, high = bounds
    is_typed = draw.traits.entry is Entry.NUMBER  # as finely as one likes, whatever a click on plus adds
    step = 1 if is_typed else step_by(draw)
    places = int((high - low) / step + 0.5) if high >= low else 0
    are_all = places <= _MOST and (not is_typed or isinstance(first, int))
    if are_all:
        numbers = [round(low + step * place, 6) for place in range(places)] + [high]
    else:
        near = [number + step * n for number in named if isinstance(number, (int, float)) for n in (-1, 0, 1)]
        even = [low + step * (places * n // _SAMPLES) for n in range(_SAMPLES)]
        numbers = sorted({round(number, 6) for number in (*even, *near, 0, high) if low <= number <= high})
    if isinstance(first, list):
        ends = numbers if len(numbers) <= _SAMPLES else [*numbers[:: len(numbers) // _SAMPLES], high]
        pairs = [list(pair) for pair in combinations_with_replacement(ends, 2)]
        pairs += [list(pair) for pair in named if isinstance(pair, (list, tuple)) and len(pair) == 2]
        return Possible(pairs, are_all and ends is numbers) if len(first) == 2 else None
    return Possible([*numbers, None] if first is None else numbers, are_all)
