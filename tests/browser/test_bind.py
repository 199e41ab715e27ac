"""What Chromium does with `bind="query-params"` and `persist_state="page"` when another page is opened, by version."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

import pytest

from keylint.streamlit import behaviour
from keylint.streamlit.versions import parse_version
from scripts.streamlit_versions import NEWEST, interpreter
from tests.browser.conftest import unavailable
from tests.browser.server import serve
from tests.browser.user import User

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BINDING = ("1.56.0", "1.59.2", NEWEST)
PERSISTING = ("1.59.2", NEWEST)
REFUSED = "Cannot clear query parameters"

TOP = """\
import streamlit as st


def count():
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    st.text(f"run {st.session_state.runs}")


count()
st.button("Again")
st.text(f"top: {st.session_state.get('city', 'missing')!r}")
"""
SWITCHING = f"""{TOP}
if st.button("Above"):
    st.switch_page("pages/Other.py")

st.text_input("City", value="Rome", key="city", bind="query-params")


@st.fragment
def part():
    count()
    if st.button("In a fragment"):
        st.switch_page("pages/Other.py")


def leave():
    st.switch_page("pages/Other.py")


part()
if st.button("Below"):
    st.switch_page("pages/Other.py")
if st.button("With parameters"):
    st.switch_page("pages/Other.py", query_params={{}})
st.button("In a callback", on_click=leave)
st.page_link("pages/Other.py", label="Link")
"""

pytestmark = pytest.mark.browser


@contextlib.contextmanager
def opened(browser: Any, folder: Path, source: str, version: str) -> Iterator[tuple[User, Any]]:
    """A user in front of the app, whose second page is "Other", and the page of the browser."""
    python = interpreter(version)
    if not python.exists():
        unavailable(f"no Streamlit {version}: python scripts/streamlit_versions.py {version}")
    (folder / "app" / "pages").mkdir(parents=True)
    (folder / "app" / "app.py").write_text(source, encoding="utf-8")
    (folder / "app" / "pages" / "Other.py").write_text(TOP, encoding="utf-8")
    with serve(python, folder / "app", "app.py") as server, contextlib.closing(browser.new_context()) as context:
        page = context.new_page()
        yield User(page, server.url), page


def is_bound_off_its_default(user: User, page: Any) -> bool:
    return bool(user.shown("City") == "Paris" and page.url.endswith("?city=Paris"))


@pytest.mark.parametrize("version", BINDING)
def test_a_switch_by_code_is_refused_while_a_bound_widget_is_off_its_default(
    browser: Any, tmp_path: Path, version: str
) -> None:
    with opened(browser, tmp_path, SWITCHING, version) as (user, page):
        user.click("Below")
        assert user.shown("City") is None  # it has its default: the page is left
        user.go_to("app")
        user.set("City", "Paris")
        assert is_bound_off_its_default(user, page)
        for button in ("Above", "Below", "In a fragment"):
            page.get_by_role("button", name=button, exact=True).click()
            page.locator('[data-testid="stException"]', has_text=REFUSED).wait_for()
            user.settle()
            user.click("Again")
            assert is_bound_off_its_default(user, page)
        page.get_by_role("button", name="In a callback", exact=True).click()
        page.locator('[data-testid="stException"]', has_text=REFUSED).wait_for()


@pytest.mark.parametrize("version", BINDING)
def test_other_ways_keep_the_value(browser: Any, tmp_path: Path, version: str) -> None:
    assert parse_version(version) >= behaviour.BIND_KEEPS
    with opened(browser, tmp_path, SWITCHING, version) as (user, page):
        user.set("City", "Paris")
        for leave in (lambda: user.click("With parameters"), lambda: user.go_to("Other"), lambda: user.link("Link")):
            leave()
            assert user.probed("top") == "'Paris'"
            user.click("Again")
            assert user.probed("top") == "'Paris'"
            user.go_to("app")
            user.click("Again")
            assert is_bound_off_its_default(user, page)
        assert user.complaints == []


@pytest.mark.parametrize("version", BINDING)
def test_a_callback_opens_a_page_from_the_named_release_on(browser: Any, tmp_path: Path, version: str) -> None:
    with opened(browser, tmp_path, SWITCHING, version) as (user, _):
        user.click("In a callback")
        is_open = user.shown("City") is None
        assert is_open == (parse_version(version) >= behaviour.CALLBACK_SWITCHES_PAGE)


@pytest.mark.parametrize("version", PERSISTING)
def test_what_is_kept_for_its_page_is_there_in_the_first_run_of_another(
    browser: Any, tmp_path: Path, version: str
) -> None:
    source = f'{TOP}st.text_input("City", value="Rome", key="city", persist_state="page")\n'
    with opened(browser, tmp_path, source, version) as (user, _):
        user.set("City", "Paris")
        user.go_to("Other")
        assert user.probed("top") == "'Paris'"
        user.click("Again")
        assert user.probed("top") == "'missing'"
        user.go_to("app")
        assert user.shown("City") == "Rome"
