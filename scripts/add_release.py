"""Supports a new Streamlit release: describes it, adds it to the catalogue, tries what keylint knows on it.

    python scripts/add_release.py 1.68              # the newest patch of the line, or one release: 1.68.0
    python scripts/add_release.py 1.68 --no-plays   # describes and adds only

The release is installed beside the others of scripts/streamlit_versions.py. Prints what is otherwise than in the
release before it, and what somebody has to decide. The exit status is 1 where the release is not added, because
something has to be decided first, or where something does not play on it.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_commands import CATALOGUE, KIND_OF, TELLING, State, add, names_in, numbers
from streamlit_versions import ensure

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SCRIPTS = Path(__file__).resolve().parent
ROOT = SCRIPTS.parent

Commands = dict[str, State]


def resolve(wanted: str) -> str:
    """The release that pip would install for a line or a release. Raises LookupError where there is none."""
    pattern = wanted if wanted.count(".") == 2 else f"{wanted}.*"
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--no-deps", "--quiet"]
    command += ["--disable-pip-version-check", "--report", "-", f"streamlit=={pattern}"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        python = f"{sys.version_info.major}.{sys.version_info.minor}"
        said = done.stderr.strip().rpartition("\n")[2]
        raise LookupError(f"pip finds no Streamlit {wanted} for Python {python}: {said}")
    [install] = json.loads(done.stdout)["install"]
    return str(install["metadata"]["version"])


def describe(python: Path) -> dict[str, Any]:
    command = [str(python), "-W", "ignore", str(SCRIPTS / "describe_streamlit.py")]
    description: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return description


def changes(before: Commands, after: Commands) -> list[str]:
    """What is otherwise in the keyed commands, a line each."""
    lines = [f"new command st.{name}: a key is to it what it is to a {KIND_OF[name]}" for name in after.keys() - before]
    lines += [f"st.{name} is gone" for name in before.keys() - after]
    for name in before.keys() & after:
        old, new = before[name], after[name]
        old_parameters, new_parameters = parameters(old), parameters(new)
        if taken := new_parameters - old_parameters:
            lines.append(f"st.{name} takes {', '.join(sorted(taken))}")
        if refused := old_parameters - new_parameters:
            lines.append(f"st.{name} no longer takes {', '.join(sorted(refused))}")
        if old.positional != new.positional and new_parameters == old_parameters:
            lines.append(f"st.{name}: the order of its parameters was {old.positional}, is {new.positional}")
        if old.identity != new.identity:
            lines.append(f"st.{name}: with a key its identity {depends(old)}, now it {depends(new)}")
        if old.settable != new.settable:
            lines.append(f"st.{name}: its key may {'now' if new.settable else 'no longer'} be assigned")
        if old.key_required != new.key_required:
            lines.append(f"st.{name}: a key is {'now' if new.key_required else 'no longer'} required")
    return sorted(lines)


def parameters(state: State) -> frozenset[str]:
    return names_in(state.positional) | state.keyword_only


def depends(state: State) -> str:
    if state.identity is None:
        return "depends on all parameters"
    return f"depends on {state.identity}" if state.identity else "depends on nothing else"


def decisions(before: Commands, after: Commands, gone: Iterable[str], new: Iterable[str]) -> list[str]:
    """What no program knows, a line each. `gone` and `new` are public names of the module `streamlit`."""
    lines = [f"st.{name} is gone: say what takes its place in keylint/streamlit/gone.py" for name in sorted(gone)]
    plain = [f"st.{name}" for name in sorted(new) if name not in after]
    if plain:
        names = ", ".join(plain)
        lines.append(f"{names}: what shows, contains, leaves a run or decorates belongs in keylint/streamlit/names.py")
    lines += [
        f"st.{name}: does keylint/streamlit/traits.py derive the right entry? Add it to WIDGETS in"
        " tests/fixes/matrix.py, and fixtures that lose it"
        for name in sorted(after.keys() - before)
        if KIND_OF[name] == "value"
    ]
    for name in sorted(before.keys() & after):
        old, now = before[name], after[name]
        if old.identity != now.identity:
            lines.append(f"st.{name}: a fixture, with `oldest`, that shows what resets its value from now on")
        lines += [
            f"st.{name}: the default of {each} was {was!r}, is {by_now!r}; the catalogue has the newest only"
            for each, was, by_now in changed_defaults(old.defaults or {}, now.defaults or {})
        ]
    taken = [
        f"st.{name}({each})"
        for name in sorted(before.keys() & after)
        for each in sorted(parameters(after[name]) - parameters(before[name]))
        if KIND_OF[name] in ("value", "selection", "lazy-container", "editor")
    ]
    if taken:
        lines.append(
            f"{', '.join(taken)}: what decides what a widget begins with, keeps or tells the app belongs in"
            " keylint/streamlit/traits.py or behaviour.py"
        )
    return lines


def changed_defaults(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[tuple[str, Any, Any]]:
    told = [each for each in TELLING if each in before and each in after]
    return [(each, before[each], after[each]) for each in told if before[each] != after[each]]


def play(version: str, python: Path) -> list[str]:
    """Plays everything on the release; what does not hold."""
    on_it = ["--python", str(python)]
    courses = {
        "clockwork": ["run_clockwork.py", *on_it],
        "scenarios of the fixtures": ["run_scenarios.py", *on_it],
        "stories of the fixtures": ["run_stories.py", "--release", version],
        "fixes": ["run_fixes.py", "--release", version],
    }
    failed = []
    for title, (script, *arguments) in courses.items():
        print(f"\n=== {title}", flush=True)
        if subprocess.run([sys.executable, str(SCRIPTS / script), *arguments], cwd=ROOT, check=False).returncode:
            failed.append(title)
    return failed


def print_lines(title: str, lines: list[str]) -> None:
    print(f"\n{title}")
    print("\n".join(f"  {each}" for each in lines or ["nothing"]), flush=True)


def added(wanted: str) -> tuple[str, Path] | None:
    """Adds the release to the catalogue and tells what is otherwise; None, with the reason printed, where it is not."""
    try:
        version = resolve(wanted)
    except LookupError as error:
        print(error, file=sys.stderr)
        return None
    python = ensure(version)
    description = describe(python)
    try:
        known, releases = add([description])
    except ValueError as error:
        print(f"Streamlit {version} is not added.\n  {error}", file=sys.stderr)
        return None
    print(f"Streamlit {version} is in {CATALOGUE.relative_to(ROOT)}: {len(known)} releases before, {len(releases)} now")
    earlier = [each for each in releases if numbers(each) < numbers(version)]
    if earlier:
        previous = max(earlier, key=numbers)
        before, after = releases[previous], releases[version]
        # The catalogue has the defaults of the newest release only, and no names of commands without a key.
        old = describe(ensure(previous))
        before = {name: with_defaults(name, state, old) for name, state in before.items()}
        gone, new = set(old["names"]) - set(description["names"]), set(description["names"]) - set(old["names"])
        print_lines(f"Otherwise than in {previous}:", changes(before, after))
        print_lines("To be decided by hand:", decisions(before, after, gone, new))
    return version, python


def with_defaults(name: str, state: State, description: Mapping[str, Any]) -> State:
    described = description["commands"].get(name, {})
    return replace(state, defaults=described.get("defaults"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("release", help="a line, such as 1.68, or a release, such as 1.68.0")
    parser.add_argument("--no-plays", action="store_true", help="describe and add only")
    options = parser.parse_args()
    if not re.fullmatch(r"\d+\.\d+(\.\d+)?", options.release):
        parser.error(f"{options.release} is no release of Streamlit: write 1.68 or 1.68.0")
    outcome = added(options.release)
    if outcome is None:
        return 1
    failed = [] if options.no_plays else play(*outcome)
    if failed:
        print(f"\nDoes not hold on it: {', '.join(failed)}.")
        print("What Streamlit does otherwise now belongs, with its version, in keylint/streamlit/behaviour.py and the")
        print("clockwork. `git restore keylint/streamlit/commands.json` takes the release back.")
        return 1
    print("\nNext: python -m pytest, which says where README.md and docs/ have to name the new release; CHANGELOG.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
