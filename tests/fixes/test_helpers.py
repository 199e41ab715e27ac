"""Imports and callbacks that an edit needs: found where they are, else added once, or the edit is not made."""

from __future__ import annotations

import pytest

from keylint.findings import Fix
from keylint.repairs import KeepAlive, Refusal

from .sources import after, outcome, reason, repaired, shadow_of

WIDGET = 'text_input("Name", key="name")'


def shadowed(text: str, piece: str = f"st.{WIDGET}", **others: str) -> dict[str, str]:
    files = {"app.py": text} | {f"{name}.py": content for name, content in others.items()}
    return after(files, shadow_of(text, piece, is_seeded=True))


def helper(state: str = "st.session_state", name: str = "save_values", newline: str = "\n") -> str:
    return (
        f"def {name}(*keys):\n"
        '    """Copies what the widgets hold to the keys that keep their values while the widgets are not shown."""\n'
        "    for key in keys:\n"
        f'        if f"_{{key}}" in {state}:\n'
        f'            {state}[key] = {state}[f"_{{key}}"]\n'
    ).replace("\n", newline)


def drawn(state: str = "st.session_state", call: str = "st.text_input", name: str = "save_values") -> str:
    return f'{state}["_name"] = {state}["name"]\n{call}("Name", key="_name", on_change={name}, args=("name",))\n'


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
    expected = f"{new_head or head}\n\n{helper(state)}\n\n{drawn(state, call)}"
    assert shadowed(text, piece)["app.py"] == expected.replace("\n", newline)


def test_imports_below_other_statements() -> None:
    text = f"import sys\n\nsys.path.append('.')\nimport streamlit as st\n\nst.{WIDGET}\n"
    assert shadowed(text)["app.py"] == (
        f"import sys\n\n\n{helper()}\n\nsys.path.append('.')\nimport streamlit as st\n\n{drawn()}"
    )


def test_without_imports_at_the_top_the_docstring_comes_first() -> None:
    text = f'"""About."""\n\nx = 1\nimport streamlit as st\nst.{WIDGET}\n'
    assert shadowed(text)["app.py"] == f'"""About."""\n\n\n{helper()}\n\nx = 1\nimport streamlit as st\n{drawn()}'


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


def test_a_callback_of_the_same_shape_is_used_again() -> None:
    text = f"import streamlit as st\n\n\n{helper(name='remember')}\n\nst.{WIDGET}\n".replace(
        '    """', '    "short"\n    #'
    )
    assert shadowed(text)["app.py"] == text.replace(f"st.{WIDGET}\n", drawn(name="remember"))


@pytest.mark.parametrize(
    "change",
    [("*keys", "keys"), ("for key in keys:", "for key in sorted(keys):"), ("def ", "@cache\ndef ")],
)
def test_another_callback_is_not(change: tuple[str, str]) -> None:
    text = f"import streamlit as st\n\n\n{helper(name='remember').replace(*change)}\n\nst.{WIDGET}\n"
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
    assert shadowed(text)["app.py"] == f"import streamlit as st\n\n\n{helper()}\n\n{definition}\n\n{drawn()}"
    text = f"import streamlit as st\n\n\n{definition}\n\n{helper(name='remember')}\n\nst.{WIDGET}\n"
    assert shadowed(text)["app.py"] == text.replace(f"st.{WIDGET}\n", drawn(name="remember"))
    module = f"{STATE}\n\n{definition.replace('pass', 'st.session_state')}"
    files = shadowed(f"import streamlit as st\nfrom state import init\n\nst.{WIDGET}\n", state=module)
    assert helper() in files["app.py"] + files["state.py"]


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
    assert result == f"{head}\n\n{helper()}\n\n{drawn()}".replace("\n", newline)
    compile(result, "app.py", "exec", dont_inherit=True)
    kept = repaired(f"{head}x = 2\n".replace("\n", newline), KeepAlive("app.py", "k"))
    assert kept.startswith(head.replace("\n", newline))
    compile(kept, "app.py", "exec", dont_inherit=True)


def test_a_name_that_is_taken() -> None:
    text = f"import streamlit as st\nsave_values = 1\nst.{WIDGET}\n"
    assert helper(name="save_widget_values") in shadowed(text)["app.py"]
    text = text.replace("= 1", "= save_widget_values")
    assert reason(text, shadow_of(text, f"st.{WIDGET}", is_seeded=True)) == (
        "the name save_widget_values already means something else in app.py"
    )


STATE = "import streamlit as st\n\n\ndef init():\n    st.session_state.setdefault('a', 1)\n"


def test_the_callback_is_written_to_the_module_of_state_helpers() -> None:
    text = f"import streamlit as st\nfrom state import init\n\nst.{WIDGET}\n"
    files = shadowed(text, state=STATE)
    assert files["state.py"] == f"{STATE}\n\n{helper()}"
    assert files["app.py"] == f"import streamlit as st\nfrom state import init, save_values\n\n{drawn()}"


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\n# end"])
def test_the_end_of_that_module(ending: str) -> None:
    text = f"import streamlit as st\nfrom state import init\n\nst.{WIDGET}\n"
    module = shadowed(text, state=STATE.rstrip("\n") + ending)["state.py"]
    assert module.endswith(helper())
    assert module.removesuffix(helper()).endswith("\n\n\n")


def test_a_callback_there_is_used_again() -> None:
    text = f"import streamlit as st\nfrom state import init as start, keep as k\n\nst.{WIDGET}\n"
    files = shadowed(text, state=f"{STATE}\n\n{helper(name='keep')}")
    assert files["app.py"] == text.replace(f"st.{WIDGET}\n", drawn(name="k"))
    files = shadowed(text.replace(", keep as k", ""), state=f"{STATE}\n\n{helper(name='keep')}")
    assert files["app.py"] == text.replace("keep as k", "keep").replace(f"st.{WIDGET}\n", drawn(name="keep"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("from .state import init", "from .state import init, save_values"),
        ("from state import (init)", "from state import (init, save_values)"),
        ("from state import (init,)", "from state import (init, save_values,)"),
        ("from state import (\n    init,\n)", "from state import (\n    init,\n    save_values,\n)"),
        ("from state import (\n    init\n)", "from state import (\n    init,\n    save_values\n)"),
        ("from state import (\n    init,  # why\n)", "from state import (\n    init,  # why\n    save_values,\n)"),
        ("from state import init  # why", "from state import init, save_values  # why"),
        ("from state import \\\n    init", "from state import \\\n    init, save_values"),
    ],
)
def test_an_import_is_extended_as_it_is_laid_out(line: str, expected: str) -> None:
    text = f"import streamlit as st\n{line}\n\nst.{WIDGET}\n"
    assert shadowed(text, state=STATE)["app.py"] == f"import streamlit as st\n{expected}\n\n{drawn()}"


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("import state", STATE),
        ("from state import *", STATE),
        ("from state import init", STATE + "init()\n"),
        ("from state import init", STATE.replace("session_state", "secrets")),
        ("from state import init", STATE + "\n\ndef show():\n    st.write(st.session_state.a)\n"),
        ("from state import init", STATE + "\n\ndef add(a, b):\n    return a + b\n"),
        ("from state import init", STATE.replace("as st", "as st\nfrom streamlit import write")),
        ("from elsewhere import init", STATE),
    ],
)
def test_else_it_is_written_beside_the_widget(line: str, state: str) -> None:
    text = f"import streamlit as st\n{line}\n\nst.{WIDGET}\n"
    files = shadowed(text, state=state)
    assert files["state.py"] == state
    assert helper() in files["app.py"]


def test_a_name_of_the_module_that_means_something_else_here() -> None:
    text = f"import streamlit as st\nfrom state import init\nsave_values = 1\nst.{WIDGET}\n"
    result = outcome({"app.py": text, "state.py": STATE}, shadow_of(text, f"st.{WIDGET}", is_seeded=True))
    assert result == Refusal("the name save_values already means something else in app.py")


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("on_change=f", 'on_change=save_values_then, args=("name", f)'),
        ("on_change=f, args=(1, 2)", 'on_change=save_values_then, args=("name", f, 1, 2)'),
        ("on_change=f, args=((1, 2),)", 'on_change=save_values_then, args=("name", f, (1, 2))'),
        ("on_change=f, args=(*a, 2)", 'on_change=save_values_then, args=("name", f, *a, 2)'),
        ("on_change=f, args=[1]", 'on_change=save_values_then, args=("name", f, 1)'),
        ("on_change=f, args=a", 'on_change=save_values_then, args=("name", f, *a)'),
        ("on_change=f, args=None", 'on_change=save_values_then, args=("name", f)'),
        ("args=(1,), on_change=f", 'args=("name", f, 1), on_change=save_values_then'),
        ("on_change=f, kwargs={'a': 1}", "on_change=save_values_then, kwargs={'a': 1}, args=(\"name\", f)"),
        ("on_change=lambda: f(1)", 'on_change=save_values_then, args=("name", lambda: f(1))'),
    ],
)
def test_a_callback_is_called_after_the_value_is_saved(callback: str, expected: str) -> None:
    widget = f'st.text_input("Name", key="name", {callback})'
    text = f"import streamlit as st\n{widget}\n"
    result = repaired(text, shadow_of(text, widget, is_seeded=True, chain=True))
    assert f'st.text_input("Name", key="_name", {expected})\n' in result
    assert "def save_values_then(key, callback, *args, **kwargs):\n" in result


@pytest.mark.parametrize(
    ("callback", "expected"),
    [
        ("on_change=None", 'on_change=save_values, args=("name",)'),
        ("on_change=None, args=()", 'on_change=save_values, args=("name",)'),
    ],
)
def test_no_callback_is_replaced(callback: str, expected: str) -> None:
    widget = f'st.text_input("Name", key="name", {callback})'
    text = f"import streamlit as st\n{widget}\n"
    result = repaired(text, shadow_of(text, widget, is_seeded=True))
    assert f'st.text_input("Name", key="_name", {expected})\n' in result


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
