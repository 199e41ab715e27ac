"""What is called out of a dict whose keys only the run knows: nothing that it may draw is left out without a word."""

from __future__ import annotations

import pytest

from keylint.run.reasons import Reason
from tests.run.apps import certain_keys, keys, reasons, run

VIEWS = """\
import streamlit as st
from i18n import translated
def home():
    st.text_input("Name", key="name")
def notes():
    st.text_area("Notes", key="notes")
"""
DISPATCHES = {
    "translated": "pages = {translated('home'): home, translated('notes'): notes}\n"
    "pages[st.radio('Page', list(pages))]()\n",
    "one is known": "pages = {'Home': home, translated('notes'): notes}\npages[st.radio('Page', list(pages))]()\n",
    "with a symbol": "import icons\npages = {f'{icons.HOME} Home': home, f'{icons.NOTES} Notes': notes}\n"
    "st.session_state.setdefault('page', 'Home')\npages[st.session_state.page]()\n",
    "by get": "pages = {translated('home'): home, translated('notes'): notes}\n"
    "view = pages.get(st.sidebar.selectbox('Page', list(pages)))\nif view:\n    view()\n",
    "filled one by one": "pages = {}\npages[translated('home')] = home\npages[translated('notes')] = notes\n"
    "pages[st.radio('Page', list(pages))]()\n",
    "methods": "class Views:\n    def home(self):\n        home()\n    def notes(self):\n        notes()\n"
    "views = Views()\npages = {translated('home'): views.home, translated('notes'): views.notes}\n"
    "pages[st.radio('Page', list(pages))]()\n",
    "functions as options": "st.radio('Page', [home, notes], format_func=lambda page: page.__name__)()\n",
    "functions that need not be chosen": "page = st.pills('Page', [home, notes])\nif page:\n    page()\n",
    "functions beside their titles": "page = st.selectbox('Page', [('Home', home), ('Notes', notes)])\npage[1]()\n",
    "objects as options": "class Home:\n    def draw(self):\n        home()\nclass Notes:\n    def draw(self):\n"
    "        notes()\nst.radio('Page', [Home(), Notes()], key='page').draw()\n",
    "classes as options": "class Home:\n    def __init__(self):\n        home()\nclass Notes:\n    def __init__(self):\n"
    "        notes()\nst.radio('Page', (Home, Notes))()\n",
    "an attribute": "class Views:\n    def home(self):\n        home()\n    def notes(self):\n        notes()\n"
    "getattr(Views(), st.radio('Page', ['home', 'notes']))()\n",
    "an attribute of a module": "import sys, views\ngetattr(views, 'show_' + st.radio('Page', ['home', 'notes']))()\n",
    "an attribute whose name is put together": "class Views:\n    def show_home(self):\n        home()\n"
    "    def show_notes(self):\n        notes()\n    def draw(self, page):\n        getattr(self, f'show_{page}')()\n"
    "st.session_state.setdefault('page', 'home')\nViews().draw(st.session_state.page)\n",
    "such an attribute of a base class": "class Base:\n    def draw(self, page):\n"
    "        getattr(self, page + '_view', home)()\nclass Views(Base):\n    def notes_view(self):\n        notes()\n"
    "Views().draw(st.session_state.get('page', 'home'))\n",
    "such an attribute of a class": "class Views:\n    @staticmethod\n    def show_home():\n        home()\n"
    "    @classmethod\n    def show_notes(cls):\n        notes()\n"
    "getattr(Views, f'show_{st.session_state.page}')()\n",
    "such an attribute of a module": "import views\ngetattr(views, f'show_{st.session_state.page}')()\n",
    "a dict of names that are put together": "pages = {'show_home': home, 'show_notes': notes}\n"
    "pages[f'show_{st.session_state.page}']()\n",
    "globals": "globals()[st.radio('Page', ['home', 'notes'])]()\n",
    "globals with a name that is made": "globals()[f\"{st.radio('Page', ['Home', 'Notes'])}\".lower()]()\n",
    "a place that is computed": "[home, notes][st.radio('Page', [1, 2]) - 1]()\n",
}


@pytest.mark.parametrize("dispatch", DISPATCHES.values(), ids=DISPATCHES)
def test_each_view_is_drawn_in_a_case_of_its_own(dispatch: str) -> None:
    app = run({"app.py": VIEWS + dispatch, "views.py": VIEWS.replace("def ", "def show_")})
    assert {"name", "notes"} <= set(keys(app))
    assert not {"name", "notes"} & set(certain_keys(app))
    assert reasons(app) == []


@pytest.mark.parametrize(
    "views",
    [
        "def __init__(self):\n        self.show_more = make()\n    def show_home(self):\n        home()\n",
        "@property\n    def show_home(self):\n        return home\n",
        "show_home = make()\n",
    ],
)
def test_a_name_that_something_else_may_have_is_not_followed(views: str) -> None:
    app = run(
        f"{VIEWS}from lib import make\nclass Views:\n    {views}getattr(Views(), f'show_{{st.text_input(1)}}')()\n"
    )
    assert "name" not in keys(app)
    assert reasons(app) == [Reason.UNKNOWN_FUNCTION.value]


def test_views_that_are_imported_by_number_as_far_as_there_are_any() -> None:
    app = run(
        {
            "app.py": "import streamlit as st, importlib\n"
            "def home():\n    st.write('Home')\n"
            "pages = {'Home': home}\n"
            "for n in range(1, 31):\n"
            "    try:\n"
            "        day = importlib.import_module(f'day_{n}')\n"
            "        pages[f'Day {n}: {day.TITLE}'] = getattr(day, f'day_{n}_page')\n"
            "    except (ImportError, AttributeError):\n"
            "        pass\n"
            "pages[st.sidebar.radio('Day', list(pages))]()\n",
            **{
                f"day_{n}.py": f"import streamlit as st\nTITLE = 'A day'\ndef day_{n}_page():\n"
                f"    st.text_area('Answer', key='answer_{n}')\n"
                for n in (1, 2, 3)
            },
        }
    )
    assert [key for key in keys(app) if key.startswith("answer")] == ["answer_1", "answer_2", "answer_3"]
    assert not any(key.startswith("answer") for key in certain_keys(app))


MANY = "".join(f"translated('{n}'): home, " for n in range(201))


@pytest.mark.parametrize(
    "pages", [f"{{{MANY}}}", "{translated(n): home for n in numbers()}", "{translated(n): home for n in range(300)}"]
)
def test_what_is_too_much_to_tell_apart_is_said(pages: str) -> None:
    app = run(f"{VIEWS}from lib import numbers\npages = {pages}\npages[st.text_input('Page')]()\n")
    assert Reason.UNKNOWN_ENTRY.value in reasons(app)
