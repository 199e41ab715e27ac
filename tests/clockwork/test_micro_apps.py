"""Small apps go wrong on the clockwork as they do in a browser, release by release."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.streamlit.versions import version_label
from tests.clockwork.micro_apps import CASES
from tests.clockwork.symptoms import symptoms

if TYPE_CHECKING:
    from keylint.streamlit.versions import Version
    from tests.clockwork.micro_apps import Case, Expected

CHECKS = [
    pytest.param(case, version, expected, id=f"{case.name}-{version_label(version)}")
    for case in CASES
    for version, expected in case.expected.items()
]


@pytest.mark.parametrize(("case", "version", "expected"), CHECKS)
def test_what_goes_wrong(case: Case, version: Version, expected: Expected) -> None:
    assert symptoms(case.app, version, acts=case.acts, edits=case.edits) == expected
