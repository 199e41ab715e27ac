"""Values that are kept, filled, handed over in pairs or computed outside Streamlit: what is known of them later."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from keylint.conditions.questions import Answer
from keylint.run.execution.changing import is_changing
from tests.run.apps import certain_keys, draws, holds, keys, run

if TYPE_CHECKING:
    from keylint.run.trace import Draw

# -- lists that are put in another order ------------------------------------------------------------------------------

MOVES = {
    "shuffle": ("random.shuffle(rows)", "random.shuffle"),
    "heapify": ("heapq.heapify(rows)", "heapq.heapify"),
    "slice": ("rows[:] = sorted(rows)", "slice"),
    "del": ("del rows[0]", "del"),
}


@pytest.mark.parametrize(("statement", "how"), MOVES.values(), ids=MOVES)
def test_rows_that_move_are_noted(statement: str, how: str) -> None:
    app = run(
        f"import heapq, random\nimport streamlit as st\nrows = st.session_state.rows\n{statement}\nst.button('x')\n"
    )
    noted = {key.text: list(changes) for key, changes in app.pages[0].changed_lists.items()}
    assert noted == {"rows": [how]}
    (place,) = next(iter(app.pages[0].changed_lists.values())).values()
    assert place.span.line == 4


def test_an_entry_that_is_replaced_moves_nothing() -> None:
    app = run('import streamlit as st\nst.session_state.rows[0] = "x"\nst.button("x")\n')
    assert app.pages[0].changed_lists == {}


def test_the_items_of_a_shuffled_list_are_not_where_they_were() -> None:
    source = 'import random\nimport streamlit as st\nnames = ["a", "b"]\n{}\nst.text_input("x", key=names[0])\n'
    assert keys(run(source.format("pass"))) == ["a"]
    assert keys(run(source.format("random.shuffle(names)"))) == ["*"]


# -- lists that session state was given in the same run ---------------------------------------------------------------

UNTOUCHED = ["pass", "st.session_state.rows[0] = 7", "st.session_state.rows.append(3)", "len(st.session_state.rows)"]
TOUCHED = [
    "st.session_state.rows.clear()",
    "st.session_state.rows.pop()",
    "del st.session_state.rows[0]",
    "st.session_state.rows[:] = []",
    "given.clear()",
    "lib.take_all(st.session_state.rows)",
]


@pytest.mark.parametrize("between", [*UNTOUCHED, *TOUCHED])
def test_a_list_that_was_just_stored_has_its_items(between: str) -> None:
    source = f"""
        import streamlit as st
        import lib
        given = [1, 2]
        st.session_state.rows = given
        {between}
        if not st.session_state.rows:
            st.text_input("x", key="k")
        st.text_input("y", key="always")
    """
    assert ("k" in keys(run(source))) is (between in TOUCHED)


# -- collections that a loop fills ------------------------------------------------------------------------------------

FILLED = {
    "index": "found[row] = True",
    "setdefault": "found.setdefault(row, True)",
    "update": "found.update({row: True})",
}


@pytest.mark.parametrize("statement", FILLED.values(), ids=FILLED)
def test_what_a_loop_has_filled_can_contain_the_item(statement: str) -> None:
    app = run(
        f"""
        import streamlit as st
        found = {{}}
        for row in st.session_state.rows:
            if row in found:
                st.text_input("again", key=f"again{{row}}")
            {statement}
        if "x" in found:
            st.text_input("x", key="x")
        """
    )
    assert keys(app) == ["again*", "x"]
    assert certain_keys(app) == []


def test_what_nothing_fills_contains_nothing() -> None:
    app = run(
        """
        import streamlit as st
        found = {}
        for row in st.session_state.rows:
            if row in found or "x" in found:
                st.text_input("again", key="again")
        st.text_input("x", key="x")
        """
    )
    assert keys(app) == ["x"]


# -- values that are made once ----------------------------------------------------------------------------------------


def changes(source: str) -> bool:
    (draw,) = draws(run("import uuid\nimport streamlit as st\n" + source))
    assert draw.key is not None
    return is_changing(frozenset(origin for hole in draw.key.holes for origin in hole.origins))


def test_a_fallback_for_what_the_object_lacks_is_no_new_key_on_every_run() -> None:
    rows = "for row in st.session_state.rows:\n    "
    for method in ("get", "setdefault"):
        assert not changes(rows + f'st.text_input("x", key=f"k{{row.{method}("id", uuid.uuid4().hex)}}")')
    assert changes(rows + 'st.text_input("x", key=f"k{uuid.uuid4().hex}")')


def test_the_number_of_an_object_that_is_stored_stays() -> None:
    row = "class Row:\n    def __init__(self):\n        self.id = f'r{uuid.uuid4().hex}'\n"
    kept = "if 'row' not in st.session_state:\n    st.session_state.row = Row()\n"
    assert changes(row + 'st.text_input("x", key=Row().id)')
    assert not changes(row + kept + 'st.text_input("x", key=st.session_state.row.id)')


# -- objects of which not everything is known -------------------------------------------------------------------------

PLAN = "from dataclasses import dataclass\nimport streamlit as st\n@dataclass\nclass Plan:\n    days: int = 0\n"


def test_a_field_that_unseen_arguments_may_fill_is_not_its_default() -> None:
    tested = '\nif getattr(plan, "days", 7) == 7:\n    st.text_input("x", key="seven")\nelse:\n    st.text_input("y", key="y")'
    unseen = run(f"{PLAN}plan = Plan(**st.session_state.saved){tested}")
    assert keys(unseen) == ["seven", "y"]
    assert certain_keys(unseen) == []
    assert keys(run(f"{PLAN}plan = Plan(){tested}")) == ["y"]
    assert keys(run(f"{PLAN}plan = Plan(days=7){tested}")) == ["seven"]


def test_the_default_stands_for_a_field_that_a_plain_object_lacks() -> None:
    asked = 'st.text_input("x", key=getattr(plan, "name", "default"))'
    assert keys(run(f"{PLAN}plan = Plan()\n{asked}")) == ["default"]
    assert keys(run(f"{PLAN}plan = Plan()\nplan.name = 'own'\n{asked}")) == ["own"]


def test_a_base_class_outside_the_app_may_give_the_field() -> None:
    asked = 'st.text_input("x", key=getattr(Plan(), "name", "default"))'
    assert keys(run(f"import streamlit as st\nfrom lib import Base\nclass Plan(Base):\n    pass\n{asked}")) == ["*"]


# -- pairs ------------------------------------------------------------------------------------------------------------

PAIRS = {
    "unpacked": "name, options = choose()",
    "by place": "both = choose()\nname = both[0]\noptions = both[1]",
    "through another function": "def again():\n    return choose()\nname, options = again()",
}


@pytest.mark.parametrize("taken", PAIRS.values(), ids=PAIRS)
def test_what_is_returned_together_stays_together(taken: str) -> None:
    choose = """
import streamlit as st
def choose():
    if not st.checkbox("own", key="own"):
        return None, {}
    return "mine", {"a": 1}
"""
    shown = """
if name is None:
    st.text_input("x", key="none")
    if options:
        st.text_input("o", key="never")
elif options:
    st.text_input("y", key="some")
else:
    st.text_input("z", key="impossible")
"""
    app = run(choose + taken + shown)
    found = {draw.key.text: draw for draw in draws(app) if draw.key is not None}

    def reachable(draw: Draw) -> bool:
        return app.questions.overlap(draw.condition, draw.condition) is not Answer.NO

    assert [key for key, draw in found.items() if reachable(draw)] == ["own", "none", "some"]
    assert not holds(app.conditions, found["none"].condition, lambda atom: True)
    assert holds(app.conditions, found["none"].condition, lambda atom: False)


# -- helpers outside Streamlit ----------------------------------------------------------------------------------------

HELPER = """
def size(n=0):
    total = []
    for a in (1, 2, 3, 4, 5, 6, 7, 8):
        for b in (1, 2, 3, 4, 5, 6, 7, 8):
            if a == b:
                total.append(a)
    return 3

class Box:
    def __init__(self):
        self.n = size()

def nested():
    def inner():
        try:
            with open("x") as file:
                while size():
                    if size() == 3:
                        return size()
        except ValueError:
            return 3
    return inner()
"""
PLACES = {
    "plain": "number = size()\n",
    "branch": 'if st.checkbox("c", key="c"):\n    number = size()\nelse:\n    number = size(2)\n',
    "try": "try:\n    number = size()\nexcept ValueError:\n    number = size(2)\n",
    "with": "with st.container():\n    number = size()\n",
    "loop": "for turn in (1, 2):\n    number = size(turn)\n",
    "unknown loop": "number = size()\nfor turn in st.session_state.turns:\n    number = size(turn)\n",
    "function": "def get():\n    def inner():\n        return size()\n    return inner()\nnumber = get()\n",
    "test": "number = size() if size() else size(2)\n",
    "nested": "number = nested()\n",
    "object": "number = Box().n\n",
}
AFTER = """
if number == 3:
    st.text_input("x", key="three")
else:
    st.text_input("y", key="other")
st.text_input("z", key="after")
"""


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_a_long_helper_gives_an_unknown_value_and_the_run_goes_on(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app_file = f"import streamlit as st\nfrom helper import Box, nested, size\n{place}{AFTER}"
    files = {"app.py": app_file, "helper.py": HELPER}
    monkeypatch.setattr("keylint.run.execution.sealing.MOST_SEALED_STEPS", 60)
    app = run(files)
    after = draws(app)[-1]
    assert keys(app)[-3:] == ["three", "other", "after"]
    assert certain_keys(app)[-1] == "after"
    assert {"three", "other"}.isdisjoint(certain_keys(app))
    assert after.guards == ()
    assert after.containers == ()
    assert after.context.loops == ()
    assert after.context.function == ""
    assert not after.context.catches_missing_key
    assert app.pages[0].is_complete


def test_a_short_helper_is_followed() -> None:
    app = run(
        {"app.py": f"import streamlit as st\nfrom helper import size\nnumber = size()\n{AFTER}", "helper.py": HELPER}
    )
    assert keys(app) == ["three", "after"]


def test_where_a_long_helper_was_called_is_where_the_run_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.run.execution.sealing.MOST_SEALED_STEPS", 60)
    app = run(
        {
            "app.py": """
                import streamlit as st
                from helper import size
                name = "before"
                def draw(name):
                    if st.checkbox("c", key="c"):
                        with st.form("f"):
                            for turn in st.session_state.turns:
                                try:
                                    number = size()
                                    st.text_input("x", key=f"in{turn}")
                                except KeyError:
                                    pass
                draw("inside")
                st.text_input("x", key=name)
                """,
            "helper.py": HELPER,
        }
    )
    inside = next(draw for draw in draws(app) if draw.key is not None and draw.key.text == "in*")
    assert [guard.kind for guard in inside.guards] == ["if", "loop"]
    assert inside.context.function == "draw"
    assert inside.context.form is not None
    assert inside.context.catches_missing_key
    assert len(inside.context.loops) == 1
    assert len(inside.containers) == 1
    assert certain_keys(app)[-1] == "before"


def test_what_a_long_helper_was_testing_is_over_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read after it is no test, whatever the helper was doing when it was given up."""
    helper = "def size():\n    if " + " + ".join(["1"] * 90) + " > 3:\n        return 1\n    return 2\n"
    files = {
        "app.py": """
            import streamlit as st
            import store
            from helper import size
            size()
            st.write(store.ROWS[0])
            if st.button("x"):
                store.ROWS.append(1)
            """,
        "store.py": "ROWS = []\n",
        "helper.py": helper,
    }
    monkeypatch.setattr("keylint.run.execution.sealing.MOST_SEALED_STEPS", 60)
    app = run(files)
    reads = [read for reads in app.shared_reads.values() for read in reads]
    assert reads
    assert not any(read.is_test for read in reads)


def test_two_long_helpers_need_not_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keylint.run.execution.sealing.MOST_SEALED_STEPS", 60)
    tested = """
        import streamlit as st
        from helper import other, size
        if {0}() == 1:
            if {1}() == 2:
                st.text_input("x", key="x")
        st.text_input("y", key="y")
        """
    helper = HELPER + HELPER.replace("size(n=0)", "other()")
    assert keys(run({"app.py": tested.format("size", "other"), "helper.py": helper})) == ["x", "y"]
    assert keys(run({"app.py": tested.format("size", "size"), "helper.py": helper})) == ["y"]


# -- objects whose class has a base outside the app ---------------------------------------------------------------------

CONFIG = """
    import streamlit as st
    import lib
    class Config(lib.Base):
        rows: int = 3
        {initialiser}
    {made}
    if config.rows == 5:
        st.text_input("x", key="k")
    st.text_input("y", key="always")
"""
INITIALISERS = ["pass", "def __init__(self, **given):\n            super().__init__(**given)"]


@pytest.mark.parametrize("initialiser", INITIALISERS)
@pytest.mark.parametrize("made", ["config = Config(**lib.load())", "config = Config(rows=lib.rows())"])
def test_a_field_may_be_what_the_object_was_made_of(made: str, initialiser: str) -> None:
    assert keys(run(CONFIG.format(made=made, initialiser=initialiser))) == ["k", "always"]


@pytest.mark.parametrize(
    ("base", "has_default"), [("pydantic.BaseModel", True), ("typing.NamedTuple", True), ("lib.Settings", False)]
)
@pytest.mark.parametrize("made", ["config = Config()", 'config = Config(name="n")'])
def test_a_field_that_nothing_was_given_for_has_its_default(made: str, base: str, has_default: bool) -> None:
    source = CONFIG.format(made=made, initialiser="name: str = ''").replace("lib.Base", base)
    source = source.replace("import lib", "import lib, pydantic, typing")
    assert keys(run(source)) == ["always"] if has_default else ["k", "always"]
