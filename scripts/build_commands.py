"""Writes keylint/streamlit/commands.json from descriptions of Streamlit releases.

    python scripts/build_commands.py SOURCE... [--output FILE]

A SOURCE is a description that scripts/describe_streamlit.py printed, a folder of such JSON files, one per release, or
one JSON file that holds a catalogue: all releases at once, per command a list of intervals of releases with equal
descriptions. What a later source says of a release replaces what an earlier one says. keylint/streamlit/data.py says
what the result means.
"""

from __future__ import annotations

import argparse
import ast
import json
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).parent.parent / "keylint" / "streamlit" / "commands.json"

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

# A catalogue holds commands with a key only. The submit button of a form took none before 1.49 and was a widget all the
# same: its key, made from the form and the label, stands in st.session_state and may not be assigned.
KEYLESS = {
    "form_submit_button": {
        "positional": ["label", "help", "on_click", "args", "kwargs"],
        "keyword_only": [],
        "key_required": False,
        "key_as_main_identity": [],
        "writes_allowed": False,
    }
}

Description = dict[str, Any]
Releases = dict[str, dict[str, Description]]


def build(releases: Releases) -> dict[str, Any]:
    """The content of the data file: per command what changed when. `releases` maps versions to described commands.

    Raises ValueError for a command of which the kind is not known.
    """
    versions = sorted(releases, key=numbers)
    names = sorted({name for commands in releases.values() for name in commands})
    unknown = [name for name in names if name not in KIND_OF]
    if unknown:
        raise ValueError(f"add to KINDS what a key is to: {', '.join(unknown)}")
    return {"releases": versions, "commands": {name: command_data(name, versions, releases) for name in names}}


def command_data(name: str, versions: list[str], releases: Releases) -> dict[str, Any]:
    history: list[dict[str, Any]] = []
    before: dict[str, Any] | None = None
    last_without: str | None = None
    required = False
    defaults: dict[str, Any] = {}
    for version in versions:
        described = releases[version].get(name)
        if described is None:
            if before is not None:
                history.append({"since": line(version), "gone": True})
            before, last_without = None, version
            continue
        required = described["key_required"]
        defaults = described.get("defaults", defaults)  # as the newest release writes them; a catalogue has none
        state = normalised(described)
        if before is None:
            # A command is taken to exist from the first line after the last release that is known to lack it: a line
            # without a description in between must not hide it.
            since = line(version) if last_without is None else line(last_without, next_line=True)
            first = {"since": since, "positional": state["positional"]}
            if state["keyword_only"]:
                first["added"] = joined(state["keyword_only"])
            history.append(first | {"identity": state["identity"], "settable": state["settable"]})
        elif state != before:
            history.append({"since": line(version)} | difference(before, state))
        before = state
    told = {parameter: defaults[parameter] for parameter in TELLING if parameter in defaults}
    return {"kind": KIND_OF[name], "key_required": required, "defaults": told, "history": history}


def normalised(described: Description) -> dict[str, Any]:
    parameters = {*described["positional"], *described["keyword_only"]}
    names = identity(described["key_as_main_identity"], parameters)
    return {
        "positional": " ".join(described["positional"]),
        "keyword_only": set(described["keyword_only"]),
        "identity": None if names is None else joined(names),
        "settable": described["writes_allowed"],
    }


def difference(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What an entry of the history says: only what changed."""
    added, removed = after["keyword_only"] - before["keyword_only"], before["keyword_only"] - after["keyword_only"]
    changed = {key: after[key] for key in ("positional", "identity", "settable") if after[key] != before[key]}
    return changed | ({"added": joined(added)} if added else {}) | ({"removed": joined(removed)} if removed else {})


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


def joined(names: set[str]) -> str:
    return " ".join(sorted(names))


def numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def line(version: str, *, next_line: bool = False) -> str:
    """`1.59` for 1.59.2: Streamlit adds and changes parameters with a line, not with a patch release."""
    major, minor = numbers(version)[:2]
    return f"{major}.{minor + next_line}"


def from_sources(sources: list[Path]) -> Releases:
    releases: Releases = {}
    for source in sources:
        for path in sorted(source.glob("*.json")) if source.is_dir() else [source]:
            content = json.loads(path.read_text(encoding="utf-8"))
            is_catalogue = "versions" in content
            releases |= from_catalogue(content) if is_catalogue else {content["version"]: content["commands"]}
    return releases


def from_catalogue(catalogue: dict[str, Any]) -> Releases:
    releases: Releases = {version: dict(KEYLESS) for version in catalogue["versions"]}
    for name, command in catalogue["commands"].items():
        for interval in command["by_version"]:
            if interval.get("absent"):
                continue
            for version in catalogue["versions"]:
                if numbers(interval["from"]) <= numbers(version) <= numbers(interval["to"]):
                    releases[version][name] = from_interval(name, interval)
    return releases


def from_interval(name: str, interval: dict[str, Any]) -> Description:
    # A catalogue says what a write through session state did where that was tried; else the kind decides.
    tried = {"ok": True, "forbidden": False}.get(interval["session_state_write"])
    by_kind = KIND_OF[name] not in ("trigger", "file", "editor", "selection", "form")
    return {
        "positional": interval["positional"],
        "keyword_only": interval["keyword_only"],
        "key_required": interval["key_required"],
        "key_as_main_identity": interval["key_as_main_identity"] or [],
        "writes_allowed": by_kind if tried is None else tried,
    }


def render(data: dict[str, Any]) -> str:
    """The text of the data file: one line per entry of a history, so that a diff shows what a release changed."""
    commands = []
    for command_name, command in data["commands"].items():
        entries = ",\n".join(f"   {json.dumps(entry)}" for entry in command["history"])
        head = ", ".join(f'"{name}": {json.dumps(command[name])}' for name in ("kind", "key_required", "defaults"))
        commands.append(f'  "{command_name}": {{{head}, "history": [\n{entries}\n  ]}}')
    body = ",\n".join(commands)
    return f'{{\n "releases": {json.dumps(data["releases"])},\n "commands": {{\n{body}\n }}\n}}\n'


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes the description of Streamlit's keyed commands.")
    parser.add_argument("sources", type=Path, nargs="+", help="descriptions, folders of them, or a catalogue")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    arguments = parser.parse_args()
    text = render(build(from_sources(arguments.sources)))
    arguments.output.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
