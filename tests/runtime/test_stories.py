"""Every warning and error of every fixture is played from its story on the installed Streamlit, and its symptom shows.

What is not played is counted by its kind: a kind that grows is seen here.
"""

from __future__ import annotations

import copy
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from tests.fixtures_format import Case, load_cases
from tests.runtime.judge import quiet
from tests.runtime.stories import LeftOut, attempt, contradiction, why_left_out
from tests.runtime.told import Telling, tellings

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.runtime

# Those whose rules tell no story are asked for by `test_what_is_not_played`.
CASES = {case.name: case for case in load_cases() if not case.silent}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What is said of a fixture, and where its app is, looked at once."""

    @cache
    def of(name: str) -> tuple[Path, list[Telling]]:
        app = tmp_path_factory.mktemp("told") / "app"
        return app, tellings(CASES[name], app)

    return of


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.name)
def test_every_symptom_shows(case: Case, told: Any) -> None:
    app, said = told(case.name)
    outcomes = {
        f"{one.code} {one.key}: {_words(one.story)}": attempt(app, case.entrypoint, one.story)
        for one in said
        if one.story
    }
    assert {words: why for words, why in outcomes.items() if why != "shows" and not why.startswith("left out")} == {}


def test_what_is_not_played(told: Any) -> None:
    """By rule, those without a story; by kind, those that cannot be played from theirs."""
    without: Counter[str] = Counter()
    left_out: Counter[LeftOut] = Counter()
    for name in CASES:
        for one in told(name)[1]:
            if not one.story:
                without[one.code] += 1
            elif (reason := why_left_out(one.story)) is not None:
                left_out[reason] += 1
    print(dict(without), dict(left_out))
    assert dict(left_out) == LEFT_OUT
    assert dict(without) == WITHOUT_STORY


@pytest.mark.parametrize("case", CASES.values(), ids=lambda case: case.name)
def test_no_story_has_a_step_too_many(case: Case, told: Any) -> None:
    """Without any of its steps the symptom does not show: the player would see it if a story were wrong."""
    app, said = told(case.name)
    for one in said:
        if not one.story or why_left_out(one.story) is not None:
            continue
        for number, step in enumerate(one.story):
            if step["act"] == "open":
                continue
            shorter = [step for other, step in enumerate(one.story) if other != number]
            shorter[-1] = {**shorter[-1], "expect": one.story[-1]["expect"]}
            with quiet():
                assert contradiction(app, case.entrypoint, shorter), f"shows without: {step['text']}"


HIDDEN = """
import streamlit as st
if st.checkbox("More", key="more"):
    st.slider("Days", 1, 30, 7, key="days")
st.write(st.session_state.get("days"))
"""
KEPT = HIDDEN.replace(
    "if st.checkbox",
    'if "days" in st.session_state:\n    st.session_state.days = st.session_state.days\nif st.checkbox',
)


def _step(act: str, **more: Any) -> dict[str, Any]:
    return {"act": act, "page": "app.py", "key": None, "label": None, "value": None, "expect": {}, "text": act, **more}


def _expect(symptom: str, **more: Any) -> dict[str, Any]:
    nothing = {"reads": None, "shown": None, "known": False, "missing": False, "key": "days"}
    return {**nothing, "symptom": symptom, "path": "app.py", "line": 5, **more}


OPEN = [_step("open"), _step("set", key="more", value=True), _step("edit", key="days", value=20)]
READ = [*OPEN, _step("set", key="more", value=False), _step("rerun", expect=_expect("reads", missing=True))]
SHOWN = [
    *OPEN,
    _step("set", key="more", value=False),
    _step("set", key="more", value=True, expect=_expect("shown", shown=7, known=True)),
]


def _played(source: str, story: list[dict[str, Any]], folder: Path) -> str | None:
    (folder / "app.py").write_text(source)
    with quiet():
        return contradiction(folder, "app.py", story)


@pytest.mark.parametrize("story", [READ, SHOWN], ids=["read", "shown"])
def test_a_story_of_an_app_that_keeps_the_value_fails(story: list[dict[str, Any]], tmp_path: Path) -> None:
    assert _played(HIDDEN, story, tmp_path) is None
    assert _played(KEPT, story, tmp_path) is not None


@pytest.mark.parametrize(
    "expect",
    [
        _expect("reads", known=True, reads=7),
        _expect("reads", known=True, reads=20),
        _expect("reads"),
        _expect("shown", known=True, shown=7),
        _expect("reads", key="day", missing=False),
    ],
    ids=["another value", "the value itself", "some value", "another symptom", "another key"],
)
def test_another_end_than_the_real_one_fails(expect: dict[str, Any], tmp_path: Path) -> None:
    story = copy.deepcopy(READ)
    story[-1]["expect"] = expect
    assert _played(HIDDEN, story, tmp_path) is not None


@pytest.mark.parametrize(
    ("number", "change"),
    [(2, {"value": 7}), (2, {"key": "nights"}), (3, {"value": True}), (3, {"key": None, "label": "Less"})],
    ids=["an edit that changes nothing", "an input that is not there", "a gate that stays open", "another label"],
)
def test_other_steps_fail(number: int, change: dict[str, Any], tmp_path: Path) -> None:
    story = copy.deepcopy(READ)
    story[number] |= change
    assert _played(HIDDEN, story, tmp_path) is not None


def test_an_exception_on_the_way_fails(tmp_path: Path) -> None:
    source = HIDDEN + 'if st.session_state.more and st.session_state.get("days") == 20:\n    raise ValueError\n'
    assert "ValueError" in str(_played(source, READ, tmp_path))


def test_what_is_left_out() -> None:
    assert why_left_out(READ) is None
    assert why_left_out([*READ[:3], _step("outside")]) is LeftOut.OUTSIDE
    assert why_left_out([*READ[:3], _step("set")]) is LeftOut.NO_INPUT
    assert why_left_out([*READ[:3], _step("set", key="more")]) is LeftOut.NO_VALUE


def _words(story: list[dict[str, Any]]) -> str:
    return " ".join(step["text"] for step in story)


LEFT_OUT = {LeftOut.NO_INPUT: 1, LeftOut.NO_VALUE: 5}  # AppTest selects no rows
WITHOUT_STORY = {
    "KEY101": 1,
    "KEY104": 9,
    "KEY105": 6,
    "KEY111": 2,
    "KEY201": 14,
    "KEY202": 7,
    "KEY203": 9,
    "KEY204": 4,
    "KEY205": 13,
    "KEY301": 8,
    "KEY302": 3,
    "KEY303": 2,
    "KEY304": 4,
    "KEY305": 5,
    "KEY306": 4,
    "KEY307": 2,
    "KEY308": 6,
    "KEY309": 3,
    "KEY310": 2,
    "KEY311": 6,
    "KEY312": 2,
    "KEY313": 2,
    "KEY401": 7,
    "KEY402": 6,
    "KEY404": 12,
    "KEY405": 12,
    "KEY501": 5,
    "KEY502": 3,
    "KEY503": 2,
    "KEY505": 5,
    "KEY508": 7,
    "KEY900": 2,
    "KEY901": 3,
}
