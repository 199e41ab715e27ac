"""What the fixes make of an app keeps its values on the installed Streamlit, and changes nothing else.

Here every widget is played with every template in its simplest app, and one widget in all of them. The whole matrix, on
old and new releases, is played by scripts/run_fixes.py, which .ci/run does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st

from keylint.discover.contents import FileContents
from keylint.fixing.offers import fix_all
from keylint.settings import Settings
from tests.fixes.fixed import write, write_fixed
from tests.fixes.matrix import Case, Template, combinations, expected_refusal
from tests.fixes.mistakes import MISTAKES, Mistake
from tests.fixes.player import contradiction, course
from tests.runtime.judge import quiet

if TYPE_CHECKING:
    from pathlib import Path

_IN_ALL_SHAPES = "date_input"
_INSTALLED = tuple(int(part) for part in st.__version__.split(".")[:2])


def _is_played_here(case: Case, template: Template) -> bool:
    needed = tuple(int(part) for part in template.oldest_for(case).split(".")[:2])
    simplest = case.shape.name == ("conditional, form" if template.in_form else "conditional")
    return needed <= _INSTALLED and (simplest or case.widget.command == _IN_ALL_SHAPES)


def _templates() -> list[object]:
    """The templates that are played here, by case."""
    offered: dict[str, tuple[Case, list[Template]]] = {}
    for case, template in combinations():
        if _is_played_here(case, template) and expected_refusal(case, template) is None:
            offered.setdefault(case.folder, (case, []))[1].append(template)
    return [pytest.param(case, templates, id=name) for name, (case, templates) in offered.items()]


def _refusals() -> list[object]:
    return [
        pytest.param(case, template, id=f"{case.folder}-{template.folder}")
        for case, template in combinations()
        if _is_played_here(case, template) and expected_refusal(case, template) is not None
    ]


@pytest.mark.slow
@pytest.mark.runtime
@pytest.mark.parametrize(("case", "templates"), _templates())
def test_the_fixed_app_keeps_the_value(case: Case, templates: list[Template], tmp_path: Path) -> None:
    before = tmp_path / "before"
    write(case, before)
    with quiet():
        unfixed = course(case, before)
    for template in templates:
        after = tmp_path / template.folder
        assert write_fixed(case, template, after) is None
        with quiet():
            assert contradiction(case, before, after, unfixed) is None, template.name


@pytest.mark.parametrize(("case", "template"), _refusals())
def test_what_cannot_be_kept_this_way_is_left_alone(case: Case, template: Template, tmp_path: Path) -> None:
    reason = write_fixed(case, template, tmp_path)
    assert reason is not None
    assert reason.startswith(expected_refusal(case, template) or "")
    assert {name: (tmp_path / name).read_text("utf-8") for name in case.files()} == case.files()


def test_a_widget_without_options_is_left_alone(tmp_path: Path) -> None:
    code = 'import streamlit as st\nif st.checkbox("Edit"):\n    st.selectbox("City", [], key="city")\n'
    (tmp_path / "app.py").write_text(f"{code}st.write(st.session_state.get('city'))\n", "utf-8")
    settings = Settings(root=tmp_path, target_option="1.40", cache=False, fix_strategy="shadow", jobs=1)
    outcome = fix_all([tmp_path], settings, FileContents(), unsafe=True)
    assert [finding.no_fix for finding in outcome.report.findings] == ["it has no options"]


@pytest.mark.runtime
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistaken_repair_is_seen(mistake: Mistake, tmp_path: Path) -> None:
    write(mistake.case, tmp_path / "before")
    mistake.write(tmp_path / "after")
    with quiet():
        assert mistake.said in str(contradiction(mistake.case, tmp_path / "before", tmp_path / "after"))
