from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.app.keymap import KeyMap
from keylint.app.overview import AppOverview, KeyOverview, overview
from keylint.findings import Related
from tests.run.apps import run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from keylint.run.trace import Guard


def explain(keymap: KeyMap, guard: Guard) -> Related:
    return Related(guard.location, f"because of this {guard.kind}")


def of(files: Mapping[str, str] | str) -> AppOverview:
    return overview(KeyMap(run(files)), explain)


def of_key(files: Mapping[str, str] | str, key: str) -> KeyOverview:
    [found] = (each for each in of(files).keys if each.key == key)
    return found


def lost(key: KeyOverview) -> list[tuple[str, str, bool]]:
    return [(loss.page, loss.when, loss.certain) for loss in key.lost]


def kept_by(key: KeyOverview) -> list[tuple[str, str, int, str | None]]:
    return [(keeper.page, keeper.how, keeper.location.span.line, keeper.detail) for keeper in key.kept_by]


HIDDEN = """
    import streamlit as st
    mode = st.radio("Mode", ["Edit", "View"], key="mode")
    if mode == "Edit":
        st.text_input("Name", key="name")
    else:
        st.write(st.session_state.name)
"""


def test_describes_the_app() -> None:
    app = of(
        {"app.py": "import streamlit as st\nst.title('x')", "pages/1_a.py": "import streamlit as st\nst.text('x')"}
    )
    assert (app.entrypoint, app.kind, app.target.label) == ("app.py", "pages", "1.60 (a test)")
    assert app.pages == ("app.py", "pages/1_a.py")
    assert (app.keys, app.unknowns) == ((), ())


def test_says_where_and_when_a_widget_is_drawn() -> None:
    mode, name = of(HIDDEN).keys
    [always], [sometimes] = mode.widgets, name.widgets
    assert (always.when, always.because, always.command) == ("always", None, "radio")
    assert (sometimes.page, sometimes.location.span.line, sometimes.command) == ("app.py", 5, "text_input")
    assert sometimes.when == "sometimes"
    because = sometimes.because
    assert because is not None
    assert (because.kind, because.location.span.line, because.keys) == ("if", 4, ("mode",))
    assert because.message == "because of this if"


def test_arms_that_complete_each_other_are_always() -> None:
    key = of_key(
        """
        import streamlit as st
        if st.toggle("Long", key="long"):
            st.text_area("Text", key="text")
        else:
            st.text_input("Text", key="text")
        """,
        "text",
    )
    assert [(call.command, call.when) for call in key.widgets] == [("text_area", "always"), ("text_input", "always")]
    assert key.lost == ()


def test_each_call_has_its_own_reason() -> None:
    key = of_key(
        """
        import streamlit as st
        view = st.radio("View", ["a", "b", "c"], key="view")
        if view == "a":
            st.text_input("Text", key="text")
        if view == "b":
            st.text_input("Text", key="text")
        """,
        "text",
    )
    assert [call.because and call.because.location.span.line for call in key.widgets] == [4, 6]


def test_a_reason_names_the_keys_of_its_own_test_only() -> None:
    key = of_key(
        """
        import streamlit as st

        def body():
            if not st.checkbox("Agreed", key="agreed"):
                st.stop()
            if not st.checkbox("More", key="more"):
                return
            st.text_input("Text", key="text")

        body()
        """,
        "text",
    )
    assert [call.because and (call.because.kind, call.because.keys) for call in key.widgets] == [("return", ("more",))]


AFTER_STOP = """
    import streamlit as st
    up = st.file_uploader("File", key="file")
    if up is None:
        st.stop()
    st.text_input("Name", key="name")
    if st.checkbox("More", key="more"):
        st.text_input("Second", key="second")
"""


def test_tells_a_stop_from_a_branch() -> None:
    name = of_key(AFTER_STOP, "name")
    assert [(call.when, call.because and call.because.kind) for call in name.widgets] == [("after stop", "stop")]
    assert lost(name) == [("app.py", "after stop", True)]


def test_what_hides_in_a_run_that_ends_normally_is_no_stop() -> None:
    second = of_key(AFTER_STOP, "second")
    assert [(call.when, call.because and call.because.kind) for call in second.widgets] == [("sometimes", "if")]
    assert lost(second) == [("app.py", "hidden", True)]


@pytest.mark.parametrize(
    ("above", "key", "when"),
    [
        ('who = st.selectbox("Who", ["a", "b"], key="who")', 'f"mail_{who}"', [("app.py", "another key", True)]),
        ("", 'f"mail_{st.session_state.who}"', [("app.py", "another key", True)]),
        ("import lib", 'f"mail_{lib.who()}"', []),
        ("", '"mail_"', []),
    ],
)
def test_a_key_that_an_input_decides_is_another_one_later(above: str, key: str, when: list[object]) -> None:
    app = f'import streamlit as st\n{above}\nst.text_input("Mail", key={key})\n'
    assert lost(of_key(app, "mail_*" if "{" in key else "mail_")) == when


def test_a_wrapper_is_told_of_where_the_key_is_known() -> None:
    key = of_key(
        {
            "app.py": 'import ui\nui.field("n")\n',
            "ui.py": "import streamlit as st\n\ndef field(key):\n    st.text_input('x', key=key)\n",
        },
        "n",
    )
    [call] = key.widgets
    assert (call.location.path, call.location.span.line) == ("app.py", 2)


def test_reads_writes_and_deletes_of_a_widget() -> None:
    key = of_key(
        """
        import streamlit as st

        def save():
            print(st.session_state["n"])

        if "n" not in st.session_state:
            st.session_state["n"] = 1
        if st.button("Reset"):
            st.session_state.n = 2
            del st.session_state.n
        st.number_input("N", key="n", on_change=save)
        st.write(st.session_state.get("n"))
        """,
        "n",
    )
    assert [(read.location.span.line, read.how, read.callback) for read in key.reads] == [
        (13, "get", None),
        (5, "item", "save"),
    ]
    assert [(write.location.span.line, write.how) for write in key.writes] == [(8, "seed"), (10, "assign")]
    assert [(delete.location.span.line, delete.how) for delete in key.deletes] == [(11, "delete")]


def test_state_that_no_widget_owns_comes_last_by_name() -> None:
    app = of("""
        import streamlit as st
        st.session_state.setdefault("z", [])
        st.session_state.a = 1
        st.session_state.z.append(2)
        st.text_input("Name", key="name")
        st.write(st.session_state.z)
    """)
    assert [(key.key, key.kind) for key in app.keys] == [("name", "widget"), ("a", "state"), ("z", "state")]
    z = app.keys[-1]
    assert [(write.location.span.line, write.how) for write in z.writes] == [(3, "seed"), (5, "inside")]
    assert (z.widgets, z.kept_by, z.lost) == ((), (), ())


def test_a_pattern_that_may_mean_a_widget_is_told_of_with_it() -> None:
    app = of("""
        import streamlit as st
        from data import names
        st.text_input("Name", key="field_name")
        for name in names():
            st.write(st.session_state[f"field_{name}"])
            st.write(st.session_state[f"other_{name}"])
    """)
    assert [key.key for key in app.keys] == ["field_name", "other_*"]
    assert [read.location.span.line for read in app.keys[0].reads] == [6]


def test_a_pattern_that_may_mean_anything_is_told_of_by_itself() -> None:
    app = of("""
        import streamlit as st
        from data import left, right
        st.text_input("Name", key="name")
        st.text_input("Other", key=f"{left}_{right}")
        st.write(st.session_state[f"{left}-{right}"])
        st.write(st.session_state[left])
    """)
    assert [(key.key, len(key.reads)) for key in app.keys] == [("name", 0), ("*_*", 0), ("*-*", 1)]


PAGES = {
    "app.py": """
        import streamlit as st
        st.text_input("Name", key="name"{})
        """,
    "pages/1_b.py": "import streamlit as st\nst.write(st.session_state.get('name'))\n",
}


def pages(arguments: str) -> dict[str, str]:
    return {**PAGES, "app.py": PAGES["app.py"].format(arguments)}


def test_a_page_switch_loses_the_value() -> None:
    key = of_key(pages(""), "name")
    assert lost(key) == [("app.py", "page switch", True)]
    assert [(read.page, read.location.span.line) for read in key.reads] == [("pages/1_b.py", 2)]


def test_the_same_key_on_the_other_page_keeps_nothing() -> None:
    other = "import streamlit as st\nst.text_input('Name', key='name')\n"
    key = of_key({**pages(""), "pages/1_b.py": other}, "name")
    assert lost(key) == [("app.py", "page switch", True), ("pages/1_b.py", "page switch", True)]


def test_parameters_keep_the_value() -> None:
    key = of_key(pages(', persist_state="session"'), "name")
    assert (kept_by(key), lost(key)) == ([("app.py", "persist_state", 3, "session")], [])
    key = of_key(pages(', bind="query-params"'), "name")
    assert (kept_by(key), lost(key)) == ([("app.py", "bind", 3, None)], [])


def test_page_scope_ends_with_the_page() -> None:
    key = of_key(pages(', persist_state="page"'), "name")
    assert kept_by(key) == [("app.py", "persist_state", 3, "page")]
    assert lost(key) == [("app.py", "page switch", True)]


def test_what_cannot_be_seen_may_keep_it() -> None:
    key = of_key(pages(", **options()"), "name")
    assert kept_by(key) == [("app.py", "unseen arguments", 3, None)]
    assert lost(key) == [("app.py", "page switch", False)]


def test_keep_alives_count_on_every_page_only() -> None:
    keep = "import streamlit as st\nif 'name' in st.session_state:\n    st.session_state.name = st.session_state.name\n"
    draw = "st.text_input('Name', key='name')\n"
    everywhere = of_key({"app.py": keep + draw, "pages/1_b.py": keep + "st.write('b')\n"}, "name")
    assert kept_by(everywhere) == [("app.py", "keep-alive", 3, None), ("pages/1_b.py", "keep-alive", 3, None)]
    assert (lost(everywhere), everywhere.writes) == ([], ())
    somewhere = of_key({"app.py": keep + draw, "pages/1_b.py": "import streamlit as st\nst.write('b')\n"}, "name")
    assert kept_by(somewhere) == [("app.py", "keep-alive", 3, None)]
    assert lost(somewhere) == [("app.py", "page switch", True)]


def test_a_keep_alive_keeps_what_is_hidden() -> None:
    keep = "    if 'name' in st.session_state:\n        st.session_state.name = st.session_state.name\n"
    lines = HIDDEN.splitlines()
    key = of_key("\n".join([*lines[:2], keep, *lines[2:]]), "name")
    assert (kept_by(key), lost(key)) == ([("app.py", "keep-alive", 4, None)], [])


def test_a_shadow_key_keeps_the_value() -> None:
    key = of_key(
        """
        import streamlit as st
        st.session_state.setdefault("days", 14)

        def save():
            st.session_state.days = st.session_state._days

        if st.radio("View", ["Edit", "Summary"], key="view") == "Edit":
            st.session_state._days = st.session_state.days
            st.number_input("Days", key="_days", on_change=save)
        """,
        "_days",
    )
    assert kept_by(key) == [("app.py", "shadow key", 6, "days")]
    assert lost(key) == []


def test_the_frame_of_st_navigation_is_on_every_page_and_keeps_its_widgets() -> None:
    key = of_key(
        """
        import streamlit as st

        def one():
            st.write("one")

        def two():
            st.write(st.session_state.user)

        page = st.navigation([st.Page(one), st.Page(two)])
        st.sidebar.text_input("User", key="user")
        page.run()
        """,
        "user",
    )
    assert [call.page for call in key.widgets] == ["app.py::one", "app.py::two"]
    assert (lost(key), [read.page for read in key.reads]) == ([], ["app.py::two"])


def test_buttons_and_plain_charts_have_nothing_to_lose() -> None:
    app = of("""
        import streamlit as st
        if st.checkbox("More", key="more"):
            st.button("Go", key="go")
            st.plotly_chart(figure, key="plain")
            st.plotly_chart(figure, key="chosen", on_select="rerun")
    """)
    assert {key.key: (key.widgets[0].holds_value, bool(key.lost)) for key in app.keys} == {
        "more": (True, False),
        "go": (False, False),
        "plain": (False, False),
        "chosen": (True, True),
    }


def test_lists_inputs_without_a_key() -> None:
    app = of(
        """
        import streamlit as st
        mode = st.radio("Mode", ["Edit", "View"], key="mode")
        if mode == "Edit":
            st.text_input("Name")
        st.slider(label_of())
        st.button("Go")
        """
    )
    assert [(each.location.span.line, each.command, each.label, each.is_always) for each in app.unkeyed] == [
        (5, "text_input", "Name", False),
        (6, "slider", None, True),
    ]
