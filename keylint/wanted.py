"""What of the findings the user wants to hear of: each file's own settings say it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from keylint.findings import FileThreshold
from keylint.rules.codes import selected_codes
from keylint.suppress import ignore_per_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from keylint.discover.governing import Governing
    from keylint.findings import Finding, Location
    from keylint.settings import Settings


@dataclass(frozen=True, slots=True)
class Wanted:
    """The wishes for findings, which go by the file that a finding is in; `unasked` are codes that nobody wants.

    Files are named as findings show them. Raises UsageError for settings that select no rule.
    """

    governing: Governing
    unasked: frozenset[str] = frozenset()
    _codes: dict[Path, frozenset[str]] = field(default_factory=dict)

    def codes(self, shown: str) -> frozenset[str]:
        """The codes of the rules that are wanted in a file."""
        settings = self.governing.of_shown(shown)
        if settings.root not in self._codes:
            selected = selected_codes(settings.select, settings.ignore, settings.extend_select)
            self._codes[settings.root] = selected - self.unasked
        return self._codes[settings.root]

    def has(self, finding: Finding) -> bool:
        """Whether the rule is wanted where the finding is."""
        return finding.code in self.codes(finding.location.path)

    def unignored(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Those that no per-file-ignores leave out."""
        settings_of: dict[Path, tuple[Settings, list[Finding]]] = {}
        for finding in findings:
            settings = self.governing.of_shown(finding.location.path)
            settings_of.setdefault(settings.root, (settings, []))[1].append(finding)
        return tuple(
            finding
            for root, (settings, found) in settings_of.items()
            for finding in ignore_per_file(found, settings.per_file_ignores, root)
        )

    def thresholds(self, places: Iterable[Location]) -> tuple[FileThreshold, ...]:
        """The files of these places that have another threshold than the run."""
        files = sorted({place.path for place in places})
        found = (FileThreshold(file, self.governing.of_shown(file).min_severity) for file in files)
        return tuple(each for each in found if each.severity is not self.governing.run.min_severity)

    def but(self, *codes: str) -> Wanted:
        """The same without findings of these codes."""
        return replace(self, unasked=self.unasked | set(codes), _codes={})
