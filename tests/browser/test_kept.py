"""Widgets that the other scenarios have not: what `kept()` keeps is displayed, and stays, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import pickers
from tests.browser.fixing import fixed
from tests.browser.test_fixes import NEWEST, OLD, opened

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.browser


@dataclass(frozen=True, slots=True)
class Picked:
    """A widget, by its call without key; what it displays first, and two values that a user picks, each with its repr
    in session state."""

    name: str
    call: str
    first: Any
    picked: tuple[tuple[Any, str], tuple[Any, str]]
    pick: Callable[[Any, Any], None]
    shown: Callable[[Any], Any]

    @property
    def app(self) -> str:
        return f"""\
import datetime

import streamlit as st

st.session_state.runs = st.session_state.get("runs", 0) + 1
st.text(f"run {{st.session_state.runs}}")
st.button("Again")
if st.checkbox("Show", value=True):
    st.{self.call[:-1]}, key="field")

st.text(f"field: {{st.session_state.get('field')!r}}")
"""


PICKED = (
    Picked(
        "date_input",
        'date_input("Day", datetime.date(2026, 3, 1))',
        "2026/03/01",
        (("2026/03/09", "datetime.date(2026, 3, 9)"), ("2026/04/21", "datetime.date(2026, 4, 21)")),
        pickers.pick_date,
        pickers.shown_date,
    ),
    Picked(
        "time_input",
        'time_input("Start", datetime.time(9, 30))',
        "09:30",
        (("10:15", "datetime.time(10, 15)"), ("23:45", "datetime.time(23, 45)")),
        pickers.pick_time,
        pickers.shown_time,
    ),
    Picked(
        "color_picker",
        'color_picker("Paint", "#123456")',
        "#123456",
        (("#ff0000", "'#ff0000'"), ("#00ff00", "'#00ff00'")),
        pickers.pick_colour,
        pickers.shown_colour,
    ),
    Picked("feedback", 'feedback("stars")', None, ((2, "2"), (4, "4")), pickers.pick_stars, pickers.shown_stars),
    Picked(
        "selectbox",
        'selectbox("City", ["Oslo", "Rome", "Bern"], index=None)',
        None,
        (("Rome", "'Rome'"), ("Bern", "'Bern'")),
        pickers.pick_option,
        pickers.shown_option,
    ),
)


@pytest.mark.parametrize("version", [OLD, NEWEST])
@pytest.mark.parametrize("widget", PICKED, ids=lambda widget: widget.name)
def test_what_is_picked_is_kept(browser: Any, tmp_path: Path, widget: Picked, version: str) -> None:
    files = fixed({"app.py": widget.app}, version, "shadow")
    with opened(browser, tmp_path, files, version) as user:
        assert widget.shown(user.page) == widget.first
        for value, held in widget.picked:
            user.do(lambda value=value: widget.pick(user.page, value))
            assert (widget.shown(user.page), user.probed("field")) == (value, held)
            user.set("Show", False)
            for _ in range(3):
                user.click("Again")
            assert user.probed("field") == held
            user.set("Show", True)
            user.click("Again")
            assert (widget.shown(user.page), user.probed("field")) == (value, held)


@pytest.mark.parametrize("widget", PICKED, ids=lambda widget: widget.name)
def test_without_it_is_lost(browser: Any, tmp_path: Path, widget: Picked) -> None:
    with opened(browser, tmp_path, {"app.py": widget.app}, OLD) as user:
        user.do(lambda: widget.pick(user.page, widget.picked[0][0]))
        user.set("Show", False)
        user.click("Again")
        user.set("Show", True)
        assert widget.shown(user.page) == widget.first
