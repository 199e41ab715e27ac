"""In a real browser the app loses what its user entered, and the repaired app keeps it.

`streamlit.testing` sees neither the values that a browser holds nor what it does with those that the server sends.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from scripts.streamlit_versions import NEWEST, interpreter
from tests.browser.conftest import unavailable
from tests.browser.fixing import fixed
from tests.browser.scenarios import SCENARIOS
from tests.browser.server import serve
from tests.browser.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.browser.scenario import Field, Scenario, Step, Strategy, Value

OLD, FIRST_WITH_PERSIST = "1.40.2", "1.59.2"
VERSIONS: dict[Strategy, tuple[str, ...]] = {
    "shadow": (OLD, NEWEST),
    "keep-alive": (OLD, NEWEST),
    "persist": (FIRST_WITH_PERSIST, NEWEST),
}
LOST = [
    pytest.param(scenario, version, id=f"{scenario.name}-{version}")
    for scenario in SCENARIOS
    for version in (OLD, NEWEST)
]
KEPT = [
    pytest.param(scenario, strategy, version, id=f"{scenario.name}-{strategy}-{version}")
    for scenario in SCENARIOS
    for strategy in scenario.strategies
    for version in VERSIONS[strategy]
]
# Once per process: in the app up to 1.55, in the log from 1.56.
DUPLICATE_DEFAULT = "was created with a default value but also had its value set via the Session State API"

pytestmark = pytest.mark.browser


@contextlib.contextmanager
def opened(browser: Any, folder: Path, files: Mapping[str, str], version: str) -> Iterator[User]:
    """A user in front of the app; afterwards, neither the user nor the server may have seen a complaint."""
    python = interpreter(version)
    if not python.exists():
        unavailable(f"no Streamlit {version}: python scripts/streamlit_versions.py")
    for path, source in files.items():
        target = folder / "app" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(source, encoding="utf-8")
    with serve(python, folder / "app", "app.py") as server, contextlib.closing(browser.new_context()) as context:
        user = User(context.new_page(), server.url)
        yield user
        assert user.complaints == []
        assert "Uncaught app" not in server.printed(), server.printed()
        assert DUPLICATE_DEFAULT not in server.printed(), server.printed()


def do(user: User, steps: tuple[Step, ...]) -> None:
    for step in steps:
        match step.action:
            case "click":
                user.click(step.label)
            case "go to":
                user.go_to(step.label)
            case "set":
                user.set(step.label, step.value)
        assert user.complaints == []


def enter(user: User, scenario: Scenario) -> None:
    """What the user enters is displayed, and is in session state."""
    assert shown(user, scenario.fields) == {field.label: field.first for field in scenario.fields}
    for field in scenario.fields:
        user.set(field.label, field.entered, reruns=scenario.submit is None)
    if scenario.submit is not None:
        user.click(scenario.submit)
    expect(user, {field: field.entered for field in scenario.fields})


def hide_and_show(user: User, scenario: Scenario) -> None:
    do(user, scenario.away)
    assert set(shown(user, scenario.fields).values()) == {None}
    user.click("Again")
    do(user, scenario.back)


def expect(user: User, values: Mapping[Field, Value]) -> None:
    """Displayed and in session state; also after another run, which brings what the browser holds to the server."""
    wanted = {field.label: value for field, value in values.items()}, {f.key: repr(v) for f, v in values.items()}
    assert (shown(user, values), probed(user, values)) == wanted
    user.click("Again")
    assert (shown(user, values), probed(user, values)) == wanted
    assert user.complaints == []


def shown(user: User, fields: Mapping[Field, Value] | tuple[Field, ...]) -> dict[str, Any]:
    return {field.label: user.shown(field.label) for field in fields}


def probed(user: User, fields: Mapping[Field, Value]) -> dict[str, Any]:
    return {field.key: user.probed(field.key) for field in fields}


@pytest.mark.parametrize(("scenario", "version"), LOST)
def test_the_app_loses_what_was_entered(browser: Any, tmp_path: Path, scenario: Scenario, version: str) -> None:
    with opened(browser, tmp_path, scenario.files, version) as user:
        enter(user, scenario)
        hide_and_show(user, scenario)
        user.click("Again")
        expect(user, {field: field.first for field in scenario.fields})


@pytest.mark.parametrize(("scenario", "strategy", "version"), KEPT)
def test_the_repaired_app_keeps_it(
    browser: Any, tmp_path: Path, scenario: Scenario, strategy: Strategy, version: str
) -> None:
    files = fixed(scenario.files, version, strategy)
    with opened(browser, tmp_path, files, version) as user:
        enter(user, scenario)
        hide_and_show(user, scenario)
        expect(user, {field: field.entered for field in scenario.fields})
        field = next(field for field in scenario.fields if field.text)
        user.append(field.label, "a", "b")
        expect(user, {field: f"{field.entered}ab"})
        hide_and_show(user, scenario)
        expect(user, {field: f"{field.entered}ab"})
        if scenario.submit is not None:
            user.set(field.label, "not submitted", reruns=False)
            user.click("Again")
            assert user.shown(field.label) == "not submitted"
