"""The way of the data: paths → files → facts → apps → key maps → findings → report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.app.entrypoints import find_layouts
from keylint.app.keymap import KeyMap
from keylint.app.overview import AppOverview, overview
from keylint.cache import FactsCache, cache_folder
from keylint.discover.contents import FileContents
from keylint.discover.files import discover
from keylint.discover.imports import resolve_module
from keylint.discover.select import Selection, select
from keylint.discover.surroundings import surroundings
from keylint.discover.target import resolve_target
from keylint.errors import UsageError
from keylint.facts.codec import SCHEMA
from keylint.facts.deep import deeply
from keylint.findings import Finding, Location, Report, Span, Totals, Unknown
from keylint.loading import Loaded, load_facts
from keylint.planning import Sources, with_fixes
from keylint.remedies.sharing import heeding_others
from keylint.rules import key900_unreadable_source
from keylint.rules.describe import hidden_because
from keylint.rules.precedence import settle
from keylint.rules.registry import all_rules, select_rules
from keylint.rules.unsure import findings_of, unknowns_of
from keylint.run.project import Project
from keylint.run.runs import App, run_app
from keylint.streamlit.versions import version_label
from keylint.suppress import apply as suppress
from keylint.suppress import ignore_per_file
from keylint.upgrade.change import UpgradeReport, merged
from keylint.upgrade.changes import changes_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from keylint.facts.module import Comment
    from keylint.settings import Settings
    from keylint.upgrade.change import Upgrade

    Progress = Callable[[str, int, int], None]

# A run follows calls within calls; Python's own frames add up to a few dozen for each.
_FRAMES = 60_000


@dataclass(frozen=True)
class Analysis:
    """Everything that was read and run, before any rule is asked. `given` are the files below the given paths."""

    selection: Selection
    loaded: Loaded
    apps: tuple[App, ...]
    given: frozenset[Path]

    @property
    def shown(self) -> dict[Path, str]:
        """The files below the given paths, which findings may be about, with the paths that findings have."""
        return {file.path: file.display for file in self.selection.selected if file.path in self.given}


def check(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
) -> Report:
    """The findings of the apps below `paths`, those at or above the threshold with their fixes.

    `contents` may hold files as they are not on disk.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    rules = select_rules(settings.select, settings.ignore, settings.extend_select)
    cache = _cache(settings)
    contents = contents or FileContents()
    analysis = analyse(paths, settings, progress, contents, cache)
    keymaps = [KeyMap(app, settings.fix_strategy) for app in analysis.apps]
    codes = {rule.code for rule in rules}
    found = [finding for finding in _unreadable(analysis) if finding.code in codes]
    undecided: list[Unknown] = []
    for keymap in keymaps:
        # What replaces what is settled among all rules, so that leaving one out does not make another one speak.
        asked = list(findings_of(all_rules(), keymap))
        undecided += unknowns_of(keymap, ((finding, is_sure) for finding, is_sure in asked if finding.code in codes))
        of_app = settle(finding for finding, _ in asked)
        others = [other for other in keymaps if other is not keymap]
        found += heeding_others((finding for finding in of_app if finding.code in codes), others)
    report = _report(analysis, keymaps, found, settings, codes, undecided)
    shown = [finding for finding in report.findings if finding.severity >= settings.min_severity]
    fixed = dict(zip(shown, with_fixes(shown, sources_of(analysis, contents), cache), strict=True))
    cache.save()
    return replace(report, findings=tuple(fixed.get(finding, finding) for finding in report.findings))


def upgrade(
    paths: Sequence[Path], settings: Settings, between: Upgrade, progress: Progress | None = None
) -> UpgradeReport:
    """What changes for the apps below `paths` from one version to another; the settings' target does not count.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    codes = {rule.code for rule in select_rules(settings.select, settings.ignore, settings.extend_select)}
    cache = _cache(settings)
    analysis = analyse(paths, replace(settings, target_option=version_label(between.end)), progress, cache=cache)
    cache.save()
    comments = _comments(analysis)

    def heed(found: Iterable[Finding]) -> tuple[Finding, ...]:
        chosen = [finding for finding in found if finding.code in codes]
        return suppress(ignore_per_file(chosen, settings.per_file_ignores, settings.root), comments, codes)[0]

    changes = merged(change for app in analysis.apps for change in changes_of(app, between, heed))
    checked = _report(analysis, [KeyMap(app) for app in analysis.apps], (), settings, set())
    unread = (
        Unknown(finding.location.path, finding.location.span.line, finding.message) for finding in _unreadable(analysis)
    )
    return UpgradeReport(between, changes, replace(checked, unknowns=(*unread, *checked.unknowns)))


def map_apps(paths: Sequence[Path], settings: Settings) -> tuple[AppOverview, ...]:
    """What the apps below `paths` do with their keys.

    Raises UsageError and ConfigurationError for what the user can mend.
    """
    cache = _cache(settings)
    analysis = analyse(paths, settings, cache=cache)
    cache.save()
    return tuple(overview(KeyMap(app), hidden_because) for app in analysis.apps)


def analyse(
    paths: Sequence[Path],
    settings: Settings,
    progress: Progress | None = None,
    contents: FileContents | None = None,
    cache: FactsCache | None = None,
) -> Analysis:
    """Finds, reads and runs the apps below `paths`."""
    contents, cache = contents or FileContents(), cache or _cache(settings)
    discovery = discover(paths or [Path()], settings.exclude, settings.root)
    given = frozenset(file.path for file in (*discovery.files, *discovery.backups))
    around = surroundings(discovery.files, contents, settings.root.resolve())
    discovery = replace(discovery, files=(*discovery.files, *(file for file in around if file.path not in given)))
    packages = sorted({name.partition(".")[0] for name in settings.widget_functions})
    selection = select(discovery, contents, packages)
    loaded = load_facts(selection.selected, contents, settings, cache, progress)
    apps = deeply(lambda: tuple(_run_apps(selection, loaded, settings, progress)), _FRAMES)
    return Analysis(selection, loaded, tuple(app for app in apps if _concerns(app, given)), given)


def _cache(settings: Settings) -> FactsCache:
    return FactsCache(cache_folder(settings.root) if settings.cache else None, SCHEMA)


def _run_apps(selection: Selection, loaded: Loaded, settings: Settings, progress: Progress | None) -> Iterator[App]:
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
    layouts = find_layouts(project, [_entrypoint(name, settings, existing) for name in settings.entrypoints])
    apps: dict[Path, App] = {}
    pages_of_others: set[str] = set()
    # What lies higher up may show the rest as its pages, which then need no run of their own.
    for number, layout in enumerate(sorted(layouts, key=lambda layout: len(layout.entrypoint.parts))):
        if progress is not None:
            progress("Running apps", number, len(layouts))
        if project.display[layout.entrypoint] in pages_of_others:
            continue
        target = resolve_target(
            settings.target_option, settings.target_streamlit, settings.root, layout.entrypoint.parent
        )
        search = tuple(folder for folder in layout.entrypoint.parents if folder.is_relative_to(settings.root))
        app = run_app(project, layout.entrypoint, layout.pages, target.versions, target.source, search)
        if app.pages:
            apps[layout.entrypoint] = app
        if app.kind == "navigation":
            pages_of_others.update(page.name for page in app.pages)
    for layout in layouts:
        found = apps.get(layout.entrypoint)
        if found is not None and (found.kind == "navigation" or found.entrypoint not in pages_of_others):
            yield found


def _concerns(app: App, given: frozenset[Path]) -> bool:
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


def sources_of(analysis: Analysis, contents: FileContents) -> Sources:
    """What fixes of the analysed files are planned for."""
    files = {file.path: file for file in analysis.selection.selected}
    by_display = {file.display: file.path for file in files.values()}
    existing = frozenset(files)

    def resolve(importer: str, dotted: str) -> str | None:
        path = by_display[importer]
        name = dotted.lstrip(".")
        found = resolve_module(name, len(dotted) - len(name), path, tuple(path.parents), existing)
        return files[found].display if found is not None else None

    data = {file.display: content for file in files.values() if (content := contents.read(file)) is not None}
    return Sources(data, resolve)


def _unreadable(analysis: Analysis) -> Iterator[Finding]:
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
    analysis: Analysis,
    keymaps: list[KeyMap],
    found: Iterable[Finding],
    settings: Settings,
    codes: set[str],
    undecided: Sequence[Unknown] = (),
) -> Report:
    comments = _comments(analysis)
    shown = {*analysis.shown.values(), *(unreadable.display for unreadable in analysis.selection.unreadable)}
    own = [finding for finding in _merged(found) if finding.location.path in shown]
    findings = ignore_per_file(own, settings.per_file_ignores, settings.root)
    kept, unused = suppress(findings, comments, codes)
    news = ignore_per_file(unused, settings.per_file_ignores, settings.root) if "KEY901" in codes else ()
    apps = analysis.apps
    return Report(
        findings=tuple(sorted((*kept, *news), key=lambda finding: finding.sort_key)),
        unknowns=tuple(
            sorted(_unknowns(apps, undecided, shown), key=lambda unknown: (unknown.path, unknown.line, unknown.reason))
        ),
        totals=_totals(analysis, keymaps),
        target=", ".join(dict.fromkeys(f"{app.versions.label} ({app.target_source})" for app in apps)),
        checked_files=tuple(analysis.shown.values()),
        skipped_files=sum(
            file.path in analysis.given for file in (*analysis.selection.skipped, *analysis.selection.backups)
        ),
    )


def _comments(analysis: Analysis) -> dict[str, tuple[Comment, ...]]:
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
        if known is None or finding.severity > known.severity:
            merged[identity] = finding
    return list(merged.values())


def _unknowns(apps: tuple[App, ...], undecided: Sequence[Unknown], shown: set[str]) -> tuple[Unknown, ...]:
    found = {*undecided, *(unknown for app in apps for unknown in app.unknowns)}
    own = [unknown for unknown in found if unknown.path in shown]
    return tuple(sorted(own, key=lambda unknown: (unknown.path, unknown.line, unknown.reason)))


def _totals(analysis: Analysis, keymaps: list[KeyMap]) -> Totals:
    shown = set(analysis.shown.values())
    places = set()
    places_without_key = set()
    keys = set()
    unresolved = set()
    for keymap in keymaps:
        for page in keymap.app.pages:
            for draw in keymap.value_draws(page):
                if draw.location.path not in shown and draw.site.path not in shown:
                    continue
                if draw.key is None:
                    places_without_key.add(draw.location)
                    continue
                places.add(draw.location)
                if draw.key.is_unknown:
                    unresolved.add(draw.location)
                else:
                    keys.add((keymap.app.entrypoint, draw.key.text))
    return Totals(
        files=len(shown),
        apps=len(analysis.apps),
        pages=sum(len(app.pages) + app.pages_without_run for app in analysis.apps),
        pages_not_analysed=sum(app.pages_not_analysed for app in analysis.apps),
        widgets=len(places),
        widgets_without_key=len(places_without_key),
        keys=len(keys),
        unresolved_keys=len(unresolved),
    )
