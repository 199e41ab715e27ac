from __future__ import annotations

import pytest

from keylint.streamlit.data import COMMANDS
from keylint.streamlit.traits import Entry, Traits, traits_of

ENTRIES = {
    Entry.TEXT: "text_area text_input",
    Entry.NUMBER: "number_input",
    Entry.DATE: "date_input",
    Entry.TIME: "time_input",
    Entry.MOMENT: "datetime_input",
    Entry.TRUTH: "checkbox toggle",
    Entry.OPTION: "pills radio segmented_control selectbox",
    Entry.OPTIONS: "multiselect",
    Entry.SCALE: "select_slider slider",
    Entry.COLOUR: "color_picker",
    Entry.MARK: "feedback pagination",
}
LABORIOUS = "date_input datetime_input multiselect number_input text_area text_input time_input"


def having(trait: str) -> str:
    return " ".join(sorted(name for name in COMMANDS if getattr(traits_of(name), trait)))


@pytest.mark.parametrize("entry", Entry)
def test_what_is_entered(entry: Entry) -> None:
    assert " ".join(sorted(name for name in COMMANDS if traits_of(name).entry is entry)) == ENTRIES[entry]


def test_all_that_holds_a_value_has_an_entry_and_nothing_else_does() -> None:
    for name, data in COMMANDS.items():
        assert (traits_of(name).entry is not None) == (data["kind"] == "value"), name


@pytest.mark.parametrize(
    ("trait", "names"),
    [
        ("is_laborious", LABORIOUS),
        ("is_one_click", "checkbox pills radio segmented_control toggle"),
        ("begins_with_option", "radio select_slider selectbox"),
        ("takes_range", "date_input select_slider slider"),
        ("learns_range_in_session_state", "slider"),
        ("hides_typing", "text_input"),
        ("hands_out_file", "download_button"),
        (
            "reports_by",
            "altair_chart dataframe echarts_chart expander link_button plotly_chart popover pydeck_chart tabs"
            " vega_lite_chart",
        ),
    ],
)
def test_traits(trait: str, names: str) -> None:
    assert having(trait) == names


@pytest.mark.parametrize(
    ("name", "nothing", "begins_with"),
    [
        ("text_input", "", ""),
        ("toggle", False, False),
        ("pagination", 1, 1),
        ("number_input", "min", None),
        ("date_input", "today", None),
        ("selectbox", 0, None),
        ("color_picker", None, "#000000"),
        ("feedback", None, None),
    ],
)
def test_first_values(name: str, nothing: object, begins_with: object) -> None:
    assert (traits_of(name).nothing, traits_of(name).begins_with) == (nothing, begins_with)


def test_what_the_catalogue_does_not_have_is_a_component() -> None:
    assert traits_of("acme_ui.field") == Traits("component")
