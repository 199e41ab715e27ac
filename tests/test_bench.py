"""The bench: its apps are what they claim to be, its arithmetic is right, and it leaves alone what it measures."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from keylint.engine import check
from keylint.settings import Settings
from scripts import bench
from scripts.benchmarks.figures import Growth, growth, table
from scripts.benchmarks.generated import FAMILIES, STARTING, Family
from scripts.benchmarks.measures import Measure, Tools, measure
from scripts.benchmarks.processes import Limits, Outcome, least, run_measured
from scripts.benchmarks.subject import Subject, copied, file_to_edit, written

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name == "nt", reason="the bench asks Unix what a process cost")


@pytest.mark.parametrize("family", [STARTING, *FAMILIES.values()], ids=lambda family: family.name)
def test_keylint_understands_a_generated_app_and_finds_its_widgets(family: Family, tmp_path: Path) -> None:
    size = 1 if family is STARTING else 4
    app = family.write(size)
    written(app, family.name, size, tmp_path)
    report = check([tmp_path], Settings(root=tmp_path, cache=False))
    assert report.unknowns == ()
    assert report.totals.widgets == app.widgets
    assert report.totals.apps == 1
    assert "KEY900" not in {finding.code for finding in report.findings}
    assert app.edited in app.files


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda family: family.name)
def test_a_family_grows_with_its_size_and_ends_with_a_doubling(family: Family) -> None:
    small, large = (len("".join(family.write(size).files.values())) for size in (10, 100))
    assert 5 < large / small < 20
    assert family.sizes[-1] == 2 * family.sizes[-2]
    assert family.write(10) == family.write(10)


def test_the_exponent_of_a_power_is_found() -> None:
    found = growth([(size, 0.5 + 0.01 * size**1.7) for size in (100, 200, 400)], 0.5)
    assert found.fitted == pytest.approx(1.7)
    assert found.last == pytest.approx(1.7)


def test_the_last_exponent_is_that_of_the_last_two_sizes_in_whatever_order_they_come() -> None:
    found = growth([(40, 9.0), (10, 2.0), (20, 3.0)], 1.0)
    assert found.last == pytest.approx(2.0)
    assert found.fitted == pytest.approx(1.5)


def test_costs_that_are_no_more_than_the_start_tell_nothing() -> None:
    assert growth([(10, 0.51), (20, 0.52), (40, 3.0)], 0.5) == Growth(None, None)


def test_a_table_is_aligned() -> None:
    assert table(("", "cold"), [("ifs", "1.25"), ("choices", ">60.00")]) == (
        "           cold\nifs        1.25\nchoices  >60.00"
    )


@posix_only
def test_a_process_is_charged_for_its_children(tmp_path: Path) -> None:
    spin = "import time\nwhile time.process_time() < 0.2: pass"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spin!r}])"
    run = run_measured([sys.executable, "-c", code], tmp_path, tmp_path / "out", {}, Limits())
    assert run.outcome is Outcome.ENDED
    assert run.cpu >= 0.2
    assert run.peak > 1_000_000


@posix_only
def test_a_run_at_its_time_limit_is_no_failure_and_not_made_again(tmp_path: Path) -> None:
    code = "import sys, time; print(1, file=open('starts', 'a')); time.sleep(60)"
    limits = Limits(timeout=0.3, repeat=3)
    run = least(lambda: run_measured([sys.executable, "-c", code], tmp_path, tmp_path / "out", {}, limits), limits)
    assert run.outcome is Outcome.TIMEOUT
    assert run.wall < 30
    assert (tmp_path / "starts").read_text() == "1\n"


@posix_only
def test_a_failure_tells_what_was_said_last(tmp_path: Path) -> None:
    run = run_measured([sys.executable, "-c", "raise SystemExit('no')"], tmp_path, tmp_path / "out", {}, Limits())
    assert (run.outcome, run.note) == (Outcome.FAILED, "exit status 1: no")


def test_a_copy_has_code_and_configuration_but_no_data_and_no_environment(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("app.py", "pages/1_a.py", "requirements.txt", "data.csv", "venv/pyvenv.cfg", "venv/x.py", ".git/a.py"):
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).write_text("")
    copied(checkout, None, tmp_path / "copy")
    files = {
        path.relative_to(tmp_path / "copy").as_posix() for path in (tmp_path / "copy").rglob("*") if path.is_file()
    }
    assert files == {"app.py", "pages/1_a.py", "requirements.txt"}


def test_the_longest_drawing_file_is_changed_unless_another_is_named(tmp_path: Path) -> None:
    draws = b"import streamlit"
    sources = {"data.py": b"#" * 90, "tests/a.py": draws + b"#" * 60, "a.py": draws, "b.py": draws + b"#"}
    assert file_to_edit(Subject("x", tmp_path), sources) == "b.py"
    assert file_to_edit(Subject("x", tmp_path, edited="data.py"), sources) == "data.py"
    assert file_to_edit(Subject("x", tmp_path, edited="gone.py"), sources) == "b.py"


@posix_only
def test_keylint_is_measured_after_a_change_to_a_file_of_the_copy(tmp_path: Path) -> None:
    subject = written(STARTING.write(1), "app", 1, tmp_path / "app")
    before = (subject.folder / "app.py").read_text()
    (tmp_path / "scratch").mkdir()
    heard = []
    result = measure(
        subject,
        (Measure.CHANGED,),
        Tools(),
        Limits(repeat=1),
        tmp_path / "scratch",
        lambda one, run: heard.append((one, run)),
    )
    assert heard == [*result.runs.items()]
    assert result.runs[Measure.CHANGED].outcome is Outcome.ENDED
    assert result.summary["widgets"] == 1
    assert (subject.folder / "app.py").read_text().startswith(before)
    assert (subject.folder / "app.py").read_text() != before
    assert {path.name for path in subject.folder.iterdir()} == {"app.py", ".git"}


@posix_only
def test_the_command_measures_a_checkout_without_touching_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    app = 'import streamlit as st\n\nst.text_input("Name", key="name")\n'
    (checkout / "app.py").write_text(app)
    (checkout / "unrelated.py").write_text("x = 1\n")
    figures = tmp_path / "figures.json"
    arguments = [str(checkout), "--measure", "parse", "fixit", "--repeat", "1", "--json", str(figures)]
    assert bench.main([*arguments, "--fixit", str(tmp_path / "nowhere")]) == 0
    assert {path.name: path.read_text() for path in checkout.iterdir()} == {"app.py": app, "unrelated.py": "x = 1\n"}
    result = json.loads(figures.read_text())["results"][-1]
    assert (result["name"], result["files"], result["lines"], result["edited"]) == ("checkout", 1, 3, "app.py")
    assert result["runs"].keys() == {"parse"}
    assert result["runs"]["parse"]["outcome"] == "ended"
    assert result["runs"]["parse"]["cpu_seconds"] > 0
    printed = capsys.readouterr().out
    assert "fixit is left out" in printed
    assert "cold/parse" in printed
