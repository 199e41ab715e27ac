"""From the outcomes of all apps to the report: what is merged, suppressed, listed and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from keylint.discover.files import display_path
from keylint.facts.source import decode
from keylint.faults import Blaming, attempt
from keylint.finding_inputs import with_inputs_of
from keylint.findings import Fault, Finding, Location, Report, Span, Totals, Unknown
from keylint.rules import key900_unreadable_source
from keylint.suppress import apply as suppress

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from keylint.discover.contents import FileContents
    from keylint.facts.module import Comment
    from keylint.facts.source import Source
    from keylint.loading import Reading
    from keylint.outcomes import AppOutcome
    from keylint.wanted import Wanted


def unreadable(reading: Reading) -> Iterator[Finding]:
    """The findings about what cannot be read."""
    rule = key900_unreadable_source.RULE
    for file, error in reading.loaded.broken.items():
        span = Span(error.line, error.column, error.line, error.column)
        message = f"this file {error.reason}; the rest of the app is still checked"
        yield rule.finding(Location(file.display, span), message, code_text=file.path.name)
    for found in reading.selection.unreadable:
        place = Location(found.display, Span(1, 1, 1, 1))
        yield rule.finding(place, f"this cannot be read: {found.reason}", code_text=found.path.name)


def unread_of(reading: Reading, wanted: Wanted, faults: list[Fault]) -> tuple[Finding, ...]:
    """What of the given files cannot be read, for reports without findings; without what the user wants to hear nothing
    of."""
    shown = _shown(reading)
    found = [each for each in _merged(unreadable(reading)) if wanted.has(each) and each.location.path in shown]
    return heeded(found, comments_of(reading), wanted.but("KEY901"), faults)


def report_of(
    reading: Reading,
    outcomes: tuple[AppOutcome, ...],
    found: Iterable[Finding],
    wanted: Wanted,
    contents: FileContents,
    faults: list[Fault],
) -> Report:
    """The report on the apps with these outcomes, of which `found` are the findings."""
    shown = _shown(reading)
    # Also those of other files: a comment in a given one may be there for them.
    merged = _merged(found)
    left = heeded(merged, comments_of(reading), wanted, faults)
    heard = set(map(id, left))
    unheard = (each for each in merged if id(each) not in heard and each.location.path in shown)
    silenced = tuple(replace(each, repair=None) for each in unheard)  # nobody asks how to mend them
    uncounted = Totals(files=len(shown), apps=len(outcomes))
    listing = Blaming(faults, "", "the list of what could not be resolved", "it is empty")
    counting = Blaming(faults, "", "the count of what was looked at", "the summary counts files and apps only")
    skipped = (*reading.selection.skipped, *reading.selection.backups)
    retired = tuple(file.display for file in reading.selection.retired if file.path in reading.given)
    findings = _with_code((finding for finding in left if finding.location.path in shown), reading, contents, faults)
    return Report(
        findings=findings,
        unknowns=attempt(listing, lambda: _unknowns(reading, outcomes, shown, contents), ()),
        totals=attempt(counting, lambda: _totals(reading, outcomes), uncounted),
        targets=tuple(outcome.target.of_app(outcome.entrypoint) for outcome in outcomes),
        checked_files=tuple(reading.shown.values()),
        skipped_files=sum(file.path in reading.given for file in skipped) - len(retired),
        backup_files=retired,
        generated_files=tuple(file.display for file in reading.generated),
        faults=(*faults, *(fault for outcome in outcomes for fault in outcome.faults)),
        thresholds=wanted.thresholds(finding.location for finding in (*findings, *silenced)),
        notices=reading.governing.configurations.notices,
        silenced=silenced,
    )


def _with_code(
    findings: Iterable[Finding], reading: Reading, contents: FileContents, faults: list[Fault]
) -> tuple[Finding, ...]:
    """The findings with the normalised code of their places."""
    files = {file.display: file for file in reading.selection.selected}
    sources: dict[str, Source] = {}

    def coded(finding: Finding) -> Finding:
        path = finding.location.path
        if finding.code_text or path not in files:
            return finding
        from keylint.facts.normal_code import normal_code  # noqa: PLC0415 -- LibCST is slow to import

        if path not in sources:
            sources[path] = decode(contents.read(files[path]) or b"")
        code = normal_code(sources[path].between(finding.location.span))
        inputs = tuple(
            replace(each, code_text=normal_code(sources[path].between(each.location.span))) for each in finding.inputs
        )
        return replace(finding, code_text=code, inputs=inputs)

    def attempted(finding: Finding) -> Finding:
        reading_code = Blaming(faults, finding.location.path, "the reading of a finding's code", "it is left out")
        return attempt(reading_code, lambda: coded(finding), finding)

    return tuple(map(attempted, findings))


def heeded(
    findings: Iterable[Finding],
    comments: dict[str, tuple[Comment, ...]],
    wanted: Wanted,
    faults: list[Fault],
) -> tuple[Finding, ...]:
    """What the user does not want suppressed, with the news of what suppresses nothing; sorted.

    A comment in one file may suppress what another one loses; a file of which it cannot be told what it says costs no
    other.
    """

    def unignored(found: Iterable[Finding]) -> tuple[Finding, ...]:
        listed = tuple(found)
        ignoring = Blaming(faults, "", "the reading of per-file-ignores", "none is heeded")
        return attempt(ignoring, lambda: wanted.unignored(listed), listed)

    listed = unignored(findings)
    readable: dict[str, tuple[Comment, ...]] = {}
    for path, own in comments.items():
        with Blaming(faults, path, "the reading of comments that suppress", "none in this file is heeded"):
            suppress((), {path: own}, wanted.codes)
            readable[path] = own
    heeding = Blaming(faults, "", "the reading of comments that suppress", "none is heeded")
    nothing: tuple[Finding, ...] = ()
    kept, news = attempt(heeding, lambda: suppress(listed, readable, wanted.codes), (listed, nothing))
    return tuple(sorted((*kept, *unignored(news)), key=lambda finding: finding.sort_key))


def _shown(reading: Reading) -> set[str]:
    return {*reading.shown.values(), *(each.display for each in reading.selection.unreadable)}


def comments_of(reading: Reading) -> dict[str, tuple[Comment, ...]]:
    """The comments of each file, by the path that findings have."""
    display = {file.path: file.display for file in reading.selection.selected}
    return {display[path]: facts.comments for path, facts in reading.loaded.facts.items() if facts.comments}


def _merged(found: Iterable[Finding]) -> list[Finding]:
    """The same finding of several pages or apps is one finding: the most severe, with every related place."""
    merged: dict[tuple[object, ...], Finding] = {}
    for finding in found:
        identity = (finding.code, finding.location, finding.key)
        known = merged.get(identity)
        if known is None:
            merged[identity] = finding
            continue
        stronger = finding if finding.severity > known.severity else known
        keys, pages = (*known.keys, *finding.keys), (*known.pages, *finding.pages)
        every = with_inputs_of(stronger, (known, finding))
        merged[identity] = replace(every, keys=tuple(dict.fromkeys(keys)), pages=tuple(dict.fromkeys(pages)))
    return list(merged.values())


def _unknowns(
    reading: Reading, outcomes: tuple[AppOutcome, ...], shown: set[str], contents: FileContents
) -> tuple[Unknown, ...]:
    found = {unknown for outcome in outcomes for unknown in outcome.unknowns if unknown.path in shown}
    unread = {unknown for outcome in outcomes for unknown in outcome.target.unread}
    every = (*found, *unread, *left_out(reading, contents))
    return tuple(sorted(every, key=lambda unknown: (unknown.path, unknown.line, unknown.reason)))


def left_out(reading: Reading, contents: FileContents) -> Iterator[Unknown]:
    """What might have had a say, and was not read for what it is."""
    for path, reason in contents.disk.left_out.items():
        yield Unknown(display_path(path), 1, reason)
    for found in reading.selection.left_out:
        yield Unknown(found.display, 1, found.reason)


def _totals(reading: Reading, outcomes: tuple[AppOutcome, ...]) -> Totals:
    shown = set(reading.shown.values())
    widgets = [
        (outcome.entrypoint, widget)
        for outcome in outcomes
        for widget in outcome.widgets
        if widget.location.path in shown or widget.site_path in shown
    ]
    return Totals(
        files=len(shown),
        apps=len(outcomes),
        pages=sum(len(outcome.page_names) + outcome.pages_without_run for outcome in outcomes),
        widgets=len({widget.location for _, widget in widgets}),
        keys=len({(entrypoint, widget.key) for entrypoint, widget in widgets if widget.key is not None}),
        pages_not_analysed=sum(outcome.pages_not_analysed for outcome in outcomes),
        pages_not_found=sum(outcome.pages_not_found for outcome in outcomes),
        scripts_beside_pages=sum(outcome.is_beside_pages for outcome in outcomes),
        widgets_without_key=len(
            {place for outcome in outcomes for place in outcome.places_without_key if place.path in shown}
        ),
        inputs_without_key=len(
            {place for outcome in outcomes for place in outcome.inputs_without_key if place.path in shown}
        ),
        unresolved_keys=len({widget.location for _, widget in widgets if widget.key is None}),
    )
