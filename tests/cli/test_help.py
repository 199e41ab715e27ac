"""Who does not know the command line yet is helped by it."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from keylint.cli.helping import GROUPS as OPTION_GROUPS
from keylint.cli.helping import Command
from keylint.cli.main import COMMANDS, EXAMPLES, GROUPS

from .conftest import run

ROOT = Path(__file__).parent.parent.parent
DOCUMENTATION = ROOT / "docs" / "configuration.md"


def command_named(name: str) -> Command:
    command = importlib.import_module(f"keylint.cli.{name}").command
    assert isinstance(command, Command)
    return command


def test_every_command_is_in_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(COMMANDS)


def test_every_option_is_in_one_group() -> None:
    grouped = [name for names in OPTION_GROUPS.values() for name in names]
    options = {
        max(parameter.opts, key=len).lstrip("-")
        for name in COMMANDS
        for parameter in command_named(name).params
        if isinstance(parameter, click.Option)
    }
    assert sorted(grouped) == sorted(options)


def test_the_options_of_a_command_stand_under_headings() -> None:
    sections = re.split(r"\n\n(?=\S)", run("check", "--help").stdout)
    headed = {section.partition(":\n")[0]: section for section in sections}
    assert set(OPTION_GROUPS) - {"What is checked"} <= set(headed)
    assert "\n  --fix " in headed["Repairs"]
    assert "\n  --select " in headed["Which findings"]
    assert headed["Other"].strip() == "Other:\n  -h, --help  Show this message and exit."


def test_the_examples_are_command_lines_that_are_understood() -> None:
    lines = [line for line, _ in EXAMPLES] + [line for name in COMMANDS for line, _ in command_named(name).examples]
    assert len(lines) > len(COMMANDS)
    for line in lines:
        program, name, *arguments = shlex.split(line)
        assert program == "keylint"
        command_named(name).make_context(name, arguments)  # raises where an option is not known


def test_without_a_command_the_help_is_printed() -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == run("--help").stdout
    assert "\nExamples:\n  keylint check " in result.stderr


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("chekc", "did you mean: keylint check"),
        ("chekc app.py --fix", "did you mean: keylint check app.py --fix"),
        ("Rules KEY101", "did you mean: keylint rule KEY101"),
        ("lint 'my app.py'", "did you mean: keylint check 'my app.py'"),
        ("fix .", "did you mean: keylint check --fix ."),
        ("version", "did you mean: keylint --version"),
        ("app.py", "app.py is no command; to check it: keylint check app.py"),
        (". --diff", ". is no command; to check it: keylint check . --diff"),
        ("pages/one", "pages/one is no command; to check it: keylint check pages/one"),
        ("zzz", "the commands are check, init, baseline, demo, migrate, map, rule, and keylint --help explains them"),
        ("check --slect KEY1", "--select"),
    ],
)
def test_what_is_misspelt_is_answered_with_what_is_meant(typed: str, meant: str) -> None:
    result = run(*shlex.split(typed))
    assert (result.exit_code, result.stdout) == (2, "")
    assert meant in result.stderr
    assert result.stderr.count("\n") == 1


def test_an_option_that_would_do_nothing_alone_is_an_error() -> None:
    for arguments in (["migrate", "--allow-dirty"], ["check", "--show-fixes"], ["check", "--unsafe-fixes"]):
        assert "does nothing alone" in run(*arguments).stderr


def documented(shell: str) -> str:
    """The line that the documentation gives for a shell."""
    found = re.search(rf"^\| {shell} \| `[^`]+` \| `([^`]+)` \|$", DOCUMENTATION.read_text("utf-8"), re.MULTILINE)
    assert found is not None
    return found[1]


def in_shell(shell: str, script: str, folder: Path) -> str:
    """What a script prints in a shell that has `keylint` on its path."""
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    starter = folder / "keylint"
    starter.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m keylint "$@"\n', encoding="utf-8")
    starter.chmod(0o755)
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [program, "-c", script], env=environment, capture_output=True, check=False, encoding="utf-8", timeout=60
    )
    return done.stdout


@pytest.mark.parametrize(
    ("words", "expected"), [("ch", "check"), ("check --show-f", "--show-fixes"), ("check --group-by ca", "cause")]
)
def test_bash_completes_after_the_documented_line(words: str, expected: str, tmp_path: Path) -> None:
    asked = f"COMP_WORDS=(keylint {words}); COMP_CWORD={len(words.split())}; _keylint_completion keylint"
    script = f"{documented('bash')}\n{asked}\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    assert expected in in_shell("bash", script, tmp_path).split()


@pytest.mark.parametrize(
    ("shell", "asked", "expected"),
    [
        ("zsh", "whence -w _keylint_completion", "_keylint_completion: function"),
        ("fish", "complete --do-complete 'keylint ch'", "check"),
    ],
)
def test_another_shell_takes_the_documented_line(shell: str, asked: str, expected: str, tmp_path: Path) -> None:
    before = "autoload -Uz compinit; compinit -u\n" if shell == "zsh" else ""
    line = documented(shell).replace("\\|", "|")
    assert expected in in_shell(shell, f"{before}{line}\n{asked}", tmp_path)
