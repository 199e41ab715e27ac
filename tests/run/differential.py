"""Whether the symbolic run of a program agrees with its real runs, for every assignment of its unknowns."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from keylint.run.keys import Key
from tests.run.apps import holds, run
from tests.run.programs import FLAGS, LISTS
from tests.run.stub import keys_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keylint.run.runs import App
    from keylint.run.trace import Atom


def disagreement(program: str) -> str | None:
    """The first assignment for which the runs differ, with what each of them drew; None when there is none."""
    app = run(program)
    code = compile(program, "app.py", "exec")
    is_exact = not any(f"ss.{name}:" in program for name in LISTS)
    for state in assignments(program):
        real = keys_drawn(code, dict(state))
        symbolic = keys_said(app, state)
        if (real != symbolic) if is_exact else (set(real) != set(symbolic)):
            return f"{state}: Python draws {real}, the symbolic run {symbolic}"
    return None


def assignments(program: str) -> Iterator[dict[str, Any]]:
    flags: list[tuple[str, tuple[object, ...]]] = [(flag, (False, True)) for flag in FLAGS]
    lists: list[tuple[str, tuple[object, ...]]] = [
        (name, ([], ["x"], ["x", "y"])) for name in LISTS if f"ss.{name}:" in program
    ]
    names = [name for name, _ in (*flags, *lists)]
    for values in product(*(values for _, values in (*flags, *lists))):
        yield dict(zip(names, values, strict=True))


def keys_said(app: App, state: dict[str, Any]) -> list[str]:
    """What the symbolic run draws when it begins with that session state."""
    if not app.pages:
        return []
    return [
        draw.key.text
        for draw in app.pages[0].trace.draws()
        if draw.key is not None and holds(app.conditions, draw.condition, lambda atom: _answer(atom, state))
    ]


def _answer(atom: Atom, state: dict[str, Any]) -> bool:
    if atom.predicate == "fails":
        return False
    match atom.subject:
        case ("key", Key() as key):
            return key.text in state
        case ("state", Key() as key, 0):
            value = state.get(key.text, "")
            return value == atom.constant if atom.predicate == "equals" else bool(value)
    raise AssertionError(f"a test that no flag decides: {atom}")
