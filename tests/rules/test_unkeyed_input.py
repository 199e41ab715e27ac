"""KEY113: inputs without a key, told of by conditions, and judged by evidence."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from keylint import engine
from keylint.findings import Finding, Report, Severity
from keylint.reporters.summary import summary
from keylint.reporters.view import View
from keylint.settings import BY_EVIDENCE, Settings

if TYPE_CHECKING:
    from pathlib import Path

VIEW = 'import streamlit as st\nview = st.radio("View", ["a", "b"])\n'


def report(folder: Path, source: str, unkeyed: str = "info", **pages: str) -> Report:
    (folder / "app.py").write_text(textwrap.dedent(source))
    for name, text in pages.items():
        (folder / "pages").mkdir(exist_ok=True)
        (folder / "pages" / f"{name}.py").write_text(textwrap.dedent(text))
    settings = Settings(root=folder, target_option="1.67", cache=False, jobs=1, unkeyed=unkeyed)
    return engine.check([folder], settings)


def found(folder: Path, source: str, unkeyed: str = "info", **pages: str) -> list[Finding]:
    return [each for each in report(folder, source, unkeyed, **pages).findings if each.code == "KEY113"]


def told(findings: list[Finding]) -> list[tuple[int, str]]:
    return [(each.location.span.line, each.severity.label) for each in findings]


HIDDEN = (
    VIEW
    + """\
if view == "a":
    days = st.number_input("Days", 1, 90)
    rate = st.slider("Rate", 0, 9)
    cap = st.slider("Cap", 0, 9)
    floor = st.slider("Floor", 0, 9)
    compute(days, rate, cap, floor)
"""
)


def test_what_one_thing_hides_is_one_finding_at_info(tmp_path: Path) -> None:
    [finding] = found(tmp_path, HIDDEN)
    assert (finding.severity, finding.key, finding.location.span.line) == (Severity.INFO, None, 4)
    assert "'Days', 'Rate', 'Cap' and 1 more input is gone" in finding.message
    assert [related.role.value for related in finding.related] == ["cause", "widget", "widget", "widget"]
    assert finding.cause is not None
    assert finding.cause.location.span.line == 3


def test_by_evidence_each_is_judged_as_with_a_key(tmp_path: Path) -> None:
    findings = found(tmp_path, HIDDEN, BY_EVIDENCE)
    assert told(findings) == [(4, "warning"), (5, "warning"), (6, "warning"), (7, "warning")]
    assert all(finding.evidence == ("laborious",) and finding.story and finding.key is None for finding in findings)
    assert [step.key for step in findings[0].story] == [None] * len(findings[0].story)


def test_by_evidence_what_is_read_meanwhile_is_an_error(tmp_path: Path) -> None:
    source = (
        VIEW
        + """\
if view == "a":
    days = st.number_input("Days", 1, 90)
    if days > 1:
        st.session_state.total = days * 2
    else:
        st.session_state.total = 0
else:
    st.write(st.session_state.get("total"))
"""
    )
    keyed = source.replace("1, 90)", '1, 90, key="days")')
    (tmp_path / "keyed").mkdir()
    severities = {each.severity for each in report(tmp_path / "keyed", keyed).findings if each.location.span.line == 4}
    (tmp_path / "unkeyed").mkdir()
    assert {each.severity for each in found(tmp_path / "unkeyed", source, BY_EVIDENCE)} == severities


def test_what_nobody_misses_stays_an_info(tmp_path: Path) -> None:
    for body in (
        'st.text_input("Search")',
        'with st.form("f"):\n        st.text_input("Name")\n        st.form_submit_button("Send")',
        'name = st.text_input("Name")\n    if st.button("Send"):\n        send(name)',
        'filter_city = st.multiselect("City", ["a", "b"])\n    st.write(filter_city)',
        'st.text_input("User")\n    st.text_input("Password", type="password")',
    ):
        findings = found(tmp_path, f'{VIEW}if view == "a":\n    {body}\n', BY_EVIDENCE)
        assert findings, body
        assert {each.severity for each in findings} == {Severity.INFO}, body


def test_a_gate_that_only_opens_hides_nothing(tmp_path: Path) -> None:
    source = """\
        import streamlit as st
        if "user" not in st.session_state:
            if st.button("Log in"):
                st.session_state.user = "me"
                st.rerun()
            st.stop()
        st.text_input("Name")
    """
    assert [each for each in found(tmp_path, source) if each.severity > Severity.INFO] == []
    assert found(tmp_path, source) == []
    assert found(tmp_path, source, BY_EVIDENCE) == []


def test_a_blanket_keep_alive_keeps_no_input_without_a_key(tmp_path: Path) -> None:
    for keeping in (
        "st.session_state.update(st.session_state)",
        "for key in st.session_state:\n    st.session_state[key] = st.session_state[key]",
    ):
        source = (
            f'import streamlit as st\n{keeping}\nif st.radio("View", ["a", "b"]) == "a":\n    st.text_area("Name")\n'
        )
        assert told(found(tmp_path, source, BY_EVIDENCE)) == [(5 if "\n" in keeping else 4, "warning")]


def test_what_state_feeds_starts_where_it_was(tmp_path: Path) -> None:
    source = (
        VIEW
        + """\
if view == "a":
    name = st.text_input("Name", value=st.session_state.get("name", ""))
    st.session_state.name = name
"""
    )
    assert found(tmp_path, source) == []
    assert found(tmp_path, source, BY_EVIDENCE) == []


def test_calls_with_the_same_parameters_are_one_input(tmp_path: Path) -> None:
    both = f'{VIEW}if view == "a":\n    st.text_area("Name")\nelse:\n    st.text_area("Name")\n'
    assert found(tmp_path, both) == []
    assert found(tmp_path, both, BY_EVIDENCE) == []
    other = both.replace('"Name")\nelse', '"Name", "x")\nelse')
    [finding] = found(tmp_path, other)
    assert finding.related[-1].location.span.line == 6


def test_each_page_has_its_own_inputs(tmp_path: Path) -> None:
    page = 'import streamlit as st\nst.text_area("Name")\n'
    for unkeyed, severity in (("info", "info"), (BY_EVIDENCE, "warning")):
        findings = found(tmp_path, page, unkeyed, one=page)
        assert told(findings) == [(2, severity), (2, severity)]
        assert "come back from another page" in findings[0].message


def test_an_input_that_the_entrypoint_draws_around_all_pages_stays(tmp_path: Path) -> None:
    source = """\
        import streamlit as st
        st.text_area("Name")
        st.navigation([st.Page("pages/one.py"), st.Page("pages/two.py")]).run()
    """
    page = 'import streamlit as st\nst.write("x")\n'
    for unkeyed in ("info", BY_EVIDENCE):
        assert found(tmp_path, source, unkeyed, one=page, two=page) == []


def test_what_is_copied_and_overwritten_is_key308_alone(tmp_path: Path) -> None:
    source = (
        VIEW
        + """\
if view == "a":
    st.session_state.days = st.number_input("Days", 1, 90)
st.write(st.session_state.get("days"))
"""
    )
    for unkeyed in ("info", BY_EVIDENCE):
        assert [each.code for each in report(tmp_path, source, unkeyed).findings] == ["KEY308"]


def test_comments_suppress_it(tmp_path: Path) -> None:
    assert found(tmp_path, HIDDEN.replace("1, 90)", "1, 90)  # keylint: ignore[KEY113]")) == []
    assert found(tmp_path, HIDDEN.replace('"a":', '"a":  # keylint: ignore[KEY113]')) == []
    ignored = HIDDEN.replace('"Rate", 0, 9)', '"Rate", 0, 9)  # keylint: ignore[KEY113]')
    assert told(found(tmp_path, ignored, BY_EVIDENCE)) == [(4, "warning"), (6, "warning"), (7, "warning")]


def test_an_app_with_inputs_is_never_said_to_have_nothing(tmp_path: Path) -> None:
    line = summary(report(tmp_path, f'{VIEW}st.slider("Days")\n'), View())
    assert line == "No problems found in 2 inputs without a key on 1 page of 1 app."
