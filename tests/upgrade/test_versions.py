from __future__ import annotations

import pytest

from keylint.errors import UsageError
from keylint.streamlit.versions import NEWEST_KNOWN
from keylint.upgrade.change import Upgrade
from keylint.upgrade.versions import parse_upgrade


def test_one_release_each() -> None:
    assert parse_upgrade("1.49", "1.67") == Upgrade((1, 49, 0), (1, 67, 0))
    assert parse_upgrade("1.49.1", "1.50") == Upgrade((1, 49, 1), (1, 50, 0))
    assert parse_upgrade("1.49", None) == Upgrade((1, 49, 0), NEWEST_KNOWN)


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        (None, "1.60", "--to says where an upgrade ends; give --upgrade-from VERSION too"),
        ("1.60", "1.50", "--upgrade-from 1.60 is not older than --to 1.50; name the older release first"),
        ("1.60", "1.60", "is not older than --to 1.60"),
        ("1.67", None, "is not older than 1.67, the newest known release"),
        (">=1.50", None, "--upgrade-from: '>=1.50' is a range; write one release, such as 1.49"),
        ("1.40-1.50", None, "is a range; write one release"),
        ("1.40", "1.50,1.60", "--to: '1.50,1.60' is a range"),
        ("1.40", "1.*", "is a range"),
        ("latest", None, "'latest' is not a Streamlit version; write one release"),
        ("", None, "'' is not a Streamlit version"),
        ("1", None, "not a Streamlit version"),
        ("1.49rc1", None, "not a Streamlit version"),
        ("0.89", None, "keylint does not know Streamlit 0.89; write one release, such as 1.49 or 1.49.1, from 1.12 to"),
        ("1.40", "9.0", "--to: keylint does not know Streamlit 9.0"),
    ],
)
def test_everything_else_is_refused_with_what_to_write(start: str | None, end: str | None, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse_upgrade(start, end)
    assert message in str(raised.value)


def test_the_steps_lead_from_line_to_line() -> None:
    assert list(Upgrade((1, 49, 1), (1, 51, 0)).steps()) == [((1, 49, 1), (1, 50, 0)), ((1, 50, 0), (1, 51, 0))]
    assert list(Upgrade((1, 50, 0), (1, 50, 1)).steps()) == []
    assert not Upgrade((1, 50, 0), (1, 67, 0)).passes((1, 50, 0))
    assert Upgrade((1, 49, 9), (1, 50, 0)).passes((1, 50, 0))
