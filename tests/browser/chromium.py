"""The installed Chromium, driven with Playwright; neither is needed for anything but the tests in a browser."""

from __future__ import annotations

import contextlib
import importlib.util
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The path of the first Chromium on PATH."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def missing() -> str | None:
    """What has to be installed before `browser` can start one, as a sentence; None when it is all there."""
    if importlib.util.find_spec("playwright") is None:
        return 'Playwright is not installed: python -m pip install -e ".[browser]"'
    if executable() is None:
        return f"no browser on PATH ({', '.join(_NAMES)}): on Debian, apt-get install chromium"
    return None


@contextlib.contextmanager
def browser() -> Iterator[Any]:
    """A headless browser, as Playwright's Browser. Its sandbox is off, because containers forbid it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not installed everywhere

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox"])
        try:
            yield started
        finally:
            started.close()
