"""What rests on a question that took too long to answer: at most info, and said to be unknown."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.faults import Blaming
from keylint.findings import Severity, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.app.keymap import KeyMap
    from keylint.findings import Fault, Finding, Location
    from keylint.rules.base import Rule


def findings_of(
    rules: Iterable[Rule], keymap: KeyMap, faults: list[Fault] | None = None
) -> Iterator[tuple[Finding, bool]]:
    """What the rules find in an app, in their order, and whether each finding is sure. A rule that fails is added to
    `faults`, where they are given.

    One that is not has been lowered to info. A finding is not sure when a question stayed open while its rule made it,
    or when that was so while the hiding of its widget was computed.
    """
    for rule in rules:
        if rule.check is None:
            continue
        before = keymap.conditions.open
        what = f"the rule {rule.code}"
        with nullcontext() if faults is None else Blaming(faults, keymap.app.entrypoint, what, "it finds nothing more"):
            for finding in rule.check(keymap):
                is_sure = keymap.conditions.open == before and (finding.page, finding.key) not in _undecided(keymap)
                before = keymap.conditions.open
                yield (finding if is_sure else replace(finding, severity=Severity.INFO)), is_sure


def unknowns_of(keymap: KeyMap, found: Iterable[tuple[Finding, bool]]) -> Iterator[Unknown]:
    """The places where a question stayed open: of widgets that may be hidden, of findings that are not sure, and those
    that were given up, finding or not."""
    said = set()
    for (page, key), place in sorted(_undecided(keymap).items(), key=lambda one: (one[1], one[0])):
        said.add(place)
        question = f"whether '{key}' is shown in every run of {page}: too many tests decide together"
        yield Unknown(place.path, place.span.line, question)
    for place, question in keymap.left_open.items():
        if place not in said:
            said.add(place)
            yield Unknown(place.path, place.span.line, question)
    for finding, is_sure in found:
        place = finding.location
        if not is_sure and place not in said:
            yield Unknown(
                place.path,
                place.span.line,
                f"whether {finding.code} holds here, which is why it is only an info: too many tests decide together",
            )


def _undecided(keymap: KeyMap) -> dict[tuple[str, str], Location]:
    """The pages and keys of widgets of which it took too long to say when they are hidden, so far as anybody asked."""
    undecided = keymap.hider.undecided
    return {(page.name, draw.key.text): draw.location for page, draw in undecided if draw.key is not None}
