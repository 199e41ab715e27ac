"""What a baseline knows: whatever line and file a finding has moved to, and no more often than it was there."""

from __future__ import annotations

from dataclasses import replace

from keylint.baseline.entries import Baseline, Entry, compared, entries_of
from keylint.finding_inputs import others, with_names
from keylint.findings import Finding, Input, Location, Related, Role, Severity, Span

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


def without_keys(*labels: str, line: int = 1) -> Finding:
    """A finding about inputs without a key, one below the other."""
    inputs = tuple(
        Input(Location("app.py", Span(line + number, 1, line + number, 9)), f"'{label}'", f'st.text_input("{label}")')
        for number, label in enumerate(labels)
    )
    sentence = "what the user enters in {} is gone"
    related = (
        Related(Location("app.py", Span(1, 1, 1, 2)), "shown only when this is true", Role.CAUSE),
        *others(inputs),
    )
    first = inputs[0]
    return finding(
        None,
        location=first.location,
        code_text=first.code_text,
        inputs=inputs,
        sentence=sentence,
        message=with_names(sentence, inputs),
        related=related,
    )


def test_inputs_without_a_key_are_known_in_any_order_and_group() -> None:
    known = baseline(without_keys("A", "B", "C"))
    assert [each.call for each in known.entries] == [f'st.text_input("{label}")' for label in "ABC"]
    for groups in (["CAB"], ["B", "AC"], ["A", "B", "C"]):
        found = [without_keys(*labels, line=10 * number) for number, labels in enumerate(groups, 1)]
        comparison = compared(found, known, ALL)
        assert (comparison.new, comparison.left) == ((), known)
        assert comparison.known == tuple(found)


def test_an_input_that_is_added_is_new_alone() -> None:
    known = baseline(without_keys("A", "B"))
    comparison = compared([without_keys("New", "A", "Other", "B")], known, ALL)
    [new], [old] = comparison.new, comparison.known
    assert (new.message, new.location.span.line) == ("what the user enters in 'New' and 'Other' is gone", 1)
    assert [each.location.span.line for each in new.related] == [1, 3]
    assert (old.message, old.location.span.line) == ("what the user enters in 'A' and 'B' is gone", 2)
    assert old.code_text == 'st.text_input("A")'
    assert comparison.left == known


def test_of_equal_inputs_as_many_are_known_as_there_were() -> None:
    known = baseline(without_keys("A", "A"))
    assert known.size == 2
    [new] = compared([without_keys("A", "A", "A")], known, ALL).new
    assert [each.location.span.line for each in new.inputs] == [3]
    assert compared([without_keys("A")], known, ALL).left.size == 1


def test_an_input_that_is_gone_leaves_the_baseline() -> None:
    comparison = compared([without_keys("B")], baseline(without_keys("A", "B")), ALL)
    assert (comparison.new, comparison.left) == ((), baseline(without_keys("B")))
