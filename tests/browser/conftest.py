"""One browser for all tests. Where something is missing they are skipped; with KEYLINT_BROWSER=required they fail."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser import chromium

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    reason = chromium.missing()
    if reason is not None:
        unavailable(reason)
    with chromium.browser() as started:
        yield started


def unavailable(reason: str) -> None:
    if os.environ.get("KEYLINT_BROWSER") == "required":
        pytest.fail(reason)
    pytest.skip(reason)
