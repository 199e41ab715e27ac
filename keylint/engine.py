"""The way of the data: paths → files → facts → apps → key maps → findings → report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.app.entrypoints.apps import find_apps
from keylint.app.keymap import KeyMap
from keylint.discover.contents import FileContents
from keylint.discover.files import discover, display_path
from keylint.discover.imports import resolve_module
from keylint.discover.select import Selection, select
from keylint.discover.surroundings import surroundings
from keylint.discover.target import resolve_target
from keylint.errors import UsageError
from keylint.facts.codec import SCHEMA
from keylint.facts.deep import deeply
from keylint.faults import Blaming
from keylint.findings import Fault, Finding, Location, Report, Span, Totals, Unknown
from keylint.judging import unjudged
from keylint.loading import Loaded, load_facts
from keylint.outcome_cache import remembering
from keylint.planning import Sources, with_fixes
from keylint.remedies.sharing import heeding_others
from keylint.rules import key900_unreadable_source
from keylint.rules.codes import selected_codes
from keylint.rules.describe import hidden_because
from keylint.run.project import Project
from keylint.run.runs import App, failed_app, run_app
from keylint.stores import facts_store, results_store
from keylint.streamlit.versions import version_label
from keylint.suppress import apply as suppress
from keylint.suppress import ignore_per_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from keylint.app.entrypoints.apps import Ran
    from keylint.app.entrypoints.layouts import Layout
    from keylint.app.overview import AppOverview
    from keylint.cache import Store
    from keylint.discover.files import Discovery
    from keylint.discover.target import Target
    from keylint.facts.module import Comment
    from keylint.outcomes import AppOutcome
    from keylint.settings import Settings
    from keylint.upgrade.change import Upgrade, UpgradeReport

    Progress = Callable[[str, int, int], None]
    # The project, an entrypoint, its pages, the target, the folders that are searched for modules → what became of it.
    Run = Callable[[Project, Path, tuple[Path, ...], Target, tuple[Path, ...]], Ran]

# A run follows calls within calls; Python's own frames add up to a few dozen for each.
FRAMES = 60_000


@dataclass(frozen=True)
class Reading:
    """Everything that was read. `given` are the files below the given paths."""

    selection: Selection
    loaded: Loaded
    given: frozenset[Path]

    @property
    def shown(self) -> dict[Path, str]:
        """The files below the given paths, which findings may be about, with the paths that findings have."""
        return {file.path: file.display for file in self.selection.selected if file.path in self.given}


@dataclass(frozen=True)
class Analysis(Reading):
    """Everything that was read and run, before any rule is asked."""

    apps: tuple[App, ...]


def check(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    discovery: Discovery | None = None,
    results: Store | None = None,
) -> Report:
    """The findings of the apps below `paths`, those at or above the threshold with their fixes.

    `contents` may hold files as they are not on disk, `discovery` what a walk of `paths` found. What does not change is
    remembered in `results`, which is then the caller's to save.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    codes = selected_codes(settings.select, settings.ignore, settings.extend_select)
    contents = contents or FileContents()
    facts = facts_store(settings, SCHEMA)
    kept = results or results_store(settings)
    reading = _read(paths, settings, progress, contents, facts, discovery)
    outcomes = _all_apps(
        reading, settings, progress, contents, remembering(reading.loaded, reading.given, settings, kept)
    )
    found = [finding for finding in _unreadable(reading) if finding.code in codes]
    for outcome in outcomes:
        others = [other for other in outcomes if other is not outcome]
        found += heeding_others((finding for finding in outcome.findings if finding.code in codes), others)
    report = _report(reading, outcomes, found, settings, codes, contents)
    shown = [finding for finding in report.findings if finding.severity >= settings.min_severity]
    faults = list(report.faults)
    fixed = dict(zip(shown, with_fixes(shown, sources_of(reading, contents), kept, faults), strict=True))
    facts.save()
    if results is None:
        kept.save()
    findings = tuple(fixed.get(finding, finding) for finding in report.findings)
    return replace(report, findings=findings, faults=tuple(dict.fromkeys(faults)))


def upgrade(
    paths: Sequence[Path], settings: Settings, between: Upgrade, progress: Progress | None = None
) -> UpgradeReport:
    """What changes for the apps below `paths` from one version to another; the settings' target does not count.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    from keylint.upgrade.change import UpgradeReport, merged  # noqa: PLC0415 -- a check does without
    from keylint.upgrade.changes import changes_of  # noqa: PLC0415

    codes = selected_codes(settings.select, settings.ignore, settings.extend_select)
    store = facts_store(settings, SCHEMA)
    contents = FileContents()
    settings_at_end = replace(settings, target_option=version_label(between.end))
    analysis = analyse(paths, settings_at_end, progress, contents, store)
    store.save()
    comments = _comments(analysis)

    def heed(found: Iterable[Finding]) -> tuple[Finding, ...]:
        chosen = [finding for finding in found if finding.code in codes]
        return suppress(ignore_per_file(chosen, settings.per_file_ignores, settings.root), comments, codes)[0]

    faults: list[Fault] = []
    changes = deeply(
        lambda: merged(change for app in analysis.apps for change in changes_of(app, between, heed, faults)), FRAMES
    )
    checked = _report(analysis, tuple(map(unjudged, analysis.apps)), (), settings, frozenset(), contents)
    checked = replace(checked, faults=(*checked.faults, *faults))
    unread = (
        Unknown(finding.location.path, finding.location.span.line, finding.message) for finding in _unreadable(analysis)
    )
    return UpgradeReport(between, changes, replace(checked, unknowns=(*unread, *checked.unknowns)))


def map_apps(paths: Sequence[Path], settings: Settings) -> tuple[AppOverview, ...]:
    """What the apps below `paths` do with their keys.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    from keylint.app.overview import overview, overview_of_none  # noqa: PLC0415 -- a check does without

    def shown(app: App) -> AppOverview:
        faults: list[Fault] = []
        with Blaming(faults, app.entrypoint, "the overview"):
            return overview(KeyMap(app), hidden_because)
        return overview_of_none(app, faults)

    store = facts_store(settings, SCHEMA)
    analysis = analyse(paths, settings, store=store)
    store.save()
    return deeply(lambda: tuple(map(shown, analysis.apps)), FRAMES)


def analyse(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    store: Store | None = None,
) -> Analysis:
    """Finds, reads and runs the apps below `paths`."""
    contents = contents or FileContents()
    reading = _read(paths, settings, progress, contents, store or facts_store(settings, SCHEMA))

    def run(
        project: Project, entrypoint: Path, pages: tuple[Path, ...], target: Target, search: tuple[Path, ...]
    ) -> App:
        try:
            return run_app(project, entrypoint, pages, target.versions, target.source, search)
        except Exception as error:  # what other apps give shall not be lost with this one
            return failed_app(project, entrypoint, pages, target.versions, target.source, error)

    apps = _all_apps(reading, settings, progress, contents, run)
    return Analysis(reading.selection, reading.loaded, reading.given, apps)


def _read(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None,
    contents: FileContents,
    store: Store,
    discovery: Discovery | None = None,
) -> Reading:
    discovery = discovery or discover(paths or [Path()], settings.exclude, settings.root)
    given = frozenset(file.path for file in (*discovery.files, *discovery.backups))
    around = surroundings(discovery.files, contents, settings.root.resolve())
    discovery = replace(discovery, files=(*discovery.files, *(file for file in around if file.path not in given)))
    packages = sorted({name.partition(".")[0] for name in settings.widget_functions})
    selection = select(discovery, contents, packages)
    return Reading(selection, load_facts(selection.selected, contents, settings, store, progress), given)


def _all_apps(
    reading: Reading, settings: Settings, progress: Progress | None, contents: FileContents, run: Run[Ran]
) -> tuple[Ran, ...]:
    """The apps that the given files have a part in."""
    apps = deeply(lambda: tuple(_run_apps(reading, settings, progress, contents, run)), FRAMES)
    return tuple(app for app in apps if _concerns(app, reading.given))


def _run_apps(
    reading: Reading, settings: Settings, progress: Progress | None, contents: FileContents, run: Run[Ran]
) -> Iterator[Ran]:
    selection, loaded = reading.selection, reading.loaded
    existing = frozenset(loaded.facts)
    unreadable = {file.path: file.display for file in loaded.broken}
    unreadable.update((file.path, file.display) for file in selection.unreadable)
    modules = existing | unreadable.keys()

    def resolve(dotted: str, level: int, importer: Path, search: tuple[Path, ...]) -> Path | None:
        return resolve_module(dotted, level, importer, search, modules)

    project = Project(
        loaded.facts,
        {file.path: file.display for file in selection.selected} | unreadable,
        resolve,
        settings.widget_functions,
        frozenset(settings.persist_functions),
        frozenset(unreadable),
    )

    def run_layout(project: Project, layout: Layout) -> Ran:
        target = resolve_target(
            settings.target_option, settings.target_streamlit, settings.root, layout.entrypoint.parent, contents.disk
        )
        search = tuple(folder for folder in layout.entrypoint.parents if folder.is_relative_to(settings.root))
        return run(project, layout.entrypoint, layout.pages, target, search)

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress("Running apps", done, total)

    named = [_entrypoint(name, settings, existing) for name in settings.entrypoints]
    yield from find_apps(project, named, run_layout, tell)


def _concerns(app: App | AppOutcome, given: frozenset[Path]) -> bool:
    """Whether the app has anything of the given files in it."""
    return not app.files.isdisjoint(given)


def _entrypoint(name: str, settings: Settings, existing: frozenset[Path]) -> Path:
    for folder in (Path.cwd(), settings.root):
        path = (folder / name).resolve()
        if path in existing:
            return path
    raise UsageError(
        f"the entrypoint {name} is not among the files that are checked; give its path from {settings.root}"
    )


def sources_of(reading: Reading, contents: FileContents) -> Sources:
    """What fixes of the files that were read are planned for."""
    files = {file.path: file for file in reading.selection.selected}
    by_display = {file.display: file.path for file in files.values()}
    existing = frozenset(files)

    def resolve(importer: str, dotted: str) -> str | None:
        path = by_display[importer]
        name = dotted.lstrip(".")
        found = resolve_module(name, len(dotted) - len(name), path, tuple(path.parents), existing)
        return files[found].display if found is not None else None

    data = {file.display: content for file in files.values() if (content := contents.read(file)) is not None}
    hashes = {file.display: found for file in files.values() if (found := contents.hash_of(file)) is not None}
    return Sources(data, hashes, resolve)


def _unreadable(analysis: Reading) -> Iterator[Finding]:
    rule = key900_unreadable_source.RULE
    for file, error in analysis.loaded.broken.items():
        span = Span(error.line, error.column, error.line, error.column)
        yield rule.finding(
            Location(file.display, span), f"this file {error.reason}; the rest of the app is still checked"
        )
    for unreadable in analysis.selection.unreadable:
        place = Location(unreadable.display, Span(1, 1, 1, 1))
        yield rule.finding(place, f"this cannot be read: {unreadable.reason}")


def _report(
    analysis: Reading,
    outcomes: tuple[AppOutcome, ...],
    found: Iterable[Finding],
    settings: Settings,
    codes: frozenset[str],
    contents: FileContents,
) -> Report:
    comments = _comments(analysis)
    shown = {*analysis.shown.values(), *(unreadable.display for unreadable in analysis.selection.unreadable)}
    own = [finding for finding in _merged(found) if finding.location.path in shown]
    findings = ignore_per_file(own, settings.per_file_ignores, settings.root)
    kept, unused = suppress(findings, comments, codes)
    news = ignore_per_file(unused, settings.per_file_ignores, settings.root) if "KEY901" in codes else ()
    return Report(
        findings=tuple(sorted((*kept, *news), key=lambda finding: finding.sort_key)),
        unknowns=tuple(
            sorted(
                (*_unknowns(outcomes, shown), *_left_out(analysis, contents)),
                key=lambda unknown: (unknown.path, unknown.line, unknown.reason),
            )
        ),
        totals=_totals(analysis, outcomes),
        target=", ".join(dict.fromkeys(f"{app.versions.label} ({app.target_source})" for app in outcomes)),
        checked_files=tuple(analysis.shown.values()),
        skipped_files=sum(
            file.path in analysis.given for file in (*analysis.selection.skipped, *analysis.selection.backups)
        ),
        faults=(*analysis.loaded.faults, *(fault for outcome in outcomes for fault in outcome.faults)),
    )


def _comments(analysis: Reading) -> dict[str, tuple[Comment, ...]]:
    """The comments of each file, by the path that findings have."""
    display = analysis.shown
    return {
        display[path]: facts.comments
        for path, facts in analysis.loaded.facts.items()
        if facts.comments and path in display
    }


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
        merged[identity] = replace(stronger, keys=tuple(dict.fromkeys(keys)), pages=tuple(dict.fromkeys(pages)))
    return list(merged.values())


def _unknowns(outcomes: tuple[AppOutcome, ...], shown: set[str]) -> tuple[Unknown, ...]:
    found = {unknown for outcome in outcomes for unknown in outcome.unknowns if unknown.path in shown}
    return tuple(sorted(found, key=lambda unknown: (unknown.path, unknown.line, unknown.reason)))


def _left_out(analysis: Reading, contents: FileContents) -> Iterator[Unknown]:
    """What might have had a say, and was not read for what it is."""
    for path, reason in contents.disk.left_out.items():
        yield Unknown(display_path(path), 1, f"{reason}, so it was not read")
    for found in analysis.selection.left_out:
        yield Unknown(found.display, 1, f"{found.reason}, so it was not followed")


def _totals(analysis: Reading, outcomes: tuple[AppOutcome, ...]) -> Totals:
    shown = set(analysis.shown.values())
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
        widgets_without_key=len(
            {place for outcome in outcomes for place in outcome.places_without_key if place.path in shown}
        ),
        unresolved_keys=len({widget.location for _, widget in widgets if widget.key is None}),
    )
