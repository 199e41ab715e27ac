"""Plays every short sequence of acts on the clockwork and on the ideal one, and tells how a user sees them differ.

Only for micro-apps: every sequence is tried, nothing is ranked.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, cast

from keylint.clockwork import Leave, ideal, opened
from tests.clockwork.language import Changes, Choose, Edit, GoTo, Rerun
from tests.clockwork.playing import on_screen, play

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from keylint.streamlit.versions import Version
    from tests.clockwork.language import Act, MicroApp
    from tests.clockwork.playing import Played, PlayedRun


class Symptom(Enum):
    READ = "a read gives another value"
    SHOWN = "the screen shows another value"
    IGNORED = "the run that an edit causes does not give it"
    RAISED = "an exception"


@dataclass(frozen=True)
class _State:
    real: Played
    ideal: Played
    edits: int


def symptoms(app: MicroApp, version: Version, *, acts: int = 5, edits: int = 2) -> frozenset[Symptom]:
    """What can go wrong within `acts` acts, of which `edits` are edits.

    Without edits every difference counts; else only where the ideal's value goes back to one.
    """
    found: set[Symptom] = set()
    layer = [
        _State(
            play(app, opened(version, app.first_page), world, None), play(app, ideal(app.first_page), world, None), 0
        )
        for world in _worlds(app)
    ]
    for state in layer:
        found.update(_compare(state, None, edits))
    seen: set[object] = set()
    for _ in range(acts):
        following: list[_State] = []
        for state in layer:
            for act in _acts(app, state, edits):
                played = _State(
                    play(app, state.real.session, state.real.world, act),
                    play(app, state.ideal.session, state.real.world, act),
                    state.edits + isinstance(act, Edit),
                )
                found.update(_compare(played, act, edits))
                mark = (played.real.session, played.ideal.session, frozenset(played.real.world.items()), played.edits)
                if mark not in seen:
                    seen.add(mark)
                    following.append(played)
        layer = following
    return frozenset(found)


def _worlds(app: MicroApp) -> Iterator[Mapping[str, str]]:
    worlds = [app.start]
    for name, variable in app.variables.items():
        if variable.changes is Changes.NEVER:
            worlds = [{**world, name: value} for world in worlds for value in variable.values]
    yield from worlds


def _acts(app: MicroApp, state: _State, edits: int) -> Iterator[Act]:
    yield Rerun()
    if state.edits < edits:
        for site, widget in on_screen(state.real.session).items():
            if not widget.is_trigger and site in on_screen(state.ideal.session):
                yield Edit(site, f"u{state.edits + 1}")
    for name, variable in app.variables.items():
        if variable.changes is not Changes.NEVER:
            for value in variable.values:
                if value != state.real.world[name]:
                    yield Choose(name, value)
    for page in app.pages:
        if page != state.real.session.page:
            yield GoTo(page)


def _compare(state: _State, act: Act | None, edits: int) -> Iterator[Symptom]:
    for number, (run, ideal_run) in enumerate(zip(state.real.runs, state.ideal.runs, strict=False)):
        if run.leave is Leave.EXCEPTION and ideal_run.leave is not Leave.EXCEPTION:
            yield Symptom.RAISED
        wanted = _values(ideal_run)
        for name, value in _values(run).items():
            if name[0] == "read" and name in wanted and value != wanted[name] and _counts(wanted[name], edits):
                yield Symptom.READ
        if number == 0 and isinstance(act, Edit):
            drawn = [value for name, value in _values(run).items() if name == ("drawn", act.site)]
            if drawn and drawn[0] != act.value:
                yield Symptom.IGNORED
    for site, value in state.real.shown.items():
        if site in state.ideal.shown and value != state.ideal.shown[site] and _counts(state.ideal.shown[site], edits):
            yield Symptom.SHOWN


def _values(run: PlayedRun) -> dict[tuple[str, str], object]:
    values: dict[tuple[str, str], object] = {}
    for event in run.events:
        values.setdefault((event.kind, event.name), event.value)
    return values


def _counts(value: object, edits: int) -> bool:
    return edits == 0 or cast("str", value).startswith("u")
