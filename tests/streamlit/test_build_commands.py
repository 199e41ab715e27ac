from __future__ import annotations

import importlib.util
import json
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


def test_equal_releases_collapse_and_an_entry_names_only_what_changed(builder: ModuleType) -> None:
    releases = {
        "1.58.0": {"toggle": described("width")},
        "1.59.2": {"toggle": described("width")},
        "1.60.0": {"toggle": described("bind", "width", identity="True")},
        "1.61.1": {"toggle": described("bind", identity="True", writes_allowed=False)},
    }
    assert builder.build(releases)["commands"]["toggle"]["history"] == [
        {"since": "1.58", "positional": "label key", "added": "width", "identity": None, "settable": True},
        {"since": "1.60", "identity": "", "added": "bind"},
        {"since": "1.61", "settable": False, "removed": "width"},
    ]


def test_a_command_starts_after_the_last_release_without_it_and_ends_where_it_is_gone(builder: ModuleType) -> None:
    releases = {"1.9.0": {}, "1.23.1": {}, "1.28.2": {"toggle": described()}, "1.29.0": {}}
    history = builder.build(releases)["commands"]["toggle"]["history"]
    assert [entry["since"] for entry in history] == ["1.24", "1.29"]
    assert history[-1] == {"since": "1.29", "gone": True}


def test_a_keyed_command_of_unknown_kind_ends_the_build(builder: ModuleType) -> None:
    with pytest.raises(ValueError, match=r"KINDS.*: dial"):
        builder.build({"1.70.0": {"dial": described()}})


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


def test_a_catalogue_gives_the_same_as_descriptions(builder: ModuleType) -> None:
    interval = {
        "from": "1.59.2",
        "to": "1.60.0",
        "positional": ["label", "key"],
        "keyword_only": ["bind"],
        "key_required": False,
        "key_as_main_identity": ["True"],
        "session_state_write": "ok",
    }
    absent = {"from": "1.58.0", "to": "1.58.0", "absent": True}
    catalogue = {"versions": ["1.58.0", "1.59.2", "1.60.0"], "commands": {"toggle": {"by_version": [absent, interval]}}}
    toggle = described("bind", identity="True")
    del toggle["defaults"]
    keyless = builder.KEYLESS
    descriptions = {
        "1.58.0": keyless,
        "1.59.2": {"toggle": toggle, **keyless},
        "1.60.0": {"toggle": toggle, **keyless},
    }
    assert builder.build(builder.from_catalogue(catalogue)) == builder.build(descriptions)


def test_descriptions_are_read_from_a_folder_and_from_files_the_last_of_which_counts(
    builder: ModuleType, tmp_path: Path
) -> None:
    folder, newer = tmp_path / "descriptions", tmp_path / "1.60.0.json"
    folder.mkdir()
    for version in ("1.60.0", "1.59.2"):
        content = {"version": version, "commands": {"toggle": described()}}
        (folder / f"{version}.json").write_text(json.dumps(content), encoding="utf-8")
    newer.write_text(json.dumps({"version": "1.60.0", "commands": {"toggle": described("bind")}}), encoding="utf-8")
    data = builder.build(builder.from_sources([folder, newer]))
    assert data["releases"] == ["1.59.2", "1.60.0"]
    assert data["commands"]["toggle"]["history"][-1] == {"since": "1.60", "added": "bind"}
    assert json.loads(builder.render(data)) == data


def test_only_telling_defaults_are_kept_as_the_newest_release_that_says_them_has_them(builder: ModuleType) -> None:
    silent = {name: value for name, value in described().items() if name != "defaults"}
    older = described() | {"defaults": {"value": True}}
    releases = {"1.58.0": {"toggle": older}, "1.59.2": {"toggle": described()}, "1.60.0": {"toggle": silent}}
    assert builder.build(releases)["commands"]["toggle"]["defaults"] == {"on_change": "rerun"}


def test_the_checked_in_file_is_what_the_builder_renders(builder: ModuleType) -> None:
    text = (ROOT / "keylint" / "streamlit" / "commands.json").read_text(encoding="utf-8")
    assert builder.render(json.loads(text)) == text
    assert len(text) < 60_000
