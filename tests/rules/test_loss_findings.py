"""The sentences of a loss: true of what Streamlit does, and in the order in which a user does them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.app.keymap import KeyMap
from keylint.findings import Severity
from keylint.judging import judged
from keylint.repairs import GiveKey, Refusal, Repair
from keylint.rules.loss_findings import PASSWORD, story_of
from keylint.streamlit.versions import VersionRange
from keylint.verdicts.losses import Losses
from tests.run.apps import run

if TYPE_CHECKING:
    from collections.abc import Mapping


def sentences(files: Mapping[str, str] | str) -> list[str]:
    keymap = KeyMap(run(files))
    [loss] = (loss for loss in keymap.about(Losses).all if loss.widget.key == "k")
    return [step.text for step in story_of(keymap, loss)]


def test_what_is_hidden_is_dropped() -> None:
    told = sentences("""
        import streamlit as st
        if st.radio("View", ["Edit", "Table"], key="view") == "Edit":
            st.text_input("Name", key="k")
    """)
    assert told == [
        "Open the app.",
        """Type "my text" into 'Name'.""",
        """Choose "Table" in 'View': 'Name' disappears, and Streamlit drops its value.""",
        """Choose "Edit" in 'View': 'Name' is back, but empty.""",
    ]


def test_a_run_that_stops_drops_nothing_by_itself() -> None:
    told = sentences("""
        import streamlit as st
        if not st.checkbox("Ready", value=True):
            st.stop()
        st.text_input("Name", key="k")
    """)
    assert told[2] == "Switch 'Ready' off: 'Name' disappears."
    assert not any("drops" in sentence for sentence in told)


def test_a_page_is_opened_before_anything_on_it_is_used() -> None:
    told = sentences(
        {
            "app.py": 'import streamlit as st\nst.number_input("Days", 1, 90, 14, key="k")\n',
            "pages/1_Year_report.py": 'import streamlit as st\nif st.checkbox("More"):\n    st.write(st.session_state["k"])\n',
        }
    )
    opened = next(number for number, sentence in enumerate(told) if "Open the page 'Year report'" in sentence)
    assert all("'More'" not in sentence for sentence in told[:opened])
    assert told[opened] == "Open the page 'Year report': 'Days' disappears, and Streamlit drops its value."
    assert told[-1] == (
        "Switch 'More' on: line 3 of pages/1_Year_report.py now raises KeyError, there is no 'k' any more."
    )


PANELS = """
    import streamlit as st
    {seed}
    if st.radio("View", ["Edit", "Table"], key="view") == "Edit":
        if st.radio("Fluid", ["Oil", "Gas"], key="k") == "Oil":
            st.number_input("Viscosity")
"""


@pytest.mark.parametrize(
    ("seed", "severity"),
    [
        ("pass", Severity.INFO),
        ('st.session_state.setdefault("k", st.query_params.get("fluid", "Oil"))', Severity.WARNING),
    ],
)
def test_what_only_shows_one_thing_or_another_counts_where_it_is_assigned_by_hand(
    seed: str, severity: Severity
) -> None:
    keymap = KeyMap(run(PANELS.format(seed=seed)))
    [loss] = (loss for loss in keymap.about(Losses).all if loss.widget.key == "k")
    assert loss.severity is severity


@pytest.mark.parametrize(
    "above",
    [
        'if view == "Chart" and st.button("Again"):\n    st.rerun()',
        'if view == "Chart" and st.button("Off"):\n    st.stop()',
        'if view == "Chart" and st.button("Save"):\n    st.rerun()',
    ],
)
def test_the_cause_is_what_hides_in_the_story_not_what_asks_the_same(above: str) -> None:
    source = f"""import streamlit as st
view = st.radio("View", ["Chart", "Table"], key="view")
{above}
if view == "Table":
    st.write("The table")
else:
    st.number_input("Days", 1, 30, key="days")
"""
    losses = [one for one in judged(run(source)).findings if one.keys == ("days",)]
    assert [one.cause.location.span.line for one in losses if one.cause is not None] == [5]


def test_what_a_page_switch_loses_is_kept_for_the_session() -> None:
    outcome = judged(
        run(
            {
                "app.py": 'import streamlit as st\nif st.text_input("Find", key="find") == "x":\n    st.write("y")\n',
                "pages/1_More.py": "import streamlit as st\nst.title('More')\n",
            }
        )
    )
    [found] = (finding for finding in outcome.findings if finding.code == "KEY107")
    assert found.severity is Severity.INFO
    assert 'persist_state="session"' in (found.advice or "")


SIGN_IN = """
import streamlit as st
if st.toggle("Sign in"):
    word = st.text_input("Password", type="password"KEY)
    if st.button("Go"):
        sign_in(word)
"""


@pytest.mark.parametrize("key", ["", ', key="word"'])
def test_no_fix_keeps_a_password(key: str) -> None:
    outcome = judged(run(SIGN_IN.replace("KEY", key)))
    assert outcome.findings
    for finding in outcome.findings:
        assert isinstance(finding.repair, Refusal)
        assert "a password" in finding.repair.reason


def test_an_input_beside_a_password_may_get_a_key() -> None:
    beside = SIGN_IN.replace("KEY", "").replace("    if st.b", '    name = st.text_input("Name")\n    if st.b')
    repairs = [finding.repair for finding in judged(run(beside)).findings if finding.code == "KEY113"]
    assert PASSWORD in repairs
    [repair] = (repair for repair in repairs if isinstance(repair, Repair))
    [step] = repair.steps
    assert isinstance(step, GiveKey)
    assert step.key == "name"


def test_what_sets_two_calls_of_one_helper_apart_is_said() -> None:
    outcome = judged(
        run("""
        import streamlit as st
        def player(names):
            st.selectbox("Player", names, key="player")
        def analysis(names):
            player(names)
        if st.checkbox("Compare"):
            player(["c"])
        analysis(["a", "b"])
    """)
    )
    [found] = (finding for finding in outcome.findings if finding.code == "KEY201")
    said = [related.message for related in found.related]
    assert "and shown again by this call, by way of analysis(), player()" in said
    assert any((message or "").startswith("this decides whether both are shown") for message in said)


@pytest.mark.parametrize(
    ("place", "callback"), [("st.form", "the on_click of the form's submit button"), ("st.expander", "on_change")]
)
def test_a_field_of_a_form_is_copied_by_its_submit_button(place: str, callback: str) -> None:
    """Streamlit raises an exception for any other callback within a form."""
    app = f"""
import streamlit as st
if st.toggle("More"):
    with {place}("person"):
        st.text_input("Name", key="k")
        {'st.form_submit_button("Save")' if place == "st.form" else ""}
"""
    findings = judged(run(app, versions=VersionRange((1, 40, 0), (1, 40, 0)))).findings
    [found] = (finding for finding in findings if finding.key == "k" or finding.keys == ("k",))
    assert f"copy it there in {callback}," in (found.advice or "")
