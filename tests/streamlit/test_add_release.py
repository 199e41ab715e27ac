"""The command that supports a new release of Streamlit, on releases that exist."""

from __future__ import annotations

import importlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "keylint" / "streamlit" / "commands.json"
TEXT = CATALOGUE.read_text(encoding="utf-8")
NEWEST: str = json.loads(TEXT)["releases"][-1]


@pytest.fixture(autouse=True)
def _scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(ROOT / "scripts")


@pytest.fixture
def builder() -> ModuleType:
    return importlib.import_module("build_commands")


@pytest.fixture
def adder() -> ModuleType:
    return importlib.import_module("add_release")


def without_the_newest(builder: ModuleType) -> str:
    releases = builder.expand(json.loads(TEXT))
    del releases[NEWEST]
    text: str = builder.render(builder.build(releases))
    assert NEWEST not in text
    return text


def test_the_installed_release_is_added_as_it_was(builder: ModuleType, tmp_path: Path) -> None:
    pytest.importorskip("streamlit")
    description = importlib.import_module("describe_streamlit").describe()
    if description["version"] != NEWEST:
        pytest.skip("another release than the newest is installed")
    catalogue = tmp_path / "commands.json"
    catalogue.write_text(without_the_newest(builder), encoding="utf-8")
    builder.add([description], catalogue)
    assert catalogue.read_text(encoding="utf-8") == TEXT


def state(adder: ModuleType, positional: str = "label", added: str = "key", **more: Any) -> Any:
    told: dict[str, Any] = {"identity": "", "settable": True, "key_required": False, "defaults": {}}
    return adder.State(positional=positional, keyword_only=frozenset(added.split()), **told | more)


def test_what_is_otherwise_is_told_by_command(adder: ModuleType) -> None:
    before = {
        "toggle": state(adder),
        "slider": state(adder, added="key step", identity=None),
        "table": state(adder, settable=False),
        "pills": state(adder, "label options"),
        "form": state(adder),
    }
    after = {
        "toggle": state(adder, added="bind icon key"),
        "slider": state(adder, identity="max_value min_value"),
        "table": state(adder, key_required=True),
        "pills": state(adder, "options label"),
        "button": state(adder),
    }
    assert adder.changes(before, after) == [
        "new command st.button: a key is to it what it is to a trigger",
        "st.form is gone",
        "st.pills: the order of its parameters was label options, is options label",
        "st.slider no longer takes step",
        "st.slider: with a key its identity depends on all parameters, now it depends on max_value min_value",
        "st.table: a key is now required",
        "st.table: its key may now be assigned",
        "st.toggle takes bind, icon",
    ]
    assert adder.changes(after, after) == []


def test_what_no_program_knows_is_left_to_people(adder: ModuleType) -> None:
    before = {"toggle": state(adder, defaults={"value": False}), "slider": state(adder)}
    after = {
        "toggle": state(adder, defaults={"value": None}, added="key sticky"),
        "slider": state(adder, identity="step"),
        "pills": state(adder),
    }
    told = adder.decisions(before, after, gone={"cache"}, new={"pills", "carousel"})
    assert [line.split(": ")[0] for line in told] == [
        "st.cache is gone",
        "st.carousel",
        "st.pills",
        "st.slider",
        "st.toggle",
        "st.toggle(sticky)",
    ]
    assert "the default of value was False, is None" in told[4]
    for line in told:
        for path in (word for word in line.split() if word.startswith(("keylint/", "tests/"))):
            assert (ROOT / path.rstrip(",.;")).is_file(), path
    assert adder.decisions(after, after, (), ()) == []


def test_what_is_no_release_is_refused(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "add_release.py"), "latest"]
    done = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, encoding="utf-8")
    assert done.returncode == 2
    assert done.stderr.endswith("latest is no release of Streamlit: write 1.68 or 1.68.0\n")


@pytest.fixture
def checkout(builder: ModuleType, tmp_path: Path) -> Path:
    """The scripts beside a catalogue that does not know the newest release."""
    shutil.copytree(ROOT / "scripts", tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "keylint" / "streamlit").mkdir(parents=True)
    text = without_the_newest(builder)
    (tmp_path / "keylint" / "streamlit" / "commands.json").write_text(text, encoding="utf-8")
    return tmp_path


def add(checkout: Path, release: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(checkout / "scripts" / "add_release.py"), release, "--no-plays"]
    return subprocess.run(command, cwd=checkout, check=False, capture_output=True, encoding="utf-8")


@pytest.mark.slow
def test_a_release_is_found_installed_and_added_by_its_line(checkout: Path) -> None:
    done = add(checkout, NEWEST.rpartition(".")[0])
    if "pip finds no Streamlit" in done.stderr:
        pytest.skip("pip reaches no package index")
    assert done.returncode == 0, done.stderr
    assert (checkout / "keylint" / "streamlit" / "commands.json").read_text(encoding="utf-8") == TEXT
    known = len(json.loads(TEXT)["releases"])
    assert f"Streamlit {NEWEST} is in" in done.stdout
    assert f"{known - 1} releases before, {known} now" in done.stdout
    assert "Otherwise than in 1." in done.stdout


@pytest.mark.slow
def test_a_release_that_does_not_exist_changes_nothing(checkout: Path) -> None:
    catalogue = checkout / "keylint" / "streamlit" / "commands.json"
    before = catalogue.read_bytes()
    done = add(checkout, "1.999")
    assert done.returncode == 1
    assert done.stderr.startswith("pip finds no Streamlit 1.999 for Python 3.")
    assert catalogue.read_bytes() == before


@pytest.mark.slow
def test_a_command_of_unknown_kind_stops_it_before_anything_is_written(checkout: Path) -> None:
    script = checkout / "scripts" / "build_commands.py"
    script.write_text(script.read_text(encoding="utf-8").replace(" multiselect ", " "), encoding="utf-8")
    catalogue = checkout / "keylint" / "streamlit" / "commands.json"
    before = catalogue.read_bytes()
    done = add(checkout, NEWEST)
    if "pip finds no Streamlit" in done.stderr:
        pytest.skip("pip reaches no package index")
    assert done.returncode == 1
    assert done.stderr.startswith(f"Streamlit {NEWEST} is not added.\n  add to KINDS in scripts/build_commands.py")
    assert "multiselect" in done.stderr
    assert catalogue.read_bytes() == before
