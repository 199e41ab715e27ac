from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from keylint.errors import ConfigurationError
from keylint.findings import Severity

from .conftest import Engine, finding, report, run

SUMMARY = """\
No problems found in 2 widgets with a key on 1 page of 1 app.
Not checked: 1 thing could not be resolved (--show-unknowns).
Checked for Streamlit 1.62 (known from requirements.txt).
"""


@pytest.mark.parametrize(
    ("severity", "arguments", "status"),
    [
        (None, (), 0),
        (Severity.ERROR, (), 1),
        (Severity.WARNING, (), 1),
        (Severity.INFO, (), 0),
        (Severity.INFO, ("--min-severity", "info"), 1),
        (Severity.WARNING, ("--min-severity", "error"), 0),
        (Severity.ERROR, ("--exit-zero",), 0),
    ],
)
def test_exit_status(analysis: Engine, severity: Severity | None, arguments: tuple[str, ...], status: int) -> None:
    analysis.result = report(*([finding(severity)] if severity else []))
    result = run("check", *arguments)
    assert (result.exit_code, result.stderr) == (status, "")


def test_prints_findings_with_their_source(analysis: Engine) -> None:
    analysis.result = report(finding())
    assert run("check").stdout.splitlines()[:3] == [
        "✘ app.py:2:1 KEY101[error] 'name' is lost",
        "   2 │ st.text_input('[bold]', key='name')",
        "     │ ^^^^^^^^^^^^^",
    ]


def test_a_clean_run_says_so(analysis: Engine) -> None:
    assert run("check").stdout == SUMMARY
    assert run("check", "-q").stdout == ""


def test_every_format(analysis: Engine) -> None:
    analysis.result = report(finding())
    assert run("check", "--output-format", "concise").stdout.startswith("app.py:2:1: KEY101[error] 'name' is lost\n")
    assert run("check", "--output-format", "github").stdout.startswith("::error file=app.py,line=2,")
    assert json.loads(run("check", "--output-format", "json").stdout)["summary"]["errors"] == 1


def test_the_lists_that_can_be_asked_for(analysis: Engine) -> None:
    analysis.result = report(finding())
    output = run("check", "--statistics", "--show-files", "--show-unknowns", "-v").stdout
    for line in ("1  KEY101  read-while-hidden", "  app.py", "  app.py:1 exec", "# keylint: ignore[KEY101]"):
        assert line in output


def test_options_become_settings(analysis: Engine) -> None:
    result = run(
        *("check", "app.py", "--select", "KEY9,KEY901", "--ignore", "KEY900", "--extend-select", "KEY"),
        *("--min-severity", "info", "--target-streamlit", "1.50", "--entrypoint", "a.py", "--entrypoint", "b.py"),
        *("--output-format", "concise", "--no-cache", "-j", "2", "--isolated"),
    )
    assert result.exit_code == 0
    settings = analysis.settings
    assert settings is not None
    assert analysis.paths == (Path("app.py"),)
    assert settings.select == ("KEY9", "KEY901")
    assert settings.ignore == ("KEY900",)
    assert settings.extend_select == ("KEY",)
    assert settings.min_severity is Severity.INFO
    assert settings.target_option == "1.50"
    assert settings.entrypoints == ("a.py", "b.py")
    assert settings.output_format == "concise"
    assert settings.cache is False
    assert settings.jobs == 2


def test_the_configuration_holds_where_no_option_is_given(analysis: Engine) -> None:
    Path("keylint.toml").write_text('ignore = ["KEY901"]\nmin-severity = "error"\noutput-format = "concise"\n')
    analysis.result = report(finding(Severity.WARNING))
    assert run("check").exit_code == 0
    assert analysis.settings is not None
    assert analysis.settings.ignore == ("KEY901",)
    assert analysis.paths == (Path(),)
    assert run("check", "--min-severity", "warning").stdout.startswith("app.py:2:1: KEY101[warning]")
    assert run("check", "--isolated").exit_code == 1


def test_the_configuration_is_sought_above_the_paths(analysis: Engine) -> None:
    Path("one/pages").mkdir(parents=True)
    Path("one/keylint.toml").write_text('ignore = ["KEY901"]\n')
    run("check", "one/pages")
    assert analysis.settings is not None
    assert analysis.settings.ignore == ("KEY901",)
    run("check", "one/pages/../../app.py")
    assert analysis.settings.ignore == ()
    run("check", "one", "app.py")
    assert analysis.settings.ignore == ()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere",), "nowhere: no such file or folder"),
        (("--select", "KEY90I"), "unknown rule code 'KEY90I': did you mean KEY90"),
        (
            ("--output-format", "xml"),
            "'xml' is not one of 'full', 'grouped', 'concise', 'json', 'github', 'sarif', 'gitlab', 'markdown'",
        ),
        (("--min-severity", "fatal"), "'fatal' is not one of"),
        (("--group-by", "colour"), "'colour' is not one of 'cause', 'page', 'key', 'rule'"),
        (("--group-by", "page", "--output-format", "json"), "--group-by is for the formats full and grouped"),
        (("--jobs", "0"), "--jobs"),
        (("--unknown-option",), "No such option"),
        (("--config", "nowhere.toml"), "nowhere.toml"),
        (("--output-file", "no/folder.txt"), "no/folder.txt: cannot be written: No such file or directory"),
    ],
)
def test_bad_usage_is_one_line_and_status_2(analysis: Engine, arguments: tuple[str, ...], message: str) -> None:
    result = run("check", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("keylint: error: ")
    assert result.stderr.count("\n") == 1
    assert message in result.stderr


def test_a_broken_configuration_is_status_2(analysis: Engine) -> None:
    Path("keylint.toml").write_text('ignroe = ["KEY901"]\n')
    result = run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'ignore'" in result.stderr


def test_what_the_analysis_cannot_do_is_status_2(analysis: Engine) -> None:
    analysis.result = ConfigurationError("the entry point\nis missing")
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr) == (
        2,
        "",
        "keylint: error: the entry point is missing\n",
    )


def test_a_bug_asks_for_a_report(analysis: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    analysis.result = ZeroDivisionError("by zero")
    line = "keylint: error: internal error, please report it: ZeroDivisionError: by zero, at "
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(line)
    assert "\nTraceback " in run("check", "-v").stderr
    monkeypatch.setenv("KEYLINT_DEBUG", "1")
    assert "\nTraceback " in run("check").stderr


def test_an_interrupt_is_status_130(analysis: Engine) -> None:
    analysis.result = KeyboardInterrupt()
    result = run("check")
    assert (result.exit_code, result.stdout, result.stderr.strip()) == (130, "", "")


def test_colour_only_when_it_is_forced_or_a_terminal_is_there(
    analysis: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis.result = report(finding())
    assert "\x1b" not in run("check").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31mKEY101[error]\x1b[0m" in run("check").stdout
    run("check", "--output-file", "out.txt")
    assert "\x1b" not in Path("out.txt").read_text(encoding="utf-8")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in run("check").stdout


def test_no_progress_without_a_terminal(analysis: Engine) -> None:
    run("check")
    assert analysis.progress is not None
    run("check", "-q")
    assert analysis.progress is None


def test_writes_the_output_file_at_once(analysis: Engine) -> None:
    analysis.result = report(finding())
    Path("out.json").write_text("old")
    Path("out.json").chmod(0o640)
    result = run("check", "--output-format", "json", "--output-file", "out.json")
    assert (result.exit_code, result.output) == (1, "")
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["errors"] == 1
    assert Path("out.json").stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in Path().iterdir()) == [".git", "app.py", "out.json"]


def test_a_failing_check_leaves_the_output_file(analysis: Engine) -> None:
    analysis.result = ValueError("bug")
    Path("out.json").write_text("old")
    assert run("check", "--output-file", "out.json").exit_code == 2
    assert Path("out.json").read_text() == "old"


def test_the_output_file_may_be_a_link_or_a_device(analysis: Engine) -> None:
    Path("link").symlink_to("target")
    run("check", "--output-file", "link")
    assert Path("link").is_symlink()
    assert Path("target").read_text(encoding="utf-8") == SUMMARY
    assert run("check", "--output-file", os.devnull).exit_code == 0
    assert not Path(os.devnull).is_file()
