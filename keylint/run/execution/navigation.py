"""`st.Page` and `st.navigation`: which pages an app has, and which of them a run shows."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from keylint.run.execution.domains import alternatives_of, content_of
from keylint.run.execution.path_condition import NOWHERE
from keylint.run.execution.recording import cannot_repeat
from keylint.run.reasons import Reason, page_not_found
from keylint.run.values import (
    NONE,
    FunctionValue,
    Items,
    Known,
    NavigationValue,
    PageValue,
    Partial,
    Table,
    Value,
    known_text,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from keylint.conditions.nodes import Condition
    from keylint.facts import expressions as ex
    from keylint.findings import Span
    from keylint.run.execution.arguments import Arguments
    from keylint.run.execution.machine import Machine


def make_page(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`st.Page(file | function, default=…)`; a choice of files is a choice of pages."""
    given = arguments.get("page", 0) or NONE
    default = arguments.get("default", None)
    results: list[tuple[Condition, Value]] = []
    title, address = (arguments.get(name, None) for name in ("title", "url_path"))
    for condition, alternative in alternatives_of(given):
        page = _page(machine, alternative, expression.span, address)
        results.append((condition, replace(page, is_default=default == Known(True), title=known_text(title))))
    return machine.value_of(results)


def _page(machine: Machine, given: Value, span: Span, address: Value | None = None) -> PageValue:
    """The page for a file or a function; an unknown where there is neither."""
    target = _target(machine, given)
    missing = known_text(given) if target is None else None
    if target is None:
        machine.unknown(span, Reason.PAGE_COMPUTED if missing is None else page_not_found(missing))
    identity = _identity(machine, target or missing, span, address)
    return PageValue(target, False, identity, machine.location(span), missing=missing)


def _identity(
    machine: Machine, target: Path | FunctionValue | str | None, span: Span, address: Value | None
) -> Hashable:
    """What tells pages apart: the file, its name where it is not there, or the function; the address where one is
    given."""
    if target is None:
        return machine.program.identity("page", machine.scope.module, span, address)
    place = (target.module, target.span) if isinstance(target, FunctionValue) else target
    return machine.program.identity("page", place, address)


def _target(machine: Machine, given: Value) -> Path | FunctionValue | None:
    if isinstance(given, Partial):
        given = given.function
    if isinstance(given, FunctionValue):
        return given
    text = known_text(given)
    if text is None:
        return None
    for folder in (machine.program.entrypoint.parent, *machine.program.search_folders):
        path = Path(os.path.normpath(folder / text))
        if path in machine.program.project.facts or path in machine.program.project.unreadable:
            return path
    return None


def navigate(machine: Machine, arguments: Arguments, expression: ex.Expression) -> Value:
    """`st.navigation(pages)`: in the run of a page that it was given, that page; otherwise this is not that page's
    run."""
    navigation = machine.navigation
    cannot_repeat(machine.recordings)
    navigation.was_called = True
    pages: list[PageValue] = []
    given = arguments.get("pages", 0) or NONE
    complete = True
    for page in _pages_in(machine, given, expression.span):
        if page is None:
            complete = False
        elif page not in pages:
            pages.append(page)
    if not complete or not pages:
        navigation.has_unseen_pages = True
        machine.unknown(expression.span, Reason.PAGES_COMPUTED)
    for page in pages:
        navigation.pages.setdefault(page, None)
    if navigation.chosen is None:
        return NavigationValue(None)
    shown = next((page for page in pages if page == navigation.chosen), None)
    if shown is not None:
        return NavigationValue(shown)
    machine.universe = machine.conditions.without(machine.universe, machine.reached())
    machine.path.end(NOWHERE)
    return NavigationValue(None)


def _pages_in(machine: Machine, given: Value, span: Span) -> Iterator[PageValue | None]:
    """The pages in lists, in dicts of sections and in choices of them; None for anything that is not seen to be a
    page."""
    content = content_of(machine, given)
    match content:
        case PageValue():
            yield content
        case FunctionValue() | Known(value=str()):
            yield _page(machine, content, span)
        case Items(elements=elements, complete=complete):
            for element in elements:
                yield from _pages_in(machine, element, span)
            if not complete:
                yield None
        case Table(entries=entries, complete=complete):
            for _, value in entries:
                yield from _pages_in(machine, value, span)
            if not complete:
                yield None
        case _:
            alternatives = alternatives_of(content)
            if len(alternatives) == 1:
                yield None
            else:
                for _, alternative in alternatives:
                    yield from _pages_in(machine, alternative, span)
