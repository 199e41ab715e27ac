"""What `keylint check` finds on one version and not on another."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.app.keymap import KeyMap
from keylint.findings import Severity
from keylint.rules.precedence import without_replaced
from keylint.rules.registry import all_rules
from keylint.rules.unsure import findings_of
from keylint.streamlit.behaviour import RERUN_KEEPS_WIDGETS
from keylint.streamlit.target import told
from keylint.streamlit.versions import VersionRange
from keylint.upgrade.change import Change

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from keylint.findings import Finding
    from keylint.run.runs import App
    from keylint.streamlit.versions import Version
    from keylint.upgrade.change import Upgrade

    Heed = Callable[[Iterable[Finding]], Iterable[Finding]]
    Place = tuple[str, object, str | None]

# Of the rules whose findings depend on the version, those that no other kind of change speaks of.
VERSIONED = frozenset({"KEY109", "KEY202", "KEY203", "KEY204", "KEY305", "KEY306", "KEY307", "KEY505"})
# Where one version decides about all findings of a rule, it need not be searched for.
_DECISIVE = {"KEY109": RERUN_KEEPS_WIDGETS}
# They say of one key which kind of collision it is; neither is news when the other was there.
_ALIKE = frozenset({"KEY202", "KEY204"})


def finding_changes(app: App, upgrade: Upgrade, heed: Heed) -> Iterator[Change]:
    """The findings that appear and disappear on the way. `heed` leaves out those that the user has suppressed."""
    steps = list(upgrade.steps())
    if not steps:
        return
    versions = [upgrade.start, *(since for _, since in steps)]
    found: dict[Version, dict[Place, Finding]] = {}

    def at(version: Version) -> dict[Place, Finding]:
        if version not in found:
            ends = version in (versions[0], versions[-1])
            found[version] = _findings(app, version, VERSIONED if ends else VERSIONED - _DECISIVE.keys(), heed)
        return found[version]

    first, last = at(versions[0]), at(versions[-1])
    ended = {place: _since(place, versions, at) for place in first.keys() - last.keys()}
    begun = {place: _since(place, versions, at) for place in last.keys() - first.keys()}
    for place, since in ended.items():
        if not _is_renamed(place, since, begun):
            yield _change(since, first[place], ended=True)
    for place, since in begun.items():
        if not _is_renamed(place, since, ended):
            yield _change(since, last[place], ended=False)


def _findings(app: App, version: Version, codes: frozenset[str], heed: Heed) -> dict[Place, Finding]:
    keymap = KeyMap(replace(app, target=told(VersionRange(version, version), "the upgrade")))
    asked = findings_of((rule for rule in all_rules() if rule.code in codes), keymap)
    kept = heed(without_replaced(finding for finding, _ in asked))
    return {(finding.code, finding.location, finding.key): finding for finding in kept}


def _since(place: Place, versions: list[Version], at: Callable[[Version], dict[Place, Finding]]) -> Version:
    """The first version on which it is as on the last. A finding comes or goes once on the way."""
    if place[0] in _DECISIVE:
        return _DECISIVE[place[0]]
    is_last = place in at(versions[-1])
    low, high = 0, len(versions) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if (place in at(versions[middle])) == is_last:
            high = middle
        else:
            low = middle
    return versions[high]


def _is_renamed(place: Place, since: Version, others: dict[Place, Version]) -> bool:
    code, location, key = place
    return code in _ALIKE and any(
        (other, location, key) in others and others[other, location, key] == since for other in _ALIKE - {code}
    )


def _change(since: Version, finding: Finding, *, ended: bool) -> Change:
    said = "disappears" if ended else "appears"
    return Change(
        since,
        "finding",
        Severity.INFO if ended else finding.severity,
        finding.location,
        finding.key,
        None,
        f"{finding.code} {said}: {finding.message}",
        None if ended else finding.advice,
        finding.code,
    )
