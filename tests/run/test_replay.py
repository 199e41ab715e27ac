"""A call that equals an earlier one is not run again, and does all that it would have done."""

from __future__ import annotations

from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from keylint.run.trace import StateRead
from tests.fixtures_format import Case, load_cases
from tests.run.apps import certain_keys, draws, run
from tests.run.comparing import Comparison
from tests.run.programs import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

CASES = load_cases()


def difference(files: Mapping[str, str] | str, entrypoint: str = "app.py") -> str | None:
    """What tells the run that remembers calls from the one that runs them all."""
    app = run(files, entrypoint)
    return Comparison().difference(app, run(files, entrypoint, remembers=False))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_app_does_the_same_whether_calls_are_remembered(case: Case) -> None:
    files = {path.relative_to(case.folder).as_posix(): path.read_bytes() for path in case.folder.rglob("*.py")}
    texts = {name: written.decode(errors="replace") for name, written in files.items()}
    assert difference(texts, case.entrypoint) is None


@st.composite
def bodies(draw: Callable[[st.SearchStrategy[int]], int]) -> str:
    return Writer(lambda count: draw(st.integers(0, count - 1)), uses_lists=True).program()


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(bodies())
def test_random_code_in_a_function_does_the_same_each_time(body: str) -> None:
    program = f"""
import streamlit as st
def part(name):
{indent(body, "    ")}
    return name
part("a")
if st.session_state.get("again"):
    part("a")
try:
    part("b")
except ValueError:
    st.text_input("failed", key="failed")
for number in range(2):
    part("b")
st.text_input("end", key=part("a"))
"""
    assert difference(program) is None


HELPERS = {
    "early return": """
        def field(name):
            if st.session_state.get("skip"):
                return "skipped"
            st.text_input(name, key=name)
            return "drawn"
        """,
    "a stop": """
        def field(name):
            st.text_input(name, key=name)
            if st.button("stop", key="stop"):
                st.stop()
            st.session_state["seen"] = name
            return st.session_state.get("seen")
        """,
    "a failure that the caller may catch": """
        def field(name):
            st.text_input(name, key=name)
            if st.session_state.get("bad"):
                raise ValueError(name)
            return st.session_state["seen"]
        """,
    "handlers of its own": """
        def field(name):
            try:
                st.text_input(name, key=name)
                load(name)
            except KeyError:
                st.checkbox("failed", key="failed" + name)
                return None
            finally:
                st.session_state.setdefault("done", True)
            return name
        """,
    "a form": """
        def field(name):
            with st.form("form"):
                st.text_input(name, key=name)
                return st.form_submit_button("go")
        """,
    "loops over what is not known": """
        def field(name):
            for row in load(name):
                if row.hidden:
                    continue
                st.checkbox("row", key=f"{name}_{row.id}")
            return [st.text_input("x", key=f"{name}{i}") for i in (1, 2)]
        """,
    "a callback that is made in it": """
        def field(name):
            rows = []
            def save():
                rows.append(name)
                st.session_state["saved"] = rows
            st.text_input(name, key=name, on_change=save)
            return rows
        """,
    "an object": """
        class Field:
            def __init__(self, name):
                self.name, self.count = name, 0
            def grow(self):
                self.count += 1
                return self.name + str(self.count)
        def field(name):
            made = Field(name)
            st.text_input("first", key=made.grow())
            st.text_input("second", key=made.grow())
            return made
        """,
    "recursion": """
        def field(name, depth=2):
            st.text_input(name, key=f"{name}_{depth}")
            if depth:
                return field(name, depth - 1)
            return name
        """,
    "state that it changes": """
        def field(name):
            count = st.session_state.get("count", 0)
            st.session_state["count"] = count + 1
            st.session_state["rows"] = [name]
            st.text_input(name, key=f"{name}_{count}")
            del st.session_state["rows"]
            return count
        """,
    "chance that it fixes": """
        def field(name):
            random.seed(1)
            st.text_input(name, key=name)
            return st.session_state.get(name + str(random.random()))
        """,
    "choices that a later test looks up": """
        def field(name):
            choice = st.selectbox(name, ["a", "b"], key=name)
            if st.session_state[name] == "c":
                st.text_input("never", key="never")
            return choice
        """,
    "a comprehension with a filter, above a stop": """
        def field(name):
            [st.text_input(name, key=name + part) for part in ("m", "n") if not st.session_state.hidden]
            if not st.session_state.ready:
                st.stop()
            return name
        """,
    "a container that tells whether it is open": """
        def field(name):
            with st.expander(name, on_change="rerun") as part:
                if part.open:
                    st.text_input(name, key=name)
            return part
        """,
}

PANEL = """
def panel(depth="a"):
    st.header("a panel")
    first = field("a")
    second = field("b")
    for number in range(2):
        field("c")
    return first, second
def careful():
    try:
        return panel()
    except ValueError:
        st.checkbox("caught", key="caught")
    return field("d")
def deep(name):
    with st.container():
        return careful()
"""

CALLER = """
made = panel()
if st.session_state.get("flag"):
    panel()
    with st.sidebar:
        other = careful()
for row in load("rows"):
    st.checkbox("row", key=f"row{row}")
    deep("x")
for number in range(3):
    deep("y")
if st.session_state.get("flag") and st.checkbox("more", key="more"):
    deep("y")
    if "a" in st.session_state:
        st.text_input("again", key=st.text_input("name", key="name"))
st.text_input("end", key="end", on_change=careful)
if st.session_state.get("a") == "c" or random.random() > 0.5:
    st.text_input("last", key="last")
"""


@pytest.mark.slow
@pytest.mark.parametrize("helper", HELPERS.values(), ids=HELPERS.keys())
def test_a_helper_does_the_same_from_wherever_it_is_called(helper: str) -> None:
    library = "import random\nimport streamlit as st\nfrom data import load\n" + dedent(helper) + PANEL
    page = "import random\nimport streamlit as st\nfrom data import load\nfrom library import *\n" + CALLER
    pages = {"app.py": page, "pages/one.py": "\n" + page, "pages/two.py": "x = 1\nif x:\n" + indent(page, "    ")}
    assert difference({"library.py": library, **pages}) is None


def test_what_is_called_twice_by_each_of_many_is_run_once() -> None:
    levels = "".join(f"def level{n}():\n    level{n + 1}()\n    return level{n + 1}()\n" for n in range(30))
    body = "    name = 'x'\n" + "    name = name + 'x'\n" * 10
    app = run(f"import streamlit as st\n{levels}def level30():\n{body}    st.checkbox('x', key=name)\nlevel19()\n")
    assert app.pages_not_analysed == 0
    assert len(draws(app)) == 2**11


def test_what_is_called_twice_under_different_tests_is_run_as_often_as_these_make_a_difference() -> None:
    levels = "".join(
        f"def level{n}():\n"
        f"    if st.session_state.get('left{n}'):\n        level{n + 1}()\n"
        f"    if st.session_state.get('right{n}'):\n        level{n + 1}()\n"
        for n in range(10)
    )
    body = "    name = 'x'\n" + "    name = name + 'x'\n" * 60 + "    if st.session_state.get('shown'):\n"
    last = f"def level10():\n{body}        name = 'y'\n"
    app = run(f"import streamlit as st\n{levels}{last}level0()\nst.text_input('x')\n")
    assert app.pages_not_analysed == 0
    reads = [event for event in app.pages[0].trace.events if isinstance(event, StateRead)]
    assert sum(event.key.text == "shown" for event in reads) == 2**10


def test_a_look_at_the_way_that_finds_something_else_goes_another_way() -> None:
    program = """
import streamlit as st
def look():
    parts = ["a", "b", "c", "d"]
    if st.session_state.get("shown"):
        st.session_state.get("one")
    else:
        st.session_state.get("two")
look()
look()
if st.session_state.get("shown"):
    look()
if st.session_state.get("more") and not st.session_state.get("shown"):
    look()
st.text_input("x", key="x")
"""
    assert difference(program) is None
    reads = [event.key.text for event in run(program).pages[0].trace.events if isinstance(event, StateRead)]
    assert [key for key in reads if key in ("one", "two")] == ["one", "two", "one", "two", "one", "two"]


def test_what_is_put_away_under_a_click_is_a_result_only_there() -> None:
    program = """
import streamlit as st
st.session_state["result"] = 0
def put(value):
    parts = ("a", "b", "c", "d")
    number = len(parts) + len(parts)
    st.session_state["result"] = load(value)
amount = st.number_input("Amount", key="amount")
if st.button("Load"):
    put(amount)
    st.session_state["result"] = 0
    put(amount)
st.session_state["result"] = 0
put(amount)
st.write(st.session_state["result"])
"""
    assert difference(program) is None


def test_two_pages_share_what_a_helper_does_and_each_says_how_it_came_there() -> None:
    library = "import streamlit as st\ndef field(key):\n    x = [1, 2, 3, 4]\n    st.text_input('x', key=key)\n"
    page = "import library\n\n\nlibrary.field('name')\n"
    app = run({"library.py": library, "app.py": page, "pages/two.py": "\n\n" + page})
    one, two = draws(app, 0)[0], draws(app, 1)[0]
    assert one.location == two.location
    assert (one.site.path, one.site.span.line) == ("app.py", 4)
    assert (two.site.path, two.site.span.line) == ("pages/two.py", 6)
    assert two.context.route.steps[0][0].path == "pages/two.py"


def test_a_list_that_a_helper_makes_is_another_one_each_time() -> None:
    app = run("""
        import streamlit as st
        def rows():
            made = []
            made.append("a")
            made.append("b")
            return made
        one, two = rows(), rows()
        one.append("c")
        for name in two:
            st.text_input(name, key=name)
        """)
    assert [draw.key.text for draw in draws(app) if draw.key] == ["a", "b"]


def test_what_a_call_inside_reads_is_asked_again_for_the_call_around_it() -> None:
    app = run("""
        import streamlit as st
        def mode():
            parts = ("a", "b", "c", "d", "e", "f")
            return st.session_state["mode"]
        def outer():
            parts = ("a", "b", "c", "d", "e", "f")
            return mode()
        st.session_state["mode"] = "one"
        mode()
        outer()
        st.session_state["mode"] = "two"
        st.text_input("x", key=outer())
        """)
    assert [draw.key.text for draw in draws(app) if draw.key] == ["two"]


def test_calls_in_circles_are_followed_as_far_as_without_memory() -> None:
    program = """
import streamlit as st
def walk(depth):
    st.checkbox("c", key=f"c{depth}")
    if st.session_state.get("more"):
        walk(depth + 1)
        walk(depth + 1)
def tree():
    walk(0)
    walk(1)
    walk(0)
def outer(again):
    if again:
        plain(again)
        outer(again)
def plain(again):
    st.text_input("p", key="p")
    outer(again)
    st.text_input("q", key="q")
"""
    assert difference(program + "plain(True)\nouter(True)\n" + "plain(True)\n" * 3 + "outer(True)\n" * 3) is None
    assert difference(program + "tree()\n" * 40) is None


def test_a_circle_that_a_repeated_call_closes_is_known_after_it() -> None:
    program = """
import streamlit as st
def walk(depth):
    st.checkbox("c", key=f"c{depth}")
    if st.session_state.get("more"):
        walk(depth + 1)
        walk(depth + 1)
def part(name):
    st.text_input(name, key=name)
    st.text_input(name, key=name + "_too")
    if st.session_state.get("deep"):
        walk(9)
"""
    page = "import app\napp.part('a')\napp.part('a')\n" + "app.walk(0)\n" * 40
    closed_first = "import app\napp.walk(9)\napp.part('a')\n" + "app.walk(0)\n" * 40
    for again in ("", "app.part('a')\n" * 2, "app.part('a')\n" * 20):
        assert (
            difference(
                {"app.py": program, "pages/1_one.py": page, "pages/2_two.py": page + again, "pages/3_three.py": page}
            )
            is None
        )
        assert difference({"app.py": program, "pages/1_one.py": page, "pages/2_two.py": closed_first + again}) is None


OUTSIDE = """\
import requests
class Client:
    def __init__(self):
        self.ready = False
        self.source = requests.get("one")
    def start(self):
        self.ready = True
    def value(self):
        return self.source
def start(client):
    client.ready = True
def value(client):
    return client.source
"""


@pytest.mark.parametrize(
    ("start", "value"),
    [("client.start()", "client.value()"), ("lib.start(client)", "lib.value(client)")],
)
def test_code_that_knows_nothing_of_streamlit_is_run_again_where_it_matters(start: str, value: str) -> None:
    source = f"""
import streamlit as st
import lib
client = lib.Client()
for name in ("first", "second"):
    client.ready = False
    {start}
    if client.ready:
        st.text_input(name, key=name)
{value}
client.source = None
if {value} is None:
    st.text_input("third", key="third")
"""
    assert certain_keys(run({"app.py": source, "lib.py": OUTSIDE})) == ["first", "second", "third"]
