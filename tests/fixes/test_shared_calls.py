"""A call that draws several keys is changed for all of them, or for none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.discover.contents import FileContents
from keylint.fixing.offers import fix_all
from keylint.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

SHOWN = """view = st.radio("View", ["Edit", "Other"])
if view == "Edit":
{drawn}else:
    st.write(st.session_state.get("first"), st.session_state.get("second"))
"""


def fixed(folder: Path, head: str, drawn: str, strategy: str = "shadow") -> tuple[str, set[str | None]]:
    """The app after its fixes, and the reasons for what is left."""
    body = SHOWN.format(drawn="".join(f"    {line}\n" for line in drawn.splitlines()))
    (folder / "app.py").write_text(f"import streamlit as st\n\n{head}\n{body}", "utf-8")
    settings = Settings(root=folder, target_option="1.40", cache=False, fix_strategy=strategy, jobs=1)
    outcome = fix_all([folder], settings, FileContents(), unsafe=True)
    reasons = {finding.no_fix for finding in outcome.report.findings}
    return outcome.changes[0].after.decode() if outcome.changes else "", reasons


def test_a_helper_that_is_given_what_draws(tmp_path: Path) -> None:
    head = "def field(key, draw):\n    draw(key, key=key)\n"
    drawn = 'field("first", st.text_input)\nfield("second", st.text_input)'
    after, reasons = fixed(tmp_path, head, drawn)
    assert 'draw(key, **kept(key, ""))' in after
    assert reasons == set()


TABLE = 'FIELDS = {"first": st.text_input, "second": st.number_input}\n'
LOOP = "for key, draw in FIELDS.items():\n    draw(key, key=key)"


def test_several_kinds_of_widgets_begin_with_several_values(tmp_path: Path) -> None:
    assert fixed(tmp_path, TABLE, LOOP) == (
        "",
        {"its call has several keys, which begin with several kinds of widgets"},
    )
    after, reasons = fixed(tmp_path, TABLE, LOOP, "auto")
    assert 'st.session_state["second"] = st.session_state["second"]' in after
    assert reasons == set()


def test_where_the_app_gives_the_first_values(tmp_path: Path) -> None:
    seeds = 'st.session_state.setdefault("first", "")\nst.session_state.setdefault("second", 0.0)\n'
    after, reasons = fixed(tmp_path, TABLE + seeds, LOOP)
    assert "draw(key, **kept(key))" in after
    assert reasons == set()


@pytest.mark.parametrize("drawn", ['field("first", value="a")\nfield("second", value="b")'])
def test_a_first_value_among_other_options(tmp_path: Path, drawn: str) -> None:
    head = "def field(key, **options):\n    st.text_input(key, key=key, **options)\n"
    assert fixed(tmp_path, head, drawn) == ("", {"its first value is not written in the call"})
