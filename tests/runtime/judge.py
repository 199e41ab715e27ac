"""Plays the scenarios of fixtures/ on the Streamlit of this interpreter, and says where reality differs.

    python -m tests.runtime.judge [NAME…]

prints one line per scenario: case, number, `holds`, `skipped` or what went otherwise. Exit status 1 when one differs.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from typing import TYPE_CHECKING

import streamlit as st
from streamlit import config

from tests.fixtures_format import Case, Scenario, load_cases, load_upgrades
from tests.runtime.driver import MISSING, App, open_app

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keeps the apps' exceptions, which belong to the scenarios, out of the terminal."""
    config.set_option("logger.enableRich", False)  # with it, tracebacks are printed past the log
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def contradiction(case: Case, scenario: Scenario) -> str | None:
    """Plays the scenario; None when it ends as it says, else what happened instead."""
    with open_app(case.folder, case.entrypoint) as first:
        app = first
        was_there = app.value(scenario.probe) is not MISSING
        for number, step in enumerate(scenario.steps, start=1):
            if app.exceptions:
                return f"before step {number}: unexpected exception {app.exceptions}"
            if step == ("join",):
                app = app.join()
            else:
                app.play(step)
            was_there = was_there or app.value(scenario.probe) is not MISSING
        return _judge_exceptions(app, scenario) or _judge_expectation(app, scenario, was_there)


def _judge_exceptions(app: App, scenario: Scenario) -> str | None:
    if scenario.exception is None:
        return f"unexpected exception {app.exceptions}" if app.exceptions else None
    if any(scenario.exception in text for text in app.exceptions):
        return None
    return f"expected an exception with {scenario.exception!r}, got {app.exceptions}"


def _judge_expectation(app: App, scenario: Scenario, was_there: bool) -> str | None:
    value = app.value(scenario.probe)
    match scenario.expect:
        case "missing" if not was_there:
            return f"st.session_state never had {scenario.probe!r}"
        case "missing":
            right, wanted = value is MISSING, "missing"
        case "kept":
            last_set = [step[2] for step in scenario.steps if step[:2] == ("set", scenario.probe)][-1]
            right, wanted = value == last_set, f"{last_set!r} (kept)"
        case {"value": expected}:
            right, wanted = value == expected, repr(expected)
        case {"shows": text}:
            return None if text in app.shown else f"does not show {text!r} but:\n{app.shown}"
        case {"hides": text}:
            return None if text not in app.shown else f"shows {text!r}:\n{app.shown}"
        case _:
            return None
    return None if right else f"{scenario.probe!r} is {value!r}, expected {wanted}; shown:\n{app.shown}"


def _attempt(case: Case, scenario: Scenario) -> str:
    """One that the driver cannot play on this release must not end the others."""
    try:
        return contradiction(case, scenario) or "holds"
    except Exception as problem:
        return f"cannot be played: {problem!r}"


def main(names: list[str]) -> int:
    """Plays the scenarios of all cases, or of those named, and prints how each ends."""
    differing = False
    for case in (*load_cases(), *load_upgrades()):
        if names and case.name not in names:
            continue
        for number, scenario in enumerate(case.scenarios, start=1):
            outcome = "skipped"
            if scenario.holds_on(st.__version__):
                with quiet():
                    outcome = _attempt(case, scenario)
                differing |= outcome != "holds"
            print(f"{case.name} {number}: {outcome}", flush=True)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
