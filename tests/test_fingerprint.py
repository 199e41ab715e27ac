from __future__ import annotations

import dataclasses

import pytest

from keylint.findings import Finding, Input, Location, Severity, Span
from keylint.fingerprint import fingerprint, fingerprints

FOUND = Finding(
    code="KEY101",
    name="read-while-hidden",
    severity=Severity.ERROR,
    location=Location("app.py", Span(9, 5, 9, 53)),
    key="name",
    message="lost",
    page="app.py",
    code_text='st.text_input("Name", key="name")',
)


@pytest.mark.parametrize(
    "changes",
    [
        {"location": Location("app.py", Span(19, 1, 20, 3))},
        {"message": "lost, in other words"},
        {"severity": Severity.INFO},
        {"page": "pages/1.py"},
    ],
)
def test_stays_when_the_code_moves(changes: dict[str, object]) -> None:
    assert fingerprint(dataclasses.replace(FOUND, **changes)) == fingerprint(FOUND)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [{"code": "KEY106"}, {"key": "other"}, {"key": None}, {"code_text": "st.text_area()"}],
)
def test_changes_with_the_defect(changes: dict[str, object]) -> None:
    assert fingerprint(dataclasses.replace(FOUND, **changes)) != fingerprint(FOUND)  # type: ignore[arg-type]


def test_equal_findings_stay_distinct() -> None:
    marks = fingerprints([FOUND, FOUND, dataclasses.replace(FOUND, key="x"), FOUND])
    assert marks[0] == fingerprint(FOUND)
    assert len(set(marks)) == 4


def test_of_several_inputs_it_is_that_of_all_in_any_order() -> None:
    place = FOUND.location
    inputs = tuple(Input(place, f"'{label}'", f'st.text_input("{label}")') for label in "ABC")

    def about(*some: Input) -> str:
        return fingerprint(dataclasses.replace(FOUND, key=None, inputs=some, code_text=some[0].code_text))

    assert about(*inputs) == about(*reversed(inputs))
    assert len({about(*inputs[:count]) for count in (1, 2, 3)}) == 3


def test_half_surrogates_are_no_crash() -> None:
    assert fingerprint(dataclasses.replace(FOUND, key="\ud800\udcff"))
