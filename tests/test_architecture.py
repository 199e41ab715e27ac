"""What the code promises about itself: its layers, its start-up, and that it never runs what it reads."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

import keylint
from keylint.repairs import FirstValueKind
from keylint.run.trace import AtomKind, GuardKind, Predicate, ReadForm, SharedForm, Sink, WriteForm
from keylint.run.values import OriginKind
from keylint.streamlit.data import COMMANDS, WIDGET_KINDS, CommandKind

PACKAGE = Path(keylint.__file__).parent
PROJECT = PACKAGE.parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "demo" not in path.relative_to(PACKAGE).parts)
APP = 'import streamlit as st\nif st.checkbox("Show"):\n    st.text_input("Name", key="name")\n'


def test_the_layers_hold(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_stay_readable_and_run_nothing_they_read(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 400
    tree = ast.parse(text)
    assert not tree.body or ast.get_docstring(tree), "a module says what it is for"
    called = {_name_of(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    running = called & {
        "exec",
        "eval",
        "compile",
        "__import__",
        "import_module",
        "exec_module",
        "run_path",
        "run_module",
    }
    assert not running - LOADS_ITS_OWN_PARTS.get(path.relative_to(PACKAGE).as_posix(), set())


# Commands and rules are modules of keylint's own. What fixes make of a file is compiled, which runs nothing of it;
# elsewhere, `compile` is that of `re`.
LOADS_ITS_OWN_PARTS = {
    "cli/main.py": {"import_module"},
    "rules/registry.py": {"import_module"},
    "fixing/compiling.py": {"compile"},
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_links_are_followed_without_an_error(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Attribute(value=ast.Name(id="Path"), attr="resolve"):
                called = True
            case ast.Call(func=ast.Attribute(attr="resolve"), args=[], keywords=_):
                called = True
            case _:
                called = False
        assert not called, f"line {getattr(node, 'lineno', 0)}: ask keylint.places.real_path instead of Path.resolve"


# What the fields that code compares can hold. mypy checks `==` and named sets, but not what `in` lists on the spot.
COMPARED = {
    "kind": (OriginKind, AtomKind, GuardKind, CommandKind, FirstValueKind),
    "form": (ReadForm, WriteForm, SharedForm),
    "predicate": (Predicate,),
    "sink": (Sink,),
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_what_is_compared_can_be(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Compare(
                left=ast.Attribute(attr=name),
                ops=[ast.In() | ast.NotIn()],
                comparators=[ast.Tuple() | ast.Set() as listed],
            ) if name in COMPARED:
                wanted = {item.value for item in listed.elts if isinstance(item, ast.Constant)}
                assert wanted <= {value for kind in COMPARED[name] for value in get_args(kind)}, node.lineno


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_which_widgets_there_are_is_known_in_one_folder(path: Path) -> None:
    module = path.relative_to(PACKAGE).as_posix()
    if module.startswith("streamlit/"):
        return
    texts = {node.value for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Constant)}
    named = {name for name, data in COMMANDS.items() if data["kind"] in WIDGET_KINDS} & texts
    assert named <= NAMES_A_WIDGET.get(module, set()), "ask keylint.streamlit.traits instead"


# Some widget, where a micro-app does not say which.
NAMES_A_WIDGET = {"clockwork/widgets.py": {"text_input"}}


def _name_of(function: ast.expr) -> str | None:
    match function:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=ast.Name(id="re")):
            return None
        case ast.Attribute(attr=name):
            return name
    return None


def loaded_by(arguments: list[str], folder: Path) -> set[str]:
    """The packages, and the modules of keylint, that a run of the command line has imported by its end."""
    program = (
        "import sys\nfrom keylint.cli.main import keylint\n"
        f"try:\n    keylint({arguments!r})\nexcept SystemExit:\n    pass\n"
        "own = {name for name in sys.modules if name.startswith('keylint.')}\n"
        'print("\\n".join(own | {name.partition(".")[0] for name in sys.modules}), file=sys.stderr)'
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    return set(done.stderr.split())


def test_the_version_is_said_without_heavy_imports(tmp_path: Path) -> None:
    assert not loaded_by(["--version"], tmp_path) & {"libcst", "rich", "streamlit"}


def test_a_warm_run_parses_nothing(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(APP, "utf-8")
    arguments = ["check", "--isolated", "--output-format", "json"]
    assert "libcst" in loaded_by(arguments, tmp_path)
    assert not loaded_by(arguments, tmp_path) & {"libcst", "rich", "streamlit"}


@pytest.mark.parametrize("output_format", ["full", "grouped", "concise", "json", "github", "gitlab", "markdown"])
def test_a_run_in_which_nothing_has_changed_judges_nothing(tmp_path: Path, output_format: str) -> None:
    (tmp_path / "app.py").write_text(APP, "utf-8")
    arguments = ["check", "--isolated", "--output-format", output_format]
    judging = {"keylint.engine", "keylint.app", "keylint.run", "keylint.rules.registry", "keylint.facts.codec"}
    assert judging <= loaded_by(arguments, tmp_path)
    assert not loaded_by(arguments, tmp_path) & judging
