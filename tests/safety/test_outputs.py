"""Whatever a project is called and says, what keylint prints is text: no terminal and no build server acts on it."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from keylint.app.entrypoints import apps
from keylint.cli.main import keylint
from keylint.discover import files
from keylint.reporters.cells import visible

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")

EVIL = "\x1b]0;x\x07\x9b31m\u202e\u2066\u200b\u034f\ufe01\U0001bca1\U000e0041%0A##[error]"
APP = """\
import streamlit as st

if st.toggle("Show {0}", key="::error file=x::{0}"):
    st.text_input("Name {0}", key="::name{0}")  # {0}
st.write(st.session_state.get("::name{0}"))
st.session_state["::k{0}\\n::error::"] = st.session_state.get("::k{0}\\n::error::")
if st.toggle("Other", key="other"):
    st.number_input("Number", key="::k{0}\\n::error::")
"""


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"::error file=x::y\n::error::{EVIL}.py".replace("/", "")).write_text(APP.format(EVIL))
    (tmp_path / "pages").mkdir()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / f"{EVIL}\n::error::.txt").write_text("streamlit>=1.40,<1.68\n")
    (tmp_path / "pages" / f"1_{EVIL}.py").write_text("import streamlit as st\nst.text_input(\n")
    (tmp_path / "::linked").symlink_to("/usr")
    return tmp_path


def harmless(text: str, *, github: bool = False) -> bool:
    lines = text.split("\n")
    commands = [line for line in lines if re.match(r"\s*::\w", line)]
    expected = [line for line in lines if line.startswith(("::error file=", "::warning file=", "::notice file="))]
    return (
        all(visible(line) == line for line in lines)
        and (github or "##[" not in text)
        and commands == (expected if github else [])
    )


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(keylint, arguments, prog_name="keylint")
    assert "internal error" not in done.stderr
    return done.exit_code, done.stdout, done.stderr


EVERYTHING = ("--no-cache", "--min-severity", "info", "--show-files", "--show-unknowns", "--statistics", "-v")


@pytest.mark.parametrize(
    "output_format", ["full", "grouped", "concise", "github", "json", "sarif", "gitlab", "markdown"]
)
@pytest.mark.parametrize("upgrade", [(), ("--upgrade-from", "1.40")])
def test_check(output_format: str, upgrade: tuple[str, ...]) -> None:
    status, out, err = run("check", "--output-format", output_format, *EVERYTHING, *upgrade)
    assert status == (2 if upgrade else 1)  # a file cannot be read
    assert harmless(out, github=output_format == "github")
    assert harmless(err)
    if output_format == "json" and not upgrade:
        assert any(EVIL in finding["path"] for finding in json.loads(out)["findings"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("map",),
        ("map", "--output-format", "json"),
        ("migrate",),
        ("migrate", "--output-format", "json"),
        ("rule", EVIL),
        ("check", f"::no{EVIL}"),
        ("check", "--select", f"KEY{EVIL}"),
        ("check", "--entrypoint", EVIL),
        ("check", "--config", EVIL),
        ("check", "--output-file", f"/nowhere{EVIL}/x"),
        ("check", "--target-streamlit", EVIL),
        ("check", f"--{EVIL}"),
        ("demo", "--copy", f"::new\n::error::{EVIL}".replace("/", "")),
        ("demo", "--copy", f"::no\n::error::{EVIL}/x"),
        ("map", f"::no{EVIL}"),
        ("migrate", "--target-streamlit", "1.67"),
        (f"::{EVIL}",),
        ("check", "--fix", "--unsafe-fixes"),
    ],
)
def test_other_commands_and_errors(arguments: tuple[str, ...]) -> None:
    _, out, err = run(*arguments)
    assert harmless(out)
    assert harmless(err)
    assert out or err


@pytest.mark.parametrize(
    "key", ["select", "exclude", "entrypoints", "target-streamlit", "per-file-ignores", "::nothing"]
)
def test_a_configuration(tree: Path, key: str) -> None:
    value = json.dumps([f"::{EVIL}["]) if key in ("select", "exclude", "entrypoints") else json.dumps(EVIL)
    (tree / "keylint.toml").write_text(f'"{key}" = {value}\n', encoding="utf-8")
    status, out, err = run("check")
    assert status == 2
    assert harmless(out)
    assert harmless(err)


@pytest.mark.parametrize("arguments", [("check",), ("check", "--fix"), ("map",), ("migrate", "-v")])
def test_a_fault(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> None:
    def raising(*_: object) -> None:
        raise KeyError(f"\n::error::{EVIL}")

    monkeypatch.setattr(apps, "find_layouts", raising)
    monkeypatch.setenv("KEYLINT_DEBUG", "1")
    for done in (CliRunner().invoke(keylint, arguments), _failing_at_the_top(monkeypatch, arguments)):
        assert done.exit_code == 2
        assert "internal error" in done.stderr or "No such option" in done.stderr
        assert harmless(done.stdout)
        assert harmless(done.stderr)


def _failing_at_the_top(monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]) -> Result:
    def raising(*_: object) -> None:
        raise ZeroDivisionError(f"\n::error::{EVIL}")

    monkeypatch.setattr(files, "_walk", raising)
    return CliRunner().invoke(keylint, arguments)


def test_with_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    for arguments in (("check", *EVERYTHING), ("map",), ("check", "--upgrade-from", "1.40", *EVERYTHING)):
        _, out, _ = run(*arguments)
        assert harmless(re.sub("\x1b\\[[0-9;]*m", "", out))
