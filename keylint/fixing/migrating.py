"""From workarounds to `persist_state`: the plan, and the changed files, checked again before anybody sees them."""

from __future__ import annotations

import dataclasses
from functools import cache, partial
from typing import TYPE_CHECKING

from keylint.app.keeping import is_seed
from keylint.app.keymap import KeyMap
from keylint.discover.contents import FileContents
from keylint.engine import FRAMES, analyse, sources_of
from keylint.errors import UsageError
from keylint.facts.deep import deeply
from keylint.faults import Blaming, attempt
from keylint.findings import Severity
from keylint.fixing.diff import unified_diff
from keylint.fixing.emptied import without_emptied
from keylint.fixing.offers import fix_all
from keylint.fixing.orphans import remove_orphans
from keylint.fixing.passes import changes_of, oldest_required
from keylint.migrations import Line, Migration, Plan
from keylint.remedies.keyless import REASON, kept_without_key
from keylint.remedies.spreads import is_by_spread, spread_call
from keylint.remedies.unwinding import keys_served, leftovers, replacements
from keylint.remedies.workarounds import SHADOW
from keylint.repairs import Refusal
from keylint.rules.codes import selected_codes
from keylint.rules.key900_unreadable_source import RULE as KEY900
from keylint.streamlit.behaviour import PERSIST_STATE
from keylint.streamlit.versions import version_label

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from keylint.engine import Analysis
    from keylint.findings import Fault, Location
    from keylint.fixing.offers import Outcome
    from keylint.remedies.unwinding import Replacement
    from keylint.remedies.workarounds import Protection, Write
    from keylint.run.runs import App
    from keylint.settings import Settings

    Progress = Callable[[str, int, int], None]

_CODE = "KEY507"
_GONE = "all of the file, in which nothing is left"


def migrate(paths: Sequence[Path], settings: Settings, progress: Progress | None = None) -> tuple[Plan, Outcome]:
    """The plan for the apps below `paths`, and the changes that carry it out. Nothing is written.

    Raises UsageError when no app's target has `persist_state` on every version.
    """
    return deeply(lambda: _migrate(paths, settings, progress), FRAMES)


def _migrate(paths: Sequence[Path], settings: Settings, progress: Progress | None) -> tuple[Plan, Outcome]:
    codes = selected_codes(settings.select, settings.ignore, settings.extend_select)
    settings = settings.overriding(
        min_severity=Severity.INFO, select=("KEY",), ignore=(), extend_select=(), fix_strategy="auto"
    )
    contents = FileContents()
    faults: list[Fault] = []
    analysis = analyse(paths, settings, progress, contents, faults)
    faults += [fault for app in analysis.apps for fault in app.faults]
    keymaps = list(_keymaps(analysis.apps, faults))
    _require_persist_state(keymaps)
    outcome = fix_all(paths, settings, contents, unsafe=True, progress=progress, codes=frozenset({_CODE}))
    if outcome.changes:
        _remove_orphans(analysis, contents, settings.root, outcome, faults)
        changes = changes_of(contents)
        with Blaming(faults, "", "the removal of files in which nothing is left", "they stay"):
            changes = without_emptied(changes, contents, settings.root)
        outcome = dataclasses.replace(outcome, changes=changes)
    unique: tuple[Migration, ...] = ()
    cleared: tuple[Line, ...] = ()
    with Blaming(faults, "", "the description of the migration", "what it would change is shown without"):
        reasons = _reasons(outcome)
        unique = tuple(dict.fromkeys(each for keymap in keymaps for each in _migrations(keymap, reasons)))
        unique += tuple(dict.fromkeys(each for keymap in keymaps for each in _without_key(keymap)))
        done = {migration.key for migration in unique if migration.reason is None}
        # Many keys may share the lines of one callback, which serves all of them.
        others = cache(partial(_others, keymaps, done))
        unique = tuple(_with_lines_that_stay(migration, others) for migration in unique)
        if outcome.changes:
            cleared = tuple(dict.fromkeys(line for keymap in keymaps for line in _cleared(keymap)))
            cleared += tuple(Line(each.display, 1, _GONE) for each in outcome.changes if each.is_gone)
    plan = Plan(
        tuple(keymap.target.of_app(keymap.app.entrypoint) for keymap in keymaps),
        unique,
        cleared,
        tuple(change.display for change in outcome.changes),
        attempt(Blaming(faults, "", "the diff"), lambda: unified_diff(outcome.changes), b""),
        tuple(dict.fromkeys((*faults, *outcome.report.faults))),
        oldest_required(outcome.fixed),
        tuple(each for each in outcome.report.findings if each.code == KEY900.code and each.code in codes),
    )
    return plan, outcome


def _keymaps(apps: Sequence[App], faults: list[Fault]) -> Iterator[KeyMap]:
    """The key maps of the apps of which it can be told what would become of them."""
    for app in apps:
        with Blaming(faults, app.entrypoint, "the plan of the migration", "the app is left out"):
            keymap = KeyMap(app)
            replacements(keymap), leftovers(keymap)
            yield keymap


def _remove_orphans(
    analysis: Analysis, contents: FileContents, root: Path, outcome: Outcome, faults: list[Fault]
) -> None:
    """Lays over the files what `remove_orphans` does, or nothing where that fails."""
    known, before = contents.overlay, len(faults)
    with Blaming(faults, outcome.changes[0].display, "the removal of what nothing uses"):
        before_it, after_it = (sources_of(analysis, each, root) for each in (FileContents(), contents))
        remove_orphans(before_it, after_it, contents)
    if len(faults) > before:
        contents.overlay = known


def _require_persist_state(keymaps: Sequence[KeyMap]) -> None:
    if not keymaps or any(keymap.versions.all_from(PERSIST_STATE) for keymap in keymaps):
        return
    first = keymaps[0]
    since = version_label(PERSIST_STATE)
    raise UsageError(
        f"persist_state needs Streamlit {since}, and {first.app.entrypoint} is checked for {first.versions.label} "
        f"({first.target.source}); require streamlit>={since}, or say what the app runs on with --target-streamlit"
    )


def _reasons(outcome: Outcome) -> dict[str | None, str]:
    """Why a key that could be migrated is not, by key."""
    reasons: dict[str | None, str] = {}
    for finding in outcome.report.findings:
        if finding.code == _CODE and finding.no_fix is not None:
            reasons |= dict.fromkeys(finding.keys, finding.no_fix)
    for withheld in outcome.withheld:
        reasons |= dict.fromkeys(withheld.finding.keys, withheld.reason)
    fixed = {key for finding in outcome.fixed for key in finding.keys}
    return {key: reason for key, reason in reasons.items() if key not in fixed} | dict.fromkeys(fixed, "")


def _migrations(keymap: KeyMap, reasons: dict[str | None, str]) -> Iterator[Migration]:
    for replacement in replacements(keymap):
        protection = replacement.protection
        if isinstance(replacement.answer, Refusal):
            reason: str | None = replacement.answer.reason
        else:
            reason = reasons.get(protection.key, f"{_CODE} is suppressed here") or None
        is_done = reason is None
        yield Migration(
            keymap.app.entrypoint,
            protection.key,
            _today(replacement),
            f'persist_state="{protection.scope}"' if is_done else None,
            tuple(_going(replacement)) if is_done else (),
            tuple(_staying(keymap, replacement)) if is_done else (),
            reason,
        )


def _without_key(keymap: KeyMap) -> Iterator[Migration]:
    for each in kept_without_key(keymap):
        place = each.draw.site
        today = f"its widget without a key ({place.path}:{place.span.line}) begins with what it held in the run before"
        yield Migration(keymap.app.entrypoint, each.key, today, None, reason=REASON)


def _today(replacement: Replacement) -> str:
    protection = replacement.protection
    if protection.kind == SHADOW:
        by_callback = any(write.callback is not None for write in protection.saves)
        how = "a callback" if by_callback else "a submit" if _is_field(protection) else "every run"
        return f"a second key: the widget has '{protection.widget_key}', and {how} copies that to '{protection.key}'"
    pages = len({write.page for write in protection.keep_alives})
    where = "every page" if protection.scope == "session" else "its page" if pages == 1 else f"{pages} pages"
    return f"an assignment to itself on {where}"


def _is_field(protection: Protection) -> bool:
    return any(draw.context.form is not None for draw in protection.draws)


def _going(replacement: Replacement) -> Iterator[Line]:
    protection = replacement.protection
    is_field = _is_field(protection)
    for draw in protection.draws:
        if (call := spread_call(protection, draw)) is not None:
            yield _line(call, f"restores '{protection.widget_key}' from '{protection.key}', and gives it a callback")
    for write in _written_out(protection, protection.restores):
        yield _line(write.event.location, f"restores '{protection.widget_key}' from '{protection.key}'")
    for write in _written_out(protection, protection.saves):
        what = "in a callback" if write.callback is not None else "on submit" if is_field else "in every run"
        yield _line(write.event.location, f"saves '{protection.widget_key}' to '{protection.key}' {what}")
    for write in protection.keep_alives:
        yield _line(write.event.location, f"assigns '{protection.key}' to itself")


def _staying(keymap: KeyMap, replacement: Replacement) -> Iterator[Line]:
    protection = replacement.protection
    for write in _written_out(protection, protection.others):
        what = "gives it its first value" if is_seed(keymap, write.event) else "assigns it"
        yield _line(write.event.location, what)


def _written_out(protection: Protection, writes: Sequence[Write]) -> Iterator[Write]:
    """The writes, without those of a function that is spread into the widget's call."""
    return (write for write in writes if not is_by_spread(protection, write))


def _with_lines_that_stay(migration: Migration, others_at: Callable[[str, int], list[str]]) -> Migration:
    """Moves what other keys need from the lines that go to those that stay."""
    goes, stays = [], list(migration.stays)
    for line in migration.goes:
        others = others_at(line.path, line.line)
        if others:
            stays.append(dataclasses.replace(line, text=f"still serves {', '.join(map(repr, others))}"))
        else:
            goes.append(line)
    return dataclasses.replace(migration, goes=tuple(dict.fromkeys(goes)), stays=tuple(dict.fromkeys(stays)))


def _others(keymaps: Sequence[KeyMap], done: Collection[str], path: str, line: int) -> list[str]:
    """The keys that the code of a line serves and that are not migrated."""
    found: dict[str, None] = {}
    for keymap in keymaps:
        ours = {each.protection.widget_key for each in replacements(keymap) if each.protection.key in done}
        for key in keys_served(keymap, path, line):
            if key not in ours and key not in done:
                found[key] = None
    return list(found)


def _cleared(keymap: KeyMap) -> Iterator[Line]:
    for leftover in leftovers(keymap):
        keys = ", ".join(f"'{key}'" for key in leftover.keys)
        yield _line(leftover.place, f"assigns {keys} to itself, which persist_state keeps already")


def _line(place: Location, text: str) -> Line:
    return Line(place.path, place.span.line, text)
