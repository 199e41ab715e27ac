"""What a user does with dates, times, colours, stars and an empty choice, on old and new releases.

Each function takes a Playwright Page on which there is one such widget. `pick_…` changes its value, `shown_…` gives
what it displays.
"""

from __future__ import annotations

from typing import Any

_MILLISECONDS = 300


def pick_date(page: Any, value: str) -> None:
    """`value` is like 2026/03/09."""
    _type(page.locator('[data-testid="stDateInput"]'), value, value.split("/"))


def shown_date(page: Any) -> str:
    box = page.locator('[data-testid="stDateInput"] input').first
    return str(box.input_value()).replace("-", "/")


def pick_time(page: Any, value: str) -> None:
    """`value` is like 10:15."""
    _type(page.locator('[data-testid="stTimeInput"]'), value, value.split(":"))


def shown_time(page: Any) -> str:
    written = page.locator('[data-testid="stTimeInput"] [value]').first
    return str(written.get_attribute("value"))[:5]


def _type(widget: Any, whole: str, parts: list[str]) -> None:
    """Into the one input of old releases, or into one place for each part."""
    places = widget.get_by_role("spinbutton")
    if places.count() == 0:
        box = widget.locator("input").first
        box.fill(whole)
        box.press("Enter")
        widget.page.wait_for_timeout(_MILLISECONDS)  # closed at once, the calendar takes the old date
        box.press("Escape")
        return
    for place, part in zip(places.all(), parts, strict=True):
        place.click()
        place.press_sequentially(part, delay=40)
    places.last.press("Enter")
    places.last.press("Tab")
    widget.page.keyboard.press("Escape")


def pick_colour(page: Any, value: str) -> None:
    """`value` is like #ff0000."""
    page.locator('[data-testid="stColorPickerBlock"]').click()
    box = page.locator('[data-testid="stColorPickerPopover"] input').first
    box.fill(value)
    box.press("Enter")
    page.keyboard.press("Escape")


def shown_colour(page: Any) -> str:
    block = page.locator('[data-testid="stColorPickerBlock"]')
    numbers = block.evaluate("node => getComputedStyle(node).backgroundColor.match(/\\d+/g).map(Number)")
    return "#" + "".join(f"{number:02x}" for number in numbers[:3])


def pick_stars(page: Any, value: int) -> None:
    """`value` counts from 0."""
    _stars(page).nth(value).click()


def shown_stars(page: Any) -> int | None:
    """A star that is not chosen is drawn as an icon with a name, a chosen one without."""
    empty = sum("star" in text for text in _stars(page).all_inner_texts())
    return None if empty == _stars(page).count() else int(_stars(page).count()) - empty - 1


def _stars(page: Any) -> Any:
    return page.locator('[data-testid="stFeedback"], [data-testid="stButtonGroup"]').locator("button")


def pick_option(page: Any, value: str) -> None:
    page.locator('[data-testid="stSelectbox"] input').click()
    page.get_by_role("option", name=value, exact=True).click()


def shown_option(page: Any) -> str | None:
    box = page.locator('[data-testid="stSelectbox"]')
    old = box.locator('[data-baseweb="select"]')
    written = box.locator("input").input_value() or (old.inner_text() if old.count() else "")
    return None if written.strip() in ("", "Choose an option") else str(written).strip()
