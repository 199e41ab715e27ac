"""KEY306 advises what holds: where the widget is not always shown, its key has to be kept."""

from __future__ import annotations

import pytest

from keylint.app.keymap import KeyMap
from keylint.rules.key306_write_back_lag import check
from keylint.streamlit.versions import Version, VersionRange
from tests.run.apps import run

TOP = 'import streamlit as st\nst.session_state.setdefault("city", "Rome")\n'
FIELD = 'st.session_state.city = st.text_input("City", st.session_state.city)\n'
HIDDEN = f'{TOP}if st.checkbox("Details"):\n    {FIELD}'
NEW, OLD = (1, 59, 0), (1, 40, 0)
PLAIN = (
    "give it a key, set that key's first value once with setdefault(), and drop value= and the write (all Streamlit "
    "versions)"
)
KEPT = (
    'give it a key, set that key\'s first value once with setdefault(), add persist_state="session", because it is not '
    "always shown, and drop value= and the write (all Streamlit versions)"
)
BY_HAND = (
    "give it a key '_city', assign `city` to that right before it, and copy it back in on_change, because it is not "
    "always shown; drop value= and the write (all Streamlit versions)"
)


def advice(files: dict[str, str] | str, oldest: Version) -> str | None:
    [finding] = check(KeyMap(run(files, versions=VersionRange(oldest, (1, 67, 0)))))
    return finding.advice


@pytest.mark.parametrize(
    ("files", "oldest", "wanted"),
    [
        (TOP + FIELD, NEW, PLAIN),
        (TOP + FIELD, OLD, PLAIN),
        (HIDDEN, NEW, KEPT),
        (HIDDEN, OLD, BY_HAND),
        (f'{TOP}if not st.checkbox("Ready"):\n    st.stop()\n{FIELD}', NEW, KEPT),
        ({"app.py": TOP + FIELD, "pages/b.py": 'import streamlit as st\nst.write("b")\n'}, NEW, KEPT),
        ({"app.py": TOP + FIELD, "pages/b.py": 'import streamlit as st\nst.write("b")\n'}, OLD, BY_HAND),
    ],
)
def test_the_advice_keeps_what_can_be_hidden(files: dict[str, str] | str, oldest: Version, wanted: str) -> None:
    assert advice(files, oldest) == wanted


def test_of_a_keyed_widget_its_own_key_is_named() -> None:
    source = HIDDEN.replace("st.session_state.city)\n", 'st.session_state.city, key="field")\n')
    assert advice(source, OLD) == (
        "keep 'field' as its key, assign `city` to that right before it, and copy it back in on_change, because it is not "
        "always shown; drop value= and the write (Streamlit < 1.50)"
    )


@pytest.mark.parametrize(
    "loop",
    [
        "for row in st.session_state.rows or []:",
        'for row in st.session_state.get("rows") or ():',
        "for row in [r for r in st.session_state.rows or [] if r]:",
        "rows = st.session_state.rows if st.session_state.rows else []\nfor row in rows:",
        "rows = st.session_state.rows or []\nfor number, row in enumerate(rows):",
        "for row in reversed(st.session_state.rows or []):",
    ],
)
def test_rows_or_none_are_the_rows(loop: str) -> None:
    source = f"""
        import streamlit as st
        st.session_state.setdefault("rows", [{{"name": "a"}}])
        {loop.replace(chr(10), chr(10) + 8 * " ")}
            row["name"] = st.text_input("Name", value=row["name"])
    """
    [finding] = check(KeyMap(run(source)))
    assert "`rows[*].name`" in finding.message
