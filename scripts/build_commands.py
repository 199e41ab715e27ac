"""Adds descriptions of Streamlit releases to keylint/streamlit/commands.json.

    python scripts/build_commands.py DESCRIPTION... [--catalogue FILE]

A DESCRIPTION is what scripts/describe_streamlit.py printed, or a folder of such JSON files, one per release. The
catalogue is its own source: what it says of every release is read from it, the described ones are added, and it is
written anew. So it never loses a line of releases; a description replaces only what is said of an older or the same
release of its line. keylint/streamlit/data.py says what the content means. scripts/add_release.py does this, and tries
the release.
"""

from __future__ import annotations

import argparse
import ast
import json
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CATALOGUE = Path(__file__).parent.parent / "keylint" / "streamlit" / "commands.json"

# What a key is to a command. A command with a parameter `key` that is not listed ends the build: somebody has to look.
KINDS = {
    "value": "checkbox color_picker date_input datetime_input feedback multiselect number_input pagination pills radio"
    " segmented_control select_slider selectbox slider text_area text_input time_input toggle",
    "trigger": "button download_button form_submit_button link_button menu_button",
    "chat": "chat_input",
    "file": "audio_input camera_input experimental_audio_input file_uploader",
    "editor": "data_editor experimental_data_editor",
    "selection": "altair_chart dataframe echarts_chart plotly_chart pydeck_chart vega_lite_chart",
    "form": "form",
    "container": "container grid",
    "lazy-container": "expander popover tabs",
    "other": "fragment get_option pdf set_option",
}
KIND_OF = {name: kind for kind, names in KINDS.items() for name in names.split()}

# The default of these parameters tells something: what a widget begins with, and whether the app hears unasked of what
# the user does.
TELLING = ("value", "index", "default", "expanded", "on_change", "on_click", "on_select", "on_submit")

# Streamlit computes some identities from values that have another name than the parameter that decides them.
IDENTITY_PARAMETERS = {"click_mode": "selection_mode", "is_selection_activated": "on_select"}
# Identities that are computed at run time. A link button is a widget only where it has the key as its identity; a keyed
# editor with a fixed number of rows, the default, keeps its edits as long as the schema of the data stays.
COMPUTED_IDENTITIES = {"should_check_widget_policies": (), "key_as_main_identity": ("data", "num_rows")}

Described = dict[str, Any]  # what scripts/describe_streamlit.py says of a release, or of a command


@dataclass(frozen=True, slots=True)
class State:
    """A command on one release, of which a change counts. Of the last two only what the newest release says is kept."""

    positional: str
    keyword_only: frozenset[str]
    identity: str | None
    settable: bool
    key_required: bool = field(compare=False)
    defaults: Mapping[str, Any] | None = field(compare=False)  # None: not known any more


Releases = dict[str, dict[str, State]]


def build(releases: Releases) -> dict[str, Any]:
    """The content of the data file: per command what changed when. `releases` maps versions to commands.

    Raises ValueError for a command of which the kind is not known.
    """
    versions = sorted(releases, key=numbers)
    names = sorted({name for commands in releases.values() for name in commands})
    unknown = [name for name in names if name not in KIND_OF]
    if unknown:
        raise ValueError(f"add to KINDS in scripts/build_commands.py what a key is to: {', '.join(unknown)}")
    return {"releases": versions, "commands": {name: command_data(name, versions, releases) for name in names}}


def command_data(name: str, versions: list[str], releases: Releases) -> dict[str, Any]:
    history: list[dict[str, Any]] = []
    before: State | None = None
    last_without: str | None = None
    required = False
    defaults: Mapping[str, Any] = {}
    for version in versions:
        state = releases[version].get(name)
        if state is None:
            if before is not None:
                history.append({"since": line(version), "gone": True})
            before, last_without = None, version
            continue
        required = state.key_required
        defaults = defaults if state.defaults is None else state.defaults
        if before is None:
            # A command is taken to exist from the first line after the last release that is known to lack it: a line
            # without a description in between must not hide it.
            since = line(version) if last_without is None else line(last_without, next_line=True)
            first = {"since": since, "positional": state.positional}
            if state.keyword_only:
                first["added"] = joined(state.keyword_only)
            history.append(first | {"identity": state.identity, "settable": state.settable})
        elif state != before:
            history.append({"since": line(version)} | difference(before, state))
        before = state
    told = {parameter: defaults[parameter] for parameter in TELLING if parameter in defaults}
    return {"kind": KIND_OF[name], "key_required": required, "defaults": told, "history": history}


def difference(before: State, after: State) -> dict[str, Any]:
    """What an entry of the history says: only what changed."""
    names = ("positional", "identity", "settable")
    changed = {name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)}
    added, removed = after.keyword_only - before.keyword_only, before.keyword_only - after.keyword_only
    return changed | ({"added": joined(added)} if added else {}) | ({"removed": joined(removed)} if removed else {})


def expand(data: dict[str, Any]) -> Releases:
    """What `build` was given, from what it made."""
    releases: Releases = {version: {} for version in data["releases"]}
    for name, command in data["commands"].items():
        newest: str | None = None
        for version in releases:
            state = state_on(command, version)
            if state is not None:
                releases[version][name] = state
                newest = version
        if newest is not None:
            releases[newest][name] = replace(releases[newest][name], defaults=command["defaults"])
    return releases


def state_on(command: dict[str, Any], version: str) -> State | None:
    """The command on a release; None where it does not exist."""
    state: State | None = None
    for change in command["history"]:
        if numbers(change["since"]) > numbers(line(version)):
            break
        if change.get("gone"):
            state = None
            continue
        keyword_only = (state.keyword_only if state else frozenset()) | names_in(change.get("added"))
        state = State(
            positional=change["positional"] if state is None else change.get("positional", state.positional),
            keyword_only=keyword_only - names_in(change.get("removed")),
            identity=change["identity"] if state is None else change.get("identity", state.identity),
            settable=change["settable"] if state is None else change.get("settable", state.settable),
            key_required=command["key_required"],
            defaults=None,
        )
    return state


def with_description(releases: Releases, description: Described) -> Releases:
    """The releases and the described one, which takes the place of an older or the same one of its line.

    Raises ValueError when a newer one of its line is known, or what an identity depends on cannot be read.
    """
    version = description["version"]
    for known in releases:
        if line(known) == line(version) and numbers(known) > numbers(version):
            raise ValueError(f"Streamlit {version} is older than {known}, which the catalogue has for {line(version)}")
    others = {known: commands for known, commands in releases.items() if line(known) != line(version)}
    return others | {version: {name: as_state(name, each) for name, each in description["commands"].items()}}


def as_state(name: str, described: Described) -> State:
    try:
        names = identity(described["key_as_main_identity"], {*described["positional"], *described["keyword_only"]})
    except (KeyError, TypeError, ValueError, SyntaxError) as error:
        raise ValueError(
            f"st.{name}: its identity is {' or '.join(described['key_as_main_identity'])}; read in Streamlit's source"
            " on which parameters it depends, and add that to COMPUTED_IDENTITIES in scripts/build_commands.py"
        ) from error
    return State(
        positional=" ".join(described["positional"]),
        keyword_only=frozenset(described["keyword_only"]),
        identity=None if names is None else joined(names),
        settable=described["writes_allowed"],
        key_required=described["key_required"],
        defaults=described["defaults"],
    )


def identity(expressions: list[str], parameters: set[str]) -> set[str] | None:
    """The parameters that a keyed widget's identity depends on, from the source of the argument; None for all."""
    if not expressions:
        return None
    (expression,) = expressions
    node = ast.parse(expression, mode="eval").body
    if isinstance(node, ast.IfExp):
        node = node.body
    if isinstance(node, ast.Constant):
        return set() if node.value is True else None
    names = COMPUTED_IDENTITIES[node.id] if isinstance(node, ast.Name) else ast.literal_eval(node)
    return {IDENTITY_PARAMETERS.get(name, name) for name in names} & parameters


def joined(names: Iterable[str]) -> str:
    return " ".join(sorted(names))


def names_in(text: str | None) -> frozenset[str]:
    return frozenset(text.split() if text else ())


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def line(version: str, *, next_line: bool = False) -> str:
    """`1.59` for 1.59.2: Streamlit adds and changes parameters with a line, not with a patch release."""
    major, minor = numbers(version)[:2]
    return f"{major}.{minor + next_line}"


def read_descriptions(sources: Iterable[Path]) -> list[Described]:
    paths = [path for source in sources for path in (sorted(source.glob("*.json")) if source.is_dir() else [source])]
    return [json.loads(path.read_text(encoding="utf-8")) for path in paths]


def render(data: dict[str, Any]) -> str:
    """The text of the data file: one line per entry of a history, so that a diff shows what a release changed."""
    commands = []
    for command_name, command in data["commands"].items():
        entries = ",\n".join(f"   {json.dumps(entry)}" for entry in command["history"])
        head = ", ".join(f'"{name}": {json.dumps(command[name])}' for name in ("kind", "key_required", "defaults"))
        commands.append(f'  "{command_name}": {{{head}, "history": [\n{entries}\n  ]}}')
    body = ",\n".join(commands)
    return f'{{\n "releases": {json.dumps(data["releases"])},\n "commands": {{\n{body}\n }}\n}}\n'


def add(descriptions: Iterable[Described], catalogue: Path = CATALOGUE) -> tuple[Releases, Releases]:
    """Adds descriptions to the catalogue, which is written only when all can be; what it held before and after.

    Raises ValueError for what has to be decided first.
    """
    before = after = expand(json.loads(catalogue.read_text(encoding="utf-8")))
    for description in descriptions:
        after = with_description(after, description)
    catalogue.write_text(render(build(after)), encoding="utf-8", newline="\n")
    return before, after


def main() -> int:
    parser = argparse.ArgumentParser(description="Adds descriptions of releases to what is known of Streamlit.")
    parser.add_argument("sources", type=Path, nargs="+", help="descriptions, or folders of them")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE)
    arguments = parser.parse_args()
    try:
        before, after = add(read_descriptions(arguments.sources), arguments.catalogue)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{len(before)} releases before, {len(after)} now")
    return 0


if __name__ == "__main__":
    sys.exit(main())
