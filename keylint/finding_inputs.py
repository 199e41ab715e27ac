"""Findings that stand for several inputs: what they say, and the same about some of the inputs only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.findings import Related, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from keylint.findings import Finding, Input, Location

_MOST_NAMED = 3
MOST_RELATED = 8


def with_names(sentence: str, inputs: Iterable[Input]) -> str:
    """The sentence with what the inputs are called in place of the first {}; there may be more in the name of a key."""
    return sentence.replace("{}", _names(inputs), 1)


def others(inputs: Sequence[Input]) -> tuple[Related, ...]:
    """The other calls than that of the first input, as secondary places."""
    calls: dict[Location, Input] = {}
    for each in inputs:
        calls.setdefault(each.location, each)
    return tuple(
        Related(place, f"{each.name} is another one", Role.WIDGET)
        for place, each in calls.items()
        if place != inputs[0].location
    )


def about(finding: Finding, inputs: Sequence[Input]) -> Finding:
    """The finding as it is when it stands for these of its inputs only: at the first of them. What it tells of the one
    that was its first is left out where that is another one; its fix stays that of all."""
    first = inputs[0]
    every = {each.location for each in finding.inputs}
    because = (each for each in finding.related if each.role is not Role.WIDGET or each.location not in every)
    narrowed = replace(
        finding,
        location=first.location,
        message=with_names(finding.sentence, inputs),
        related=(*because, *others(inputs))[:MOST_RELATED],
        code_text=first.code_text,
        inputs=tuple(inputs),
    )
    return narrowed if first == finding.inputs[0] else replace(narrowed, route=(), story=())


def with_inputs_of(finding: Finding, further: Iterable[Finding]) -> Finding:
    """The finding with the inputs of others about the same place, which may stand for more."""
    every = tuple(dict.fromkeys(each for found in (finding, *further) for each in found.inputs))
    return about(finding, every) if len(every) > len(finding.inputs) else finding


def _names(inputs: Iterable[Input]) -> str:
    """What the inputs are called: `'Days'`, `'Days' and 'Rate'`, `'Days', 'Rate', 'Cap' and 4 more inputs`."""
    names = list(dict.fromkeys(each.name for each in inputs))
    if len(names) == 1:
        return names[0]
    more = len(names) - _MOST_NAMED
    if more > 0:
        return f"{', '.join(names[:_MOST_NAMED])} and {more} more input{'s' if more > 1 else ''}"
    return f"{', '.join(names[:-1])} and {names[-1]}"
