"""The five things that keylint reports in its demo app go wrong on real Streamlit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import keylint
from tests.runtime.driver import MISSING, App, open_app
from tests.runtime.judge import quiet

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.runtime

FORECAST, REPORT = "pages/1_Forecast.py", "pages/2_Report.py"


@pytest.fixture
def app() -> Iterator[App]:
    with quiet(), open_app(Path(keylint.__file__).parent / "demo", "app.py") as opened:
        yield opened


def play(app: App, *steps: tuple[Any, ...]) -> None:
    """Plays the steps; no run before the last one may end in an exception."""
    for step in steps:
        assert app.exceptions == []
        app.play(step)


def test_the_hidden_slider_loses_its_value(app: App) -> None:
    play(app, ("set", "window", 14), ("set", "view", "Table"), ("rerun",))
    assert app.value("window") is MISSING
    play(app, ("set", "view", "Chart"))
    assert app.value("window") == 7


def test_the_currency_turns_back(app: App) -> None:
    play(app, ("set", "more_options", True), ("set", "currency", "USD"), ("set", "more_options", False), ("rerun",))
    assert app.value("currency") == "EUR"


def test_the_report_does_not_see_the_days_ahead(app: App) -> None:
    play(app, ("goto", FORECAST), ("set", "horizon", 30), ("goto", REPORT))
    assert "Forecast for 14 days ahead" in app.shown


def test_the_remarks_cannot_be_cleared(app: App) -> None:
    play(app, ("goto", FORECAST), ("set", "remarks", "too low"), ("click", "Clear the remarks"))
    assert len(app.exceptions) == 1
    assert "remarks" in app.exceptions[0]
    assert "cannot be modified after the widget" in app.exceptions[0]


def test_a_second_shop_stops_the_report(app: App) -> None:
    play(app, ("goto", REPORT))
    assert app.exceptions == []
    play(app, ("set", "shops", ["Harbour", "Station"]))
    assert "as_table" in str(app.exceptions)


def test_what_is_persisted_is_kept(app: App) -> None:
    play(app, ("goto", FORECAST), ("set", "remarks", "too low"), ("goto", REPORT))
    assert "too low" in app.shown
