from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.settings import Settings

if TYPE_CHECKING:
    from tests.upgrade.apps import Asked

RERUN = 'if st.button("Again"):\n    st.rerun()\nst.text_input("Name", key="name")\nst.write(st.session_state.name)\n'


@pytest.mark.parametrize(
    "source",
    [
        'st.text_input("Name", key="name")\n',
        'st.session_state.setdefault("size", "M")\nst.radio("Size", ["S", "M"], key="size")\n',
        'st.session_state.setdefault("size", None)\nst.selectbox("Size", ["S", "M"], index=None, key="size")\n',
        'st.session_state.setdefault("n", 5)\nst.number_input("N", 0, 10, key="n")\n',
        'st.session_state.setdefault("name", "Ann")\nst.text_input("Name", "", key="name")\n',
        'st.session_state.setdefault("size", "S")\nst.selectbox("Size", ["S", "M"], index=0, key="size")\n',
        'with st.expander("More"):\n    st.text_input("Name", key="name")\n',
        'st.dataframe({"a": [1]}, key="table")\n',
        'st.chat_input("Ask", key="ask")\n',
    ],
)
def test_an_app_without_what_changes_stays_as_it_is(app: Asked, source: str) -> None:
    assert app.said(source, "1.36") == []


def test_a_seed_that_equals_the_default_is_adopted_unseen(app: Asked) -> None:
    source = 'st.session_state.setdefault("note", "")\nif st.checkbox("Show"):\n    st.text_input("Note", key="note")\n'
    assert not any("adopted" in said for said in app.said(source))


def test_a_key_assigned_in_the_run_that_draws_it_was_always_taken(app: Asked) -> None:
    source = (
        'st.session_state.setdefault("kept", 3)\nst.session_state.n = st.session_state.kept\n'
        'if st.checkbox("Show"):\n    st.number_input("N", key="n")\n'
    )
    assert not any("adopted" in said for said in app.said(source))


def test_every_choice_of_several_is_looked_at(app: Asked) -> None:
    source = 'st.session_state.setdefault("s", ("a", "z"))\nst.multiselect("S", ["a", "b"], key="s")\n'
    (change,) = app.changes(source, "1.49")
    assert change.message == (
        "'s' is given 'z', which is not among its options: the widget silently takes its default; before, it is kept or "
        "raises an exception, by release"
    )


def test_gone_commands_name_their_successors(app: Asked) -> None:
    gone = app.changes('st.write(st.experimental_get_query_params())\nst.experimental_data_editor({"a": [1]})\n')
    assert [(change.since, change.advice) for change in gone] == [
        ((1, 37, 0), "use st.data_editor() instead"),
        ((1, 54, 0), "use st.query_params instead"),
    ]


@pytest.mark.parametrize(
    "guard", ['if hasattr(st, "cache"):\n', 'if st.__version__ < "1.30":\n', "try:\n", "if False:\n"]
)
def test_commands_that_a_test_of_the_release_guards_are_no_news(app: Asked, guard: str) -> None:
    after = "except AttributeError:\n    pass\n" if guard == "try:\n" else ""
    rerun = f"try:\n    st.rerun()\nexcept AttributeError:\n    st.experimental_rerun()\n{after and ''}"
    source = rerun if after else f"{guard}    st.experimental_rerun()\n"
    assert app.said(source) == []


def test_bind_is_named_where_persist_state_is_not_reached(app: Asked) -> None:
    source = 'if st.checkbox("Options"):\n    st.text_area("Note", key="note")\n'
    (change,) = app.changes(source, "1.50", "1.58")
    assert change.since == (1, 56, 0)
    assert change.advice is not None and change.advice.startswith('add bind="query-params"')
    (change,) = app.changes(source, "1.50", "1.59")
    assert (change.since, change.advice) == ((1, 59, 0), 'add persist_state="page"')


def test_bind_is_not_named_in_an_app_that_switches_pages(app: Asked) -> None:
    source = 'st.text_area("Note", key="note")\nst.write(st.session_state.note)\n'
    other = 'st.write(st.session_state.get("note"))\n'
    (change,) = app.changes(source, "1.50", "1.58", other=other)
    assert change.advice is not None and change.advice.startswith('add bind="query-params"')
    assert change.since == (1, 56, 0)
    switches = f'{other}if st.button("Back"):\n    st.switch_page("app.py")\n'
    assert app.changes(source, "1.50", "1.58", other=switches) == ()


def test_a_finding_is_dated_by_the_version_that_ends_it(app: Asked) -> None:
    assert app.said(RERUN, "1.40", "1.67") == ["1.64 finding info"]
    assert app.said(RERUN, "1.40", "1.63") == []
    (change,) = app.changes(RERUN, "1.40", "1.67")
    assert change.code == "KEY109"
    assert change.message.startswith("KEY109 disappears: this rerun drops 'name'")


def test_ignored_and_suppressed_findings_are_no_news(app: Asked) -> None:
    assert app.changes(RERUN, settings=Settings(ignore=("KEY109",), cache=False)) == ()
    assert app.changes(RERUN.replace("rerun()\n", "rerun()  # keylint: ignore[KEY109]\n")) == ()


def test_two_pages_that_share_a_label_less_key_only_change_their_rule(app: Asked) -> None:
    """KEY202 becomes KEY204 on 1.50, and nothing changes: the value never reaches the other page."""
    source = 'st.text_input("Name", key="name")\nst.write("a")\n'
    other = 'st.text_input("Your name", key="name")\nst.write("b")\n'
    assert not any("finding" in said for said in app.said(source, other=other))


def test_sorted_by_version_and_said_once(app: Asked) -> None:
    changes = app.changes(f'st.text_input("Name", key="")\n{RERUN}', "1.40", other='st.write("x")\n')
    assert [change.since for change in changes] == sorted(change.since for change in changes)
    assert len({(change.since, change.kind, change.location, change.key) for change in changes}) == len(changes)
