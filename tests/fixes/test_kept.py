"""The helper of an app: found where it is, else written once, or the edit is not made."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from keylint.findings import Fix
from keylint.fixes.kept import KEPT, KEPT_IN_FORM, SAVE_KEPT, Function, code_of
from keylint.repairs import Home, KeepAlive, Refusal, ShadowInForm, Submit

from .sources import ALONE, after, outcome, place, reason, repaired, shadow_of

WIDGET = 'text_input("Name", key="name")'
DRAWN = 'st.text_input("Name", **kept("name"))\n'
SEVERAL = Home("app.py", ("app.py", "pages/plan.py", "state.py", "memory.py"))


def shadowed(text: str, piece: str = f"st.{WIDGET}", home: Home | None = None, **others: str) -> dict[str, str]:
    files = {"app.py": text} | {f"{name}.py": content for name, content in others.items()}
    home = home or (SEVERAL if others else ALONE)
    return after(files, shadow_of(text, piece, is_seeded=True, home=home))


def refused(text: str, home: Home = SEVERAL, **others: str) -> str:
    files = {"app.py": text} | {f"{name}.py": content for name, content in others.items()}
    result = outcome(files, shadow_of(text, f"st.{WIDGET}", is_seeded=True, home=home))
    assert isinstance(result, Refusal)
    return result.reason


def helper(state: str = "st.session_state", name: str = "kept") -> str:
    return code_of(KEPT, state, name, "    ", "\n")


@pytest.mark.parametrize("function", [KEPT, KEPT_IN_FORM, SAVE_KEPT])
def test_the_parameters_are_those_of_the_code(function: Function) -> None:
    definition = ast.parse(code_of(function, "st.session_state", "kept", "    ", "\n")).body[0]
    assert isinstance(definition, ast.FunctionDef)
    takes = definition.args
    assert tuple(each.arg for each in (*takes.args, takes.vararg) if each is not None) == function.parameters


def test_what_is_written() -> None:
    assert (
        helper()
        == '''def kept(key, first=None, on_change=None, args=(), kwargs=None):
    """Arguments for a widget that keep its value while it is not shown.

    The value is under `key` and begins as `first`; the widget's own key is `_key`.
    Use it in the call: `st.slider("Days", 1, 90, **kept("days", 14))`.
    """
    own = f"_{key}"

    def save():
        if own in st.session_state:
            st.session_state[key] = st.session_state[own]
        if on_change:
            on_change(*args, **(kwargs or {}))

    st.session_state[own] = st.session_state.setdefault(key, first)
    return {"key": own, "on_change": save}
'''
    )


@pytest.mark.parametrize(
    ("head", "call", "new_head", "state"),
    [
        ("import streamlit as st\n", "st.text_input", None, "st.session_state"),
        ("import streamlit\n", "streamlit.text_input", None, "streamlit.session_state"),
        ("import streamlit as S\n", "S.text_input", None, "S.session_state"),
        ("import streamlit as st\nfrom streamlit import session_state\n", "st.text_input", None, "session_state"),
        ("from streamlit import session_state as ss, text_input\n", "text_input", None, "ss"),
        (
            "from streamlit import text_input\n",
            "text_input",
            "from streamlit import text_input\nimport streamlit as st\n",
            "st.session_state",
        ),
        ('"""About."""\nimport streamlit as st\n', "st.text_input", None, "st.session_state"),
        (
            "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport streamlit as st\n",
            "st.text_input",
            None,
            "st.session_state",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_session_state_is_called_as_in_the_file(
    head: str, call: str, new_head: str | None, state: str, newline: str
) -> None:
    piece = f'{call}("Name", key="name")'
    text = (head + piece + "\n").replace("\n", newline)
    expected = f"{new_head or head}\n\n{helper(state)}\n\n{DRAWN.replace('st.text_input', call)}"
    assert shadowed(text, piece)["app.py"] == expected.replace("\n", newline)


def test_imports_below_other_statements() -> None:
    text = f"import sys\n\nsys.path.append('.')\nimport streamlit as st\n\nst.{WIDGET}\n"
    assert shadowed(text)["app.py"] == (
        f"import sys\n\n\n{helper()}\n\nsys.path.append('.')\nimport streamlit as st\n\n{DRAWN}"
    )


def test_without_imports_at_the_top_the_docstring_comes_first() -> None:
    text = f'"""About."""\n\nx = 1\nimport streamlit as st\nst.{WIDGET}\n'
    assert shadowed(text)["app.py"] == f'"""About."""\n\n\n{helper()}\n\nx = 1\nimport streamlit as st\n{DRAWN}'


@pytest.mark.parametrize(
    "head",
    [
        "try:\n    import streamlit as st\nexcept ImportError:\n    raise SystemExit\n",
        "if True:\n    import streamlit as st\n",
        "from streamlit import *\nst = 1\n",
    ],
)
def test_a_name_that_means_something_else_is_not_imported(head: str) -> None:
    text = f"{head}text_input(1)\nst.{WIDGET}\n"
    why = "the name st already means something else in app.py"
    assert reason(text, shadow_of(text, f"st.{WIDGET}", is_seeded=True)) == why


def test_one_of_the_same_shape_is_used_again() -> None:
    text = f"import streamlit as st\n\n\n{helper(name='remember')}\n\nst.{WIDGET}\n"
    text = text.replace("Arguments for a widget", "Something").replace(
        "key, first=None", "key: str, first: object = None"
    )
    expected = text.replace(f"st.{WIDGET}\n", DRAWN.replace("kept", "remember"))
    assert shadowed(text)["app.py"] == expected


@pytest.mark.parametrize(
    "change",
    [("first=None", "first=1"), ("if own in", "if own not in"), ("\ndef remember", "\n@cache\ndef remember")],
)
def test_another_one_is_not(change: tuple[str, str]) -> None:
    text = f"import streamlit as st\n\n\n{helper(name='remember').replace(*change)}\n\nst.{WIDGET}\n"
    text = text.replace("\n\n\ndef", "\n\ndef").replace(
        "\ndef remember", change[1] if "@" in change[1] else "\ndef remember"
    )
    assert f"\n\n{helper()}\n\n" in shadowed(text)["app.py"]


@pytest.mark.parametrize(
    "definition",
    [
        "async def load():\n    await x\n",
        "async def keep(*keys):\n    for key in keys:\n        if f'_{key}' in st.session_state:\n            pass\n",
        "def first[T](items: list[T]) -> T:\n    return items[0]\n",
        "def told():\n    return t'{x}'\n",
        "def told():\n    return f'{f'{x}'}'\n",
        "def told():\n    try:\n        x\n    except* ValueError:\n        pass\n",
        "def told():\n    type Names = list[str]\n",
        "type Names = list[str]\n",
        "class Names[T]:\n    pass\n",
        "def told():\n    return '\\d'\n",
        "def told():\n    return '\\ud800'\n",
    ],
)
def test_nor_is_what_this_python_may_not_even_read(definition: str) -> None:
    text = f"import streamlit as st\n\n\n{definition}\n\nst.{WIDGET}\n"
    assert shadowed(text)["app.py"] == f"import streamlit as st\n\n\n{helper()}\n\n{definition}\n\n{DRAWN}"
    text = f"import streamlit as st\n\n\n{definition}\n\n{helper(name='remember')}\n\nst.{WIDGET}\n"
    assert shadowed(text)["app.py"] == text.replace(f"st.{WIDGET}\n", DRAWN.replace("kept", "remember"))
    module = f"{STATE}\n\n{definition.replace('pass', 'st.session_state')}"
    files = shadowed(f"import streamlit as st\nfrom state import init\n\nst.{WIDGET}\n", state=module)
    assert sum(helper() in text for text in files.values()) == 1


@pytest.mark.parametrize(
    "head",
    [
        "from __future__ import annotations; import streamlit as st; x = 1\n",
        '"""About."""; from __future__ import annotations; import streamlit as st; x = (\n    1,\n)\n',
        "from __future__ import division\nfrom __future__ import annotations; x = 1\nimport streamlit as st\n",
        "# about\n\n'About.'\nfrom __future__ import annotations; x = 1; import streamlit as st  # why\n",
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_nothing_goes_above_a_future(head: str, newline: str) -> None:
    text = f"{head}st.{WIDGET}\n".replace("\n", newline)
    result = shadowed(text)["app.py"]
    assert result == f"{head}\n\n{helper()}\n\n{DRAWN}".replace("\n", newline)
    compile(result, "app.py", "exec", dont_inherit=True)
    kept = repaired(f"{head}x = 2\n".replace("\n", newline), KeepAlive("app.py", "k"))
    assert kept.startswith(head.replace("\n", newline))
    compile(kept, "app.py", "exec", dont_inherit=True)


STATE = "import streamlit as st\n\n\ndef init():\n    st.session_state.setdefault('a', 1)\n"
APP = f"import streamlit as st\n\nst.{WIDGET}\n"
IMPORTING = f"import streamlit as st\n\nfrom state import kept\n\n{DRAWN}"
NEW = f'"""What the app keeps of its widgets while they are not shown."""\n\nimport streamlit as st\n\n\n{helper()}'


def test_a_name_that_is_taken() -> None:
    text = f"import streamlit as st\nkept = 1\nst.{WIDGET}\n"
    assert helper(name="kept_value") in shadowed(text)["app.py"]
    assert 'st.text_input("Name", **kept_value("name"))' in shadowed(text)["app.py"]
    text = text.replace("= 1", "= kept_value = kept_widget")
    assert reason(text, shadow_of(text, f"st.{WIDGET}", is_seeded=True)) == (
        "the name kept already means something else in app.py"
    )


def test_a_name_that_is_taken_where_it_is_imported() -> None:
    text = APP.replace("st\n\n", "st\n\nkept = 1\n")
    files = shadowed(text, home=SEVERAL)
    assert files["state.py"] == NEW
    expected = "import streamlit as st\n\nfrom state import kept as kept_value\n\nkept = 1\n"
    assert files["app.py"] == expected + DRAWN.replace("kept", "kept_value")
    assert "already means something else" in refused(text.replace("= 1", "= kept_value = kept_widget"))


def test_an_app_of_several_files_gets_a_module() -> None:
    assert shadowed(APP, home=SEVERAL) == {"state.py": NEW, "app.py": IMPORTING}


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_the_module_ends_its_lines_as_the_other_files(newline: str) -> None:
    files = shadowed(APP.replace("\n", newline), home=SEVERAL)
    assert files == {"state.py": NEW.replace("\n", newline), "app.py": IMPORTING.replace("\n", newline)}


def test_a_module_of_state_helpers_takes_it() -> None:
    files = shadowed(APP, state=STATE)
    assert files == {"state.py": f"{STATE}\n\n{helper()}", "app.py": IMPORTING}
    files = shadowed(APP, memory=STATE)
    assert files == {
        "memory.py": f"{STATE}\n\n{helper()}",
        "app.py": IMPORTING.replace("state import", "memory import"),
    }


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\n# end"])
def test_the_end_of_that_module(ending: str) -> None:
    module = shadowed(APP, state=STATE.rstrip("\n") + ending)["state.py"]
    assert module.endswith(helper())
    assert module.removesuffix(helper()).endswith("\n\n\n")


def test_one_that_a_module_has_is_used_again() -> None:
    files = shadowed(APP, state=f"{STATE}\n\n{helper(name='keep')}")
    assert files["app.py"] == IMPORTING.replace("kept", "keep")
    text = f"import streamlit as st\nfrom state import init as start, keep as k\n\nst.{WIDGET}\n"
    files = shadowed(text, state=f"{STATE}\n\n{helper(name='keep')}")
    assert files["app.py"] == text.replace(f"st.{WIDGET}\n", DRAWN.replace("kept", "k"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("from .state import init", "from .state import init, kept"),
        ("from state import (init)", "from state import (init, kept)"),
        ("from state import (init,)", "from state import (init, kept,)"),
        ("from state import (\n    init,\n)", "from state import (\n    init,\n    kept,\n)"),
        ("from state import (\n    init\n)", "from state import (\n    init,\n    kept\n)"),
        ("from state import (\n    init,  # why\n)", "from state import (\n    init,  # why\n    kept,\n)"),
        ("from state import init  # why", "from state import init, kept  # why"),
        ("from state import \\\n    init", "from state import \\\n    init, kept"),
    ],
)
def test_an_import_is_extended_as_it_is_laid_out(line: str, expected: str) -> None:
    text = f"import streamlit as st\n{line}\n\nst.{WIDGET}\n"
    assert shadowed(text, state=STATE)["app.py"] == f"import streamlit as st\n{expected}\n\n{DRAWN}"


@pytest.mark.parametrize(
    "state",
    [
        STATE + "init()\n",
        STATE.replace("session_state", "secrets"),
        STATE + "\n\ndef show():\n    st.write(st.session_state.a)\n",
        STATE + "\n\ndef add(a, b):\n    return a + b\n",
        STATE.replace("as st", "as st\nfrom streamlit import write"),
        f"from app import x\n{STATE}",
    ],
)
def test_what_is_no_such_module_stays(state: str) -> None:
    files = shadowed(APP, state=state)
    assert files["state.py"] == state
    assert files["widget_state.py"] == NEW
    assert files["app.py"] == IMPORTING.replace("state import", "widget_state import")


def test_where_both_names_are_taken() -> None:
    taken = STATE + "init()\n"
    assert refused(APP, state=taken, widget_state=taken) == (
        "state.py and widget_state.py are something else already: say where the helper belongs with `fix-helper`"
    )


def named(file: str = "lib/memory.py", name: str = "remember") -> Home:
    return replace(SEVERAL, file=file, name=name)


def test_the_user_says_where_it_belongs() -> None:
    files = shadowed(APP, home=named("memory.py"))
    assert files["memory.py"] == NEW.replace(helper(), helper(name="remember"))
    assert files["app.py"] == IMPORTING.replace("state import kept", "memory import remember").replace(
        "**kept", "**remember"
    )
    text = shadowed(APP, home=named("app.py"))["app.py"]
    assert text == f"import streamlit as st\n\n\n{helper(name='remember')}\n\n{DRAWN.replace('kept', 'remember')}"


def test_the_one_of_the_user_is_used_as_it_is() -> None:
    own = "def remember(key, first=None, **options):\n    return {'key': key}\n"
    files = shadowed(APP, home=named("memory.py"), memory=own)
    assert files["memory.py"] == own
    assert "from memory import remember\n" in files["app.py"]


@pytest.mark.parametrize(
    ("file", "others", "why"),
    [
        (
            "memory.py",
            {"memory": STATE + "init()\n"},
            "memory.py, the `fix-helper`, does more than to define functions",
        ),
        ("lib/memory.py", {}, "the folder of lib/memory.py, the `fix-helper`, has none of the app's files"),
        ("../memory.py", {"../other": ""}, "app.py cannot import ../memory.py, the `fix-helper`"),
        ("memory.py", {"memory": f"from app import x\n{STATE}"}, "app.py cannot import memory.py, the `fix-helper`"),
    ],
)
def test_a_place_that_cannot_be(file: str, others: dict[str, str], why: str) -> None:
    home = replace(SEVERAL, entrypoint="sub/app.py", file=file) if file.startswith("..") else named(file)
    assert refused(APP, home, **others).startswith(why)


@pytest.mark.parametrize(
    ("line", "module"),
    [("from .views import x", ".state"), ("from . import views", "state"), ("import views", "state")],
)
def test_a_package_is_imported_as_in_the_file(line: str, module: str) -> None:
    text = APP.replace("st\n\n", f"st\n{line}\n\n")
    home = Home("shop/main.py", ("shop/main.py", "shop/app.py"))
    step = shadow_of(text, f"st.{WIDGET}", "shop/app.py", is_seeded=True, home=home)
    files = after({"shop/app.py": text, "shop/views.py": "x = 1\n"}, step)
    assert f"from {module} import kept\n" in files["shop/app.py"]
    assert files["shop/state.py"] == NEW


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        ("import streamlit as st\n", "import streamlit as st\n\nfrom state import kept\n"),
        ("import streamlit as st\n\nfrom views import x\n", "import streamlit as st\n\nfrom views import x\nfrom state import kept\n"),
        (
            "from views import x\nimport streamlit as st\nimport pandas as pd\n",
            "from views import x\nfrom state import kept\nimport streamlit as st\nimport pandas as pd\n",
        ),
        (
            "import views\n\nimport streamlit as st\n",
            "import views\nfrom state import kept\n\nimport streamlit as st\n",
        ),
        (
            "import streamlit as st\n\nx = 1\nfrom views import y\n",
            "import streamlit as st\n\nfrom state import kept\n\nx = 1\nfrom views import y\n",
        ),
        (
            "import streamlit as st\n\nimport pandas as pd\nfrom views import (\n    x,\n)\n",
            "import streamlit as st\n\nimport pandas as pd\nfrom views import (\n    x,\n)\nfrom state import kept\n",
        ),
        (
            "import sys\nimport streamlit as st\n\nROOT = '..'\nsys.path.insert(0, ROOT)\n\nfrom views import x\n",
            "import sys\nimport streamlit as st\n\nROOT = '..'\nsys.path.insert(0, ROOT)\n\n"
            "from views import x\nfrom state import kept\n",
        ),
        (
            "import sys\nfrom views import x\nif '..' not in sys.path:\n    sys.path.append('..')\nimport streamlit as st\n",
            "import sys\nfrom views import x\nif '..' not in sys.path:\n    sys.path.append('..')\nimport streamlit as st\n"
            "\nfrom state import kept\n",
        ),
        (
            "import sys\nimport streamlit as st\nst.title('x')\nsys.path.append('..')\nfrom views import x\n",
            "import sys\nimport streamlit as st\n\nfrom state import kept\n"
            "st.title('x')\nsys.path.append('..')\nfrom views import x\n",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_an_import_stands_with_those_of_the_app(imports: str, expected: str, newline: str) -> None:
    files = shadowed(f"{imports}\nst.{WIDGET}\n".replace("\n", newline), state=STATE, views="x = y = 1\n")
    assert files["app.py"] == f"{expected}\n{DRAWN}".replace("\n", newline)


@pytest.mark.parametrize(
    ("head", "end"),
    [("x = 1\n", "\r"), ("x = 1\r\n", "\r"), ("x = 1\r", "\n"), ("x = 1\r", "\r\n"), ("x = 1\n", "\r\n")],
)
@pytest.mark.parametrize("gap", ["", "\n", "\r", "\r\n", "\n\n"])
def test_empty_lines_beside_mixed_line_ends(head: str, end: str, gap: str) -> None:
    """As many as with one line end: a carriage return and a line feed that come to meet would be one."""
    text = f"{head.replace('x = 1', '# of')}import streamlit as st{end}{gap}st.{WIDGET}\n"

    def as_one(code: str) -> str:
        return code.replace("\r\n", "\n").replace("\r", "\n")

    for home in (ALONE, SEVERAL):
        assert as_one(shadowed(text, home=home)["app.py"]) == shadowed(as_one(text), home=home)["app.py"]


FORM = 'with st.form("f"):\n    st.text_input("Name", key="name")\n    st.form_submit_button()\n'
SAVED = FORM.replace('key="name"', '**kept_in_form("name")').replace("()", '(on_click=save_kept, args=("name",))')


def in_form(text: str, home: Home) -> dict[str, str]:
    submit = Submit(place(text, "st.form_submit_button()"), ("name",), one_a_form=True)
    return after({"app.py": text}, ShadowInForm(shadow_of(text, f"st.{WIDGET}", is_seeded=True, home=home), (submit,)))


def test_a_form_gets_two() -> None:
    text = f"import streamlit as st\n\n{FORM}"
    both = "\n\n".join(code_of(each, "st.session_state", "kept", "    ", "\n") for each in (KEPT_IN_FORM, SAVE_KEPT))
    assert in_form(text, ALONE)["app.py"] == f"import streamlit as st\n\n\n{both}\n\n{SAVED}"
    files = in_form(text, SEVERAL)
    assert files["state.py"] == NEW.replace(helper(), both)
    assert "from state import kept_in_form, save_kept\n" in files["app.py"]


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("on_change=f", "on_change=f"),
        ("on_change=f, args=(1, 2)", "on_change=f, args=(1, 2)"),
        ("on_change=f, args=[1]", "on_change=f, args=[1]"),
        ("on_change=f, args=None", "on_change=f"),
        ("args=(1,), on_change=f", "on_change=f, args=(1,)"),
        ("on_change=f, kwargs={'a': 1}", "on_change=f, kwargs={'a': 1}"),
        ("on_change=lambda: f(1)", "on_change=lambda: f(1)"),
    ],
)
def test_a_callback_moves_with_the_key(callback: str, expected: str) -> None:
    widget = f'st.text_input("Name", key="name", {callback})'
    text = f"import streamlit as st\n{widget}\n"
    result = repaired(text, shadow_of(text, widget, is_seeded=True, has_callback=True))
    assert result.endswith(f'\nst.text_input("Name", **kept("name", {expected}))\n')


def test_a_callback_by_position_moves_too() -> None:
    widget = 'st.text_input("Name", "none", None, "name", "default", "h", None, f)'
    text = f"import streamlit as st\n{widget}\n"
    expected = (
        'st.text_input("Name", max_chars=None, type="default", help="h", autocomplete=None, '
        '**kept("name", "none", on_change=f))'
    )
    assert repaired(text, shadow_of(text, widget, has_callback=True)).endswith(f"\n{expected}\n")


@pytest.mark.parametrize("callback", ["on_change=None", "on_change=None, args=()"])
def test_no_callback_goes(callback: str) -> None:
    widget = f'st.text_input("Name", key="name", {callback})'
    text = f"import streamlit as st\n{widget}\n"
    assert repaired(text, shadow_of(text, widget, is_seeded=True)).endswith(f"\n{DRAWN}")


@pytest.mark.parametrize("key", ["'k'", 'f"k{i}"', "KEY", "self.key", "'k' + i", "name(1)"])
def test_a_key_is_given_as_it_is_written(key: str) -> None:
    text = f"import streamlit as st\nst.checkbox('a', True, key={key}, help='h')\n"
    widget = text.split("\n")[1]
    assert repaired(text, shadow_of(text, widget)).endswith(f"\nst.checkbox('a', help='h', **kept({key}, True))\n")


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("st.checkbox('a', True, key='k')", "st.checkbox('a', **kept('k', True))"),
        ("st.checkbox('a', key='k', value=True,)", "st.checkbox('a', **kept('k', True),)"),
        (
            "st.checkbox(\n    'a',\n    key='k',\n    value=True,\n)",
            "st.checkbox(\n    'a',\n    **kept('k', True),\n)",
        ),
        (
            "st.checkbox(\n    'a',\n    value=True,\n    key='k'\n)",
            "st.checkbox(\n    'a',\n    **kept('k', True)\n)",
        ),
        (
            "st.checkbox(\n    'a',\n    key='k',  # why\n    help='h',\n)",
            "st.checkbox(\n    'a',\n    **kept('k', False),  # why\n    help='h',\n)",
        ),
        (
            "st.checkbox(\n    'a', key='k',  # why\n    value=True, help='h'\n)",
            "st.checkbox(\n    'a', **kept('k', True),  # why\n    help='h'\n)",
        ),
        (
            "st.checkbox(\n    'a',\n    True,  # at first\n    key='k',\n)",
            "st.checkbox(\n    'a',\n    **kept('k', True),  # at first\n)",
        ),
        (
            "st.checkbox(\n    'a',\n    key='k',  # why\n    value=True\n)",
            "st.checkbox(\n    'a',\n    **kept('k', True)  # why\n)",
        ),
        (
            "st.checkbox(\n    'a',\n    # which one\n    key='k',\n    help='h',\n)",
            "st.checkbox(\n    'a',\n    # which one\n    help='h',\n    **kept('k', False),\n)",
        ),
        ("x = [st.checkbox('a', key='k') for _ in y]", "x = [st.checkbox('a', **kept('k', False)) for _ in y]"),
        ("a and st.checkbox('a', key='k')", "a and st.checkbox('a', **kept('k', False))"),
    ],
)
def test_the_call_stays_as_it_is_laid_out(call: str, expected: str) -> None:
    text = f"import streamlit as st\n{call}\n"
    widget = call[call.index("st.") : call.rindex(")") + 1]
    assert repaired(text, shadow_of(text, widget)).endswith(f"\n{expected}\n")


@pytest.mark.parametrize(
    ("head", "place_of_lines"),
    [
        ("import streamlit as st\n", "import streamlit as st\n\n"),
        ('"""About."""\nimport os\nimport streamlit as st\n', '"""About."""\nimport os\nimport streamlit as st\n\n'),
        (
            "import sys\nsys.path.append('.')\nimport streamlit as st\nimport os\n",
            "import sys\nsys.path.append('.')\nimport streamlit as st\nimport os\n\n",
        ),
        (
            "import streamlit as st\n\nst.set_page_config(\n    layout='wide',\n)\n",
            "import streamlit as st\n\nst.set_page_config(\n    layout='wide',\n)\n\n",
        ),
        (
            "import os\nfrom streamlit import set_page_config, session_state\nset_page_config()\n",
            "import os\nfrom streamlit import set_page_config, session_state\nset_page_config()\n\n",
        ),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_keep_alive_stands_at_the_top(head: str, place_of_lines: str, newline: str) -> None:
    text = (head + "x = 'a'\n").replace("\n", newline)
    result = repaired(text, KeepAlive("app.py", "k"))
    state = "session_state" if "session_state" in head else "st.session_state"
    lines = f"if 'k' in {state}:\n    {state}['k'] = {state}['k']\n\nx = 'a'\n"
    assert result == (place_of_lines + lines).replace("\n", newline)


@pytest.mark.parametrize("text", ["import streamlit as st\n", "import streamlit as st\nst.set_page_config()\n", ""])
def test_a_script_with_nothing_to_keep_alive(text: str) -> None:
    assert isinstance(outcome({"app.py": text}, KeepAlive("app.py", "k")), Fix if not text else Refusal)


def test_files_that_cannot_be_read() -> None:
    for files in ({}, {"app.py": "def"}, {"app.py": b"\xff"}):
        text = files.get("app.py", "")
        if text != b"\xff":
            assert outcome(files, KeepAlive("app.py", "k")) == Refusal("app.py cannot be read")
