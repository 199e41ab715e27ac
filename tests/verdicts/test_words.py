from __future__ import annotations

import pytest

from keylint.verdicts.words import FILTER, SEARCH, words


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


def test_a_word_within_a_word_says_nothing() -> None:
    assert not words("Infiltration rate") & FILTER
    assert not words("Research notes") & SEARCH
