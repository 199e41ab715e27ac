"""A report that a reporter itself fails on is made without what it fails on."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from keylint.faults import Blaming, attempt

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from keylint.findings import Fault

    Item = TypeVar("Item")

_ALONE = "its items are printed alone"


def part_by_part(
    items: Sequence[Item],
    place_of: Callable[[Item], str],
    text_of: Callable[[Sequence[Item], bool], str],
    faults: list[Fault],
) -> str:
    """The text of all items, as `text_of` gives it; where that fails, of the items that it does not fail on.

    True asks it for the items without what is around them, which is all that is printed where that is what fails.
    What fails is added to `faults`, before the text is made that may list them.
    """
    tried: list[Fault] = []
    text = attempt(Blaming(tried, "", "the report", _ALONE), lambda: text_of(items, False), None)
    if text is not None:
        return text
    printable = []
    for item in items:
        with Blaming(faults, place_of(item), "the report", "it is left out"):
            text_of([item], True)
            printable.append(item)
    if len(printable) == len(items):
        faults += tried
    else:
        text = attempt(Blaming(faults, "", "the report", _ALONE), lambda: text_of(printable, False), None)
    if text is None:
        text = attempt(Blaming(faults, "", "the report", "nothing is printed"), lambda: text_of(printable, True), "")
    return text
