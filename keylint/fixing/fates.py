"""What becomes of the fixes of a report when they are tried: applied, by which option, or refused, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.fixing.objections import identities_of
from keylint.fixing.passes import attempt_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from keylint.findings import Finding
    from keylint.fixing.passes import Stage


class _Trial:
    """A stage, asked which of the findings before it are gone; `since` is the number of those mended before."""

    def __init__(self, stage: Stage, since: int) -> None:
        self.unsafe = stage.unsafe
        self._left = {identity for finding in stage.report.findings for identity in identities_of(finding)}
        self._applied = Counter(attempt_of(finding) for finding in stage.fixed[since:])

    def mends(self, finding: Finding) -> bool:
        """Whether the finding is gone, through its own fix or another one. Findings that are alike are asked for in
        their order."""
        attempt = attempt_of(finding)
        if self._applied[attempt]:
            self._applied[attempt] -= 1
            return True
        return self._left.isdisjoint(identities_of(finding))


def with_fates(
    findings: Sequence[Finding], wants: Callable[[Finding], bool], stages: Sequence[Stage], done: Stage | None
) -> tuple[Finding, ...]:
    """The findings, those that somebody `wants` to mend with the fix that one of the `stages` applies, or with what
    speaks against it.

    A safe fix that only holds beside unsafe ones is one of them. `done` is the stage that the findings come after, if
    there was one.
    """
    trials = [_Trial(stage, len(done.fixed) if done is not None else 0) for stage in stages]
    last = stages[-1] if stages else done
    return tuple(
        _told(finding, trials, last) if finding.fix is not None and wants(finding) else finding for finding in findings
    )


def _told(finding: Finding, trials: Iterable[_Trial], last: Stage | None) -> Finding:
    fix = finding.fix
    assert fix is not None
    mending = [trial for trial in trials if trial.mends(finding)]
    if mending:
        is_safe = fix.safe and any(not trial.unsafe for trial in mending)
        return finding if is_safe == fix.safe else replace(finding, fix=replace(fix, safe=is_safe))
    return replace(finding, fix=None, no_fix=_objection(finding, last))


def _objection(finding: Finding, last: Stage | None) -> str:
    """Why the finding stays."""
    withheld = last.withheld if last is not None else ()
    attempt, identities = attempt_of(finding), set(identities_of(finding))
    for held in withheld:
        if attempt_of(held.finding) == attempt:
            return held.reason
    for held in withheld:
        if not identities.isdisjoint(identities_of(held.finding)):
            return held.reason
    for left in last.report.findings if last is not None else ():
        if left.no_fix is not None and not identities.isdisjoint(identities_of(left)):
            return left.no_fix
    return "another fix takes its place"
