"""Which values are others on every run, and which only look so."""

from __future__ import annotations

import pytest

from keylint.run.execution.changing import is_changing
from tests.run.apps import certain_keys, draws, run

CHANGING = {
    "uuid": "uuid.uuid4()",
    "part of a uuid": "uuid.uuid4().hex[:8]",
    "random": "random.randint(0, 9)",
    "rounded": "int(random.random() * 100)",
    "time": "time.time()",
    "seconds": 'datetime.now().strftime("%H:%M:%S")',
    "hash of the time": "hashlib.md5(str(time.time()).encode()).hexdigest()",
    "generator": "np.random.default_rng().integers(9)",
    "object of this run": "id([])",
}
SETTLED = {
    "name-based uuid": 'uuid.uuid5(uuid.NAMESPACE_DNS, "x")',
    "year": "datetime.now().year",
    "day": 'datetime.now().strftime("%Y-%m-%d")',
    "format of a time": 'f"{datetime.now():%Y}"',
    "start of the day": "datetime.now().replace(hour=0, minute=0)",
    "length": "len(secrets.token_hex(4))",
    "columns of random numbers": "pd.DataFrame(np.random.randn(3, 2)).columns",
    "seeded generator": "np.random.default_rng(7).integers(9)",
    "object of session state": "id(st.session_state.rows)",
}
IMPORTS = (
    "import hashlib, random, secrets, time, uuid\nfrom datetime import datetime\n"
    "import numpy as np\nimport pandas as pd\nimport streamlit as st\n"
)


def changes(source: str) -> bool:
    (draw,) = draws(run(IMPORTS + source))
    return is_changing(draw.parameter_origins["value"])


@pytest.mark.parametrize("expression", CHANGING.values(), ids=CHANGING)
def test_another_value_on_every_run(expression: str) -> None:
    assert changes(f'st.text_input("x", key="k", value={expression})')


@pytest.mark.parametrize("expression", SETTLED.values(), ids=SETTLED)
def test_nothing_proves_a_change(expression: str) -> None:
    assert not changes(f'st.text_input("x", key="k", value={expression})')


def test_a_seed_fixes_what_follows() -> None:
    assert not changes('random.seed(7)\nst.text_input("x", key="k", value=random.random())')
    assert changes('random.seed()\nst.text_input("x", key="k", value=random.random())')
    assert changes('random.seed(time.time())\nst.text_input("x", key="k", value=random.random())')
    assert changes('np.random.seed(7)\nst.text_input("x", key="k", value=random.random())')


def test_an_object_that_session_state_keeps_is_made_once() -> None:
    made = "class Row:\n    def __init__(self):\n        self.id = uuid.uuid4().hex\n"
    kept = 'if "row" not in st.session_state:\n    st.session_state.row = Row()\n'
    assert changes(f'{made}st.text_input("x", key="k", value=Row().id)')
    assert not changes(f'{made}{kept}st.text_input("x", key="k", value=st.session_state.row.id)')


@pytest.mark.parametrize("call", ["rows.remove()", "rows.remove(x=1)", "rows.insert(*what)", "rows.pop(index=0)"])
def test_a_method_may_be_called_in_ways_that_lists_do_not_know(call: str) -> None:
    app = run(f"import streamlit as st\nfrom data import rows, what\n{call}\nst.text_input('x', key='k')")
    assert certain_keys(app) == ["k"]
