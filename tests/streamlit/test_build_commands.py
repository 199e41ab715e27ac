from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_commands", ROOT / "scripts" / "build_commands.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_commands"] = module  # where dataclasses look for the names in its annotations
    spec.loader.exec_module(module)
    return module


def described(*keyword_only: str, identity: str | None = None, writes_allowed: bool = True) -> dict[str, Any]:
    return {
        "positional": ["label", "key"],
        "keyword_only": list(keyword_only),
        "key_required": False,
        "defaults": {"label": "Untold", "on_change": "rerun"},
        "key_as_main_identity": [] if identity is None else [identity],
        "writes_allowed": writes_allowed,
    }


def built(builder: ModuleType, descriptions: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The content of a catalogue to which the descriptions were added, one after the other."""
    releases: dict[str, Any] = {}
    for version, commands in descriptions.items():
        releases = builder.with_description(releases, {"version": version, "commands": commands})
    content: dict[str, Any] = builder.build(releases)
    return content


def test_equal_releases_collapse_and_an_entry_names_only_what_changed(builder: ModuleType) -> None:
    releases = {
        "1.58.0": {"toggle": described("width")},
        "1.59.2": {"toggle": described("width")},
        "1.60.0": {"toggle": described("bind", "width", identity="True")},
        "1.61.1": {"toggle": described("bind", identity="True", writes_allowed=False)},
    }
    assert built(builder, releases)["commands"]["toggle"]["history"] == [
        {"since": "1.58", "positional": "label key", "added": "width", "identity": None, "settable": True},
        {"since": "1.60", "identity": "", "added": "bind"},
        {"since": "1.61", "settable": False, "removed": "width"},
    ]


def test_a_command_starts_after_the_last_release_without_it_and_ends_where_it_is_gone(builder: ModuleType) -> None:
    releases = {"1.9.0": {}, "1.23.1": {}, "1.28.2": {"toggle": described()}, "1.29.0": {}}
    history = built(builder, releases)["commands"]["toggle"]["history"]
    assert [entry["since"] for entry in history] == ["1.24", "1.29"]
    assert history[-1] == {"since": "1.29", "gone": True}


def test_a_keyed_command_of_unknown_kind_ends_the_build(builder: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"KINDS.*: dial"):
        built(builder, {"1.70.0": {"dial": described()}})


@pytest.mark.parametrize(
    ("expression", "parameters", "identity"),
    [
        (None, {"label"}, None),
        ("None", {"label"}, None),
        ("False", {"label"}, None),
        ("True", {"label"}, set()),
        ("{'max_chars'}", {"label", "max_chars"}, {"max_chars"}),
        ("{'click_mode'}", {"selection_mode"}, {"selection_mode"}),
        ("{'options', 'click_mode'}", {"options"}, {"options"}),
        ("{'is_selection_activated'} if is_selection_activated else True", {"on_select"}, {"on_select"}),
        ("should_check_widget_policies", {"label"}, set()),
        ("key_as_main_identity", {"data", "num_rows", "width"}, {"data", "num_rows"}),
    ],
)
def test_identity_expressions(
    builder: ModuleType, expression: str | None, parameters: set[str], identity: set[str] | None
) -> None:
    assert builder.identity([] if expression is None else [expression], parameters) == identity


def test_an_identity_that_cannot_be_read_ends_the_build_with_what_to_do(builder: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"st\.toggle: its identity is sometimes; read .* add that to COMPUTED_IDENT"):
        built(builder, {"1.70.0": {"toggle": described(identity="sometimes")}})


HISTORY = {
    "1.28.2": {"toggle": described("width"), "pills": described()},
    "1.59.2": {"toggle": described("width", identity="True")},
    "1.60.0": {"toggle": described("bind", identity="{'bind'}"), "pills": described("bind")},
    "1.61.1": {"toggle": described("bind", writes_allowed=False), "pills": described("bind")},
}


def test_a_catalogue_holds_all_that_it_was_built_from(builder: ModuleType) -> None:
    data = built(builder, HISTORY)
    assert builder.build(builder.expand(data)) == data


@pytest.mark.parametrize("version", HISTORY)
def test_a_release_may_be_added_before_and_after_the_others(builder: ModuleType, version: str) -> None:
    others = {known: commands for known, commands in HISTORY.items() if known != version}
    catalogue = builder.expand(built(builder, others))
    again = builder.with_description(catalogue, {"version": version, "commands": HISTORY[version]})
    assert builder.build(again) == built(builder, HISTORY)


def test_descriptions_are_added_to_a_catalogue_from_a_folder_and_from_files(
    builder: ModuleType, tmp_path: Path
) -> None:
    catalogue, folder = tmp_path / "commands.json", tmp_path / "descriptions"
    catalogue.write_text(builder.render(built(builder, HISTORY)), encoding="utf-8")
    folder.mkdir()
    for version in ("1.62.0", "1.63.0"):
        content = {"version": version, "commands": {"toggle": described(version.replace(".", "_"))}}
        (folder / f"{version}.json").write_text(json.dumps(content), encoding="utf-8")
    before, after = builder.add(builder.read_descriptions([folder, folder / "1.63.0.json"]), catalogue)
    assert [*after] == [*before, "1.62.0", "1.63.0"] == [*HISTORY, "1.62.0", "1.63.0"]
    data = json.loads(catalogue.read_text(encoding="utf-8"))
    assert data["releases"] == [*after]
    assert data["commands"]["toggle"]["history"][-1]["added"] == "1_63_0"
    assert data["commands"]["pills"]["history"][-1] == {"since": "1.62", "gone": True}


def test_a_newer_patch_takes_the_place_of_the_older_and_never_the_other_way(
    builder: ModuleType, tmp_path: Path
) -> None:
    catalogue = tmp_path / "commands.json"
    catalogue.write_text(builder.render(built(builder, HISTORY)), encoding="utf-8")
    builder.add([{"version": "1.61.2", "commands": {}}], catalogue)
    text = catalogue.read_text(encoding="utf-8")
    assert json.loads(text)["releases"] == ["1.28.2", "1.59.2", "1.60.0", "1.61.2"]
    with pytest.raises(ValueError, match=r"1\.61\.0 is older than 1\.61\.2, which the catalogue has for 1\.61"):
        builder.add([{"version": "1.62.0", "commands": {}}, {"version": "1.61.0", "commands": {}}], catalogue)
    assert catalogue.read_text(encoding="utf-8") == text


def test_only_telling_defaults_are_kept_as_the_newest_release_has_them(builder: ModuleType) -> None:
    older = described() | {"defaults": {"value": True}}
    for releases in (
        {"1.58.0": {"toggle": older}, "1.59.2": {"toggle": described()}},
        {"1.59.2": {"toggle": described()}, "1.58.0": {"toggle": older}},
    ):
        assert built(builder, releases)["commands"]["toggle"]["defaults"] == {"on_change": "rerun"}


def test_the_checked_in_file_is_what_the_builder_renders(builder: ModuleType) -> None:
    text = builder.CATALOGUE.read_text(encoding="utf-8")
    assert builder.render(builder.build(builder.expand(json.loads(text)))) == text
    assert len(text) < 60_000
