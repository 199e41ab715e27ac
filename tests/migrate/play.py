"""Plays the apps of tests/migrate/apps, before and after their migration, on the Streamlit of this interpreter.

    python -m tests.migrate.play [NAME…]

prints one line per case: `the same`, or where the two part. Exit status 1 when one differs.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import streamlit as st

from tests.migrate.cases import Case, load_cases
from tests.runtime.driver import open_app
from tests.runtime.judge import quiet

if TYPE_CHECKING:
    from pathlib import Path


def difference(case: Case) -> str | None:
    """What the two apps do differently: what they show, what session state holds, what is raised; None if nothing."""
    before, after = observed(case, case.before), observed(case, case.after)
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        if one != other:
            return f"after step {number} of {case.steps}:\n{one}\n{other}"
    return None


def observed(case: Case, folder: Path) -> list[Any]:
    """What a user sees, and what the app's keys hold, at first and after each step."""
    with open_app(folder, "app.py") as app:
        seen = []
        for step in (None, *case.steps):
            if step is not None:
                app.play(step)
            seen.append((app.shown, app.exceptions, [app.value(key) for key in case.keys], app.fields))
        return seen


def main() -> int:
    names = set(sys.argv[1:])
    status = 0
    for case in load_cases():
        if (names and case.name not in names) or not case.is_playable(st.__version__):
            continue
        with quiet():
            found = difference(case)
        print(f"{case.name}: {found or 'the same'}", flush=True)
        status |= found is not None
    return status


if __name__ == "__main__":
    sys.exit(main())
