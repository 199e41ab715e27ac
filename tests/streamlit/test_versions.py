from __future__ import annotations

import pytest

from keylint.streamlit.versions import (
    KNOWN_VERSIONS,
    NEWEST_KNOWN,
    OLDEST_KNOWN,
    VersionRange,
    parse_version,
    version_label,
)


@pytest.mark.parametrize(
    ("text", "version"),
    [("1.49.1", (1, 49, 1)), ("1.50", (1, 50, 0)), (" 1.67.0\n", (1, 67, 0)), ("0.89.0", (0, 89, 0))],
)
def test_versions_parse(text: str, version: tuple[int, int, int]) -> None:
    assert parse_version(text) == version


@pytest.mark.parametrize("text", ["", "1", "1.x", "1.50.0.1", "1.50rc1", "1..2", ">=1.50", "1.٣", "-1.2"])
def test_anything_else_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="not a Streamlit version"):
        parse_version(text)


def test_a_label_leaves_out_a_patch_number_of_zero() -> None:
    assert version_label((1, 50, 0)) == "1.50"
    assert version_label((1, 49, 1)) == "1.49.1"
    assert VersionRange((1, 50, 0), (1, 67, 0)).label == "1.50 to 1.67"
    assert VersionRange((1, 67, 0), (1, 67, 0)).label == "1.67"
    assert VersionRange((1, 49, 1), (1, 49, 1)).label == "1.49.1"


def test_a_range_that_straddles_a_change_admits_both_sides() -> None:
    straddling = VersionRange((1, 50, 0), (1, 60, 0))
    assert straddling.admits_before((1, 59, 0))
    assert straddling.admits_from((1, 59, 0))
    assert not straddling.all_from((1, 59, 0))


def test_both_ends_of_a_range_belong_to_it() -> None:
    versions = VersionRange((1, 50, 0), (1, 59, 0))
    assert not versions.admits_before((1, 50, 0))
    assert versions.all_from((1, 50, 0))
    assert versions.admits_from((1, 59, 0))
    assert not versions.admits_from((1, 59, 1))


def test_known_versions_are_sorted_and_span_the_data() -> None:
    assert list(KNOWN_VERSIONS) == sorted(set(KNOWN_VERSIONS))
    assert KNOWN_VERSIONS[0] >= OLDEST_KNOWN
    assert KNOWN_VERSIONS[-1] == NEWEST_KNOWN
    lines = [version[:2] for version in KNOWN_VERSIONS]
    assert len(lines) == len(set(lines)), "one release of each line"
