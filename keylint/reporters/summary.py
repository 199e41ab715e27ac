"""The parts of a report that are sentences and lists: the summary line, the statistics, the unknowns and the files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from keylint.findings import Finding, Report, Severity, Totals
from keylint.reporters.assumption import assumption
from keylint.reporters.counting import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.reporters.view import View


def appendix(report: Report, view: View) -> list[str]:
    """The lines that follow the findings, as far as they are asked for; each part starts with an empty line."""
    parts = lists(report, view)
    if not view.quiet:
        parts.append([summary(report, view), *unheard_lines(report, view), *assumption(report.targets)])
    return [line for part in parts for line in ("", *part)]


def lists(report: Report, view: View) -> list[list[str]]:
    """The lists that are asked for: the statistics, what could not be resolved, the files."""
    parts: list[list[str]] = []
    if view.statistics:
        parts.append(_statistics(view.shown(report)))
    if view.show_unknowns:
        parts.append(_unknowns(report))
    if view.show_files:
        parts.append(_files(report))
    return [part for part in parts if part]


def summary(report: Report, view: View) -> str:
    """What was found, where, and what could not be resolved, in one line."""
    gaps_told = "".join(f"; {gap}" for gap in unchecked(report, view))
    return f"{found(report, view)}{gaps_told}.{_fixable(view.shown(report))}"


def found(report: Report, view: View) -> str:
    """What was found, and where, as a sentence without its full stop."""
    shown = view.shown(report)
    hidden = Counter(finding.severity for finding in report.findings if not report.is_shown(finding, view.threshold))
    parts = [f"{count} hidden at {severity.label}" for severity, count in sorted(hidden.items(), reverse=True)]
    nothing = "No problems found" if report.baseline is None else "No new problems found"
    sentence = f"Found {counted(Counter(finding.severity for finding in shown))}" if shown else nothing
    if parts:
        sentence += f" ({', '.join(parts)})"
    if report.totals.apps:
        sentence += f" in {scope(report.totals)}"
    elif shown:
        sentence += f"; no Streamlit app found in {python_files(report)}"
    else:
        sentence = f"No Streamlit app found in {python_files(report)}"
    return sentence


def unchecked(report: Report, view: View) -> list[str]:
    """What was not checked, and how much could not be resolved, with the option that lists it."""
    told = gaps(report.totals)
    if report.unknowns:
        option = "" if view.show_unknowns else " (--show-unknowns)"
        told.append(f"{number_of(len(report.unknowns), 'thing')} could not be resolved{option}")
    if report.generated_files:
        told.append(f"{_generated(report)} left out (--include-generated)")
    if report.backup_files:
        option = "" if view.show_files else " (--show-files)"
        told.append(f"{_backups(report)}{option}")
    return told


def unheard_lines(report: Report, view: View) -> list[str]:
    """How many findings are not shown because the user silences them, and because a baseline knows them."""
    count = sum(report.is_shown(finding, view.threshold) for finding in report.silenced)
    silenced = f"Silenced by comments or per-file-ignores, and not shown: {number_of(count, 'finding')}."
    return [*([silenced] if count else []), *_known_lines(report, view)]


def _known_lines(report: Report, view: View) -> list[str]:
    """What a baseline knows of, where there is one: a line, or none."""
    baseline = report.baseline
    if baseline is None:
        return []
    count = sum(report.is_shown(finding, view.threshold) for finding in baseline.known)
    if baseline.gone is None:
        gone = "whether others are gone is not known, because not all was checked"
    elif baseline.gone:
        verb = "is" if baseline.gone == 1 else "are"
        gone = f"{baseline.gone} of those that it knows {verb} gone (--update-baseline)"
    else:
        gone = "none is gone"
    return [f"Known from {baseline.path}, and not shown: {number_of(count, 'finding')}; {gone}."]


def gaps(totals: Totals) -> list[str]:
    """What was not checked, though it is part of the apps."""
    found = []
    if totals.pages_not_analysed:
        verb = "was not analysed to its end" if totals.pages_not_analysed == 1 else "were not analysed to their end"
        found.append(f"{totals.pages_not_analysed} of {number_of(totals.pages, 'page')} {verb}")
    if totals.scripts_beside_pages:
        scripts = number_of(totals.scripts_beside_pages, "script")
        belong = "belongs" if totals.scripts_beside_pages == 1 else "belong"
        found.append(f"whether {scripts} beside the pages of an app {belong} to it, which the app does not say")
    if totals.unresolved_keys:
        noun, verb = ("key", "is") if totals.unresolved_keys == 1 else ("keys", "are")
        found.append(
            f"the {noun} of {totals.unresolved_keys} of {number_of(totals.widgets, 'widget')} {verb} not known"
        )
    return found


def _fixable(findings: tuple[Finding, ...]) -> str:
    """What --fix could do, as a sentence."""
    safe = sum(finding.fix is not None and finding.fix.safe for finding in findings)
    unsafe = sum(finding.fix is not None and not finding.fix.safe for finding in findings)
    does = (
        "repairs" if all(finding.fix.is_tried for finding in findings if finding.fix is not None) else "tries to repair"
    )
    if safe and unsafe:
        return f" --fix {does} {safe}, --fix --unsafe-fixes {unsafe} more."
    if safe:
        return f" --fix {does} {safe}."
    return f" --fix --unsafe-fixes {does} {unsafe}." if unsafe else ""


def counted(by_severity: Mapping[Severity, int]) -> str:
    """`2 errors and 1 warning`."""
    counts = [
        number_of(by_severity[severity], noun)
        for severity, noun in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "info"))
        if by_severity.get(severity)
    ]
    return counts[0] if len(counts) == 1 else f"{', '.join(counts[:-1])} and {counts[-1]}"


def scope(totals: Totals) -> str:
    """What was looked at."""
    keys = f" ({number_of(totals.keys, 'key')})" if totals.keys != totals.widgets else ""
    found = [f"{number_of(totals.widgets, 'widget')} with a key{keys}"] if totals.widgets else []
    if totals.inputs_without_key:
        found.append(f"{number_of(totals.inputs_without_key, 'input')} without {'one' if found else 'a key'}")
    what = " and ".join(found) or number_of(0, "widget")
    return f"{what} on {number_of(totals.pages, 'page')} of {number_of(totals.apps, 'app')}"


def python_files(report: Report) -> str:
    """How many files were looked at."""
    return number_of(
        report.totals.files + report.skipped_files + len(report.generated_files) + len(report.backup_files),
        "Python file",
    )


def _statistics(findings: tuple[Finding, ...]) -> list[str]:
    """A line for each code: how often, the code, its name; the most frequent first."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    digits = len(str(max(counts.values(), default=0)))
    by_frequency = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{count:>{digits}}  {code}  {name}" for (code, name), count in by_frequency]


def _unknowns(report: Report) -> list[str]:
    if report.is_resolved:
        return ["Everything was resolved."]
    return [
        "Not resolved:",
        *(f"  {gap}" for gap in gaps(report.totals) if not report.unknowns),
        *(f"  {unknown.path}:{unknown.line} {unknown.reason}" for unknown in report.unknowns),
    ]


def _generated(report: Report) -> str:
    return number_of(len(report.generated_files), "generated file")


def _backups(report: Report) -> str:
    count = len(report.backup_files)
    return f"{number_of(count, 'file')} left out as {'a backup' if count == 1 else 'backups'}"


def _targets(report: Report) -> str:
    return ", ".join(dict.fromkeys(target.label for target in report.targets))


def _files(report: Report) -> list[str]:
    skipped = f"; {number_of(report.skipped_files, 'file')} without Streamlit left out" if report.skipped_files else ""
    skipped += f"; {_generated(report)} left out" if report.generated_files else ""
    return [
        f"Checked {number_of(len(report.checked_files), 'file')} for Streamlit {_targets(report)}{skipped}"
        + (":" if report.checked_files else "."),
        *(f"  {path}" for path in report.checked_files),
        *(f"Left out as a backup: {path}" for path in report.backup_files),
    ]
