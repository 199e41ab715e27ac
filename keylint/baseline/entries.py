"""What a baseline says of a finding: the rule, the keys, the normalised code of the place; never where that is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from keylint.finding_inputs import about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from keylint.findings import Finding

    # The rule, the code and one of the keys: a finding that stands for several keys may stand for fewer, or be several
    # findings, the next time.
    Unit = tuple[str, str, str | None]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """Findings that are alike. `keys` are sorted, and none where the finding has no key."""

    rule: str
    keys: tuple[str, ...]
    call: str
    count: int = 1

    @property
    def units(self) -> tuple[Unit, ...]:
        return tuple((self.rule, self.call, key) for key in self.keys or (None,))


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries, sorted, and the paths that were checked for them, relative to the folder of the baseline."""

    paths: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """How many findings it knows."""
        return sum(entry.count for entry in self.entries)


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The entries for these findings, sorted. Of a finding about several inputs without a key each has one: what is
    known of them must not hide one that is added."""
    counts = Counter(entry for finding in findings for entry in _entries(finding))
    return tuple(sorted(replace(entry, count=count) for entry, count in counts.items()))


def _entries(finding: Finding) -> list[Entry]:
    """What the finding stands for; with inputs, one for each, in their order."""
    if finding.inputs:
        return [Entry(finding.code, (), each.code_text) for each in finding.inputs]
    keys = finding.keys or ((finding.key,) if finding.key is not None else ())
    return [Entry(finding.code, tuple(sorted(set(keys))), finding.code_text)]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The findings that a baseline has and those that it has not, each sorted as in a report, and what is left of it. A
    finding about several inputs may be in both, about some of them each."""

    known: tuple[Finding, ...]
    new: tuple[Finding, ...]
    left: Baseline


def compared(findings: Collection[Finding], baseline: Baseline, codes: Collection[str]) -> Comparison:
    """Which of the findings are known. Of those that are alike the severe ones are, then the first; `codes` are those
    of the rules that were run: what is known of others stays in the baseline."""
    known_units: Counter[Unit] = Counter()
    for entry in baseline.entries:
        known_units.update(dict.fromkeys(entry.units, entry.count))
    unused = known_units.copy()
    known: list[Finding] = []
    new: list[Finding] = []
    for finding in sorted(findings, key=lambda each: -each.severity):
        entries = _entries(finding)
        are_known = [_take(entry, unused) for entry in entries]
        if all(are_known) or not any(are_known) or len(entries) == 1:
            (known if all(are_known) else new).append(finding)
            continue
        judged = list(zip(finding.inputs, are_known, strict=True))
        known.append(about(finding, [each for each, is_known in judged if is_known]))
        new.append(about(finding, [each for each, is_known in judged if not is_known]))
    used = known_units - unused
    left = (entry if entry.rule not in codes else _used_part(entry, used) for entry in baseline.entries)
    return Comparison(
        tuple(sorted(known, key=lambda finding: finding.sort_key)),
        tuple(sorted(new, key=lambda finding: finding.sort_key)),
        replace(baseline, entries=tuple(entry for entry in left if entry is not None)),
    )


def _take(entry: Entry, unused: Counter[Unit]) -> bool:
    """Takes what there is of an entry out of `unused`, and tells whether that is all of it."""
    there = [unit for unit in entry.units if unused[unit] > 0]
    unused.subtract(there)
    return len(there) == len(entry.units)


def _used_part(entry: Entry, used: Counter[Unit]) -> Entry | None:
    """What of an entry is still found, taken out of `used`; None where nothing is."""
    counts = {unit: min(entry.count, used[unit]) for unit in entry.units}
    used.subtract(counts)
    keys = tuple(key for key, unit in zip(entry.keys, entry.units, strict=False) if counts[unit])
    count = max(counts.values())
    return replace(entry, keys=keys, count=count) if count else None
