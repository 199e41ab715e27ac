"""What speaks against fixes, once the app is checked again without what they mended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.repairs import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.findings import Finding, Report

    Identity = tuple[str, str | None, str | None]

# These weigh a widget against its siblings: one that is left out among protected ones matters more than before.
_BY_COMPARISON = ("KEY106", "KEY107")


def objections_to(before: Report, after: Report, fixed: list[Finding]) -> Iterator[tuple[Finding | None, str]]:
    """The findings whose fixes must not stay, and why: because they leave the finding, bring another one, or code that
    cannot be followed: one fix may take away what another one relies on.

    None stands for several fixes, of which one must be at fault; of a single one that is known.
    """
    old, new = _counted(before), _counted(after)
    for finding in fixed:
        if all(new[identity] >= old[identity] for identity in identities_of(finding)):
            yield finding, "the finding would still be there"
    for finding in after.findings:
        is_new = any(new[identity] > old[identity] for identity in identities_of(finding))
        if is_new and _matters(fixed, finding):
            reason = f"it would bring {finding.code}" + (f" for '{finding.key}'" if finding.key is not None else "")
            blamed = [each for each in fixed if _is_about(each, finding)] or fixed
            yield (blamed[0] if len(blamed) == 1 else None), reason
    if set(after.faults) - set(before.faults):
        yield (fixed[0] if len(fixed) == 1 else None), "it would bring code that keylint itself fails on"
    if len(after.unknowns) > len(before.unknowns):
        yield (fixed[0] if len(fixed) == 1 else None), "it would bring code that cannot be followed"


def _matters(fixed: list[Finding], new: Finding) -> bool:
    """Whether the new finding speaks against the fixes: of the keys that they are about, no loss may come at all."""
    if any(_is_about(each, new) for each in fixed):
        return new.severity >= Severity.WARNING or new.code.startswith("KEY1")
    return new.severity >= Severity.WARNING and new.code not in _BY_COMPARISON


def _is_about(fixed: Finding, new: Finding) -> bool:
    """Whether the new finding is about the key of the fix, or about the private one that it made."""
    return any(key in (own, PREFIX + own) for own in fixed.keys or filter(None, (fixed.key,)) for key in _keys(new))


def _counted(report: Report) -> Counter[Identity]:
    return Counter(identity for finding in report.findings for identity in identities_of(finding))


def identities_of(finding: Finding) -> list[Identity]:
    """What a finding is about, whatever line it has moved to: the keys and pages that it stands for."""
    return [(finding.code, key, page) for key in _keys(finding) for page in finding.pages or (finding.page,)]


def _keys(finding: Finding) -> tuple[str | None, ...]:
    return finding.keys or (finding.key,)
