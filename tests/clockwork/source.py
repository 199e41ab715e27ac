"""Writes micro-apps as Streamlit apps.

The apps import `recorder`: `world`, the variables; `record`, which takes the events; `begin` and
`enter`, called where a run and where a fragment begins.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from keylint.clockwork import Keeping, Leave
from tests.clockwork.language import (
    ABSENT,
    Both,
    Delete,
    Draw,
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
    from tests.clockwork.language import Condition, Expression, MicroApp, Statement

_HEAD = """\
import streamlit as st
from recorder import begin, enter, record, world

ss = st.session_state
"""
_KEEPING = {
    Keeping.PAGE: ', persist_state="page"',
    Keeping.SESSION: ', persist_state="session"',
    Keeping.QUERY: ', bind="query-params"',
}


def files(app: MicroApp) -> dict[str, str]:
    """The files of the app, by path; `app.py` is the entrypoint and shows the first page."""
    if app.frame is not None:
        return {"app.py": _with_navigation(app)}
    first, *others = app.pages
    written = {"app.py": _page(app, first)}
    return written | {file_of(app, page): _page(app, page) for page in others}


def file_of(app: MicroApp, page: str) -> str:
    """What leads to a page: its file, or `url:` and its address where the page is a function."""
    if app.frame is not None:
        return "url:" if page == app.first_page else f"url:{page}"
    return "app.py" if page == app.first_page else f"pages/{page}.py"


def _page(app: MicroApp, page: str) -> str:
    module = _Module(app)
    body = module.body(app.pages[page], "")
    return f"{_HEAD}{module.definitions}begin({page!r})\nreturned = {{}}\n{body}"


def _with_navigation(app: MicroApp) -> str:
    module = _Module(app)
    pages = ""
    listed = []
    for page, statements in app.pages.items():
        body = module.body(statements, "    ")
        pages += f"def page_{page}():\n    returned = {{}}\n{body}    pass\n"
        listed.append(
            f"{page!r}: st.Page(page_{page}, title={page!r}, url_path={page!r}, default={page == app.first_page})"
        )
    frame = module.body(app.frame or (), "")
    return (
        f"{_HEAD}{module.definitions}{pages}returned = {{}}\nPAGES = {{{', '.join(listed)}}}\n"
        f"page = st.navigation(list(PAGES.values()))\nbegin(page.title)\n{frame}page.run()\n"
    )


class _Module:
    """`definitions` are the functions that the statements written so far need: callbacks and fragments."""

    def __init__(self, app: MicroApp) -> None:
        self.definitions = ""
        self._app = app
        self._count = 0

    def body(self, statements: tuple[Statement, ...], indent: str) -> str:
        lines = ""
        rest = list(statements)
        while rest:
            fragment = rest[0].fragment
            group = []
            while rest and rest[0].fragment == fragment:
                group.append(rest.pop(0))
            if fragment is None:
                lines += self._group(tuple(group), indent)
            else:
                self._count += 1
                body = self._group(tuple(group), "    ")
                self.definitions += (
                    f"@st.fragment\ndef fragment_{self._count}():\n    returned = {{}}\n    enter({fragment!r})\n{body}"
                )
                lines += f"{indent}fragment_{self._count}()\n"
        return lines

    def _group(self, statements: tuple[Statement, ...], indent: str) -> str:
        lines = ""
        rest = list(statements)
        while rest:
            form = getattr(rest[0], "form", None)
            if form is None:
                lines += self._statement(rest.pop(0), indent)
                continue
            lines += f"{indent}with st.form({form!r}):\n"
            while rest and getattr(rest[0], "form", None) == form:
                lines += self._statement(rest.pop(0), indent + "    ")
        return lines

    def _statement(self, statement: Statement, indent: str) -> str:
        text = self._text(statement)
        if statement.when is None:
            return f"{indent}{text}\n"
        return f"{indent}if {_condition(statement.when)}:\n{indent}    {text}\n"

    def _text(self, statement: Statement) -> str:
        match statement:
            case Draw(site):
                return f"returned[{site!r}] = {self._call(statement)}; record('drawn', {site!r}, returned[{site!r}])"
            case Read(label, key):
                return f"record('read', {label!r}, ss.get({key!r}, {ABSENT!r}))"
            case Write(key, value) if isinstance(value, str):
                return f"ss[{key!r}] = {value!r}"
            case Write(key, value):
                return f"value = {_expression(value)}; ss.update({{{key!r}: value}} if value != {ABSENT!r} else {{}})"
            case Delete(key):
                return f"del ss[{key!r}]"
            case LeaveRun(Leave.SWITCH_PAGE, page):
                assert page is not None
                target = f"PAGES[{page!r}]" if self._app.frame is not None else repr(file_of(self._app, page))
                return f"st.switch_page({target})"
            case LeaveRun(Leave.EXCEPTION):
                return "raise RuntimeError"
            case LeaveRun(kind):
                return f"st.{kind.name.lower()}()"

    def _call(self, drawn: Draw) -> str:
        arguments = repr(drawn.site)
        if drawn.options is not None:
            index = f"{list(drawn.options)!r}.index(value) if (value := {_expression(drawn.default)}) in {list(drawn.options)!r} else 0"
            arguments += f", {list(drawn.options)!r}, index={index}"
        elif drawn.command == "text_input":
            arguments += f", value={_expression(drawn.default)}"
        if drawn.key is not None:
            arguments += f", key={drawn.key!r}"
        if drawn.keeping is not None:
            arguments += _KEEPING[drawn.keeping]
        if drawn.callback:
            self._count += 1
            name = f"callback_{self._count}"
            body = self._group(drawn.callback, "    ")
            self.definitions += f"def {name}():\n    returned = {{}}\n{body}"
            arguments += f", {'on_change' if drawn.command in ('text_input', 'selectbox') else 'on_click'}={name}"
        return f"st.{drawn.command}({arguments})"


def _condition(condition: Condition) -> str:
    match condition:
        case Is(variable, value):
            return f"world[{variable!r}] == {value!r}"
        case Has(key):
            return f"{key!r} in ss"
        case Lacks(key):
            return f"{key!r} not in ss"
        case Holds(key, value):
            return f"ss.get({key!r}) == {value!r}"
        case Both(first, second):
            return f"({_condition(first)}) and ({_condition(second)})"


def _expression(expression: Expression) -> str:
    match expression:
        case Kept(key, otherwise):
            return f"ss.get({key!r}, {otherwise!r})"
        case Returned(site):
            return f"returned.get({site!r}, {ABSENT!r})"
        case _:
            return repr(expression)
