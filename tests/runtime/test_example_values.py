"""What stories give inputs is what a browser lets a user enter: in range, among the options, not too long."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.runtime.driver import open_app
from tests.runtime.judge import quiet
from tests.runtime.stories import as_python
from tests.stories.test_example_values import INPUTS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.runtime


def is_admitted(widget: Any, value: Any) -> bool:
    """Whether the drawn widget lets a user enter the value."""
    values = value if isinstance(value, (list, tuple)) else [value]
    options = getattr(widget, "options", None)
    low, high = (None if options else getattr(widget, name, None) for name in ("min", "max"))
    longest = getattr(widget.proto, "max_chars", 0)
    return (
        all((low is None or low <= one) and (high is None or one <= high) for one in values)
        and (not options or widget.type == "feedback" or all(widget.format_func(one) in options for one in values))
        and not (longest and len(value) > longest)
    )


def played(call: str, value: Any, folder: Path) -> bool:
    """Whether the input takes the value, which it does not show at first, and the app then has it."""
    keyed = call.removesuffix(")") + ', key="k")'
    (folder / "app.py").write_text(f"import streamlit as st\nst.session_state.given = {keyed}\n")
    with quiet(), open_app(folder, "app.py") as app:
        widget, value = app.widget("k"), as_python(app.kind("k"), value)
        if app.displayed("k") == value or not is_admitted(widget, value):
            return False
        app.play(("set", "k", value))
        return app.exceptions == [] and app.value("given") == value


@pytest.mark.parametrize(("call", "another"), [(call, another) for call, _, another in INPUTS])
def test_the_input_takes_the_value(call: str, another: object, tmp_path: Path) -> None:
    assert played(call, another, tmp_path)


@pytest.mark.parametrize(
    ("call", "another"),
    [
        ('st.slider("A", 1, 30, 7)', 31),
        ('st.number_input("A", 5, 6)', 4),
        ('st.date_input("A", "1990-01-01")', "2024-03-15"),
        ('st.selectbox("A", ["a", "b"])', "c"),
        ('st.multiselect("A", ["a", "b"])', ["c"]),
        ('st.text_input("A", max_chars=2)', "abc"),
        ('st.checkbox("A", True)', True),
    ],
)
def test_others_are_not_taken(call: str, another: object, tmp_path: Path) -> None:
    assert not played(call, another, tmp_path)
