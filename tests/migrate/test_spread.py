"""What `--fix` writes below 1.59, a function that is spread into the widget's call, is unwound for every widget."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st

from keylint.fixing.migrating import migrate
from keylint.fixing.writing import write_all
from keylint.settings import Settings
from tests.fixes.fixed import write, write_fixed
from tests.fixes.matrix import CASES, TEMPLATES, Case, expected_refusal
from tests.fixes.player import contradiction
from tests.migrate.test_refusals import reasons
from tests.runtime.judge import quiet

SHADOW = next(template for template in TEMPLATES if template.strategy == "shadow" and not template.in_form)
SHAPES = ("conditional", "first value", "range", "callback", "loop")
INSTALLED = tuple(int(part) for part in st.__version__.split(".")[:2])

OWN = """\
import streamlit as st


def kept(key, first=None, on_change=None):
    own = f"_{key}"

    def save():
        st.session_state[key] = st.session_state[own]
        if on_change:
            on_change()

    st.session_state[own] = st.session_state.setdefault(key, first)
    return {"key": own, "on_change": save}


"""


def _cases() -> list[object]:
    wanted = (case for case in CASES if case.shape.name in SHAPES and expected_refusal(case, SHADOW) is None)
    return [pytest.param(case, id=case.folder) for case in wanted]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _migrated(case: Case, folder: Path) -> str:
    assert write_fixed(case, SHADOW, folder) is None
    assert "kept(" in (folder / "app.py").read_text("utf-8")
    plan, outcome = migrate([Path()], Settings(root=folder, target_option="1.67", cache=False))
    assert [(each.key, each.reason) for each in plan.migrations] == [(key, None) for key in case.shape.keys]
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    return (folder / "app.py").read_text("utf-8")


@pytest.mark.parametrize("case", _cases())
def test_nothing_of_it_is_left(case: Case, folder: Path) -> None:
    text = _migrated(case, folder)
    assert "kept" not in text
    assert "_field" not in text
    assert text.count("persist_state=") == 1
    assert ("on_change=note" in text) == case.shape.has_callback


@pytest.mark.slow
@pytest.mark.runtime
@pytest.mark.parametrize("case", _cases())
def test_the_migrated_app_keeps_the_value(case: Case, folder: Path) -> None:
    if tuple(int(part) for part in case.widget.persists_since.split(".")[:2]) > INSTALLED:
        pytest.skip(f"persists from {case.widget.persists_since} on")
    write(case, folder / "before")
    after = folder / "after"
    after.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(after)
        _migrated(case, after)
    with quiet():
        assert contradiction(case, folder / "before", after) is None


def test_a_key_that_must_stay_keeps_the_function(folder: Path) -> None:
    app = (
        OWN + 'st.text_input("A", **kept("a", "x"))\nst.text_input("B", **kept("b", "x"))\ndel st.session_state["b"]\n'
    )
    found = reasons(folder, {"app.py": app})
    assert found["a"] is None
    assert "deletes 'b'" in str(found["b"])
    plan, outcome = migrate([Path()], Settings(root=folder, target_option="1.67", cache=False))
    (change,) = outcome.changes
    text = change.after.decode()
    assert "def kept(" in text
    assert 'st.text_input("A", key="a", value="x", persist_state="session")' in text
    assert '**kept("b", "x")' in text
    (done,) = plan.done
    assert [(line.line, line.text) for line in done.goes] == [(16, "restores '_a' from 'a', and gives it a callback")]


def _migrated_files(folder: Path, files: dict[str, str]) -> dict[str, str]:
    """What the files say after the migration has been written, those that are still there."""
    assert set(reasons(folder, files).values()) == {None}
    plan, outcome = migrate([Path()], Settings(root=folder, target_option="1.67", cache=False))
    written = write_all(outcome.changes, outcome.fixed, folder)
    assert not written.failures
    assert {line.path for line in plan.cleared} == {change.display for change in outcome.changes if change.is_gone}
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in folder.rglob("*.py")}


def test_a_file_of_nothing_else_goes(folder: Path) -> None:
    files = {
        "state.py": OWN.rstrip() + "\n",
        "app.py": "import streamlit as st\nfrom state import kept\n\nst.text_input('A', **kept('a', 'x'))\n",
    }
    assert _migrated_files(folder, files) == {
        "app.py": "import streamlit as st\n\nst.text_input('A', key='a', value='x', persist_state='session')\n",
    }


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"tests/test_state.py": "import state\n"}, "import streamlit as st\n"),
        ({"tests/test_state.py": "from state import kept\n\nkept('b')\n"}, OWN.rstrip() + "\n"),
        ({"tool.py": "import importlib\n\nimportlib.import_module(input())\n"}, "import streamlit as st\n"),
        ({"tool.py": "from pathlib import Path\n\nPath('state.py').read_text()\n"}, "import streamlit as st\n"),
        ({"state.py": f"# by us\n{OWN.rstrip()}\n"}, "# by us\nimport streamlit as st\n"),
        ({"state.py": f"{OWN.rstrip()}\n\n\nA = 1\n"}, "import streamlit as st\n\n\nA = 1\n"),
    ],
)
def test_a_file_that_somebody_may_use_stays(folder: Path, more: dict[str, str], left: str) -> None:
    files = {
        "state.py": OWN.rstrip() + "\n",
        "app.py": "import streamlit as st\nfrom state import kept\n\nst.text_input('A', **kept('a', 'x'))\n",
    }
    assert _migrated_files(folder, files | more)["state.py"] == left


FIELD = 'st.text_input("A", **kept("a", "x"))\n'


@pytest.mark.parametrize(
    ("app", "reason"),
    [
        (OWN.replace("    own =", "    print(key)\n    own =") + FIELD, "kept() does more than to keep the value"),
        (OWN.replace("    own =", "    st.write(key)\n    own =") + FIELD, "does more than to keep the value"),
        (OWN.replace("    own =", "    first = first or 'x'\n    own =") + FIELD, "kept() does more than to keep"),
        (OWN.replace("        if on_change", "        print(key)\n        if on_change") + FIELD, "does more than to save"),
        (OWN.replace("on_change()", "on_change(key)") + FIELD, "does more than to save the value"),
        (OWN.replace('": save}', '": save, "help": "h"}') + FIELD, "gives the widget other arguments"),
        (OWN.replace("on_change=None", "on_change=print") + FIELD, "kept() has a callback of its own"),
        (OWN.replace("(key, first)", "(key, first or '')") + FIELD, "its first value is computed in kept()"),
        (OWN.replace("on_change=None", "**more") + FIELD, "cannot be told apart"),
        (OWN + FIELD.replace("**kept", "**{**kept").replace("x\")", "x\"), 'help': 'h'}"), "more than the result"),
        (OWN + 'st.number_input("A", **kept("a", 1))\n', "would also decide what kind of value"),
        (OWN + 'st.number_input("A", 1, 9, **kept("a"))\n', "what it begins with cannot be told"),
        (OWN + 'st.text_input("A", "y", **kept("a", "x"))\n', "what it begins with cannot be told"),
        (OWN + FIELD + 'st.write(st.session_state["_a"])\n', "reads the widget's own key '_a'"),
        (OWN + FIELD + 'if "_a" in st.session_state:\n    st.write("there")\n', "names the widget's own key '_a'"),
        (OWN + 'for key in ["a", "b"]:\n    st.text_input(key, **kept(key, {"a": 1, "b": "y"}[key]))\n', None),
        (
            OWN + 'for key in ["a", "b"]:\n    st.radio(key, ["x", "y"], **kept(key, {"a": "x", "b": "y"}[key]))\n',
            "its call has several keys, which begin with several values",
        ),
    ],
)  # fmt: skip
def test_what_does_more_stays(app: str, reason: str | None, folder: Path) -> None:
    found = set(reasons(folder, {"app.py": app}).values())
    assert found
    if reason is None:
        assert found == {None}
    else:
        assert all(reason in str(each) for each in found), found


IN_FORM = next(template for template in TEMPLATES if template.strategy == "shadow" and template.in_form)


def _fields() -> list[object]:
    cases = (case for case in CASES if case.shape.in_form and expected_refusal(case, IN_FORM) is None)
    return [pytest.param(case, id=case.folder) for case in cases]


def _migrated_field(case: Case, folder: Path) -> str:
    assert write_fixed(case, IN_FORM, folder) is None
    assert "kept_in_form(" in (folder / "app.py").read_text("utf-8")
    plan, outcome = migrate([Path()], Settings(root=folder, target_option="1.67", cache=False))
    assert [(each.key, each.reason) for each in plan.migrations] == [(key, None) for key in case.shape.keys]
    for change in outcome.changes:
        change.path.write_bytes(change.after)
    return (folder / "app.py").read_text("utf-8")


@pytest.mark.parametrize("case", _fields())
def test_nothing_of_it_is_left_in_a_form(case: Case, folder: Path) -> None:
    text = _migrated_field(case, folder)
    assert "kept" not in text
    assert "_field" not in text
    assert "on_click" not in text
    assert text.count("persist_state=") == 1


@pytest.mark.slow
@pytest.mark.runtime
@pytest.mark.parametrize("case", _fields())
def test_the_migrated_form_keeps_the_value(case: Case, folder: Path) -> None:
    if tuple(int(part) for part in case.widget.persists_since.split(".")[:2]) > INSTALLED:
        pytest.skip(f"persists from {case.widget.persists_since} on")
    write(case, folder / "before")
    after = folder / "after"
    after.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(after)
        _migrated_field(case, after)
    with quiet():
        assert contradiction(case, folder / "before", after) is None
