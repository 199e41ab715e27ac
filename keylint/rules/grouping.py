"""One call and one cause, one finding: what a helper, or a loop, does with many keys or on many pages is said once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.finding_inputs import with_inputs_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Finding

_MOST_NAMED = 2
_MOST_RELATED = 8


def grouped(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one app, those of the same rule about the same place and cause as one; the first stands for all.

    A finding that is less sure than others of its place, or that another change mends, stays by itself.
    """
    groups: dict[object, list[Finding]] = {}
    for finding in findings:
        about = (finding.code, finding.location, finding.severity, finding.cause, finding.repair)
        groups.setdefault(about, []).append(finding)
    return [group[0] if len(group) == 1 else _one_for_all(group) for group in groups.values()]


def _one_for_all(group: list[Finding]) -> Finding:
    first = group[0]
    keys = tuple(dict.fromkeys(key for finding in group for key in finding.keys))
    pages = tuple(dict.fromkeys(page for finding in group for page in finding.pages))
    related = tuple({each.location: each for finding in reversed(group) for each in finding.related}.values())
    shown = first.related + tuple(
        each for each in related if all(each.location != own.location for own in first.related)
    )
    if first.inputs:
        return replace(with_inputs_of(first, group[1:]), pages=pages)
    return replace(first, message=first.message + _also(keys), keys=keys, pages=pages, related=shown[:_MOST_RELATED])


def _also(keys: tuple[str, ...]) -> str:
    """For which other keys the message holds."""
    others = keys[1:]
    if not others:
        return ""
    names = [f"'{key}'" for key in others[:_MOST_NAMED]]
    more = len(others) - len(names)
    if more:
        names.append(f"{more} more")
    return f"; the same for {', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else f"; the same for {names[0]}"
