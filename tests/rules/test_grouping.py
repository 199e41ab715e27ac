"""What is said once of several keys and pages, and what is not."""

from __future__ import annotations

from dataclasses import replace

from keylint.findings import Cause, CauseKind, Finding, Location, Related, Severity, Span
from keylint.repairs import Refusal
from keylint.rules.grouping import grouped

CALL = Location("ui.py", Span(3, 5, 3, 40))
GATE = Location("app.py", Span(9, 1, 9, 8))


def finding(key: str, page: str = "app.py") -> Finding:
    return Finding(
        code="KEY106",
        name="forgotten-input",
        severity=Severity.WARNING,
        location=CALL,
        key=key,
        message=f"'{key}' is forgotten",
        keys=(key,),
        pages=(page,),
    )


def test_the_keys_of_one_call_are_one_finding_that_names_them() -> None:
    [one] = grouped(finding(key, page) for key, page in (("a", "app.py"), ("b", "app.py"), ("a", "pages/x.py")))
    assert (one.key, one.keys, one.pages) == ("a", ("a", "b"), ("app.py", "pages/x.py"))
    assert one.message == "'a' is forgotten; the same for 'b'"


def test_of_many_keys_some_are_named_and_the_others_counted() -> None:
    [one] = grouped(map(finding, "abcde"))
    assert one.message == "'a' is forgotten; the same for 'b', 'c' and 2 more"
    assert one.keys == tuple("abcde")


def test_what_is_less_sure_has_another_cause_or_another_mend_stays_by_itself() -> None:
    first = finding("a")
    others = [
        replace(finding("b"), severity=Severity.INFO),
        replace(finding("c"), cause=Cause(GATE, CauseKind.LEAVE)),
        replace(finding("d"), repair=Refusal("another one")),
        replace(finding("e"), location=GATE),
        replace(finding("f"), code="KEY107"),
    ]
    assert grouped([first, *others]) == [first, *others]


def test_the_places_of_all_are_shown_those_of_the_first_before_the_others() -> None:
    mine, other = Related(GATE, "hidden here"), Related(CALL, "and here")
    [one] = grouped([replace(finding("a"), related=(mine,)), replace(finding("b"), related=(other, mine))])
    assert one.related == (mine, other)
