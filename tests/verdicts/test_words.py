from __future__ import annotations

import pytest

from keylint.verdicts.words import FILTER, SEARCH, head, words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Filter by region", {"filter", "by", "region"}),
        ("hist_filtro_3", {"hist", "filtro"}),
        ("searchText", {"search", "text"}),
        ("Research notes", {"research", "notes"}),
        ("", set()),
    ],
)
def test_words_end_where_letters_end(text: str, found: set[str]) -> None:
    assert words(text) == found


@pytest.mark.parametrize("text", ["Sort by", "be_dashboard_sort", "Sortierung", "Sorteren op"])
def test_the_order_of_a_list_is_a_filter(text: str) -> None:
    assert words(text) & FILTER


def test_a_word_within_a_word_says_nothing() -> None:
    assert not words("Consortium") & FILTER
    assert not words("Infiltration rate") & FILTER
    assert not words("Research notes") & SEARCH


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("fleet_search", "search"),
        ("search_engine", "engine"),
        ("searchText", "search"),
        ("search_query_2", "search"),
        ("nameFilter", "filter"),
        ("sql_query", "sql"),
        ("text", "text"),
        ("*_7", ""),
    ],
)
def test_the_head_of_a_name_says_what_it_names(name: str, found: str) -> None:
    assert head(name) == found
