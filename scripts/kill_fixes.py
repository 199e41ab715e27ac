"""Kills whole `keylint check --fix` runs at random moments, and looks at what is left of the files.

    python scripts/kill_fixes.py                        # 200 kills, on a generated app of 100 pages
    python scripts/kill_fixes.py --kills 10 --pages 5   # fewer, and on a smaller one

One fix changes all pages together, others change one file each. Half of the runs are killed at any moment, half while
they write. After a kill each file has to be the old or the new one; after the next run, which fixes nothing itself,
the files of a fix have to be all old or all new, and nothing else may be left; after one more, everything has to be
new. Prints how many kills came when, and what does not hold, if anything: then the exit status is 1.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = """\
import streamlit as st

st.title("Page")
st.write(st.session_state.get("horizon"))
"""
WITH_PART = "from parts.part_{number} import show\n\nshow()\n"
FIRST = 'import streamlit as st\n\nst.number_input("Horizon", 1, 90, key="horizon")\n'
PART = """\
import streamlit as st


def clear():
    st.session_state.total_{number} = 0


def show():
    st.button("Clear", on_click=clear())
"""
PARTS = 10  # files with a fix of their own, each of another page
WATCHED = 0.002  # seconds

Files = dict[str, bytes]


class Runs:
    """Runs of keylint on a project in `folder`, with a cache and a journal beside it."""

    def __init__(self, folder: Path) -> None:
        self.project, self.home = folder / "project", folder / "home"
        self.environment = os.environ | {
            "PYTHONPATH": str(ROOT),
            "XDG_CACHE_HOME": str(self.home),
            "KEYLINT_CACHE_DIR": str(folder / "cache"),
        }

    def start(self, *options: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "keylint", "check", "--fix", "--target-streamlit", "1.40", "--exit-zero"]
        return subprocess.Popen(
            [*command, *options],
            cwd=self.project,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def whole(self, *options: str) -> float:
        """A run that nobody disturbs; how long it took. Raises RuntimeError when it fails."""
        start = time.monotonic()
        process = self.start(*options)
        _, errors = process.communicate()
        if process.returncode:
            raise RuntimeError(errors.decode())
        return time.monotonic() - start

    def journals(self) -> list[Path]:
        return list((self.home / "keylint").glob("writing-*"))

    def write(self, files: Files) -> None:
        for path in sorted(self.project.rglob("*"), reverse=True):
            if path.is_file():
                path.unlink()
        for name, data in files.items():
            file = self.project / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)

    def read(self) -> Files:
        return {
            path.relative_to(self.project).as_posix(): path.read_bytes()
            for path in self.project.rglob("*")
            if path.is_file()
        }


def app(pages: int) -> Files:
    """An app whose keep-alives stand in all pages, and parts with a fix in one file."""
    files = {"app.py": FIRST, "keylint.toml": 'fix-strategy = "keep-alive"\n'}
    for number in range(pages):
        files[f"pages/{number}_page.py"] = PAGE + (WITH_PART.format(number=number) if number < PARTS else "")
        if number < PARTS:
            files[f"parts/part_{number}.py"] = PART.format(number=number)
    return {name: text.encode() for name, text in files.items()}


def watched(runs: Runs) -> tuple[float, float]:
    """How long a run takes, and how long it writes."""
    start = first = last = time.monotonic()
    process = runs.start("--unsafe-fixes")
    while process.poll() is None:
        if runs.journals():
            last = time.monotonic()
            first = last if first == start else first
        time.sleep(WATCHED)
    process.communicate()
    return time.monotonic() - start, last - first


def killed(runs: Runs, lasts: float, writes: float, *, while_writing: bool) -> str:
    """Starts a run and kills it; when that was."""
    process = runs.start("--unsafe-fixes")
    if while_writing:
        while process.poll() is None and not runs.journals():
            time.sleep(WATCHED)
        time.sleep(random.uniform(0, writes))
    else:
        time.sleep(random.uniform(0, lasts))
    moment = "while it wrote" if runs.journals() else "else"
    ended = process.poll() is not None
    process.kill()
    process.communicate()
    return "too late" if ended else moment


def groups(files: Files) -> list[list[str]]:
    """The names of the files that are fixed together."""
    together = [name for name in files if name == "app.py" or name.startswith("pages/")]
    return [together, *([name] for name in files if name.startswith("parts/"))]


def left_wrong(runs: Runs, old: Files, new: Files) -> list[str]:
    """What does not hold after a kill, in words."""
    found = runs.read()
    wrong = [f"{name} is half written" for name in old if found.get(name) not in (old[name], new[name])]
    runs.whole("--select", "KEY900")
    found = runs.read()
    wrong += [
        f"{', '.join(group[:3])} … are not all old or all new"
        for group in groups(old)
        if [found[name] for name in group] not in ([files[name] for name in group] for files in (old, new))
    ]
    wrong += [f"{name} is left" for name in found.keys() - old.keys()]
    wrong += [f"{path.name} is left" for path in runs.journals()]
    runs.whole("--unsafe-fixes")
    if runs.read() != new:
        wrong.append("the run after that does not end what was begun")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--pages", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0, help="which moments; the machine has a say as well")
    options = parser.parse_args()
    random.seed(options.seed)
    moments: Counter[str] = Counter()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        runs, old = Runs(Path(folder)), app(options.pages)
        runs.write(old)
        runs.whole("--unsafe-fixes")
        new = runs.read()
        if any(old[name] == new[name] for group in groups(old) for name in group):
            raise RuntimeError("a file has nothing to fix")
        runs.write(old)
        lasts, writes = watched(runs)
        while moments.total() - moments["too late"] < options.kills:
            runs.write(old)
            moments[killed(runs, lasts, writes, while_writing=moments.total() % 2 == 0)] += 1
            wrong += left_wrong(runs, old, new)
    told = ", ".join(f"{count} {moment}" for moment, count in moments.items())
    print(f"{options.kills} kills of runs of {lasts:.1f} s, of which {writes:.2f} s write, on {len(old)} files: {told}")
    print("\n".join(wrong) or "after each, files were whole; after the next run, fixes too, and nothing was left")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
