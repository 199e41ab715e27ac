from __future__ import annotations

import pytest

from keylint.streamlit.commands import (
    COMPONENT,
    Command,
    Feature,
    command_at,
    first_version_with,
    is_widget_name,
)
from keylint.streamlit.data import COMMANDS
from keylint.streamlit.versions import KNOWN_VERSIONS, NEWEST_KNOWN, Version

PERSISTABLE = [
    "checkbox",
    "color_picker",
    "date_input",
    "datetime_input",
    "multiselect",
    "number_input",
    "pagination",
    "pills",
    "radio",
    "segmented_control",
    "select_slider",
    "selectbox",
    "slider",
    "text_area",
    "text_input",
    "time_input",
    "toggle",
]


def at(name: str, version: Version) -> Command:
    command = command_at(name, version)
    assert command is not None
    return command


@pytest.mark.parametrize("name", PERSISTABLE)
def test_value_widgets_take_persist_state_from_1_59(name: str) -> None:
    assert first_version_with(name, "persist_state") == (1, 59, 0)
    assert at(name, (1, 59, 0)).takes_persist_state
    before = command_at(name, (1, 58, 0))
    assert before is None or not before.takes_persist_state


def test_no_other_command_takes_persist_state_but_feedback_from_1_67() -> None:
    taking = {name for name in COMMANDS if first_version_with(name, "persist_state") is not None}
    assert taking == {*PERSISTABLE, "feedback"}
    assert first_version_with("feedback", "persist_state") == (1, 67, 0)


@pytest.mark.parametrize(
    ("name", "feature", "version"),
    [
        ("text_input", "bind", (1, 55, 0)),
        ("tabs", "bind", (1, 65, 0)),
        ("expander", "bind", (1, 65, 0)),
        ("feedback", "bind", (1, 67, 0)),
        ("popover", "bind", None),
        ("text_input", "key_identity", (1, 50, 0)),
        ("number_input", "key_identity", (1, 50, 0)),
        ("selectbox", "key_identity", (1, 50, 0)),
        ("slider", "key_identity", (1, 51, 0)),
        ("radio", "key_identity", (1, 51, 0)),
        ("select_slider", "key_identity", (1, 51, 0)),
        ("color_picker", "key_identity", (1, 51, 0)),
        ("no_such_command", "bind", None),
    ],
)
def test_features_start_with_a_version(name: str, feature: Feature, version: Version | None) -> None:
    assert first_version_with(name, feature) == version


def test_the_identity_of_a_keyed_widget_by_version() -> None:
    assert at("text_input", (1, 49, 1)).identity is None
    assert at("text_input", (1, 50, 0)).identity == frozenset({"max_chars"})
    assert at("text_input", (1, 67, 0)).identity == frozenset({"max_chars", "validate"})
    assert at("checkbox", (1, 67, 0)).identity == frozenset()
    assert at("slider", (1, 67, 0)).identity == frozenset({"min_value", "max_value", "step"})
    assert at("number_input", (1, 52, 0)).identity == frozenset({"min_value", "max_value", "step"})
    assert at("number_input", (1, 53, 0)).identity == frozenset()
    assert at("selectbox", (1, 52, 2)).identity == frozenset({"options", "accept_new_options"})
    assert at("selectbox", (1, 53, 0)).identity == frozenset({"accept_new_options"})
    assert at("pills", (1, 67, 0)).identity == frozenset({"selection_mode"})
    assert at("feedback", (1, 51, 0)).identity == frozenset({"options"})


def test_identity_names_are_parameters_of_the_command() -> None:
    for name in COMMANDS:
        for version in KNOWN_VERSIONS:
            command = command_at(name, version)
            if command is not None and command.identity is not None:
                assert command.identity <= set(command.parameters), (name, version)


def test_identifies_answers_for_one_parameter() -> None:
    old, new = at("text_input", (1, 49, 1)), at("text_input", (1, 67, 0))
    assert old.identifies("value")
    assert old.identifies("label")
    assert not new.identifies("value")
    assert new.identifies("max_chars")
    for parameter in ("disabled", "label_visibility", "on_change", "key"):
        assert not old.identifies(parameter)
        assert not new.identifies(parameter)
    assert not old.identifies("no_such_parameter")


@pytest.mark.parametrize(
    ("name", "version", "settable"),
    [
        ("form_submit_button", (1, 12, 0), False),
        ("form_submit_button", (1, 48, 0), False),
        ("form_submit_button", (1, 67, 0), False),
        ("button", (1, 67, 0), False),
        ("file_uploader", (1, 67, 0), False),
        ("data_editor", (1, 67, 0), False),
        ("plotly_chart", (1, 67, 0), False),
        ("form", (1, 12, 0), False),
        ("chat_input", (1, 46, 0), False),
        ("chat_input", (1, 47, 0), True),
        ("dataframe", (1, 55, 0), False),
        ("dataframe", (1, 56, 0), True),
        ("feedback", (1, 40, 0), True),
        ("pills", (1, 40, 0), True),
        ("expander", (1, 55, 0), True),
    ],
)
def test_settable_by_version(name: str, version: Version, settable: bool) -> None:
    assert at(name, version).settable is settable


def test_every_value_widget_is_settable_on_every_version() -> None:
    for name, data in COMMANDS.items():
        if data["kind"] == "value":
            for version in KNOWN_VERSIONS:
                command = command_at(name, version)
                assert command is None or command.settable, (name, version)


@pytest.mark.parametrize(
    ("name", "initial", "options", "callback"),
    [
        ("text_input", "value", None, "on_change"),
        ("selectbox", "index", "options", "on_change"),
        ("multiselect", "default", "options", "on_change"),
        ("select_slider", "value", "options", "on_change"),
        ("pills", "default", "options", "on_change"),
        ("feedback", "default", None, "on_change"),
        ("tabs", "default", "tabs", "on_change"),
        ("expander", "expanded", None, "on_change"),
        ("button", None, None, "on_click"),
        ("chat_input", None, None, "on_submit"),
        ("dataframe", None, None, "on_select"),
        ("form", None, None, None),
        ("set_option", None, None, None),
    ],
)
def test_parameters_with_a_role(name: str, initial: str | None, options: str | None, callback: str | None) -> None:
    command = at(name, NEWEST_KNOWN)
    assert (command.initial_parameter, command.options_parameter, command.callback_parameter) == (
        initial,
        options,
        callback,
    )


def test_positional_parameters_are_in_order() -> None:
    assert at("selectbox", NEWEST_KNOWN).positional[:5] == ("label", "options", "index", "format_func", "key")
    assert at("form", NEWEST_KNOWN).positional == ("key", "clear_on_submit")
    assert at("form", NEWEST_KNOWN).key_required
    assert not at("text_input", NEWEST_KNOWN).key_required


def test_a_command_exists_only_on_its_versions() -> None:
    assert command_at("tabs", (1, 54, 0)) is None
    assert command_at("experimental_audio_input", (1, 44, 1)) is not None
    assert command_at("experimental_audio_input", (1, 45, 0)) is None
    assert command_at("no_such_command", NEWEST_KNOWN) is None


def test_versions_without_a_description_are_like_the_older_neighbour() -> None:
    assert command_at("text_input", (1, 15, 0)) == command_at("text_input", (1, 12, 2))
    assert command_at("text_input", (1, 99, 0)) == command_at("text_input", NEWEST_KNOWN)
    assert command_at("chat_input", (1, 24, 0)) is not None, "a command may start in a line without a description"


def test_widget_names_are_those_with_a_value_of_their_own() -> None:
    assert all(map(is_widget_name, ["text_input", "button", "chat_input", "file_uploader", "data_editor", "dataframe"]))
    assert not any(map(is_widget_name, ["form", "container", "tabs", "fragment", "get_option", "write", ""]))


def test_a_component_call_takes_a_key_and_keeps_its_value_by_it() -> None:
    assert "key" in COMPONENT.parameters
    assert COMPONENT.identity == frozenset()
    assert not COMPONENT.takes_persist_state
