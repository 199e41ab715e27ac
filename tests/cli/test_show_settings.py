"""`keylint check --show-settings` says what holds where, and which line says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.cli.main import keylint
from keylint.configuration_values import READERS

if TYPE_CHECKING:
    from pathlib import Path

APP = "import streamlit as st\nst.text_input('Name', key='name')\n"
FILES = {
    "app.py": APP,
    "one/app.py": APP,
    "one/helper.py": "import streamlit as st\n\ndef title():\n    st.title('x')\n",
    "two/app.py": APP,
    "base.toml": 'ignore = ["KEY1"]\n',
    "pyproject.toml": '[project]\nname = "x"\nignore = 1\n\n[tool.keylint]\ntarget-streamlit = "1.50"\njobs = 3\n',
    "one/keylint.toml": 'extend = "../base.toml"\n\n[per-file-ignores]\n"a/*" = ["KEY2"]\n',
    "two/pyproject.toml": '[tool.keylint.widget-functions]\n"acme_ui.field" = "text_input:key"\n',
}


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)


def shown(*arguments: str) -> list[str]:
    """The parts of what is printed, each with single spaces between its words."""
    done = CliRunner().invoke(keylint, ["check", "--show-settings", *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return [re.sub("  +", "  ", part) for part in done.stdout.split("\n\n")]


def test_each_app_has_its_settings_and_where_they_stand() -> None:
    run, main, one, two = shown()
    assert "\n  jobs  3  pyproject.toml:7\n" in run
    assert main.startswith("1 app, 1 file:\n  app.py: Streamlit 1.50 (target-streamlit in the configuration)\n")
    assert '\n  target-streamlit  "1.50"  pyproject.toml:6\n' in main
    assert "\n  ignore  []  default\n" in main
    assert one.startswith("1 app, 2 files:\n  one/app.py: Streamlit ")
    assert "\n  one/helper.py\n" in one
    assert '\n  ignore  ["KEY1"]  base.toml:1\n' in one
    assert '\n  per-file-ignores  {"a/*" = ["KEY2"]}  one/keylint.toml:3\n' in one
    assert "\n  target-streamlit  from the requirements  default\n" in one
    assert '\n  widget-functions  {"acme_ui.field" = "text_input:key"}  two/pyproject.toml:1\n' in two


def test_every_setting_is_shown_once() -> None:
    run, *apps = shown()
    for app in apps:
        keys = re.findall(r"^  ([a-z-]+)  ", f"{run}\n{app}", re.MULTILINE)
        assert sorted(keys) == sorted(READERS)


def test_what_an_option_gives_is_said_to_come_from_it() -> None:
    options = ("--select", "KEY1,KEY2", "--target-streamlit", "1.60", "--no-cache", "--baseline", "x.jsonl", "-j", "2")
    run, *apps = shown(*options, "--output-format", "json", "--entrypoint", "one/app.py")
    assert '\n  output-format  "json"  --output-format\n' in run
    assert '\n  baseline  "x.jsonl"  --baseline\n' in run
    assert "\n  jobs  2  --jobs\n" in run
    assert run.endswith("\n  cache  false  --no-cache")
    assert any("one/app.py: Streamlit 1.60" in app for app in apps)
    for app in apps:
        assert '\n  select  ["KEY1", "KEY2"]  --select\n' in app
        assert '\n  target-streamlit  "1.60"  --target-streamlit\n' in app
        assert '\n  entrypoints  ["one/app.py"]  --entrypoint\n' in app
    assert "\n  baseline  none  --no-baseline\n" in shown("--no-baseline")[0]


def test_a_file_is_shown_with_what_holds_for_it(tmp_path: Path) -> None:
    _, one = shown("one/app.py", "--isolated")
    assert one.startswith("1 app, 1 file:\n  one/app.py: Streamlit ")
    assert "\n  ignore  []  default\n" in one
    _, one = shown("one/app.py")
    assert '\n  ignore  ["KEY1"]  base.toml:1\n' in one
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.py").write_text("x = 1\n", encoding="utf-8")
    _, other = shown("other")
    assert other.startswith("Files here, of which none belongs to a Streamlit app:\n")
    assert '\n  target-streamlit  "1.50"  pyproject.toml:6\n' in other


def test_it_is_written_to_a_file(tmp_path: Path) -> None:
    assert shown("--output-file", "settings.txt") == [""]
    assert (tmp_path / "settings.txt").read_text("utf-8").startswith("The whole run:\n")


@pytest.mark.parametrize(
    "option", ["--fix", "--diff", "--add-ignore", "--upgrade-from=1.40", "--update-baseline", "--output-format=json=x"]
)
def test_it_goes_alone(option: str) -> None:
    done = CliRunner().invoke(keylint, ["check", "--show-settings", option])
    assert done.exit_code == 2
    assert "--show-settings" in done.stderr
