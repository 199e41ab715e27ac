"""The functions that keep a value: one that is spread into a widget's call, and for forms one that a submit calls, too.

They are the only code that is added to an app; what else a fix does is to name them in calls.
"""

from __future__ import annotations

import ast
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

import libcst as cst

from keylint.fixes.imports import imported
from keylint.fixes.style import indented
from keylint.repairs import PREFIX

if TYPE_CHECKING:
    from collections.abc import Callable

    from keylint.fixes.tree import Tree

    # What the file calls st.session_state, the name of the function, that of the first one → its lines, with tabs
    Lines = Callable[[str, str, str], list[str]]


@dataclass(frozen=True, slots=True)
class Function:
    """A function that is written into apps: `naming` makes its name of the one that the user knows, as in `kept`, and
    `parameters` are their names."""

    naming: str
    parameters: tuple[str, ...]
    lines: Lines


def _kept(state: str, name: str, known: str) -> list[str]:
    return [
        f"def {name}(key, first=None, on_change=None, args=(), kwargs=None):",
        '\t"""Arguments for a widget that keep its value while it is not shown.',
        "",
        f"\tThe value is under `key` and begins as `first`; the widget's own key is `{PREFIX}key`.",
        f'\tUse it in the call: `st.slider("Days", 1, 90, **{known}("days", 14))`.',
        '\t"""',
        f'\town = f"{PREFIX}{{key}}"',
        "",
        "\tdef save():",
        f"\t\tif own in {state}:",
        f"\t\t\t{state}[key] = {state}[own]",
        "\t\tif on_change:",
        "\t\t\ton_change(*args, **(kwargs or {}))",
        "",
        f"\t{state}[own] = {state}.setdefault(key, first)",
        '\treturn {"key": own, "on_change": save}',
    ]


def _kept_in_form(state: str, name: str, known: str) -> list[str]:
    return [
        f"def {name}(key, first=None):",
        '\t"""Arguments for a field of a form that keep its value while it is not shown.',
        "",
        f"\tThe value is under `key` and begins as `first`; the field's own key is `{PREFIX}key`.",
        f'\tThe submit button has to save it: `on_click=save_{known}, args=("days",)`.',
        '\t"""',
        f"\t{state}.setdefault(key, first)",
        f'\tif f"{PREFIX}{{key}}" not in {state}:',
        f'\t\t{state}[f"{PREFIX}{{key}}"] = {state}[key]',
        f'\treturn {{"key": f"{PREFIX}{{key}}"}}',
    ]


def _save_kept(state: str, name: str, known: str) -> list[str]:
    return [
        f"def {name}(*keys):",
        f'\t"""Saves what the fields of a form hold that `{known}_in_form` keeps."""',
        "\tfor key in keys:",
        f'\t\tif f"{PREFIX}{{key}}" in {state}:',
        f'\t\t\t{state}[key] = {state}[f"{PREFIX}{{key}}"]',
    ]


KEPT = Function("{}", ("key", "first", "on_change", "args", "kwargs"), _kept)
KEPT_IN_FORM = Function("{}_in_form", ("key", "first"), _kept_in_form)
SAVE_KEPT = Function("save_{}", ("keys",), _save_kept)


def code_of(function: Function, state: str, known: str, step: str, newline: str) -> str:
    """The function as code, indented by `step`; `known` is the name that the user knows."""
    lines = function.lines(state, function.naming.format(known), known)
    return "".join(indented(line, step) + newline for line in lines)


def function_like(tree: Tree, function: Function) -> str | None:
    """The name of a function of the file's top level that does the same, statement by statement."""
    states = [
        alias if member == "session_state" else f"{alias}.session_state"
        for module, member, alias in imported(tree)
        if module == "streamlit" and member in (None, "session_state")
    ]
    for statement in tree.module.body:
        if isinstance(statement, cst.FunctionDef) and not statement.decorators and statement.asynchronous is None:
            if _parameters(statement) != function.parameters:
                continue  # what it does takes a while to read
            name = statement.name.value
            if any(_same(statement, function.lines(state, name, name)) for state in states):
                return name
    return None


def _parameters(function: cst.FunctionDef) -> tuple[str, ...]:
    """The names of the parameters that can be given by place, and of `*…`."""
    listed = function.params
    rest = (listed.star_arg,) if isinstance(listed.star_arg, cst.Param) else ()
    return tuple(parameter.name.value for parameter in (*listed.params, *rest))


def _same(function: cst.FunctionDef, lines: list[str]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            written = ast.parse(cst.Module([function.with_changes(leading_lines=())]).code).body[0]
    except (SyntaxError, ValueError):  # newer than this Python, as what keylint writes never is
        return False
    wanted = ast.parse("\n".join(indented(line, "    ") for line in lines)).body[0]
    for parsed in (written, wanted):
        assert isinstance(parsed, ast.FunctionDef)
        for inner in ast.walk(parsed):
            if isinstance(inner, ast.FunctionDef):
                _without_words(inner)
    return ast.dump(written) == ast.dump(wanted)


def _without_words(function: ast.FunctionDef) -> None:
    """Takes away what does nothing: docstring and annotations."""
    if ast.get_docstring(function) is not None:
        function.body = function.body[1:]
    for argument in (*function.args.args, function.args.vararg, function.args.kwarg):
        if argument is not None:
            argument.annotation = None
    function.returns = None
