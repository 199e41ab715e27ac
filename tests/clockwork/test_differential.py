"""A sample of the random micro-apps on the installed Streamlit; scripts/run_clockwork.py plays them on old ones too."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import pytest
import streamlit

from keylint.streamlit.versions import NEWEST_KNOWN, parse_version
from tests.clockwork import recorder
from tests.clockwork.differential import compare, report

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

INSTALLED = parse_version(streamlit.__version__)

pytestmark = [
    pytest.mark.runtime,
    pytest.mark.skipif(INSTALLED > NEWEST_KNOWN, reason="this Streamlit is newer than what keylint knows"),
]


@pytest.fixture
def quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The apps find the recorder, and nothing is printed of the exceptions that they are meant to raise."""
    monkeypatch.setitem(sys.modules, "recorder", recorder)
    rich = streamlit.get_option("logger.enableRich")
    streamlit.set_option("logger.enableRich", False)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
    streamlit.set_option("logger.enableRich", rich)


@pytest.mark.usefixtures("quiet")
def test_streamlit_reads_and_shows_what_the_clockwork_says(tmp_path: Path) -> None:
    tally = compare(24, 100, INSTALLED, tmp_path)
    assert not tally.left_out
    assert [report(difference) for difference in tally.differences] == []
