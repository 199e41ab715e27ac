"""What speaks against fixes, once the app is checked again without what they mended."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.findings import Severity
from keylint.repairs import PREFIX, Repair
from keylint.rules.precedence import hides

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
            yield finding, "with it, the finding would still be there"
    for finding in after.findings:
        is_new = any(new[identity] > old[identity] for identity in identities_of(finding))
        if is_new and _matters(fixed, finding):
            yield from _blamed([each for each in fixed if _is_about(each, finding)] or fixed, _in_words(finding))
    if set(after.faults) - set(before.faults):
        yield from _blamed(fixed, "with it, keylint itself fails on the code")
    unknown = [each for each in after.unknowns if each.reason not in {known.reason for known in before.unknowns}]
    if len(after.unknowns) > len(before.unknowns):
        near = [each for each in fixed if any(_touches(each, one.path) for one in unknown)]
        reason = f": {unknown[0].reason}" if unknown else ""
        yield from _blamed(near or fixed, f"with it, something could not be resolved any more{reason}")


def _blamed(suspects: list[Finding], reason: str) -> Iterator[tuple[Finding | None, str]]:
    """The reason, for all findings whose one fix it must be, or for None."""
    if len({each.fix for each in suspects}) == 1:
        yield from ((each, reason) for each in suspects)
    else:
        yield None, reason


def _touches(fixed: Finding, path: str) -> bool:
    return fixed.fix is not None and any(edit.location.path == path for edit in fixed.fix.edits)


def _in_words(new: Finding) -> str:
    """What the finding that a fix would bring is about, as a clause."""
    what = new.message.partition(": ")[0]
    place = f", in {new.route[-1]}" if new.route and new.route[-1] != new.page else ""
    return f"with it, {what}{place} ({new.code})"


def _matters(fixed: list[Finding], new: Finding) -> bool:
    """Whether the new finding speaks against the fixes: of the keys that they are about, no loss may come at all, but
    one that was there before, where what is fixed was said instead."""
    about = [each for each in fixed if _is_about(each, new)]
    if about:
        was_hidden = all(hides(each.code, new.code) for each in about)
        return new.severity >= Severity.WARNING or (new.code.startswith("KEY1") and not was_hidden)
    return new.severity >= Severity.WARNING and new.code not in _BY_COMPARISON


def _is_about(fixed: Finding, new: Finding) -> bool:
    """Whether the new finding is about the key of the fix, or about the private one that it made."""
    given = fixed.repair.new_keys if isinstance(fixed.repair, Repair) else ()
    return any(key in (own, PREFIX + own) for own in (*filter(None, _keys(fixed)), *given) for key in _keys(new))


def _counted(report: Report) -> Counter[Identity]:
    return Counter(identity for finding in report.findings for identity in identities_of(finding))


def identities_of(finding: Finding) -> list[Identity]:
    """What a finding is about, whatever line it has moved to: the keys and pages that it stands for."""
    return [(finding.code, key, page) for key in _keys(finding) for page in finding.pages or (finding.page,)]


def _keys(finding: Finding) -> tuple[str | None, ...]:
    return finding.keys or (finding.key,)
