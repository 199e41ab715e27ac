"""One cause, one finding: which finding takes the place of which, when two rules speak of the same loss.

The finding that stays carries the severity of the one that it replaces, if that is higher, and its advice and reasons.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from keylint.findings import Finding

_LOSSES = frozenset({"KEY101", "KEY102", "KEY103", "KEY106", "KEY107"})


@dataclass(frozen=True, slots=True)
class Precedence:
    """Findings of `codes` take the place of findings of `replaced` about the same key.

    `at` says how near they must be: "app", "page" or "place" (the same place). `carries`
    says whether the severity and the advice of what is replaced are taken over.
    """

    codes: frozenset[str]
    replaced: frozenset[str]
    at: str
    carries: bool = False


PRECEDENCES = (
    # A workaround that fails is the cause of the loss that it was meant to prevent.
    Precedence(frozenset({"KEY301", "KEY302", "KEY308", "KEY309", "KEY313"}), _LOSSES, "app", carries=True),
    # A scope that is too short, or another widget behind the same key, says more than that the value is lost.
    Precedence(frozenset({"KEY504"}), frozenset({"KEY102", "KEY103", "KEY107"}), "app"),
    Precedence(frozenset({"KEY505"}), frozenset({"KEY202"}), "page"),
    Precedence(frozenset({"KEY202", "KEY204", "KEY505"}), frozenset({"KEY107"}), "page"),
    Precedence(frozenset({"KEY203"}), frozenset({"KEY106"}), "page"),
    Precedence(frozenset({"KEY111"}), _LOSSES, "place"),
    Precedence(frozenset({"KEY104"}), _LOSSES, "place"),
    # Without a key too, what is wrong with the copy, the click or the default says more.
    Precedence(frozenset({"KEY104", "KEY105", "KEY306", "KEY308"}), frozenset({"KEY113"}), "place"),
    # What is wrong with the assignment, or with the default, says more than that one of the two is not used.
    Precedence(frozenset({"KEY103", "KEY309", "KEY311", "KEY313"}), frozenset({"KEY403"}), "page"),
    # The same default: it starts the widget anew on old releases, and is ignored on new ones.
    Precedence(frozenset({"KEY404"}), frozenset({"KEY112"}), "place"),
    # Where its own result comes back as its default, that is why the default changes.
    Precedence(frozenset({"KEY306"}), frozenset({"KEY404"}), "place"),
)


def without_replaced(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one app without those that another one replaces."""
    settled = list(findings)
    for precedence in PRECEDENCES:
        stronger = [finding for finding in settled if finding.code in precedence.codes]
        kept: list[Finding] = []
        carried: dict[int, Finding] = {}
        for finding in settled:
            winner = next((w for w in stronger if _replaces(precedence, w, finding)), None)
            if winner is None:
                kept.append(finding)
            elif precedence.carries:
                carried[id(winner)] = _carrying(carried.get(id(winner), winner), finding)
        settled = [carried.get(id(finding), finding) for finding in kept]
    return settled


def hides(code: str, other: str) -> bool:
    """Whether findings of the rule `code` take the place of those of the `other`, which are not what is wrong."""
    return any(code in one.codes and other in one.replaced and not one.carries for one in PRECEDENCES)


def _replaces(precedence: Precedence, winner: Finding, finding: Finding) -> bool:
    if finding.code not in precedence.replaced or finding is winner:
        return False
    if precedence.at == "place":
        return winner.location == finding.location
    return winner.key == finding.key and (precedence.at == "app" or winner.page == finding.page)


def _carrying(winner: Finding, finding: Finding) -> Finding:
    known = {related.location for related in winner.related} | {winner.location}
    more = tuple(related for related in finding.related if related.location not in known)
    return replace(
        winner,
        severity=max(winner.severity, finding.severity),
        related=(*winner.related, *more),
        advice=winner.advice or finding.advice,
        repair=winner.repair or finding.repair,
    )
