"""Settings that are kept in a dict: a copy of it is changed and put back, whole, or only where it differs."""

from __future__ import annotations

from textwrap import indent

import pytest

from keylint.findings import Severity
from keylint.judging import judged
from tests.run.apps import keys, run

APP = """
import lib
import streamlit as st
ss = st.session_state
{begin}
if st.radio("View", ["Settings", "Other"]) == "Settings":
{settings}
st.write(lib.use(ss.get("params")))
"""
SET = 'ss.setdefault("params", {"a": 0.5, "b": 0.1})'
GET = 'params = ss.get("params", {"a": 0.5})'
SLIDER = 'st.slider("A", 0.0, 1.0, {}["a"], key="k")'


def told(begin: str, settings: str) -> list[tuple[str, Severity]]:
    found = judged(run(APP.format(begin=begin, settings=indent(settings, "    ")))).findings
    return [(one.code, one.severity) for one in found if one.keys and one.keys[0].startswith("k")]


@pytest.mark.parametrize(
    ("begin", "settings"),
    [
        (SET, f"new = ss.params.copy()\nnew['a'] = {SLIDER.format('ss.params')}\nss.params = new"),
        (
            SET,
            f"new = ss.params.copy()\nnew['a'] = {SLIDER.format('ss.params')}\nif new != ss.params:\n    ss.params = new",
        ),
        (
            SET,
            f"new = dict(ss.params)\nnew['a'] = {SLIDER.format('ss.params')}\nif ss.params != new:\n    ss.params = new",
        ),
        (SET, f"a = {SLIDER.format('ss.params')}\nif a != ss.params['a']:\n    ss.params = {{**ss.params, 'a': a}}"),
        (
            SET,
            'new = ss.params.copy()\nfor name in ("a", "b"):\n'
            '    new[name] = st.slider(name, 0.0, 1.0, ss.params[name], key=f"k_{name}")\n'
            "if new != ss.params:\n    ss.params = new",
        ),
        (GET, f"new = params.copy()\nnew['a'] = {SLIDER.format('params')}\nss.params = new"),
        (GET, f"new = dict(params)\nnew['a'] = {SLIDER.format('params')}\nss.params = new"),
        (GET, f"new = params.copy()\nnew['a'] = {SLIDER.format('params')}\nif new != params:\n    ss.params = new"),
        (GET, f"params['a'] = {SLIDER.format('params')}\nss.params = params"),
    ],
)
def test_what_comes_back_is_not_lost(begin: str, settings: str) -> None:
    assert told(begin, settings) == []


@pytest.mark.parametrize(
    ("begin", "settings"),
    [
        # put back into the copy only
        (SET, f"new = ss.params.copy()\nnew['a'] = {SLIDER.format('ss.params')}\nst.write(new)"),
        (
            f"import copy\n{SET}",
            f"new = copy.deepcopy(ss.params)\nnew['a'] = {SLIDER.format('ss.params')}\nst.write(new)",
        ),
        # put back elsewhere
        (SET, f"new = ss.params.copy()\nnew['a'] = {SLIDER.format('ss.params')}\nss.others = new"),
        # begins with another entry
        (SET, "new = ss.params.copy()\nnew['a'] = st.slider('A', 0.0, 1.0, ss.params['b'], key='k')\nss.params = new"),
    ],
)
def test_what_does_not_come_back_is_lost(begin: str, settings: str) -> None:
    assert told(begin, settings) == [("KEY106", Severity.WARNING)]


def test_a_copy_is_another_list_or_dict() -> None:
    app = run(
        """
        import streamlit as st
        names, ages = ["x"], {"y": 1}
        more, older = names.copy(), ages.copy()
        more.append("z")
        older["z"] = 2
        for name in names:
            st.text_input(name, key=name)
        for name in ages:
            st.text_input(name, key=name)
        """
    )
    assert keys(app) == ["x", "y"]


def test_where_the_value_itself_may_close_what_shows_it_nothing_is_sure() -> None:
    app = """
    import lib
    import streamlit as st
    ss = st.session_state
    def settings(params):
        new = params.copy()
        for name in ("a", "b"):
            value = params[name]
            if isinstance(value, float) and value < 1:
                new[name] = st.slider(name, 0.0, 1.0, value, key=f"k_{name}")
        if new != params:
            ss.params = new
    settings(ss.get("params", {"a": 0.5, "b": 3}.copy()))
    """
    found = judged(run(app)).findings
    assert [(one.code, one.severity) for one in found] == [("KEY106", Severity.INFO)]


@pytest.mark.parametrize("copy", ["ss.p.copy()", "dict(ss.p)", "{**ss.p}", "deepcopy(ss.p)"])
def test_a_copy_has_what_it_was_copied_from(copy: str) -> None:
    app = f"""
    import streamlit as st
    from copy import deepcopy
    ss = st.session_state
    if "p" not in ss:
        ss.p = {{"n": ""}}
    if st.checkbox("Settings"):
        d = {copy}
        d["n"] = st.text_input("N", value=d["n"], key="k")
        ss.p = d
    st.write(ss.p)
    """
    assert judged(run(app)).findings == ()


@pytest.mark.parametrize(
    ("merged", "is_told"),
    [
        ('{**D, **ss.get("p", {})}', False),
        ('{**D, **(ss.get("p") or {})}', False),
        ('{**ss.get("p", {}), **D}', True),
        ("{**D}", True),
    ],
)
def test_defaults_under_what_is_stored(merged: str, *, is_told: bool) -> None:
    app = f"""
    import streamlit as st
    ss = st.session_state
    D = {{"n": "x", "m": "y"}}
    page = st.radio("Page", ["Home", "Settings"])
    ss.p = {merged}
    if page == "Settings":
        ss.p["n"] = st.text_input("N", value=ss.p["n"], key="k")
    st.write(ss.p)
    """
    assert bool(judged(run(app)).findings) is is_told
