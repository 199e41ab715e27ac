"""The way of the data: paths → files → facts → apps → key maps → findings → report."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.app.entrypoints.apps import find_apps
from keylint.app.keymap import KeyMap
from keylint.assembling import comments_of, heeded, left_out, report_of, unread_of, unreadable
from keylint.discover.contents import FileContents
from keylint.discover.files import discover
from keylint.discover.generated import is_generated
from keylint.discover.governing import Configurations, Governing
from keylint.discover.imports import resolve_module
from keylint.discover.libraries import is_library
from keylint.discover.line_length import line_length
from keylint.discover.select import Selection, select
from keylint.discover.surroundings import surroundings
from keylint.discover.target import resolve_target
from keylint.entrypoint_names import named_entrypoints
from keylint.facts.codec import SCHEMA
from keylint.facts.deep import deeply
from keylint.faults import Blaming, attempt
from keylint.findings import Fault, Finding, Report, Unknown
from keylint.fixes.sources import Sources
from keylint.judging import unjudged
from keylint.loading import Reading, load_facts
from keylint.outcome_cache import remembering
from keylint.places import real_path
from keylint.planning import UNPLANNED, with_fixes
from keylint.remedies.sharing import heeding_others
from keylint.rules.describe import hidden_because
from keylint.run.project import Project
from keylint.run.runs import App, failed_app, run_app
from keylint.stores import Stores, facts_store, results_store
from keylint.streamlit.versions import version_label
from keylint.wanted import Wanted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from keylint.app.entrypoints.apps import Ran
    from keylint.app.entrypoints.layouts import Layout
    from keylint.app.overview import AppOverview
    from keylint.cache import Store
    from keylint.discover.files import Discovery, SourceFile
    from keylint.outcomes import AppOutcome
    from keylint.settings import Settings
    from keylint.streamlit.target import Target
    from keylint.upgrade.change import Change, Upgrade, UpgradeReport

    Progress = Callable[[str, int, int], None]
    # The project, an entrypoint, its pages, the target, the folders that are searched for modules → what became of it.
    Run = Callable[[Project, Path, tuple[Path, ...], Target, tuple[Path, ...]], Ran]

# A run follows calls within calls; Python's own frames add up to a few dozen for each.
FRAMES = 60_000


@dataclass(frozen=True)
class Analysis(Reading):
    """Everything that was read and run, before any rule is asked."""

    apps: tuple[App, ...]


@dataclass(frozen=True)
class Overviews:
    """What the apps do with their keys; which sources could not be read, as findings; what else was not; and what
    configurations say in vain."""

    apps: tuple[AppOverview, ...]
    unread: tuple[Finding, ...]
    left_out: tuple[Unknown, ...]
    notices: tuple[str, ...] = ()


def check(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    discovery: Discovery | None = None,
    stores: Stores | None = None,
) -> Report:
    """The findings of the apps below `paths`, those at or above the threshold with their fixes, of which nobody has
    tried yet whether they hold: see `keylint.fixing.offers`.

    `contents` may hold files as they are not on disk, `discovery` what a walk of `paths` found. What does not change is
    remembered in `stores`, which are then the caller's to save.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    contents = contents or FileContents()
    faults: list[Fault] = []
    kept = stores or stores_of(settings, faults)
    reading = _read(paths, settings, progress, contents, kept.facts, faults, discovery)
    wanted = Wanted(reading.governing)
    run = remembering(reading, kept.results)
    outcomes = _all_apps(reading, settings, progress, contents, run, unjudged, faults)
    found = list(unreadable(reading))
    for outcome in outcomes:
        found += _heeding_others(outcome, outcomes, faults)
    report = report_of(reading, outcomes, filter(wanted.has, found), wanted, contents, faults)
    shown = [finding for finding in report.findings if report.is_shown(finding, settings.min_severity)]
    faults = list(report.faults)
    with Blaming(faults, "", "the planning of the fixes", "none is offered"):
        fixed = dict(
            zip(
                shown,
                with_fixes(shown, sources_of(reading, contents, settings.root), kept.results, faults),
                strict=True,
            )
        )
        report = replace(report, findings=tuple(fixed.get(finding, finding) for finding in report.findings))
    if stores is None:
        kept.save()
    return replace(report, faults=tuple(dict.fromkeys((*faults, *kept.facts.faults))))


def stores_of(settings: Settings, faults: list[Fault], results: Store | None = None) -> Stores:
    """The stores of a check with these settings; `results` is that of the results where it is open already."""
    return Stores(facts_store(settings, SCHEMA, faults), results or results_store(settings, faults))


def _heeding_others(outcome: AppOutcome, outcomes: tuple[AppOutcome, ...], faults: list[Fault]) -> list[Finding]:
    """The findings of an app, with repairs that harm no other one."""
    with Blaming(faults, outcome.entrypoint, "the look at what other apps need of it", "its fixes are not offered"):
        return heeding_others(outcome.findings, [other for other in outcomes if other is not outcome])
    return [replace(finding, repair=UNPLANNED) for finding in outcome.findings]


def upgrade(
    paths: Sequence[Path], settings: Settings, between: Upgrade, progress: Progress | None = None
) -> UpgradeReport:
    """What changes for the apps below `paths` from one version to another; the settings' target does not count.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    from keylint.upgrade.change import UpgradeReport, merged  # noqa: PLC0415 -- a check does without
    from keylint.upgrade.changes import changes_of  # noqa: PLC0415

    contents = FileContents()
    faults: list[Fault] = []
    settings_at_end = replace(settings, target_option=version_label(between.end))
    analysis = analyse(paths, settings_at_end, progress, contents, faults)
    comments, wanted = comments_of(analysis), Wanted(analysis.governing).but("KEY901")

    def heed(found: Iterable[Finding]) -> tuple[Finding, ...]:
        return heeded(filter(wanted.has, found), comments, wanted, faults)

    generated = {file.display for file in analysis.generated}

    def changes() -> Iterator[Change]:
        for app in analysis.apps:
            found = changes_of(app, between, heed, faults)
            yield from (change for change in found if change.location.path not in generated)

    changed = deeply(lambda: merged(changes()), FRAMES)
    outcomes = (
        attempt(
            Blaming(faults, app.entrypoint, "the count of its widgets", "it is not counted"),
            partial(unjudged, app),
            None,
        )
        for app in analysis.apps
    )
    counted = tuple(outcome for outcome in outcomes if outcome is not None)
    unread = unread_of(analysis, wanted, faults)
    checked = report_of(analysis, counted, (), wanted, contents, faults)
    checked = replace(checked, thresholds=wanted.thresholds(change.location for change in changed))
    unknown = (Unknown(each.location.path, each.location.span.line, each.message) for each in unread)
    return UpgradeReport(between, changed, replace(checked, unknowns=(*unknown, *checked.unknowns)), unread)


def map_apps(paths: Sequence[Path], settings: Settings, faults: list[Fault] | None = None) -> Overviews:
    """What the apps below `paths` do with their keys. What keylint itself fails at is added to `faults`.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    from keylint.app.overview import overview, overview_of_none  # noqa: PLC0415 -- a check does without

    found: list[Fault] = [] if faults is None else faults

    def shown(app: App) -> AppOverview:
        found.extend(app.faults)
        with Blaming(found, app.entrypoint, "the overview", "the app is named only"):
            return overview(KeyMap(app), hidden_because)
        return overview_of_none(app)

    contents = FileContents()
    analysis = analyse(paths, settings, None, contents, found)
    apps = deeply(lambda: tuple(map(shown, analysis.apps)), FRAMES)
    listing = Blaming(found, "", "the list of what was left out", "it is empty")
    nothing: tuple[Unknown, ...] = ()
    others = attempt(listing, lambda: tuple(left_out(analysis, contents)), nothing)
    return Overviews(
        apps, unread_of(analysis, Wanted(analysis.governing), found), others, analysis.governing.configurations.notices
    )


def analyse(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    faults: list[Fault] | None = None,
) -> Analysis:
    """Finds, reads and runs the apps below `paths`. What keylint itself fails at is added to `faults`; those of an app
    are in it."""
    contents, faults = contents or FileContents(), [] if faults is None else faults
    store = facts_store(settings, SCHEMA, faults)
    reading = _read(paths, settings, progress, contents, store, faults)
    store.save()
    apps = _all_apps(reading, settings, progress, contents, run_app, lambda app: app, faults)
    return Analysis(**{part.name: getattr(reading, part.name) for part in fields(reading)}, apps=apps)


def _read(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None,
    contents: FileContents,
    store: Store,
    faults: list[Fault],
    discovery: Discovery | None = None,
) -> Reading:
    discovery = discovery or discovered(paths, settings, contents)
    governing = governing_of(settings, discovery, contents)
    walked = frozenset(file.path for file in (*discovery.files, *discovery.backups))
    searching = Blaming(faults, "", "the search for what belongs to the given files", "only those were looked at")
    files, beside, root = discovery.files, discovery.around, real_path(settings.root)
    nothing: tuple[SourceFile, ...] = ()
    around = attempt(searching, lambda: surroundings(files, contents, root, beside), nothing)
    discovery = replace(discovery, files=(*files, *(file for file in around if file.path not in walked)))
    every = governing.all_of(file.path for file in discovery.files)
    packages = sorted({name.partition(".")[0] for each in every for name in each.widget_functions})
    selection = _selected(discovery, contents, packages, faults)
    loaded = load_facts(selection.selected, contents, settings, store, faults, progress)
    unnamed = walked - discovery.named
    generated = tuple(
        file for file in selection.selected if file.path in unnamed and _is_left_out(file, governing, contents)
    )
    given = walked.difference(file.path for file in generated)
    return Reading(selection, loaded, given, governing, generated)


def _is_left_out(file: SourceFile, governing: Governing, contents: FileContents) -> bool:
    """Whether a file is generated, and nobody asks for such files: it has its part in the apps, as files have that are
    imported from elsewhere, and nothing is said of it, nor written into it."""
    return is_generated(contents.read(file) or b"") and not governing.of(file.path).include_generated


def discovered(paths: Sequence[Path], settings: Settings, contents: FileContents) -> Discovery:
    """What a walk of the paths finds, and the configurations that it meets.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    configurations = Configurations(settings, contents.disk)
    return discover(paths or [Path()], settings.exclude, settings.root, configurations)


def governing_of(settings: Settings, discovery: Discovery, contents: FileContents) -> Governing:
    """The settings that hold for each file of a run with these."""
    return Governing(settings, discovery.configurations or Configurations(settings, contents.disk))


def _selected(discovery: Discovery, contents: FileContents, packages: Sequence[str], faults: list[Fault]) -> Selection:
    with Blaming(faults, "", "the choice of the files that can matter", "all were read"):
        return select(discovery, contents, packages)
    for file in discovery.files:
        contents.read(file)
    unread = (*discovery.unreadable, *contents.unreadable)
    return Selection(discovery.files, (), discovery.backups, (), unread, discovery.left_out)


def _all_apps(
    reading: Reading,
    settings: Settings,
    progress: Progress | None,
    contents: FileContents,
    run: Run[Ran],
    failed: Callable[[App], Ran],
    faults: list[Fault],
) -> tuple[Ran, ...]:
    """The apps that the given files have a part in; `failed` gives what stands for one on which keylint failed."""

    def all_apps() -> tuple[Ran, ...]:
        with Blaming(faults, "", "the search for apps", "no app was checked"):
            return tuple(_run_apps(reading, settings, progress, contents, run, failed, faults))
        return ()

    return tuple(app for app in deeply(all_apps, FRAMES) if _concerns(app, reading.given))


def _run_apps(
    reading: Reading,
    settings: Settings,
    progress: Progress | None,
    contents: FileContents,
    run: Run[Ran],
    failed: Callable[[App], Ran],
    faults: list[Fault],
) -> Iterator[Ran]:
    selection, loaded = reading.selection, reading.loaded
    existing = frozenset(loaded.facts)
    unreadable = {file.path: file.display for file in loaded.broken}
    unreadable.update((file.path, file.display) for file in selection.unreadable)
    modules = existing | unreadable.keys()

    def resolve(dotted: str, level: int, importer: Path, search: tuple[Path, ...]) -> Path | None:
        return resolve_module(dotted, level, importer, search, modules)

    governing = reading.governing
    every = governing.all_of(existing)
    project = Project(
        loaded.facts,
        {file.path: file.display for file in selection.selected} | unreadable,
        resolve,
        # Whether a script shows anything must not depend on whose it is.
        {name: function for each in every for name, function in each.widget_functions.items()},
        frozenset(name for each in every for name in each.persist_functions),
        frozenset(unreadable),
    )
    own_projects: dict[Path, Project] = {}

    def project_of(own: Settings, project: Project) -> Project:
        """The project as an app sees it; one for all that have the same settings."""
        if len(every) == 1:
            return project
        if own.root not in own_projects:
            persisting = frozenset(own.persist_functions)
            own_projects[own.root] = replace(
                project, widget_functions=own.widget_functions, persist_functions=persisting
            )
        return own_projects[own.root]

    def run_layout(project: Project, layout: Layout) -> Ran:
        entrypoint, root = layout.entrypoint, settings.root
        own_settings = governing.of(entrypoint)
        project = project_of(own_settings, project)
        told = (settings.target_option, own_settings.target_streamlit)
        target = resolve_target(*told, root, entrypoint.parent, contents.disk, faults, settings.environments)
        search = tuple(folder for folder in entrypoint.parents if folder.is_relative_to(root))
        own: list[Fault] = []
        with Blaming(own, project.display.get(entrypoint, str(entrypoint)), "the run of the app", "it is not checked"):
            return run(project, entrypoint, layout.pages, target, search)
        return failed(failed_app(project, entrypoint, layout.pages, target, own))

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress("Running apps", done, total)

    named = named_entrypoints(governing, existing)
    yield from find_apps(project, named, run_layout, tell, faults)


def _concerns(app: App | AppOutcome, given: frozenset[Path]) -> bool:
    """Whether the app has anything of the given files in it."""
    return not app.files.isdisjoint(given)


def sources_of(reading: Reading, contents: FileContents, root: Path) -> Sources:
    """What fixes of the files that were read are planned for."""
    files = {file.path: file for file in reading.selection.selected}
    by_display = {file.display: file.path for file in files.values()}
    existing = frozenset(files)

    def resolve(importer: str, dotted: str) -> str | None:
        path = by_display[importer]
        name = dotted.lstrip(".")
        found = resolve_module(name, len(dotted) - len(name), path, tuple(path.parents), existing)
        return files[found].display if found is not None else None

    def is_taken(display: str) -> bool:
        """By what is on the disk: a module that no app uses is not among the files, nor one that cannot be read."""
        path = Path.cwd() / display
        return display in by_display or not {path.name, path.stem}.isdisjoint(contents.disk.names(path.parent))

    data = {file.display: content for file in files.values() if (content := contents.read(file)) is not None}
    hashes = {file.display: found for file in files.values() if (found := contents.hash_of(file)) is not None}
    libraries = frozenset(path for path, content in data.items() if is_library(content))
    return Sources(data, hashes, libraries, resolve, is_taken, line_length(root, contents.disk))
