"""`isinstance` of what is known: as Python answers it, or open."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.run.apps import certain_keys, keys, run

PREAMBLE = """
class Base: ...
class Child(Base): ...
"""
VALUES = ["1", "True", "2.5", "'text'", "None", "[1]", "(1,)", "{1}", "{'a': 1}", "Base()", "Child()", "f'{1}_a'"]
CLASSES = [
    "int",
    "bool",
    "str",
    "dict",
    "(list, dict)",
    "object",
    "Base",
    "Child",
    "(Base, (str, float))",
    "(list, int)",
]


TEXTS = ("'text'", "f'{1}_a'")


def is_open(value: str, classes: str) -> bool:
    """A path is known by its text, too."""
    return value in TEXTS and "str" in classes


@pytest.mark.parametrize(
    ("value", "classes"), [pair for pair in itertools.product(VALUES, CLASSES) if not is_open(*pair)]
)
def test_as_python_answers(value: str, classes: str) -> None:
    names: dict[str, Any] = {}
    exec(PREAMBLE, names)
    answer = eval(f"isinstance({value}, {classes})", names)
    source = f"{PREAMBLE}import streamlit as st\nif isinstance({value}, {classes}):\n    st.text_input('x', key='k')\nelse:\n    st.text_input('x', key='other')"
    app = run(source)
    assert certain_keys(app) == (["k"] if answer else ["other"])
    assert keys(app) == (["k"] if answer else ["other"])


@pytest.mark.parametrize(
    "test",
    [
        "isinstance(load(), dict)",
        "isinstance(1, numbers.Number)",
        "isinstance([1], Sequence)",
        "isinstance(st.session_state.get('a'), str)",
        "isinstance(Other(), dict)",
        "isinstance(Path('data'), str)",
        "isinstance(Path('data') / 'a.csv', (str, list))",
        *(f"isinstance({text}, str)" for text in TEXTS),
    ],
)
def test_what_only_the_run_knows_is_open(test: str) -> None:
    source = (
        "import numbers\nfrom pathlib import Path\nfrom collections.abc import Sequence\nimport streamlit as st\nfrom data import Table, load\n"
        f"class Other(Table): ...\nif {test}:\n    st.text_input('x', key='k')"
    )
    app = run(source)
    assert (certain_keys(app), keys(app)) == ([], ["k"])
