"""The GitHub Action: its steps, run by bash as a runner does, with its inputs and files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]
APP = """\
import streamlit as st

if st.toggle("Show", key="show"):
    st.text_input("Name", key="name")
st.write(st.session_state.get("name"))
"""
FOUND = "::error file=app.py,line=4,col=5,"

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


class Runner:
    """A job: a checkout with an app, the folder for temporary files, and what steps write for each other."""

    def __init__(self, folder: Path) -> None:
        self.checkout, self.temp = folder / "checkout", folder / "temp"
        self.outputs = folder / "outputs"
        self.summary: Path | None = None
        self.programs = folder / "programs"
        for each in (self.checkout, self.temp, self.programs):
            each.mkdir()
        (self.checkout / "app.py").write_text(APP)
        self.program("keylint", f'exec "{sys.executable}" -m keylint "$@"')

    def program(self, name: str, script: str) -> Path:
        path = self.programs / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n")
        path.chmod(0o755)
        return path

    def step(self, step: Any, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Runs a step; `inputs` have `_` for `-`, and the default of the action where they are not given."""
        values = {f"inputs.{name}": described["default"] for name, described in ACTION["inputs"].items()}
        values |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        values |= {
            "github.action_path": str(ROOT),
            "steps.install.outputs.program": str(self.programs / "keylint"),
        }
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"
        variables = {
            name: re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)
            for name, text in step["env"].items()
        }
        script = self.temp / "step.sh"
        script.write_text(step["run"])
        environment = {
            "PATH": f"{self.programs}:/usr/bin:/bin",
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(self.temp),
            "GITHUB_OUTPUT": str(self.outputs),
            "KEYLINT_CACHE_DIR": str(self.temp / "cache"),
            **({"GITHUB_STEP_SUMMARY": str(self.summary)} if self.summary else {}),
            **variables,
        }
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.checkout,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )

    def check(self, **inputs: str) -> tuple[int, str, str]:
        done = self.step(CHECK, **inputs)
        return done.returncode, done.stdout, done.stderr


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_it_is_a_composite_action_whose_inputs_may_all_be_left_out() -> None:
    assert ACTION["runs"]["using"] == "composite"
    for name, described in ACTION["inputs"].items():
        assert described["description"].endswith((".", ")", "`.")), name
        assert isinstance(described["default"], str), name
    used = set(re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])


def test_the_documentation_has_its_inputs_and_no_others() -> None:
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE)) == set(ACTION["inputs"])
    blocks = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)]
    steps = [step for block in blocks for step in (block if isinstance(block, list) else steps_of(block))]
    uses = [step for step in steps if step.get("uses", "").startswith("OWNER/keylint@")]
    assert len(uses) > 1
    assert all(set(step.get("with", {})) <= set(ACTION["inputs"]) for step in uses)


def steps_of(workflow: Any) -> list[Any]:
    return [step for job in workflow.get("jobs", {}).values() for step in job["steps"]]


def test_findings_are_annotations_and_fail_the_step(runner: Runner) -> None:
    status, out, _ = runner.check()
    assert status == 1
    assert out.startswith(FOUND)
    assert not list(runner.checkout.glob("*.sarif"))


def test_a_clean_app_passes(runner: Runner) -> None:
    (runner.checkout / "app.py").write_text("import streamlit as st\nst.text_input('Name', key='name')\n")
    assert runner.check()[:2] == (0, "")


def test_the_log_stands_where_the_input_says(runner: Runner) -> None:
    status, out, _ = runner.check(sarif_file="my logs.sarif")
    assert (status, out.startswith(FOUND)) == (1, True)
    log = json.loads((runner.checkout / "my logs.sarif").read_text("utf-8"))
    assert [each["ruleId"] for each in log["runs"][0]["results"]] == ["KEY101"]


def test_the_summary_of_the_job_is_added_to(runner: Runner, tmp_path: Path) -> None:
    runner.check()
    assert not list(runner.temp.glob("*.md"))
    runner.summary = tmp_path / "summary"
    runner.summary.write_text("before\n")
    status, out, _ = runner.check()
    assert (status, out.startswith(FOUND)) == (1, True)
    assert runner.summary.read_text("utf-8").startswith("before\n### keylint\n\n| | Where |")
    assert "| ✘ error | app.py:4:5 |" in runner.summary.read_text("utf-8")
    runner.summary.write_text("")
    assert runner.check(paths="nowhere")[0] == 2
    assert runner.summary.read_text() == ""


def test_paths_are_lines(runner: Runner) -> None:
    (runner.checkout / "other app").mkdir()
    (runner.checkout / "other app" / "main.py").write_text(APP)
    (runner.checkout / "-x.py").write_text(APP)
    assert "file=app.py" not in runner.check(paths="other app\n")[1]
    out = runner.check(paths="other app\n\n-x.py\n")[1]
    assert "file=other app/main.py" in out
    assert "file=-x.py" in out
    assert runner.check(paths="nowhere")[2].startswith("keylint: error: nowhere: no such file or folder")


def test_options_are_words(runner: Runner) -> None:
    assert runner.check(args="--exit-zero --select 'KEY9, KEY2'")[:2] == (0, "")
    assert runner.check(args=" \n ")[0] == 1
    assert runner.check(args="--ignore\nKEY101")[0] == 0


@pytest.mark.parametrize("args", ["$(touch made)", "; touch made", "`touch made`", "'--select", '"$(touch made)"'])
def test_an_input_is_never_a_command(runner: Runner, args: str) -> None:
    assert runner.check(args=args, paths="$(touch made)", sarif_file="")[0] != 0
    assert not (runner.checkout / "made").exists()


@pytest.mark.parametrize(("version", "wanted"), [("", str(ROOT)), ("0.1.0", "keylint==0.1.0")])
def test_what_is_installed(runner: Runner, version: str, wanted: str) -> None:
    installed = runner.temp / "installed"
    python = runner.program("inner", f'printf "%s\\n" "$@" >"{installed}"')
    runner.program("python3", f'mkdir -p "$3/bin" && cp "{python}" "$3/bin/python"')
    done = runner.step(INSTALL, version=version)
    assert (done.returncode, done.stderr) == (0, "")
    assert installed.read_text().splitlines()[:3] == ["-m", "pip", "install"]
    assert installed.read_text().splitlines()[-1] == wanted
    assert runner.outputs.read_text() == f"program={runner.temp}/keylint/bin/keylint\n"


@pytest.mark.slow
def test_it_installs_itself_and_checks(runner: Runner) -> None:
    runner.program("python3", f'exec "{sys.executable}" "$@"')
    done = runner.step(INSTALL)
    assert done.returncode == 0, done.stderr
    program = runner.outputs.read_text().strip().removeprefix("program=")
    runner.program("keylint", f'unset PYTHONPATH; exec "{program}" "$@"')
    assert runner.check()[1].startswith(FOUND)
