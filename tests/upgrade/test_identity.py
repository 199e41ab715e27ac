from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.upgrade.apps import Asked

OTHER = 'other = st.text_input("Other", key="other")\n'
FOLLOWS = f'{OTHER}st.text_input("Name", other, key="name")\n'


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("1.28", "1.67", ["1.50 identity warning"]),
        ("1.49", "1.50", ["1.50 identity warning"]),
        ("1.49.1", "1.50.0", ["1.50 identity warning"]),
        ("1.28", "1.49", []),
        ("1.50", "1.67", []),
    ],
)
def test_only_what_lies_on_the_way_counts(app: Asked, start: str, end: str, said: list[str]) -> None:
    assert app.said(FOLLOWS, start, end) == said


@pytest.mark.parametrize(
    "source",
    [
        'st.text_input("Name", "Ann", key="name")',
        'st.text_input("Name", st.secrets.get("name"), key="name")',
        f'{OTHER}st.text_input("Name", other)',
        f'{OTHER}st.text_input("Name", key="name", disabled=other == "")',
        f'{OTHER}st.button(other, key="go")',
        # The default is the value that the widget itself left, or a first value.
        'st.session_state.setdefault("n", "a")\nst.text_input("Name", st.session_state.n, key="name")',
        'if st.session_state.get("n") is None:\n    st.session_state.n = "a"\n'
        'st.text_input("Name", st.session_state.n, key="name")',
        # Nobody knows what the key is.
        f'import uuid\n{OTHER}st.text_input("Name", other, key=str(uuid.uuid4()))',
    ],
)
def test_what_cannot_change_is_no_news(app: Asked, source: str) -> None:
    assert app.said(source) == []


def test_what_a_click_makes_of_the_default_is_news(app: Asked) -> None:
    source = (
        'st.session_state.setdefault("n", "a")\n'
        'if st.button("Clear"):\n    st.session_state.n = ""\n'
        'st.text_input("Name", st.session_state.n, key="name")\n'
    )
    assert app.said(source) == ["1.50 identity warning"]


def test_what_another_page_makes_of_the_default_arrives_with_a_new_widget(app: Asked) -> None:
    source = 'st.session_state.setdefault("n", "a")\nst.text_input("Name", st.session_state.n, key="name")\n'
    other = 'if st.button("Clear"):\n    st.session_state.n = ""\n'
    assert not any("identity" in said for said in app.said(source, other=other))


def test_limits_that_change_along_still_reset(app: Asked) -> None:
    source = 'top = st.number_input("Top", key="top")\nst.slider("Size", 0, top, top, key="size")\n'
    (change,) = app.changes(source)
    assert (change.severity.label, change.since) == ("info", (1, 51, 0))
    assert change.message.endswith("; max_value= still resets it")


def test_options_stop_resetting_later_than_the_default(app: Asked) -> None:
    source = (
        'a = st.text_input("A", key="a")\nb = st.number_input("B", 0, 1, key="b")\n'
        'st.selectbox("Size", [a, "x"], index=b, key="size")\n'
    )
    first, second = app.changes(source)
    assert (first.since, first.severity.label) == ((1, 50, 0), "warning")
    assert "options= still resets it" in first.message
    assert (second.since, second.severity.label) == ((1, 53, 0), "info")
    assert "keeps its value when its options= changes" in second.message
