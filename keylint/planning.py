"""Gives findings their fixes: planned by `keylint.fixes`, and remembered while the files that a plan looked at stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.content_hash import hash_of_texts
from keylint.faults import Blaming
from keylint.findings import Edit, Fault, Finding, Fix, Location, Span
from keylint.repairs import Refusal, Repair
from keylint.rows import Codec
from keylint.rules.documentation import reason_without_fix
from keylint.rules.registry import rule_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from keylint.cache import Store
    from keylint.fixes.sources import Sources


@dataclass(frozen=True, slots=True)
class _Plan:
    """A fix, or why there is none, and the `files` that decided it, with the hash that each had, "" for a new one."""

    files: tuple[str, ...]
    hashes: tuple[str, ...]
    outcome: Fix | Refusal


_CODEC = Codec((Span, Location, Edit, Fix, Refusal, _Plan), Version=(tuple,))
UNPLANNED = Refusal("keylint itself failed to plan it")


def with_fixes(findings: Iterable[Finding], sources: Sources, store: Store, faults: list[Fault]) -> list[Finding]:
    """The findings, each with its fix, or with the reason why there is none; a plan that fails is added to `faults`."""
    listed = list(findings)
    repairs = {each.repair: each.location.path for each in reversed(listed) if isinstance(each.repair, Repair)}
    outcomes = _planned(repairs, sources, store, faults)
    return [_with_outcome(finding, outcomes) for finding in listed]


def _with_outcome(finding: Finding, outcomes: Mapping[Repair, Fix | Refusal]) -> Finding:
    outcome = outcomes[finding.repair] if isinstance(finding.repair, Repair) else finding.repair
    if isinstance(outcome, Fix):
        return replace(finding, fix=outcome)
    if isinstance(outcome, Refusal):
        return replace(finding, no_fix=outcome.reason)
    return replace(finding, no_fix=reason_without_fix(rule_named(finding.code).documentation))


def _planned(
    repairs: Mapping[Repair, str], sources: Sources, store: Store, faults: list[Fault]
) -> dict[Repair, Fix | Refusal]:
    """The fix of each repair, or why there is none; the path is that of the first finding that it is for."""
    libraries = sorted(sources.libraries)
    existing = hash_of_texts(str(sources.line_length), *sorted(sources.contents), "libraries", *libraries)
    keys = {repair: hash_of_texts("fix", existing, repr(repair)) for repair in repairs}
    outcomes = {
        repair: outcome
        for repair in repairs
        if (outcome := store.recall(keys[repair], lambda data: _known(data, sources))) is not None
    }
    new = [repair for repair in repairs if repair not in outcomes]
    if new:
        # LibCST costs half a second to import: a run in which nothing has changed does without.
        from keylint.facts.deep import deeply  # noqa: PLC0415

        outcomes |= dict.fromkeys(new, UNPLANNED)
        for repair, planned, looked_at in deeply(lambda: list(_plans(repairs, new, sources, faults)), _FRAMES):
            outcomes[repair] = planned
            plan = _Plan(looked_at, sources.hashes_of(looked_at), planned)
            store.remember(keys[repair], lambda plan=plan: _CODEC.encode(plan))  # type: ignore[misc]
    return outcomes


# Two or three for each level of nesting, as for the facts.
_FRAMES = 2_500


def _plans(
    places: Mapping[Repair, str], new: list[Repair], sources: Sources, faults: list[Fault]
) -> Iterator[tuple[Repair, Fix | Refusal, tuple[str, ...]]]:
    """Each new repair with its fix, and the files that the plan depends on; without those that could not be planned."""
    from keylint.errors import SourceError  # noqa: PLC0415
    from keylint.facts.source import Source, decode  # noqa: PLC0415
    from keylint.fixes.plan import Planner  # noqa: PLC0415

    def read(path: str) -> Source | None:
        try:
            return decode(sources.contents[path]) if path in sources.contents else None
        except SourceError:
            return None

    planner = Planner(read, sources)
    for repair in new:
        with Blaming(faults, places[repair], f"the fix '{repair.title}'", "it is not offered"):
            outcome = planner.plan(repair)
            yield repair, outcome, tuple(sorted(planner.looked_at()))


def _known(data: bytes, sources: Sources) -> Fix | Refusal | None:
    """What was planned, unless a file that decided it is another one now."""
    plan = _CODEC.decode(data)
    if not isinstance(plan, _Plan) or plan.hashes != sources.hashes_of(plan.files):
        return None
    if any(path not in sources.contents and sources.is_taken(path) for path in plan.files):
        return None
    return plan.outcome
