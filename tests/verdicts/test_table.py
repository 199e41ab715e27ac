"""The table of severities, row by row, and that each row is needed."""

from __future__ import annotations

import itertools

import pytest

from keylint.findings import Severity
from keylint.verdicts.evidence import Evidence
from keylint.verdicts.table import ROWS, Case, severity_of

NEEDED, ASSIGNED, TRIED, LEFT_OUT, LABORIOUS = (frozenset({kind}) for kind in Evidence)
NONE: frozenset[Evidence] = frozenset()


@pytest.mark.parametrize(
    ("case", "severity"),
    [
        (Case(NEEDED), Severity.ERROR),
        (Case(NEEDED, is_unmissed=True), Severity.ERROR),
        (Case(NEEDED, is_skipped=True), Severity.ERROR),
        (Case(NEEDED, is_weak=True), Severity.WARNING),
        (Case(NEEDED, is_unsure=True), Severity.INFO),
        (Case(NEEDED, is_weak=True, is_far_fetched=True), Severity.INFO),
        (Case(TRIED, is_weak=True, is_far_fetched=True), Severity.INFO),
        (Case(NEEDED, is_unmissed=True, has_fallback=True), Severity.WARNING),
        (Case(ASSIGNED), Severity.WARNING),
        (Case(ASSIGNED, is_weak=True), Severity.INFO),
        (Case(ASSIGNED, is_skipped=True), Severity.WARNING),
        (Case(ASSIGNED, is_unmissed=True), Severity.INFO),
        (Case(TRIED), Severity.WARNING),
        (Case(TRIED, is_weak=True), Severity.WARNING),
        (Case(TRIED, is_skipped=True), Severity.WARNING),
        (Case(TRIED, is_unmissed=True), Severity.INFO),
        (Case(LEFT_OUT), Severity.WARNING),
        (Case(LEFT_OUT, is_skipped=True), Severity.INFO),
        (Case(LABORIOUS), Severity.WARNING),
        (Case(LABORIOUS, is_weak=True), Severity.INFO),
        (Case(LABORIOUS, is_skipped=True), Severity.INFO),
        (Case(LABORIOUS, is_unmissed=True), Severity.INFO),
        (Case(LABORIOUS, is_unsure=True), Severity.INFO),
        (Case(NONE), Severity.INFO),
    ],
)
def test_how_loud(case: Case, severity: Severity) -> None:
    assert severity_of(case) is severity


def test_a_doubt_is_never_loud_and_only_a_need_is_an_error() -> None:
    for kinds in itertools.product((False, True), repeat=len(Evidence)):
        evidence = frozenset(kind for kind, has in zip(Evidence, kinds, strict=True) if has)
        for weak, skipped, unmissed in itertools.product((False, True), repeat=3):
            assert severity_of(Case(evidence, True, weak, skipped, unmissed)) is Severity.INFO
            loud = severity_of(Case(evidence, False, weak, skipped, unmissed))
            assert (loud is Severity.ERROR) == (Evidence.NEEDED in evidence and not weak)


def test_every_row_decides_some_case() -> None:
    decided = set()
    for size in range(len(Evidence) + 1):
        for kinds in itertools.combinations(Evidence, size):
            for flags in itertools.product((False, True), repeat=6):
                case = Case(frozenset(kinds), *flags)
                decided.add(next(row.why for row in ROWS if row.fits(case)))
    assert decided == {row.why for row in ROWS}
