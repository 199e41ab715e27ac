"""Plays micro-apps on the clockwork, as on the ideal one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias, cast

from keylint.clockwork import MISSING, IdealRun, IdealSession, Leave, Run, RunError, Session, Widget
from tests.clockwork.language import (
    ABSENT,
    Both,
    Changes,
    Choose,
    Click,
    Delete,
    Draw,
    Edit,
    GoTo,
    Has,
    Holds,
    Is,
    Kept,
    Lacks,
    LeaveRun,
    Read,
    Returned,
    Write,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.clockwork.language import Act, Condition, Expression, MicroApp, Statement

AnySession: TypeAlias = Session | IdealSession
AnyRun: TypeAlias = Run | IdealRun
World: TypeAlias = "Mapping[str, str]"
_MOST_RUNS = 4


@dataclass(frozen=True)
class Event:
    """`kind` is "drawn", with the value that a widget returned, or "read"."""

    kind: str
    name: str
    value: object


@dataclass
class PlayedRun:
    page: str
    events: list[Event] = field(default_factory=list)
    error: RunError | None = None
    leave: Leave = Leave.END


@dataclass(frozen=True)
class Played:
    """What an act came to: the session and the world after it, its runs, and what the screen shows, by site."""

    session: AnySession
    world: World
    runs: tuple[PlayedRun, ...]
    shown: Mapping[str, object]


class _Left(Exception):
    def __init__(self, statement: LeaveRun) -> None:
        self.statement = statement


def play(app: MicroApp, session: AnySession, world: World, act: Act | None) -> Played:
    """Plays `act`, None for opening the app, and all runs that it causes."""
    world = dict(world)
    begun: AnyRun | None
    if isinstance(act, GoTo):
        begun = session.go_to(act.page)
    else:
        fragment = None
        if isinstance(act, Choose):
            world[act.variable] = act.value
        elif isinstance(act, (Edit, Click)):
            widget = on_screen(session)[act.site]
            fragment = widget.fragment
            if isinstance(act, Click) and widget.form is not None:
                session = session.submit(widget.form)
            session = session.edit(widget, True if isinstance(act, Click) else act.value)
            if isinstance(act, Edit) and widget.form is not None:
                return Played(session, world, (), _shown(session))
        begun = session.rerun(cast("str | None", fragment))
    runs: list[PlayedRun] = []
    while begun is not None and len(runs) < _MOST_RUNS:
        played = PlayedRun(cast("str", begun.page))
        runs.append(played)
        target = _run(app, begun, world, played)
        session = begun.leave(played.leave)
        for name, variable in app.variables.items():
            if variable.changes is Changes.CLICK:
                world[name] = variable.values[0]
        begun = None
        if played.leave is Leave.RERUN:
            begun = session.follow()
        elif played.leave is Leave.SWITCH_PAGE:
            begun = session.follow(target)
    return Played(session, world, tuple(runs), _shown(session))


def on_screen(session: AnySession) -> dict[str, Widget]:
    """The widgets that the user sees, by site."""
    return {cast("str", widget.site): widget for widget in session.screen}


def holds(condition: Condition | None, run: AnyRun, world: World) -> bool:
    match condition:
        case None:
            return True
        case Is(variable, value):
            return world[variable] == value
        case Has(key):
            return run.read(key) is not MISSING
        case Lacks(key):
            return run.read(key) is MISSING
        case Holds(key, value):
            return run.read(key) == value
        case Both(first, second):
            return holds(first, run, world) and holds(second, run, world)


def _shown(session: AnySession) -> dict[str, object]:
    return {site: session.shown(widget) for site, widget in on_screen(session).items() if not widget.is_trigger}


def _run(app: MicroApp, run: AnyRun, world: World, played: PlayedRun) -> str | None:
    """Runs callbacks and page; returns the page that `st.switch_page()` names."""
    try:
        for callback in run.callbacks:
            _execute(cast("tuple[Statement, ...]", callback), run, world, played)
        if run.fragment is None and app.frame is not None:
            _execute(app.frame, run, world, played, frame=True)
        statements = app.pages[played.page]
        if run.fragment is not None:
            statements = tuple(statement for statement in statements if statement.fragment == run.fragment)
        _execute(statements, run, world, played)
    except RunError as error:
        played.error, played.leave = error, Leave.EXCEPTION
    except _Left as left:
        played.leave = left.statement.leave
        return left.statement.page
    return None


def _execute(
    statements: tuple[Statement, ...], run: AnyRun, world: World, played: PlayedRun, *, frame: bool = False
) -> None:
    returned: dict[str, object] = {}
    for statement in statements:
        if not holds(statement.when, run, world):
            continue
        match statement:
            case Draw():
                value = run.draw(_widget(statement, run, returned, frame=frame))
                returned[statement.site] = value
                played.events.append(Event("drawn", statement.site, value))
            case Read(label, key):
                played.events.append(Event("read", label, _visible(run.read(key))))
            case Write(key):
                assigned = _value(statement.value, run, returned)
                if assigned != ABSENT:
                    run.write(key, assigned)
            case Delete(key):
                run.delete(key)
            case LeaveRun():
                raise _Left(statement)


def _widget(statement: Draw, run: AnyRun, returned: Mapping[str, object], *, frame: bool) -> Widget:
    default = _value(statement.default, run, returned)
    if statement.options is not None and default not in statement.options:
        default = statement.options[0]
    return Widget(
        site=statement.site,
        key=statement.key,
        default=False if statement.command in ("button", "form_submit_button") else default,
        command=statement.command,
        parameters=(("label", statement.site),),
        options=statement.options,
        keeping=statement.keeping,
        callback=statement.callback or None,
        form=statement.form,
        fragment=statement.fragment,
        frame=frame,
    )


def _value(expression: Expression, run: AnyRun, returned: Mapping[str, object]) -> object:
    match expression:
        case Kept(key, otherwise):
            value = run.read(key)
            return otherwise if value is MISSING else value
        case Returned(site):
            return returned.get(site, ABSENT)
        case _:
            return expression


def _visible(value: object) -> object:
    return ABSENT if value is MISSING else value
