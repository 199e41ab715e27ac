"""Gives findings their fixes: planned by `keylint.fixes`, and remembered for as long as no file changes."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.cache import hash_of_content
from keylint.findings import Edit, Finding, Fix, Location, Span
from keylint.repairs import Refusal, Repair
from keylint.rules.documentation import reason_without_fix
from keylint.rules.registry import rule_named

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from keylint.cache import FactsCache

    # The shown path of a file, a dotted name with leading dots → the shown path of the module that it imports.
    Resolve = Callable[[str, str], str | None]

_FORM = "fixes 2"


@dataclass(frozen=True)
class Sources:
    """What fixes are planned for: the bytes of the analysed files by shown path, and what an import in one means."""

    contents: Mapping[str, bytes]
    resolve: Resolve


def with_fixes(findings: Iterable[Finding], sources: Sources, cache: FactsCache) -> list[Finding]:
    """The findings, each with its fix, or with the reason why there is none."""
    listed = list(findings)
    repairs = list(dict.fromkeys(finding.repair for finding in listed if isinstance(finding.repair, Repair)))
    outcomes = dict(zip(repairs, _planned(repairs, sources, cache), strict=True))
    return [_with_outcome(finding, outcomes) for finding in listed]


def _with_outcome(finding: Finding, outcomes: Mapping[Repair, Fix | Refusal]) -> Finding:
    outcome = outcomes[finding.repair] if isinstance(finding.repair, Repair) else finding.repair
    if isinstance(outcome, Fix):
        return replace(finding, fix=outcome)
    if isinstance(outcome, Refusal):
        return replace(finding, no_fix=outcome.reason)
    return replace(finding, no_fix=reason_without_fix(rule_named(finding.code).documentation))


def _planned(repairs: list[Repair], sources: Sources, cache: FactsCache) -> list[Fix | Refusal]:
    if not repairs:
        return []
    key = _key(repairs, sources)
    known = cache.get(key)
    if known is not None:
        return _decoded(known)
    # LibCST costs half a second to import: a run in which nothing has changed does without.
    from keylint.errors import SourceError  # noqa: PLC0415
    from keylint.facts.deep import deeply  # noqa: PLC0415
    from keylint.facts.source import Source, decode  # noqa: PLC0415
    from keylint.fixes.plan import Planner  # noqa: PLC0415

    def read(path: str) -> Source | None:
        try:
            return decode(sources.contents[path]) if path in sources.contents else None
        except SourceError:
            return None

    planner = Planner(read, sources.resolve, sources.contents)
    outcomes = deeply(lambda: [planner.plan(repair) for repair in repairs], _FRAMES)
    cache.put(key, _encoded(outcomes))
    return outcomes


# Two or three for each level of nesting, as for the facts.
_FRAMES = 2_500


def _key(repairs: list[Repair], sources: Sources) -> str:
    parts = [_FORM, *(f"{path} {hash_of_content(data)}" for path, data in sorted(sources.contents.items()))]
    return hash_of_content("\n".join([*parts, *map(repr, repairs)]).encode("utf-8", "surrogatepass"))


def _encoded(outcomes: list[Fix | Refusal]) -> bytes:
    rows = [
        outcome.reason
        if isinstance(outcome, Refusal)
        else [outcome.title, outcome.safe, [_row(edit) for edit in outcome.edits]]
        for outcome in outcomes
    ]
    return json.dumps(rows).encode()


def _row(edit: Edit) -> list[str | int]:
    span = edit.location.span
    return [edit.location.path, span.line, span.column, span.end_line, span.end_column, edit.replacement]


def _decoded(data: bytes) -> list[Fix | Refusal]:
    return [
        Refusal(row)
        if isinstance(row, str)
        else Fix(row[0], row[1], tuple(Edit(Location(edit[0], Span(*edit[1:5])), edit[5]) for edit in row[2]))
        for row in json.loads(data)
    ]
