"""What a baseline knows: whatever line and file a finding has moved to, and no more often than it was there."""

from __future__ import annotations

from dataclasses import replace

from keylint.baseline.entries import Baseline, Entry, compared, entries_of
from keylint.findings import Finding, Location, Severity, Span

ALL = frozenset({"KEY101", "KEY106"})
CALL = 'st.text_input("Name", key="name")'


def finding(key: str | None = "name", *more: str, line: int = 1, **changes: object) -> Finding:
    keys = () if key is None else (key, *more)
    place = Location("app.py", Span(line, 1, line, 9))
    made = Finding("KEY106", "forgotten", Severity.WARNING, place, key, "", code_text=CALL, keys=keys)
    return replace(made, **changes)  # type: ignore[arg-type]


def baseline(*findings: Finding) -> Baseline:
    return Baseline((".",), entries_of(findings))


def test_neither_line_nor_file_matters() -> None:
    moved = finding(location=Location("pages/1_new.py", Span(90, 5, 92, 6)), page="pages/1_new.py", message="other")
    comparison = compared([moved], baseline(finding()), ALL)
    assert (comparison.known, comparison.new) == ((moved,), ())
    assert comparison.left == baseline(finding())


def test_rule_key_and_code_do() -> None:
    for changed in (finding(code="KEY101"), finding("other"), finding(None), finding(code_text="st.text_area()")):
        comparison = compared([changed], baseline(finding()), ALL)
        assert comparison.new == (changed,)
        assert comparison.left.entries == ()


def test_equal_findings_are_counted() -> None:
    known = baseline(finding(), finding(line=2))
    assert known.entries == (Entry("KEY106", ("name",), CALL, 2),)
    assert known.size == 2
    comparison = compared([finding(line=1), finding(line=2), finding(line=3)], known, ALL)
    assert [each.location.span.line for each in comparison.new] == [3]
    assert compared([finding()], known, ALL).left.size == 1


def test_the_severe_ones_are_known_first() -> None:
    hidden, shown = finding(line=1, severity=Severity.INFO), finding(line=2)
    assert compared([hidden, shown], baseline(shown), ALL).known == (shown,)


def test_what_was_not_looked_for_is_not_gone() -> None:
    known = baseline(finding(), finding(code="KEY101"))
    assert compared([], known, {"KEY106"}).left == baseline(finding(code="KEY101"))


def test_a_finding_of_several_keys_may_come_apart_and_together() -> None:
    group, parts = finding("a", "b"), [finding("b"), finding("a")]
    assert compared(parts, baseline(group), ALL).new == ()
    assert compared(parts, baseline(group), ALL).left == baseline(group)
    assert compared([finding("b", "a")], baseline(*parts), ALL).new == ()
    assert compared([finding("b", "a")], baseline(*parts), ALL).left.size == 2


def test_a_further_key_is_new_and_the_others_stay_known() -> None:
    more = finding("a", "b", "c")
    comparison = compared([more], baseline(finding("a", "b")), ALL)
    assert comparison.new == (more,)
    assert comparison.left == baseline(finding("a", "b"))


def test_a_key_that_is_gone_leaves_its_entry() -> None:
    assert compared([finding("a")], baseline(finding("a", "b")), ALL).left == baseline(finding("a"))
