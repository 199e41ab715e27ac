"""The stories of wizards whose steps are counted, played on the installed Streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.runtime.judge import quiet
from tests.runtime.stories import attempt
from tests.runtime.told import told_of
from tests.stories.test_counted_steps import WIZARDS

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.runtime


@pytest.mark.parametrize("wizard", WIZARDS.values(), ids=WIZARDS)
def test_both_symptoms_show(wizard: str, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(wizard)
    told = told_of(tmp_path, "1.67")
    with quiet():
        assert [(one.key, attempt(tmp_path, "app.py", one.story)) for one in told] == [
            ("k", "shows"),
            ("city", "shows"),
        ]
